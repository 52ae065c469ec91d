"""What the credit check adds to one confirmation, with little and with long history.

Data: see ``bench_exposure.py``; one customer has 20,000 invoices behind him (a tenth
of them all when there are fewer than 200,000), another ten. The check is the hook of
the spine that runs before an order is confirmed, the credit account is there already;
the cache is cold. Beside it the floor: the SQL that sums the customer's open lines.

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
        medians = {}
        for what, partner in (("20,000", first), ("10", first + 1)):
            order = _quotation(env, service, partner)
            ids = [partner]
            floor, _queries = measure(
                env, lambda ids=ids: (env.cr.execute(FLOOR, [ids]), env.cr.fetchall())
            )
            say("credit_check", f"{what} invoices: floor", floor)
            for checked in (False, True):
                _limit(env, order, checked)
                seconds, queries = measure(
                    env, lambda o=order: o._o2c_refresh_holds("confirmation"), RUNS
                )
                medians[what, checked] = seconds, queries
            _say_check(what, floor, medians)
        share = medians["10", True][0] / medians["20,000", True][0]
        say("credit_check", "10 beside 20,000 invoices", 0, share=round(share, 2))


def _say_check(what, floor, medians):
    (without, fewer), (seconds, queries) = medians[what, False], medians[what, True]
    say("credit_check", f"{what} invoices: nobody limits", without, queries=fewer)
    ratio = round(seconds / floor, 1)
    say(
        "credit_check", f"{what} invoices: check", seconds, queries=queries, ratio=ratio
    )


def _quotation(env, service, partner):
    line = {"product_id": service.id, "price_unit": 10}
    order = env["sale.order"].create(
        {"partner_id": partner, "order_line": [(0, 0, line)]}
    )
    order._o2c_refresh_holds("confirmation")  # the account is there
    return order


def _limit(env, order, limited):
    domain = [("partner_id", "=", order.partner_id.id)]
    accounts = env["o2c.credit.account"].search(domain)
    accounts.write({"limited": limited, "credit_limit": 9e9})


if __name__ == "__main__":
    main()
