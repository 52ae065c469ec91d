"""The figures of customer care at volume, and giving tickets to agents.

Data: 100,000 tickets of two years (``O2C_BENCH_TICKETS``), nine in ten closed, with
280,000 stages, 150,000 clocks, 30,000 ratings, 200,000 contacts; 20 agents.

Target: the dashboard of 12 months in 1 s of processor time.
"""

import os
import sys
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env

from odoo import Command, fields

TICKETS = int(os.environ.get("O2C_BENCH_TICKETS", "100000"))
RECORD = Recorder("care_insight", tickets=TICKETS)
NAME = "bench insight"
OPENED = "now() at time zone 'UTC' - (n * 730.0 / %(count)s) * interval '1 day'"
TICKETS_SQL = f"""
INSERT INTO o2c_ticket (name, company_id, partner_id, kind, priority, stage, channel,
       team_id, user_id, reason_id, opened_at, first_reply_at, closed_at, first_contact,
       reopen_count)
SELECT '{NAME}', %(company)s, (%(partners)s::int[])[1 + n %% 200],
       (ARRAY['complaint', 'enquiry', 'warranty', 'return'])[1 + n %% 4], '0',
       CASE WHEN n %% 10 = 0 THEN 'received' ELSE 'closed' END,
       (ARRAY['phone', 'email', 'portal'])[1 + n %% 3], %(team)s,
       (%(users)s::int[])[1 + n %% 20], (%(reasons)s::int[])[1 + n %% %(branches)s],
       {OPENED}, {OPENED} + (n %% 97) * interval '1 hour',
       CASE WHEN n %% 10 > 0 THEN {OPENED} + (3 + n %% 400) * interval '1 hour' END,
       n %% 7 = 0, (n %% 11 = 0)::int
  FROM generate_series(1, %(count)s) n
"""
STAGES_SQL = f"""
INSERT INTO o2c_ticket_stage (ticket_id, company_id, stage, date_from, date_to)
SELECT id, company_id, 'received', opened_at, first_reply_at FROM o2c_ticket
 WHERE name = '{NAME}'
UNION ALL
SELECT id, company_id, 'answered', first_reply_at, closed_at FROM o2c_ticket
 WHERE name = '{NAME}' AND first_reply_at < COALESCE(closed_at, 'infinity')
UNION ALL
SELECT id, company_id, 'closed', closed_at, NULL FROM o2c_ticket
 WHERE name = '{NAME}' AND stage = 'closed'
"""
CLOCKS_SQL = f"""
INSERT INTO o2c_ticket_clock (ticket_id, company_id, measure, round, state, started_at,
       met_at, breached_at)
SELECT id, company_id, m, 1, CASE WHEN id %% 9 = 0 THEN 'missed' ELSE 'met' END,
       opened_at, CASE WHEN id %% 9 > 0 THEN first_reply_at END,
       CASE WHEN id %% 9 = 0 THEN first_reply_at END
  FROM o2c_ticket, unnest(ARRAY['first_reply', 'resolution']) m
 WHERE name = '{NAME}' AND (m = 'first_reply' OR id %% 2 = 0)
"""
RATINGS_SQL = f"""
INSERT INTO rating_rating (res_model, res_id, rating, consumed, o2c_round, access_token)
SELECT 'o2c.ticket', id, 1 + id %% 5, true, 1, 'bench-' || id FROM o2c_ticket
 WHERE name = '{NAME}' AND stage = 'closed' AND id %% 3 = 0
"""
CONTACTS_SQL = """
INSERT INTO o2c_contact (company_id, partner_id, user_id, direction, channel, purpose,
       summary, at)
SELECT %(company)s, (%(partners)s::int[])[1 + n %% 200],
       (%(users)s::int[])[1 + n %% 20], (ARRAY['in', 'out'])[1 + n %% 2], 'email',
       'complaint', 'bench insight',
       now() at time zone 'UTC' - (n * 365.0 / %(count)s) * interval '1 day'
  FROM generate_series(1, 2 * %(count)s) n
"""


def main():
    with bench_env() as env:
        team = _ready(env)
        insight = env["o2c.care.insight"]
        narrow = {"field": "channel", "value": "email"}
        for what, action in (
            ("dashboard: 12 months, first", lambda: insight.dashboard(12)),
            ("dashboard: 12 months by reason", lambda: insight.dashboard(12)),
            ("dashboard: 12 months by agent", lambda: insight.dashboard(12, "agent")),
            ("dashboard: 24 months", lambda: insight.dashboard(24)),
            ("dashboard: one month", lambda: insight.dashboard(1)),
            ("dashboard: narrowed", lambda: insight.dashboard(12, "team", narrow)),
            ("workbook: 12 months", lambda: insight._workbook(12)),
            ("pivot: reason and month", lambda: _pivot(env)),
            ("give out: 1 ticket", lambda: _give(env, team, 1)),
            ("give out: 100 tickets", lambda: _give(env, team, 100)),
            (
                "give out: 100 that nobody can take",
                lambda: _give(env, team, 100, False),
            ),
        ):
            RECORD.timed(env, what, lambda action=action: bool(action()))
            env.cr.rollback()


def _pivot(env):
    return env["o2c.ticket.analysis"]._read_group(
        [], ["branch_id", "opened_at:month"], ["__count", "resolution_hours:avg"]
    )


def _give(env, team, count, there=True):
    """Choose agents; what Odoo does to tell them is not measured."""
    tickets = env["o2c.ticket"].search([("team_id", "=", team.id)], limit=count)
    env.cr.execute(
        "UPDATE o2c_ticket SET user_id = NULL WHERE id = ANY(%s)", [tickets.ids]
    )
    env["o2c.care.agent"].search([]).paused = not there
    env.invalidate_all()
    with patch.object(type(tickets), "_give_to", lambda *args: None):
        tickets._assign(fields.Datetime.now())
    env.flush_all()
    return True


def _ready(env):
    team = env["o2c.ticket.team"].search([("name", "=", NAME)])
    if not team:
        team = _seed(env)
        env.cr.commit()
        for table in (
            *("o2c_ticket", "o2c_ticket_stage", "o2c_ticket_clock"),
            *("rating_rating", "o2c_contact"),
        ):
            env.cr.execute(f"ANALYZE {table}")
        env.cr.commit()
    return team


def _seed(env):
    users = env["res.users"].with_context(no_reset_password=True)
    users = users.create(
        [
            {
                "name": f"Bench agent {number}",
                "login": f"bench_insight_{number}",
                "group_ids": [
                    Command.link(env.ref("o2c_customer_care.group_care_agent").id)
                ],
            }
            for number in range(20)
        ]
    )
    env["o2c.care.agent"].create([{"user_id": user.id} for user in users])
    team = env["o2c.ticket.team"].create(
        {
            "name": NAME,
            "assign": "balanced",
            "same_agent": False,
            "member_ids": [Command.set(users.ids)],
        }
    )
    sellers = env["res.partner"].create(
        [{"name": f"Bench {n}", "user_id": users[n % 20].id} for n in range(200)]
    )
    reasons = env["o2c.ticket.reason"].search([("parent_id", "!=", False)])
    values = {
        "company": env.company.id,
        "partners": sellers.ids,
        "users": users.ids,
        "team": team.id,
        "reasons": reasons.ids,
        "branches": len(reasons),
        "count": TICKETS,
    }
    env.flush_all()
    for statement in (TICKETS_SQL, STAGES_SQL, CLOCKS_SQL, RATINGS_SQL, CONTACTS_SQL):
        env.cr.execute(statement, values)
    return team


if __name__ == "__main__":
    main()
