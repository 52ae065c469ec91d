"""The queries that read what customers owe, for one of them or for all.

Amounts come as text, in company currency and rounded to its cents, so that they
become Decimals without passing through a float; what is nothing comes as NULL. The
steps are materialized: merged into one they take longer to plan than to run.

What is not invoiced of an order is measured in quantities, as the timeline measures
it: what was credited does not come back, a short delivery that nobody completes does
not stay. It is converted once, at the rate stored on the order.
"""

from odoo.tools import SQL

# what the queries read, to be written to the database before they run
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
        "date_maturity",
        "price_total",
        "quantity",
        "product_uom_id",
        "sale_line_ids",
    ],
    "o2c.credit.account": ["partner_id", "company_id"],
    "o2c.credit.cover": None,
    "o2c.history.item": None,
    "o2c.hold": None,
    "o2c.hold.reason": ["stops_collection"],
    "res.company": ["parent_path", "currency_id", "partner_id"],
    "res.partner": ["commercial_partner_id", "tz"],
    "sale.order": None,
    "sale.order.line": None,
    "stock.move": ["state", "sale_line_id"],
}

# the customers asked for, with today where the company is; every contact of theirs
# with every branch of the company
WANTED = """
wanted AS (
    SELECT asked.*, (%(now)s::timestamp AT TIME ZONE 'UTC'
                     AT TIME ZONE COALESCE(p.tz, 'UTC'))::date AS today
      FROM unnest(%(partners)s::int[], %(companies)s::int[])
           AS asked(customer_id, company_id)
      JOIN res_company c ON c.id = asked.company_id
      JOIN res_partner p ON p.id = c.partner_id
), contact AS (
    SELECT p.id, c.id AS branch_id, w.customer_id, w.company_id, w.today,
           cur.decimal_places
      FROM wanted w
      JOIN res_partner p ON p.commercial_partner_id = w.customer_id
      JOIN res_company c ON split_part(c.parent_path, '/', 1)::int = w.company_id
      JOIN res_currency cur ON cur.id = c.currency_id
)"""

# open lines and what nobody contests of each; a dispute about an invoice takes its
# oldest instalments first
ITEM = """
line AS MATERIALIZED (
    SELECT n.customer_id, n.company_id, n.today, l.id, l.move_id,
           COALESCE(l.date_maturity, l.date) AS due, l.amount_residual AS residual
      FROM contact n
      JOIN account_move_line l ON l.partner_id = n.id AND l.company_id = n.branch_id
       AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
       AND l.amount_residual <> 0
       AND l.account_id = ANY(ARRAY(
               SELECT id FROM account_account WHERE account_type = 'asset_receivable'))
), contested AS MATERIALIZED (
    SELECT h.id, h.invoice_id, h.invoice_line_id, h.amount
      FROM o2c_hold h
      JOIN o2c_hold_reason r ON r.id = h.reason_id AND r.stops_collection
     WHERE h.partner_id IN (SELECT customer_id FROM wanted)
       AND h.is_partial AND h.date_from <= %(now)s
       AND (h.date_to IS NULL OR h.date_to > %(now)s)
), by_line AS (
    SELECT invoice_line_id AS id, SUM(amount) AS amount FROM contested
     WHERE invoice_line_id IS NOT NULL GROUP BY invoice_line_id
), by_move AS (
    SELECT invoice_id AS id, SUM(amount) AS amount FROM contested
     WHERE invoice_id IS NOT NULL GROUP BY invoice_id
), own AS MATERIALIZED (
    SELECT line.*, GREATEST(line.residual, 0) AS owed,
           GREATEST(GREATEST(line.residual, 0) - COALESCE(by_line.amount, 0), 0)
               AS free,
           COALESCE(by_move.amount, 0) AS taken
      FROM line
      LEFT JOIN by_line ON by_line.id = line.id
      LEFT JOIN by_move ON by_move.id = line.move_id
), item AS MATERIALIZED (
    SELECT customer_id, company_id, today, id, due, residual, owed, free AS net
      FROM own WHERE taken = 0
    UNION ALL
    SELECT customer_id, company_id, today, id, due, residual, owed,
           LEAST(free, GREATEST(0, SUM(free) OVER instalments - taken))
      FROM own WHERE taken > 0
    WINDOW instalments AS (PARTITION BY customer_id, company_id, move_id
                           ORDER BY due, id)
)"""

# open items whose ledger is elsewhere; credit notes among them are below zero
HISTORY = """
history AS MATERIALIZED (
    SELECT w.customer_id, w.company_id, w.today, h.due_date AS due,
           h.open_amount AS residual, h.disputed
      FROM wanted w
      JOIN res_partner p ON p.commercial_partner_id = w.customer_id
      JOIN o2c_history_item h ON h.partner_id = p.id AND h.company_id = w.company_id
       AND h.open_amount <> 0 AND h.counts
)"""

