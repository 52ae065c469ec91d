"""What we claim from who caused a complaint: the supplier or the courier."""

from odoo import api, fields, models

from .. import explain
from ..domain import claim as rules
from ..domain.claim import State

STATES = [
    (State.DRAFT.value, "Draft"),
    (State.SENT.value, "Sent"),
    (State.ANSWERED.value, "Answered"),
    (State.ACCEPTED.value, "Accepted"),
    (State.REJECTED.value, "Rejected"),
    (State.SETTLED.value, "Settled"),
    (State.CANCELLED.value, "Cancelled"),
]
KINDS = [("supplier", "Supplier"), ("courier", "Courier")]
OPEN_STATES = [state.value for state in State if state in rules.OPEN]
FREE_FIELDS = frozenset({"user_id", "their_reference"})
# what is said to the other side is fixed when it is sent
DRAFT_FIELDS = frozenset(
    {"text", "amount", "deadline", "evidence_ids", "product_id", "lot_id", "quantity"}
)


class O2cClaim(models.Model):
    """An amount that a supplier or courier owes us for what a customer suffered."""

    _name = "o2c.claim"
    _description = "Claim on a supplier or courier"
    _inherit = ["o2c.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "is_open desc, deadline, id desc"
    _check_company_auto = True
    _o2c_free_fields = FREE_FIELDS | DRAFT_FIELDS

    name = fields.Char("Number", required=True, default="/", index=True)
    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, "On", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier or courier", required=True, index=True, tracking=True
    )
    user_id = fields.Many2one(
        "res.users", "Owner", index=True, domain="[('share', '=', False)]"
    )
    state = fields.Selection(
        STATES,
        required=True,
        default=State.DRAFT.value,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True, index=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    picking_id = fields.Many2one(
        "stock.picking", "Delivery", index="btree_not_null", check_company=True
    )
    product_id = fields.Many2one("product.product", index="btree_not_null")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial")
    quantity = fields.Float(digits="Product Unit")
    text = fields.Text("What we claim and why", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary("Claimed", required=True, tracking=True)
    amount_company = fields.Monetary(
        "Claimed (company currency)",
        compute="_compute_amount_company",
        store=True,
        currency_field="company_currency_id",
    )
    accepted_amount = fields.Monetary("Granted", tracking=True)
    accepted_company = fields.Monetary(
        "Granted (company currency)",
        compute="_compute_amount_company",
        store=True,
        currency_field="company_currency_id",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "o2c_claim_evidence_rel",
        help="Photos and papers of the ticket that go with the claim.",
    )
    evidence_count = fields.Integer(compute="_compute_evidence_count")
    opened_at = fields.Datetime("Opened", default=fields.Datetime.now, required=True)
    opened_by_id = fields.Many2one("res.users", "Opened by", required=True)
    sent_at = fields.Datetime("Sent on")
    deadline = fields.Date(
        "Answer by", index=True, tracking=True, help="Until when they have to answer."
    )
    answered_at = fields.Datetime("Answered on")
    answer = fields.Text("What they answer")
    their_reference = fields.Char("Their number")
    settled_at = fields.Datetime("Settled on")
    refund_id = fields.Many2one(
        "account.move", "Vendor refund", index="btree_not_null", check_company=True
    )
    refund_state = fields.Selection(
        related="refund_id.state", string="Refund state", tracking=False
    )
    request_key = fields.Char(
        copy=False, help="Of two requests with the same key there is one claim."
    )

    _number_once = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This number is taken."
    )
    _request_once = models.UniqueIndex(
        "(request_key) WHERE request_key IS NOT NULL",
        "This claim was opened already.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A claimed amount must be more than zero."
    )
    _accepted_sign = models.Constraint(
        "CHECK (COALESCE(accepted_amount, 0) >= 0)",
        "Not less than nothing can be granted.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("state")
    def _compute_is_open(self):
        for claim in self:
            claim.is_open = claim.state in OPEN_STATES

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for claim in self:
            deadline = claim.deadline or None
            claim.is_late = rules.is_late(State(claim.state), deadline, today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = fields.Domain("state", "=", State.SENT.value) & fields.Domain(
            "deadline", "<", today
        )
        return late if True in value else ~late

    @api.depends("amount", "accepted_amount", "currency_id", "opened_at")
    def _compute_amount_company(self):
        for claim in self:
            convert = claim._convert
            claim.amount_company = convert(claim.amount)
            claim.accepted_company = convert(claim.accepted_amount)

    def _convert(self, amount):
        """``amount`` in company currency, at the rate of the day it was opened."""
        company = self.company_id
        day = fields.Date.context_today(self, self.opened_at)
        currency = self.currency_id or company.currency_id
        return currency._convert(amount, company.currency_id, company, day)

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for claim in self:
            claim.evidence_count = len(claim.evidence_ids)

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            tickets = self.env["o2c.ticket"].browse([v["ticket_id"] for v in vals_list])
            for vals, ticket in zip(vals_list, tickets, strict=True):
                sequence = self.env["ir.sequence"].with_company(ticket.company_id)
                vals["name"] = sequence.next_by_code(self._name) or "/"
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and DRAFT_FIELDS & vals.keys():
            self._refuse_sent()
        return super().write(vals)

    def _refuse_sent(self):
        for claim in self:
            if claim.state != State.DRAFT.value:
                claim._refuse_step(State.DRAFT)

    def _o2c_opened_elsewhere(self):
        return self.env._(
            "Claims are opened on the ticket: “Claim from who caused it”."
        )

    def _o2c_kept_for_ever(self):
        return self.env._("Claims are never deleted. Cancel it instead.")

    def _lang(self):
        """The language of the supplier or courier."""
        self.ensure_one()
        return self.partner_id.lang or self.env.user.lang

    def _facts(self):
        """What the paper says of the case: list of (label, value)."""
        self.ensure_one()
        return explain.claim.facts(self)

    # ------------------------------------------------------------- actions
    def action_open_refund(self):
        """Open the vendor refund."""
        self.ensure_one()
        return self.refund_id.get_formview_action()

    def action_open_ticket(self):
        """Open the ticket."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
