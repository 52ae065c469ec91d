from odoo import api, fields, models

from odoo.addons.o2c_orders.models.o2c_contact import CHANNELS

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


class O2cTicket(models.Model):
    """Something a customer came with, from receipt to closing."""

    _name = "o2c.ticket"
    _description = "Ticket"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "portal.mixin",
        "o2c.contact.mixin",
        "o2c.ticket.screen",
    ]
    _order = "priority desc, opened_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"  # customers and salespeople answer, they do not edit
    _rec_names_search = ["number", "name", "partner_id.name"]

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char("Subject", required=True, tracking=True)
    kind = fields.Selection(
        KINDS, required=True, default=Kind.COMPLAINT.value, index=True, tracking=True
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason",
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
    dispute_ids = fields.One2many("o2c.dispute", "ticket_id", "Disputes")
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
                ticket.partner_id = documents[0]._o2c_ticket_customers()[:1]

    @api.depends("partner_id", "person_id")
    def _compute_lang(self):
        for ticket in self:
            ticket.lang = ticket.person_id.lang or ticket.partner_id.lang

    @api.depends("company_id")
    def _compute_team_id(self):
        Team = self.env["o2c.ticket.team"]
        strangers = self.filtered(lambda t: t.team_id.company_id != t.company_id)
        for company, tickets in strangers.grouped("company_id").items():
            tickets.team_id = Team._default_team(company, self.env.user)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for ticket in self:
            parts = filter(None, [ticket.number, ticket.name])
            ticket.display_name = " ".join(parts)

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/ticket/{ticket.id}"
        return result
