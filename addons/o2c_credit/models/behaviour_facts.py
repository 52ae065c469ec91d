"""How customers paid and what is open: one row for each, for one of them or for all.

The past is what is known on a date: an open invoice past its due date is late at once,
nobody waits for its payment; one that a credit note settled says nothing of how its
customer pays. Amounts are in company currency.
"""

from datetime import timedelta

from odoo.tools import SQL

from .receivable_facts import RECEIVABLES_FLUSHED, receivables_sql

# an invoice of so many days ago counts half of one of today
HALF_LIFE = 90.0
LAST_FEW = 6
WORST_WITHIN = 180
BILLED_WITHIN = 180
EVENTS_WITHIN = 365

OTHER_FLUSHED = {
    "o2c.hold": None,
    "o2c.hold.reason": ["stops_collection"],
    "o2c.credit.event": None,
    "o2c.promise": ["state", "kept_on", "last_day", "matured_count"],
    "o2c.credit.rating": None,
    "o2c.score.prior": None,
    "o2c.history.item": None,
    "res.partner": ["commercial_partner_id", "country_id", "industry_id"],
}

ITEM = """
    SELECT r.company_id, r.customer_id, r.origin, r.origin_id, r.invoice_date,
           r.due_date, r.amount::float8 AS amount,
           r.open_amount::float8 AS open_amount, r.settled_date,
           r.settled_date IS NOT NULL AND NOT r.credited AS paid,
           COALESCE(r.settled_date, %(as_of)s::date) - r.due_date AS delay
      FROM (%(receivables)s) AS r
     WHERE %(wanted)s
"""

BEHAVIOUR = """
WITH item AS MATERIALIZED (%(item)s), known AS (
    SELECT *, GREATEST(delay, 0) AS late,
           power(0.5::float8, GREATEST(%(as_of)s::date - due_date, 0)
                              / %(half_life)s::float8) AS weight,
           ROW_NUMBER() OVER (PARTITION BY company_id, customer_id
                              ORDER BY due_date DESC, origin, origin_id DESC) AS place
      FROM item
     WHERE paid OR (open_amount > 0 AND due_date < %(as_of)s)
), behaviour AS (
    SELECT company_id, customer_id, COUNT(*) AS known_count,
           COUNT(*) FILTER (WHERE delay > %(grace)s) AS late_count,
           AVG(late)::float8 AS mean_delay,
           AVG(late) FILTER (WHERE place <= %(few)s)::float8 AS recent_delay,
           (SUM(weight * late) / NULLIF(SUM(weight), 0))::float8 AS weighted_delay,
           COALESCE(MAX(late) FILTER (
               WHERE COALESCE(settled_date, %(as_of)s) > %(worst_from)s), 0)
               AS worst_delay,
           COUNT(*) FILTER (WHERE paid) AS paid_count,
           AVG(delay) FILTER (WHERE paid)::float8 AS mean_days_late,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY delay)
               FILTER (WHERE paid) AS median_days_late,
           stddev_pop(delay) FILTER (WHERE paid)::float8 AS spread,
           COUNT(*) FILTER (WHERE delay <= 0) AS on_time_count,
           (SUM(late * amount) / NULLIF(SUM(amount), 0))::float8 AS days_beyond_terms,
           corr(amount::float8, delay) FILTER (WHERE paid) AS amount_effect
      FROM known GROUP BY company_id, customer_id
), situation AS (
    SELECT company_id, customer_id,
           AVG(due_date - invoice_date)::float8 AS term_days,
           %(as_of)s::date - MIN(invoice_date) AS relation_days,
           COALESCE(MAX(%(as_of)s::date - due_date) FILTER (WHERE open_amount > 0), 0)
               AS days_overdue,
           COALESCE(SUM(open_amount) FILTER (
               WHERE open_amount > 0 AND due_date < %(as_of)s), 0)::float8
               AS overdue_amount,
           COALESCE(SUM(open_amount) FILTER (WHERE open_amount > 0), 0)::float8
               AS open_amount,
           COALESCE(SUM(amount) FILTER (WHERE invoice_date >= %(billed_from)s), 0)
               ::float8 AS billed,
           MAX(invoice_date) AS last_invoice
      FROM item GROUP BY company_id, customer_id
), weekday AS (
    SELECT DISTINCT ON (company_id, customer_id) company_id, customer_id, day, times
      FROM (SELECT company_id, customer_id,
                   EXTRACT(isodow FROM settled_date)::int AS day, COUNT(*) AS times
              FROM item WHERE paid GROUP BY 1, 2, 3) AS d
     ORDER BY company_id, customer_id, times DESC, day
), monthday AS (
    SELECT DISTINCT ON (company_id, customer_id) company_id, customer_id, day, times
      FROM (SELECT company_id, customer_id,
                   EXTRACT(day FROM settled_date)::int AS day, COUNT(*) AS times
              FROM item WHERE paid GROUP BY 1, 2, 3) AS d
     ORDER BY company_id, customer_id, times DESC, day
), instalments AS (
    SELECT i.company_id, i.customer_id, COUNT(*) AS partial_count
      FROM (SELECT debit_move_id FROM account_partial_reconcile
             WHERE max_date <= %(as_of)s
             GROUP BY debit_move_id HAVING COUNT(DISTINCT max_date) > 1) AS p
      JOIN item i ON i.origin = 'ledger' AND i.origin_id = p.debit_move_id
     GROUP BY i.company_id, i.customer_id
)
SELECT s.*, b.known_count, b.late_count, b.mean_delay, b.recent_delay,
       b.weighted_delay, b.worst_delay, b.paid_count, b.mean_days_late,
       b.median_days_late, b.spread, b.on_time_count, b.days_beyond_terms,
       b.amount_effect, w.day AS weekday, w.times AS weekday_times,
       m.day AS monthday, m.times AS monthday_times,
       COALESCE(p.partial_count, 0) AS partial_count
  FROM situation s
  LEFT JOIN behaviour b USING (company_id, customer_id)
  LEFT JOIN weekday w USING (company_id, customer_id)
  LEFT JOIN monthday m USING (company_id, customer_id)
  LEFT JOIN instalments p USING (company_id, customer_id)
"""

