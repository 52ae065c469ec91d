"""The open items of customers, one row for each open receivable line of the ledger.

Amounts are in the currency of the document and come as text, so that they become
Decimals without passing through a float; what is nothing comes as NULL. Holds are kept
in company currency and are converted at the rate of the line itself. What is held of
an invoice, or of a customer, is taken from the oldest items first.
"""

from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tools import SQL

from .promise_facts import PROMISES_FLUSHED, promised_sql

# what the query reads, to be written to the database before it runs
OPEN_ITEMS_FLUSHED = {
    "account.account": ["account_type"],
    "account.move": [
        "name",
        "move_type",
        "partner_id",
        "commercial_partner_id",
        "invoice_date",
    ],
    "account.move.line": [
        "account_id",
        "partner_id",
        "company_id",
        "move_id",
        "currency_id",
        "parent_state",
        "reconciled",
        "balance",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "date_maturity",
        "date",
        "sale_line_ids",
        "o2c_dunning_level",
        "o2c_dunning_cycle",
        "o2c_dunning_date",
    ],
    "account.partial.reconcile": None,
    "o2c.hold": None,
    "o2c.hold.reason": ["stops_collection"],
    "res.company": ["parent_path"],
    "res.currency": ["rounding"],
    "sale.order.line": ["order_id"],
    **PROMISES_FLUSHED,
    # of the customer and of the company
    "res.partner": ["commercial_partner_id", "tz"],
}

TODAY = {
    "residual": SQL("l.amount_residual_currency"),
    "residual_company": SQL("l.amount_residual"),
    "settled": SQL(""),
    "rows": SQL("l.reconciled IS NOT TRUE AND l.amount_residual <> 0"),
}
# what was matched up to a day
SETTLED = """
  LEFT JOIN LATERAL (
       SELECT SUM(CASE WHEN r.debit_move_id = l.id THEN r.amount ELSE -r.amount END)
                  AS company,
              SUM(CASE WHEN r.debit_move_id = l.id THEN r.debit_amount_currency
                       ELSE -r.credit_amount_currency END) AS document
         FROM account_partial_reconcile r
        WHERE l.id IN (r.debit_move_id, r.credit_move_id) AND r.max_date <= %s
       ) AS settled ON TRUE
"""

