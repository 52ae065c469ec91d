"""The process view at volume: measuring all orders, and the screen's figures.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``), see ``order_seed.py``, with
their timelines rebuilt. The screen is asked over 90 days and over two years.

Target: all orders measured in 60 s, the figures of a quarter in 2 s.
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
from order_seed import seed

ORDERS = int(os.environ.get("O2C_BENCH_ORDERS", "100000"))
BATCH = 20_000


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        _ready(env)
        _measure(env, "measure: nothing stored yet")
        _measure(env, "measure: all of them again")
        _pending(env)
        for days in (90, 730):
            _figures(env, days)


def _ready(env):
    env.cr.execute("SELECT count(*) FROM sale_order")
    if env.cr.fetchone()[0] < ORDERS:
        seed(env, ORDERS)
        env.cr.execute("ANALYZE")
        env.cr.commit()
    env.cr.execute("SELECT count(DISTINCT order_id) FROM o2c_milestone")
    if env.cr.fetchone()[0] < ORDERS:
        ids = env["sale.order"].search([], order="id").ids
        for start in range(0, len(ids), BATCH):
            env["sale.order"]._o2c_rebuild_timeline(ids[start : start + BATCH])
            env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
    env.cr.execute("DELETE FROM o2c_process")
    env.cr.commit()


def _measure(env, what):
    ids = env["sale.order"].search([("state", "=", "sale")], order="id").ids
    start = time.perf_counter()
    for place in range(0, len(ids), BATCH):
        env["o2c.process"]._measure(ids[place : place + BATCH])
        env.cr.commit()
    _say(what, time.perf_counter() - start, measured=len(ids))
    env.cr.execute("ANALYZE o2c_process")
    env.cr.commit()


def _pending(env):
    start = time.perf_counter()
    ids = env["o2c.process"]._pending_orders()
    _say("which orders are to be measured", time.perf_counter() - start, found=len(ids))


def _figures(env, days):
    seconds = []
    for _run in range(4):
        env.invalidate_all()
        start = time.perf_counter()
        figures = env["o2c.process"].figures(days)
        seconds.append(time.perf_counter() - start)
    orders = figures["headline"]["orders"]
    _say(f"figures of {days} days", statistics.median(seconds[1:]), measured=orders)


def _say(what, seconds, **more):
    result = {"bench": "process", "what": what, "orders": ORDERS}
    result |= {"seconds": round(seconds, 4), **more}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:40} {seconds:9.3f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
