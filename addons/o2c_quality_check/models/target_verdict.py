"""What ``domain.targeting`` decides one by one, decided by the database for all.

The pure rule is the measure: a test holds both against the same drawn cases. Only the
first reason is told, as counts and lists need no more.
"""

from odoo.tools import SQL

from ..domain.targeting import DATED, FALLEN, Why
from . import law_query

# the reasons in the order of the rule, see ``targeting.decide``
WHY = """CASE
    WHEN f.excluded = %(by_hand)s THEN %(by_hand)s
    WHEN f.state IN ('done', 'exhausted') THEN %(called)s
    WHEN f.state = 'in_call' THEN NULL
    WHEN NOT (f.stands OR f.picked) THEN %(fallen)s
    WHEN f.phone = '' THEN %(no_phone)s
    WHEN f.opted_out THEN %(opted_out)s
    WHEN NOT f.agreed AND f.complaint <> '' THEN %(complaint)s
    WHEN NOT f.agreed AND %(quiet)s > 0 AND f.pending <> '' THEN %(same_customer)s
    WHEN NOT f.agreed AND %(quiet)s > 0 AND %(today)s - f.contacted_on < %(quiet)s
        THEN %(contacted)s
    WHEN f.attempts > 0 OR f.picked THEN NULL
    WHEN %(dated)s AND %(today)s - f.day < %(low)s THEN %(too_early)s
    WHEN %(dated)s AND %(today)s - f.day > %(high)s THEN %(too_late)s
    WHEN cardinality(f.failed) > 0 THEN %(condition)s
END"""
# one per customer: who is listed stays before who is new, then the earlier day
TURN = """WINDOW turn AS (
    PARTITION BY j.partner_id, j.first_why IS NULL
    ORDER BY (j.state = 'in_call') IS TRUE DESC, j.agreed DESC, j.attempts DESC,
             (j.state = 'to_call') IS TRUE DESC, j.day NULLS FIRST,
             j.key COLLATE "C")"""
PLACE = """CASE WHEN j.first_why IS NULL THEN row_number() OVER turn END AS place,
       CASE WHEN j.first_why IS NULL THEN first_value(j.name) OVER turn
            END AS first_name"""
VERDICT = """
WITH found AS MATERIALIZED (%(targets)s),
judged AS (
    SELECT f.*, %(why)s AS first_why, f.failed[1] AS first_rule FROM found f),
placed AS (SELECT j.*, %(place)s FROM judged j %(turn)s),
fit AS (
    SELECT p.*, COALESCE(p.first_why, CASE WHEN p.place > 1 THEN %(same)s END) AS fits,
           NOT (p.attempts > 0 OR p.picked OR p.agreed) AS fresh
      FROM placed p),
verdict AS MATERIALIZED (
    SELECT x.*, COALESCE(x.fits, other.why) AS why,
           CASE WHEN x.fits IS NULL THEN other.rule
                WHEN x.fits = %(condition)s THEN x.first_rule END AS rule,
           x.fits IS NULL AND other.why IS NULL
               AND x.state IS DISTINCT FROM 'to_call'
               AND x.state IS DISTINCT FROM 'in_call' AS is_asked
      FROM fit x CROSS JOIN LATERAL (
          SELECT CASE %(others)s ELSE NULL END AS why,
                 CASE %(rules)s ELSE NULL::int END AS rule) other)
"""
# the facts of the law, without what makes no difference to whether a call may ever be
# made: an earlier yes matters by its day only against an entry in a register
LAW = """,
person AS (%(people)s),
law AS MATERIALIZED (
    SELECT said.whole, said.idx AS key, said.id, said.raw, said.tz, said.country,
           said.state AS region, left(said.zip, 2) AS zip, said.is_sole_trader,
           said.is_company, said.number,
           CASE WHEN said.country = ANY(%(one_zone)s)
                  OR said.country = 'ES' AND said.state IS NOT NULL
                  OR said.country || '/' || said.state = ANY(%(known)s)
                THEN '' ELSE said.number END AS prefix,
           said.blocked, said.called, said.refused_at,
           CASE WHEN entry.lists THEN said.given_at
                WHEN said.given_at IS NOT NULL THEN %(now)s END AS given_at,
           CASE WHEN said.withdrawn_at IS NOT NULL THEN %(now)s END AS withdrawn_at,
           CASE WHEN entry.lists THEN said.contract_until END AS contract_until,
           said.entries::text AS entries
      FROM (%(facts)s) said
     CROSS JOIN LATERAL (
           SELECT COALESCE(bool_or(e -> 2 <> 'null'), false) AS lists
             FROM jsonb_array_elements(said.entries) e) entry)
"""
# the number as Odoo wrote it; NULL: it has to be read first
PERSON = """v AS whole, v.key AS idx, v.person_id AS partner_id, v.phone AS raw,
       CASE WHEN v.phone = p.phone AND p.phone_sanitized <> '' THEN p.phone_sanitized
            END AS number"""