ITEMS = """
WITH line AS MATERIALIZED (
    SELECT split_part(c.parent_path, '/', 1)::int AS company_id,
           l.company_id AS branch_id, p.commercial_partner_id AS customer_id,
           COALESCE(m.partner_id, l.partner_id) AS partner_id,
           l.id AS line_id, l.move_id, m.name AS number, m.move_type, l.currency_id,
           COALESCE(m.invoice_date, l.date) AS invoice_date,
           COALESCE(l.date_maturity, l.date) AS due_date,
           l.amount_currency AS amount, %(residual)s AS residual,
           %(residual_company)s AS residual_company,
           COALESCE(l.o2c_dunning_level, 0) AS level,
           COALESCE(l.o2c_dunning_cycle, 0) AS cycle, l.o2c_dunning_date AS reminded
      FROM account_move_line l
      JOIN account_move m ON m.id = l.move_id
      JOIN res_partner p ON p.id = l.partner_id
      JOIN res_company c ON c.id = l.company_id
      %(settled)s
     WHERE l.parent_state = 'posted' AND %(rows)s AND %(wanted)s
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
), stop AS MATERIALIZED (
    SELECT h.order_id, h.invoice_id, h.invoice_line_id, h.customer_id, h.company_id,
           CASE WHEN h.is_partial THEN h.amount END AS amount
      FROM o2c_hold h
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.date_from <= %(now)s AND (h.date_to IS NULL OR h.date_to > %(now)s)
), by_line AS (
    SELECT invoice_line_id AS line_id, bool_or(amount IS NULL) AS whole,
           SUM(amount) AS amount
      FROM stop WHERE invoice_line_id IS NOT NULL GROUP BY invoice_line_id
), by_move AS (
    SELECT move_id, bool_or(amount IS NULL) AS whole, SUM(amount) AS amount
      FROM (SELECT invoice_id AS move_id, amount FROM stop
             WHERE invoice_id IS NOT NULL
            UNION ALL
            SELECT DISTINCT a.move_id, stop.amount
              FROM stop
              JOIN sale_order_line s ON s.order_id = stop.order_id
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = s.id
              JOIN account_move_line a ON a.id = rel.invoice_line_id) AS found
     GROUP BY move_id
), by_customer AS (
    SELECT customer_id, company_id AS branch_id, bool_or(amount IS NULL) AS whole,
           SUM(amount) AS amount
      FROM stop WHERE customer_id IS NOT NULL GROUP BY customer_id, company_id
), free AS MATERIALIZED (
    -- in company currency: what nothing about the line itself stops
    SELECT line.*, GREATEST(residual_company, 0) AS owed,
           CASE WHEN bl.whole OR bm.whole OR bc.whole THEN 0
                ELSE GREATEST(GREATEST(residual_company, 0)
                              - COALESCE(bl.amount, 0), 0) END AS free,
           COALESCE(bm.amount, 0) AS of_move, COALESCE(bc.amount, 0) AS of_customer
      FROM line
      LEFT JOIN by_line bl USING (line_id)
      LEFT JOIN by_move bm USING (move_id)
      LEFT JOIN by_customer bc USING (customer_id, branch_id)
), pooled AS (
    SELECT * FROM free WHERE of_move = 0 AND of_customer = 0
    UNION ALL
    SELECT company_id, branch_id, customer_id, partner_id, line_id, move_id, number,
           move_type, currency_id, invoice_date, due_date, amount, residual,
           residual_company, level, cycle, reminded, owed,
           LEAST(left_by_move, GREATEST(0, SUM(left_by_move) OVER customer
                                           - of_customer)),
           of_move, of_customer
      FROM (SELECT *, LEAST(free, GREATEST(0, SUM(free) OVER instalments - of_move))
                      AS left_by_move
              FROM free WHERE of_move > 0 OR of_customer > 0
            WINDOW instalments AS (PARTITION BY move_id ORDER BY due_date, line_id)
           ) AS taken
    WINDOW customer AS (PARTITION BY customer_id, branch_id
                        ORDER BY due_date, line_id)
)
SELECT i.company_id, i.branch_id, i.customer_id, i.partner_id, i.line_id, i.move_id,
       i.number, i.move_type, i.currency_id, i.invoice_date, i.due_date,
       i.amount::text AS amount, i.residual::text AS residual,
       i.residual_company::text AS residual_company,
       CASE WHEN i.owed = i.free THEN NULL
            WHEN i.free = 0 THEN i.residual::text
            ELSE ROUND(i.residual * (i.owed - i.free) / i.owed,
                       GREATEST(0, ROUND(-LOG(cur.rounding::numeric)))::int)::text
       END AS held,
       promised.amount::text AS promised, i.level, i.cycle, i.reminded
  FROM pooled i
  JOIN res_currency cur ON cur.id = i.currency_id
  LEFT JOIN (%(promised)s) AS promised USING (line_id)
"""


def open_items_sql(as_of=None, *, pairs=None, now=None):
    """One row for each open receivable line, credits (below zero) included.

    Columns: ``company_id`` (root), ``branch_id``, ``customer_id`` (commercial partner),
    ``partner_id`` (the contact on the document), ``line_id``, ``move_id``, ``number``,
    ``move_type``, ``currency_id``, ``invoice_date``, ``due_date``, then as text and in
    document currency ``amount``, ``residual``, ``held``, ``promised``, in company
    currency ``residual_company``; ``level``, ``cycle``, ``reminded``. Write
    ``OPEN_ITEMS_FLUSHED`` to the database first.

    :param as_of: a date: what was open at the end of that day, by what was entered
        and matched up to then; None: now
    :param pairs: only these (id of a customer, id of a root company); None: all
    :param now: naive UTC; holds in force at this moment count; None: now. Of a day in
        the past it is the end, whatever is given
    """
    if as_of is not None:
        now = datetime.combine(as_of + timedelta(days=1), time.min)
    now = now or fields.Datetime.now()
    promised = promised_sql(now, as_of)
    state = _state(as_of)
    return SQL(ITEMS, now=now, wanted=_wanted(pairs), promised=promised, **state)


def _state(as_of):
    if as_of is None:
        return TODAY
    residual = SQL("(l.amount_currency - COALESCE(settled.document, 0))")
    return {
        "residual": residual,
        "residual_company": SQL("(l.balance - COALESCE(settled.company, 0))"),
        "settled": SQL(SETTLED, as_of),
        "rows": SQL("l.date <= %s AND %s <> 0", as_of, residual),
    }


def _wanted(pairs):
    if pairs is None:
        return SQL("TRUE")
    pairs = sorted(pairs)
    return SQL(
        """(l.partner_id, l.company_id) IN (
               SELECT contact.id, branch.id
                 FROM unnest(%s::int[], %s::int[]) AS w(customer_id, company_id)
                 JOIN res_partner contact
                   ON contact.commercial_partner_id = w.customer_id
                 JOIN res_company branch
                   ON split_part(branch.parent_path, '/', 1)::int = w.company_id)""",
        [customer for customer, _company in pairs],
        [company for _customer, company in pairs],
    )
