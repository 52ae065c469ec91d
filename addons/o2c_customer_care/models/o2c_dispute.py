from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import dispute as rules
from ..domain.dispute import State
from .money import decimal

STATES = [
    (State.OPEN.value, "To decide"),
    (State.ACCEPTED.value, "Accepted"),
    (State.PARTIAL.value, "Partly accepted"),
    (State.REJECTED.value, "Rejected"),
    (State.SETTLED.value, "Settled"),
    (State.CANCELLED.value, "Withdrawn"),
]
REASONS = [
    ("price", "Price"),
    ("quantity", "Quantity billed"),
    ("missing", "Not delivered, or not all of it"),
    ("quality", "Damaged or defective"),
    ("late", "Delivered too late"),
    ("not_ordered", "Not ordered"),
    ("returned", "Returned, not credited"),
    ("terms", "Discount or terms"),
    ("paid", "Paid already"),
    ("document", "Tax, address or other details of the invoice"),
    ("other", "Something else"),
]
# reasons of tickets that come with the module (reason_…) -> reason of a dispute
BY_TICKET_REASON = {
    "orders_price_not_as_agreed": "price",
    "orders_wrong_product_or_quantity_ordered": "not_ordered",
    "invoicing_price_on_the_invoice": "price",
    "invoicing_quantity_on_the_invoice": "quantity",
    "invoicing_tax_or_invoice_address": "document",
    "payments_payment_not_booked": "paid",
    "payments_paid_twice": "paid",
    "payments_reminder_although_paid": "paid",
    "credit_payment_terms": "terms",
    "quality_damaged_in_transit": "quality",
    "quality_defective_product": "quality",
    "quality_missing_parts": "missing",
    "quality_late_delivery": "late",
    "quality_delivered_to_the_wrong_address": "missing",
}
RESOLUTIONS = [("credit", "Credit note"), ("rebill", "Corrected invoice")]


