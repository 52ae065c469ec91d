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
), contact AS (
    -- every contact of the customer with every branch of the company
    SELECT p.id, c.id AS branch_id, w.customer_id, w.company_id, cur.decimal_places
      FROM wanted w
      JOIN res_partner p ON p.commercial_partner_id = w.customer_id
      JOIN res_company c ON split_part(c.parent_path, '/', 1)::int = w.company_id
      JOIN res_currency cur ON cur.id = c.currency_id
), line AS (
    SELECT n.customer_id, n.company_id, l.id, l.move_id, l.amount_residual AS residual
      FROM contact n
      JOIN account_move_line l ON l.partner_id = n.id AND l.company_id = n.branch_id
       AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
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
           LEAST(SUM(GREATEST(line.residual, 0)),
                 SUM(LEAST(GREATEST(line.residual, 0), COALESCE(by_line.amount, 0)))
                 + COALESCE(MAX(by_move.amount), 0)) AS disputed,
           SUM(GREATEST(-line.residual, 0)) AS credits
      FROM line
      LEFT JOIN by_line ON by_line.id = line.id
      LEFT JOIN by_move ON by_move.id = line.move_id
     GROUP BY line.customer_id, line.company_id, line.move_id
), part AS (
    SELECT n.customer_id, n.company_id, o.id AS order_id, o.amount_total,
           COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric AS rate, n.decimal_places,
           l.is_downpayment, l.price_total, l.product_uom_qty AS ordered,
           l.price_unit * (1 - COALESCE(l.discount, 0) / 100) AS price,
           COALESCE(billed.ahead, 0) AS ahead,
           CASE WHEN l.product_uom_qty < 0 OR pt.invoice_policy = 'order'
                     OR l.is_delivery THEN l.product_uom_qty
                WHEN pt.type = 'consu' AND l.qty_delivered < l.product_uom_qty
                     AND moves.ended AND NOT moves.open THEN l.qty_delivered
                ELSE GREATEST(l.product_uom_qty, l.qty_delivered)
           END - COALESCE(l.qty_invoiced, 0) - COALESCE(billed.credited, 0) AS due
      FROM contact n
      JOIN sale_order o ON o.partner_invoice_id = n.id AND o.company_id = n.branch_id
       AND o.state = 'sale' AND o.invoice_status IN ('no', 'to invoice')
       AND o.o2c_closed_at IS NULL
      JOIN sale_order_line l ON l.order_id = o.id AND l.display_type IS NULL
      LEFT JOIN product_product pp ON pp.id = l.product_id
      LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
     CROSS JOIN LATERAL (
           SELECT bool_or(state IN ('done', 'cancel')) AS ended,
                  bool_or(state NOT IN ('done', 'cancel')) AS open
             FROM stock_move WHERE sale_line_id = l.id) AS moves
     CROSS JOIN LATERAL (
           SELECT SUM(a.quantity * au.factor / lu.factor)
                      FILTER (WHERE m.move_type = 'out_refund') AS credited,
                  SUM(CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                      * a.price_total
                      * CASE WHEN m.currency_id = o.currency_id THEN 1 ELSE
                             COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric
                             / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)
                        END) AS ahead
             FROM sale_order_line_invoice_rel rel
             JOIN account_move_line a ON a.id = rel.invoice_line_id
             JOIN account_move m ON m.id = a.move_id AND m.state <> 'cancel'
             LEFT JOIN uom_uom au ON au.id = a.product_uom_id
             LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
            WHERE rel.order_line_id = l.id) AS billed
), still AS (
    -- of one order: its lines, what of them is not invoiced, what was paid ahead
    SELECT customer_id, company_id, amount_total, rate, decimal_places,
           SUM(price_total) FILTER (WHERE is_downpayment IS NOT TRUE) AS whole,
           SUM(CASE WHEN is_downpayment THEN -ahead
                    WHEN ordered = 0 THEN GREATEST(due, 0) * price
                    WHEN sign(ordered) * due < 0.00001 THEN 0
                    ELSE price_total / ordered * due END) AS open
      FROM part
     GROUP BY customer_id, company_id, order_id, amount_total, rate, decimal_places
), figure AS (
    SELECT customer_id, company_id, receivables, disputed, credits,
           0 AS orders, 0 AS draft_invoices, 0 AS accepted
      FROM document
    UNION ALL
    -- the total may differ by a cent from the sum of the lines
    SELECT customer_id, company_id, 0, 0, 0,
           ROUND((amount_total + open - whole) / rate, decimal_places), 0, 0
      FROM still WHERE open > 0
    UNION ALL
    SELECT n.customer_id, n.company_id, 0, 0, 0, 0, 0, o.o2c_credit_accepted
      FROM contact n
      JOIN sale_order o ON o.partner_invoice_id = n.id AND o.company_id = n.branch_id
       AND o.o2c_credit_accepted > 0 AND o.state = 'sale' AND o.o2c_closed_at IS NULL
    UNION ALL
    SELECT n.customer_id, n.company_id, 0, 0, 0, 0, m.amount_total_signed, 0
      FROM contact n
      JOIN account_move m ON m.commercial_partner_id = n.id
       AND m.company_id = n.branch_id
       AND m.state = 'draft' AND m.move_type IN ('out_invoice', 'out_receipt')
    UNION ALL
    SELECT customer_id, company_id, 0, 0, 0, 0, 0, 0 FROM wanted
)
SELECT customer_id, company_id,
       SUM(receivables)::text AS receivables, SUM(disputed)::text AS disputed,
       SUM(credits)::text AS credits, SUM(orders)::text AS orders,
       SUM(draft_invoices)::text AS draft_invoices, MAX(accepted)::text AS accepted
  FROM figure GROUP BY customer_id, company_id
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
