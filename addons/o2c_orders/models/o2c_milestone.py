import json

from odoo import api, fields, models

from ..domain.milestones import Milestone, Plan
from .departments import DEPARTMENTS

NAMES = {
    Milestone.CAPTURED: "Captured",
    Milestone.CREDIT_CLEARED: "Credit cleared",
    Milestone.CONFIRMED: "Confirmed",
    Milestone.RESERVED: "Reserved",
    Milestone.SHIPPED: "Shipped",
    Milestone.OUT_FOR_DELIVERY: "Out for delivery",
    Milestone.DELIVERED: "Delivered",
    Milestone.ACCEPTED: "Accepted",
    Milestone.INVOICED: "Invoiced",
    Milestone.DUE: "Due",
    Milestone.PAID: "Paid",
    Milestone.CLOSED: "Closed",
}
PLANS = {
    Plan.VALIDITY: "Quotation valid until",
    Plan.TRANSFER: "Date of the transfer",
    Plan.PROMISE: "Date promised to the customer",
    Plan.DEADLINE: "Deadline of the delivery",
    Plan.APPOINTMENT: "Appointment with the customer",
    Plan.DELIVERY: "With the delivery",
    Plan.TERM: "Payment term",
    Plan.INVOICE: "Due date of the invoice",
}


class O2cMilestone(models.Model):
    """One milestone of one order: planned and actual. Derived, never edited.

    An order has those that it passes: a service is never shipped, an order without
    a hold of credit management is not cleared by anybody.
    """

    _name = "o2c.milestone"
    _description = "Milestone"
    _order = "order_id, sequence"
    _rec_name = "kind"
    _log_access = False  # derived: who caused it stands in the documents

    # the unique constraint below is its index
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id")
    sequence = fields.Integer(required=True)
    kind = fields.Selection([(m.value, NAMES[m]) for m in Milestone], required=True)
    planned_at = fields.Datetime("Planned")
    planned_source = fields.Selection(
        [(p.value, PLANS[p]) for p in Plan], "Planned by", help="What the plan is from."
    )
    actual_at = fields.Datetime("Actual")
    source_model = fields.Char()
    source_id = fields.Many2oneReference(model_field="source_model")
    department = fields.Selection(DEPARTMENTS, help="Who brings it about.")
    owner_id = fields.Many2one(
        "res.users",
        help="Who answers for it: the one named in the document, else the one that"
        " the company names for the department.",
    )
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
    def _store(self, steps):
        """Write milestones in bulk; those that are right already are not touched.

        :param dict steps: ``{order id: list of its milestones}``, each a tuple
            (sequence, kind, planned, actual, source model, source id, planned by,
            department, owner id)
        """
        stored = self._stored(list(steps))
        changed = {
            order_id: own
            for order_id, own in steps.items()
            if stored.get(order_id) != _as_text(own)
        }
        if not changed:
            return
        rows = [(order_id, *step) for order_id, own in changed.items() for step in own]
        self.env.cr.execute(UPSERT, [json.dumps(rows, default=str)])
        known = stored.keys() & changed.keys()
        kinds = [
            [order_id, step[1]] for order_id in known for step in changed[order_id]
        ]
        if known:
            self.env.cr.execute(DROP, [list(known), json.dumps(kinds)])
        self.invalidate_model()

    @api.model
    def _stored(self, order_ids):
        """``{order id: its milestones as one text}``, to be compared in one go."""
        self.env.cr.execute(STORED, [order_ids])
        return dict(self.env.cr.fetchall())


def _as_text(steps):
    """Milestones of one order as PostgreSQL would put them, see ``STORED``."""
    return ";".join(
        [
            f"{place}|{kind}|{planned or ''}|{actual or ''}|"
            f"{model or ''}|{source or ''}|{plan or ''}|{who}|{owner or ''}"
            for place, kind, planned, actual, model, source, plan, who, owner in steps
        ]
    )


STORED = """
SELECT order_id,
       string_agg(format('%%s|%%s|%%s|%%s|%%s|%%s|%%s|%%s|%%s', sequence, kind,
                         planned_at, actual_at, source_model, source_id,
                         planned_source, department, owner_id),
                  ';' ORDER BY sequence)
  FROM o2c_milestone WHERE order_id = ANY(%s) GROUP BY order_id
"""
UPSERT = """
INSERT INTO o2c_milestone AS m
       (order_id, sequence, kind, planned_at, actual_at, source_model, source_id,
        planned_source, department, owner_id)
SELECT (v->>0)::int, (v->>1)::int, v->>2, (v->>3)::timestamp, (v->>4)::timestamp,
       v->>5, (v->>6)::int, v->>7, v->>8, (v->>9)::int
  FROM jsonb_array_elements(%s) AS v
ON CONFLICT (order_id, kind) DO UPDATE SET
       sequence = excluded.sequence, planned_at = excluded.planned_at,
       actual_at = excluded.actual_at, source_model = excluded.source_model,
       source_id = excluded.source_id, planned_source = excluded.planned_source,
       department = excluded.department, owner_id = excluded.owner_id
 WHERE (m.sequence, m.planned_at, m.actual_at, m.source_model, m.source_id,
        m.planned_source, m.department, m.owner_id)
    IS DISTINCT FROM (excluded.sequence, excluded.planned_at, excluded.actual_at,
                      excluded.source_model, excluded.source_id,
                      excluded.planned_source, excluded.department,
                      excluded.owner_id)
"""
# milestones that the order no longer passes
DROP = """
DELETE FROM o2c_milestone m
 WHERE m.order_id = ANY(%s)
   AND NOT EXISTS (SELECT FROM jsonb_array_elements(%s) AS v
                    WHERE (v->>0)::int = m.order_id AND v->>1 = m.kind)
"""