OPEN = """
SELECT r.company_id, r.customer_id,
       GREATEST(MAX(%(as_of)s::date - r.due_date), 0) AS days_overdue,
       COALESCE(SUM(r.open_amount) FILTER (WHERE r.due_date < %(as_of)s), 0)::float8
           AS overdue_amount,
       SUM(r.open_amount)::float8 AS open_amount
  FROM (%(receivables)s) AS r
 WHERE r.open_amount > 0 AND %(wanted)s
 GROUP BY r.company_id, r.customer_id
"""

DELAYS = """
SELECT date_trunc('month', r.due_date)::date AS month,
       AVG(GREATEST(COALESCE(r.settled_date, %(as_of)s) - r.due_date, 0))::float8,
       COUNT(*)
  FROM (%(receivables)s) AS r
 WHERE NOT r.credited AND %(wanted)s AND r.due_date > %(as_of)s::date - 365
   AND (r.settled_date IS NOT NULL OR (r.open_amount > 0 AND r.due_date < %(as_of)s))
 GROUP BY 1 ORDER BY 1
"""

# one row for each feature that somebody has: company, customer, feature, value
OTHER = """
SELECT split_part(c.parent_path, '/', 1)::int AS company_id,
       p.commercial_partner_id AS customer_id, 'disputes' AS feature,
       COUNT(*)::float8 AS value
  FROM o2c_hold h
  JOIN o2c_hold_reason t ON t.id = h.reason_id AND t.stops_collection
  JOIN res_partner p ON p.id = h.partner_id
  JOIN res_company c ON c.id = h.company_id
 WHERE (h.invoice_id IS NOT NULL OR h.invoice_line_id IS NOT NULL)
   AND h.date_from > %(events_from)s AND h.date_from < %(after)s
   AND p.commercial_partner_id = ANY(%(customers)s)
 GROUP BY 1, 2
UNION ALL
SELECT h.company_id, p.commercial_partner_id, 'disputes', COUNT(*)::float8
  FROM o2c_history_item h
  JOIN res_partner p ON p.id = h.partner_id
 WHERE h.disputed AND h.invoice_date > %(events_from)s AND h.invoice_date <= %(as_of)s
   -- when it was contested is not known: in the past, when it was settled since
   AND (%(live)s OR h.settled_date <= %(as_of)s)
   AND p.commercial_partner_id = ANY(%(customers)s)
 GROUP BY 1, 2
UNION ALL
SELECT e.company_id, e.partner_id,
       CASE e.kind WHEN 'broken_promise' THEN 'broken_promises'
                   ELSE 'returned_payments' END,
       COUNT(DISTINCT COALESCE(-e.promise_id, e.id))::float8
  FROM o2c_credit_event e
  LEFT JOIN o2c_promise p ON p.id = e.promise_id
 WHERE e.kind IN ('broken_promise', 'returned_payment')
   -- the money was found to have come in time after all
   AND (p.id IS NULL OR p.state = 'broken')
   AND e.date > %(events_from)s AND e.date <= %(as_of)s
   AND e.partner_id = ANY(%(customers)s)
 GROUP BY 1, 2, 3
UNION ALL
SELECT p.company_id, p.partner_id, 'promises_kept',
       AVG(CASE WHEN p.state = 'kept' THEN 1 ELSE 0 END)::float8
  FROM o2c_promise p
 WHERE p.matured_count = 1 AND p.partner_id = ANY(%(customers)s)
   AND COALESCE(p.kept_on, p.last_day + 1) > %(events_from)s
   AND COALESCE(p.kept_on, p.last_day + 1) <= %(as_of)s
 GROUP BY 1, 2
UNION ALL
SELECT company_id, customer_id, 'rating', value FROM (
    SELECT DISTINCT ON (r.partner_id, r.company_id) r.company_id,
           r.partner_id AS customer_id, r.scale::float8 AS value
      FROM o2c_credit_rating r
     WHERE r.date <= %(as_of)s AND (r.expires IS NULL OR r.expires > %(as_of)s)
       AND r.partner_id = ANY(%(customers)s)
     ORDER BY r.partner_id, r.company_id, r.date DESC, r.id DESC) AS newest
UNION ALL
SELECT o.company_id, p.id, 'prior', AVG(o.risk)::float8
  FROM o2c_score_prior o
  JOIN res_partner p ON p.country_id = o.country_id OR p.industry_id = o.industry_id
 WHERE p.id = ANY(%(customers)s)
 GROUP BY 1, 2
"""


