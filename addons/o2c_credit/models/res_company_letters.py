from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_letter_service = fields.Selection(
        [("print", "Printed here, in batches"), ("post", "By Odoo's letter service")],
        "Dunning letters",
        required=True,
        default="print",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = "res.config.settings"

    o2c_letter_service = fields.Selection(
        related="company_id.o2c_letter_service", readonly=False
    )
