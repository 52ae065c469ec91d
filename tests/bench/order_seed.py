"""A hundred thousand orders in a minute or two: a few real ones, then copies by SQL.

One order of each kind goes its way through Odoo itself, so every stored column is
filled as Odoo fills it. Its rows (order, lines, deliveries, parcels, moves, invoice,
payment) are then copied with their references moved along, other customers, and all
dates pushed back by up to 700 days. The same arguments give the same data.
"""

import os

from odoo import Command

ORDERS = int(os.environ.get("O2C_BENCH_ORDERS", "100000"))
REBUILT = 20_000  # timelines decided at once
SHARES = {"draft": 10, "confirmed": 15, "part": 10, "open": 25, "paid": 40}  # percent
CUSTOMERS_PER_ORDER = 20
DAYS = 700

# table: {column: table it refers to}; "customer" is one of the copied customers
REFERENCES = {
    "sale_order": dict.fromkeys(
        ("partner_id", "partner_invoice_id", "partner_shipping_id"), "customer"
    ),
    "sale_order_line": {"order_id": "sale_order", "order_partner_id": "customer"},
    "stock_picking": {
        "sale_id": "sale_order",
        "partner_id": "customer",
        "backorder_id": "stock_picking",
    },
    "stock_move": {
        "picking_id": "stock_picking",
        "sale_line_id": "sale_order_line",
        "partner_id": "customer",
    },
    "o2c_shipment": {
        "picking_id": "stock_picking",
        "order_id": "sale_order",
        "partner_id": "customer",
    },
    "o2c_shipment_event": {"shipment_id": "o2c_shipment"},
    "account_move": {
        "partner_id": "customer",
        "commercial_partner_id": "customer",
        "partner_shipping_id": "customer",
    },
    "account_move_line": {"move_id": "account_move", "partner_id": "customer"},
    "account_partial_reconcile": {
        "debit_move_id": "account_move_line",
        "credit_move_id": "account_move_line",
    },
}
# what must not be shared by copies, or points at what is not copied
EMPTY = ("access_token", "origin_payment_id", "full_reconcile_id", "payment_id")
PUSHED_BACK = {
    "date": f" - mod(n, {DAYS})",
    "timestamp without time zone": f" - mod(n, {DAYS}) * interval '1 day'",
}
NAMED = ("sale_order", "stock_picking", "account_move")


def ready(env, timelines=True):
    """Have ``ORDERS`` orders in the database; what is there is not made again."""
    env.cr.execute("SELECT count(*) FROM sale_order")
    if env.cr.fetchone()[0] < ORDERS:
        seed(env, ORDERS)
    env.cr.execute("SELECT count(DISTINCT order_id) FROM o2c_milestone")
    if timelines and env.cr.fetchone()[0] < ORDERS:
        rebuild(env)
    env.cr.execute("ANALYZE")
    env.cr.commit()


def rebuild(env):
    """Decide the timelines of all orders anew, as the scheduled job does."""
    ids = env["sale.order"].search([], order="id").ids
    for start in range(0, len(ids), REBUILT):
        env["sale.order"]._o2c_rebuild_timeline(ids[start : start + REBUILT])
        env.cr.commit()


