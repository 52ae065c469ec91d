"""What customers owed, bought and paid in each of some months, from the ledger.

Every receivable line is cut into pieces: one for each match, open until the day of the
match, and what is not matched, open until now. What was open at the end of a month is
the sum of the pieces open on that day, for any month of the past, and agrees with the
balance of the receivable accounts on it. The imported history makes one piece of each
item. One query for all months and customers of a company; amounts are in its currency.

A month is counted as year * 12 + month, a number that can be added to.
"""

from odoo.tools import SQL

SNAPSHOT_FLUSHED = {
    "account.account": ["account_type"],
    "account.journal": ["type"],
    "account.move.line": [
        "account_id",
        "partner_id",
        "company_id",
        "move_id",
        "journal_id",
        "parent_state",
        "balance",
        "amount_residual",
        "date_maturity",
        "date",
    ],
    "account.partial.reconcile": None,
    "o2c.credit.account": ["partner_id", "company_id", "collector_id"],
    "o2c.history.item": None,
    "o2c.hold": None,
    "o2c.promise": None,
    "o2c.hold.reason": ["stops_collection"],
    "o2c.score": None,
    "res.company": ["parent_path"],
    "res.partner": ["commercial_partner_id", "country_id", "industry_id", "user_id"],
}

# the amounts of a snapshot, in the order of the query
AMOUNTS = (
    "receivable open_amount credits overdue not_due bucket_30 bucket_60 bucket_90"
    " bucket_older disputed sales paid paid_in_time days_to_pay days_beyond"
    " promised promise_kept"
).split()
COUNTS = (
    "invoice_count paid_count paid_in_time_count count_days_beyond promise_count"
    " promise_kept_count"
).split()
FIGURES = [*AMOUNTS, *COUNTS]

MONTHS = """
month AS MATERIALIZED (
    SELECT k, make_date((k - 1) / 12, (k - 1) %% 12 + 1, 1) AS start,
           (make_date((k - 1) / 12, (k - 1) %% 12 + 1, 1)
            + interval '1 month' - interval '1 day')::date AS day
      FROM generate_series(%(first)s, %(last)s) AS k
), branch AS MATERIALIZED (
    SELECT id FROM res_company
     WHERE split_part(parent_path, '/', 1)::int = %(company)s
)"""

# pieces: amount from one day on until another, null: still open
LEDGER = """
line AS MATERIALIZED (
    SELECT l.id, l.move_id, p.commercial_partner_id AS customer_id, l.date,
           COALESCE(l.date_maturity, l.date) AS due, l.balance,
           l.amount_residual AS rest, j.type = 'sale' AS is_sale,
           j.type IN ('bank', 'cash', 'credit') AS is_money
      FROM account_move_line l
      JOIN account_journal j ON j.id = l.journal_id
      JOIN res_partner p ON p.id = l.partner_id
     WHERE l.parent_state = 'posted' AND l.balance <> 0
       AND l.company_id = ANY(ARRAY(SELECT id FROM branch))
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
       AND l.date < %(until)s
), matched AS MATERIALIZED (
    SELECT d.id AS debit_id, c.id AS credit_id, d.customer_id AS debtor,
           c.customer_id AS payer, d.move_id, d.due, d.date AS debit_date,
           c.date AS credit_date, r.amount, r.max_date, d.is_sale, c.is_money
      FROM account_partial_reconcile r
      LEFT JOIN line d ON d.id = r.debit_move_id
      LEFT JOIN line c ON c.id = r.credit_move_id
     WHERE d.id IS NOT NULL OR c.id IS NOT NULL
), piece AS (
    SELECT customer_id, id AS line_id, move_id, due, date AS opened,
           NULL::date AS closed, rest AS amount FROM line WHERE rest <> 0
    UNION ALL
    SELECT debtor, debit_id, move_id, due, debit_date, max_date, amount
      FROM matched WHERE debit_id IS NOT NULL
    UNION ALL
    SELECT payer, credit_id, NULL, NULL, credit_date, max_date, -amount
      FROM matched WHERE credit_date < max_date
)"""

