"""The exception queue and the notices at volume: every ready rule over all orders.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``), see ``order_seed.py``, with
their timelines. Nearly all orders of the copies are years late, so that the first
search opens more exceptions than a company will ever have: the worst case.

Target: a search by all rules in 30 s at most when everything is new, and in a few
seconds when nothing has changed; notices of a month collected in a few.
"""

import json
import os
import sys
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent))
from order_seed import seed

ORDERS = int(os.environ.get("O2C_BENCH_ORDERS", "100000"))
BATCH = 20_000


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        _ready(env)
        _searches(env)
        _notices(env)


def _ready(env):
    env.cr.execute("SELECT count(*) FROM sale_order")
    if env.cr.fetchone()[0] < ORDERS:
        _timed("make the data", lambda: seed(env, ORDERS))
    env.cr.execute("SELECT count(DISTINCT order_id) FROM o2c_milestone")
    if env.cr.fetchone()[0] < ORDERS:
        ids = env["sale.order"].search([], order="id").ids
        for start in range(0, len(ids), BATCH):
            env["sale.order"]._o2c_rebuild_timeline(ids[start : start + BATCH])
            env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def _searches(env):
    env.cr.execute("DELETE FROM o2c_exception")
    env.cr.commit()
    Exceptions = env["o2c.exception"]
    rules = Exceptions._rules_of_companies()

    def look(detail=False):
        counts = [0, 0, 0]
        for rule, company in rules:
            start = time.perf_counter()
            found = Exceptions._find(rule, company)
            env.cr.commit()
            counts = [a + b for a, b in zip(counts, found, strict=True)]
            if detail:
                _say(f"rule: {rule.name}", time.perf_counter() - start, found=found[0])
        return dict(zip(("opened", "changed", "closed"), counts, strict=True))

    _timed("search: everything is new", lambda: look(detail=True), rules=len(rules))
    env.cr.execute("ANALYZE o2c_exception")
    env.cr.commit()
    look()
    _timed("search: nothing has changed", look, rules=len(rules))
    env.cr.execute("UPDATE sale_order SET o2c_stage = 'closed' WHERE id % 100 = 0")
    env.cr.commit()
    _timed("search: one in a hundred is settled", look, rules=len(rules))
    env.cr.execute("SELECT count(*) FROM o2c_exception WHERE state = 'open'")
    _say("open in the end", 0, exceptions=env.cr.fetchone()[0])


def _notices(env):
    env.cr.execute("DELETE FROM o2c_notification")
    rules = env["o2c.notification.rule"].with_context(active_test=False).search([])
    rules = rules.filtered(lambda r: r.trigger == "milestone")
    rules.write({"active": True, "max_age": 24 * 30})
    env.cr.execute(
        "UPDATE o2c_notification_rule SET since = now() - interval '60 days'"
    )
    env.cr.commit()
    env.invalidate_all()

    def collect():
        made = sum(env["o2c.notification"]._collect(rule) for rule in rules)
        env.cr.commit()
        return {"collected": made}

    _timed("notices of thirty days", collect, rules=len(rules))
    _timed("notices: nothing new", collect, rules=len(rules))


def _timed(what, action, **more):
    start = time.perf_counter()
    result = action() or {}
    _say(what, time.perf_counter() - start, **more, **result)


def _say(what, seconds, **more):
    result = {"bench": "exceptions", "what": what, "orders": ORDERS}
    result |= {"seconds": round(seconds, 4), **more}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:50} {seconds:9.3f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
