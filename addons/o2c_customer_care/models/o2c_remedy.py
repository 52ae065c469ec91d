"""What a customer gets for what went wrong: the record and what is shown of it."""

from odoo import api, fields, models

from .. import explain
from ..domain import remedy as rules
from ..domain.remedy import Kind, State

KINDS = [
    (Kind.CREDIT.value, "Credit note"),
    (Kind.GOODWILL.value, "Goodwill"),
    (Kind.VOUCHER.value, "Voucher"),
    (Kind.REPLACEMENT.value, "Replacement"),
    (Kind.REDELIVERY.value, "New delivery"),
    (Kind.RETURN.value, "Return of the goods"),
    (Kind.REPAIR.value, "Repair"),
    (Kind.EXPLANATION.value, "Explanation or apology"),
]
STATES = [
    (State.PROPOSED.value, "To approve"),
    (State.APPROVED.value, "Approved"),
    (State.MADE.value, "Under way"),
    (State.DONE.value, "Done"),
    (State.REFUSED.value, "Refused"),
    (State.CANCELLED.value, "Cancelled"),
]
ANSWERS = [("accepted", "Accepted"), ("declined", "Declined")]
OPEN_STATES = [state.value for state in State if state in rules.OPEN]
DONE_STATES = [State.MADE.value, State.DONE.value]


