"""What tickets cost, and the Pareto of complaints, at volume.

Data: 100,000 tickets of two years (``O2C_BENCH_TICKETS``), three in four complaints,
of 2,000 customers, 500 products and 200 causes. For ten tickets: six expenses, one
dispute and two remedies with posted credit notes, one voucher, one second delivery of
two lines, a third of a claim that was paid back; beside them 100,000 invoices and
200,000 moves of ordinary deliveries.

Target: the Pareto of 12 months in 1 s of processor time, the cost of one ticket in 20
ms.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measure import Recorder, bench_env, median

from odoo import Command

TICKETS = int(os.environ.get("O2C_BENCH_TICKETS", "100000"))
RECORD = Recorder("care_costs", tickets=TICKETS)
NAME = "bench costs"
DIMENSIONS = ("cause", "reason", "product", "courier", "department", "customer")
AT = "now() at time zone 'UTC' - (n * 730.0 / %(count)s) * interval '1 day'"
TICKETS_SQL = f"""
INSERT INTO o2c_ticket (name, company_id, partner_id, kind, priority, stage, channel,
       user_id, reason_id, cause_id, product_id, department, opened_at, closed_at)
SELECT '{NAME}', %(company)s, (%(partners)s::int[])[1 + n %% %(customers)s],
       (ARRAY['complaint', 'enquiry', 'warranty', 'return'])[1 + n %% 4], '0',
       'closed', 'email', %(user)s, (%(reasons)s::int[])[1 + n %% %(branches)s],
       CASE WHEN n %% 3 > 0 THEN (%(causes)s::int[])[1 + n %% 7919 %% 200] END,
       CASE WHEN n %% 5 > 0 THEN (%(products)s::int[])[1 + n %% 500] END,
       (ARRAY['warehouse', 'quality', 'sales'])[1 + n %% 3], {AT}, {AT}
  FROM generate_series(1, %(count)s) n
"""
BENCH = f"""
WITH ticket AS (SELECT id, row_number() OVER (ORDER BY id) AS n
                  FROM o2c_ticket WHERE name = '{NAME}')
"""
EXPENSES_SQL = f"""{BENCH}
INSERT INTO o2c_ticket_expense (ticket_id, company_id, user_id, kind, name, date,
       amount)
SELECT id, %(company)s, %(user)s, 'work', '{NAME}', current_date - (n %% 700)::int,
       1 + n %% 40
  FROM ticket WHERE n %% 10 < 6
"""
MOVES_SQL = f"""
INSERT INTO account_move (name, company_id, journal_id, currency_id, state, move_type,
       auto_post, date, amount_untaxed_signed, o2c_remedy_id)
SELECT '{NAME} ' || %(what)s || n, %(company)s, %(journal)s, %(currency)s, 'posted',
       %(type)s, 'no', current_date - (n %% 700)::int, %(sign)s * (10 + n %% 90), remedy
  FROM (SELECT n, NULL::int AS remedy FROM generate_series(1, %(moves)s) n
         WHERE NOT %(of_remedy)s
        UNION ALL
        SELECT row_number() OVER (ORDER BY id), id FROM o2c_remedy
         WHERE %(of_remedy)s AND name LIKE '{NAME} money%%') rows
"""
REMEDIES_SQL = f"""{BENCH}
INSERT INTO o2c_remedy (ticket_id, company_id, currency_id, requested_by_id, name,
       kind, state, note, requested_at, made_at, amount, amount_company)
SELECT id, %(company)s, %(currency)s, %(user)s, '{NAME} ' || what || n, kind, 'done',
       '', now() at time zone 'UTC', now() at time zone 'UTC', 10 + n %% 20,
       10 + n %% 20
  FROM ticket, (VALUES ('money', 'credit', 2), ('card', 'goodwill', 1),
                       ('goods', 'replacement', 1)) remedy (what, kind, share)
 WHERE n %% 10 < share
"""
CARDS_SQL = f"""
INSERT INTO loyalty_card (code, points, o2c_remedy_id, expiration_date)
SELECT '{NAME} ' || id, id %% 5, id,
       CASE WHEN id %% 2 = 0 THEN current_date - 1 END
  FROM o2c_remedy WHERE name LIKE '{NAME} card%%'
"""
PICKINGS_SQL = f"""
INSERT INTO stock_picking (name, location_id, location_dest_id, picking_type_id,
       move_type, state, company_id, carrier_price, date_done, o2c_remedy_id)
SELECT '{NAME} ' || row_number() OVER (), %(location)s, %(location)s, %(picking_type)s,
       'direct', 'done', %(company)s, 7, now() at time zone 'UTC', remedy
  FROM (SELECT id AS remedy FROM o2c_remedy WHERE name LIKE '{NAME} goods%%'
        UNION ALL
        SELECT NULL FROM generate_series(1, %(count)s)) rows
"""
GOODS_SQL = f"""
INSERT INTO stock_move (company_id, product_id, product_uom, location_id,
       location_dest_id, procure_method, product_uom_qty, date, state, is_out, value,
       picking_id)
SELECT %(company)s, (%(products)s::int[])[1 + id %% 500], %(uom)s, %(location)s,
       %(location)s, 'make_to_stock', 1, date_done, 'done', true, 3 + id %% 10, id
  FROM stock_picking, generate_series(1, 2) WHERE name LIKE '{NAME} %%'
"""
DISPUTES_SQL = f"""{BENCH}, credit AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM account_move
     WHERE name LIKE '{NAME} dispute%%')
INSERT INTO o2c_dispute (ticket_id, company_id, invoice_id, requested_by_id, reason,
       state, claim, amount, amount_company, opened_at, credit_note_id)
