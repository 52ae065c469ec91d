"""The risk card: what a salesperson sees of the customer's credit on a quotation."""

from odoo import api, fields, models

from .. import explain
from ..domain.exposure import Request


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    # not for the customer, who reads his orders in the portal
    o2c_credit_card = fields.Json(
        "Credit of the customer",
        compute="_compute_o2c_credit_card",
        groups="base.group_user",
    )

    @api.depends(
        "partner_invoice_id", "company_id", "currency_id", "amount_total", "state"
    )
    def _compute_o2c_credit_card(self):
        shown = self.filtered(lambda o: o.partner_invoice_id and o.state != "cancel")
        (self - shown).o2c_credit_card = False
        accounts = shown._o2c_known_accounts()
        facts = self.env["o2c.credit.account"].union(*accounts.values())._facts()
        for order in shown:
            account = accounts[order]
            request = Request(order._o2c_credit_amount(), order.state == "sale")
            order.o2c_credit_card = explain.exposure.card(
                self.env, account.currency_id, facts[account], request
            )

    def _o2c_known_accounts(self):
        """{order: its credit account}, not stored where there is none yet."""
        pairs = {order: (order.partner_invoice_id, order.company_id) for order in self}
        # the figures of a customer whose order the user may read
        accounts = self.env["o2c.credit.account"].sudo()._known(pairs.values())
        return {order: accounts[pair] for order, pair in pairs.items()}
