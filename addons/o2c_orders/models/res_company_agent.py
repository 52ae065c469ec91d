from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    o2c_agent_stock = fields.Selection(
        [
            ("no", "Nothing"),
            ("available", "Whether something is in stock"),
            ("quantity", "The free quantity"),
        ],
        "Stock told to external agents",
        required=True,
        default="available",
    )
