from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_driver_validates = fields.Boolean(
        "Delivered means done",
        help="What a driver reports as delivered validates the transfer, if it is"
        " still open. Otherwise the warehouse validates it when the goods leave.",
    )
