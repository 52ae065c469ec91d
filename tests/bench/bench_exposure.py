"""Exposure with all its parts: of one customer, of 80 (a list page), of all.

Data: 10,000 customers and 200,000 invoices (``O2C_BENCH_CUSTOMERS`` and
``O2C_BENCH_INVOICES``; large is 50,000 and 1,000,000), see ``credit_seed.py``. Beside
it Odoo's own ``credit`` and ``credit_to_invoice`` of the same customers, and as floor
the shortest SQL that sums the open receivable lines.

Targets at large: 80 customers in .06 s (.03 is good), all in 1.5 s (1.0 is good).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from credit_measure import bench, measure, say
from credit_seed import NAME

FLOOR = """
SELECT l.partner_id, SUM(l.amount_residual) FROM account_move_line l
 WHERE l.amount_residual <> 0 AND l.parent_state = 'posted'
   AND l.reconciled IS NOT TRUE AND l.partner_id = ANY(%s)
   AND l.account_id IN (
       SELECT id FROM account_account WHERE account_type = 'asset_receivable')
 GROUP BY l.partner_id
"""


def main():
    with bench() as (env, first):
        everybody = env["res.partner"].search([("name", "=like", f"{NAME} %")])
        page = everybody.browse(range(first + 2, first + 82))
        for what, partners in (
            ("customer with 20,000 invoices", page.browse(first)),
            ("customer with 10 invoices", page.browse(first + 1)),
            ("80 customers", page),
            ("all customers", everybody),
        ):
            _compare(env, what, partners)


def _compare(env, what, partners):
    ids = partners.ids
    floor, _queries = measure(
        env, lambda: (env.cr.execute(FLOOR, [ids]), env.cr.fetchall())
    )
    say("exposure", f"{what}: floor", floor)
    pairs = [(partner, env.company.id) for partner in ids]
    accounts = env["o2c.credit.account"]
    ours, queries = measure(env, lambda: accounts._read_exposure(pairs))
    ratio = round(ours / floor, 1)
    say("exposure", f"{what}: all parts", ours, queries=queries, ratio=ratio)
    seconds, queries = measure(env, lambda: partners.mapped("credit_to_invoice"))
    ratio = round(seconds / floor, 1)
    say("exposure", f"{what}: Odoo's own two", seconds, queries=queries, ratio=ratio)


if __name__ == "__main__":
    main()
