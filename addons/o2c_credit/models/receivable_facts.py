"""What customers owe and owed, one row for each instalment, whoever keeps the ledger.

The ledger of Odoo (receivable lines of posted invoices) and the imported history look
the same here. Amounts are in company currency. Credit notes are no rows: in the
ledger they settle the instalments they are matched with.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
RECEIVABLES_FLUSHED = {
    "account.account": ["account_type"],
    "account.move": ["state", "move_type", "name", "invoice_date"],
    "account.move.line": [
        "account_id",
        "partner_id",
        "company_id",
        "move_id",
        "parent_state",
        "reconciled",
        "balance",
        "amount_residual",
        "date_maturity",
        "date",
    ],
    "account.partial.reconcile": None,
    "o2c.history.item": None,
    "o2c.write.off": ["entry_id"],
    "res.company": ["parent_path"],
    "res.partner": ["commercial_partner_id"],
}

LEDGER = """
SELECT split_part(c.parent_path, '/', 1)::int AS company_id,
       p.commercial_partner_id AS customer_id,
       'ledger' AS origin, l.id AS origin_id, m.name AS number,
       COALESCE(m.invoice_date, l.date) AS invoice_date,
       COALESCE(l.date_maturity, l.date) AS due_date,
       l.balance AS amount, %(open)s AS open_amount,
       CASE WHEN %(open)s = 0 THEN paid.last END AS settled_date,
       %(open)s = 0 AND paid.by_credit AND NOT paid.by_money AS credited
  FROM account_move_line l
  JOIN account_move m ON m.id = l.move_id
   AND m.move_type IN ('out_invoice', 'out_receipt')
  JOIN res_partner p ON p.id = l.partner_id
  JOIN res_company c ON c.id = l.company_id
  LEFT JOIN LATERAL (
       SELECT SUM(r.amount) AS amount,
              COALESCE(MAX(r.max_date) FILTER (WHERE NOT adjusts.it AND NOT lost.it),
                       MAX(r.max_date)) AS last,
              COALESCE(bool_or(cm.move_type = 'out_refund' OR lost.it), FALSE)
                  AS by_credit,
              COALESCE(bool_or(cm.move_type <> 'out_refund' AND NOT adjusts.it
                               AND NOT lost.it), FALSE) AS by_money
         FROM account_partial_reconcile r
         JOIN account_move_line cl ON cl.id = r.credit_move_id
         JOIN account_move cm ON cm.id = cl.move_id
        CROSS JOIN LATERAL (
              -- a difference of rates settles nothing, it only evens out
              SELECT EXISTS (SELECT FROM account_partial_reconcile x
                              WHERE x.exchange_move_id = cm.id) AS it) AS adjusts
        CROSS JOIN LATERAL (
              -- what was written off was not paid
              SELECT EXISTS (SELECT FROM o2c_write_off w
                              WHERE w.entry_id = cm.id) AS it) AS lost
        WHERE r.debit_move_id = l.id AND %(seen)s) AS paid ON TRUE
 WHERE l.parent_state = 'posted' AND l.balance > 0
   AND l.account_id = ANY(ARRAY(
           SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
   AND %(ledger_rows)s
"""

HISTORY = """
SELECT h.company_id, hp.commercial_partner_id, 'history', h.id, h.number,
       h.invoice_date, h.due_date, h.amount, %(open)s, %(settled)s, FALSE
  FROM o2c_history_item h
  JOIN res_partner hp ON hp.id = h.partner_id
 WHERE h.amount > 0 AND %(rows)s
"""


def receivables_sql(as_of=None, *, open_only=False):
    """One row for each receivable instalment of ledger and history, as a SELECT.

    Columns: ``company_id`` (root), ``customer_id`` (commercial partner), ``origin``
    ('ledger' or 'history'), ``origin_id``, ``number``, ``invoice_date``, ``due_date``,
    ``amount``, ``open_amount``, ``settled_date`` (last payment; null while open),
    ``credited`` (settled without money: credited or written off). Conditions of a
    query around it on ``customer_id`` and ``company_id`` reach the tables. Write
    ``RECEIVABLES_FLUSHED`` to the database first.

    :param as_of: a date: what was known at the end of that day and nothing later.
        An imported item that somebody paid in part shows what is open of it today,
        when it was not settled since: its payments are not known one by one.
    :param open_only: only what is open (as of the date)
    """
    parts = [_ledger(as_of, open_only), _history(as_of, open_only)]
    return SQL(" UNION ALL ").join(parts)


def _ledger(as_of, open_only):
    if as_of is None:
        rows = "l.reconciled IS NOT TRUE AND l.amount_residual <> 0"
        return SQL(
            LEDGER,
            open=SQL("l.amount_residual"),
            seen=SQL("TRUE"),
            ledger_rows=SQL(rows if open_only else "TRUE"),
        )
    still_open = SQL("l.balance - COALESCE(paid.amount, 0)")
    known = SQL("COALESCE(m.invoice_date, l.date) <= %s", as_of)
    if open_only:
        known = SQL("%s AND %s <> 0", known, still_open)
    seen = SQL("r.max_date <= %s", as_of)
    return SQL(LEDGER, open=still_open, seen=seen, ledger_rows=known)


def _history(as_of, open_only):
    if as_of is None:
        return SQL(
            HISTORY,
            open=SQL("h.open_amount"),
            settled=SQL("h.settled_date"),
            rows=SQL("h.open_amount <> 0" if open_only else "TRUE"),
        )
    # what was settled later was open then, with its whole amount
    later = SQL("h.settled_date > %s", as_of)
    still_open = SQL("CASE WHEN %s THEN h.amount ELSE h.open_amount END", later)
    known = SQL("h.invoice_date <= %s", as_of)
    if open_only:
        known = SQL("%s AND %s <> 0", known, still_open)
    settled = SQL("CASE WHEN %s THEN NULL ELSE h.settled_date END", later)
    return SQL(HISTORY, open=still_open, settled=settled, rows=known)
