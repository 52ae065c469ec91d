"""The clocks of 100,000 open tickets: chosen, read from their stages, marked when late.

Data: 100,000 open tickets (``O2C_BENCH_TICKETS``) that came over the last thirty days,
each with two stays, every fifth waiting for the customer; ready policies, so that most
tickets have two clocks and more. Beside each set-based step stands what PostgreSQL
needs for the same rows with nothing else around it (ratio).

Target: all tickets read anew in a few minutes (a changed policy, in batches that other
work goes between); the run that finds nothing in milliseconds; the one that marks what
became late at most three times what the bare statement costs.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env

from odoo import fields

TICKETS = int(os.environ.get("O2C_BENCH_TICKETS", "100000"))
RECORD = Recorder("clocks", tickets=TICKETS)
SEED = """
INSERT INTO o2c_ticket
       (number, name, kind, priority, stage, waiting_for, company_id, partner_id,
        team_id, channel, opened_at, stage_since, clock_state, clocks_outdated,
        create_uid, create_date, write_uid, write_date)
SELECT 'BENCH' || n, 'Cups arrived broken',
       (ARRAY['complaint', 'enquiry', 'warranty', 'return'])[1 + n %% 4],
       CASE WHEN n %% 50 = 0 THEN '3' ELSE '0' END,
       CASE WHEN n %% 5 = 0 THEN 'waiting' ELSE 'investigation' END,
       CASE WHEN n %% 5 = 0 THEN 'customer' END,
       %(company)s, %(partner)s, %(team)s, 'email',
       %(now)s - n %% 720 * interval '1 hour',
       %(now)s - n %% 720 * interval '30 minutes', 'none', TRUE,
       1, %(now)s, 1, %(now)s
  FROM generate_series(1, %(count)s) n
"""
STAYS = """
INSERT INTO o2c_ticket_stage
       (ticket_id, company_id, stage, waiting_for, date_from, date_to)
SELECT t.id, t.company_id, 'received', NULL, t.opened_at, t.stage_since
  FROM o2c_ticket t WHERE t.number LIKE 'BENCH%%'
 UNION ALL
SELECT t.id, t.company_id, t.stage, t.waiting_for, t.stage_since, NULL
  FROM o2c_ticket t WHERE t.number LIKE 'BENCH%%'
"""
BARE = """
UPDATE o2c_ticket_clock SET state = 'missed', breached_at = due_at
 WHERE state = 'running' AND due_at < %s
"""
BARE_SHOWN = """
UPDATE o2c_ticket t SET clock_state = 'breached'
 WHERE EXISTS (SELECT FROM o2c_ticket_clock c
                WHERE c.ticket_id = t.id AND c.state = 'running' AND c.due_at < %s)
"""
TABLES = ("o2c_ticket", "o2c_ticket_stage", "o2c_ticket_clock")


def main():
    with bench_env() as env:
        _seed(env)
        _read_all(env)
        _mark(env)


def _seed(env):
    env.cr.execute("DELETE FROM o2c_ticket WHERE number LIKE 'BENCH%'")
    partner = env["res.partner"].create({"name": "Nordlicht Cafés"})
    team = env["o2c.ticket.team"].create({"name": "Care"})
    company = env.company
    values = {
        "company": company.id,
        "partner": partner.id,
        "team": team.id,
        "now": fields.Datetime.now(),
        "count": TICKETS,
    }
    env.cr.execute(SEED, values)
    env.cr.execute(STAYS, values)
    _settle(env)


def _settle(env):
    for table in TABLES:
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    env.invalidate_all()


def _read_all(env):
    clocks = env["o2c.ticket.clock"]

    def read():
        done = 0
        while count := clocks._refresh_outdated(500):
            done += count
            env.cr.commit()
            env.invalidate_all()
        return {"read": done}

    RECORD.timed(env, "read: all of them, clocks new", read)
    env.cr.execute("SELECT count(*) FROM o2c_ticket_clock")
    RECORD.say("clocks", 0, clocks=env.cr.fetchone()[0])
    env.cr.execute("UPDATE o2c_ticket SET clocks_outdated = TRUE")
    _settle(env)
    RECORD.timed(env, "read: all of them, nothing changed", read)
    _settle(env)


def _mark(env):
    clocks = env["o2c.ticket.clock"]
    now = fields.Datetime.now()
    clocks._mark(now)
    _settle(env)
    RECORD.timed(env, "run: nothing became late", lambda: _count(clocks._mark(now)))
    for what, later in (("an hour later", 1), ("a day later", 24), ("a month", 720)):
        moment = now + timedelta(hours=later)
        floor = _floor(env, moment)
        RECORD.timed(
            env,
            f"run: {what}",
            lambda at=moment: _count(clocks._mark(at)),
            floor=floor,
            floor_seconds=round(floor, 4),
        )
        env.cr.rollback()
        env.invalidate_all()
    clocks._mark(now + timedelta(hours=24))
    _settle(env)
    RECORD.timed(
        env,
        "steps of the chains that are due, found",
        lambda: {"steps": len(clocks._due_steps(now + timedelta(hours=24), 500))},
    )
    env.cr.rollback()


def _floor(env, moment):
    """Seconds that the bare statements need for the same clocks and tickets."""
    start = time.perf_counter()
    env.cr.execute(BARE_SHOWN, [moment])
    env.cr.execute(BARE, [moment])
    seconds = time.perf_counter() - start
    env.cr.rollback()
    return seconds


def _count(tickets):
    return {"marked": len(tickets)}


if __name__ == "__main__":
    main()
