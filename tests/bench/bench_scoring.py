"""The scoring of the whole portfolio, its memory, and one customer inside the check.

Data: 10,000 customers with 200,000 imported receivables (``O2C_BENCH_CUSTOMERS``,
``O2C_BENCH_INVOICES``; large is 50,000 and 1,000,000) of twenty months, 85 % settled,
plus one customer with 20,000. Made by one SQL statement, rolled back at the end.

Target at large: 30 s at most, 10 s is good, under 1 GB.
"""

import json
import os
import resource
import statistics
import time
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

CUSTOMERS = int(os.environ.get("O2C_BENCH_CUSTOMERS", "10000"))
INVOICES = int(os.environ.get("O2C_BENCH_INVOICES", "200000"))
ROUNDS = 3
PARTNERS = """
INSERT INTO res_partner (name, active, is_company, complete_name, autopost_bills)
SELECT 'Scored ' || n, TRUE, TRUE, 'Scored ' || n, 'ask' FROM generate_series(1, %s) n
RETURNING id
"""
ACCOUNTS = """
INSERT INTO o2c_credit_account (partner_id, company_id, limited, credit_limit,
    debtor_kind, late_basis)
SELECT id, %s, FALSE, 0, 'auto', 'law' FROM unnest(%s) AS id
"""
ITEMS = """
INSERT INTO o2c_history_item (company_id, partner_id, source, external_id, number,
    currency_id, amount_currency, amount, open_amount, invoice_date, due_date,
    settled_date, counts)
SELECT %(company)s, customer, 'bench', %(prefix)s || n, n::text, %(currency)s, amount,
       amount, CASE WHEN paid THEN 0 ELSE amount END, issued, issued + 30,
       CASE WHEN paid THEN issued + 25 + (hashint4(n) & 31) END, TRUE
  FROM (SELECT n, (%(customers)s)[1 + n %% %(count)s] AS customer,
               100 + (hashint4(n) & 4095) AS amount,
               %(today)s::date - 10 - (n::bigint * 7919 %% 600)::int AS issued
          FROM generate_series(1, %(invoices)s) n) AS x
 CROSS JOIN LATERAL (SELECT x.issued + 60 < %(today)s::date AND n %% 20 > 0) AS p(paid)
"""


def main():
    database = os.environ["O2C_BENCH_DB"]
    config.parse_config(["-d", database, "--no-http", "--log-level=error"])
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        company = env["res.company"].create({"name": "Scored portfolio"})
        heavy = seed(env, company)
        Account = env["o2c.credit.account"]
        floor(env, company)
        for number in range(ROUNDS):
            what = "whole portfolio" if number else "whole portfolio, first time"
            timed(env, what, lambda: Account._score_company(company))
        accounts = Account.search([("company_id", "=", company.id)])
        one(
            env,
            "one customer, 20 invoices",
            accounts.filtered(lambda a: a != heavy)[:1],
        )
        one(env, "one customer, 20,000 invoices", heavy)
        cr.rollback()


def seed(env, company):
    """The portfolio; returns the account of the customer with many invoices."""
    cr, today = env.cr, company._o2c_credit_today()
    cr.execute(PARTNERS, [CUSTOMERS])
    ids = [row[0] for row in cr.fetchall()]
    cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", [ids]
    )
    cr.execute(ACCOUNTS, [company.id, ids])
    known = {"company": company.id, "currency": company.currency_id.id, "today": today}
    for prefix, customers, invoices in (("a", ids, INVOICES), ("b", ids[:1], 20_000)):
        values = {"prefix": prefix, "customers": customers, "count": len(customers)}
        cr.execute(ITEMS, {**known, **values, "invoices": invoices})
    cr.execute("ANALYZE o2c_history_item")
    cr.execute("ANALYZE o2c_credit_account")
    domain = [("company_id", "=", company.id), ("partner_id", "=", ids[0])]
    return env["o2c.credit.account"].search(domain)


def floor(env, company):
    """What PostgreSQL alone needs for the facts."""
    from odoo.addons.o2c_credit.models import behaviour_facts  # noqa: PLC0415

    query = behaviour_facts.behaviour_query(
        company._o2c_credit_today(), 7, live=True, companies=company.ids
    )
    timed(env, "floor: the facts", lambda: env.execute_query(query))


def one(env, what, account):
    seconds, queries = [], []
    for _round in range(20):
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        account._current_score()
        seconds.append(time.perf_counter() - start)
        queries.append(env.cr.sql_log_count - before)
    say(what, statistics.median(seconds), queries=statistics.median(queries))


def timed(env, what, action):
    before, start = env.cr.sql_log_count, time.perf_counter()
    action()
    queries = env.cr.sql_log_count - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(what, time.perf_counter() - start, queries=queries, megabytes=memory)


def say(what, seconds, **more):
    result = {"bench": "scoring", "what": what, "customers": CUSTOMERS}
    result |= {"invoices": INVOICES, "seconds": round(seconds, 4), **more}
    numbers = ", ".join(f"{name} {value}" for name, value in more.items())
    print(f"{what:34} {seconds:9.4f} s  {numbers}", flush=True)
    if out := os.environ.get("O2C_BENCH_OUT"):
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