ASKS = """(SELECT whole, idx, partner_id, raw, number, id, customer_id, tz, country,
                 state, zip, is_sole_trader, is_company, number AS phone,
                 %(purpose)s::text AS purpose, %(company)s::int AS company_id,
                 false AS is_automatic
            FROM person) a"""
# what is the same for all of one group
ALIKE_NAMES = (
    "tz country region zip is_sole_trader is_company prefix blocked called refused_at"
    " given_at withdrawn_at contract_until entries"
).split()
ALIKE = ", ".join(ALIKE_NAMES)
COUNT = """
SELECT why, rule, NULL AS number, count(*) AS n, NULL::jsonb AS unread, %(nothing)s
  FROM verdict WHERE NOT is_asked GROUP BY why, rule
UNION ALL
SELECT NULL, NULL, min(number), count(*), NULL, %(alike)s
  FROM law WHERE number IS NOT NULL GROUP BY %(alike)s
UNION ALL
SELECT NULL, NULL, NULL, count(*), jsonb_agg(jsonb_build_array(key, id, raw)),
       %(nothing)s
  FROM law WHERE number IS NULL HAVING count(*) > 0
"""
# what is alike, with the types of its columns where there is nothing
NOTHING = """NULL::text AS tz, NULL::text AS country, NULL::text AS region,
       NULL::text AS zip, NULL::boolean AS is_sole_trader, NULL::boolean AS is_company,
       NULL::text AS prefix, NULL::boolean AS blocked, NULL::timestamp[] AS called,
       NULL::timestamp AS refused_at, NULL::timestamp AS given_at,
       NULL::timestamp AS withdrawn_at, NULL::date AS contract_until,
       NULL::text AS entries"""
# those of whom something may change, and beside them how many there are of the others
CHANGES = """
SELECT same.why AS same_why, same.rule AS same_rule, same.n AS same_n, loose.*
  FROM (SELECT why, rule, count(*) AS n
          FROM verdict v WHERE NOT (v.is_asked OR %(loose)s)
         GROUP BY why, rule) same
  FULL JOIN (
       SELECT v.*, NULL AS law_number, %(nothing)s
         FROM verdict v WHERE NOT v.is_asked AND %(loose)s
        UNION ALL
       SELECT (law.whole).*, law.number, %(alike)s FROM law) loose ON false
"""
# a call that waits and no longer should; when a sample is drawn all who fit matter
MOVED = "(v.state = 'to_call' AND v.why IS NOT NULL) IS TRUE"
DRAWN = "(v.why IS NULL OR v.state = 'to_call') IS TRUE"


def verdict(targets, rule, today, others):
    """The part of a statement that says why who is not called.

    :param targets: the query of ``target_query``
    :param rule: ``targeting.Rule``
    :param others: what is asked beyond the rule: (condition on ``x``, code, id of the
        line or None), the first that is true counts
    """
    named = {why.value: why.value for why in Why}
    why = SQL(
        WHY,
        **named,
        fallen=FALLEN[rule.source].value,
        quiet=rule.quiet_days,
        today=today,
        dated=rule.source in DATED,
        low=rule.min_days,
        high=rule.max_days,
    )
    alone = bool(rule.quiet_days)
    return SQL(
        VERDICT,
        targets=targets,
        why=why,
        place=SQL(PLACE) if alone else SQL("1 AS place, NULL::text AS first_name"),
        turn=SQL(TURN) if alone else SQL(),
        same=Why.SAME_CUSTOMER.value,
        condition=Why.CONDITION.value,
        others=_cases([(test, code) for test, code, _line in others], "text"),
        rules=_cases([(test, line) for test, _code, line in others], "int"),
    )


def law_facts(purpose, company, zones, registers, since, now):
    """The part that reads what the law wants to know of those whom it is asked about.

    :param zones: (countries with one time zone, ``country/state`` whose zone is known)
    """
    one_zone, known = zones
    asks = SQL(ASKS, purpose=purpose, company=company)
    people = SQL("verdict v JOIN res_partner p ON p.id = v.person_id")
    return SQL(
        LAW,
        people=law_query.people_query(people, SQL("v.is_asked"), SQL(PERSON)),
        facts=law_query.facts_query(asks, registers, since, now),
        one_zone=one_zone,
        known=known,
        now=now,
    )


def count_query(parts):
    """How many are called and how many are not for which reason; groups for the law."""
    return SQL("%s%s", parts, SQL(COUNT, alike=SQL(ALIKE), nothing=SQL(NOTHING)))


def changes_query(parts, drawn):
    """The rows of which something may change.

    :param drawn: a sample is drawn: all who fit are wanted
    """
    loose = SQL(DRAWN if drawn else MOVED)
    return SQL(
        "%s%s",
        parts,
        SQL(CHANGES, loose=loose, alike=SQL(ALIKE), nothing=SQL(NOTHING)),
    )


def _cases(cases, kind):
    parts = [
        SQL("WHEN x.fits IS NULL AND (%s) THEN %s::%s", test, value, SQL(kind))
        for test, value in cases
    ]
    return SQL(" ").join(parts) if parts else SQL("WHEN false THEN NULL::%s", SQL(kind))