# an item whose payments are not known one by one is open with what is open of it now
HISTORY = """
item AS MATERIALIZED (
    SELECT p.commercial_partner_id AS customer_id, h.invoice_date AS opened, h.due_date,
           h.settled_date, h.amount, h.disputed,
           CASE WHEN h.settled_date IS NOT NULL THEN h.amount
                WHEN h.counts THEN h.open_amount ELSE 0 END AS piece
      FROM o2c_history_item h
      JOIN res_partner p ON p.id = h.partner_id
     WHERE h.company_id = %(company)s AND h.invoice_date < %(until)s
)"""

OPEN = """
every_piece AS (
    SELECT customer_id, due, opened, closed, amount FROM piece
    UNION ALL
    SELECT customer_id, CASE WHEN amount > 0 THEN due_date END, opened, settled_date,
           piece FROM item WHERE piece <> 0
), standing AS (
    SELECT customer_id, due, amount,
           generate_series(
               GREATEST(%(first)s, month_of.opened),
               LEAST(%(last)s, month_of.closed - 1)) AS k
      FROM every_piece CROSS JOIN LATERAL (
           SELECT (date_part('year', opened) * 12
                   + date_part('month', opened))::int AS opened,
                  COALESCE((date_part('year', closed) * 12
                            + date_part('month', closed))::int, 999999) AS closed
           ) AS month_of
     WHERE month_of.closed > month_of.opened AND month_of.closed > %(first)s
), sums AS (
    SELECT customer_id, k, SUM(amount) AS receivable,
           SUM(amount) FILTER (WHERE amount > 0) AS open_amount,
           -SUM(amount) FILTER (WHERE amount < 0) AS credits,
           SUM(amount) FILTER (WHERE amount > 0 AND due >= day) AS not_due,
           SUM(amount) FILTER (WHERE amount > 0 AND due BETWEEN day - 30 AND day - 1)
               AS bucket_30,
           SUM(amount) FILTER (WHERE amount > 0 AND due BETWEEN day - 60 AND day - 31)
               AS bucket_60,
           SUM(amount) FILTER (WHERE amount > 0 AND due BETWEEN day - 90 AND day - 61)
               AS bucket_90,
           SUM(amount) FILTER (WHERE amount > 0 AND due < day - 90) AS bucket_older
      FROM standing JOIN month USING (k)
     GROUP BY customer_id, k
), balance AS (
    -- unmatched credits are counted against what is overdue first
    SELECT sums.*, GREATEST(0, COALESCE(open_amount, 0) - COALESCE(not_due, 0)
                               - COALESCE(credits, 0)) AS overdue
      FROM sums
)"""

# what happened in the month: bills of both ledgers, and money for them
MOVED = """
sale AS (
    SELECT customer_id, date, balance AS amount,
           (balance > 0)::int AS invoice
      FROM line WHERE is_sale AND date >= %(start)s
    UNION ALL
    SELECT customer_id, opened, amount, (amount > 0)::int FROM item
     WHERE opened >= %(start)s
), sold AS (
    SELECT customer_id, (date_part('year', date) * 12 + date_part('month', date))::int
           AS k, SUM(amount) AS sales, COUNT(*) FILTER (WHERE invoice = 1)
           AS invoice_count
      FROM sale GROUP BY 1, 2
), payment AS (
    SELECT debtor AS customer_id, max_date AS day, amount, max_date - due AS beyond,
           max_date - debit_date AS took
      FROM matched WHERE is_money AND is_sale
       AND max_date >= %(start)s AND max_date < %(until)s
    UNION ALL
    SELECT customer_id, settled_date, amount, settled_date - due_date,
           settled_date - opened
      FROM item WHERE amount > 0 AND settled_date >= %(start)s
       AND settled_date < %(until)s
), collected AS (
    SELECT customer_id, (date_part('year', day) * 12 + date_part('month', day))::int
           AS k, SUM(amount) AS paid,
           SUM(amount) FILTER (WHERE beyond <= 0) AS paid_in_time,
           SUM(amount * took) AS days_to_pay, SUM(amount * beyond) AS days_beyond,
           COUNT(*) AS paid_count,
           COUNT(*) FILTER (WHERE beyond <= 0) AS paid_in_time_count,
           SUM(beyond) AS count_days_beyond
      FROM payment GROUP BY 1, 2
)"""

