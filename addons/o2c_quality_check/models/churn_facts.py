"""The one query that reads what all customers of a company do and say.

Days are days of the company's time zone, amounts company currency without taxes.
"""

from datetime import timedelta

from odoo.tools import SQL

from ..domain.churn import Facts

RECENT = 3
# what the query reads, to be written to the database before it runs
FLUSHED = (
    "sale.order res.partner o2c.call o2c.call.answer o2c.ticket o2c.milestone"
    " survey.question"
).split()
ROLES = ("nps", "csat", "ces", "overall")

FACTS = """
WITH sold AS (
    SELECT p.commercial_partner_id AS customer,
           (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
           o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount
      FROM sale_order o
      JOIN res_partner p ON p.id = o.partner_id
     WHERE o.company_id = %(company)s AND o.state = 'sale'
       AND o.date_order >= %(since)s AND o.date_order <= %(now)s
), ranked AS (
    SELECT *, row_number() OVER own AS place,
           day - lead(day) OVER own AS gap
      FROM sold WINDOW own AS (PARTITION BY customer ORDER BY day DESC, amount)
), rhythm AS (
    SELECT customer, count(*) AS orders, max(day) AS last_on,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS gap,
           avg(amount) FILTER (WHERE place <= %(recent)s) AS recent,
           -- as many before as are looked at now, else chance speaks
           CASE WHEN count(*) >= 2 * %(recent)s
                THEN avg(amount) FILTER (WHERE place > %(recent)s) END AS before,
           sum(amount) FILTER (WHERE day > %(today)s - 365) AS turnover
      FROM ranked GROUP BY customer
), mark AS (
    SELECT DISTINCT ON (c.partner_id) c.partner_id AS customer,
           CASE WHEN q.scale_max > q.scale_min AND q.question_type = 'scale'
                THEN (a.number - q.scale_min) / (q.scale_max - q.scale_min)
                ELSE a.number / 10.0 END AS score,
           (c.finished_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS scored_on
      FROM o2c_call_answer a
      JOIN o2c_call c ON c.id = a.call_id AND c.company_id = %(company)s
       AND c.finished_at >= %(recently)s
      JOIN survey_question q ON q.id = a.question_id
       AND q.o2c_role IN %(roles)s AND q.question_type IN ('scale', 'numerical_box')
     WHERE a.is_given
     ORDER BY c.partner_id, c.finished_at DESC, score
), refused AS (
    SELECT DISTINCT ON (c.partner_id) c.partner_id AS customer, c.verdict,
           (c.finished_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS refused_on
      FROM o2c_call c
     WHERE c.company_id = %(company)s AND c.verdict <> 'unknown'
       AND c.finished_at >= %(recently)s
     ORDER BY c.partner_id, c.finished_at DESC
), complained AS (
    SELECT DISTINCT ON (k.partner_id) k.partner_id AS customer, k.number
      FROM o2c_ticket k
     WHERE k.company_id = %(company)s AND k.kind = 'complaint' AND k.parent_id IS NULL
       AND k.opened_at >= %(recently)s
     ORDER BY k.partner_id, k.opened_at DESC, k.id DESC
), late AS (
    SELECT p.commercial_partner_id AS customer, count(*) AS late
      FROM o2c_milestone m
      JOIN sale_order o ON o.id = m.order_id AND o.company_id = %(company)s
      JOIN res_partner p ON p.id = o.partner_id
     WHERE m.kind = 'delivered' AND m.actual_at >= %(recently)s
       AND m.actual_at::date > m.planned_at::date
     GROUP BY 1
)
SELECT r.customer, r.orders, r.last_on, r.gap, r.recent, r.before,
       COALESCE(r.turnover, 0) AS turnover, mark.score, mark.scored_on,
       CASE WHEN refused.verdict = 'not_ok' THEN refused.refused_on END AS refused_on,
       complained.number AS complaint, COALESCE(late.late, 0) AS late,
       COALESCE(own.user_id, 0) AS user_id
  FROM rhythm r
  JOIN res_partner own ON own.id = r.customer AND own.active
  LEFT JOIN mark ON mark.customer = r.customer
  LEFT JOIN refused ON refused.customer = r.customer
  LEFT JOIN complained ON complained.customer = r.customer
  LEFT JOIN late ON late.customer = r.customer
 ORDER BY r.customer
"""


def churn_rows(company, thresholds, tz, today, now):
    """One row for every customer who ordered in the time that counts."""
    env = company.env
    for model in FLUSHED:
        env[model].flush_model()
    query = SQL(
        FACTS,
        tz=tz,
        company=company.id,
        today=today,
        now=now,
        since=now - timedelta(days=thresholds.lost_days + 1),
        recently=now - timedelta(days=thresholds.days),
        recent=RECENT,
        roles=ROLES,
    )
    names = (
        "customer orders last_on gap recent before turnover score scored_on refused_on"
        " complaint late user_id"
    ).split()
    return [dict(zip(names, row, strict=True)) for row in env.execute_query(query)]


def facts(row):
    """A row as the pure rule takes it."""
    return Facts(
        orders=row["orders"],
        last_on=row["last_on"],
        gap=_number(row["gap"]),
        recent=_number(row["recent"]),
        before=_number(row["before"]),
        score=_number(row["score"]),
        scored_on=row["scored_on"],
        refused_on=row["refused_on"],
        complaint=row["complaint"],
        late=row["late"],
    )


def _number(value):
    return None if value is None else float(value)
