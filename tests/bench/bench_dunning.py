"""A dunning run over all customers: decide every open item, write notices and items.

Data: 10,000 customers and 200,000 invoices (``O2C_BENCH_CUSTOMERS``,
``O2C_BENCH_INVOICES``; large is 50,000 and 1,000,000), see ``credit_seed``: 15 % are
open, a third of these overdue, up to 200 days. Customers have an e-mail address; the
strategy is the ready one, whatever day of the week it is.

Then, on committed data: two processes make a run at the same moment, and ten processes
that make one are killed at ten moments. Afterwards one more run finishes; nothing may
be there twice and nothing missing.

With ``BENCH_ADDONS`` (a folder with the peer's add-ons, see
``shared/bench/README.md``) the peer's run over the same items, once: lines, then
communications, without mails, as ours.

Target at large: decide and write 38,000 items in 6 s at most, 3 s is good, 200 queries
at most.
"""

import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from contextlib import suppress
from pathlib import Path

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config, mute_logger

sys.path.insert(0, str(Path(__file__).parent))
from credit_measure import peer_registry
from credit_seed import NAME, seed

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "10000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "200000"))
DATABASE = os.environ["O2C_BENCH_DB"]
ROUNDS = 3
PEER = "credit.control.run"
KILLS = 10
ADDRESS = """
UPDATE res_partner SET email = 'c' || id || '@example.com',
       email_normalized = 'c' || id || '@example.com', lang = 'en_US'
 WHERE name LIKE %s
"""
LEAVE = """
UPDATE account_move_line l SET o2c_dunning_level = n.level, o2c_dunning_cycle = n.cycle,
       o2c_dunning_date = current_date
  FROM o2c_dunning_notice_line n WHERE n.live AND l.id = n.line_id
"""
COUNT = """
SELECT COUNT(*), COUNT(DISTINCT (line_id, level, cycle)), COUNT(DISTINCT notice_id)
  FROM o2c_dunning_notice_line WHERE live
"""
WHOLE = """
SELECT COUNT(*) FROM o2c_dunning_notice n
 WHERE NOT EXISTS (SELECT FROM o2c_dunning_notice_line l WHERE l.notice_id = n.id)
    OR n.claimed <> (SELECT SUM(l.claimed) FROM o2c_dunning_notice_line l
                      WHERE l.notice_id = n.id)
"""


def main():
    config.parse_config(["-d", DATABASE, "--no-http", "--log-level=error"])
    registry = peer_registry(DATABASE, ["account_credit_control"])
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cr.execute("SELECT 1 FROM res_partner WHERE name = %s", [f"{NAME} 1"])
        if not cr.fetchone():
            seed(env, CUSTOMERS, INVOICES)
        prepare(env)
        cr.commit()
        measure(env)
        cr.rollback()
        if PEER in env:
            peer(env)
            cr.rollback()
    most = expected(registry)
    race(registry, most)
    killed(registry, most)


def prepare(env):
    env.cr.execute(ADDRESS, [f"{NAME} %"])
    strategy = env.ref("o2c_credit.strategy_standard")
    strategy.any_day = True
    # the seed's lines are of the past: what is early would all be due at once
    env.company.o2c_dunning_strategy_id = strategy
    # customers who owe were scored before, and so have an account
    accounts = env["o2c.credit.account"]
    known = accounts.search([("company_id", "=", env.company.id)]).partner_id
    customers = env["res.partner"].search([("name", "like", f"{NAME} %")])
    missing = (customers - known).ids
    accounts.with_context(tracking_disable=True)._make_all(missing, env.company)
    env.flush_all()
    env.cr.execute("ANALYZE o2c_credit_account")
    env.cr.execute("ANALYZE res_partner")


# ------------------------------------------------------------------ how long
def measure(env):
    company, Run = env.company.root_id, env["o2c.dunning.run"]
    day = company._o2c_credit_today()
    floor(env, company)
    for number in range(ROUNDS + 1):
        point = env.cr.savepoint(flush=False)
        run = Run.create({"day": day})
        timed(env, "simulate", run._simulate, number, lambda r=run: r.proposal_count)
        timed(env, "decide and write", run._generate, number, lambda r=run: lines(r))
        env.flush_all()
        point.rollback()
        env.invalidate_all(flush=False)
    first = Run.create({"day": day})
    first._generate()
    env.flush_all()
    env.cr.execute("UPDATE o2c_dunning_notice SET state = 'sent'")
    env.cr.execute(LEAVE)
    env.invalidate_all(flush=False)
    later = Run.create({"day": env["o2c.dunning.run"]._fields["day"].add(day, days=30)})
    timed(env, "one month later", later._generate, 1, lambda: lines(later))


