"""The one query that reads the facts of the timeline, for one order or for all.

Days of invoices and payments become moments at midnight of the company's time
zone, in UTC. Quantities are compared with a tolerance of a hundred-thousandth.
"""

from odoo.tools import SQL

# what the query reads, to be written to the database before it runs
FLUSHED = {
    "sale.order": None,
    "sale.order.line": None,
    "stock.move": [
        "state",
        "date",
        "date_deadline",
        "sale_line_id",
        "picking_id",
        "location_id",
        "location_dest_id",
        "location_final_id",
        "o2c_reserved_at",
    ],
    "stock.picking": [
        "scheduled_date",
        "state",
        "user_id",
        "o2c_signed_at",
    ],
    "stock.location": ["usage"],
    "o2c.shipment": None,
    "o2c.appointment": ["order_id", "picking_id", "kind", "state", "date_to"],
    "o2c.task": ["order_id", "order_line_id", "state"],
    "o2c.shipment.event": ["shipment_id", "status", "at"],
    "ir.attachment": ["res_model", "res_field", "res_id"],
    "delivery.carrier": ["o2c_reports_delivery"],
    "account.move": [
        "state",
        "move_type",
        "invoice_date",
        "invoice_date_due",
        "amount_residual_signed",
        "reversed_entry_id",
    ],
    "account.move.line": ["quantity", "product_uom_id", "sale_line_ids", "move_id"],
    "account.partial.reconcile": None,
    "o2c.hold": None,
    "o2c.hold.reason": None,
    "o2c.department.owner": None,
    "product.template": ["type", "invoice_policy"],
    "res.company": ["account_use_credit_limit"],
    "res.partner": ["tz", "commercial_partner_id"],
    "uom.uom": ["factor"],
}

