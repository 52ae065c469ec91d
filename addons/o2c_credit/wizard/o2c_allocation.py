from odoo import Command, api, fields, models
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
    line_ids = fields.One2many(
        "o2c.allocation.line", "allocation_id", compute="_compute_line_ids"
    )
    left = fields.Monetary("Left as a credit", compute="_compute_line_ids")

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
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._proposal() if wizard.credit_id else ()
            wizard.line_ids = [Command.clear()] + [
                Command.create(wizard._prepare_line(*row)) for row in rows
            ]
            wizard.left = wizard.amount - sum(float(amount) for _item, amount in rows)

    def _proposal(self):
        """((part, amount), …): what the payment settles, in order."""
        credit = self.credit_id
        debts = credit._o2c_open_debts()
        parts = debts._o2c_open_parts()
        if self.post_claims:
            parts += debts._o2c_accrued_parts(credit.date)
        return rules.allocate(credit._o2c_open_amount(), parts, self.costs_first)

    def _prepare_line(self, item, amount):
        line = self.env["account.move.line"].browse(item.debt)
        return {
            "name": line.move_id.name,
            "due_date": item.due,
            "part": item.part.name.lower(),
            "to_post": item.key[0] != "line",
            "open_amount": float(item.open),
            "amount": float(amount),
        }

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


class O2cAllocationLine(models.TransientModel):
    """One part of a debt that the payment settles."""

    _name = "o2c.allocation.line"
    _description = "Part of an allocation"

    allocation_id = fields.Many2one("o2c.allocation", ondelete="cascade")
    currency_id = fields.Many2one(related="allocation_id.currency_id")
    name = fields.Char("Document")
    due_date = fields.Date()
    part = fields.Selection(
        [
            ("costs", "Recovery compensation"),
            ("interest", "Late interest"),
            ("principal", "Principal"),
        ]
    )
    to_post = fields.Boolean("To be posted")
    open_amount = fields.Monetary("Open")
    amount = fields.Monetary("Settled")
