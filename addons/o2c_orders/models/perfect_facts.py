"""The one query that reads what happened to orders, for one or for all of them.

Days are days of the company's time zone. Quantities are compared in the unit of the
order line. Amounts are in company currency.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
FLUSHED = {
    "sale.order": None,
    "sale.order.line": None,
    "stock.move": None,
    "stock.picking": None,
    "account.move": None,
    "account.move.line": None,
    "o2c.hold": None,
    "o2c.entry.error": None,
    "o2c.refusal": None,
    "o2c.return": None,
    "o2c.return.line": None,
    "o2c.return.reason": None,
    "o2c.shipment": None,
    "res.company": None,
    "res.partner": ["tz"],
}

PERFECT = """
WITH o AS MATERIALIZED (
    SELECT so.id, so.company_id, so.partner_id, so.user_id, so.o2c_agent_id,
           so.team_id, so.medium_id, so.warehouse_id, so.carrier_id, so.currency_id,
           so.commitment_date, so.date_order,
           -- a tolerance that nobody ever set is none
           COALESCE(c.o2c_complete_short, 0) AS short,
           COALESCE(c.o2c_complete_over, 0) AS over,
           COALESCE(c.o2c_invoice_price_off, 0) AS price_off,
           c.o2c_on_time_basis AS basis,
           COALESCE(c.o2c_damage_basis, 'fault') = 'all' AS all_returns,
           COALESCE(NULLIF(cp.tz, ''), 'UTC') AS tz
      FROM sale_order so
      JOIN res_company c ON c.id = so.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
     WHERE so.id = ANY(%(ids)s) AND so.state = 'sale'
), l AS MATERIALIZED (
    SELECT l.id, l.order_id, l.product_uom_qty AS ordered, l.qty_delivered,
           l.product_uom_id, u.factor, pt.type, pt.invoice_policy,
           l.is_delivery IS TRUE AS is_delivery, o.short, o.over, o.price_off,
           o.currency_id, o.all_returns,
           l.price_unit * (1 - COALESCE(l.discount, 0) / 100.0) AS price
      FROM o
      JOIN sale_order_line l ON l.order_id = o.id
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
      JOIN uom_uom u ON u.id = l.product_uom_id
     WHERE l.display_type IS NULL AND l.is_downpayment IS NOT TRUE
       AND pt.type <> 'combo'
), m AS MATERIALIZED (
    SELECT l.id AS line_id, l.order_id, m.picking_id, p.backorder_id,
           m.quantity * mu.factor / l.factor AS quantity,
           dest.usage = 'customer' AS out, source.usage = 'customer' AS back,
           m.state = 'done' AS done,
           -- a return for which nobody gave a reason may be our fault
           l.all_returns OR (p.o2c_refusal_id IS NULL
               AND (rr.id IS NULL OR rr.our_fault IS TRUE)) AS counts
      FROM l
      JOIN stock_move m ON m.sale_line_id = l.id AND m.state <> 'cancel'
      JOIN uom_uom mu ON mu.id = m.product_uom
      JOIN stock_location source ON source.id = m.location_id
      JOIN stock_location dest ON dest.id = m.location_dest_id
      LEFT JOIN stock_picking p ON p.id = m.picking_id
      LEFT JOIN o2c_return_line rl ON rl.id = m.o2c_return_line_id
      LEFT JOIN o2c_return_reason rr ON rr.id = rl.reason_id
), moved AS (
    SELECT line_id, sum(quantity) FILTER (WHERE out AND done) AS delivered,
           sum(quantity) FILTER (WHERE back AND done) AS returned,
           bool_or(back AND counts) AS is_back
      FROM m GROUP BY line_id
), ways AS (
    SELECT order_id,
           count(DISTINCT picking_id) FILTER (WHERE out AND backorder_id IS NOT NULL)
               AS backorders,
           count(DISTINCT picking_id) FILTER (WHERE back AND done) AS backways,
           count(DISTINCT picking_id) FILTER (WHERE back) AS returns
      FROM m GROUP BY order_id
), sold AS MATERIALIZED (
    SELECT l.id AS line_id, l.order_id, am.id AS move_id, am.move_type,
           aml.quantity * au.factor / l.factor AS quantity,
           aml.price_unit * (1 - COALESCE(aml.discount, 0) / 100.0)
               * l.factor / au.factor AS price,
           am.currency_id = l.currency_id AS comparable, abs(aml.balance) AS amount
      FROM l
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
      JOIN account_move_line aml ON aml.id = rel.invoice_line_id
      JOIN account_move am ON am.id = aml.move_id AND am.state = 'posted'
       AND am.move_type IN ('out_invoice', 'out_refund')
      JOIN uom_uom au ON au.id = aml.product_uom_id
), billed AS (
    SELECT line_id, sum(quantity) FILTER (WHERE move_type = 'out_invoice') AS invoiced,
           sum(quantity) FILTER (WHERE move_type = 'out_refund') AS credited,
           sum(amount) FILTER (WHERE move_type = 'out_refund') AS credited_amount
      FROM sold GROUP BY line_id
), off AS (
    SELECT DISTINCT s.line_id
      FROM sold s JOIN l ON l.id = s.line_id
     WHERE s.move_type = 'out_invoice' AND s.comparable AND NOT l.is_delivery
       AND abs(s.price - l.price) > abs(l.price) * l.price_off / 100.0 + 0.005
), lines AS (
    SELECT l.order_id,
           count(*) FILTER (WHERE wanted AND got < l.ordered * (1 - l.short / 100.0)
                                              - 0.00001) AS short_lines,
           count(*) FILTER (WHERE wanted AND got > l.ordered * (1 + l.over / 100.0)
                                              + 0.00001) AS over_lines,
           count(off.line_id) AS price_lines,
           count(*) FILTER (WHERE NOT l.is_delivery AND COALESCE(b.invoiced, 0) >
               CASE WHEN l.invoice_policy = 'delivery' AND wanted THEN got
                    ELSE GREATEST(l.ordered, l.qty_delivered) END + 0.00001)
               AS quantity_lines,
           count(*) FILTER (WHERE moved.is_back) AS returned_lines,
           -- a credit note over what came back corrects nothing
           COALESCE(sum(b.credited_amount
               * LEAST(COALESCE(moved.returned, 0) / NULLIF(b.credited, 0), 1)), 0)
               AS explained
      FROM l
      LEFT JOIN moved ON moved.line_id = l.id
      LEFT JOIN billed b ON b.line_id = l.id
      LEFT JOIN off ON off.line_id = l.id
     CROSS JOIN LATERAL (
         SELECT l.type = 'consu' OR (l.invoice_policy = 'delivery'
                                     AND NOT l.is_delivery) AS wanted,
                CASE WHEN l.type = 'consu' THEN COALESCE(moved.delivered, 0)
                     ELSE l.qty_delivered END AS got) AS kind
     GROUP BY l.order_id
), docs AS (
    SELECT DISTINCT order_id, move_id, move_type FROM sold
), credits AS (
    SELECT order_id, count(*) AS credit_notes, sum(amount) AS credited
      FROM (SELECT order_id, move_id FROM docs WHERE move_type = 'out_refund'
            UNION
            SELECT d.order_id, r.id
              FROM docs d JOIN account_move r ON r.reversed_entry_id = d.move_id
               AND r.state = 'posted' AND r.move_type = 'out_refund') AS c
      CROSS JOIN LATERAL (SELECT -cm.amount_untaxed_signed AS amount
                            FROM account_move cm WHERE cm.id = c.move_id) AS note
     GROUP BY order_id
), contested AS (
    SELECT order_id, count(DISTINCT hold_id) AS contested
      FROM (SELECT d.order_id, h.id AS hold_id
              FROM docs d JOIN o2c_hold h ON h.invoice_id = d.move_id
              JOIN o2c_hold_reason r ON r.id = h.reason_id
               AND r.stops_collection AND r.stops_closing
            UNION ALL
            SELECT d.order_id, h.id
              FROM docs d JOIN account_move_line aml ON aml.move_id = d.move_id
              JOIN o2c_hold h ON h.invoice_line_id = aml.id
              JOIN o2c_hold_reason r ON r.id = h.reason_id
               AND r.stops_collection AND r.stops_closing) AS c
     GROUP BY order_id
), errors AS (
    SELECT e.order_id, count(*) AS errors,
           count(*) FILTER (WHERE COALESCE(e.minutes, 0) = 0) AS plain_errors,
           COALESCE(sum(e.minutes), 0) AS minutes
      FROM o JOIN o2c_entry_error e ON e.order_id = o.id AND e.state <> 'void'
     GROUP BY e.order_id
), steps AS (
    SELECT o.id AS order_id,
           max(s.actual_at) FILTER (WHERE s.kind = 'delivered') AS delivered_at,
           max(s.planned_at) FILTER (WHERE s.kind = 'delivered') AS promised_at,
           max(s.actual_at) FILTER (WHERE s.kind = 'shipped') AS shipped_at,
           max(s.planned_at) FILTER (WHERE s.kind = 'shipped') AS shipping_at,
           max(s.actual_at) FILTER (WHERE s.kind = 'invoiced') AS invoiced_at
      FROM o JOIN o2c_milestone s ON s.order_id = o.id
     GROUP BY o.id
), refusals AS (
    SELECT r.order_id, count(*) FILTER (WHERE r.cost > 0) AS priced,
           COALESCE(sum(r.cost), 0) AS charged
      FROM o JOIN o2c_refusal r ON r.order_id = o.id
     GROUP BY r.order_id
), parcels AS (
    SELECT s.order_id, sum(s.attempts - (s.status = 'delivered')::int) AS failed,
           count(s.refused_at) AS refused,
           count(*) FILTER (WHERE s.status = 'lost') AS lost
      FROM o JOIN o2c_shipment s ON s.order_id = o.id
     WHERE s.attempts > 0 OR s.status = 'lost'
     GROUP BY s.order_id
)
SELECT o.id, o.company_id, o.partner_id, o.user_id, o.o2c_agent_id AS agent_id,
       o.team_id, o.medium_id, o.warehouse_id, o.carrier_id, o.tz,
       COALESCE(lines.short_lines, 0) AS short_lines,
       COALESCE(lines.over_lines, 0) AS over_lines,
       COALESCE(lines.price_lines, 0) AS price_lines,
       COALESCE(lines.quantity_lines, 0) AS quantity_lines,
       COALESCE(lines.returned_lines, 0) AS returned_lines,
       1 + COALESCE(ways.backorders, 0) AS deliveries,
       COALESCE(ways.backways, 0) AS backways,
       COALESCE(ways.returns, 0) AS returns,
       GREATEST(COALESCE(credits.credited, 0) - COALESCE(lines.explained, 0), 0)
           AS credited,
       COALESCE(credits.credit_notes, 0) AS credit_notes,
       COALESCE(contested.contested, 0) AS contested,
       COALESCE(errors.errors, 0) AS errors,
       COALESCE(errors.plain_errors, 0) AS plain_errors,
       COALESCE(errors.minutes, 0) AS minutes,
       ((o.date_order AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date AS ordered_on,
       ((steps.delivered_at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date
           AS delivered_on,
       ((steps.invoiced_at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date AS invoiced_on,
       ((steps.promised_at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date AS promised_on,
       COALESCE(old.first_promised_on,
                ((steps.promised_at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date)
           AS first_promised_on,
       ((CASE o.basis WHEN 'shipping' THEN steps.shipped_at
                      ELSE steps.delivered_at END AT TIME ZONE 'UTC')
           AT TIME ZONE o.tz)::date AS done_on,
       CASE o.basis
           WHEN 'first' THEN COALESCE(old.first_promised_on,
               ((steps.promised_at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date)
           ELSE ((CASE o.basis WHEN 'shipping' THEN steps.shipping_at
                               WHEN 'requested' THEN o.commitment_date
                               ELSE steps.promised_at END AT TIME ZONE 'UTC')
               AT TIME ZONE o.tz)::date END AS planned_on,
       COALESCE(parcels.failed, 0) AS failed,
       COALESCE(parcels.refused, 0) AS refused,
       COALESCE(parcels.lost, 0) AS lost,
       COALESCE(refusals.priced, 0) AS priced,
       COALESCE(refusals.charged, 0) AS charged
  FROM o
  LEFT JOIN lines ON lines.order_id = o.id
  LEFT JOIN ways ON ways.order_id = o.id
  LEFT JOIN credits ON credits.order_id = o.id
  LEFT JOIN contested ON contested.order_id = o.id
  LEFT JOIN errors ON errors.order_id = o.id
  LEFT JOIN steps ON steps.order_id = o.id
  LEFT JOIN o2c_perfect_order old ON old.order_id = o.id
  LEFT JOIN parcels ON parcels.order_id = o.id
  LEFT JOIN refusals ON refusals.order_id = o.id
"""


def perfect_query(order_ids):
    """The query over ``order_ids``; one row for each confirmed order among them."""
    return SQL(PERFECT, ids=list(order_ids))
