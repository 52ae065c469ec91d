"""The queries of a simulation: what happened, for all customers of the period at once.

Each takes the customers as pairs of commercial partner and root company. Amounts come
as text, in company currency, so that they become Decimals without a float.
"""

from odoo.tools import SQL

from .receivable_facts import RECEIVABLES_FLUSHED, receivables_sql

SIMULATION_FLUSHED = {
    **RECEIVABLES_FLUSHED,
    "account.move": None,
    "account.move.line": None,
    "account.payment": None,
    "o2c.credit.event": None,
    "o2c.score": None,
    "payment.transaction": None,
    "sale.order": None,
    "sale.order.line": None,
}

_WANTED = """
wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(partners)s::int[], %(companies)s::int[])
        AS pair(customer_id, company_id)
), contact AS MATERIALIZED (
    SELECT p.id, c.id AS branch_id, w.customer_id, w.company_id
      FROM wanted w
      JOIN res_partner p ON p.commercial_partner_id = w.customer_id
      JOIN res_company c ON split_part(c.parent_path, '/', 1)::int = w.company_id
)"""

_RECEIVABLE = """ARRAY(
    SELECT id FROM account_account WHERE account_type = 'asset_receivable')"""

ITEMS = (
    "WITH "
    + _WANTED
    + """
SELECT r.customer_id, r.company_id, r.origin, r.origin_id, r.invoice_date, r.due_date,
       (CASE WHEN r.origin = 'history' AND r.settled_date IS NULL
             THEN r.open_amount ELSE r.amount END)::text AS amount,
       CASE WHEN r.origin = 'history' THEN r.settled_date END AS settled_date
  FROM (%(receivables)s) r
  JOIN wanted w ON w.customer_id = r.customer_id AND w.company_id = r.company_id
  LEFT JOIN o2c_history_item h ON r.origin = 'history' AND h.id = r.origin_id
 WHERE r.invoice_date < %(end)s
   AND (r.settled_date IS NULL OR r.settled_date >= %(start)s)
   AND (h.id IS NULL OR (h.counts AND h.disputed IS NOT TRUE))
"""
)

SETTLEMENTS = (
    "WITH "
    + _WANTED
    + """
SELECT n.customer_id, n.company_id, l.id, r.max_date, SUM(r.amount)::text
  FROM contact n
  JOIN account_move_line l ON l.partner_id = n.id AND l.company_id = n.branch_id
   AND l.parent_state = 'posted' AND l.balance > 0 AND l.account_id = ANY("""
    + _RECEIVABLE
    + """)
  JOIN account_partial_reconcile r ON r.debit_move_id = l.id
 WHERE r.max_date < %(end)s
 GROUP BY n.customer_id, n.company_id, l.id, r.max_date
"""
)

CREDITS = (
    "WITH "
    + _WANTED
    + """, credit AS MATERIALIZED (
    SELECT n.customer_id, n.company_id, l.id, l.date, -l.balance AS amount,
           m.origin_payment_id IS NOT NULL
           OR m.statement_line_id IS NOT NULL AS is_money
      FROM contact n
      JOIN account_move_line l ON l.partner_id = n.id AND l.company_id = n.branch_id
       AND l.parent_state = 'posted' AND l.balance < 0 AND l.account_id = ANY("""
    + _RECEIVABLE
    + """)
      JOIN account_move m ON m.id = l.move_id
     WHERE l.date < %(end)s
)
SELECT customer_id, company_id, date, SUM(amount)::text, bool_or(is_money)
  FROM (SELECT customer_id, company_id, date, amount, is_money FROM credit
        UNION ALL
        SELECT c.customer_id, c.company_id, r.max_date, -r.amount, FALSE
          FROM credit c JOIN account_partial_reconcile r ON r.credit_move_id = c.id
         WHERE r.max_date < %(end)s) AS change
 GROUP BY customer_id, company_id, date
"""
)

