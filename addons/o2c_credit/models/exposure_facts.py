"""The one query that reads what customers owe, for one of them or for all.

Amounts come as text, in company currency and rounded to its cents, so that they
become Decimals without passing through a float.

What is not invoiced of an order is measured in quantities, as the timeline measures
it: what was credited does not come back, a short delivery that nobody completes does
not stay. It is converted once, at the rate stored on the order.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
FLUSHED = {
    "account.account": ["account_type"],
    "account.move": [
        "state",
        "move_type",
        "commercial_partner_id",
        "company_id",
        "currency_id",
        "invoice_currency_rate",
        "amount_total_signed",
    ],
    "account.move.line": [
        "account_id",
        "partner_id",
        "company_id",
        "move_id",
        "parent_state",
        "reconciled",
        "amount_residual",
        "price_total",
        "quantity",
        "product_uom_id",
        "sale_line_ids",
    ],
    "o2c.hold": None,
    "o2c.hold.reason": ["stops_collection"],
    "res.company": ["parent_path", "currency_id"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": None,
    "sale.order.line": None,
    "stock.move": ["state", "sale_line_id"],
}

EXPOSURE = """
WITH wanted AS (
    SELECT * FROM unnest(%(partners)s::int[], %(companies)s::int[])
        AS pair(customer_id, company_id)
), branch AS (
    SELECT c.id, split_part(c.parent_path, '/', 1)::int AS root_id, cur.decimal_places
      FROM res_company c JOIN res_currency cur ON cur.id = c.currency_id
), contact AS (
    SELECT p.id, w.customer_id, w.company_id
      FROM wanted w JOIN res_partner p ON p.commercial_partner_id = w.customer_id
), line AS (
    SELECT n.customer_id, n.company_id, l.id, l.move_id, l.amount_residual AS residual
      FROM contact n
      JOIN account_move_line l ON l.partner_id = n.id AND l.reconciled IS NOT TRUE
       AND l.parent_state = 'posted' AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
      JOIN branch b ON b.id = l.company_id AND b.root_id = n.company_id
     WHERE l.amount_residual <> 0
), by_line AS (
    SELECT line.id, SUM(h.amount) AS amount
      FROM line JOIN o2c_hold h ON h.invoice_line_id = line.id
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.is_partial AND h.date_from <= %(now)s
       AND (h.date_to IS NULL OR h.date_to > %(now)s)
     GROUP BY line.id
), by_move AS (
    SELECT move.id, SUM(h.amount) AS amount
      FROM (SELECT DISTINCT move_id AS id FROM line) AS move
      JOIN o2c_hold h ON h.invoice_id = move.id
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.is_partial AND h.date_from <= %(now)s
       AND (h.date_to IS NULL OR h.date_to > %(now)s)
     GROUP BY move.id
), document AS (
    -- never more is contested than is open
    SELECT line.customer_id, line.company_id,
           SUM(GREATEST(line.residual, 0)) AS receivables,
           SUM(GREATEST(-line.residual, 0)) AS credits,
           LEAST(SUM(GREATEST(line.residual, 0)),
                 SUM(LEAST(GREATEST(line.residual, 0), COALESCE(by_line.amount, 0)))
                 + COALESCE(MAX(by_move.amount), 0)) AS disputed
      FROM line
      LEFT JOIN by_line ON by_line.id = line.id
      LEFT JOIN by_move ON by_move.id = line.move_id
     GROUP BY line.customer_id, line.company_id, line.move_id
), owed AS (
    SELECT customer_id, company_id, SUM(receivables) AS receivables,
           SUM(credits) AS credits, SUM(disputed) AS disputed
      FROM document GROUP BY customer_id, company_id
), so AS (
    SELECT n.customer_id, n.company_id, o.id, o.amount_total, o.currency_id,
           COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric AS rate, b.decimal_places
      FROM contact n
      JOIN sale_order o ON o.partner_invoice_id = n.id AND o.state = 'sale'
       AND o.invoice_status IN ('no', 'to invoice') AND o.o2c_closed_at IS NULL
      JOIN branch b ON b.id = o.company_id AND b.root_id = n.company_id
), part AS (
    SELECT l.order_id, l.price_total, l.product_uom_qty AS ordered,
           COALESCE(l.qty_invoiced, 0) + COALESCE((
               SELECT SUM(a.quantity * au.factor::numeric / lu.factor::numeric)
                 FROM sale_order_line_invoice_rel rel
                 JOIN account_move_line a ON a.id = rel.invoice_line_id
                 JOIN account_move m ON m.id = a.move_id
                  AND m.move_type = 'out_refund' AND m.state <> 'cancel'
                 JOIN uom_uom au ON au.id = a.product_uom_id
                WHERE rel.order_line_id = l.id), 0) AS invoiced,
           CASE WHEN l.product_uom_qty < 0 OR pt.invoice_policy = 'order'
                     OR l.is_delivery THEN l.product_uom_qty
                WHEN pt.type = 'consu' AND l.qty_delivered < l.product_uom_qty
                     AND moves.ended AND NOT moves.open THEN l.qty_delivered
                ELSE GREATEST(l.product_uom_qty, l.qty_delivered) END AS due,
           l.price_unit * (1 - COALESCE(l.discount, 0) / 100) AS price
      FROM so
      JOIN sale_order_line l ON l.order_id = so.id AND l.display_type IS NULL
       AND l.is_downpayment IS NOT TRUE
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
      JOIN uom_uom lu ON lu.id = l.product_uom_id
     CROSS JOIN LATERAL (
           SELECT COALESCE(bool_or(state IN ('done', 'cancel')), false) AS ended,
                  COALESCE(bool_or(state NOT IN ('done', 'cancel')), false) AS open
             FROM stock_move WHERE sale_line_id = l.id) AS moves
), still AS (
    SELECT order_id, SUM(price_total) AS whole,
           SUM(CASE WHEN sign(ordered) * (due - invoiced) < 0.00001 AND ordered <> 0
                    THEN 0
                    WHEN ordered = 0 THEN GREATEST(due - invoiced, 0) * price
                    ELSE price_total / ordered * (due - invoiced) END) AS open
      FROM part GROUP BY order_id
), down AS (
    SELECT so.id AS order_id,
           SUM(CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END * a.price_total
               * CASE WHEN m.currency_id = so.currency_id THEN 1 ELSE
                      so.rate / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)::numeric
                 END) AS paid_ahead
      FROM so
      JOIN sale_order_line l ON l.order_id = so.id AND l.is_downpayment
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
      JOIN account_move_line a ON a.id = rel.invoice_line_id
      JOIN account_move m ON m.id = a.move_id AND m.state <> 'cancel'
     GROUP BY so.id
), ordered AS (
    -- the total may differ by a cent from the sum of the lines
    SELECT so.customer_id, so.company_id,
           SUM(ROUND(CASE WHEN still.open - COALESCE(down.paid_ahead, 0) <= 0 THEN 0
                          ELSE so.amount_total + still.open - still.whole
                               - COALESCE(down.paid_ahead, 0)
                     END / so.rate, so.decimal_places)) AS amount
      FROM so
      JOIN still ON still.order_id = so.id
      LEFT JOIN down ON down.order_id = so.id
     GROUP BY so.customer_id, so.company_id
), draft AS (
    SELECT w.customer_id, w.company_id, SUM(m.amount_total_signed) AS amount
      FROM wanted w
      JOIN account_move m ON m.commercial_partner_id = w.customer_id
       AND m.state = 'draft' AND m.move_type IN ('out_invoice', 'out_receipt')
      JOIN branch b ON b.id = m.company_id AND b.root_id = w.company_id
     GROUP BY w.customer_id, w.company_id
), accepted AS (
    SELECT n.customer_id, n.company_id, MAX(o.o2c_credit_accepted) AS amount
      FROM contact n
      JOIN sale_order o ON o.partner_invoice_id = n.id AND o.o2c_credit_accepted > 0
       AND o.state = 'sale' AND o.o2c_closed_at IS NULL
      JOIN branch b ON b.id = o.company_id AND b.root_id = n.company_id
     GROUP BY n.customer_id, n.company_id
)
SELECT w.customer_id, w.company_id,
       COALESCE(owed.receivables, 0)::text AS receivables,
       COALESCE(owed.disputed, 0)::text AS disputed,
       COALESCE(owed.credits, 0)::text AS credits,
       COALESCE(ordered.amount, 0)::text AS orders,
       COALESCE(draft.amount, 0)::text AS draft_invoices,
       COALESCE(accepted.amount, 0)::text AS accepted
  FROM wanted w
  LEFT JOIN owed USING (customer_id, company_id)
  LEFT JOIN ordered USING (customer_id, company_id)
  LEFT JOIN draft USING (customer_id, company_id)
  LEFT JOIN accepted USING (customer_id, company_id)
"""


def exposure_query(pairs, now):
    """One row for each pair.

    :param pairs: iterable of (id of a commercial partner, id of a root company), each
        pair once
    :param now: naive UTC; holds in force at this moment count
    """
    pairs = list(pairs)
    return SQL(
        EXPOSURE,
        partners=[partner for partner, _company in pairs],
        companies=[company for _partner, company in pairs],
        now=now,
    )
