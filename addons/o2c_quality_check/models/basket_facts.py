"""The one query behind the proposals of a telesales call.

What the customer bought in the last two years, and what the fifty customers buy who
share most products with him. Quantities in the product's own unit, days in the
company's time zone.
"""

from datetime import timedelta

from odoo.tools import SQL

from ..domain.proposals import Bought, Similar

YEARS = timedelta(days=730)
NEIGHBOURS = 50
# what the query reads, to be written to the database before it runs
FLUSHED = ("sale.order", "sale.order.line", "res.partner", "product.product")

PROPOSALS = """
WITH mine AS (
    SELECT l.product_id, o.id AS order_id,
           (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
           l.product_uom_qty * u.factor / pu.factor AS quantity
      FROM sale_order o
      JOIN res_partner p ON p.id = o.partner_id
      JOIN sale_order_line l ON l.order_id = o.id
      JOIN product_product v ON v.id = l.product_id AND v.active
      JOIN product_template t ON t.id = v.product_tmpl_id AND t.sale_ok AND t.active
      JOIN uom_uom u ON u.id = l.product_uom_id
      JOIN uom_uom pu ON pu.id = t.uom_id
     WHERE p.commercial_partner_id = %(customer)s AND o.company_id = %(company)s
       AND o.state = 'sale' AND o.date_order >= %(since)s
       AND l.product_uom_qty > 0 AND NOT COALESCE(l.is_delivery, false)
       AND l.reward_id IS NULL
), own AS (
    SELECT product_id, count(DISTINCT order_id) AS orders, min(day) AS first_on,
           max(day) AS last_on,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY quantity) AS quantity
      FROM mine GROUP BY product_id
), others AS (
    SELECT p.commercial_partner_id AS customer, count(DISTINCT l.product_id) AS shared
      FROM own
      JOIN sale_order_line l ON l.product_id = own.product_id
      JOIN sale_order o ON o.id = l.order_id AND o.company_id = %(company)s
       AND o.state = 'sale' AND o.date_order >= %(since)s
      JOIN res_partner p ON p.id = o.partner_id
     WHERE p.commercial_partner_id <> %(customer)s
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(neighbours)s
), theirs AS (
    SELECT l.product_id, count(DISTINCT p.commercial_partner_id) AS buyers
      FROM others
      JOIN res_partner p ON p.commercial_partner_id = others.customer
      JOIN sale_order o ON o.partner_id = p.id AND o.company_id = %(company)s
       AND o.state = 'sale' AND o.date_order >= %(since)s
      JOIN sale_order_line l ON l.order_id = o.id AND l.product_uom_qty > 0
       AND NOT COALESCE(l.is_delivery, false) AND l.reward_id IS NULL
      JOIN product_product v ON v.id = l.product_id AND v.active
      JOIN product_template t ON t.id = v.product_tmpl_id AND t.sale_ok AND t.active
       AND (t.company_id IS NULL OR t.company_id = %(company)s)
     WHERE l.product_id NOT IN (SELECT product_id FROM own)
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
)
SELECT product_id, orders, first_on, last_on, quantity,
       NULL AS buyers, NULL AS customers
  FROM own
UNION ALL
SELECT product_id, NULL, NULL, NULL, NULL, buyers, (SELECT count(*) FROM others)
  FROM theirs
"""


def proposal_facts(call, tz, now):
    """(what he bought, what others like him buy), as the pure rule takes them."""
    for model in FLUSHED:
        call.env[model].flush_model()
    query = SQL(
        PROPOSALS,
        tz=tz,
        customer=call.partner_id.commercial_partner_id.id,
        company=call.company_id.id,
        since=now - YEARS,
        neighbours=NEIGHBOURS,
    )
    bought, similar = [], []
    for product, orders, first, last, quantity, *others in call.env.execute_query(
        query
    ):
        if orders:
            bought.append(Bought(product, orders, first, last, float(quantity)))
        else:
            similar.append(Similar(product, *others))
    return bought, similar