class O2cRemedy(models.Model):
    """What a customer gets for a complaint, and the document that gives it.

    Opened, granted and carried out by its own methods only; kept for ever.
    """

    _name = "o2c.remedy"
    _description = "Remedy"
    _inherit = [
        "o2c.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "o2c.contact.mixin",
    ]
    _order = "place, requested_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", required=True, default="/", index=True)
    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, index=True)
    state = fields.Selection(
        STATES,
        required=True,
        default=State.PROPOSED.value,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    place = fields.Integer(
        compute="_compute_is_open",
        store=True,
        index=True,
        help="What somebody has to act on stands first.",
    )
    note = fields.Text("Why", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount = fields.Monetary(
        tracking=True,
        help="Taxes included. Of goods: what the customer paid for them.",
    )
    amount_company = fields.Monetary(
        "Amount (company currency)",
        currency_field="company_currency_id",
        help="Converted once, on the day it was asked for.",
    )
    order_id = fields.Many2one(
        "sale.order", "Sales order", index="btree_not_null", check_company=True
    )
    invoice_id = fields.Many2one(
        "account.move", index="btree_not_null", check_company=True
    )
    return_reason_id = fields.Many2one("o2c.return.reason", "Return reason")
    product_id = fields.Many2one("product.product", index="btree_not_null")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", index="btree_not_null")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    program_id = fields.Many2one("loyalty.program", "Voucher program")
    line_ids = fields.One2many("o2c.remedy.line", "remedy_id", "Lines")
    request_key = fields.Char(
        copy=False, help="Of two requests with the same key there is one remedy."
    )
    requested_by_id = fields.Many2one("res.users", "Asked for by", required=True)
    requested_at = fields.Datetime(
        "Asked for", required=True, default=fields.Datetime.now, index=True
    )
    first_by_id = fields.Many2one("res.users", "First approval by")
    approved_by_id = fields.Many2one("res.users", "Approved by")
    approved_at = fields.Datetime("Approved")
    approval_text = fields.Char("Approval", help="Why it could be approved so.")
    decision_note = fields.Text("Reason of the decision", tracking=True)
    customer_text = fields.Text(
        "To the customer", help="What the customer reads of it."
    )
    ask_customer = fields.Boolean(
        "Ask the customer first",
        help="It is offered to the customer and done when he accepts.",
    )
    offered_at = fields.Datetime("Offered")
    answer = fields.Selection(ANSWERS, "Customer's answer", tracking=True)
    answered_at = fields.Datetime("Customer answered")
    answered_by_id = fields.Many2one("res.partner", "Answered by")
    made_at = fields.Datetime("Carried out", help="When its document was made.")
    done_at = fields.Datetime("Done", index=True)
    document_model = fields.Char()
    document_id = fields.Many2oneReference(model_field="document_model")
    document_name = fields.Char("Done by", compute="_compute_document")
    document_state = fields.Char("Document state", compute="_compute_document")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    waits_for = fields.Char("Waits for", compute="_compute_waits_for")

    _number_once = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "This number is taken."
    )
    _request_once = models.UniqueIndex(
        "(request_key) WHERE request_key IS NOT NULL",
        "This remedy was asked for already.",
    )
    _document_once = models.UniqueIndex(
        "(document_model, document_id) WHERE document_id IS NOT NULL",
        "This document gives another remedy already.",
    )
    _amount_sign = models.Constraint(
        "CHECK (COALESCE(amount, 0) >= 0)", "A remedy cannot be less than nothing."
    )

    # ------------------------------------------------------------- computed
    @api.depends("state")
    def _compute_is_open(self):
        for remedy in self:
            remedy.is_open = remedy.state in OPEN_STATES
            # closed ones among each other by date
            open_ = remedy.is_open
            remedy.place = OPEN_STATES.index(remedy.state) if open_ else 9

    @api.depends("name", "kind")
    def _compute_display_name(self):
        for remedy in self:
            remedy.display_name = explain.remedy.title(remedy)

    @api.depends("document_model", "document_id", "state")
    def _compute_document(self):
        # that it is done is told to everybody who may read the remedy
        documents = self.sudo()._documents()
        for remedy in self:
            document = documents.get(remedy.id)
            remedy.document_name = document._o2c_remedy_name() if document else False
            remedy.document_state = (
                explain.remedy.document_state(document) if document else False
            )

    @api.depends_context("uid")
    @api.depends("state", "requested_by_id", "first_by_id", "amount_company")
    def _compute_can_approve(self):
        user = self.env.user
        tiers = self._tiers()
        for remedy in self:
            remedy.can_approve = remedy._may_grant(tiers, user).ok

    @api.depends("state", "ask_customer", "answer", "document_id", "first_by_id")
    def _compute_waits_for(self):
        tiers = self._tiers()
        for remedy in self:
            deciders = None
            if remedy.state == State.PROPOSED.value:
                deciders = remedy._deciders(tiers)
            remedy.waits_for = explain.remedy.waits_for(remedy, deciders)

    # ------------------------------------------------------------- guards
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            self._number(vals_list)
        return super().create(vals_list)

    def _number(self, vals_list):
        tickets = self.env["o2c.ticket"].browse([v["ticket_id"] for v in vals_list])
        for vals, ticket in zip(vals_list, tickets, strict=True):
            sequence = self.env["ir.sequence"].with_company(ticket.company_id)
            vals["name"] = sequence.next_by_code(self._name) or "/"

    def _o2c_opened_elsewhere(self):
        return self.env._("Remedies are offered on the ticket: “Offer a remedy”.")

    def _o2c_kept_for_ever(self):
        return self.env._("Remedies are never deleted. Cancel it instead.")

    # ------------------------------------------------------------- documents
    def _document(self):
        """What gives this remedy, an empty recordset when nothing does."""
        self.ensure_one()
        if not self.document_model or not self.document_id:
            return self.browse()
        return self.env[self.document_model].browse(self.document_id).exists()

    def _documents(self):
        """The documents that give these remedies, one query a model: {id: record}."""
        given = self.filtered("document_id").with_prefetch(self.ids)
        found = {}
        for model, remedies in given.grouped("document_model").items():
            ids = remedies.mapped("document_id")
            there = self.env[model].browse(ids).exists()
            known = {document.id: document for document in there}
            found |= {r.id: known.get(r.document_id) for r in remedies}
        return found

    def _lang(self):
        """The language of the customer."""
        self.ensure_one()
        ticket = self.sudo().ticket_id  # the language is nobody's secret
        return ticket.lang or ticket.partner_id.lang or self.env.user.lang

    def _offer_text(self):
        """What the customer is offered, in one line."""
        return explain.remedy.offer(self)

    def _portal_link(self):
        """Where the customer answers: the page of the ticket."""
        ticket = self.sudo().ticket_id  # the link is for the customer's mail
        return f"{ticket.get_base_url()}{ticket.get_portal_url()}"

    def _person(self):
        """Whom we write to."""
        ticket = self.sudo().ticket_id  # as above
        return ticket.person_id or ticket.partner_id

    def _mail_get_partners(self, introspect_fields=False):
        return {remedy.id: remedy._person() for remedy in self}

    def _o2c_contact_facts(self):
        return {
            "partner": self._person(),
            "company": self.company_id,
            "purpose": "complaint",
            "documents": [self, self.ticket_id, *self.order_id, *self.invoice_id],
        }

    def action_open_document(self):
        """Open what gives this remedy."""
        self.ensure_one()
        return self._document().get_formview_action()

    def action_open_ticket(self):
        """Open the ticket."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
