"""Complaints in the measure of perfect orders and in the causal chain."""

from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.causal_chain import Event, Happening
from odoo.addons.o2c_orders.models.perfect_rows import Complaints

# of its condition: warranty cases, and complaints below the branch of quality
# except late delivery, which the timeline knows better
COMPLAINTS = """
SELECT t.order_id, t.id, t.opened_at, t.number, t.name,
       t.kind = 'warranty' OR (r.parent_path LIKE %(branch)s AND r.id <> %(late)s)
  FROM o2c_ticket t
  LEFT JOIN o2c_ticket_reason r ON r.id = t.reason_id
 WHERE t.order_id = ANY(%(orders)s) AND t.kind IN ('complaint', 'warranty')
   -- a part and a merged ticket belong to another one, which counts
   AND t.parent_id IS NULL AND t.merged_into_id IS NULL
 ORDER BY t.id
"""


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_complaints(self):
        found = dict(super()._o2c_complaints())
        for order_id, rows in self._o2c_complaint_rows().items():
            found[order_id] = Complaints(
                count=len(rows), condition=sum(bool(row[-1]) for row in rows)
            )
        return found

    def _o2c_complaint_happenings(self):
        found = dict(super()._o2c_complaint_happenings())
        costs = {
            company: Decimal(str(company.o2c_minutes_complaint))
            * Decimal(str(company.o2c_cost_minute))
            # what a complaint costs the company, whoever looks at the order
            for company in self.sudo().company_id
        }
        for order_id, rows in self._o2c_complaint_rows().items():
            company = self.browse(order_id).company_id
            found[order_id] = found.get(order_id, []) + [
                Happening(
                    kind=Event.COMPLAINT,
                    at=opened_at.replace(microsecond=0),
                    cost=costs[company],
                    note=f"{number} {name}",
                    record=("o2c.ticket", ticket_id),
                )
                for ticket_id, opened_at, number, name, _condition in rows
            ]
        return found

    def _o2c_complaint_rows(self):
        """``{order id: rows of complaints}``, one query."""
        found = defaultdict(list)
        branch = self.env.ref("o2c_customer_care.reason_quality", False)
        late = self.env.ref("o2c_customer_care.reason_quality_late_delivery", False)
        self.env["o2c.ticket"].flush_model()
        self.env["o2c.ticket.reason"].flush_model()
        if not self.ids:
            return found
        # reasons are configuration, complaints of any customer count
        path = branch.sudo().parent_path if branch else "-"
        rows = self.env.execute_query(
            SQL(
                COMPLAINTS,
                branch=f"{path}%",
                late=late.id if late else 0,
                orders=self.ids,
            )
        )
        for order_id, *row in rows:
            found[order_id].append(row)
        return found
