from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_preferred_priority = fields.Selection(
        related="company_id.o2c_preferred_priority", readonly=False
    )
    o2c_key_priority = fields.Selection(
        related="company_id.o2c_key_priority", readonly=False
    )
    o2c_contract_priority = fields.Selection(
        related="company_id.o2c_contract_priority", readonly=False
    )
