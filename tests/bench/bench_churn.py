"""Who gives signs of leaving, read of 200,000 customers, against a bare sum of orders.

Data: ``O2C_BENCH_CUSTOMERS`` customers (200,000) with a confirmed order each, every
fifth with four more, one a month, in copies of one real customer and one real order.
Measured: the query alone, the first look at all of them, and the same again.
"""

import os
import sys
from pathlib import Path

from odoo import Command, fields

sys.path.insert(0, str(Path(__file__).parent))
import credit_seed
import ground  # noqa: F401
from measure import Recorder, bench_env

from odoo.addons.o2c_quality_check.models.churn_facts import churn_rows

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "200000"))
FREQUENT = CUSTOMERS // 5
ORDERS = CUSTOMERS + 4 * FREQUENT
NAME = "Bench leaver"
FLOOR = """
SELECT count(*) FROM (
    SELECT p.commercial_partner_id, sum(o.amount_untaxed), max(o.date_order)
      FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
     WHERE o.state = 'sale' GROUP BY 1) bought"""


def main():
    recorder = Recorder("churn", customers=CUSTOMERS, orders=ORDERS)
    with bench_env() as env:
        seed(env)
        measure(env, recorder)
        env.cr.rollback()


def seed(env):
    customer = env["res.partner"].create({"name": NAME})
    product = env["product.product"].create({"name": "Bench", "type": "service"})
    line = Command.create({"product_id": product.id, "price_unit": 100})
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": [line]})
    order.action_confirm()
    env.flush_all()
    first, last = highest(env, "res_partner"), highest(env, "sale_order")
    who = {"id": f"{first} + n", "commercial_partner_id": f"{first} + n"}
    credit_seed._copy(env.cr, "res_partner", customer.id, who, CUSTOMERS)
    owner = f"{first} + CASE WHEN n < {CUSTOMERS} THEN n ELSE mod(n, {FREQUENT}) END"
    copied = dict.fromkeys(
        ("partner_id", "partner_invoice_id", "partner_shipping_id"), owner
    )
    month = f"CASE WHEN n < {CUSTOMERS} THEN 3 ELSE 4 + (n - {CUSTOMERS}) / {FREQUENT}"
    copied |= {
        "id": f"{last} + n",
        "name": f"'L' || ({last} + n)",
        "access_token": "NULL",
        "date_order": f"now() AT TIME ZONE 'UTC' - ({month} END) * interval '30 days'",
    }
    credit_seed._copy(env.cr, "sale_order", order.id, copied, ORDERS)
    env.invalidate_all()
    env.cr.execute("ANALYZE res_partner; ANALYZE sale_order")


def highest(env, table):
    env.cr.execute(f"SELECT max(id) + 1 FROM {table}")
    return env.cr.fetchone()[0]


def measure(env, recorder):
    now = fields.Datetime.now()
    floor = recorder.timed(
        env, "floor: sum and last order", lambda: env.cr.execute(FLOOR)
    )
    company = env.company
    thresholds = env["o2c.churn.policy"]._of_company(company)

    def read():
        rows = churn_rows(company, thresholds, "UTC", now.date(), now)
        return {"rows": len(rows)}

    def refresh():
        return {"at_risk": env["o2c.churn.customer"]._refresh_company(company, now)}

    recorder.timed(env, "the query", read, floor)
    recorder.timed(env, "first look", refresh, floor)
    recorder.timed(env, "again, nothing to change", refresh, floor)


if __name__ == "__main__":
    main()
