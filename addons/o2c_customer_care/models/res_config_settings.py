from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    o2c_dispute_threshold = fields.Monetary(
        related="company_id.o2c_dispute_threshold",
        readonly=False,
    )
