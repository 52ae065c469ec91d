"""The timeline at volume: rebuild of all orders, refresh of one among them.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``) with deliveries, invoices
and payments, see ``order_seed.py``. Beside each rebuild stands its floor: the time
PostgreSQL alone needs to read the same facts.

Target: a rebuild in 30 s at most, 10 s is good.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

sys.path.insert(0, str(Path(__file__).parent))
from order_seed import seed

ORDERS = int(os.environ.get("O2C_BENCH_ORDERS", "100000"))
BATCH = 20_000
TAMPER = """
UPDATE sale_order SET o2c_stage = 'draft', o2c_next_due = now() WHERE id % 100 = 0
"""


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        _ready(env)
        _rebuilds(env)
        _single(env)


def _ready(env):
    env.cr.execute("SELECT count(*) FROM sale_order")
    if env.cr.fetchone()[0] < ORDERS:
        _timed(env, "make the data", lambda: seed(env, ORDERS))
        env.cr.execute("ANALYZE")
        env.cr.commit()


def _rebuilds(env):
    ids = env["sale.order"].search([], order="id").ids
    floor = _timed(env, "floor: read the facts", lambda: _read_facts(env, ids))
    env.cr.execute("DELETE FROM o2c_milestone")
    env.cr.execute("UPDATE sale_order SET o2c_stage = NULL, o2c_stage_since = NULL")
    env.cr.commit()
    _rebuild(env, "rebuild: nothing stored yet", ids, floor)
    _rebuild(env, "rebuild: all is right already", ids, floor)
    env.cr.execute(TAMPER)
    env.cr.commit()
    _rebuild(env, "rebuild: one in a hundred is wrong", ids, floor)


def _rebuild(env, what, ids, floor):
    def run():
        for start in range(0, len(ids), BATCH):
            env["sale.order"]._o2c_rebuild_timeline(ids[start : start + BATCH])
            env.cr.commit()

    _timed(env, what, run, floor=floor)


def _read_facts(env, ids):
    """Have PostgreSQL make every row of the facts, and send one number."""
    from odoo.addons.o2c_orders.models.timeline_facts import (  # noqa: PLC0415
        timeline_query,
    )

    for start in range(0, len(ids), BATCH):
        facts = timeline_query(ids[start : start + BATCH])
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
    _say(what, statistics.median(seconds), queries=statistics.median(queries))


def _timed(env, what, action, floor=None):
    before = env.cr.sql_log_count
    cpu, start = _cpu(env), time.perf_counter()
    action()
    seconds = time.perf_counter() - start
    cpu = [round(after - then, 2) for after, then in zip(_cpu(env), cpu, strict=True)]
    more = {"ratio": round(seconds / floor, 2)} if floor else {}
    queries = env.cr.sql_log_count - before
    _say(what, seconds, queries=queries, cpu_python=cpu[0], cpu_sql=cpu[1], **more)
    return seconds


def _cpu(env):
    """Processor seconds of this program and of its connection's PostgreSQL process.

    On a busy machine they say more than the clock on the wall; the second is nothing
    when PostgreSQL is on another machine.
    """
    env.cr.execute("SELECT pg_backend_pid()")
    stat = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
    ticks = stat.read_text().rsplit(") ", 1)[1].split()[11:13] if stat.exists() else ()
    return time.process_time(), sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _say(what, seconds, **more):
    result = {"bench": "timeline", "what": what, "orders": ORDERS}
    result |= {"seconds": round(seconds, 4), **more}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:40} {seconds:9.3f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