# every order that counted at some moment of the period
ORDERS = (
    "WITH "
    + _WANTED
    + """
SELECT n.customer_id, n.company_id, o.id, o.date_order,
       ROUND(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric,
             cur.decimal_places)::text AS amount,
       o.o2c_closed_at
  FROM contact n
  JOIN sale_order o ON o.partner_invoice_id = n.id AND o.company_id = n.branch_id
  JOIN res_company c ON c.id = n.company_id
  JOIN res_currency cur ON cur.id = c.currency_id
 WHERE o.state = 'sale' AND o.date_order < %(end_at)s
   AND (o.o2c_closed_at IS NULL OR o.o2c_closed_at >= %(start_at)s)
"""
)

BILLED = """
SELECT ol.order_id, COALESCE(m.invoice_date, m.date),
       SUM((CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END) * a.price_total
           / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)::numeric)::text
  FROM sale_order_line ol
  JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = ol.id
  JOIN account_move_line a ON a.id = rel.invoice_line_id
  JOIN account_move m ON m.id = a.move_id AND m.state = 'posted'
   AND m.move_type IN ('out_invoice', 'out_refund')
 WHERE ol.order_id = ANY(%(orders)s)
 GROUP BY 1, 2
"""

FATES = """
WITH billed AS MATERIALIZED (
    SELECT DISTINCT ol.order_id, a.move_id
      FROM sale_order_line ol
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = ol.id
      JOIN account_move_line a ON a.id = rel.invoice_line_id
     WHERE ol.order_id = ANY(%(orders)s)
), part AS (
    SELECT b.order_id, l.amount_residual AS open_amount, l.date_maturity AS due_date,
           (SELECT MAX(r.max_date) FROM account_partial_reconcile r
             WHERE r.debit_move_id = l.id) AS paid
      FROM billed b
      JOIN account_move_line l ON l.move_id = b.move_id AND l.balance > 0
       AND l.parent_state = 'posted' AND l.account_id = ANY("""
FATES += (
    _RECEIVABLE
    + """)
)
SELECT order_id, MAX(paid - due_date) FILTER (WHERE open_amount = 0),
       MAX(%(today)s - due_date) FILTER (WHERE open_amount <> 0),
       bool_or(open_amount <> 0)
  FROM part GROUP BY order_id
"""
)

# what was paid or authorised in advance when an order was confirmed
PAID = """
SELECT rel.sale_order_id,
       SUM(t.amount / COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric)::text
  FROM sale_order_transaction_rel rel
  JOIN payment_transaction t ON t.id = rel.transaction_id
   AND t.state IN ('done', 'authorized')
  JOIN sale_order o ON o.id = rel.sale_order_id AND t.currency_id = o.currency_id
 WHERE o.id = ANY(%(orders)s) AND t.last_state_change < o.date_order + interval '1 hour'
 GROUP BY 1
"""

SCORES = """
SELECT account_id, date, risk_class FROM o2c_score
 WHERE account_id = ANY(%(accounts)s) AND date < %(end)s ORDER BY date, id
"""

EVENTS = """
SELECT account_id, kind, date, resolved_date, COALESCE(level, 0) FROM o2c_credit_event
 WHERE account_id = ANY(%(accounts)s) AND date < %(end)s ORDER BY date, id
"""

NAMED = {
    "settlements": SETTLEMENTS,
    "credits": CREDITS,
    "orders": ORDERS,
    "billed": BILLED,
    "fates": FATES,
    "paid": PAID,
    "scores": SCORES,
    "events": EVENTS,
}


def items_query(**values):
    """Receivables that were open at some time of the period, with their settlement
    when it is not in the ledger."""
    return SQL(ITEMS, receivables=receivables_sql(), **values)


def named_query(name, values):
    """One of the queries above with what it asks of ``values``."""
    text = NAMED[name]
    return SQL(text, **{k: v for k, v in values.items() if f"%({k})s" in text})