def seed(env, count):
    """Fill the database of ``env`` with ``count`` orders and commit."""
    prototypes = _prototypes(env)
    env.flush_all()
    customers = _customers(env, max(count // CUSTOMERS_PER_ORDER, 1))
    env.cr.execute("SET session_replication_role = replica")
    for kind, rows in prototypes.items():
        _copy(env.cr, rows, count * SHARES[kind] // 100 - 1, customers)
    env.cr.execute("SET session_replication_role = DEFAULT")
    for table in (*REFERENCES, "res_partner"):
        env.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
        )
    env.invalidate_all()
    env.cr.commit()


# ------------------------------------------------------------------ the originals
def _prototypes(env):
    """``{kind: {table: ids}}`` of one order of each kind."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company)
    company.partner_id.tz = "Europe/Rome"
    customer = env["res.partner"].create({"name": "Bench customer"})
    products = env["product.product"].create(
        [
            {
                "name": f"Bench product {number}",
                "type": "consu",
                "invoice_policy": "delivery",
                "taxes_id": [Command.clear()],
            }
            for number in range(3)
        ]
    )
    return {kind: _rows(_story(env, customer, products, kind)) for kind in SHARES}


def _story(env, customer, products, kind):
    """An order of three lines, taken as far as ``kind`` says."""
    lines = [
        Command.create(
            {"product_id": product.id, "product_uom_qty": 10, "price_unit": 100}
        )
        for product in products
    ]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines})
    if kind == "draft":
        return order
    order.action_confirm()
    if kind == "confirmed":
        return order
    for move in order.picking_ids.move_ids:
        move.quantity = 4 if kind == "part" else 10
        move.picked = True
    delivery = order.picking_ids.with_context(skip_sms=True, skip_backorder=True)
    delivery.button_validate()
    if kind == "part":
        return order
    invoice = order._create_invoices()
    invoice.action_post()
    if kind == "paid":
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        payment = env["account.payment.register"].with_context(**context)
        payment.create({})._create_payments()
    return order


def _rows(order):
    """``{table: ids}`` of everything that belongs to ``order``."""
    invoices = order.invoice_ids
    lines = invoices.line_ids
    partials = lines.matched_debit_ids | lines.matched_credit_ids
    payments = (partials.debit_move_id | partials.credit_move_id).move_id - invoices
    moves = invoices | payments
    return {
        "sale_order": order.ids,
        "sale_order_line": order.order_line.ids,
        "stock_picking": order.picking_ids.ids,
        "stock_move": order.picking_ids.move_ids.ids,
        "o2c_shipment": order.picking_ids.o2c_shipment_ids.ids,
        "o2c_shipment_event": order.picking_ids.o2c_shipment_ids.event_ids.ids,
        "account_move": moves.ids,
        "account_move_line": moves.line_ids.ids,
        "account_partial_reconcile": partials.ids,
        "links": [
            (line.id, sold.id)
            for line in invoices.invoice_line_ids
            for sold in line.sale_line_ids
        ],
    }


# ------------------------------------------------------------------ the copies
def _customers(env, count):
    """Copy the customer; returns (first id, how many), numbered without a gap."""
    cr = env.cr
    cr.execute("SELECT id FROM res_partner WHERE name = 'Bench customer'")
    original = cr.fetchone()[0]
    cr.execute("SELECT max(id) + 1 FROM res_partner")
    first = cr.fetchone()[0]
    values = {
        "id": f"{first} + n",
        "name": "'Bench customer ' || n",
        "complete_name": "'Bench customer ' || n",
        "commercial_partner_id": f"{first} + n",
    }
    _insert(cr, "res_partner", original, values, count)
    return first, count


def _copy(cr, rows, copies, customers):
    """Copy the rows of one order ``copies`` times."""
    bases = {table: _next_id(cr, table) for table in REFERENCES}
    places = {
        table: {old: place for place, old in enumerate(sorted(rows[table]))}
        for table in REFERENCES
    }

    def moved(table, old):
        """SQL: the id of copy n of the row ``old``."""
        return f"{bases[table]} + n * {len(places[table])} + {places[table][old]}"

    for table, references in REFERENCES.items():
        for old in sorted(rows[table]):
            values = {"id": moved(table, old)}
            for column, target in references.items():
                values[column] = _reference(
                    cr, table, old, column, target, customers, moved, places
                )
            if table in NAMED:
                values["name"] = "p.name || '-' || n"
            _insert(cr, table, old, values, copies)
    for invoiced, sold in rows["links"]:
        cr.execute(
            "INSERT INTO sale_order_line_invoice_rel (invoice_line_id, order_line_id)"
            f" SELECT {moved('account_move_line', invoiced)},"
            f" {moved('sale_order_line', sold)} FROM generate_series(0, %s) n",
            [copies - 1],
        )


def _reference(cr, table, old, column, target, customers, moved, places):
    """SQL: what ``column`` of a copy refers to."""
    if target == "customer":
        first, count = customers
        return (
            f"CASE WHEN p.{column} IS NULL THEN NULL ELSE {first} + mod(n, {count}) END"
        )
    cr.execute(f"SELECT {column} FROM {table} WHERE id = %s", [old])
    referred = cr.fetchone()[0]
    return moved(target, referred) if referred in places[target] else "NULL"


def _insert(cr, table, old, values, copies):
    """Insert ``copies`` of row ``old`` with ``values`` (SQL over p and n) instead."""
    cr.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = dict(cr.fetchall())
    values = {**dict.fromkeys(set(EMPTY) & set(columns), "NULL"), **values}
    for name, kind in columns.items():
        back = PUSHED_BACK.get(kind, "")
        values.setdefault(name, f'p."{name}"{back}')
    names = ", ".join(f'"{name}"' for name in columns)
    chosen = ", ".join(values[name] for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen}"
        f" FROM {table} p CROSS JOIN generate_series(0, %s) n WHERE p.id = %s",
        [copies - 1, old],
    )


def _next_id(cr, table):
    cr.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")
    return cr.fetchone()[0]
