"""The customer card: how long until it stands on the screen's side of the server.

Data: 50,000 customers with 1,000,000 invoices and 40,000 orders (``credit_seed.py``;
``O2C_BENCH_CUSTOMERS``, ``O2C_BENCH_INVOICES``), telephone numbers in three ways of
writing, tax numbers and e-mail addresses. Customer 0 has 20,000 invoices. Everything is
asked for as the order desk, each time in a fresh transaction.

Target: found and opened in 300 ms of server time.
"""

import os
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api

sys.path.insert(0, str(Path(__file__).parent))
import credit_seed
from measure import Recorder, bench_registry

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "50000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "1000000"))
RECORD = Recorder("customer card", customers=CUSTOMERS, invoices=INVOICES)
# written as people write them, the same last digits every ten thousand customers
FILL = """
UPDATE res_partner p
   SET phone = CASE mod(p.id, 3)
               WHEN 0 THEN '+39 02 ' || lpad((mod(p.id * 37, 10000000))::text, 7, '0')
               WHEN 1 THEN '0039-02/' || lpad((mod(p.id * 37, 10000000))::text, 7, '0')
               ELSE '02 ' || lpad((mod(p.id * 37, 10000000))::text, 7, '0') END,
       vat = 'IT' || lpad(p.id::text, 11, '0'),
       email = 'desk' || p.id || '@example.com',
       email_normalized = 'desk' || p.id || '@example.com'
 WHERE p.id >= %s AND p.id < %s
"""


def main():
    registry = bench_registry()
    first, user_id = _ready(registry)
    for label, text in _questions(registry, first):
        RECORD.fresh(registry, f"search by {label}", user_id, _searching(text))
    for label, number in (("customer with 20,000 invoices", 0), ("customer", 1)):
        RECORD.fresh(registry, f"card of a {label}", user_id, _opening(first + number))
    order = _questions(registry, first)[0][1]
    RECORD.fresh(registry, "search by order and card", user_id, _both(order))


def _ready(registry):
    """Make the data; returns the first customer and who asks."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        first = credit_seed.seed(env, CUSTOMERS, INVOICES)
        cr.execute(FILL, [first, first + CUSTOMERS])
        groups = ("o2c_orders.group_order_desk", "account.group_account_invoice")
        desk = env["res.users"].create(
            {
                "name": "Desk",
                "login": "bench_desk",
                "group_ids": [Command.set([env.ref(name).id for name in groups])],
            }
        )
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
        return first, desk.id


def _questions(registry, first):
    """What is typed: of the second customer, and of nobody."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        partner = env["res.partner"].browse(first + 1)
        domain = [("partner_id", "=", partner.id)]
        order = env["sale.order"].search(domain, limit=1)
        invoice = env["account.move"].search(domain, limit=1)
        digits = partner.phone[-7:]
        return [
            ("order number", order.name),
            ("invoice number", invoice.name),
            ("part of an invoice number", invoice.name[-6:]),
            ("telephone", f"0039 02 {digits[:3]} {digits[3:]}"),
            ("telephone of nobody", "+39 06 555 12 98"),
            ("tax number", partner.vat[2:]),
            ("e-mail", partner.email),
            ("name", partner.name),
            ("part of a name", "debtor 12345"),
            ("words of nobody", "Zwielicht Kaffee"),
        ]


def _searching(text):
    return lambda env: env["res.partner"].o2c_card_search(text)


def _opening(partner_id):
    return lambda env: env["res.partner"].browse(partner_id).o2c_card()


def _both(text):
    def work(env):
        found = env["res.partner"].o2c_card_search(text)
        env["res.partner"].browse(found[0]["id"]).o2c_card()

    return work


if __name__ == "__main__":
    main()
