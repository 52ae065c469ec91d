"""The timeline at volume: rebuild of all orders, refresh of one among them.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``) with deliveries, invoices
and payments, see ``order_seed.py``. Beside each rebuild stands its floor: the time
PostgreSQL alone needs to read the same facts.

Target: a rebuild in 30 s at most, 10 s is good.
"""

import statistics
import sys
import time
from pathlib import Path

from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env
from order_seed import ORDERS, REBUILT, ready, rebuild

RECORD = Recorder("timeline", orders=ORDERS)
TAMPER = """
UPDATE sale_order SET o2c_stage = 'draft', o2c_next_due = now() WHERE id % 100 = 0
"""


def main():
    with bench_env() as env:
        ready(env, timelines=False)
        _rebuilds(env)
        _single(env)


def _rebuilds(env):
    ids = env["sale.order"].search([], order="id").ids
    floor = RECORD.timed(env, "floor: read the facts", lambda: _read_facts(env, ids))
    env.cr.execute("DELETE FROM o2c_milestone")
    env.cr.execute("UPDATE sale_order SET o2c_stage = NULL, o2c_stage_since = NULL")
    env.cr.commit()
    _rebuild(env, "rebuild: nothing stored yet", floor)
    _rebuild(env, "rebuild: all is right already", floor)
    env.cr.execute(TAMPER)
    env.cr.commit()
    _rebuild(env, "rebuild: one in a hundred is wrong", floor)


def _rebuild(env, what, floor):
    RECORD.timed(env, what, lambda: rebuild(env), floor=floor)


def _read_facts(env, ids):
    """Have PostgreSQL make every row of the facts, and send one number."""
    from odoo.addons.o2c_orders.models.timeline_facts import (  # noqa: PLC0415
        timeline_query,
    )

    for start in range(0, len(ids), REBUILT):
        facts = timeline_query(ids[start : start + REBUILT])
        env.cr.execute(SQL("SELECT sum(hashtext(f::text)) FROM (%s) f", facts))


def _single(env):
    env.cr.execute(
        "SELECT id FROM sale_order WHERE o2c_stage = 'closed' ORDER BY id DESC LIMIT 50"
    )
    orders = env["sale.order"].browse(row[0] for row in env.cr.fetchall())
    orders._o2c_touch_timeline()
    env.flush_all()
    _median(env, "one order decided anew", orders, lambda o: o._o2c_touch_timeline())
    _median(env, "one order's timeline for the form", orders, lambda o: o.o2c_timeline)
    _median(env, "one order's holds", orders, lambda o: o._o2c_holds())
    env.cr.rollback()


def _median(env, what, orders, action):
    seconds, queries = [], []
    for order in orders:
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        action(order)
        env.flush_all()
        seconds.append(time.perf_counter() - start)
        queries.append(env.cr.sql_log_count - before)
    RECORD.say(what, statistics.median(seconds), queries=statistics.median(queries))


if __name__ == "__main__":
    main()
