"""What the views of one customer read beside his exposure: sales and lost orders."""

from odoo.tools import SQL

VIEW_FLUSHED = (
    "account.move",
    "account.move.line",
    "o2c.hold",
    "product.category",
    "product.product",
    "product.template",
    "res.company",
    "res.partner",
    "sale.order",
)
# sales without tax in company currency, by product category: a year and the one before
BY_BRAND = """
SELECT pt.categ_id AS category,
       SUM(-l.balance) FILTER (WHERE l.date > %(today)s - 365)::text AS year,
       SUM(-l.balance) FILTER (WHERE l.date <= %(today)s - 365)::text AS before
  FROM account_move_line l
  JOIN account_move m ON m.id = l.move_id
   AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
  JOIN res_company c ON c.id = l.company_id
  LEFT JOIN product_product pp ON pp.id = l.product_id
  LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
 WHERE m.commercial_partner_id = %(customer)s AND l.parent_state = 'posted'
   AND l.display_type = 'product' AND l.date > %(today)s - 730
   AND split_part(c.parent_path, '/', 1)::int = %(company)s
 GROUP BY pt.categ_id
 ORDER BY SUM(-l.balance) FILTER (WHERE l.date > %(today)s - 365) DESC NULLS LAST
 LIMIT 12
"""
# the area: customers of the same state, or country where there is none
AREA = """
SELECT COUNT(*) AS customers, SUM(found.open)::text AS open,
       SUM(found.overdue)::text AS overdue
  FROM (SELECT r.customer_id, SUM(r.open_amount) AS open,
               SUM(r.open_amount) FILTER (WHERE r.due_date < %(today)s) AS overdue
          FROM (%(receivables)s) AS r
          JOIN res_partner p ON p.id = r.customer_id
         WHERE r.company_id = %(company)s
           AND (p.country_id, COALESCE(p.state_id, 0))
               = (%(country)s, %(state)s)
         GROUP BY r.customer_id) AS found
"""
# orders that waited for the limit within a year, and what became of them; the last
# hold of an order speaks for it
HELD = """
SELECT COUNT(*) AS orders, SUM(amount)::text AS amount,
       COUNT(*) FILTER (WHERE lost) AS lost,
       SUM(amount) FILTER (WHERE lost)::text AS lost_amount,
       COUNT(*) FILTER (WHERE waiting) AS waiting,
       SUM(amount) FILTER (WHERE waiting)::text AS waiting_amount,
       MAX(excess)::text AS excess
  FROM (SELECT DISTINCT ON (h.order_id) h.credit_order_amount AS amount,
               GREATEST(h.credit_excess, 0) AS excess, o.state = 'cancel' AS lost,
               o.state IN ('draft', 'sent') AND h.state = 'open' AS waiting
          FROM o2c_hold h
          JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.code = 'credit_limit'
          JOIN sale_order o ON o.id = h.order_id
          JOIN res_company c ON c.id = h.company_id
         WHERE h.partner_id = %(customer)s AND h.date_from > %(today)s - 365
           AND split_part(c.parent_path, '/', 1)::int = %(company)s
         ORDER BY h.order_id, h.id DESC) AS held
"""


def brand_query(account, today):
    return SQL(
        BY_BRAND,
        customer=account.partner_id.id,
        company=account.company_id.id,
        today=today,
    )


def held_query(account, today):
    return SQL(
        HELD,
        customer=account.partner_id.id,
        company=account.company_id.id,
        today=today,
    )


def area_query(account, today, receivables):
    partner = account.partner_id
    return SQL(
        AREA,
        receivables=receivables,
        company=account.company_id.id,
        today=today,
        country=partner.country_id.id or 0,
        state=partner.state_id.id or 0,
    )
