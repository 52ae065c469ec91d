"""What each line of a target rule asks, as a condition of the one query.

A condition may name ``o`` the order, ``p`` the transfer, ``place`` the address where
the customer is met, ``customer`` and ``history`` (what he bought, see
``target_query``).
"""

from odoo.tools import SQL

from odoo.addons.o2c_customer_care.domain.urgency import Tier

# from the least to the most
TIERS = [Tier.STANDARD.value, Tier.PREFERRED.value, Tier.KEY.value]
PRODUCTS = """
SELECT l.order_id FROM sale_order_line l
  JOIN product_product v ON v.id = l.product_id
  JOIN product_template t ON t.id = v.product_tmpl_id
 WHERE l.display_type IS NULL AND (v.id = ANY(%s) OR t.categ_id = ANY(%s))
"""
BOUGHT = """customer.id IN (
SELECT b.commercial_partner_id FROM sale_order s
  JOIN res_partner b ON b.id = s.partner_id
 WHERE s.state = 'sale' AND s.id IN (%s))
"""
TAGGED = """customer.id IN (
SELECT partner_id FROM res_partner_res_partner_category_rel WHERE category_id = ANY(%s))
"""
# the usual time between two orders is known after three of them
GAP = """history.orders > 2 AND %s - history.last_at
    > %s * (history.last_at - history.first_at) / (history.orders - 1)"""
# the mean of the last three orders against the mean of those before
BASKET = """history.orders > 3
AND (SELECT avg(x) FROM unnest(history.baskets[1:3]) x)
    < %s / 100.0 * (SELECT avg(x) FROM unnest(history.baskets[4:]) x)"""
NOT_OK = """customer.id IN (
SELECT partner_id FROM o2c_call
 WHERE verdict = 'not_ok' AND finished_at > %s - %s * interval '1 day')"""
COMPLAINED = """customer.id IN (
SELECT partner_id FROM o2c_ticket
 WHERE kind = 'complaint' AND opened_at > %s - %s * interval '1 day')"""


def area(line, _now):
    """The address is in these countries, states and postcodes."""
    parts = [SQL("TRUE")]
    if line.country_ids:
        parts.append(SQL("place.country_id = ANY(%s)", line.country_ids.ids))
    if line.state_ids:
        parts.append(SQL("place.state_id = ANY(%s)", line.state_ids.ids))
    if prefixes := line._zip_prefixes():
        parts.append(SQL("place.zip LIKE ANY(%s)", [f"{p}%" for p in prefixes]))
    return SQL(" AND ").join(parts)


def carrier(line, _now):
    """Delivered, or to be delivered, by one of these couriers."""
    ids = line.carrier_ids.ids
    return SQL("COALESCE(p.carrier_id, o.carrier_id) = ANY(%s)", ids)


def warehouse(line, _now):
    """Sent from one of these warehouses."""
    return SQL("o.warehouse_id = ANY(%s)", line.warehouse_ids.ids)


def product(line, _now):
    """The order has one of these products; of a customer: some order ever had."""
    below = [("id", "child_of", line.categ_ids.ids)]
    categories = line.env["product.category"].search(below) if line.categ_ids else []
    ids = [category.id for category in categories]
    orders = SQL(PRODUCTS, line.product_ids.ids, ids)
    if line.campaign_id.source == "customer":
        return SQL(BOUGHT, orders)
    return SQL("o.id IN (%s)", orders)


def tier(line, _now):
    """The customer's service level, or a better one."""
    better = TIERS[TIERS.index(line.tier) :]
    return SQL("COALESCE(customer.o2c_care_tier, 'standard') = ANY(%s)", better)


def tag(line, _now):
    """The customer has one of these tags."""
    return SQL(TAGGED, line.tag_ids.ids)


def salesperson(line, _now):
    """The order's, else the customer's salesperson."""
    return SQL("COALESCE(o.user_id, customer.user_id) = ANY(%s)", line.user_ids.ids)


def language(line, _now):
    """The language in which the customer is written to."""
    return SQL("customer.lang = ANY(%s)", line.lang_ids.mapped("code"))


def last_order(line, now):
    """The last order was confirmed so many days ago."""
    age = SQL("%s - history.last_at", now)
    found = SQL("%s >= %s * interval '1 day'", age, line.days_from)
    if not line.days_to:
        return found
    return SQL("%s AND %s < (%s + 1) * interval '1 day'", found, age, line.days_to)


def turnover(line, _now):
    """Ordered in the last twelve months, in company currency."""
    return SQL("COALESCE(history.turnover, 0) >= %s", line.amount)


def order_amount(line, _now):
    """The order's total in company currency."""
    rate = SQL("COALESCE(NULLIF(o.currency_rate, 0), 1)")
    return SQL("o.amount_total / %s >= %s", rate, line.amount)


def first_order(_line, _now):
    """It is the first order that the customer confirmed."""
    return SQL("history.first_id = o.id")


def churn(line, now):
    """A sign that the customer is leaving."""
    return {
        "gap": lambda: SQL(GAP, now, line.factor),
        "basket": lambda: SQL(BASKET, line.percent),
        "not_ok": lambda: SQL(NOT_OK, now, line.days_to),
        "complained": lambda: SQL(COMPLAINED, now, line.days_to),
    }[line.signal]()


# those that the database can judge; the others are asked of the modules that know
CONDITIONS = {
    "area": area,
    "carrier": carrier,
    "warehouse": warehouse,
    "product": product,
    "tier": tier,
    "tag": tag,
    "salesperson": salesperson,
    "language": language,
    "last_order": last_order,
    "turnover": turnover,
    "order_amount": order_amount,
    "first_order": first_order,
    "churn": churn,
}
# what only an order or an appointment has
OF_ORDERS = frozenset({"carrier", "warehouse", "order_amount", "first_order"})


def condition(line, now):
    """The line as a condition of the query, turned round if it says "not".

    :return: SQL, or None when the database cannot judge it
    """
    if line.kind not in CONDITIONS:
        return None
    found = CONDITIONS[line.kind](line, now)
    return SQL("(%s) IS NOT TRUE", found) if line.is_not else found
