from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

from .. import explain
from ..domain import ticket as rules
from ..domain.ticket import Kind, Stage

STAGES = [
    (Stage.RECEIVED.value, "Received"),
    (Stage.ACKNOWLEDGED.value, "Acknowledged"),
    (Stage.ASSESSED.value, "Assessed"),
    (Stage.INVESTIGATION.value, "In investigation"),
    (Stage.WAITING.value, "Waiting"),
    (Stage.ANSWERED.value, "Answered"),
    (Stage.CLOSED.value, "Closed"),
]
KINDS = [
    (Kind.COMPLAINT.value, "Complaint"),
    (Kind.ENQUIRY.value, "Enquiry"),
    (Kind.ASSISTANCE.value, "Assistance"),
    (Kind.WARRANTY.value, "Warranty"),
    (Kind.RETURN.value, "Return"),
    (Kind.REFUSAL.value, "Refused delivery"),
    (Kind.PRAISE.value, "Praise"),
]
PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Urgent"), ("3", "Critical")]
REMEDIES = [
    ("explanation", "Explanation or apology"),
    ("credit", "Credit note or refund"),
    ("redelivery", "New delivery"),
    ("replacement", "Replacement"),
    ("repair", "Repair"),
    ("return", "Return of the goods"),
    ("other", "Something else"),
]
HOLD_REASON = "complaint"
# what only code writes
OWN_FIELDS = {
    "number",
    "opened_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "reopen_count",
    "origin_model",
    "origin_id",
    "access_token",
}
HOLD_FIELDS = {"order_id", "kind"}


