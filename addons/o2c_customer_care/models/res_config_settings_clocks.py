from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_care_sector = fields.Selection(
        related="company_id.o2c_care_sector", readonly=False
    )
