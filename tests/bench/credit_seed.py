"""Customers with invoices and orders by the hundred thousand, by SQL.

One open and one paid invoice and one confirmed order are made through Odoo, so every
stored column is filled as Odoo fills it; their rows are then copied. 85 % of the
invoices are paid, 5 % overdue, 10 % not due; one open order for 25 invoices. Customer 0
has 20,000 invoices (a tenth of them all when there are fewer than 200,000), customer 1
ten. The payments of paid invoices are left out: they are marked as reconciled. The
same arguments give the same data.
"""

from odoo import Command

NAME = "Bench debtor"
BIG, SMALL, ORDERS = 20_000, 10, 5
TABLES = ("account_move", "account_move_line", "sale_order", "sale_order_line")
# secondary indexes make loading several times slower: they are built afterwards
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i
 WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
# so that orders of the first two pass, whatever the rules say about overdue items
NOT_DUE = """
UPDATE account_move_line SET date_maturity = current_date + mod(id, 60)
 WHERE partner_id IN (%s, %s) AND amount_residual > 0 AND date_maturity < current_date
"""


def seed(env, customers, invoices):
    """Fill the database of ``env``, commit, return the first customer's id."""
    open_move, paid_move, order = _prototypes(env)
    env.flush_all()
    cr = env.cr
    cr.execute("SET session_replication_role = replica")
    cr.execute(INDEXES, [list(TABLES)])
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    first = _customers(cr, customers)
    big, paid = min(BIG, invoices // 10), invoices * 85 // 100
    who = _who(first, customers, big * 85 // 100, SMALL * 8 // 10)
    _moves(cr, paid_move, paid, who, "current_date - 30 - mod(n, 700)")
    who = _who(first, customers, big * 15 // 100, SMALL * 2 // 10)
    late = "WHEN mod(n, 3) = 0 THEN -1 - mod(n, 200)"
    due = f"current_date + CASE {late} ELSE mod(n, 60) END"
    _moves(cr, open_move, invoices - paid, who, due)
    _orders(cr, order, invoices // 25, _who(first, customers, ORDERS, ORDERS))
    cr.execute(NOT_DUE, [first, first + 1])
    for _name, definition in indexes:
        cr.execute(definition)
    cr.execute("SET session_replication_role = DEFAULT")
    for table in (*TABLES, "res_partner"):
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    env.invalidate_all()
    cr.commit()
    cr.execute("ANALYZE")
    cr.commit()
    return first


def _who(first, customers, big, small):
    """SQL: the customer of copy n; the first copies are of customers 0 and 1."""
    return (
        f"{first} + CASE WHEN n < {big} THEN 0 WHEN n < {big + small} THEN 1"
        f" ELSE 2 + mod(n::bigint * 7919, {customers - 2}) END"
    )


def _prototypes(env):
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company)
    customer = env["res.partner"].create({"name": NAME, "is_company": True})
    service = env["product.product"].create(
        {
            "name": NAME,
            "type": "service",
            "invoice_policy": "order",
            "taxes_id": [Command.clear()],
        }
    )
    lines = [Command.create({"product_id": service.id, "price_unit": 100})]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines})
    order.action_confirm()
    vals = {
        "move_type": "out_invoice",
        "partner_id": customer.id,
        "invoice_line_ids": lines,
    }
    moves = env["account.move"].create([vals, vals])
    moves.action_post()
    context = {"active_model": "account.move", "active_ids": moves[1].ids}
    wizard = env["account.payment.register"].with_context(**context).create({})
    wizard._create_payments()
    return (*moves, order)


# ------------------------------------------------------------------ the copies
def _customers(cr, count):
    cr.execute("SELECT id FROM res_partner WHERE name = %s", [NAME])
    (original,) = cr.fetchone()
    cr.execute("SELECT max(id) + 1 FROM res_partner")
    (first,) = cr.fetchone()
    own = {"id": f"{first} + n", "commercial_partner_id": f"{first} + n"}
    named = {"name": f"'{NAME} ' || n", "complete_name": f"'{NAME} ' || n"}
    _copy(cr, "res_partner", original, own | named, count)
    return first


def _moves(cr, move, count, who, due):
    base = _next_id(cr, "account_move")
    values = {
        "id": f"{base} + n",
        "name": f"p.name || '-{base}-' || n",
        "partner_id": who,
        "commercial_partner_id": who,
        "partner_shipping_id": who,
        "invoice_date_due": due,
        "access_token": "NULL",
    }
    _copy(cr, "account_move", move.id, values, count)
    for line in move.line_ids:
        values = {
            "id": f"{_next_id(cr, 'account_move_line')} + n",
            "move_id": f"{base} + n",
            "partner_id": who,
            "full_reconcile_id": "NULL",
        }
        if line.date_maturity:
            values["date_maturity"] = due
        _copy(cr, "account_move_line", line.id, values, count)


def _orders(cr, order, count, who):
    base = _next_id(cr, "sale_order")
    partners = ("partner_id", "partner_invoice_id", "partner_shipping_id")
    values = {"id": f"{base} + n", "name": "p.name || '-' || n", "access_token": "NULL"}
    _copy(cr, "sale_order", order.id, values | dict.fromkeys(partners, who), count)
    values = {
        "id": f"{_next_id(cr, 'sale_order_line')} + n",
        "order_id": f"{base} + n",
        "order_partner_id": who,
    }
    _copy(cr, "sale_order_line", order.order_line.id, values, count)


def _next_id(cr, table):
    cr.execute(f"SELECT max(id) + 1 FROM {table}")
    return cr.fetchone()[0]


def _copy(cr, table, original, values, count):
    """Copy a row ``count`` times with ``values`` (SQL over p and n) instead."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    names = ", ".join(f'"{name}"' for name in columns)
    chosen = ", ".join(values.get(name, f'p."{name}"') for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen}"
        f" FROM {table} p, generate_series(0, %s - 1) n WHERE p.id = %s",
        [count, original],
    )
