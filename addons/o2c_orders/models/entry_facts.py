"""Reads what the entry checks look at, for all orders of a confirmation at once.

A constant number of queries, however many orders are confirmed.
"""

from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..domain import entry_check as rules
from ..domain.entry_check import Kind
from .timeline_rows import local_day

# the mean quantity of each product on the customer's other orders of the last year
USUAL = """
SELECT o.id, l.product_id, avg(l.product_uom_qty)
  FROM sale_order o
  JOIN res_partner p ON p.id = o.partner_id
  JOIN res_partner same ON same.commercial_partner_id = p.commercial_partner_id
  JOIN sale_order past ON past.partner_id = same.id AND past.state = 'sale'
   AND past.id <> o.id AND past.company_id = o.company_id
   AND past.date_order > %(now)s - interval '1 year'
  JOIN sale_order_line l ON l.order_id = past.id AND l.product_uom_qty > 0
   AND l.display_type IS NULL
 WHERE o.id = ANY(%(ids)s)
   AND l.product_id = ANY(%(products)s)
 GROUP BY o.id, l.product_id
"""
TWICE = """
SELECT o.id, min(other.name)
  FROM sale_order o
  JOIN res_partner p ON p.id = o.partner_id
  JOIN res_partner same ON same.commercial_partner_id = p.commercial_partner_id
  JOIN sale_order other ON other.partner_id = same.id AND other.id <> o.id
   AND other.state = 'sale' AND other.company_id = o.company_id
   AND lower(trim(other.client_order_ref)) = lower(trim(o.client_order_ref))
 WHERE o.id = ANY(%(ids)s) AND trim(o.client_order_ref) <> ''
 GROUP BY o.id
"""


def read(orders, kinds, now):
    """``{order: EntryFacts}`` with what checks of ``kinds`` need.

    :param orders: sales orders with superuser rights
    :param now: the moment, naive UTC
    """
    usual = _usual(orders, now) if Kind.QUANTITY in kinds else {}
    twice = _rows(orders, TWICE) if Kind.REFERENCE in kinds else {}
    files = _files(orders) if Kind.DOCUMENT in kinds else {}
    prices = Kind.PRICE in kinds
    return {
        order: rules.EntryFacts(
            today=local_day(now, _zone(order)),
            missing_parts=_missing(order.partner_shipping_id),
            email=_either(order, "email"),
            phone=_either(order, "phone"),
            reference=order.client_order_ref or "",
            reference_used_by=twice.get(order.id, ""),
            promised=(
                order.commitment_date and local_day(order.commitment_date, _zone(order))
            )
            or None,
            lines=tuple(_lines(order, usual, prices)),
            consent=bool(order.signed_by or order.o2c_consent),
            documents=tuple(files.get(order.id, ())),
        )
        for order in orders
    }


def _zone(order):
    return order.company_id.partner_id.tz or "UTC"


def _missing(address):
    parts = ("street", "zip", "city")
    missing = {part for part in parts if not (address[part] or "").strip()}
    if not address.country_id:
        missing.add("country")
    return frozenset(missing)


def _either(order, name):
    """What is known of the contact: of the person who orders, else of the company."""
    customer = order.partner_id
    return customer[name] or customer.commercial_partner_id[name] or ""


def _lines(order, usual, prices):
    for line in order.order_line:
        if line.display_type or line.is_downpayment or line.is_delivery:
            continue
        mean = usual.get((order.id, line.product_id.id))
        price = line.price_unit * (1 - (line.discount or 0.0) / 100)
        yield rules.Line(
            name=line.product_id.display_name or line.name,
            quantity=_decimal(line.product_uom_qty),
            usual=None if mean is None else _decimal(round(mean, 2)),
            price=_decimal(round(price, 6)),
            listed=_decimal(round(_listed(line), 6)) if prices else None,
            cost=_decimal(round(_cost(line), 6)) if prices else None,
        )


def _listed(line):
    """The price of the list before anybody gave a discount, in the order's currency."""
    return line.with_company(line.company_id)._get_display_price()


def _cost(line):
    product = line.product_id.with_company(line.company_id)
    cost = product.uom_id._compute_price(product.standard_price, line.product_uom_id)
    # the order's rate: units of its currency for one of the company's
    return cost * (line.order_id.currency_rate or 1.0)


def _usual(orders, now):
    rows = orders.env.execute_query(
        SQL(USUAL, ids=orders.ids, now=now, products=orders.order_line.product_id.ids)
    )
    return {(order, product): mean for order, product, mean in rows}


def _rows(orders, query):
    return dict(orders.env.execute_query(SQL(query, ids=orders.ids)))


def _files(orders):
    found = defaultdict(list)
    domain = [
        ("res_model", "=", "sale.order"),
        ("res_id", "in", orders.ids),
        ("res_field", "=", False),
    ]
    for file in orders.env["ir.attachment"].search_fetch(domain, ["res_id", "name"]):
        found[file.res_id].append(file.name or "")
    return found


def _decimal(number):
    return Decimal(str(number))
