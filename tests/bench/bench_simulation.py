"""A policy tried on the orders of twelve months: 25,000 orders over 700 days, of them
some 11,000 in the period, half of them invoiced and paid.

Five rules are tried, twice; the first run warms the caches and is left out.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
import order_seed

ORDERS = 25_000
RUNS = 3
RULES = {
    "days_overdue": {"days": 30, "amount": 500},
    "overdue_amount": {"amount": 5000},
    "order_amount": {"amount": 10_000},
    "limit_exceeded": {},
    "last_payment": {"days": 60},
}


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        order_seed.seed(env, ORDERS)
        cr.execute("ANALYZE")
        simulation = prepare(env)
        times = [run(simulation) for _number in range(RUNS + 1)][1:]
        report(simulation, times)
        cr.rollback()


def prepare(env):
    rules = env["o2c.credit.rule"].create(
        [{"name": kind, "kind": kind, **vals} for kind, vals in RULES.items()]
    )
    vals = {"choice": "picked", "rule_ids": [(6, 0, rules.ids)]}
    return env["o2c.credit.simulation"].create(vals)


def run(simulation):
    simulation.env.flush_all()
    simulation.env.invalidate_all()
    start = time.perf_counter()
    simulation.action_run()
    simulation.env.flush_all()
    return time.perf_counter() - start


def report(simulation, times):
    result = {
        "bench": "simulation",
        "orders": simulation.order_count,
        "held": simulation.held_count,
        "rules": len(RULES),
        "seconds": round(statistics.median(times), 2),
        "runs": [round(taken, 2) for taken in times],
    }
    print(json.dumps(result))
    if os.environ.get("O2C_BENCH_OUT"):
        with open(os.environ["O2C_BENCH_OUT"], "a", encoding="utf-8") as out:
            out.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
