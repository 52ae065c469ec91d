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

    # ------------------------------------------------------------- opening
    @api.model
    def _open(self, ticket, invoice, amount, claim, lines=None):
        """Contest ``amount`` of ``invoice``: a dispute and the hold for it.

        :param float amount: in the currency of the invoice, taxes included
        :param lines: the invoice lines it is about (optional)
        :return: the dispute
        :raise UserError: what may not be contested
        :raise AccessError: the user may not work on this ticket
        """
        ticket.check_access("write")
        invoice.check_access("read")
        vals = self._prepare_open_vals(ticket, invoice, amount, claim, lines)
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
        return dispute.sudo(False)

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