def behaviour_query(as_of, grace, *, live=False, companies=None, customers=None):
    """One row for each customer (and root company) that was ever invoiced.

    :param as_of: what was known at the end of this day
    :param grace: an invoice is late from more than so many days
    :param live: ``as_of`` is today, so that the ledger is read as it stands
    :param companies: ids of root companies, None: all
    :param customers: ids of commercial partners, None: all
    """
    item = SQL(
        ITEM,
        as_of=as_of,
        receivables=receivables_sql(None if live else as_of),
        wanted=_wanted(companies, customers),
    )
    return SQL(
        BEHAVIOUR,
        item=item,
        as_of=as_of,
        grace=grace,
        few=LAST_FEW,
        half_life=HALF_LIFE,
        worst_from=as_of - timedelta(days=WORST_WITHIN),
        billed_from=as_of - timedelta(days=BILLED_WITHIN),
    )


def open_query(as_of, companies, customers):
    """What is open of these customers today, whatever their history is."""
    return SQL(
        OPEN,
        as_of=as_of,
        receivables=receivables_sql(open_only=True),
        wanted=_wanted(companies, customers),
    )


def delays_query(as_of, company, customer):
    """How late one customer paid what fell due in each month of the last year."""
    return SQL(
        DELAYS,
        as_of=as_of,
        receivables=receivables_sql(),
        wanted=_wanted([company], [customer]),
    )


def other_query(as_of, customers, *, live=False):
    """Disputes, ratings, priors of these customers, with every root company."""
    return SQL(
        OTHER,
        as_of=as_of,
        after=as_of + timedelta(days=1),
        events_from=as_of - timedelta(days=EVENTS_WITHIN),
        customers=list(customers),
        live=live,
    )


def flush(env, *tables):
    """Write to the database what the queries read."""
    for names_of in (RECEIVABLES_FLUSHED, *tables):
        for model, names in names_of.items():
            env[model].flush_model(names)


def _wanted(companies, customers):
    conditions = [SQL("TRUE")]
    if companies is not None:
        conditions.append(SQL("r.company_id = ANY(%s)", list(companies)))
    if customers is not None:
        conditions.append(SQL("r.customer_id = ANY(%s)", list(customers)))
    return SQL(" AND ").join(conditions)