# amounts that were contested, never more of an invoice than was open of it; a hold on
# all of an invoice is a pause and no dispute
CONTEST = """
contest AS MATERIALIZED (
    SELECT h.invoice_id, h.invoice_line_id, h.amount,
           (h.date_from AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS since,
           (h.date_to AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS until
      FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id
     WHERE r.stops_collection AND h.is_partial
       AND h.company_id = ANY(ARRAY(SELECT id FROM branch))
       AND (h.invoice_id IS NOT NULL OR h.invoice_line_id IS NOT NULL)
)"""
DISPUTED = """
contested AS (
    SELECT p.customer_id, month.k, c.invoice_id, c.invoice_line_id, c.amount,
           SUM(p.amount) AS open
      FROM contest c
      JOIN month ON month.day >= c.since AND (c.until IS NULL OR month.day < c.until)
      JOIN piece p ON (p.line_id = c.invoice_line_id OR p.move_id = c.invoice_id)
       AND p.opened <= month.day AND (p.closed IS NULL OR p.closed > month.day)
       AND p.amount > 0
     GROUP BY p.customer_id, month.k, c.invoice_id, c.invoice_line_id, c.amount
), dispute AS (
    SELECT customer_id, k, SUM(amount) AS disputed
      FROM (SELECT customer_id, k, LEAST(MAX(open), SUM(amount)) AS amount
              FROM contested GROUP BY customer_id, k, invoice_id, invoice_line_id
            UNION ALL
            SELECT i.customer_id, month.k, i.piece
              FROM item i
              JOIN month ON i.opened <= month.day
               AND (i.settled_date IS NULL OR i.settled_date > month.day)
             WHERE i.disputed AND i.piece > 0) AS found
     GROUP BY 1, 2
)"""

# promises count in the month in which their last day lies
PROMISED = """
promise AS (
    SELECT partner_id AS customer_id,
           (date_part('year', last_day) * 12 + date_part('month', last_day))::int AS k,
           SUM(matured_amount) AS promised, SUM(kept_amount) AS promise_kept,
           SUM(matured_count) AS promise_count, SUM(kept_count) AS promise_kept_count
      FROM o2c_promise
     WHERE company_id = %(company)s AND matured_count > 0
       AND last_day >= %(start)s AND last_day < %(until)s
     GROUP BY 1, 2
)"""

# each source fills its own columns, the others are null there
PARTS = {
    "balance": "receivable open_amount credits overdue not_due bucket_30 bucket_60"
    " bucket_90 bucket_older",
    "sold": "sales invoice_count",
    "collected": "paid paid_in_time days_to_pay days_beyond paid_count"
    " paid_in_time_count count_days_beyond",
    "dispute": "disputed",
    "promise": "promised promise_kept promise_count promise_kept_count",
}


def gathered(keys):
    """The figures of all sources one below the other, as a part of the query."""
    rows = " UNION ALL ".join(
        f"SELECT {keys}, {_columns(FIGURES, owned.split())} FROM {source}"
        for source, owned in PARTS.items()
    )
    return f"figure AS ({rows})"


def sums():
    return ", ".join(
        f"COALESCE(SUM({name}), 0){'::int' if name in COUNTS else ''} AS {name}"
        for name in FIGURES
    )


def _columns(names, owned):
    return ", ".join(
        name if name in owned else f"NULL::numeric AS {name}" for name in names
    )


