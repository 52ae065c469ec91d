"""How a customer is reminded."""

from odoo import fields, models


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    strategy_id = fields.Many2one(
        "o2c.dunning.strategy",
        "Own dunning strategy",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (False, company_id))]",
        help="Instead of the one that the rules give.",
    )
    notice_ids = fields.One2many("o2c.dunning.notice", "account_id", "Notices")
