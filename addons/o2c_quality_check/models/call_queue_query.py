"""The two queries behind the next call.

The first reads for which campaigns an agent calls now, a handful of rows. The second
reads the first due calls of each, every branch from an index of its own
(``_waiting_index``, ``_call_back_index``, ``_one_at_a_time`` on ``o2c_call``): it costs
the same for two hundred calls and for two hundred thousand.
"""

from odoo.tools import SQL

from .o2c_agent_session import SILENT

CAMPAIGNS = """
SELECT k.id, k.queue_weight AS weight,
       (SELECT count(*) FROM o2c_call_attempt a
         WHERE a.agent_id = %(user)s AND a.campaign_id = k.id
           AND a.at >= %(now)s - interval '12 hours') AS given,
       k.priority::int AS priority
  FROM o2c_campaign k
  JOIN res_company company ON company.id = k.company_id
  JOIN res_partner place ON place.id = company.partner_id
 CROSS JOIN LATERAL (
       SELECT ((%(now)s AT TIME ZONE 'UTC')
               AT TIME ZONE COALESCE(NULLIF(place.tz, ''), 'UTC'))::date AS today) day
 WHERE k.state = 'running' AND k.active AND k.is_spent IS NOT TRUE
   AND (k.leader_id = %(user)s OR EXISTS (
        SELECT 1 FROM o2c_campaign_agent_rel r
         WHERE r.campaign_id = k.id AND r.user_id = %(user)s))
   AND (%(campaigns)s IS NULL OR k.id = ANY(%(campaigns)s))
   AND k.company_id = ANY(%(companies)s)
   AND (k.date_from IS NULL OR k.date_from <= day.today)
   AND (k.date_to IS NULL OR k.date_to >= day.today)
"""

# call-backs first (his own before others'), then by priority, then the campaign in
# turn, then the oldest
DUE = """
WITH mine AS (
    SELECT k.id, k.lock_minutes, k.call_back_grace, m.turn
      FROM unnest(%(campaigns)s::int[]) WITH ORDINALITY AS m(id, turn)
      JOIN o2c_campaign k ON k.id = m.id
)
SELECT q.id FROM (
    SELECT b.id, 0 AS class, b.own, '' AS priority, 0 AS turn, b.next_try_at
      FROM mine m CROSS JOIN LATERAL (
        SELECT c.id, c.next_try_at,
               CASE WHEN c.agent_id = %(user)s THEN 0 ELSE 1 END AS own
          FROM o2c_call c
         WHERE c.campaign_id = m.id AND c.state = 'to_call' AND c.is_call_back IS TRUE
           AND c.next_try_at <= %(now)s
           AND (c.language_id IS NULL OR c.language_id = ANY(%(languages)s))
           AND c.id <> ALL(%(tried)s)
           AND (c.agent_id = %(user)s OR c.agent_id IS NULL OR c.call_back_any
                OR c.next_try_at + m.call_back_grace * interval '1 minute' <= %(now)s
                OR NOT EXISTS (
                   SELECT 1 FROM o2c_agent_session s
                    WHERE s.agent_id = c.agent_id AND s.ended_at IS NULL
                      AND s.state <> 'pause' AND s.seen_at >= %(silent)s)
                OR NOT EXISTS (
                   SELECT 1 FROM o2c_campaign k
                    WHERE k.id = m.id AND (k.leader_id = c.agent_id OR EXISTS (
                          SELECT 1 FROM o2c_campaign_agent_rel r
                           WHERE r.campaign_id = k.id AND r.user_id = c.agent_id))))
         ORDER BY own, c.next_try_at, c.id LIMIT %(limit)s) b
    UNION ALL
    SELECT c.id, CASE WHEN c.is_call_back IS TRUE THEN 0 ELSE 1 END, 1,
           CASE WHEN c.is_call_back IS TRUE THEN '' ELSE c.priority END,
           CASE WHEN c.is_call_back IS TRUE THEN 0 ELSE m.turn END, c.next_try_at
      FROM o2c_call c JOIN mine m ON m.id = c.campaign_id
     WHERE c.state = 'in_call' AND c.agent_id IS NOT NULL
       AND GREATEST(c.locked_at, c.touched_at)
           + m.lock_minutes * interval '1 minute' <= %(now)s
       AND (c.language_id IS NULL OR c.language_id = ANY(%(languages)s))
       AND c.id <> ALL(%(tried)s)
    UNION ALL
    SELECT w.id, 1, 1, p.priority, m.turn, w.next_try_at
      FROM mine m
     CROSS JOIN (VALUES ('2'), ('1'), ('0')) AS p(priority)
     CROSS JOIN LATERAL (
        SELECT c.id, c.next_try_at
          FROM o2c_call c
         WHERE c.campaign_id = m.id AND c.state = 'to_call'
           AND c.is_call_back IS NOT TRUE AND c.priority = p.priority
           AND c.next_try_at <= %(now)s
           AND (c.language_id IS NULL OR c.language_id = ANY(%(languages)s))
           AND c.id <> ALL(%(tried)s)
         ORDER BY c.next_try_at, c.id LIMIT %(limit)s) w
) q
 ORDER BY q.class, q.own, q.priority DESC, q.turn, q.next_try_at, q.id
 LIMIT %(limit)s
"""

NEXT_DUE = """
SELECT min(least(w.next_try_at, b.next_try_at))
  FROM unnest(%(campaigns)s::int[]) AS m(id)
  LEFT JOIN LATERAL (
       SELECT min(first.next_try_at) AS next_try_at
         FROM (VALUES ('2'), ('1'), ('0')) AS p(priority)
        CROSS JOIN LATERAL (
              SELECT c.next_try_at FROM o2c_call c
               WHERE c.campaign_id = m.id AND c.state = 'to_call'
                 AND c.is_call_back IS NOT TRUE AND c.priority = p.priority
                 AND c.next_try_at > %(now)s
                 AND (c.language_id IS NULL OR c.language_id = ANY(%(languages)s))
               ORDER BY c.next_try_at LIMIT 1) first) w ON true
  LEFT JOIN LATERAL (
       SELECT c.next_try_at FROM o2c_call c
        WHERE c.campaign_id = m.id AND c.state = 'to_call' AND c.is_call_back IS TRUE
          AND c.next_try_at > %(now)s
          AND (c.language_id IS NULL OR c.language_id = ANY(%(languages)s))
        ORDER BY c.next_try_at LIMIT 1) b ON true
"""


def campaigns_query(user, now, companies, campaigns):
    """For which campaigns ``user`` calls now: id, weight, given lately, priority."""
    return SQL(
        CAMPAIGNS, user=user.id, now=now, companies=companies, campaigns=campaigns
    )


def due_query(user, now, campaigns, languages, tried, limit):
    """The first due calls of ``campaigns`` (ids in the order of their turn)."""
    return SQL(
        DUE,
        user=user.id,
        now=now,
        silent=now - SILENT,
        campaigns=campaigns,
        languages=languages,
        tried=tried or [0],
        limit=limit,
    )


def next_due_query(campaigns, languages, now):
    """When the next call of ``campaigns`` will be due, one row."""
    return SQL(NEXT_DUE, campaigns=campaigns, languages=languages, now=now)
