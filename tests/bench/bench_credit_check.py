"""What the credit check adds to one confirmation, with little and with long history.

Data: see ``bench_exposure.py``; one customer has 20,000 invoices behind him (a tenth
of them all when there are fewer than 200,000), another ten. The check is the hook of
the spine that runs before an order is confirmed, with the rules that are installed;
the credit account is there already, order, customer and company are read, as every
confirmation reads them, and nothing else. Beside it the floor: the SQL that sums the
customer's open lines.

Targets: 15 ms (8 is good) and 10 queries at most with 20,000 invoices; with ten
invoices at least two thirds of that, so that it is constant in the history.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench_exposure import FLOOR
from credit_measure import bench, measure, say
from credit_seed import NAME

RUNS = 15


def main():
    with bench() as (env, first):
        service = env["product.product"].search([("name", "=", NAME)], limit=1)
        added = {}
        for what, partner in (("20,000", first), ("10", first + 1)):
            order = _quotation(env, service, partner)
            ids = [partner]
            floor, _queries = measure(
                env, lambda ids=ids: (env.cr.execute(FLOOR, [ids]), env.cr.fetchall())
            )
            say("credit_check", f"{what} invoices: floor", floor)
            added[what] = _check(env, order, what, floor)
        share = round(added["10"] / added["20,000"], 2)
        say("credit_check", "10 beside 20,000 invoices", 0, share=share)


def _check(env, order, what, floor):
    """Seconds that the check adds to what every confirmation reads."""
    reads, fewer = measure(env, lambda: _read(order), RUNS)
    both, queries = measure(env, lambda: (_read(order), _run(order)), RUNS)
    ratio = round((both - reads) / floor, 1)
    more = {"queries": queries - fewer, "ratio": ratio}
    say("credit_check", f"{what} invoices: check", both - reads, **more)
    return both - reads


def _read(order):
    """What a confirmation reads in any case."""
    order.partner_invoice_id.commercial_partner_id.mapped("name")
    order.company_id.partner_id.mapped("tz")
    order.mapped("currency_id.rounding")
    order.env.user.partner_id.mapped("name")


def _run(order):
    order._o2c_refresh_holds("confirmation")


def _quotation(env, service, partner):
    line = {"product_id": service.id, "price_unit": 10}
    order = env["sale.order"].create(
        {"partner_id": partner, "order_line": [(0, 0, line)]}
    )
    _run(order)  # the account is there
    accounts = env["o2c.credit.account"].search([("partner_id", "=", partner)])
    accounts.write({"limited": True, "credit_limit": 9e9})
    return order


if __name__ == "__main__":
    main()
