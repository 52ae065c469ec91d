from psycopg2.extras import execute_values

from odoo import api, fields, models

from ..domain.milestones import Milestone

NAMES = {
    Milestone.CAPTURED: "Captured",
    Milestone.CONFIRMED: "Confirmed",
    Milestone.SHIPPED: "Shipped",
    Milestone.DELIVERED: "Delivered",
    Milestone.INVOICED: "Invoiced",
    Milestone.DUE: "Due",
    Milestone.PAID: "Paid",
    Milestone.CLOSED: "Closed",
}
SEQUENCE = {milestone: place for place, milestone in enumerate(Milestone, start=1)}


class O2cMilestone(models.Model):
    """One milestone of one order: planned and actual. Derived, never edited."""

    _name = "o2c.milestone"
    _description = "Milestone"
    _order = "order_id, sequence"
    _rec_name = "kind"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    sequence = fields.Integer(required=True)
    kind = fields.Selection([(m.value, NAMES[m]) for m in Milestone], required=True)
    planned_at = fields.Datetime("Planned")
    actual_at = fields.Datetime("Actual")
    source_model = fields.Char()
    source_id = fields.Many2oneReference(model_field="source_model")
    delay_days = fields.Float(
        "Delay (days)",
        compute="_compute_delay_days",
        help="Actual less planned; negative when early.",
    )

    _kind_once = models.Constraint(
        "UNIQUE (order_id, kind)", "An order has each milestone once."
    )

    @api.depends("planned_at", "actual_at")
    def _compute_delay_days(self):
        for step in self:
            known = step.planned_at and step.actual_at
            delta = (step.actual_at - step.planned_at) if known else None
            step.delay_days = delta.total_seconds() / 86400 if delta else 0.0

    @api.model
    def _search(self, domain, *args, **kwargs):
        # milestones are written when the stage is decided
        self.env["sale.order"]._recompute_model(["o2c_stage"])
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _store(self, rows):
        """Write milestones in bulk; rows that are right already are not touched.

        :param rows: tuples (order id, company id, Milestone, planned, actual, source
            model, source id)
        """
        values = [
            (order, company, SEQUENCE[m], m.value, planned, actual, model, source)
            for order, company, m, planned, actual, model, source in rows
        ]
        execute_values(
            self.env.cr._obj,
            """
            INSERT INTO o2c_milestone AS m
                (order_id, company_id, sequence, kind, planned_at, actual_at,
                 source_model, source_id)
            VALUES %s
            ON CONFLICT (order_id, kind) DO UPDATE SET
                company_id = excluded.company_id, sequence = excluded.sequence,
                planned_at = excluded.planned_at, actual_at = excluded.actual_at,
                source_model = excluded.source_model, source_id = excluded.source_id
            WHERE (m.company_id, m.sequence, m.planned_at, m.actual_at,
                   m.source_model, m.source_id)
                IS DISTINCT FROM (excluded.company_id, excluded.sequence,
                                  excluded.planned_at, excluded.actual_at,
                                  excluded.source_model, excluded.source_id)
            """,
            values,
            template="(%s, %s, %s, %s, %s::timestamp, %s::timestamp, %s, %s::int)",
            page_size=2000,
        )
        self.invalidate_model()
