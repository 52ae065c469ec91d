from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_agent_stock = fields.Selection(
        related="company_id.o2c_agent_stock", readonly=False, required=True
    )
