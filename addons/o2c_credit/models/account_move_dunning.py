from odoo import fields, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Own dunning strategy",
        copy=False,
        ondelete="restrict",
        help="Instead of the customer's.",
    )
