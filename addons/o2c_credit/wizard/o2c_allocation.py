from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import allocation as rules


class O2cAllocation(models.TransientModel):
    """Lay an open payment on what the customer owes: costs, interest, principal."""

    _name = "o2c.allocation"
    _description = "Allocate a payment"

    partner_id = fields.Many2one("res.partner", "Customer", required=True)
    company_id = fields.Many2one("res.company", required=True)
    credit_ids = fields.Many2many(
        "account.move.line", compute="_compute_credit_ids", string="Open credits"
    )
    credit_id = fields.Many2one(
        "account.move.line",
        "Payment",
        required=True,
        domain="[('id', 'in', credit_ids)]",
    )
    currency_id = fields.Many2one(related="credit_id.currency_id")
    amount = fields.Monetary("To be allocated", compute="_compute_amount")
    costs_first = fields.Boolean(
        "Costs and interest before the principal",
        help="Without it the creditor agrees that the principal is paid first.",
    )
    post_claims = fields.Boolean(
        "Claim what was not claimed yet",
        default=True,
        help="Interest until the day of the payment is posted, so that the payment"
        " can settle it.",
    )
    proposal = fields.Html(compute="_compute_proposal", sanitize=False)
    left = fields.Monetary("Left as a credit", compute="_compute_proposal")

    @api.depends("partner_id", "company_id")
    def _compute_credit_ids(self):
        Line = self.env["account.move.line"]
        for wizard in self:
            customer = wizard.partner_id.commercial_partner_id
            found = Line._o2c_open_credits(customer, wizard.company_id)
            wizard.credit_ids = found

    @api.depends("credit_id")
    def _compute_amount(self):
        for wizard in self:
            credit = wizard.credit_id
            wizard.amount = float(credit._o2c_open_amount()) if credit else 0.0

    @api.depends("credit_id", "costs_first", "post_claims")
    def _compute_proposal(self):
        for wizard in self:
            rows = wizard._proposal() if wizard.credit_id else ()
            wizard.proposal = explain.interest.allocation(wizard, rows)
            wizard.left = wizard.amount - sum(float(amount) for _item, amount in rows)

    def _proposal(self):
        """((part, amount), …): what the payment settles, in order."""
        credit = self.credit_id
        debts = credit._o2c_open_debts()
        parts = debts._o2c_open_parts()
        if self.post_claims:
            parts += debts._o2c_accrued_parts(credit.date)
        return rules.allocate(credit._o2c_open_amount(), parts, self.costs_first)

    def action_apply(self):
        """Claim what is to be claimed and match the payment, in this order.

        :raise UserError: the user keeps no accounts, or there is nothing to settle
        """
        self.ensure_one()
        self.env["o2c.late.claim"]._check_accountant()
        credit = self.credit_id
        if credit not in self.credit_ids:
            raise UserError(explain.interest.no_such_credit(self.env))
        self._post_what_is_settled()
        self.post_claims = False
        settled = self._proposal()
        if not settled:
            raise UserError(explain.interest.nothing_to_settle(self.env))
        keys = [item.key[1] for item, _amount in settled]
        credit._o2c_settle(self.env["account.move.line"].browse(keys))
        return {"type": "ir.actions.act_window_close"}

    def _post_what_is_settled(self):
        accrued = [i.debt for i, _amount in self._proposal() if i.key[0] != "line"]
        lines = self.env["account.move.line"].browse(list(dict.fromkeys(accrued)))
        if lines:
            Claim = self.env["o2c.late.claim"]
            Claim._propose(lines, self.credit_id.date)._post_claims()
