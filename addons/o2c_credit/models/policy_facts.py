"""The queries that read what the policy has to know beside the exposure.

Each reads any number of customers or orders at once and only what has to do with them.
Amounts and quantities come as text, so that they become Decimals without a float.
"""

from odoo.tools import SQL

from .receivable_facts import RECEIVABLES_FLUSHED

EVENTS_FLUSHED = {"o2c.credit.event": None}
PAYMENTS_FLUSHED = {
    "account.account": ["account_type"],
    "account.move": ["origin_payment_id", "statement_line_id"],
    "account.move.line": None,
    "account.payment": ["state", "date", "partner_id", "company_id", "move_id"],
    "o2c.history.item": None,
    "res.company": ["parent_path"],
    "res.partner": ["commercial_partner_id"],
}
PAID_FLUSHED = {
    **RECEIVABLES_FLUSHED,
    "account.move": ["state", "move_type", "amount_total", "amount_residual"],
    "account.move.line": None,
    "account.payment": ["move_id", "currency_id", "amount"],
    "payment.transaction": None,
    "sale.order": ["transaction_ids"],
    "sale.order.line": ["order_id", "invoice_lines"],
}
ORDERED_FLUSHED = {
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
    "product.category": ["parent_path"],
    "res.company": ["parent_path"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["state", "date_order", "partner_invoice_id", "company_id"],
    "sale.order.line": ["order_id", "product_id", "product_uom_id", "product_uom_qty"],
}

EVENTS = """
SELECT account_id, kind, MAX(date) AS last, MAX(level) AS level
  FROM o2c_credit_event
 WHERE account_id = ANY(%(accounts)s) AND resolved_date IS NULL
   AND kind IN ('dunning_step', 'broken_promise', 'returned_payment')
 GROUP BY account_id, kind
"""

# the last payment of each customer, from the newest entry backwards
LAST_PAYMENTS = """
SELECT w.customer_id, w.company_id, GREATEST(booked.last, noted.last, imported.last)
       AS last
  FROM unnest(%(partners)s::int[], %(companies)s::int[]) AS w(customer_id, company_id)
 CROSS JOIN LATERAL (
       SELECT MAX(l.date) AS last
         FROM res_partner p
         JOIN account_move_line l ON l.partner_id = p.id AND l.parent_state = 'posted'
          AND l.balance < 0 AND l.account_id = ANY(ARRAY(
                  SELECT id FROM account_account
                   WHERE account_type = 'asset_receivable'))
         JOIN account_move m ON m.id = l.move_id
          AND (m.origin_payment_id IS NOT NULL OR m.statement_line_id IS NOT NULL)
         JOIN res_company c ON c.id = l.company_id
          AND split_part(c.parent_path, '/', 1)::int = w.company_id
        WHERE p.commercial_partner_id = w.customer_id) AS booked
 CROSS JOIN LATERAL (
       SELECT MAX(pay.date) AS last
         FROM res_partner p
         JOIN account_payment pay ON pay.partner_id = p.id AND pay.move_id IS NULL
          AND pay.payment_type = 'inbound' AND pay.state IN ('in_process', 'paid')
         JOIN res_company c ON c.id = pay.company_id
          AND split_part(c.parent_path, '/', 1)::int = w.company_id
        WHERE p.commercial_partner_id = w.customer_id) AS noted
 CROSS JOIN LATERAL (
       SELECT MAX(h.settled_date) AS last
         FROM o2c_history_item h
        WHERE h.partner_id = w.customer_id AND h.company_id = w.company_id) AS imported
"""

# Money that was given for an order, in company currency:
# - what of its posted invoices was settled with money and not with a credit note;
# - transactions that are done or authorised, as far as no invoice was settled with
#   them: of a booked payment what is not matched, of the others what the invoices
#   they are for still leave open.
PAID = """
WITH invoice AS (
    SELECT part.order_id, m.id, m.amount_total, SUM(l.price_total) AS mine
      FROM (SELECT id, order_id FROM sale_order_line
             WHERE order_id = ANY(%(orders)s)) AS part
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = part.id
      JOIN account_move_line l ON l.id = rel.invoice_line_id
      JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
       AND m.move_type IN ('out_invoice', 'out_receipt') AND m.amount_total > 0
     GROUP BY part.order_id, m.id, m.amount_total
), settled AS (
    SELECT i.order_id, SUM(r.amount * i.mine / i.amount_total) AS paid
      FROM invoice i
      JOIN account_move_line l ON l.move_id = i.id AND l.balance > 0
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
      JOIN account_partial_reconcile r ON r.debit_move_id = l.id
      JOIN account_move_line cl ON cl.id = r.credit_move_id
      JOIN account_move cm ON cm.id = cl.move_id AND cm.move_type = 'entry'
     WHERE NOT EXISTS (SELECT FROM account_partial_reconcile x
                        WHERE x.exchange_move_id = cm.id)
     GROUP BY i.order_id
), online AS (
    SELECT rel.sale_order_id AS order_id, t.id, t.currency_id, t.amount,
           pay.move_id, t.company_id,
           (SELECT COUNT(*) FROM sale_order_transaction_rel o
             WHERE o.transaction_id = t.id) AS shared
      FROM sale_order_transaction_rel rel
      JOIN payment_transaction t ON t.id = rel.transaction_id
       AND t.state IN ('authorized', 'done')
      LEFT JOIN account_payment pay ON pay.id = t.payment_id
     WHERE rel.sale_order_id = ANY(%(orders)s)
)
SELECT order_id, NULL AS currency_id, paid::text AS amount FROM settled
 UNION ALL
SELECT o.order_id, c.currency_id, (SUM(-l.amount_residual) / o.shared)::text
  FROM online o
  JOIN account_move_line l ON l.move_id = o.move_id AND l.balance < 0
   AND l.account_id = ANY(ARRAY(
           SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
  JOIN res_company c ON c.id = l.company_id
 GROUP BY o.order_id, o.id, o.shared, c.currency_id
 UNION ALL
SELECT o.order_id, o.currency_id,
       (LEAST(o.amount, COALESCE(bills.open, o.amount)) / o.shared)::text
  FROM online o
 CROSS JOIN LATERAL (
       SELECT SUM(m.amount_residual) AS open
         FROM account_invoice_transaction_rel rel
         JOIN account_move m ON m.id = rel.invoice_id AND m.state = 'posted'
          AND m.currency_id = o.currency_id
        WHERE rel.transaction_id = o.id) AS bills
 WHERE o.move_id IS NULL
"""

# what a customer ordered of a product or of a category and all below it
ORDERED = """
SELECT w.rule_id, w.order_id,
       SUM(l.product_uom_qty * lu.factor / wu.factor)::text AS before
  FROM unnest(%(rules)s::int[], %(orders)s::int[], %(partners)s::int[],
              %(companies)s::int[], %(products)s::int[], %(categories)s::text[],
              %(uoms)s::int[], %(since)s::timestamp[])
       AS w(rule_id, order_id, customer_id, company_id, product_id, category_path,
            uom_id, since)
  JOIN uom_uom wu ON wu.id = w.uom_id
  JOIN res_partner p ON p.commercial_partner_id = w.customer_id
  JOIN sale_order o ON o.partner_invoice_id = p.id AND o.id <> w.order_id
   AND o.state = 'sale' AND o.date_order > w.since
  JOIN res_company c ON c.id = o.company_id
   AND split_part(c.parent_path, '/', 1)::int = w.company_id
  JOIN sale_order_line l ON l.order_id = o.id AND l.display_type IS NULL
  JOIN uom_uom lu ON lu.id = l.product_uom_id
   AND split_part(lu.parent_path, '/', 1) = split_part(wu.parent_path, '/', 1)
  JOIN product_product pp ON pp.id = l.product_id
  JOIN product_template pt ON pt.id = pp.product_tmpl_id
  LEFT JOIN product_category pc ON pc.id = pt.categ_id
 WHERE (pp.id = w.product_id OR pc.parent_path LIKE w.category_path || '%%')
 GROUP BY w.rule_id, w.order_id
"""


def events_query(accounts):
    """Unresolved events: one row for each (account, kind), latest day, highest step.

    :param accounts: list of ids
    """
    return SQL(EVENTS, accounts=accounts)


def last_payments_query(pairs):
    """The day of the last payment: one row for each (customer, root company)."""
    return SQL(
        LAST_PAYMENTS,
        partners=[partner for partner, _company in pairs],
        companies=[company for _partner, company in pairs],
    )


def paid_query(orders):
    """What is paid of orders: rows of order, currency (None: the company's), amount.

    :param orders: list of ids
    """
    return SQL(PAID, orders=orders)


def ordered_query(wanted):
    """Quantities ordered before: one row for each (rule, order) with any.

    :param wanted: list of dicts with ``rules``, ``orders``, ``partners``,
        ``companies``, ``products``, ``categories`` (path), ``uoms``, ``since``
        (naive UTC)
    """
    names = ("rules", "orders", "partners", "companies", "products", "categories")
    names += ("uoms", "since")
    return SQL(ORDERED, **{name: [row[name] for row in wanted] for name in names})
