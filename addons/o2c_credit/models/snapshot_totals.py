"""What all customers of a company together owed, bought and paid in some months.

The same figures as ``snapshot_facts`` has customer by customer, straight from the
ledger. Nothing but the netting of credits asks who the customer is, so rows that are
alike in their days are added up first: some thousands remain of a million, and only
these are spread over the months. Customers who had an unmatched credit at the end of a
month are looked at singly, for what it takes from their overdue items.
"""

from odoo.tools import SQL

from . import snapshot_facts as source

# of a line of the ledger that counts
POSTED = """{line}.parent_state = 'posted' AND {line}.partner_id IS NOT NULL
       AND {line}.company_id = ANY(ARRAY(SELECT id FROM branch))
       AND {line}.date < %(until)s"""
RECEIVABLE = """{line}.account_id = ANY(ARRAY(
               SELECT id FROM account_account
                WHERE account_type = 'asset_receivable'))"""
DUE = "COALESCE({line}.date_maturity, {line}.date)"


def _counts(line):
    return f"{POSTED} AND {RECEIVABLE}".format(line=line)


def _due(line):
    return DUE.format(line=line)


ALIKE = f"""
line AS MATERIALIZED (
    SELECT l.date, {_due("l")} AS due, l.journal_id, l.amount_residual < 0 AS is_credit,
           SUM(l.balance) AS balance, SUM(l.amount_residual) AS rest,
           COUNT(*) FILTER (WHERE l.balance > 0) AS bills
      FROM account_move_line l
      -- joined, so that the table is read in its order and not in that of an index
      JOIN account_account a ON a.id = l.account_id
       AND a.account_type = 'asset_receivable'
     WHERE l.balance <> 0 AND {POSTED.format(line="l")}
     GROUP BY 1, 2, 3, 4
), matched AS MATERIALIZED (
    SELECT d.date AS debit_date, {_due("d")} AS due, c.date AS credit_date, r.max_date,
           d.journal_id AS debit_journal, c.journal_id AS credit_journal,
           SUM(r.amount) AS amount, COUNT(*) AS count
      FROM account_partial_reconcile r
      LEFT JOIN account_move_line d ON d.id = r.debit_move_id AND {_counts("d")}
      LEFT JOIN account_move_line c ON c.id = r.credit_move_id AND {_counts("c")}
     GROUP BY 1, 2, 3, 4, 5, 6
)"""

# who had a credit at the end of a month, and what he owed then
CREDITORS = f"""
credit AS MATERIALIZED (
    SELECT p.commercial_partner_id AS customer_id, l.date AS opened,
           NULL::date AS closed, l.amount_residual AS amount
      FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
     WHERE l.amount_residual < 0 AND l.balance <> 0 AND {_counts("l")}
    UNION ALL
    SELECT p.commercial_partner_id, c.date, r.max_date, -r.amount
      FROM account_partial_reconcile r
      JOIN account_move_line c ON c.id = r.credit_move_id AND {_counts("c")}
      JOIN res_partner p ON p.id = c.partner_id
     WHERE date_trunc('month', c.date) < date_trunc('month', r.max_date)
       AND r.max_date >= %(start)s
    UNION ALL
    SELECT customer_id, opened, settled_date, piece FROM item WHERE piece < 0
), owner AS MATERIALIZED (
    SELECT l.id, l.date, {_due("l")} AS due, l.amount_residual AS rest,
           p.commercial_partner_id AS customer_id
      FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
     WHERE l.balance > 0 AND {_counts("l")}
       AND p.commercial_partner_id IN (SELECT customer_id FROM credit)
), piece_of_owner AS (
    SELECT customer_id, NULL::date AS due, opened, closed, amount FROM credit
    UNION ALL
    SELECT customer_id, due, date, NULL, rest FROM owner WHERE rest > 0
    UNION ALL
    SELECT o.customer_id, o.due, o.date, r.max_date, r.amount
      FROM owner o JOIN account_partial_reconcile r ON r.debit_move_id = o.id
    UNION ALL
    SELECT customer_id, due_date, opened, settled_date, piece FROM item
     WHERE piece > 0 AND amount > 0
       AND customer_id IN (SELECT customer_id FROM credit)
), netted AS (
    SELECT k, SUM(LEAST(past_due, credits)) AS amount
      FROM (SELECT month.k, p.customer_id,
                   SUM(p.amount) FILTER (WHERE p.amount > 0 AND p.due < month.day)
                       AS past_due,
                   -SUM(p.amount) FILTER (WHERE p.amount < 0) AS credits
              FROM month
              JOIN piece_of_owner p ON p.opened <= month.day
               AND (p.closed IS NULL OR p.closed > month.day)
             GROUP BY 1, 2) AS customer
     WHERE past_due > 0 AND credits > 0
     GROUP BY k
)"""