class O2cTicket(models.Model):
    """Something a customer came with, from receipt to closing."""

    _name = "o2c.ticket"
    _description = "Ticket"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "portal.mixin",
        "o2c.contact.mixin",
    ]
    _order = "priority desc, opened_at desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["number", "name", "partner_id.name"]

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char("Subject", required=True, tracking=True)
    kind = fields.Selection(
        KINDS, required=True, default=Kind.COMPLAINT.value, index=True, tracking=True
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason",
        "Reason",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    priority = fields.Selection(PRIORITIES, required=True, default="0", tracking=True)
    stage = fields.Selection(
        STAGES,
        required=True,
        default=Stage.RECEIVED.value,
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
    )
    person_id = fields.Many2one(
        "res.partner",
        "Contact person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
    )
    team_id = fields.Many2one(
        "o2c.ticket.team",
        "Team",
        index="btree_not_null",
        ondelete="restrict",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        index="btree_not_null",
        tracking=True,
        domain=[("share", "=", False)],
        check_company=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        index="btree_not_null",
        ondelete="restrict",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    invoice_id = fields.Many2one(
        "account.move",
        "Invoice",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("move_type", "in", ("out_invoice", "out_refund"))],
        check_company=True,
    )
    description = fields.Text()
    remedy = fields.Selection(REMEDIES, "Remedy sought")
    opened_at = fields.Datetime(
        "Received on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        copy=False,
        index=True,
    )
    acknowledged_at = fields.Datetime("Acknowledged on", readonly=True, copy=False)
    answered_at = fields.Datetime("Answered on", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    reopen_count = fields.Integer("Times reopened", readonly=True, copy=False)
    origin_model = fields.Char(readonly=True, copy=False)
    origin_id = fields.Many2oneReference(
        "Opened by", model_field="origin_model", readonly=True, copy=False
    )

    _number_once = models.Constraint(
        "UNIQUE (company_id, number)", "This ticket number is taken."
    )
    _origin_once = models.UniqueIndex(
        "(origin_model, origin_id) WHERE origin_id IS NOT NULL",
        "This record has opened a ticket already.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("invoice_id", "picking_id")
    def _compute_order_id(self):
        for ticket in self:
            orders = ticket.picking_id.sale_id or ticket.invoice_id.o2c_order_ids
            if not ticket.order_id and len(orders) == 1:
                ticket.order_id = orders

    def _about(self):
        """The documents it is about, the most exact one first."""
        return [d for d in (self.invoice_id, self.picking_id, self.order_id) if d]

    @api.depends("order_id", "invoice_id", "picking_id")
    def _compute_company_id(self):
        for ticket in self:
            documents = ticket._about()
            company = documents[0].company_id if documents else ticket.company_id
            ticket.company_id = company or self.env.company

    @api.depends("order_id", "invoice_id", "picking_id")
    def _compute_partner_id(self):
        for ticket in self:
            documents = ticket._about()
            if not ticket.partner_id and documents:
                ticket.partner_id = documents[0].partner_id.commercial_partner_id

    @api.depends("partner_id", "person_id")
    def _compute_lang(self):
        for ticket in self:
            ticket.lang = ticket.person_id.lang or ticket.partner_id.lang

    @api.depends("company_id")
    def _compute_team_id(self):
        Team = self.env["o2c.ticket.team"]
        for ticket in self:
            if ticket.team_id.company_id != ticket.company_id:
                ticket.team_id = Team._default_team(ticket.company_id, self.env.user)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for ticket in self:
            parts = filter(None, [ticket.number, ticket.name])
            ticket.display_name = " ".join(parts)

    def _compute_access_url(self):
        super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/ticket/{ticket.id}"

    # ------------------------------------------------------------- opening
    @api.model
    def _open_from(self, origin, vals):
        """Open the ticket that ``origin`` causes, once for ever.

        :param origin: the record that causes it (a call, a refused delivery…)
        :param vals: values of the ticket; customer and company follow from the
            order, invoice or delivery when they are not given
        :return: the ticket, which is the earlier one (open or closed) when
            ``origin`` has opened one already; the caller may lack the right to
            read it
        """
        origin.ensure_one()
        key = {"origin_model": origin._name, "origin_id": origin.id}
        # the cause decides that a ticket is opened, not the rights of who noticed it
        tickets = self.sudo()
        found = tickets.search([(name, "=", value) for name, value in key.items()])
        ticket = found or tickets._create_once({**vals, **key})
        return ticket.sudo(False)

    def _create_once(self, vals):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                ticket = self.create(vals)
                ticket.flush_recordset()
                return ticket
        except UniqueViolation as error:
            # another transaction opened it after our snapshot: try anew
            raise ConcurrencyError("ticket opened at the same time") from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._prepare_new(vals)
        tickets = super().create(vals_list)
        for ticket in tickets:
            ticket._number()
        tickets._refresh_order_hold()
        return tickets

    def _prepare_new(self, vals):
        """A ticket starts at the beginning, and no client decides its own fields."""
        if not self.env.su:
            for name in OWN_FIELDS:
                vals.pop(name, None)
        if vals.get("stage", Stage.RECEIVED.value) != Stage.RECEIVED.value:
            raise UserError(self.env._("A new ticket starts as “Received”."))
        self._split_person(vals)

    def _split_person(self, vals):
        """A contact chosen as customer becomes the person of its company."""
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        customer = partner.commercial_partner_id
        if partner != customer:
            vals["partner_id"] = customer.id
            vals.setdefault("person_id", partner.id)

    def _number(self):
        # numbering is not a right of the user who opens a ticket
        sequences = self.env["ir.sequence"].sudo().with_company(self.company_id)
        super().write({"number": sequences.next_by_code(self._name)})

    # ------------------------------------------------------------- stages
    def write(self, vals):
        if not self.env.su and set(vals) & OWN_FIELDS:
            raise UserError(
                self.env._("These fields of a ticket are kept by the system.")
            )
        self._split_person(vals)
        if "stage" not in vals:
            result = super().write(vals)
        else:
            result = self._move(Stage(vals["stage"]), vals)
        if HOLD_FIELDS & set(vals):
            self._refresh_order_hold()
        return result

    def _move(self, target, vals):
        """Write ``vals``, which take the tickets to ``target``; the only way there."""
        moving = self.filtered(lambda t: t.stage != target.value)
        for ticket in moving:
            ticket._check_move(target)
        closed = moving if target is Stage.CLOSED else self.browse()
        reopened = moving.filtered(
            lambda t: rules.is_reopening(Stage(t.stage), target)
        )
        result = super().write(vals)
        moving._stamp(target)
        for ticket in reopened:
            super(O2cTicket, ticket).write({"reopen_count": ticket.reopen_count + 1})
        (closed | reopened)._refresh_order_hold()
        if closed:
            closed._after_close()
        return result

    def _check_move(self, target):
        decision = rules.may_move(self._move_facts(target))
        if not decision.ok:
            sentences = [explain.move_refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))

    def _move_facts(self, target):
        self.ensure_one()
        return rules.MoveFacts(stage=Stage(self.stage), target=target)

    def _stamp(self, target):
        """Keep the moments of the stages; a reopened ticket is not closed any more."""
        now = fields.Datetime.now()
        for ticket in self:
            moments = {"acknowledged_at": ticket.acknowledged_at or now}
            if target is Stage.ANSWERED:
                moments["answered_at"] = now
            moments["closed_at"] = now if target is Stage.CLOSED else False
            super(O2cTicket, ticket).write(moments)

    def _after_close(self):
        """Hook. Runs once after tickets were closed, for all of them.

        Other modules go on from here (a new quality call). Returns nothing.
        """

    # ------------------------------------------------------------- the order's hold
    def _refresh_order_hold(self):
        """Keep the orders of open complaints from closing, and let go the others."""
        Hold = self.env["o2c.hold"]
        for ticket in self:
            order = ticket._held_order()
            stale = ticket._order_holds().filtered(lambda h, o=order: h.order_id != o)
            stale._release(explain.complaint_over(ticket), automatic=True)
            if order:
                note = explain.complaint_hold(ticket)
                Hold._place(order, HOLD_REASON, origin=ticket, note=note)

    def _held_order(self):
        keeps = rules.keeps_order_open(Kind(self.kind), Stage(self.stage))
        return self.order_id if keeps else self.order_id.browse()

    def _order_holds(self):
        """Its open holds on orders."""
        # the ledger is kept whatever this user may read of it
        return self.env["o2c.hold"].sudo().search(
            [
                ("state", "=", "open"),
                ("origin_model", "=", self._name),
                ("origin_id", "=", self.id),
                ("order_id", "!=", False),
            ]
        )

    # ------------------------------------------------------------- contacts
    def _o2c_contact_facts(self):
        return {
            "partner": self.person_id or self.partner_id,
            "company": self.company_id,
            "purpose": "complaint",
            "documents": [self, *self._about()],
        }