# orders and what of them is not invoiced: ``billable`` in all, ``delivered`` of it
SOLD = """
part AS MATERIALIZED (
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
           END - COALESCE(l.qty_invoiced, 0) - COALESCE(billed.credited, 0) AS due,
           GREATEST(0, COALESCE(l.qty_delivered, 0) - COALESCE(l.qty_invoiced, 0)
                       - COALESCE(billed.credited, 0)) AS brought
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
           -- what was paid ahead is given back once its credit note is posted
           SELECT SUM(a.quantity * au.factor / lu.factor)
                      FILTER (WHERE m.move_type = 'out_refund') AS credited,
                  SUM(CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                      * a.price_total
                      * CASE WHEN m.currency_id = o.currency_id THEN 1 ELSE
                             COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric
                             / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)
                        END)
                      FILTER (WHERE m.move_type <> 'out_refund' OR m.state = 'posted')
                      AS ahead
             FROM sale_order_line_invoice_rel rel
             JOIN account_move_line a ON a.id = rel.invoice_line_id
             JOIN account_move m ON m.id = a.move_id AND m.state <> 'cancel'
             LEFT JOIN uom_uom au ON au.id = a.product_uom_id
             LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
            WHERE rel.order_line_id = l.id) AS billed
), worth AS MATERIALIZED (
    SELECT part.*,
           CASE WHEN ordered = 0 THEN price ELSE price_total / NULLIF(ordered, 0) END
               AS each,
           NOT is_downpayment IS TRUE
               AND CASE WHEN ordered = 0 THEN due > 0
                        ELSE sign(ordered) * due >= 0.00001 END AS counts
      FROM part
), still AS MATERIALIZED (
    -- of one order: its lines, what of them is not invoiced, what was paid ahead
    SELECT customer_id, company_id, order_id, amount_total, rate, decimal_places,
           SUM(price_total) FILTER (WHERE is_downpayment IS NOT TRUE) AS whole,
           SUM(CASE WHEN is_downpayment THEN -ahead
                    WHEN counts THEN each * due ELSE 0 END) AS open,
           COALESCE(SUM(each * LEAST(due, brought))
                    FILTER (WHERE counts AND ordered >= 0), 0) AS brought
      FROM worth
     GROUP BY customer_id, company_id, order_id, amount_total, rate, decimal_places
), billable AS (
    -- the total may differ by a cent from the sum of the lines
    SELECT still.*,
           ROUND((amount_total + open - whole) / rate, decimal_places) AS billable
      FROM still WHERE open > 0
), sold AS MATERIALIZED (
    SELECT customer_id, company_id, order_id, billable,
           CASE WHEN open <= brought + 0.00001 THEN billable
                ELSE LEAST(billable, ROUND(brought / rate, decimal_places))
           END AS delivered
      FROM billable
)"""