TIMELINE = """
WITH o AS MATERIALIZED (
    SELECT so.id, so.company_id, so.state, so.partner_id, so.partner_invoice_id,
           so.payment_term_id, so.create_date, so.date_order, so.validity_date,
           so.commitment_date, so.o2c_stage, so.o2c_stage_since, so.o2c_next_due,
           so.o2c_closed_at, so.o2c_department,
           COALESCE(so.user_id, own.sales) AS sales_owner,
           own.credit AS credit_owner, own.warehouse AS warehouse_owner,
           own.transport AS transport_owner, own.accounting AS accounting_owner,
           c.account_use_credit_limit OR policy.checked AS credit_checked,
           carrier.o2c_reports_delivery AS reports,
           COALESCE(NULLIF(cp.tz, ''), 'UTC') AS tz
      FROM sale_order so
      JOIN res_company c ON c.id = so.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
      LEFT JOIN delivery_carrier carrier ON carrier.id = so.carrier_id
      LEFT JOIN (SELECT company_id,
                        max(user_id) FILTER (WHERE department = 'sales') AS sales,
                        max(user_id) FILTER (WHERE department = 'credit') AS credit,
                        max(user_id) FILTER (WHERE department = 'warehouse')
                            AS warehouse,
                        max(user_id) FILTER (WHERE department = 'transport')
                            AS transport,
                        max(user_id) FILTER (WHERE department = 'accounting')
                            AS accounting
                   FROM o2c_department_owner GROUP BY company_id) own
             ON own.company_id = so.company_id
     CROSS JOIN (SELECT EXISTS (SELECT FROM o2c_hold_reason
                                 WHERE department = 'credit' AND active
                                   AND stops_confirmation) AS checked) policy
     WHERE so.id = ANY(%(ids)s)
), l AS MATERIALIZED (
    -- decided here, where the planner knows how many there are: it takes a condition
    -- on a materialized column for a rare one, and then compares each with each
    SELECT id, order_id, product_id, product_uom_id, product_uom_qty, qty_delivered,
           qty_invoiced, price_unit, discount, is_delivery,
           is_downpayment IS NOT TRUE AS to_fulfil,
           COALESCE(o2c_taken_back, 0) AS taken_back
      FROM sale_order_line WHERE order_id = ANY(%(ids)s) AND display_type IS NULL
), sold AS MATERIALIZED (
    SELECT l.order_id, l.id AS line_id, l.product_uom_id, aml.move_id, aml.quantity,
           aml.product_uom_id AS invoiced_uom_id
      FROM l
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
      JOIN account_move_line aml ON aml.id = rel.invoice_line_id
), docs AS (
    SELECT DISTINCT order_id, move_id FROM sold
), all_docs AS (
    SELECT order_id, move_id FROM docs
    UNION
    SELECT docs.order_id, credit.id
      FROM docs JOIN account_move credit ON credit.reversed_entry_id = docs.move_id
), credited AS (
    SELECT sold.line_id, SUM(sold.quantity * au.factor / su.factor) AS quantity
      FROM sold
      JOIN account_move am ON am.id = sold.move_id
       AND am.move_type = 'out_refund' AND am.state <> 'cancel'
      JOIN uom_uom au ON au.id = sold.invoiced_uom_id
      JOIN uom_uom su ON su.id = sold.product_uom_id
     GROUP BY sold.line_id
), need AS (
    SELECT l.id AS line_id, l.order_id, pt.type, pt.invoice_policy,
           l.qty_delivered, l.product_uom_qty, l.is_delivery,
           -- invoiced once is enough: a credit note must not ask for an invoice again
           CASE WHEN pt.invoice_policy = 'delivery' AND l.is_delivery IS NOT TRUE
                THEN l.qty_delivered ELSE l.product_uom_qty - l.taken_back END
               - (l.qty_invoiced + COALESCE(c.quantity, 0)) AS to_invoice,
           CASE WHEN pt.invoice_policy = 'delivery' AND l.is_delivery IS NOT TRUE
                THEN l.qty_invoiced - l.qty_delivered ELSE 0 END AS to_credit,
           -- what is given away needs no invoice
           l.price_unit <> 0 AND COALESCE(l.discount, 0) < 100 AS priced
      FROM l
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
      LEFT JOIN credited c ON c.line_id = l.id
     WHERE l.to_fulfil AND pt.type <> 'combo'
), mv AS MATERIALIZED (
    SELECT l.order_id, l.id AS line_id, m.picking_id, m.state, m.date,
           m.date_deadline, m.o2c_reserved_at,
           source.usage <> 'supplier' AS own,
           dest.usage = 'customer' AS out, source.usage = 'customer' AS back,
           -- a step inside the warehouse on the way to the customer
           dest.usage <> 'customer' AND source.usage <> 'customer'
               AND final.usage = 'customer' AS inner_leg,
           m.state = 'done' AS done, m.state NOT IN ('done', 'cancel') AS open
      FROM l
      JOIN stock_move m ON m.sale_line_id = l.id
      JOIN stock_location source ON source.id = m.location_id
      JOIN stock_location dest ON dest.id = m.location_dest_id
      LEFT JOIN stock_location final ON final.id = m.location_final_id
), lines AS (
    SELECT order_id,
           bool_or(type = 'consu' AND product_uom_qty > 0) AS goods,
           -- bought from the supplier for the customer, and not ordered there yet
           count(*) FILTER (WHERE type = 'consu' AND moved.line_id IS NULL
                              AND product_uom_qty - qty_delivered > 0.00001)
               AS lines_unmoved,
           count(*) FILTER (WHERE priced AND (to_invoice > 0.00001
                                              OR to_credit > 0.00001))
               AS lines_to_invoice,
           count(*) FILTER (WHERE undone.line_id IS NOT NULL
                               OR type = 'service' AND invoice_policy = 'delivery'
                              AND is_delivery IS NOT TRUE
                              AND product_uom_qty - qty_delivered > 0.00001)
               AS services_open
      FROM need
      LEFT JOIN (SELECT DISTINCT line_id FROM mv) moved USING (line_id)
      -- lines whose fulfilment tasks are not all done, whatever their product is
      LEFT JOIN (SELECT DISTINCT order_line_id AS line_id FROM o2c_task
                  WHERE order_id = ANY(%(ids)s) AND state NOT IN ('done', 'cancelled'))
                undone USING (line_id)
     GROUP BY order_id
), agreed AS MATERIALIZED (
    -- what came of the visit does not change what was agreed
    SELECT order_id, picking_id, max(date_to) AS until
      FROM o2c_appointment
     WHERE order_id = ANY(%(ids)s) AND kind = 'out'
       AND state IN ('confirmed', 'kept', 'missed')
     GROUP BY order_id, picking_id
), visits AS (
    -- a delivery that nobody agreed on leaves the order to its promise
    SELECT mv.order_id,
           CASE WHEN NOT COALESCE(bool_or(until IS NULL) FILTER (WHERE open),
                                  bool_or(until IS NULL))
                THEN max(until) END AS until
      FROM mv LEFT JOIN agreed USING (order_id, picking_id)
     WHERE mv.order_id IN (SELECT order_id FROM agreed)
       AND mv.out AND (mv.open OR mv.done)
     GROUP BY mv.order_id
), parcels AS (
    -- what was told of the parcels of what left; the last case: nothing that counts
    SELECT way.order_id, s.picking_id,
           count(*) FILTER (WHERE kind = 'way') AS under_way,
           count(*) FILTER (WHERE kind = 'refused') AS refused,
           max(s.refused_at) FILTER (WHERE kind = 'refused') AS refused_at,
           max(s.status_at) FILTER (WHERE kind = 'ended') AS ended_at,
           max(s.delivered_at) AS delivered_at,
           min(s.out_for_delivery_at) AS out_for_delivery_at,
           bool_or(kind = 'left') AS plain,
           bool_or(carrier.o2c_reports_delivery) AS reports,
           max(signed.at) AS signed_at
      FROM (SELECT DISTINCT order_id, picking_id FROM mv WHERE out) way
      JOIN o2c_shipment s ON s.picking_id = way.picking_id
      LEFT JOIN delivery_carrier carrier ON carrier.id = s.carrier_id
      LEFT JOIN LATERAL (
          SELECT max(e.at) AS at
            FROM o2c_shipment_event e
            JOIN ir_attachment a ON a.res_id = e.id
             AND a.res_model = 'o2c.shipment.event' AND a.res_field = 'signature'
           WHERE e.shipment_id = s.id AND e.status = 'delivered'
      ) signed ON s.delivered_at IS NOT NULL
     CROSS JOIN LATERAL (
         SELECT CASE WHEN s.delivered_at IS NOT NULL THEN 'delivered'
                     WHEN s.status IN ('returned', 'lost') THEN 'ended'
                     WHEN s.status = 'refused' THEN 'refused'
                     WHEN s.status IN ('failed_absent', 'failed_address')
                       OR carrier.o2c_reports_delivery THEN 'way'
                     ELSE 'left' END AS kind) AS told
     GROUP BY way.order_id, s.picking_id
), arrivals AS (
    SELECT order_id, sum(under_way) AS under_way, sum(refused) AS refused,
           max(refused_at) AS refused_at, max(ended_at) AS ended_at,
           max(delivered_at) AS delivered_at,
           min(out_for_delivery_at) AS out_for_delivery_at,
           bool_or(reports) AS reports, max(signed_at) AS signed_at
      FROM parcels GROUP BY order_id
), moves AS (
    SELECT mv.order_id,
           count(*) FILTER (WHERE open AND (out OR inner_leg)) AS moves_open,
           bool_or(own) FILTER (WHERE (out OR inner_leg) AND mv.state <> 'cancel')
               AS from_stock,
           count(*) FILTER (WHERE own AND (out OR inner_leg)
                              AND mv.state IN ('draft', 'confirmed',
                                               'partially_available')) AS short,
           count(*) FILTER (WHERE own AND out AND mv.state = 'waiting') AS waiting,
           bool_or(inner_leg) AS in_legs,
           max(COALESCE(o2c_reserved_at, mv.date))
               FILTER (WHERE inner_leg AND mv.state IN ('assigned', 'done'))
               AS picked_at,
           max(COALESCE(o2c_reserved_at, mv.date))
               FILTER (WHERE own AND out AND mv.state IN ('assigned', 'done'))
               AS reserved_at,
           min(mv.date) FILTER (WHERE out AND done) AS shipped_at,
           max(mv.date) FILTER (WHERE out AND done AND COALESCE(plain, true))
               AS delivered_at,
           max(mv.picking_id) FILTER (WHERE out AND done) AS picking_id,
           min(mv.picking_id) FILTER (WHERE open AND (out OR inner_leg))
               AS open_picking_id,
           max(p.user_id) FILTER (WHERE open AND (out OR inner_leg)) AS picker,
           -- a run hands its responsible on to its stops
           max(p.user_id) FILTER (WHERE out) AS runner,
           max(p.o2c_signed_at) FILTER (WHERE out) AS accepted_at,
           min(p.scheduled_date) FILTER (WHERE out AND mv.state <> 'cancel')
               AS ship_plan,
           max(mv.date_deadline) FILTER (WHERE out AND mv.state <> 'cancel')
               AS delivery_plan,
           count(*) FILTER (WHERE back AND open) AS returns_open,
           max(mv.date) FILTER (WHERE back AND done) AS returned_at
      FROM mv
      LEFT JOIN stock_picking p ON p.id = mv.picking_id
      LEFT JOIN parcels ON parcels.order_id = mv.order_id
       AND parcels.picking_id = mv.picking_id
     GROUP BY mv.order_id
), invoices AS (
    SELECT d.order_id,
           count(*) FILTER (WHERE drafted AND am.move_type = 'out_invoice')
               AS draft_invoices,
           count(*) FILTER (WHERE drafted AND am.move_type = 'out_refund')
               AS draft_credit_notes,
           count(*) FILTER (WHERE sold) AS invoices,
           max(am.invoice_date) FILTER (WHERE sold) AS invoiced_on,
           max(am.invoice_date_due) FILTER (WHERE sold) AS due_on,
           max(am.id) FILTER (WHERE sold) AS invoice_id,
           count(*) FILTER (WHERE posted AND am.amount_residual <> 0)
               AS unpaid_documents,
           COALESCE(sum(am.amount_residual_signed) FILTER (WHERE posted), 0) AS residual
      FROM all_docs d JOIN account_move am ON am.id = d.move_id
     CROSS JOIN LATERAL (SELECT am.state = 'posted' AS posted,
                                am.state = 'draft' AS drafted,
                                am.state = 'posted' AND am.move_type = 'out_invoice'
                                    AS sold) AS kind
     WHERE am.move_type IN ('out_invoice', 'out_refund')
     GROUP BY d.order_id
), payments AS (
    SELECT d.order_id, max(pr.max_date) AS paid_on
      FROM all_docs d
      JOIN account_move_line aml ON aml.move_id = d.move_id
      JOIN account_account a ON a.id = aml.account_id
       AND a.account_type = 'asset_receivable'
      JOIN account_partial_reconcile pr
        ON pr.debit_move_id = aml.id OR pr.credit_move_id = aml.id
     GROUP BY d.order_id
), held AS (
    SELECT h.order_id AS id, h.id AS hold_id
      FROM o2c_hold h WHERE h.order_id = ANY(%(ids)s)
    UNION
    SELECT d.order_id, h.id
      FROM all_docs d JOIN o2c_hold h ON h.invoice_id = d.move_id
    UNION
    SELECT d.order_id, h.id
      FROM all_docs d
      JOIN account_move_line aml ON aml.move_id = d.move_id
      JOIN o2c_hold h ON h.invoice_line_id = aml.id
    UNION
    SELECT o.id, h.id
      FROM o
      JOIN res_partner p ON p.id IN (o.partner_id, o.partner_invoice_id)
      JOIN o2c_hold h ON h.customer_id = p.commercial_partner_id
       AND h.company_id = o.company_id
), holds AS (
    -- each hold counts once, however many ways lead to it: buyer and payer, line
    SELECT held.id,
           count(*) FILTER (WHERE open AND r.stops_closing) AS closing_holds,
           max(h.date_to) FILTER (WHERE NOT open AND r.stops_closing)
               AS hold_ended_at,
           count(*) FILTER (WHERE open AND credit) AS credit_holds,
           max(h.date_to) FILTER (WHERE NOT open AND credit) AS cleared_at,
           min(r.department) FILTER (WHERE open AND r.stops_confirmation)
               AS held_confirmation,
           min(r.department) FILTER (WHERE open AND r.stops_delivery)
               AS held_delivery,
           min(r.department) FILTER (WHERE open AND r.stops_invoicing)
               AS held_invoicing,
           min(r.department) FILTER (WHERE open AND r.stops_closing)
               AS held_closing
      FROM held
      JOIN o2c_hold h ON h.id = held.hold_id
      JOIN o2c_hold_reason r ON r.id = h.reason_id
     CROSS JOIN LATERAL (SELECT h.state = 'open' AS open,
                                r.department = 'credit'
                                AND (r.stops_confirmation OR r.stops_delivery)
                                    AS credit) AS kind
     GROUP BY held.id
)
SELECT o.id, o.state, o.payment_term_id, o.tz,
       o.o2c_stage, o.o2c_stage_since, o.o2c_next_due, o.o2c_closed_at,
       o.o2c_department, o.sales_owner, o.credit_owner, o.accounting_owner,
       COALESCE(moves.picker, o.warehouse_owner) AS warehouse_owner,
       COALESCE(moves.runner, o.transport_owner) AS transport_owner,
       o.credit_checked, COALESCE(holds.credit_holds, 0) AS credit_holds,
       holds.cleared_at, holds.held_confirmation, holds.held_delivery,
       holds.held_invoicing, holds.held_closing,
       -- an imported order was captured before it was entered here
       date_trunc('second', CASE WHEN o.state = 'sale'
                                 THEN LEAST(o.create_date, o.date_order)
                                 ELSE o.create_date END) AS captured_at,
       CASE WHEN o.state = 'sale' THEN o.date_order END AS confirmed_at,
       (o.validity_date::timestamp AT TIME ZONE o.tz) AT TIME ZONE 'UTC'
           AS confirm_plan,
       COALESCE(lines.goods, false) AS goods,
       COALESCE(lines.lines_to_invoice, 0) AS lines_to_invoice,
       COALESCE(lines.services_open, 0) AS services_open,
       COALESCE(moves.moves_open, 0) + COALESCE(lines.lines_unmoved, 0) AS moves_open,
       COALESCE(moves.from_stock, false) AS from_stock,
       -- a transfer that waits for another is short of nothing but that one
       COALESCE(moves.short + CASE WHEN moves.in_legs THEN 0 ELSE moves.waiting END, 0)
           AS unreserved,
       COALESCE(moves.picked_at, moves.reserved_at) AS reserved_at,
       COALESCE(moves.returns_open, 0) AS returns_open,
       -- a refused parcel is under way until it is back
       COALESCE(arrivals.under_way, 0) + CASE WHEN back.yet THEN 0
           ELSE COALESCE(arrivals.refused, 0) END AS shipments_open,
       GREATEST(arrivals.ended_at, CASE WHEN back.yet THEN moves.returned_at END)
           AS ended_at,
       COALESCE(o.reports, false) OR COALESCE(arrivals.reports, false)
           AS carrier_reports,
       arrivals.out_for_delivery_at,
       GREATEST(moves.delivered_at, arrivals.delivered_at) AS delivered_at,
       moves.shipped_at, moves.returned_at, moves.picking_id,
       COALESCE(moves.open_picking_id, moves.picking_id) AS reserving_id,
       GREATEST(moves.accepted_at, arrivals.signed_at) AS accepted_at,
       COALESCE(moves.ship_plan, o.commitment_date) AS ship_plan,
       COALESCE(o.commitment_date, moves.delivery_plan, moves.ship_plan)
           AS delivery_plan,
       visits.until AS appointment_plan,
       CASE WHEN o.commitment_date IS NOT NULL THEN 'promise'
            WHEN moves.delivery_plan IS NOT NULL THEN 'deadline'
            ELSE 'transfer' END AS delivery_plan_source,
       COALESCE(invoices.invoices, 0) AS invoices,
       COALESCE(invoices.draft_invoices, 0) AS draft_invoices,
       COALESCE(invoices.draft_credit_notes, 0) AS draft_credit_notes,
       COALESCE(invoices.unpaid_documents, 0) AS unpaid_documents,
       COALESCE(invoices.residual, 0) AS residual,
       invoices.invoice_id,
       (invoices.invoiced_on::timestamp AT TIME ZONE o.tz) AT TIME ZONE 'UTC'
           AS invoiced_at,
       (invoices.due_on::timestamp AT TIME ZONE o.tz) AT TIME ZONE 'UTC' AS due_at,
       (payments.paid_on::timestamp AT TIME ZONE o.tz) AT TIME ZONE 'UTC' AS paid_at,
       COALESCE(holds.closing_holds, 0) AS closing_holds,
       holds.hold_ended_at
  FROM o
  LEFT JOIN lines ON lines.order_id = o.id
  LEFT JOIN moves ON moves.order_id = o.id
  LEFT JOIN visits ON visits.order_id = o.id
  LEFT JOIN arrivals ON arrivals.order_id = o.id
 CROSS JOIN LATERAL (SELECT moves.returned_at >= arrivals.refused_at AS yet) AS back
  LEFT JOIN invoices ON invoices.order_id = o.id
  LEFT JOIN payments ON payments.order_id = o.id
  LEFT JOIN holds ON holds.id = o.id
"""


def timeline_query(order_ids):
    """The query over ``order_ids`` (database ids); one row for each of them."""
    return SQL(TIMELINE, ids=list(order_ids))
