"""What the leader's board reads, three queries whatever the number of agents."""

AGENTS = """
SELECT u.id, p.name, s.state, s.started_at AS since, s.reason, s.call_id,
       COALESCE(a.calls, 0) AS calls, COALESCE(a.reached, 0) AS reached,
       COALESCE(a.late, 0) AS late, COALESCE(w.worked, 0) AS worked,
       COALESCE(w.busy, 0) AS busy,
       COALESCE(g.away_from <= %(today)s
                AND COALESCE(g.away_to, %(today)s) >= %(today)s, false) AS away
  FROM res_users u
  JOIN res_partner p ON p.id = u.partner_id
  LEFT JOIN o2c_call_agent g ON g.user_id = u.id
  LEFT JOIN o2c_agent_session s
    ON s.agent_id = u.id AND s.ended_at IS NULL AND s.seen_at >= %(silent)s
   AND s.company_id = ANY(%(companies)s)
  LEFT JOIN LATERAL (
       SELECT count(*) AS calls, count(*) FILTER (WHERE t.reached) AS reached,
              count(*) FILTER (WHERE t.promise = 'late') AS late
         FROM o2c_call_attempt t
        WHERE t.agent_id = u.id AND t.at >= %(since)s
          AND t.campaign_id = ANY(%(campaigns)s)) a ON true
  LEFT JOIN LATERAL (
       SELECT sum(x.seconds) AS worked,
              sum(x.seconds) FILTER (WHERE x.state IN ('in_call', 'wrap_up')) AS busy
         FROM (SELECT e.state, extract(epoch FROM COALESCE(e.ended_at, CASE
                        WHEN e.seen_at >= %(silent)s THEN %(now)s ELSE e.seen_at END)
                      - GREATEST(e.started_at, %(since)s)) AS seconds
                 FROM o2c_agent_session e
                WHERE e.agent_id = u.id AND e.state <> 'pause'
                  AND e.company_id = ANY(%(companies)s)
                  AND COALESCE(e.ended_at, %(now)s) > %(since)s) x) w ON true
 WHERE u.active AND (s.id IS NOT NULL OR a.calls > 0 OR EXISTS (
       SELECT 1 FROM o2c_campaign_agent_rel r
        WHERE r.user_id = u.id AND r.campaign_id = ANY(%(campaigns)s)))
 ORDER BY CASE s.state WHEN 'in_call' THEN 0 WHEN 'wrap_up' THEN 1
          WHEN 'available' THEN 2 WHEN 'pause' THEN 3 ELSE 4 END, p.name, u.id
"""

LISTS = """
SELECT k.id, k.name, COALESCE(c.due, 0) AS due, COALESCE(c.later, 0) AS later,
       COALESCE(c.in_call, 0) AS in_call, COALESCE(c.call_backs, 0) AS call_backs,
       COALESCE(c.overdue, 0) AS overdue
  FROM o2c_campaign k
  LEFT JOIN (
       SELECT c.campaign_id,
              count(*) FILTER (WHERE c.state = 'to_call'
                               AND c.next_try_at <= %(now)s) AS due,
              count(*) FILTER (WHERE c.state = 'to_call'
                               AND c.next_try_at > %(now)s) AS later,
              count(*) FILTER (WHERE c.state = 'in_call') AS in_call,
              count(*) FILTER (WHERE c.state = 'to_call' AND c.is_call_back
                               AND c.next_try_at <= %(now)s) AS call_backs,
              count(*) FILTER (WHERE c.state = 'to_call' AND c.is_call_back
                               AND c.next_try_at + x.call_back_grace
                                   * interval '1 minute' < %(now)s) AS overdue
         FROM o2c_call c JOIN o2c_campaign x ON x.id = c.campaign_id
        WHERE c.campaign_id = ANY(%(campaigns)s) AND c.state IN ('to_call', 'in_call')
        GROUP BY c.campaign_id) c ON c.campaign_id = k.id
 WHERE k.id = ANY(%(campaigns)s)
 ORDER BY c.overdue DESC NULLS LAST, c.due DESC NULLS LAST, k.name, k.id
"""

CALL_BACKS = """
SELECT c.id, c.next_try_at AS at, c.agent_id, c.call_back_any
  FROM o2c_call c
 WHERE c.campaign_id = ANY(%(campaigns)s) AND c.state = 'to_call'
   AND c.is_call_back IS TRUE AND c.next_try_at < %(until)s
 ORDER BY c.next_try_at, c.id
 LIMIT 50
"""