FIGURES = """
document AS MATERIALIZED (
    SELECT customer_id, company_id, SUM(owed) AS receivables,
           SUM(owed) FILTER (WHERE due < today) AS overdue,
           SUM(owed - net) AS disputed, SUM(owed - residual) AS credits
      FROM item GROUP BY customer_id, company_id
), elsewhere AS MATERIALIZED (
    SELECT customer_id, company_id, SUM(residual) AS imported,
           SUM(residual) FILTER (WHERE disputed AND residual > 0) AS disputed
      FROM history GROUP BY customer_id, company_id
), ordered AS MATERIALIZED (
    SELECT customer_id, company_id, SUM(billable - delivered) AS orders,
           SUM(delivered) AS delivered
      FROM sold GROUP BY customer_id, company_id
), draft AS MATERIALIZED (
    SELECT n.customer_id, n.company_id, SUM(m.amount_total_signed) AS amount
      FROM contact n
      JOIN account_move m ON m.commercial_partner_id = n.id
       AND m.company_id = n.branch_id AND m.amount_total_signed > 0
       AND m.state = 'draft' AND m.move_type IN ('out_invoice', 'out_receipt')
     GROUP BY n.customer_id, n.company_id
), accepted AS MATERIALIZED (
    SELECT n.customer_id, n.company_id, MAX(o.o2c_credit_accepted) AS amount
      FROM contact n
      JOIN sale_order o ON o.partner_invoice_id = n.id AND o.company_id = n.branch_id
       AND o.o2c_credit_accepted > 0 AND o.state = 'sale' AND o.o2c_closed_at IS NULL
     GROUP BY n.customer_id, n.company_id
), cover AS MATERIALIZED (
    SELECT a.partner_id AS customer_id, a.company_id,
           json_agg(json_build_array(c.kind, c.amount::text, c.percent::text,
                                     c.date_from, c.date_to) ORDER BY c.id) AS covers
      FROM wanted w
      JOIN o2c_credit_account a ON a.partner_id = w.customer_id
       AND a.company_id = w.company_id
      JOIN o2c_credit_cover c ON c.account_id = a.id AND c.active
       AND c.pending IS NOT TRUE
     GROUP BY a.partner_id, a.company_id
)"""
COLUMNS = """
       w.customer_id, w.company_id, w.today,
       NULLIF(d.receivables, 0)::text AS receivables,
       NULLIF(d.overdue, 0)::text AS overdue,
       NULLIF(COALESCE(d.disputed, 0) + COALESCE(e.disputed, 0), 0)::text AS disputed,
       NULLIF(d.credits, 0)::text AS credits, NULLIF(e.imported, 0)::text AS imported,
       NULLIF(o.orders, 0)::text AS orders, NULLIF(o.delivered, 0)::text AS delivered,
       NULLIF(draft.amount, 0)::text AS draft_invoices,
       NULLIF(accepted.amount, 0)::text AS accepted, cover.covers
"""
TABLES = """
       wanted w
  LEFT JOIN document d USING (customer_id, company_id)
  LEFT JOIN elsewhere e USING (customer_id, company_id)
  LEFT JOIN ordered o USING (customer_id, company_id)
  LEFT JOIN draft USING (customer_id, company_id)
  LEFT JOIN accepted USING (customer_id, company_id)
  LEFT JOIN cover USING (customer_id, company_id)
"""

# what is open and not contested, by due date
FREE = """
free AS (
    SELECT customer_id, company_id, today, due, SUM(net) AS net
      FROM (SELECT customer_id, company_id, today, due, net FROM item
            UNION ALL
            SELECT customer_id, company_id, today, due, residual FROM history
             WHERE disputed IS NOT TRUE OR residual < 0) AS found
     WHERE net <> 0 GROUP BY customer_id, company_id, today, due
), items AS MATERIALIZED (
    SELECT customer_id, company_id,
           json_agg(json_build_array(due, net::text) ORDER BY due) AS items
      FROM free GROUP BY customer_id, company_id
)"""

DISPUTES = """
SELECT id FROM contested
 WHERE invoice_line_id IN (SELECT id FROM line)
    OR invoice_id IN (SELECT move_id FROM line)
"""
UNDELIVERED = "SELECT order_id FROM sold WHERE billable > delivered"
UNBILLED = "SELECT order_id FROM sold WHERE delivered > 0"

FACTS = f"WITH {WANTED}, {ITEM}, {HISTORY}, {SOLD}, {FIGURES}"
EXPOSURE = f"{FACTS} SELECT {COLUMNS} FROM {TABLES}"
EXPOSURE_AND_ITEMS = f"""
{FACTS}, {FREE} SELECT {COLUMNS}, items.items FROM {TABLES}
  LEFT JOIN items USING (customer_id, company_id)
"""
OPEN_ITEMS = f"""
WITH {WANTED}, {ITEM}, {HISTORY}, {FREE}
SELECT w.customer_id, w.company_id, w.today, items.items
  FROM wanted w JOIN items USING (customer_id, company_id)
"""
RECORDS = {
    "disputed": f"WITH {WANTED}, {ITEM} {DISPUTES}",
    "orders": f"WITH {WANTED}, {SOLD} {UNDELIVERED}",
    "delivered": f"WITH {WANTED}, {SOLD} {UNBILLED}",
}


def exposure_query(pairs, now, *, items=False):
    """One row for each customer asked for.

    :param pairs: (id of a commercial partner, id of a root company), each once
    :param now: naive UTC; holds in force at this moment count
    :param items: with the open items, see ``open_items_query``
    """
    return _query(EXPOSURE_AND_ITEMS if items else EXPOSURE, pairs, now)


def open_items_query(pairs, now):
    """The open items of each customer who has any, without what is contested.

    (customer, company, today, [[due date, open amount], …]), both of them as text.
    """
    return _query(OPEN_ITEMS, pairs, now)


def records_query(part, pairs, now):
    """The ids of the records that make a part: orders, delivered or disputed."""
    return _query(RECORDS[part], pairs, now)


def _query(text, pairs, now):
    pairs = sorted(pairs)
    return SQL(
        text,
        partners=[partner for partner, _company in pairs],
        companies=[company for _partner, company in pairs],
        now=now,
    )
