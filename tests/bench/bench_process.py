"""The process view at volume: measuring all orders, and the screen's figures.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``), see ``order_seed.py``, with
their timelines rebuilt. The screen is asked over 90 days and over two years.

Target: all orders measured in 60 s, the figures of a quarter in 2 s.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env
from order_seed import ORDERS, ready

RECORD = Recorder("process", orders=ORDERS)
BATCH = 20_000


def main():
    with bench_env() as env:
        ready(env)
        env.cr.execute("DELETE FROM o2c_process")
        env.cr.commit()
        _measure(env, "measure: nothing stored yet")
        _measure(env, "measure: all of them again")
        _pending(env)
        for days in (90, 730):
            _figures(env, days)


def _measure(env, what):
    ids = env["sale.order"].search([("state", "=", "sale")], order="id").ids

    def measure():
        for place in range(0, len(ids), BATCH):
            env["o2c.process"]._measure(ids[place : place + BATCH])
            env.cr.commit()

    RECORD.timed(env, what, measure, measured=len(ids))
    env.cr.execute("ANALYZE o2c_process")
    env.cr.commit()


def _pending(env):
    def look():
        return {"found": len(env["o2c.process"]._pending_orders())}

    RECORD.timed(env, "which orders are to be measured", look)


def _figures(env, days):
    seconds = []
    for _run in range(4):
        env.invalidate_all()
        start = time.perf_counter()
        figures = env["o2c.process"].figures(days)
        seconds.append(time.perf_counter() - start)
    orders = figures["headline"]["orders"]
    RECORD.say(
        f"figures of {days} days", statistics.median(seconds[1:]), measured=orders
    )


if __name__ == "__main__":
    main()