SELECT ticket.id, %(company)s, credit.id, %(user)s, 'price', 'accepted', '', 10, 10,
       now() at time zone 'UTC', credit.id
  FROM ticket JOIN credit ON credit.n * 10 = ticket.n
"""
CLAIMS_SQL = f"""{BENCH}, refund AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM account_move
     WHERE name LIKE '{NAME} claim%%')
INSERT INTO o2c_claim (ticket_id, company_id, partner_id, currency_id, opened_by_id,
       name, kind, state, text, amount, opened_at, refund_id)
SELECT ticket.id, %(company)s, %(partner)s, %(currency)s, %(user)s,
       '{NAME} ' || refund.n, 'courier', 'paid', '', 10, now() at time zone 'UTC',
       refund.id
  FROM ticket JOIN refund ON refund.n * 30 = ticket.n
"""
SEEDED = (
    *("o2c_ticket", "o2c_ticket_expense", "o2c_remedy", "o2c_dispute", "o2c_claim"),
    *("account_move", "loyalty_card", "stock_picking", "stock_move"),
)


def main():
    with bench_env() as env:
        leader, agent = _ready(env)
        for dimension in DIMENSIONS:
            RECORD.timed(
                env, f"Pareto by {dimension}, cost", _pareto(leader, dimension, "cost")
            )
        for what, action in (
            ("Pareto by product, count", _pareto(leader, "product", "count")),
            ("Pareto by product, cost, agent", _pareto(agent, "product", "cost")),
            (
                "Pareto by product, cost, one month",
                _pareto(leader, "product", "cost", 1),
            ),
            ("costs: first page, leader", _list(leader)),
            ("costs: first page, agent", _list(agent)),
            ("costs: pivot by kind and month", _pivot(leader)),
        ):
            RECORD.timed(env, what, action)
        _tickets(leader)
        env.cr.rollback()


def _pareto(env, dimension, measure, months=12):
    insight = env["o2c.learning.insight"]
    return lambda: bool(insight.pareto(dimension, measure, months))


def _list(env):
    costs = env["o2c.ticket.cost"]
    wanted = {"ticket_id": {"fields": {"display_name": {}}}, "kind": {}, "amount": {}}
    return lambda: bool(costs.web_search_read([], wanted, limit=80))


def _pivot(env):
    costs = env["o2c.ticket.cost"]
    return lambda: bool(
        costs.formatted_read_group([], ["kind", "date:month"], ["amount:sum"])
    )


def _tickets(env):
    """The costs that forms and lists of tickets show."""
    tickets = env["o2c.ticket"].search([("name", "=", NAME)], limit=80)
    for what, some in (("1 ticket", tickets[0]), ("80 tickets", tickets)):
        seconds, queries = median(env, lambda some=some: some.mapped("cost"))
        RECORD.say(f"cost of {what}", seconds, queries=queries)


def _ready(env):
    users = env["res.users"].with_context(no_reset_password=True)
    if not env["o2c.ticket"].search([("name", "=", NAME)], limit=1):
        _seed(env)
        for role in ("leader", "agent"):
            group = env.ref(f"o2c_customer_care.group_care_{role}")
            login = f"bench_costs_{role}"
            groups = [Command.link(group.id)]
            users.create({"name": login, "login": login, "group_ids": groups})
        env.cr.commit()
        for table in SEEDED:
            env.cr.execute(f"ANALYZE {table}")
        env.cr.commit()
    names = ("bench_costs_leader", "bench_costs_agent")
    found = [users.search([("login", "=", name)]) for name in names]
    return [env(user=user.id) for user in found]


def _seed(env):
    values = _values(env)
    env.flush_all()
    env.cr.execute(TICKETS_SQL, values)
    env.cr.execute(EXPENSES_SQL, values)
    env.cr.execute(REMEDIES_SQL, values)
    env.cr.execute(CARDS_SQL, values)
    for what, move_type, sign, moves, of_remedy in (
        ("ordinary", "out_invoice", 1, TICKETS, False),
        ("dispute", "out_refund", -1, TICKETS // 10, False),
        ("claim", "in_refund", 1, TICKETS // 30, False),
        ("money", "out_refund", -1, 0, True),
    ):
        more = {"what": what, "type": move_type, "sign": sign, "moves": moves}
        env.cr.execute(MOVES_SQL, values | more | {"of_remedy": of_remedy})
    for statement in (PICKINGS_SQL, GOODS_SQL, DISPUTES_SQL, CLAIMS_SQL):
        env.cr.execute(statement, values)


def _values(env):
    partners = env["res.partner"].create([{"name": f"Bench {n}"} for n in range(2000)])
    products = env["product.product"].create(
        [{"name": f"Bench {n}", "type": "consu"} for n in range(500)]
    )
    causes = env["o2c.ticket.cause"].create(
        [{"name": f"Bench {n}"} for n in range(200)]
    )
    reasons = env["o2c.ticket.reason"].search([("parent_id", "!=", False)])
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", env.company.id)], limit=1
    )
    journal = env["account.journal"].search(
        [("type", "=", "sale"), ("company_id", "=", env.company.id)], limit=1
    ) or env["account.journal"].create({"name": "B", "code": "BEN", "type": "sale"})
    return {
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "user": env.uid,
        "partner": partners[0].id,
        "partners": partners.ids,
        "customers": len(partners),
        "products": products.ids,
        "uom": products[0].uom_id.id,
        "causes": causes.ids,
        "reasons": reasons.ids,
        "branches": len(reasons),
        "journal": journal.id,
        "location": warehouse.lot_stock_id.id,
        "picking_type": warehouse.out_type_id.id,
        "count": TICKETS,
    }


if __name__ == "__main__":
    main()
