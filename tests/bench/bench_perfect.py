"""Order quality at volume: measuring all orders, the dashboard, the check-up's figures.

Data: 100,000 orders of three lines (``O2C_BENCH_ORDERS``) with deliveries, invoices
and payments, see ``order_seed.py``; one in twenty confirmed ones gets an entry error.

Target: all orders measured in 60 s, the dashboard in 2 s.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env
from order_seed import ORDERS, ready

RECORD = Recorder("perfect", orders=ORDERS)
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
    with bench_env() as env:
        _ready(env)
        ids = env["sale.order"].search([("state", "=", "sale")], order="id").ids
        one = ids[len(ids) // 2 : len(ids) // 2 + 1]
        insight = env["o2c.perfect.insight"]
        checkup = env["o2c.checkup"].create({})
        for what, action in (
            ("measure: nothing stored yet", lambda: _measure(env, ids)),
            ("measure: all is right already", lambda: _measure(env, ids)),
            ("measure: one order", lambda: _measure(env, one)),
            ("dashboard: 12 months", lambda: insight.dashboard(12)),
            ("dashboard: 24 months", lambda: insight.dashboard(24)),
            ("check-up: baseline", checkup._baseline),
        ):
            RECORD.timed(env, what, lambda action=action: bool(action()))


def _ready(env):
    ready(env)
    env.cr.execute("DELETE FROM o2c_perfect_order")
    env.cr.execute("DELETE FROM o2c_entry_error WHERE note = 'bench'")
    env.cr.execute(ERRORS)
    env.cr.commit()


def _measure(env, ids):
    for start in range(0, len(ids), BATCH):
        env["o2c.perfect.order"]._measure(ids[start : start + BATCH])
        env.cr.commit()


if __name__ == "__main__":
    main()
