from odoo import fields, models

from .o2c_statutory_term import SECTORS


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_care_sector = fields.Selection(
        SECTORS,
        "Trade",
        default="trade",
        help="Some laws on answer times hold in one trade only.",
    )
