"""What a dialler asks of the database, each a single statement."""

from odoo.tools import SQL

from .o2c_agent_session import SILENT

# numbers that may be dialled: no call-back, which is an agent's promise, no call that
# wants a language, nobody who is being rung
TARGETS = """
SELECT c.id
  FROM o2c_call c
 WHERE c.campaign_id = %(campaign)s AND c.state = 'to_call'
   AND c.is_call_back IS NOT TRUE AND c.language_id IS NULL
   AND c.next_try_at <= %(now)s
   AND NOT EXISTS (SELECT 1 FROM o2c_dialler_line l
                    WHERE l.call_id = c.id AND l.ended_at IS NULL)
 ORDER BY c.priority DESC, c.next_try_at, c.id
 LIMIT %(limit)s
"""
PAST = """
SELECT count(*), count(answered_at),
       count(*) FILTER (WHERE result = 'abandoned'),
       (SELECT avg(wait_seconds) FROM (
            SELECT w.wait_seconds FROM o2c_dialler_line w
             WHERE w.campaign_id = %(campaign)s AND w.dialled_at >= %(since)s
               AND w.wait_seconds IS NOT NULL AND w.answered_at IS NOT NULL
             ORDER BY w.id DESC LIMIT 100) last)
  FROM o2c_dialler_line
 WHERE campaign_id = %(campaign)s AND dialled_at >= %(since)s AND error IS NULL
"""
# agents of the campaign who are there, with what they do; free ones hold no call
AGENTS = """
SELECT s.agent_id, s.state, s.started_at,
       EXISTS (SELECT 1 FROM o2c_call c
                WHERE c.agent_id = s.agent_id AND c.state = 'in_call') AS holds
  FROM o2c_agent_session s
 WHERE s.ended_at IS NULL AND s.seen_at >= %(silent)s AND s.state <> 'pause'
   AND EXISTS (SELECT 1 FROM o2c_campaign_agent_rel r
                WHERE r.campaign_id = %(campaign)s AND r.user_id = s.agent_id)
 ORDER BY s.started_at, s.agent_id
"""
TIMES = """
SELECT avg(NULLIF(talk_seconds, 0)), avg(NULLIF(wrap_seconds, 0))
  FROM o2c_call_attempt
 WHERE campaign_id = %(campaign)s AND at >= %(since)s
"""


def targets_query(campaign, now, limit):
    return SQL(TARGETS, campaign=campaign.id, now=now, limit=limit)


def past_query(campaign, since):
    return SQL(PAST, campaign=campaign.id, since=since)


def agents_query(campaign, now):
    return SQL(AGENTS, campaign=campaign.id, silent=now - SILENT)


def times_query(campaign, since):
    return SQL(TIMES, campaign=campaign.id, since=since)
