"""The pauses of open items, for a run: one query over the holds that there were."""

from collections import defaultdict

from odoo.tools import SQL

from ..domain.dunning_pause import paused_days

# what stopped all of an open item; where the company is, a moment becomes a day
PAUSES = """
WITH stop AS MATERIALIZED (
    SELECT h.invoice_id, h.invoice_line_id, h.customer_id, h.company_id,
           CASE WHEN h.is_partial THEN h.amount END AS amount,
           (h.date_from AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date_from,
           (h.date_to AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date_to
      FROM o2c_hold h
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.company_id = ANY(%(branches)s)
       AND (%(customers)s::int[] IS NULL OR h.partner_id = ANY(%(customers)s))
)
SELECT l.id, COALESCE(l.date_maturity, l.date), s.date_from, s.date_to
  FROM stop s JOIN account_move_line l ON l.move_id = s.invoice_id
 WHERE %(item)s AND (s.amount IS NULL OR s.amount >= l.amount_residual)
UNION ALL
SELECT l.id, COALESCE(l.date_maturity, l.date), s.date_from, s.date_to
  FROM stop s JOIN account_move_line l ON l.id = s.invoice_line_id
 WHERE %(item)s AND (s.amount IS NULL OR s.amount >= l.amount_residual)
UNION ALL
SELECT l.id, COALESCE(l.date_maturity, l.date), s.date_from, s.date_to
  FROM stop s
  JOIN res_partner p ON p.commercial_partner_id = s.customer_id
  JOIN account_move_line l ON l.partner_id = p.id AND l.company_id = s.company_id
 WHERE %(item)s AND s.amount IS NULL
"""
ITEM = SQL(
    """l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND l.amount_residual > 0
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
    """
)


def read_pauses(env, company, branches, day, customers=None):
    """{id of an open item: days in which all of it was held since it fell due}.

    Everything that the query reads is in the database already (the run flushes it).

    :param company: the root company, whose time zone makes days of moments
    :param branches: ids of the companies
    :param customers: ids; None: all
    """
    query = SQL(
        PAUSES,
        tz=company.partner_id.tz or "UTC",
        branches=branches,
        customers=customers,
        item=ITEM,
    )
    spans, due = defaultdict(list), {}
    for line, due_date, start, end in env.execute_query(query):
        spans[line].append((start, end))
        due[line] = due_date
    return {line: paused_days(found, due[line], day) for line, found in spans.items()}
