"""The work list of a collector: ranking everybody, the first screen, the next customer.

Data: 50,000 customers with 1,000,000 invoices (``O2C_BENCH_CUSTOMERS``,
``O2C_BENCH_INVOICES``), one in twenty overdue, see ``credit_seed.py``; twenty
collectors share them by one rule. Each reading in a fresh transaction of a collector.

Target: the first screen in 1 s, half is good; it is the queue and one customer whole.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
import credit_seed

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "50000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "1000000"))
COLLECTORS = 20
RUNS = 7


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        company = env.company.root_id
        prepare(env)
        rules = env["o2c.assignment.rule"]
        items = env["o2c.work.item"]
        timed(cr, "first ranking", lambda: items._refresh_company(company))
        timed(cr, "assignment of all", lambda: rules._assign(company))
        cr.commit()
        for what in ("ranked again, assigned", "ranked again, nothing changed"):
            timed(cr, what, lambda: items._refresh_company(company))
            cr.commit()
        cr.execute("ANALYZE o2c_work_item; ANALYZE o2c_credit_account")
        cr.commit()
        collector = env["o2c.collector"].search([], limit=1).user_id.id
        count = items.search_count([("state", "=", "open")])
    measure(registry, collector, count)


def prepare(env):
    """Customers with invoices, collectors and the rule that shares them."""
    if not env["res.partner"].search([("name", "=", f"{credit_seed.NAME} 1")], limit=1):
        credit_seed.seed(env, CUSTOMERS, INVOICES)
    company = env.company.root_id
    accounts(env, company)
    group = env.ref("o2c_credit.group_credit_user")
    collectors = env["o2c.collector"].search([("company_id", "=", company.id)])
    if len(collectors) < COLLECTORS:
        users = env["res.users"].create(
            [
                {
                    "name": f"Collector {n}",
                    "login": f"bench_collector_{n}",
                    "group_ids": [Command.set(group.ids)],
                }
                for n in range(COLLECTORS)
            ]
        )
        collectors = env["o2c.collector"].create(
            [{"user_id": user.id, "company_id": company.id} for user in users]
        )
        env["o2c.assignment.rule"].create(
            {
                "name": "All",
                "company_id": company.id,
                "collector_ids": [Command.set(collectors.ids)],
            }
        )
    env.cr.commit()


def accounts(env, company):
    """A credit account for each customer: one is made, its row is copied."""
    Partner = env["res.partner"]
    pair = (Partner.search([("name", "=", credit_seed.NAME)], limit=1), company)
    original = env["o2c.credit.account"]._of([pair])[pair]
    first = Partner.search([("name", "=", f"{credit_seed.NAME} 0")], limit=1).id
    env.flush_all()
    if not env["o2c.credit.account"].search([("partner_id", "=", first)], limit=1):
        own = {
            "id": "nextval('o2c_credit_account_id_seq')",
            "partner_id": f"{first} + n",
        }
        credit_seed._copy(env.cr, "o2c_credit_account", original.id, own, CUSTOMERS)
        env.invalidate_all()


def measure(registry, user, count):
    """What a collector waits for, the medians of fresh transactions."""

    def first_screen(items):
        items.queue({})
        item = items.browse(items.take_next({}))
        item.detail()

    cases = {
        "queue of one collector": lambda items: items.queue({}),
        "queue of all": lambda items: items.queue({"scope": "all"}),
        "queue of all by value": lambda items: items.queue(
            {"scope": "all", "order": "value"}
        ),
        "search a customer in all": lambda items: items.queue(
            {"scope": "all", "text": "debtor 4711"}
        ),
        "next customer": lambda items: items.take_next({}),
        "first screen: queue, claim, customer whole": first_screen,
    }
    for what, work in cases.items():
        times, queries = [], 0
        for _run in range(RUNS + 1):
            with registry.cursor() as cr:
                env = api.Environment(cr, user, {"lang": "en_US"})
                start, before = time.perf_counter(), cr.sql_log_count
                work(env["o2c.work.item"])
                times.append(time.perf_counter() - start)
                queries = cr.sql_log_count - before
                cr.rollback()
        record(what, statistics.median(times[1:]), queries, entries=count)


def timed(cr, what, work):
    start, before = time.perf_counter(), cr.sql_log_count
    result = work()
    seconds = time.perf_counter() - start
    record(what, seconds, cr.sql_log_count - before, rows=result)


def record(what, seconds, queries, **more):
    row = {
        "bench": "work list",
        "what": what,
        "customers": CUSTOMERS,
        "invoices": INVOICES,
        "seconds": round(seconds, 3),
        "queries": queries,
        **more,
    }
    print(json.dumps(row), flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with open(out, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