BALANCE = """
every_piece AS (
    SELECT due, date AS opened, NULL::date AS closed, rest AS amount
      FROM line WHERE rest <> 0
    UNION ALL
    SELECT due, debit_date, max_date, amount FROM matched WHERE debit_date IS NOT NULL
    UNION ALL
    SELECT NULL, credit_date, max_date, -amount FROM matched
     WHERE credit_date < max_date
    UNION ALL
    SELECT CASE WHEN amount > 0 THEN due_date END, opened, settled_date, piece
      FROM item WHERE piece <> 0
), standing AS (
    SELECT month.k, month.day - p.due AS late, p.amount
      FROM month
      JOIN (SELECT due, opened, closed, SUM(amount) AS amount
              FROM every_piece GROUP BY due, opened, closed, amount > 0) AS p
        ON p.opened <= month.day AND (p.closed IS NULL OR p.closed > month.day)
), sums AS (
    SELECT k, SUM(amount) AS receivable,
           SUM(amount) FILTER (WHERE amount > 0) AS open_amount,
           -SUM(amount) FILTER (WHERE amount < 0) AS credits,
           SUM(amount) FILTER (WHERE amount > 0 AND late > 0) AS past_due,
           SUM(amount) FILTER (WHERE amount > 0 AND late <= 0) AS not_due,
           SUM(amount) FILTER (WHERE amount > 0 AND late BETWEEN 1 AND 30)
               AS bucket_30,
           SUM(amount) FILTER (WHERE amount > 0 AND late BETWEEN 31 AND 60)
               AS bucket_60,
           SUM(amount) FILTER (WHERE amount > 0 AND late BETWEEN 61 AND 90)
               AS bucket_90,
           SUM(amount) FILTER (WHERE amount > 0 AND late > 90) AS bucket_older
      FROM standing GROUP BY k
), balance AS (
    SELECT sums.*, COALESCE(past_due, 0) - COALESCE(netted.amount, 0) AS overdue
      FROM sums LEFT JOIN netted USING (k)
)"""

MOVED = """
sold AS (
    SELECT month.k, SUM(amount) AS sales, SUM(bills) AS invoice_count
      FROM month
      JOIN (SELECT l.date AS day, l.balance AS amount, l.bills
              FROM line l JOIN account_journal j ON j.id = l.journal_id
             WHERE j.type = 'sale'
            UNION ALL
            SELECT opened, amount, (amount > 0)::int FROM item) AS sale
        ON sale.day BETWEEN month.start AND month.day
     GROUP BY month.k
), collected AS (
    SELECT month.k, SUM(amount) AS paid,
           SUM(amount) FILTER (WHERE beyond <= 0) AS paid_in_time,
           SUM(amount * took) AS days_to_pay, SUM(amount * beyond) AS days_beyond,
           SUM(count) AS paid_count,
           SUM(count) FILTER (WHERE beyond <= 0) AS paid_in_time_count,
           SUM(count * beyond) AS count_days_beyond
      FROM month
      JOIN (SELECT max_date AS day, amount, count, max_date - due AS beyond,
                   max_date - debit_date AS took
              FROM matched
              JOIN account_journal d ON d.id = debit_journal AND d.type = 'sale'
              JOIN account_journal c ON c.id = credit_journal
               AND c.type IN ('bank', 'cash', 'credit')
            UNION ALL
            SELECT settled_date, amount, 1, settled_date - due_date,
                   settled_date - opened
              FROM item WHERE amount > 0 AND settled_date IS NOT NULL) AS payment
        ON payment.day BETWEEN month.start AND month.day
     GROUP BY month.k
)"""

# the pieces of what was contested, as ``snapshot_facts`` knows them
CONTESTED = f"""
contested_line AS MATERIALIZED (
    SELECT l.id, l.move_id, l.date, l.amount_residual AS rest,
           p.commercial_partner_id AS customer_id
      FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
     WHERE l.balance <> 0 AND {_counts("l")}
       AND (l.id = ANY(ARRAY(SELECT invoice_line_id FROM contest))
            OR l.move_id = ANY(ARRAY(SELECT invoice_id FROM contest)))
), piece AS (
    SELECT customer_id, id AS line_id, move_id, date AS opened, NULL::date AS closed,
           rest AS amount FROM contested_line WHERE rest <> 0
    UNION ALL
    SELECT l.customer_id, l.id, l.move_id, l.date, r.max_date, r.amount
      FROM contested_line l JOIN account_partial_reconcile r ON r.debit_move_id = l.id
)"""

PARTS = (
    *(source.MONTHS, source.HISTORY, ALIKE, CREDITORS, BALANCE, MOVED),
    *(source.CONTEST, CONTESTED, source.DISPUTED, source.PROMISED),
)
TOTALS = f"""
WITH {", ".join(PARTS)}, {source.gathered("k")}
SELECT month.start AS month, {source.sums()}
  FROM month LEFT JOIN figure USING (k) GROUP BY month.start ORDER BY month.start
"""


def totals_query(company, start, until, zone):
    """One row for each month with its figures, over all customers.

    :param company: id of a root company
    :param start, until: first day of the first month, and of the month after the last
    :param zone: of the company, for the days on which something was contested
    """
    return SQL(TOTALS, **source.values(company, start, until, zone))
