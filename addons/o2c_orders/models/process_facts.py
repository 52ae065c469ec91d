"""The statement that measures orders: one for a handful or for all of them.

One row for every confirmed order: when it left each stage, what happened on its way
(its variant), how often a person touched its documents and how often somebody had to
step in. Moments are compared by the company's days, since invoices have no hour.
"""

from odoo.tools import SQL

# what the statement reads, to be written to the database before it runs
FLUSHED = (
    "sale.order sale.order.line o2c.milestone o2c.stage.change o2c.shipment"
    " o2c.shipment.event o2c.hold account.move account.move.line stock.move"
    " stock.picking mail.message mail.tracking.value o2c.contact"
    " o2c.contact.document res.users res.partner"
).split()

MEASURE = """
WITH o AS MATERIALIZED (
    SELECT so.id, so.company_id, so.partner_id, so.user_id, so.team_id,
           so.warehouse_id, so.o2c_stage AS stage,
           COALESCE(NULLIF(cp.tz, ''), 'UTC') AS tz,
           array_position(ARRAY['processing', 'shipment', 'delivery', 'payment',
                                'settlement', 'closed'], so.o2c_stage::text) AS rank
      FROM sale_order so
      JOIN res_company c ON c.id = so.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
     WHERE so.id = ANY(%(ids)s) AND so.state = 'sale'
), m AS MATERIALIZED (
    SELECT m.order_id, m.kind, m.sequence, m.actual_at
      FROM o2c_milestone m JOIN o ON o.id = m.order_id
     WHERE m.actual_at IS NOT NULL
), steps AS (
    SELECT order_id,
           max(actual_at) FILTER (WHERE kind = 'captured') AS captured,
           max(actual_at) FILTER (WHERE kind = 'confirmed') AS confirmed,
           max(actual_at) FILTER (WHERE kind = 'shipped') AS shipped,
           max(actual_at) FILTER (WHERE kind = 'delivered') AS delivered,
           max(actual_at) FILTER (WHERE kind = 'invoiced') AS invoiced,
           max(actual_at) FILTER (WHERE kind = 'paid') AS paid,
           max(actual_at) FILTER (WHERE kind = 'closed') AS closed
      FROM m GROUP BY order_id
), ladder AS (
    -- a stage is left when the milestones up to its end are all there
    SELECT o.id AS order_id, captured, confirmed,
           CASE WHEN rank > 1 THEN a.at END AS a, CASE WHEN rank > 2 THEN b.at END AS b,
           CASE WHEN rank > 3 THEN c.at END AS c, CASE WHEN rank > 4 THEN d.at END AS d,
           CASE WHEN rank > 5 THEN GREATEST(d.at, closed) END AS e
      FROM o
      JOIN steps ON steps.order_id = o.id
     CROSS JOIN LATERAL (SELECT GREATEST(confirmed, COALESCE(shipped, delivered))) a(at)
     CROSS JOIN LATERAL (SELECT GREATEST(a.at, delivered)) b(at)
     CROSS JOIN LATERAL (SELECT GREATEST(b.at, invoiced)) c(at)
     CROSS JOIN LATERAL (SELECT GREATEST(c.at, paid)) d(at)
     WHERE confirmed IS NOT NULL AND rank IS NOT NULL
), docs AS MATERIALIZED (
    SELECT DISTINCT l.order_id, aml.move_id
      FROM sale_order_line l
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
      JOIN account_move_line aml ON aml.id = rel.invoice_line_id
     WHERE l.order_id = ANY(%(ids)s)
), bills AS MATERIALIZED (
    SELECT docs.order_id, am.id, am.move_type, am.state, am.create_date
      FROM docs JOIN account_move am ON am.id = docs.move_id
    UNION
    SELECT docs.order_id, am.id, am.move_type, am.state, am.create_date
      FROM docs JOIN account_move am ON am.reversed_entry_id = docs.move_id
), transfers AS MATERIALIZED (
    SELECT l.order_id, mv.picking_id, bool_or(source.usage = 'customer') AS back,
           max(mv.date) AS at
      FROM sale_order_line l
      JOIN stock_move mv ON mv.sale_line_id = l.id AND mv.state = 'done'
      JOIN stock_location source ON source.id = mv.location_id
      JOIN stock_location dest ON dest.id = mv.location_dest_id
     WHERE l.order_id = ANY(%(ids)s) AND mv.picking_id IS NOT NULL
       AND (source.usage = 'customer' OR dest.usage = 'customer')
     GROUP BY l.order_id, mv.picking_id
), visits AS (
    SELECT t.order_id, e.at, e.status
      FROM transfers t
      JOIN o2c_shipment s ON s.picking_id = t.picking_id
      JOIN o2c_shipment_event e ON e.shipment_id = s.id
       AND e.status IN ('failed_absent', 'failed_address', 'refused', 'lost')
), happened AS (
    SELECT order_id, kind AS code, sequence * 10 AS place, actual_at AS at
      FROM m WHERE kind IN ('confirmed', 'shipped', 'delivered', 'invoiced', 'paid',
                            'closed')
    UNION ALL
    SELECT order_id, 'split', 55, at
      FROM (SELECT order_id, at, row_number() OVER (PARTITION BY order_id ORDER BY at)
                                     AS number
              FROM transfers WHERE NOT back) part
     WHERE number = 2
    UNION ALL
    SELECT order_id, 'return', 75, at FROM transfers WHERE back
    UNION ALL
    SELECT order_id, CASE WHEN status IN ('refused', 'lost') THEN status
                          ELSE 'failed' END, 65, at FROM visits
    UNION ALL
    SELECT order_id, 'credit_note', 95, create_date
      FROM bills WHERE move_type = 'out_refund' AND state = 'posted'
    UNION ALL
    SELECT h.order_id, 'hold', CASE WHEN h.date_from < steps.confirmed THEN 25
                                    ELSE 35 END, h.date_from
      FROM o2c_hold h JOIN steps ON steps.order_id = h.order_id
    UNION ALL
    SELECT c.order_id, 'reopened', 125, c.at
      FROM o2c_stage_change c JOIN o ON o.id = c.order_id WHERE c.reopened
), first_time AS (
    SELECT h.order_id, h.code, min(h.place) AS place,
           min(((h.at AT TIME ZONE 'UTC') AT TIME ZONE o.tz)::date) AS day
      FROM happened h JOIN o ON o.id = h.order_id
     GROUP BY h.order_id, h.code
), paths AS (
    SELECT order_id, string_agg(code, '>' ORDER BY day, place, code) AS path
      FROM first_time GROUP BY order_id
), people AS (
    SELECT u.id FROM res_users u WHERE NOT u.share AND u.id <> %(system)s
), notes AS (
    SELECT o.id AS order_id, msg.id, msg.model, msg.res_id, msg.create_uid, msg.date
      FROM o JOIN mail_message msg ON msg.model = 'sale.order' AND msg.res_id = o.id
    UNION ALL
    SELECT p.sale_id, msg.id, msg.model, msg.res_id, msg.create_uid, msg.date
      FROM o
      JOIN stock_picking p ON p.sale_id = o.id
      JOIN mail_message msg ON msg.model = 'stock.picking' AND msg.res_id = p.id
    UNION ALL
    SELECT b.order_id, msg.id, msg.model, msg.res_id, msg.create_uid, msg.date
      FROM bills b
      JOIN mail_message msg ON msg.model = 'account.move' AND msg.res_id = b.id
), touched AS (
    -- what one person does to one document within a minute is one touch
    SELECT notes.order_id,
           count(DISTINCT (notes.model, notes.res_id, notes.create_uid,
                           date_trunc('minute', notes.date))) AS touches,
           count(DISTINCT (notes.create_uid, date_trunc('minute', notes.date)))
               FILTER (WHERE notes.model = 'sale.order'
                         AND notes.date > steps.confirmed + interval '1 minute'
                         AND EXISTS (SELECT FROM mail_tracking_value v
                                      WHERE v.mail_message_id = notes.id)) AS changes
      FROM notes
      JOIN people ON people.id = notes.create_uid
      JOIN steps ON steps.order_id = notes.order_id
     GROUP BY notes.order_id
), called AS (
    SELECT d.res_id AS order_id, count(*) AS contacts
      FROM o
      JOIN o2c_contact_document d ON d.res_model = 'sale.order' AND d.res_id = o.id
      JOIN o2c_contact c ON c.id = d.contact_id AND c.source_key IS NULL
      JOIN people ON people.id = c.user_id
     GROUP BY d.res_id
), stopped AS (
    SELECT h.order_id, count(*) AS holds,
           count(*) FILTER (WHERE h.state = 'open' OR h.forced
                               OR h.released_by_rule IS NOT TRUE) AS by_hand,
           -- days on which something stopped it, each counted once
           (SELECT sum(extract(epoch FROM upper(span) - lower(span))) / 86400
              FROM unnest(range_agg(tsrange(h.date_from, GREATEST(h.date_from,
                   COALESCE(h.date_to, now() AT TIME ZONE 'UTC'))))) span) AS days
      FROM o2c_hold h JOIN o ON o.id = h.order_id
     GROUP BY h.order_id
), moved AS (
    SELECT order_id, count(*) FILTER (WHERE NOT back) AS deliveries,
           count(*) FILTER (WHERE back) AS returns
      FROM transfers GROUP BY order_id
), failed AS (
    SELECT order_id, count(*) AS failures FROM visits GROUP BY order_id
), billed AS (
    SELECT order_id,
           count(*) FILTER (WHERE move_type = 'out_refund' AND state <> 'cancel')
               AS credit_notes,
           count(*) FILTER (WHERE state = 'cancel') AS taken_back
      FROM bills GROUP BY order_id
), again AS (
    SELECT c.order_id, count(*) AS reopenings
      FROM o2c_stage_change c JOIN o ON o.id = c.order_id
     WHERE c.reopened GROUP BY c.order_id
), measured AS MATERIALIZED (
    SELECT o.id AS order_id, o.company_id, o.partner_id, o.user_id, o.team_id,
           o.warehouse_id, o.stage, paths.path,
           l.captured, l.confirmed, l.a, l.b, l.c, l.d, l.e,
           COALESCE(touches, 0) + COALESCE(contacts, 0) AS touches,
           COALESCE(changes, 0) + COALESCE(contacts, 0) + COALESCE(by_hand, 0)
               + GREATEST(COALESCE(deliveries, 0) - 1, 0) + COALESCE(returns, 0)
               + COALESCE(failures, 0) + COALESCE(credit_notes, 0)
               + COALESCE(taken_back, 0) + COALESCE(reopenings, 0) AS interventions,
           COALESCE(holds, 0) AS holds, COALESCE(stopped.days, 0) AS held_days,
           COALESCE(deliveries, 0) AS deliveries, COALESCE(returns, 0) AS returns,
           COALESCE(failures, 0) AS failures,
           COALESCE(credit_notes, 0) AS credit_notes,
           COALESCE(reopenings, 0) AS reopenings
      FROM o
      JOIN ladder l ON l.order_id = o.id
      JOIN paths ON paths.order_id = o.id
      LEFT JOIN touched ON touched.order_id = o.id
      LEFT JOIN called ON called.order_id = o.id
      LEFT JOIN stopped ON stopped.order_id = o.id
      LEFT JOIN moved ON moved.order_id = o.id
      LEFT JOIN failed ON failed.order_id = o.id
      LEFT JOIN billed ON billed.order_id = o.id
      LEFT JOIN again ON again.order_id = o.id
), made AS (
    INSERT INTO o2c_process_variant (path)
    SELECT DISTINCT path FROM measured
    ON CONFLICT (path) DO UPDATE SET path = excluded.path
    RETURNING id, path
)
INSERT INTO o2c_process AS p
       (order_id, company_id, partner_id, user_id, team_id, warehouse_id, stage,
        variant_id, captured_at, confirmed_at, processed_at, arrived_at, invoiced_at,
        paid_at, closed_at, acquisition_days, processing_days, shipment_days,
        delivery_days, payment_days, settlement_days, total_days, own_days, held_days,
        touches, interventions, straight_through, untouched, holds, deliveries,
        returns, failures, credit_notes, reopenings, measured_at)
SELECT order_id, company_id, partner_id, user_id, team_id, warehouse_id, stage, made.id,
       captured, confirmed, a, b, c, d, e,
       t1 - t0, t2 - t1, t3 - t2, t4 - t3, t5 - t4, t6 - t5, t6 - t0,
       t4 - t0 + t6 - t5, held_days,
       touches, interventions, interventions = 0, touches = 0, holds, deliveries,
       returns, failures, credit_notes, reopenings, %(now)s
  FROM measured
  JOIN made USING (path)
 CROSS JOIN LATERAL (  -- in days
     SELECT extract(epoch FROM captured) / 86400, extract(epoch FROM confirmed) / 86400,
            extract(epoch FROM a) / 86400, extract(epoch FROM b) / 86400,
            extract(epoch FROM c) / 86400, extract(epoch FROM d) / 86400,
            extract(epoch FROM e) / 86400
 ) AS moment (t0, t1, t2, t3, t4, t5, t6)
ON CONFLICT (order_id) DO UPDATE SET (company_id, partner_id, user_id, team_id,
       warehouse_id, stage, variant_id, captured_at, confirmed_at, processed_at,
       arrived_at, invoiced_at, paid_at, closed_at, acquisition_days, processing_days,
       shipment_days, delivery_days, payment_days, settlement_days, total_days,
       own_days, held_days, touches, interventions, straight_through, untouched, holds,
       deliveries, returns, failures, credit_notes, reopenings, measured_at)
     = (excluded.company_id, excluded.partner_id, excluded.user_id, excluded.team_id,
        excluded.warehouse_id, excluded.stage, excluded.variant_id,
        excluded.captured_at, excluded.confirmed_at, excluded.processed_at,
        excluded.arrived_at, excluded.invoiced_at, excluded.paid_at,
        excluded.closed_at, excluded.acquisition_days, excluded.processing_days,
        excluded.shipment_days, excluded.delivery_days, excluded.payment_days,
        excluded.settlement_days, excluded.total_days, excluded.own_days,
        excluded.held_days, excluded.touches, excluded.interventions,
        excluded.straight_through, excluded.untouched, excluded.holds,
        excluded.deliveries, excluded.returns, excluded.failures,
        excluded.credit_notes, excluded.reopenings, excluded.measured_at)
"""
# orders that are confirmed no more (cancelled, set back to a quotation)
FORGET = """
DELETE FROM o2c_process p
 WHERE p.order_id = ANY(%s)
   AND NOT EXISTS (SELECT FROM sale_order o
                    WHERE o.id = p.order_id AND o.state = 'sale')
"""


def measure_query(order_ids, system_id, now):
    """The statement over ``order_ids``; ``system_id`` is the user of machines."""
    return SQL(MEASURE, ids=list(order_ids), system=system_id, now=now)
