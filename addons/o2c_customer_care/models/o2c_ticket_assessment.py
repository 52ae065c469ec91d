from odoo import api, fields, models

from odoo.addons.o2c_orders.models.departments import DEPARTMENTS

from ..domain.ticket import Waiting

SEVERITIES = [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")]
COMPLEXITIES = [
    ("simple", "Simple"),
    ("ordinary", "Ordinary"),
    ("complex", "Complex"),
]
# who of ours works on it: the departments of an order, and four beside it
RESPONSIBLE = [
    *(pair for pair in DEPARTMENTS if pair[0] != "customer"),
    ("purchasing", "Purchasing"),
    ("quality", "Quality"),
    ("technical", "Technical office"),
    ("marketing", "Marketing"),
]
WAITING_FOR = [
    (Waiting.CUSTOMER.value, "Customer"),
    (Waiting.SUPPLIER.value, "Supplier"),
    (Waiting.COURIER.value, "Courier"),
    (Waiting.DEPARTMENT.value, "Department"),
    (Waiting.AUTHORITY.value, "Authority"),
]


class O2cTicket(models.Model):
    """What a ticket is about in detail, how it was assessed, whose turn it is."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    # ------------------------------------------------------------- assessment
    severity = fields.Selection(SEVERITIES, index=True, tracking=True)
    complexity = fields.Selection(COMPLEXITIES, tracking=True)
    safety = fields.Boolean(
        "Safety at risk", tracking=True, help="Somebody could be hurt."
    )
    immediate = fields.Boolean(
        "Act at once",
        compute="_compute_immediate",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Cannot wait for its turn. A critical ticket and one about safety never"
        " can.",
    )
    department = fields.Selection(
        RESPONSIBLE, "Responsible area", index="btree_not_null", tracking=True
    )
    cause_id = fields.Many2one(
        "o2c.ticket.cause",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Why it happened, as we found out; the reason is what the customer says.",
    )
    fault_partner_id = fields.Many2one(
        "res.partner",
        "Caused by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The supplier or courier whose fault it was.",
    )

    # ------------------------------------------------------------- what it is about
    order_line_ids = fields.Many2many(
        "sale.order.line",
        "o2c_ticket_order_line_rel",
        "ticket_id",
        "line_id",
        "Order lines",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        copy=False,
    )
    invoice_line_ids = fields.Many2many(
        "account.move.line",
        "o2c_ticket_invoice_line_rel",
        "ticket_id",
        "line_id",
        "Invoice lines",
        domain="[('move_id', '=', invoice_id), ('display_type', '=', 'product')]",
        copy=False,
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        tracking=True,
        check_company=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot or serial number",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('product_id', '=', product_id)] if product_id else []",
        check_company=True,
    )

    # ------------------------------------------------------------- whose turn it is
    waiting_for = fields.Selection(
        WAITING_FOR,
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="Whose turn it is. Clocks may stand still meanwhile.",
    )
    stage_since = fields.Datetime(
        "Here since",
        readonly=True,
        copy=False,
        help="When it came to this stage, or began to wait for whom it waits.",
    )
    stage_ids = fields.One2many("o2c.ticket.stage", "ticket_id", "Stages")
    first_reply_at = fields.Datetime(
        "First answered on",
        readonly=True,
        copy=False,
        help="When somebody wrote to the customer first; no automatic message counts.",
    )
    last_in_at = fields.Datetime("Customer wrote last on", readonly=True, copy=False)
    last_out_at = fields.Datetime("We wrote last on", readonly=True, copy=False)
    first_contact = fields.Boolean(
        "Resolved at first contact",
        readonly=True,
        copy=False,
        help="Closed without the customer having to come again or to wait for a"
        " department.",
    )

    # ------------------------------------------------------------- other tickets
    parent_id = fields.Many2one(
        "o2c.ticket",
        "Part of",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
    )
    child_ids = fields.One2many("o2c.ticket", "parent_id", "Parts")
    parts_excuse = fields.Char(
        "Closed before its parts because", readonly=True, copy=False, tracking=True
    )
    merged_into_id = fields.Many2one(
        "o2c.ticket",
        "Merged into",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
    )
    merged_ids = fields.One2many("o2c.ticket", "merged_into_id", "Merged tickets")
    related_ids = fields.Many2many(
        "o2c.ticket",
        "o2c_ticket_related_rel",
        "ticket_id",
        "related_id",
        "Related tickets",
        copy=False,
        check_company=True,
    )

    _waits_for_somebody = models.Constraint(
        "CHECK ((stage = 'waiting') = (waiting_for IS NOT NULL))",
        "A ticket that waits says for whom, and no other one does.",
    )
    _not_its_own_part = models.Constraint(
        "CHECK (parent_id <> id AND merged_into_id <> id)",
        "A ticket is neither a part of itself nor merged into itself.",
    )

    @api.depends("safety", "severity")
    def _compute_immediate(self):
        for ticket in self:
            grave = ticket.safety or ticket.severity == "critical"
            ticket.immediate = grave or ticket.immediate

    @api.depends("order_line_ids", "invoice_line_ids")
    def _compute_product_id(self):
        for ticket in self:
            # their products count, whoever may read the lines
            lines = ticket.sudo()
            products = lines.order_line_ids.product_id
            products |= lines.invoice_line_ids.product_id
            if not ticket.product_id and len(products) == 1:
                ticket.product_id = products.id
