"""The timeline of sales orders: facts by one query, one pure rule, bulk writes."""

from datetime import timezone

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc
from odoo.tools.misc import split_every

from ..domain import milestones
from ..domain.milestones import Stage
from .departments import DEPARTMENTS
from .o2c_stage_change import STAGES
from .timeline_facts import FLUSHED, timeline_query
from .timeline_rows import hand_off, local_day, midnight, milestone_rows, order_facts

STORED = (
    "o2c_stage",
    "o2c_stage_since",
    "o2c_next_due",
    "o2c_closed_at",
    "o2c_department",
)
BATCH = 20_000  # orders decided at once: enough for whole tables to be read
NEW = ("generation", False, False, False, "sales")  # of an order without a record
DONE = (Stage.CLOSED.value, Stage.CANCELLED.value)
REBUILD_POSITION = "o2c_orders.timeline_position"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    o2c_stage = fields.Selection(
        STAGES,
        "Order-to-cash stage",
        compute="_compute_o2c_timeline",
        store=True,
        index=True,
        group_expand="_o2c_expand_stages",
    )
    o2c_stage_since = fields.Datetime(
        "In stage since", compute="_compute_o2c_timeline", store=True
    )
    o2c_next_due = fields.Datetime(
        "Next due",
        compute="_compute_o2c_timeline",
        store=True,
        help="When the next open milestone is planned.",
    )
    o2c_closed_at = fields.Datetime(
        "Closed on", compute="_compute_o2c_timeline", store=True
    )
    o2c_department = fields.Selection(
        DEPARTMENTS,
        "With",
        compute="_compute_o2c_timeline",
        store=True,
        help="The department that has the order now: whose turn it is, or whose hold"
        " stops it.",
    )
    o2c_stage_age = fields.Integer("Days in stage", compute="_compute_o2c_stage_age")
    o2c_is_late = fields.Boolean(
        "Late", compute="_compute_o2c_stage_age", search="_search_o2c_is_late"
    )
    o2c_milestone_ids = fields.One2many(
        "o2c.milestone",
        "order_id",
        "Milestones",
        compute="_compute_o2c_milestone_ids",
    )

    @api.depends(
        "state",
        "date_order",
        "validity_date",
        "commitment_date",
        "payment_term_id",
        "company_id",
        "partner_id",
        "partner_invoice_id",
        "user_id",
        "order_line.product_uom_qty",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.qty_delivered",
        "order_line.qty_invoiced",
        "order_line.move_ids.state",
        "order_line.move_ids.date",
        "order_line.move_ids.date_deadline",
        "order_line.move_ids.picking_id.user_id",
        "order_line.move_ids.picking_id.o2c_signed_at",
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.invoice_date",
        "order_line.invoice_lines.move_id.invoice_date_due",
        "order_line.invoice_lines.move_id.amount_residual",
        "order_line.invoice_lines.move_id.reversal_move_ids.state",
        "order_line.invoice_lines.move_id.reversal_move_ids.amount_residual",
    )
    def _compute_o2c_timeline(self):
        # once for all records of this change, so that it costs no query per order
        decided = self._o2c_decide_timelines() if self.ids else {}
        for order in self:
            _row, timeline = decided.get(order._origin.id, (None, None))
            new = _stored_values(timeline) if timeline else NEW
            order.update(dict(zip(STORED, new, strict=True)))

    @api.model
    def _o2c_expand_stages(self, stages, domain):
        """All stages on the way as columns; those at the end only when used."""
        on_the_way = [stage for stage, _name in STAGES if stage not in DONE]
        return on_the_way + [stage for stage in DONE if stage in stages]

    @api.depends("o2c_stage", "o2c_stage_since", "o2c_next_due")
    def _compute_o2c_stage_age(self):
        now = fields.Datetime.now()
        today = self._o2c_start_of_day()
        for order in self:
            over = order.o2c_stage in DONE or not order.o2c_stage_since
            order.o2c_stage_age = 0 if over else (now - order.o2c_stage_since).days
            order.o2c_is_late = bool(order.o2c_next_due and order.o2c_next_due < today)

    @api.model
    def _search_o2c_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("o2c_next_due", "<", self._o2c_start_of_day())
        return late if True in value else ~late

    @api.model
    def _o2c_start_of_day(self):
        """When the user's present day began, in UTC: due today is not late."""
        start = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        start = start.replace(hour=0, minute=0, second=0, microsecond=0)
        return start.astimezone(timezone.utc).replace(tzinfo=None)

    @api.depends("o2c_stage")
    def _compute_o2c_milestone_ids(self):
        self.mapped("o2c_stage")  # milestones are stored when the stage is decided
        steps = self.env["o2c.milestone"].search([("order_id", "in", self.ids)])
        by_order = steps.grouped("order_id")
        for order in self:
            order.o2c_milestone_ids = by_order.get(order._origin, steps.browse())

    # ------------------------------------------------------------- the rule
    def _o2c_touch_timeline(self):
        """Have the timelines decided anew before the transaction ends."""
        if self:
            # a derived field of any order, whoever caused the change
            self.env.add_to_compute(self._fields["o2c_stage"], self.sudo())
            self.invalidate_recordset(["o2c_timeline", "o2c_milestone_ids"])

    def _o2c_decide_timelines(self):
        """Decide and store the milestones of these orders: {id: (row, Timeline)}."""
        decided = self._o2c_decide_rows(self._o2c_timeline_facts())
        self.env["o2c.milestone"]._store(
            {order_id: milestone_rows(*pair) for order_id, pair in decided.items()}
        )
        now = fields.Datetime.now()
        self.env["o2c.stage.change"]._log(
            [hand_off(*pair, now) for pair in decided.values() if _handed_over(*pair)]
        )
        return decided

    def _o2c_timeline_facts(self):
        """The row of facts of each order, read by one query: {id: row}."""
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(timeline_query(self._origin.ids))
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    def _o2c_decide_rows(self, rows):
        """``{id: (row, Timeline)}`` of the rows of the facts query."""
        dues = {}
        decided = {}
        for order_id, row in rows.items():
            start = (
                row["appointment_plan"] or row["delivery_plan"] or row["confirmed_at"]
            )
            key = (row["payment_term_id"], start)
            if key not in dues:
                dues[key] = self._o2c_due_plan(*key, row["tz"])
            timeline = milestones.decide(order_facts(row, dues[key]))
            decided[order_id] = (row, timeline)
        return decided

    def _o2c_due_plan(self, term_id, start, zone):
        """When payment will be due, as the payment term says, before invoicing."""
        if not term_id or not start:
            return start
        # a plan is everybody's, payment terms are read by accounting
        term = self.env["account.payment.term"].sudo().browse(term_id)
        day = local_day(start, zone)
        dues = [line._get_due_date(day) for line in term.line_ids]
        return midnight(max(dues), zone) if dues else start

    # ------------------------------------------------------------- the rebuild
    @api.model
    def _o2c_rebuild_timeline(self, order_ids):
        """Decide the timelines of ``order_ids`` anew; write in bulk what differs."""
        # a plan for thousands of orders is costly on paper, compiling it costs more
        self.env.cr.execute("SET LOCAL jit = off")
        with disabling_gc():  # a million small objects, and no cycle among them
            decided = self.browse(order_ids)._o2c_decide_timelines()
        values = [
            SQL(
                "(%s, %s, %s::timestamp, %s::timestamp, %s::timestamp, %s)",
                order_id,
                *new,
            )
            for order_id, (row, timeline) in decided.items()
            if (new := _stored_values(timeline)) != tuple(row[name] for name in STORED)
        ]
        if values:
            self.env.cr.execute(SQL(REBUILD, SQL(", ").join(values)))
            self.invalidate_model([*STORED, "o2c_timeline", "o2c_milestone_ids"])

    @api.model
    def _cron_o2c_rebuild_timeline(self):
        """Rebuild the timeline of every order, in batches that are each committed.

        May be killed and started again: it goes on after the last full batch.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # a bookmark, not a setting
        position = int(parameters.get_param(REBUILD_POSITION, 0))
        query = self._search([("id", ">", position)], order="id")
        ids = [row[0] for row in self.env.execute_query(query.select())]
        remaining = len(ids)
        for batch in split_every(BATCH, ids):
            self._o2c_rebuild_timeline(list(batch))
            done = len(batch)
            remaining -= done
            parameters.set_param(REBUILD_POSITION, batch[-1] if remaining else 0)
            if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                return

    @api.model
    def action_o2c_rebuild_timeline(self):
        """Have all timelines rebuilt by the scheduled job, now."""
        self.env["o2c.hold.reason"].check_access("write")
        # order managers may start this one job
        self.env.ref("o2c_orders.cron_rebuild_timeline").sudo()._trigger()


def _handed_over(row, timeline):
    """Whether an order whose stage is known goes to another stage or department."""
    department = timeline.department and timeline.department.value
    new = (timeline.stage.value, department)
    return bool(row["o2c_stage"]) and (row["o2c_stage"], row["o2c_department"]) != new


def _stored_values(timeline):
    """What is stored of a timeline, in the order of ``STORED``."""
    department = timeline.department and timeline.department.value
    return (
        timeline.stage.value,
        timeline.since,
        timeline.next_due,
        timeline.closed_at,
        department,
    )


REBUILD = """
UPDATE sale_order o SET o2c_stage = v.stage, o2c_stage_since = v.since,
       o2c_next_due = v.next_due, o2c_closed_at = v.closed_at,
       o2c_department = v.department
  FROM (VALUES %s) AS v (id, stage, since, next_due, closed_at, department)
 WHERE o.id = v.id
"""
