"""The one query that reads what the customers of a retention list did since its start.

Amounts are company currency without taxes. Every customer has a row, ordered or not.
"""

from odoo.tools import SQL

FLUSHED = (
    "sale.order res.partner o2c.call o2c.call.attempt o2c.retention.list"
    " o2c.retention.line"
).split()
SINCE = """
SELECT l.id AS line, l.partner_id AS customer, l.arm, bought.first_at,
       COALESCE(bought.revenue, 0)::float AS revenue,
       COALESCE(spoken.reached, false) AS reached
  FROM o2c_retention_line l
  LEFT JOIN (
       SELECT p.commercial_partner_id AS customer, min(o.date_order) AS first_at,
              sum(o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)) AS revenue
         FROM sale_order o
         JOIN res_partner p ON p.id = o.partner_id
        WHERE o.company_id = %(company)s AND o.state = 'sale'
          AND o.date_order >= %(start)s AND o.date_order < %(end)s
          AND p.commercial_partner_id IN (
              SELECT partner_id FROM o2c_retention_line WHERE list_id = %(list)s)
        GROUP BY 1) bought ON bought.customer = l.partner_id
  LEFT JOIN (
       SELECT c.partner_id AS customer, bool_or(a.right_party) AS reached
         FROM o2c_call c
         JOIN o2c_call_attempt a ON a.call_id = c.id
        WHERE c.campaign_id = %(campaign)s AND a.at < %(end)s
        GROUP BY 1) spoken ON spoken.customer = l.partner_id
 WHERE l.list_id = %(list)s
 ORDER BY l.id
"""


def retention_rows(record, now):
    """One row for each customer of a list that has started."""
    env = record.env
    for model in FLUSHED:
        env[model].flush_model()
    end = min(filter(None, (record.ended_at, record.ends_at, now)))
    query = SQL(
        SINCE,
        list=record.id,
        company=record.company_id.id,
        campaign=record.campaign_id.id or 0,
        start=record.started_at,
        end=end,
    )
    env.cr.execute(query)
    return env.cr.dictfetchall()
