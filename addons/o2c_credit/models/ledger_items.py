"""Odoo's receivables as they stood at the end of any day, to the cent.

What is open now is stored on the line. To go back to a day, what was matched after
it is added again: the work grows with the distance to the day, not with the history.
A payment dated in the future, matched already, leaves its invoice open until then.
The sum over all items is the balance of the receivable accounts on that day.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
ITEMS_FLUSHED = {
    "account.account": ["account_type"],
    "account.move": [
        "state",
        "move_type",
        "name",
        "ref",
        "invoice_date",
        "origin_payment_id",
        "statement_line_id",
    ],
    "account.move.line": [
        "account_id",
        "partner_id",
        "company_id",
        "currency_id",
        "move_id",
        "parent_state",
        "reconciled",
        "balance",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "date_maturity",
        "date",
    ],
    "account.partial.reconcile": None,
    "res.company": ["parent_path"],
    "res.partner": ["commercial_partner_id"],
}

RECEIVABLE = SQL(
    "l.parent_state = 'posted' AND l.account_id = ANY(ARRAY("
    "SELECT id FROM account_account WHERE account_type = 'asset_receivable'))"
)

# {line: what of it was matched after the day}
LATER = """
SELECT line_id, SUM(amount) AS amount, SUM(in_currency) AS in_currency
  FROM (SELECT r.debit_move_id AS line_id, r.amount,
               r.debit_amount_currency AS in_currency
          FROM account_partial_reconcile r %(debtor)s
         WHERE r.max_date > %(as_of)s
         UNION ALL
        SELECT r.credit_move_id, -r.amount, -r.credit_amount_currency
          FROM account_partial_reconcile r %(creditor)s
         WHERE r.max_date > %(as_of)s) AS part
 GROUP BY line_id
"""

# tables that the query around does not look at are joined from the left: PostgreSQL
# then leaves them out
ITEMS = """
WITH later AS MATERIALIZED (%(later)s)
SELECT split_part(c.parent_path, '/', 1)::int AS company_id,
       open.branch_id, p.commercial_partner_id AS customer_id,
       open.partner_id, open.line_id, open.move_id, m.name AS number, m.ref,
       m.move_type, COALESCE(m.origin_payment_id, m.statement_line_id) IS NOT NULL
           AS is_payment,
       open.currency_id, open.date,
       COALESCE(m.invoice_date, open.date) AS invoice_date, open.due_date,
       open.amount, open.balance, open.residual, open.residual_company
  FROM (SELECT %(columns)s,
               l.amount_residual_currency + COALESCE(later.in_currency, 0) AS residual,
               l.amount_residual + COALESCE(later.amount, 0) AS residual_company
          FROM account_move_line l
          LEFT JOIN later ON later.line_id = l.id
         WHERE l.reconciled IS NOT TRUE AND %(rows)s
         UNION ALL
        SELECT %(columns)s, l.amount_residual_currency + later.in_currency,
               l.amount_residual + later.amount
          FROM later
          JOIN account_move_line l ON l.id = later.line_id
         WHERE l.reconciled AND %(rows)s) AS open
  LEFT JOIN account_move m ON m.id = open.move_id
  LEFT JOIN res_company c ON c.id = open.branch_id
  LEFT JOIN res_partner p ON p.id = open.partner_id
 WHERE (open.residual <> 0 OR open.residual_company <> 0)
"""
COLUMNS = SQL(
    "l.id AS line_id, l.move_id, l.company_id AS branch_id, l.partner_id,"
    " l.currency_id, l.date, COALESCE(l.date_maturity, l.date) AS due_date,"
    " l.amount_currency AS amount, l.balance"
)

CONTACTS = """
l.partner_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))
"""


def ledger_items_sql(as_of, customers=None, branches=None):
    """One row for each open receivable line of Odoo's ledger, as a SELECT.

    Columns: ``company_id`` (root), ``branch_id``, ``customer_id`` (commercial partner;
    null on lines without partner), ``partner_id``, ``line_id``, ``move_id``,
    ``number``, ``ref``, ``move_type``, ``is_payment``, ``currency_id``, ``date``,
    ``invoice_date``, ``due_date``, ``amount`` and ``residual`` (currency of the
    document; credits are below zero), ``balance`` and ``residual_company`` (company
    currency). Write ``ITEMS_FLUSHED`` to the database first.

    :param as_of: a date: what the ledger says at the end of that day
    :param customers: ids of commercial partners, None: all, and what has no partner
    :param branches: ids of companies, each by itself; None: all
    """
    rows = SQL("%s AND l.date <= %s", RECEIVABLE, as_of)
    debtor = creditor = SQL()
    if branches is not None:
        rows = SQL("%s AND l.company_id = ANY(%s)", rows, list(branches))
    if customers is not None:
        whose = SQL(CONTACTS, list(customers))
        rows = SQL("%s AND %s", rows, whose)
        # from the lines of these customers to what was matched with them
        debtor = SQL("JOIN account_move_line l ON l.id = r.debit_move_id AND %s", whose)
        creditor = SQL(
            "JOIN account_move_line l ON l.id = r.credit_move_id AND %s", whose
        )
    later = SQL(LATER, as_of=as_of, debtor=debtor, creditor=creditor)
    return SQL(ITEMS, later=later, columns=COLUMNS, rows=rows)
