"""One query that reads what the work list has to know, of all customers or of a few.

One row for each credit account that owes something or still is on the list. Amounts
come as text in the currency of the root company.
"""

from odoo.tools import SQL

from .open_item_facts import open_items_sql

# contacts that reached nobody leave the customer as he was
REACHED = "('not_reached', 'wrong_number')"

FACTS = f"""
WITH item AS (
    SELECT i.customer_id, i.due_date, i.level, i.residual_company::numeric AS company,
           i.residual::numeric AS residual, COALESCE(i.held, '0')::numeric AS held,
           COALESCE(i.promised, '0')::numeric AS promised,
           i.residual_company::numeric / NULLIF(i.residual::numeric, 0) AS rate
      FROM (%(items)s) AS i
     WHERE i.company_id = %(company)s
), found AS (
    SELECT i.customer_id, i.due_date, i.level,
           i.company AS residual,
           i.rate * GREATEST(i.residual - i.held - i.promised, 0) AS claim,
           i.rate * LEAST(i.held, i.residual) AS held,
           i.rate * LEAST(i.promised, i.residual) AS promised
      FROM item AS i
    UNION ALL
    SELECT p.commercial_partner_id, h.due_date, 0, h.open_amount,
           CASE WHEN h.disputed OR h.open_amount < 0 THEN 0 ELSE h.open_amount END,
           CASE WHEN h.disputed AND h.open_amount > 0 THEN h.open_amount ELSE 0 END, 0
      FROM o2c_history_item h
      JOIN res_partner p ON p.id = h.partner_id
     WHERE h.open_amount <> 0 AND h.counts AND h.company_id = %(company)s
       AND %(history_customers)s
), owed AS MATERIALIZED (
    SELECT customer_id,
           SUM(residual) FILTER (WHERE residual > 0) AS open,
           -SUM(residual) FILTER (WHERE residual < 0) AS credits,
           SUM(claim) FILTER (WHERE late) AS overdue,
           SUM(held) FILTER (WHERE residual > 0 AND late) AS held,
           SUM(promised) FILTER (WHERE residual > 0) AS promised,
           COUNT(*) FILTER (WHERE late AND claim > 0) AS items,
           MAX(%(today)s - due_date) FILTER (WHERE late AND claim > 0) AS days,
           (SUM(claim * (%(today)s - due_date)) FILTER (WHERE late)
               / NULLIF(SUM(claim) FILTER (WHERE late), 0))::float AS mean_days,
           MAX(level) FILTER (WHERE late) AS level
      FROM (SELECT found.*, due_date < %(today)s AND residual > 0 AS late
              FROM found) AS dated
     GROUP BY customer_id
), spoken AS MATERIALIZED (
    SELECT c.partner_id AS customer_id,
           MAX((c.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date) AS last
      FROM o2c_contact c
     WHERE c.purpose = 'collection' AND %(contact_customers)s
       AND (c.collection_result IS NULL OR c.collection_result NOT IN {REACHED})
     GROUP BY c.partner_id
), event AS MATERIALIZED (
    SELECT e.account_id,
           COUNT(*) FILTER (WHERE e.kind = 'broken_promise'
                              AND e.date > %(today)s - 365) AS broken,
           MAX(e.date) FILTER (WHERE e.kind = 'broken_promise') AS broken_on,
           bool_or(e.kind = 'insolvency' AND e.resolved_date IS NULL) AS insolvent
      FROM o2c_credit_event e
     WHERE e.kind IN ('broken_promise', 'insolvency')
       AND e.company_id = %(company)s AND %(event_accounts)s
     GROUP BY e.account_id
), tag AS MATERIALIZED (
    SELECT r.partner_id, array_agg(r.category_id) AS tags
      FROM res_partner_res_partner_category_rel r
     WHERE %(with_tags)s
     GROUP BY r.partner_id
)
SELECT a.id AS account_id, a.partner_id, a.collector_id,
       ROUND(owed.open, %(places)s)::text AS open,
       ROUND(owed.credits, %(places)s)::text AS credits,
       ROUND(owed.overdue, %(places)s)::text AS overdue,
       ROUND(owed.held, %(places)s)::text AS held,
       ROUND(owed.promised, %(places)s)::text AS promised,
       COALESCE(owed.items, 0) AS items,
       COALESCE(owed.days, 0) AS days, COALESCE(owed.mean_days, 0) AS mean_days,
       COALESCE(owed.level, 0) AS level, spoken.last AS last_contact,
       COALESCE(event.broken, 0) AS broken, event.broken_on,
       COALESCE(event.insolvent, FALSE) AS insolvent,
       call.since AS phone_since, word.date AS promise_date,
       a.risk_class, CASE WHEN a.score_date IS NOT NULL THEN a.probability END
           AS probability,
       COALESCE(a.invoices_paid, 0) AS paid,
       COALESCE(a.mean_days_late, 0)::float AS usual_days,
       COALESCE(a.delay_spread, 0)::float AS spread, a.payer_channel AS channel,
       COALESCE(NULLIF(person.phone, ''), NULLIF(p.phone, '')) IS NOT NULL
           AS has_phone,
       COALESCE(NULLIF(person.email, ''), NULLIF(p.email, '')) IS NOT NULL
           AS has_email,
       a.quiet_from, a.quiet_to, tag.tags,
       p.country_id AS country, p.industry_id AS industry, p.user_id AS salesperson,
       LEFT(p.name, 1) AS initial
  FROM o2c_credit_account a
  JOIN res_partner p ON p.id = a.partner_id
  LEFT JOIN res_partner person ON person.id = a.payer_contact_id
  LEFT JOIN owed ON owed.customer_id = a.partner_id
  LEFT JOIN spoken ON spoken.customer_id = a.partner_id
  LEFT JOIN event ON event.account_id = a.id
  LEFT JOIN tag ON tag.partner_id = a.partner_id
  LEFT JOIN (%(calls)s) AS call ON call.account_id = a.id
  LEFT JOIN (%(promises)s) AS word ON word.account_id = a.id
 WHERE a.company_id = %(company)s AND %(accounts)s
   AND (owed.customer_id IS NOT NULL
        OR EXISTS (SELECT FROM o2c_work_item w
                    WHERE w.account_id = a.id AND w.state <> 'done'))
"""
MISSING = """
SELECT DISTINCT i.customer_id
  FROM (%(items)s) AS i
 WHERE i.company_id = %(company)s AND i.residual::numeric > 0
   AND NOT EXISTS (SELECT FROM o2c_credit_account a
                    WHERE a.partner_id = i.customer_id
                      AND a.company_id = i.company_id)
"""
CALLS = """
SELECT n.account_id, MIN(n.create_date)::date AS since FROM o2c_dunning_notice n
 WHERE n.channel = 'phone' AND n.state IN ('approved', 'to_call')
 GROUP BY n.account_id
"""
PROMISES = """
SELECT r.account_id, MIN(r.date) AS date FROM o2c_promise r
 WHERE r.state = 'open' GROUP BY r.account_id
"""
# how calls went and promises were kept in a year, for the effect of a call
CALLED = """
SELECT COUNT(*), COUNT(*) FILTER (WHERE collection_result IN ('promise', 'paid'))
  FROM o2c_contact
 WHERE collection_result IS NOT NULL AND channel = 'phone' AND company_id = ANY(%s)
   AND at > %s - interval '365 days'
"""
KEPT = """
SELECT COUNT(*) FILTER (WHERE state IN ('kept', 'partly', 'broken')),
       COUNT(*) FILTER (WHERE state = 'kept')
  FROM o2c_promise WHERE company_id = ANY(%s) AND date > %s - 365
"""


def work_facts_query(company, today, zone, *, accounts=None, with_tags=False):
    """The query for one root company.

    :param accounts: credit accounts, None: all of the company
    :param zone: the time zone of the company, for the day of a contact
    """
    customers = ids = pairs = None
    if accounts is not None:
        customers, ids = accounts.partner_id.ids, accounts.ids
        pairs = [(customer, company.id) for customer in customers]
    return SQL(
        FACTS,
        items=open_items_sql(pairs=pairs),
        calls=SQL(CALLS),
        promises=SQL(PROMISES),
        company=company.id,
        today=today,
        zone=zone,
        places=company.currency_id.decimal_places,
        history_customers=_among("p.commercial_partner_id", customers),
        contact_customers=_among("c.partner_id", customers),
        event_accounts=_among("e.account_id", ids),
        accounts=_among("a.id", ids),
        with_tags=SQL("TRUE") if with_tags else SQL("FALSE"),
    )


def missing_query(company):
    """Customers who owe and have no credit account yet."""
    return SQL(MISSING, items=open_items_sql(), company=company.id)


def _among(column, ids):
    if ids is None:
        return SQL("TRUE")
    return SQL("%s = ANY(%s)", SQL(column), ids)
