"""Order quality at volume: measuring all orders, the dashboard, the check-up's figures.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``) with deliveries, invoices
and payments, see ``order_seed.py``; one in twenty confirmed ones gets an entry error.

Target: all orders measured in 60 s, the dashboard in 2 s.
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
BATCH = 5_000
ERRORS = """
INSERT INTO o2c_entry_error (order_id, company_id, partner_id, kind, note, found_at,
       found_by_id, found_how, caused_by_id, state)
SELECT o.id, o.company_id, o.partner_id,
       (ARRAY['reference', 'quantity', 'time', 'address'])[1 + o.id % 4], 'bench',
       o.date_order, 1, 'person', o.user_id, 'open'
  FROM sale_order o WHERE o.state = 'sale' AND o.id % 20 = 0
"""


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        _ready(env)
        ids = env["sale.order"].search([("state", "=", "sale")], order="id").ids
        _timed(env, "measure: nothing stored yet", lambda: _measure(env, ids))
        _timed(env, "measure: all is right already", lambda: _measure(env, ids))
        one = ids[len(ids) // 2 : len(ids) // 2 + 1]
        _timed(env, "measure: one order", lambda: _measure(env, one))
        insight = env["o2c.perfect.insight"]
        _timed(env, "dashboard: 12 months", lambda: insight.dashboard(12))
        _timed(env, "dashboard: 24 months", lambda: insight.dashboard(24))
        checkup = env["o2c.checkup"].create({})
        _timed(env, "check-up: baseline", checkup._baseline)
        cr.rollback()


def _ready(env):
    env.cr.execute("SELECT count(*) FROM sale_order")
    if env.cr.fetchone()[0] < ORDERS:
        _timed(env, "make the data", lambda: seed(env, ORDERS))
        ids = env["sale.order"].search([], order="id").ids
        for start in range(0, len(ids), 20_000):
            env["sale.order"]._o2c_rebuild_timeline(ids[start : start + 20_000])
            env.cr.commit()
        env.cr.execute(ERRORS)
        env.cr.execute("ANALYZE")
        env.cr.commit()


def _measure(env, ids):
    for start in range(0, len(ids), BATCH):
        env["o2c.perfect.order"]._measure(ids[start : start + BATCH])
        env.cr.commit()


def _timed(env, what, action):
    before = env.cr.sql_log_count
    cpu, start = _cpu(env), time.perf_counter()
    action()
    seconds = time.perf_counter() - start
    cpu = [round(after - then, 2) for after, then in zip(_cpu(env), cpu, strict=True)]
    queries = env.cr.sql_log_count - before
    result = {"bench": "perfect", "what": what, "orders": ORDERS}
    result |= {"seconds": round(seconds, 4), "queries": queries}
    result |= {"cpu_python": cpu[0], "cpu_sql": cpu[1]}
    print(f"{what:34} {seconds:9.3f} s  {queries} queries  cpu {cpu}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


def _cpu(env):
    """Processor seconds of this program and of its connection's PostgreSQL process."""
    env.cr.execute("SELECT pg_backend_pid()")
    stat = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
    ticks = stat.read_text().rsplit(") ", 1)[1].split()[11:13] if stat.exists() else ()
    return time.process_time(), sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