def lines(run):
    return len(run.notice_ids.line_ids)


def floor(env, company):
    """What PostgreSQL alone needs for the open items."""
    from odoo.addons.o2c_credit.models.dunning_facts import (  # noqa: PLC0415
        items_query,
    )

    seconds, rows = [], []
    for _number in range(ROUNDS + 1):
        start = time.perf_counter()
        query = items_query(company.id, company.ids, None, env.cr.now())
        rows = env.execute_query(query)
        seconds.append(time.perf_counter() - start)
    say("floor: the open items", statistics.median(seconds[1:]), items=len(rows))


TIMES = {}


def timed(env, what, action, number, count):
    """Run ``action``; the first round warms up, the last one says the median."""
    env.flush_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    TIMES.setdefault(what, []).append(time.perf_counter() - start)
    if number in (1, ROUNDS) and len(TIMES[what]) in (1, ROUNDS + 1):
        queries = env.cr.sql_log_count - before
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        taken = statistics.median(TIMES[what][1:] or TIMES[what])
        say(what, taken, items=count(), queries=queries, megabytes=memory)


# ------------------------------------------------------------------ the peer
def peer(env):
    """account_credit_control over the same items: lines, then communications."""
    policy = env.ref("account_credit_control.credit_control_3_time")
    receivable = [("account_type", "=", "asset_receivable")]
    policy.account_ids = env["account.account"].search(receivable)
    env.company.credit_policy_id = policy
    day = env.company._o2c_credit_today()
    run = env[PEER].create({"date": day, "policy_ids": [(6, 0, policy.ids)]})
    timed(env, "peer: lines", run.generate_credit_lines, 1, lambda: len(run.line_ids))
    run.set_to_ready_lines()
    letters = env["credit.control.communication"]

    def communicate():
        letters._generate_comm_from_credit_lines(run.line_ids)

    mine = [("credit_control_line_ids.run_id", "=", run.id)]
    timed(
        env,
        "peer: communications",
        communicate,
        1,
        lambda: letters.search_count(mine),
    )


# ------------------------------------------------------------------ only once
def make(database):
    """One run in a process of its own, tried again as Odoo does after a conflict."""
    sql_db.close_all()
    with Registry(database).cursor() as cr, mute_logger("odoo.sql_db"):
        env = api.Environment(cr, SUPERUSER_ID, {})
        retrying(lambda: env["o2c.dunning.run"].create({})._generate(), env)


def wipe(registry):
    with registry.cursor() as cr:
        for table in ("notice_line", "notice", "proposal", "run"):
            cr.execute(f"DELETE FROM o2c_dunning_{table}")


def counted(registry):
    with registry.cursor() as cr:
        cr.execute(COUNT)
        items, keys, notices = cr.fetchone()
        cr.execute(WHOLE)
        return items, keys, notices, cr.fetchone()[0]


def expected(registry):
    """How many items one undisturbed run reminds of, and in how many notices."""
    wipe(registry)
    process = start()
    process.join()
    items, _keys, notices, _wrong = counted(registry)
    if process.exitcode or not items:
        sys.exit("The undisturbed run made nothing: there is nothing to compare with.")
    return items, notices


def start():
    process = multiprocessing.get_context("fork").Process(target=make, args=(DATABASE,))
    process.start()
    return process


def race(registry, most):
    wipe(registry)
    begun = time.perf_counter()
    both = [start(), start()]
    for process in both:
        process.join()
    report(registry, "two processes at once", begun, most)


def killed(registry, most):
    wipe(registry)
    process, begun = start(), time.perf_counter()
    process.join()
    whole = time.perf_counter() - begun
    wipe(registry)
    begun = time.perf_counter()
    for number in range(KILLS):
        process = start()
        time.sleep(whole * (number + 0.5) / KILLS)
        with suppress(ProcessLookupError):
            process.kill()
        process.join()
    process = start()
    process.join()
    report(registry, f"killed {KILLS} times, then finished", begun, most)


def report(registry, what, begun, most):
    items, keys, notices, wrong = counted(registry)
    say(
        what,
        time.perf_counter() - begun,
        items=items,
        twice=items - keys,
        missing=most[0] - keys,
        notices=notices,
        notices_wrong=wrong + abs(notices - most[1]),
    )


def say(what, seconds, **more):
    result = {"bench": "dunning", "what": what, "customers": CUSTOMERS}
    result |= {"invoices": INVOICES, "seconds": round(seconds, 4), **more}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:34} {seconds:9.4f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
