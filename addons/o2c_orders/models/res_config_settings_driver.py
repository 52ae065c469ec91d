from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_driver_validates = fields.Boolean(
        related="company_id.o2c_driver_validates", readonly=False
    )
