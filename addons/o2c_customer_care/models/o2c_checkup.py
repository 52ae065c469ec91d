from odoo import models
from odoo.tools import SQL

from odoo.addons.o2c_orders.explain.checkup import value

RATE = """
SELECT count(DISTINCT o.id), count(t.id) FILTER (WHERE t.kind = 'complaint'),
       count(DISTINCT o.id) FILTER (WHERE t.kind = 'complaint'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY
           extract(epoch FROM t.closed_at - t.opened_at) / 86400.0)
           FILTER (WHERE t.kind = 'complaint'),
       count(t.closed_at) FILTER (WHERE t.kind = 'complaint')
  FROM sale_order o LEFT JOIN o2c_ticket t ON t.order_id = o.id
   -- a part and a merged ticket belong to another one, which counts
   AND t.parent_id IS NULL AND t.merged_into_id IS NULL
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.date_order >= %(start)s AND o.date_order < %(stop)s
   AND NOT EXISTS (SELECT FROM o2c_sample_record s
                    WHERE s.res_model = 'sale.order' AND s.res_id = o.id)
"""


class O2cCheckup(models.Model):
    _name = "o2c.checkup"
    _inherit = "o2c.checkup"

    def _figures(self, baseline):
        self.env["o2c.ticket"].flush_model()
        query = SQL(RATE, **self._scope())
        orders, _all, complained, days, closed = self.env.execute_query(query)[0]
        return [
            *super()._figures(baseline),
            value(
                "care",
                self.env._("Orders that were complained about"),
                100.0 * complained / orders if orders else None,
                "percent",
                orders,
                key="complaints",
            ),
            value(
                "care",
                self.env._("From complaint to closing"),
                days,
                "days",
                closed,
                key="complaint_days",
                comment=self.env._("Median"),
            ),
        ]