GATHERED = (
    f"WITH {MONTHS}, {LEDGER}, {HISTORY}, {OPEN}, {MOVED}, {CONTEST},"
    f" {DISPUTED}, {PROMISED}, {gathered('customer_id, k')}"
)
FRESH = f"""
{GATHERED} SELECT month.start AS month, month.day AS date, customer_id, {sums()}
  FROM figure JOIN month USING (k)
 GROUP BY month.start, month.day, customer_id
"""
# the class of the last score of the month or of the last month that has one
CLASSES = """
scored AS (
    SELECT DISTINCT ON (partner_id, k) partner_id AS customer_id, k, risk_class
      FROM (SELECT id, partner_id, risk_class, date,
                   (date_part('year', date) * 12 + date_part('month', date))::int AS k
              FROM o2c_score WHERE company_id = %(company)s) AS s
     ORDER BY partner_id, k, date DESC, id DESC
), classed AS (
    SELECT customer_id, risk_class, make_date((k - 1) / 12, (k - 1) %% 12 + 1, 1)
           AS since,
           LEAD(make_date((k - 1) / 12, (k - 1) %% 12 + 1, 1))
               OVER (PARTITION BY customer_id ORDER BY k) AS until
      FROM scored
)"""
# a table of its own, so that PostgreSQL knows how much there is before it compares
FRESH_TABLE = "o2c_credit_snapshot_fresh"
MAKE = f"CREATE TEMPORARY TABLE {FRESH_TABLE} ON COMMIT DROP AS {FRESH}"
WRITE = f"""
WITH {CLASSES}
INSERT INTO o2c_credit_snapshot AS s
       (company_id, partner_id, month, date, account_id, collector_id, user_id,
        country_id, industry_id, risk_class, {{figures}})
SELECT %(company)s, f.customer_id, f.month, f.date, a.id, a.collector_id, p.user_id,
       p.country_id, p.industry_id, c.risk_class, {{chosen}}
  FROM {FRESH_TABLE} f
  JOIN res_partner p ON p.id = f.customer_id
  LEFT JOIN o2c_credit_account a ON a.partner_id = f.customer_id
   AND a.company_id = %(company)s
  LEFT JOIN classed c ON c.customer_id = f.customer_id AND c.since <= f.month
   AND (c.until IS NULL OR c.until > f.month)
    ON CONFLICT (company_id, partner_id, month) DO UPDATE
   SET (date, account_id, {{figures}}) = ROW (excluded.date, excluded.account_id,
        {{excluded}}), risk_class = COALESCE(excluded.risk_class, s.risk_class)
 WHERE (s.account_id, {{stored}}) IS DISTINCT FROM (excluded.account_id, {{excluded}})
    OR COALESCE(excluded.risk_class, s.risk_class) IS DISTINCT FROM s.risk_class
"""
REMOVE = f"""
DELETE FROM o2c_credit_snapshot s
 WHERE s.company_id = %(company)s AND s.month >= %(start)s AND s.month < %(until)s
   AND NOT EXISTS (SELECT FROM {FRESH_TABLE} f
                    WHERE f.customer_id = s.partner_id AND f.month = s.month)
"""


def index_of(day):
    """The number of a month."""
    return day.year * 12 + day.month


def write(cr, company, start, until, zone):
    """Make the snapshots of these months say what the ledger says; those that say it
    already are not touched.

    :param company: id of a root company
    :param start, until: first day of the first month, and of the month after the last
    :param zone: of the company, for the days on which something was contested
    :return: how many were written or removed
    """
    known = values(company, start, until, zone)
    text = WRITE.format(
        figures=", ".join(FIGURES),
        chosen=", ".join(f"f.{name}" for name in FIGURES),
        excluded=", ".join(f"excluded.{name}" for name in FIGURES),
        stored=", ".join(f"s.{name}" for name in FIGURES),
    )
    cr.execute(SQL(MAKE, **known))
    # nobody has counted the new snapshots: without an index the search in it is a scan
    cr.execute(SQL("CREATE INDEX ON %s (customer_id, month)", _fresh_table()))
    cr.execute(SQL("ANALYZE %s", _fresh_table()))
    changed = 0
    for step in (text, REMOVE):
        cr.execute(SQL(step, **known))
        changed += cr.rowcount
    cr.execute(SQL("DROP TABLE %s", _fresh_table()))
    return changed


def _fresh_table():
    return SQL.identifier(FRESH_TABLE)


def values(company, start, until, zone):
    return {
        "company": company,
        "start": start,
        "until": until,
        "first": index_of(start),
        "last": index_of(until) - 1,
        "zone": zone,
    }