class O2cDispute(models.Model):
    """An amount of an invoice that a customer contests.

    Written only by its own methods, which check who decides; nobody has the right
    to create, change or delete one directly.
    """

    _name = "o2c.dispute"
    _description = "Dispute"
    _inherit = ["mail.thread"]
    _order = "opened_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="restrict"
    )
    invoice_id = fields.Many2one(
        "account.move",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    line_ids = fields.Many2many(
        "account.move.line",
        "o2c_dispute_line_rel",
        string="Contested lines",
        help="Empty: the invoice as a whole.",
    )
    company_id = fields.Many2one(
        related="invoice_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", store=True, index=True
    )
    currency_id = fields.Many2one(related="invoice_id.currency_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary("Contested", required=True, tracking=True)
    amount_company = fields.Monetary(
        "Contested (company currency)",
        required=True,
        currency_field="company_currency_id",
        help="Converted once, at the rate of the invoice.",
    )
    claim = fields.Text("What the customer says", required=True)
    reason = fields.Selection(
        REASONS, "Because of", required=True, default="other", index=True, tracking=True
    )
    state = fields.Selection(
        STATES, required=True, default=State.OPEN.value, index=True, tracking=True
    )
    opened_at = fields.Datetime("Opened on", required=True, default=fields.Datetime.now)
    requested_by_id = fields.Many2one("res.users", "Opened by", required=True)
    proposed_amount = fields.Monetary("Proposed")
    proposal = fields.Text()
    proposed_by_id = fields.Many2one("res.users", "Proposed by")
    accepted_amount = fields.Monetary("Accepted", tracking=True)
    decision_note = fields.Text("Reason of the decision")
    decided_by_id = fields.Many2one("res.users", "Decided by")
    decided_at = fields.Datetime("Decided on")
    settled_at = fields.Datetime("Settled on")
    credit_note_id = fields.Many2one(
        "account.move", "Credit note", index="btree_not_null", check_company=True
    )
    # the state is shown to those who may not read the credit note
    credit_note_state = fields.Selection(
        related="credit_note_id.state", string="Credit note state", tracking=False
    )
    resolution = fields.Selection(RESOLUTIONS, readonly=True)
    replaced_amount = fields.Monetary(
        "Open when replaced", help="What was open of the invoice that is replaced."
    )
    rebill_id = fields.Many2one(
        "account.move", "Corrected invoice", index="btree_not_null", check_company=True
    )
    rebill_state = fields.Selection(
        related="rebill_id.state", string="Corrected invoice state", tracking=False
    )
    reopen_count = fields.Integer("Times taken up again", readonly=True)
    accepted_company = fields.Monetary(
        "Accepted (company currency)",
        compute="_compute_accepted_company",
        store=True,
        currency_field="company_currency_id",
    )
    decision_days = fields.Float(
        "Days to the decision",
        compute="_compute_decision_days",
        store=True,
        aggregator="avg",
        digits=(16, 1),
    )
    age_days = fields.Integer(
        "Days open", compute="_compute_age_days", help="Until today or the decision."
    )
    allowance_id = fields.Many2one(
        "o2c.dispute.allowance", "Rule for small disputes", ondelete="restrict"
    )
    allowance_note = fields.Char("What the rule says")
    litigation_id = fields.Many2one(
        "o2c.litigation", "Lawsuit", index="btree_not_null", ondelete="restrict"
    )
    in_court = fields.Boolean("Before court", help="Its lawsuit has not ended.")
    needs_leader = fields.Boolean(
        compute="_compute_can_decide", help="Above the limit of the company."
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")
    misses_credit_note = fields.Boolean(compute="_compute_misses_credit_note")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A contested amount must be more than zero."
    )
    _accepted_range = models.Constraint(
        "CHECK (accepted_amount >= 0 AND accepted_amount <= amount)",
        "Not less than nothing and not more than contested can be accepted.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("ticket_id.number", "invoice_id.name")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = explain.dispute.title(dispute)

    @api.depends_context("uid")
    @api.depends("state", "amount_company", "requested_by_id")
    def _compute_can_decide(self):
        for dispute in self:
            facts = dispute._decide_facts(dispute.amount, "-")
            dispute.needs_leader = facts.value > facts.threshold
            dispute.can_decide = rules.may_decide(facts).ok

    @api.depends("state", "credit_note_id.state")
    def _compute_misses_credit_note(self):
        granted = [state.value for state in rules.GRANTED]
        for dispute in self:
            note = dispute.credit_note_id
            gone = not note or note.state == "cancel"
            dispute.misses_credit_note = dispute.state in granted and gone

    @api.depends("accepted_amount", "amount", "amount_company", "decided_at")
    def _compute_accepted_company(self):
        for dispute in self:
            granted = dispute.accepted_amount or 0.0
            whole = dispute.amount or 1.0
            dispute.accepted_company = dispute.amount_company * granted / whole

    @api.depends("opened_at", "decided_at")
    def _compute_decision_days(self):
        for dispute in self:
            end = dispute.decided_at
            spent = end - dispute.opened_at if end else timedelta()
            dispute.decision_days = spent / timedelta(days=1)

    @api.depends("opened_at", "decided_at", "state")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for dispute in self:
            end = dispute.decided_at or dispute.settled_at or now
            dispute.age_days = (end - (dispute.opened_at or end)).days

    # ------------------------------------------------------------- opening
    @api.model
    def _open(self, ticket, invoice, amount, claim, lines=None, reason=None):
        """Contest ``amount`` of ``invoice``: a dispute and the hold for it.

        :param float amount: in the currency of the invoice, taxes included
        :param lines: the invoice lines it is about (optional)
        :param reason: a key of ``REASONS`` (optional)
        :return: the dispute; accepted already where a rule for small ones says so
        :raise UserError: what may not be contested
        :raise AccessError: the user may not work on this ticket
        """
        ticket.check_access("write")
        invoice.check_access("read")
        vals = self._prepare_open_vals(ticket, invoice, amount, claim, lines)
        vals["reason"] = reason or self._reason_of(ticket)
        decision = rules.may_open(self._open_facts(ticket, invoice, vals))
        if not decision.ok:
            sentences = [
                explain.dispute.open_refused(invoice, r) for r in decision.reasons
            ]
            raise UserError("\n".join(sentences))
        # nobody may create disputes but by this method, which has checked the right
        dispute = self.sudo().create(vals)
        # two disputes at the same time write the same invoice: the database lets one
        # pass, and the other is repeated knowing what the first one took
        invoice.sudo().flush_recordset(["o2c_disputed_amount"])
        dispute._place_hold()
        dispute._judge_small()
        return dispute.sudo(False)

    @api.model
    def _reason_of(self, ticket):
        """What a dispute is about as far as the reason of its ticket tells."""
        # the names of reasons are no secret, the records may be another team's
        reason = ticket.sudo().reason_id
        known = reason.get_external_id().get(reason.id, "")
        return BY_TICKET_REASON.get(known.rpartition(".reason_")[2], "other")

    def _prepare_open_vals(self, ticket, invoice, amount, claim, lines):
        amount = invoice.currency_id.round(amount)
        company_currency = invoice.company_id.currency_id
        return {
            "ticket_id": ticket.id,
            "invoice_id": invoice.id,
            "line_ids": [fields.Command.set(lines.ids)] if lines else [],
            "amount": amount,
            "amount_company": company_currency.round(
                amount / (invoice.invoice_currency_rate or 1.0)
            ),
            "claim": claim,
            "requested_by_id": self.env.uid,
        }

    def _open_facts(self, ticket, invoice, vals):
        lines = self.env["account.move.line"].browse(
            [id_ for command in vals["line_ids"] for id_ in command[2]]
        )
        # what others contest counts, whoever may read it
        at_stake = invoice.sudo().o2c_disputed_amount
        return rules.OpenFacts(
            amount=decimal(vals["amount"]),
            residual=decimal(invoice.amount_residual),
            at_stake=decimal(at_stake),
            customer_invoice=invoice.move_type == "out_invoice",
            posted=invoice.state == "posted",
            lines_total=decimal(sum(lines.mapped("price_total"))) if lines else None,
            # who ordered may contest what another pays
            same_customer=ticket.partner_id in invoice.sudo()._o2c_ticket_customers(),
            own_lines=lines <= invoice._o2c_product_lines(),
            ticket_open=ticket.stage != "closed",
        )

    # ------------------------------------------------------------- actions
    def action_decide(self):
        """Open the wizard that proposes or decides."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide") if self.can_decide else self.env._("Propose"),
            "res_model": "o2c.dispute.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dispute_id": self.id},
        }

    def action_draft_credit_note(self):
        """Draft the credit note again when the first one was deleted or cancelled."""
        for dispute in self:
            dispute._check_agent()
            dispute._draft_credit_note()

    def action_open_credit_note(self):
        """Open the credit note."""
        self.ensure_one()
        return self.credit_note_id.get_formview_action()

    def action_open_invoice(self):
        """Open the invoice."""
        self.ensure_one()
        return self.invoice_id.get_formview_action()
