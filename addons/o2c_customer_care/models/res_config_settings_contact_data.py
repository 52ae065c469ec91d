from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_contact_fresh_days = fields.Integer(
        related="company_id.o2c_contact_fresh_days", readonly=False
    )
