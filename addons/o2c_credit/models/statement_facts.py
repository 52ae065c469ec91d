"""The queries behind a statement of account: what is open and what changed it.

Amounts come as text, so that they become Decimals without passing through a float.
"""

from odoo.tools import SQL

from .ledger_items import CONTACTS, RECEIVABLE, ledger_items_sql

ITEMS = """
SELECT customer_id, company_id, line_id, move_id, move_type, is_payment, number, ref,
       currency_id, invoice_date, due_date, amount::text, residual::text
  FROM (%(items)s) AS item
 WHERE company_id = ANY(%(companies)s) AND residual <> 0
 ORDER BY due_date, line_id
"""

# what moved the balance of a currency. A match between two currencies, or with an item
# of another customer, leaves nothing open and moves both: it is a movement as well
MOVES = """
WITH own AS MATERIALIZED (
    SELECT l.id, p.commercial_partner_id AS customer_id,
           split_part(c.parent_path, '/', 1)::int AS company_id,
           l.currency_id, l.date, l.move_id, l.amount_currency AS amount,
           COALESCE(l.date_maturity, l.date) AS due_date
      FROM account_move_line l
      JOIN res_partner p ON p.id = l.partner_id
      JOIN res_company c ON c.id = l.company_id
     WHERE %(receivable)s AND %(whose)s AND l.date <= %(as_of)s
), part AS (
    SELECT r.id, own.customer_id, own.company_id, own.currency_id, r.max_date AS date,
           r.credit_move_id AS other_id, -r.debit_amount_currency AS amount
      FROM own JOIN account_partial_reconcile r ON r.debit_move_id = own.id
     WHERE r.max_date <= %(as_of)s
     UNION ALL
    SELECT r.id, own.customer_id, own.company_id, own.currency_id, r.max_date,
           r.debit_move_id, r.credit_amount_currency
      FROM own JOIN account_partial_reconcile r ON r.credit_move_id = own.id
     WHERE r.max_date <= %(as_of)s
), cleared AS (
    SELECT customer_id, company_id, currency_id, date, MAX(other_id) AS other_id,
           SUM(amount) AS amount
      FROM part GROUP BY id, customer_id, company_id, currency_id, date
    HAVING SUM(amount) <> 0
), moved AS (
    SELECT customer_id, company_id, currency_id, own.date, move_id,
           FALSE AS is_clearing, MIN(due_date) AS due_date, SUM(amount) AS amount
      FROM own GROUP BY 1, 2, 3, 4, 5
     UNION ALL
    SELECT cleared.customer_id, cleared.company_id, cleared.currency_id, cleared.date,
           l.move_id, TRUE, NULL, SUM(cleared.amount)
      FROM cleared JOIN account_move_line l ON l.id = cleared.other_id
     GROUP BY 1, 2, 3, 4, 5
)
SELECT moved.customer_id, moved.company_id, moved.currency_id, moved.date,
       moved.move_id, moved.is_clearing, moved.due_date, moved.amount::text,
       m.name AS number, m.move_type,
       COALESCE(m.origin_payment_id, m.statement_line_id) IS NOT NULL AS is_payment
  FROM moved JOIN account_move m ON m.id = moved.move_id
 WHERE moved.amount <> 0 AND moved.date >= %(date_from)s
   AND moved.company_id = ANY(%(companies)s)
 UNION ALL
SELECT customer_id, company_id, currency_id, NULL, NULL, FALSE, NULL,
       SUM(amount)::text, NULL, NULL, FALSE
  FROM moved
 WHERE date < %(date_from)s AND company_id = ANY(%(companies)s)
 GROUP BY customer_id, company_id, currency_id
 ORDER BY date, is_clearing, move_id
"""


def statement_items_sql(customers, companies, as_of):
    """The open items and credits of ``customers`` (ids) with root ``companies``."""
    items = ledger_items_sql(as_of, customers)
    return SQL(ITEMS, items=items, companies=list(companies))


def statement_moves_sql(customers, companies, date_from, as_of):
    """The movements of a period; rows without date are the balances before it."""
    return SQL(
        MOVES,
        receivable=RECEIVABLE,
        whose=SQL(CONTACTS, list(customers)),
        companies=list(companies),
        date_from=date_from,
        as_of=as_of,
    )
