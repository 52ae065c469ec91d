"""Twelve months of each customer, from the snapshots and the invoices of that time."""

from odoo.tools import SQL

PROFILE = """
WITH recent AS (
    SELECT partner_id, month, sales, receivable, overdue, paid, paid_in_time,
           days_beyond, paid_count, disputed, risk_class,
           month >= %(recent)s AS is_recent, month = %(last)s AS is_last
      FROM o2c_credit_snapshot
     WHERE company_id = %(company)s AND month >= %(start)s AND month <= %(last)s
), behaviour AS (
    SELECT partner_id, SUM(sales)::float8 AS sales,
           COUNT(*) FILTER (WHERE sales > 0)::int AS months,
           COALESCE(SUM(receivable) FILTER (WHERE is_last), 0)::float8 AS receivable,
           COALESCE(SUM(overdue) FILTER (WHERE is_last), 0)::float8 AS overdue,
           COALESCE(SUM(disputed) FILTER (WHERE is_last), 0)::float8 AS disputed,
           (SUM(days_beyond) / NULLIF(SUM(paid), 0))::float8 AS days,
           (SUM(days_beyond) FILTER (WHERE is_recent)
            / NULLIF(SUM(paid) FILTER (WHERE is_recent), 0))::float8 AS days_recent,
           (SUM(days_beyond) FILTER (WHERE NOT is_recent)
            / NULLIF(SUM(paid) FILTER (WHERE NOT is_recent), 0))::float8
               AS days_before,
           (SUM(paid_in_time) / NULLIF(SUM(paid), 0))::float8 AS in_time,
           SUM(paid_count)::int AS paid_count,
           COALESCE(SUM(paid_count) FILTER (WHERE is_recent), 0)::int AS recent_count,
           COALESCE(SUM(paid_count) FILTER (WHERE NOT is_recent), 0)::int
               AS before_count,
           array_agg((GREATEST(overdue, 0) / NULLIF(receivable, 0))::float8
                     ORDER BY month) FILTER (WHERE is_recent AND receivable > 0)
               AS overdue_shares,
           MAX(risk_class) FILTER (WHERE month = %(compared)s) AS class_before
      FROM recent GROUP BY partner_id
), margin AS (
    -- only what has a cost tells a margin
    SELECT m.commercial_partner_id AS partner_id,
           (SUM(-l.balance - SIGN(-l.balance) * ABS(l.quantity) * cost.each)
            / NULLIF(SUM(-l.balance), 0))::float8 AS margin
      FROM account_move_line l
      JOIN account_move m ON m.id = l.move_id
       AND m.move_type IN ('out_invoice', 'out_refund')
      JOIN product_product p ON p.id = l.product_id
     CROSS JOIN LATERAL (
           SELECT NULLIF((p.standard_price ->> l.company_id::text)::numeric, 0) AS each
           ) AS cost
     WHERE l.parent_state = 'posted' AND l.display_type = 'product'
       AND l.company_id = ANY(%(branches)s) AND l.date >= %(start)s
       AND l.date < %(until)s AND cost.each IS NOT NULL
     GROUP BY 1
)
SELECT b.*, g.margin, a.id AS account_id, a.risk_class,
       COALESCE(a.probability, 0)::float8 AS probability, a.collector_id, c.country_id,
       c.state_id, c.industry_id, c.user_id,
       COALESCE((SELECT SUM(broken_count) FROM o2c_promise o
                  WHERE o.account_id = a.id AND o.last_day >= %(start)s), 0)::int
           AS broken
  FROM behaviour b
  JOIN res_partner c ON c.id = b.partner_id
  LEFT JOIN margin g ON g.partner_id = b.partner_id
  LEFT JOIN o2c_credit_account a ON a.partner_id = b.partner_id
   AND a.company_id = %(company)s
"""


def profile_query(company, branches, months):
    """One row for each customer with a figure in the last twelve months.

    :param months: {name: first day}: ``start``, ``recent`` (the last three months),
        ``compared`` (before them), ``last``, ``until``
    """
    return SQL(PROFILE, company=company, branches=branches, **months)
