"""The quotation form of a customer with a long history: what the risk card costs.

Data: one customer with 20,000 posted invoices (``O2C_BENCH_INVOICES``), one in twenty
open, the others paid, beside orders that are not invoiced yet (``order_seed.py``). The
form is read as the salesperson's client reads it, each time in a fresh transaction.

Target: the form opens in 300 ms of server time, the card included.
"""

import os
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api

sys.path.insert(0, str(Path(__file__).parent))
import order_seed
from measure import Recorder, bench_registry

INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "20000"))
RECORD = Recorder("risk card", invoices=INVOICES)
SHARES = {"draft": 1, "confirmed": 2, "part": 2, "open": 5, "paid": 90}
CARD = "o2c_credit_card"


def main():
    registry = bench_registry()
    order_id, seller_id = _ready(registry)
    names = _form_fields(registry, seller_id)
    cases = {
        "form without the card": [name for name in names if name != CARD],
        "form with the card": names,
        "the card alone": [CARD],
    }
    for label, fields in cases.items():
        _measure(registry, label, order_id, seller_id, fields)
    _measure_advice(registry, order_id, seller_id)


def _ready(registry):
    """Make the data; returns the ids of the quotation and of who reads it."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        customer = _customer(env)
        seller = env["res.users"].create(
            {
                "name": "Seller",
                "login": "bench_seller",
                "group_ids": [
                    Command.set(env.ref("sales_team.group_sale_salesman").ids)
                ],
            }
        )
        customer.user_id = seller
        accounts = env["o2c.credit.account"]
        pair = (customer, env.company)
        accounts._of([pair])[pair].write({"limited": True, "credit_limit": 10_000_000})
        env.flush_all()
        accounts._score_company(env.company)
        order = _quotation(env, customer, seller)
        return order.id, seller.id


def _customer(env):
    """The customer with all the invoices, made unless he is there."""
    domain = [("name", "=", "Bench customer 0")]
    if not env["res.partner"].search(domain):
        order_seed.SHARES.update(SHARES)
        order_seed.CUSTOMERS_PER_ORDER = INVOICES * 2  # one customer for all
        order_seed.seed(env, INVOICES * 100 // 95)
        env.cr.execute("ANALYZE")
    return env["res.partner"].search(domain, limit=1)


def _quotation(env, customer, seller):
    products = env["product.product"].search([("name", "=like", "Bench product%")])
    lines = [
        Command.create({"product_id": product.id, "product_uom_qty": 10})
        for product in products
    ]
    vals = {"partner_id": customer.id, "user_id": seller.id, "order_line": lines}
    return env["sale.order"].create(vals)


def _form_fields(registry, user_id):
    with registry.cursor() as cr:
        env = api.Environment(cr, user_id, {})
        view = env.ref("sale.view_order_form")
        models = env["sale.order"].get_view(view.id, "form")["models"]
        known = env["sale.order"].fields_get(attributes=["type"])
        return [name for name in models["sale.order"] if name in known]


def _measure(registry, label, order_id, user_id, names):
    def read(env):
        specification = {name: {} for name in names}
        env["sale.order"].browse(order_id).web_read(specification)

    RECORD.fresh(registry, label, user_id, read)


def _measure_advice(registry, order_id, user_id):
    def ask(env):
        env["sale.order"].browse(order_id).action_o2c_make_it_pass()

    RECORD.fresh(registry, "make it pass", user_id, ask)


if __name__ == "__main__":
    main()
