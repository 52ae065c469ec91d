"""Call lists by the hundred thousand, by SQL: customers, orders, deliveries, calls.

One customer with one order is made through Odoo and copied, so every stored column is
filled as Odoo fills it. All orders were delivered three days ago; the calls are due one
second apart, one in a hundred has priority, one in five hundred is a call-back that was
promised to one of the agents. The same arguments give the same data.
"""

from credit_seed import _copy

from odoo import Command

NAME = "Bench call"
AGENT = "o2c_quality_check.group_call_agent"
TABLES = ("res_partner", "sale_order", "o2c_milestone", "o2c_call")


def seed(env, calls, campaigns, agents):
    """Fill the database of ``env``, commit.

    :return: (ids of the campaigns, ids of the agents)
    """
    # the hour at which the benchmark runs decides nothing
    env["o2c.calling.rule"].search([("kind", "=", "hours")]).active = False
    users = _agents(env, agents)
    running = _campaigns(env, campaigns, users)
    order, call = _prototypes(env, running[0])
    env.flush_all()
    cr = env.cr
    cr.execute("SET session_replication_role = replica")
    partner = order.partner_id
    first = _next_id(cr, "res_partner")
    _copy(
        cr,
        "res_partner",
        partner.id,
        {
            "id": f"{first} + n",
            "commercial_partner_id": f"{first} + n",
            "phone": "'+39 02 ' || (1000000 + n)",
            "phone_sanitized": "'+3902' || (1000000 + n)",
        },
        calls,
    )
    orders = _next_id(cr, "sale_order")
    who = dict.fromkeys(
        ("partner_id", "partner_invoice_id", "partner_shipping_id"), f"{first} + n"
    )
    _copy(cr, "sale_order", order.id, {"id": f"{orders} + n", **who}, calls)
    cr.execute(
        "INSERT INTO o2c_milestone (order_id, sequence, kind, source_model, actual_at)"
        " SELECT %s + n, 1, 'delivered', 'stock.picking',"
        " now() AT TIME ZONE 'UTC' - interval '3 days'"
        " FROM generate_series(0, %s - 1) n",
        [orders, calls],
    )
    _calls(cr, call, calls, running.ids, first, orders, users.ids)
    cr.execute("SET session_replication_role = DEFAULT")
    for table in TABLES:
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    call.unlink()
    env.invalidate_all()
    cr.commit()
    cr.execute("ANALYZE")
    cr.commit()
    return running.ids, users.ids


def _calls(cr, call, count, campaigns, partners, orders, users):
    agreed = "mod(n, 500) = 0"
    due = "now() AT TIME ZONE 'UTC' - (n + 1) * interval '1 second'"
    values = {
        "id": f"{_next_id(cr, 'o2c_call')} + n",
        "campaign_id": f"(ARRAY{campaigns})[1 + mod(n, {len(campaigns)})]",
        "subject_key": f"'order:' || ({orders} + n)",
        "order_id": f"{orders} + n",
        "partner_id": f"{partners} + n",
        "person_id": f"{partners} + n",
        "phone": "'+39 02 ' || (1000000 + n)",
        "priority": "CASE WHEN mod(n, 100) = 7 THEN '1' ELSE '0' END",
        "is_call_back": agreed,
        "agent_id": f"CASE WHEN {agreed} THEN (ARRAY{users})[1 + mod(n / 500,"
        f" {len(users)})] END",
        "promised_at": f"CASE WHEN {agreed} THEN {due} END",
        "next_try_at": due,
    }
    _copy(cr, "o2c_call", call.id, values, count)


def _agents(env, count):
    return env["res.users"].create(
        [
            {
                "name": f"Agent {n}",
                "login": f"bench_agent_{n}",
                "group_ids": [Command.set(env.ref(AGENT).ids)],
            }
            for n in range(count)
        ]
    )


def _campaigns(env, count, users):
    campaigns = env["o2c.campaign"].create(
        [
            {
                "name": f"{NAME} {n}",
                "survey_id": env.ref("o2c_quality_check.script_delivery").id,
                "agent_ids": [Command.set(users.ids)],
                "queue_weight": 1 + n % 3,
                "date_from": False,
            }
            for n in range(count)
        ]
    )
    campaigns.action_start()
    return campaigns


def _prototypes(env, campaign):
    customer = env["res.partner"].create(
        {"name": NAME, "is_company": True, "phone": "+39 02 1000000"}
    )
    order = env["sale.order"].create({"partner_id": customer.id})
    call = env["o2c.call"].create(
        {
            "campaign_id": campaign.id,
            "company_id": campaign.company_id.id,
            "order_id": order.id,
            "partner_id": customer.id,
            "next_try_at": "2026-01-01 00:00:00",
        }
    )
    return order, call


def _next_id(cr, table):
    cr.execute(f"SELECT max(id) + 1 FROM {table}")
    return cr.fetchone()[0]
