"""The queries over goods under way, see ``exception_conditions``."""

from ..domain.exceptions import Kind

DELIVERY_READ = {
    "o2c.delivery.word": None,
    "o2c.shipment.event": ["shipment_id", "status", "at"],
    "delivery.carrier": ["o2c_reports_delivery"],
    "o2c.shipment": None,
    "stock.picking": None,
    "stock.move": ["state", "date", "sale_line_id", "picking_id", "location_dest_id"],
}

GOODS_MISSING = """
SELECT 'stock.picking' AS res_model, p.id AS res_id, sol.order_id, o.partner_id,
       COALESCE(p.user_id, o.user_id) AS owner_id, o.date_order AS since,
       jsonb_build_object('lines', count(DISTINCT m.id)) AS details
  FROM stock_move m
  JOIN sale_order_line sol ON sol.id = m.sale_line_id
  JOIN sale_order o ON o.id = sol.order_id AND o.state = 'sale'
  JOIN stock_picking p ON p.id = m.picking_id
  JOIN stock_location source ON source.id = m.location_id
 WHERE o.company_id = %(company)s AND o.date_order <= %(limit)s
   AND m.state IN ('confirmed', 'partially_available') AND source.usage = 'internal'
   AND sol.order_id NOT IN (SELECT id FROM (%(held_delivery)s) held)
 GROUP BY p.id, sol.order_id, o.id
"""
PICKING_LATE = """
SELECT 'stock.picking' AS res_model, p.id AS res_id, p.sale_id AS order_id,
       o.partner_id, p.user_id AS owner_id, p.scheduled_date AS since,
       jsonb_build_object('plan', p.scheduled_date) AS details
  FROM stock_picking p
  JOIN sale_order o ON o.id = p.sale_id
  JOIN stock_location source ON source.id = p.location_id
 WHERE o.company_id = %(company)s AND p.state IN ('waiting', 'confirmed', 'assigned')
   AND source.usage = 'internal' AND p.scheduled_date <= %(limit)s
   AND p.sale_id NOT IN (SELECT id FROM (%(held_delivery)s) held)
"""
PROMISE_OVERDUE = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       o.user_id AS owner_id, o.commitment_date AS since,
       jsonb_build_object('plan', o.commitment_date) AS details
  FROM sale_order o
  JOIN o2c_milestone shipped ON shipped.order_id = o.id AND shipped.kind = 'shipped'
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND o.commitment_date <= %(limit)s AND shipped.actual_at IS NULL
   AND o.id NOT IN (SELECT id FROM (%(held_delivery)s) held)
"""
DELIVERY_LATE = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       o.user_id AS owner_id, arrived.planned_at AS since,
       jsonb_build_object('plan', arrived.planned_at) AS details
  FROM o2c_milestone arrived
  JOIN sale_order o ON o.id = arrived.order_id
  JOIN o2c_milestone shipped ON shipped.order_id = o.id AND shipped.kind = 'shipped'
 WHERE o.company_id = %(company)s AND o.state = 'sale'
   AND arrived.kind = 'delivered' AND arrived.actual_at IS NULL
   AND arrived.planned_at <= %(limit)s AND shipped.actual_at IS NOT NULL
   AND o.id NOT IN (SELECT id FROM (%(held_delivery)s) held)
"""
# a refusal is its own outcome; nobody waits for what is closed or cancelled
DELIVERY_FAILED = """
SELECT 'o2c.shipment' AS res_model, s.id AS res_id, s.order_id, o.partner_id,
       o.user_id AS owner_id, s.status_at AS since,
       jsonb_build_object('status', s.status, 'attempts', s.attempts) AS details
  FROM o2c_shipment s
  JOIN sale_order o ON o.id = s.order_id AND o.o2c_stage NOT IN ('closed', 'cancelled')
 WHERE s.company_id = %(company)s
   AND s.status IN ('failed_absent', 'failed_address', 'lost')
   AND s.status_at <= %(limit)s
"""
# the customer's last word counts, until he says another or another delivery arrives
NOT_RECEIVED = """
SELECT 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.partner_id,
       o.user_id AS owner_id, said.at AS since,
       jsonb_build_object('text', said.text) AS details
  FROM sale_order o
 CROSS JOIN LATERAL (
       SELECT w.word, w.at, w.text FROM o2c_delivery_word w
        WHERE w.order_id = o.id AND w.word IN
              ('received', 'not_received', 'accepted')
        ORDER BY w.at DESC, w.id DESC LIMIT 1) said
  LEFT JOIN o2c_milestone arrived ON arrived.order_id = o.id
   AND arrived.kind = 'delivered'
 WHERE o.company_id = %(company)s AND said.word = 'not_received'
   AND said.at <= %(limit)s AND o.o2c_stage <> 'cancelled'
   AND NOT EXISTS (SELECT FROM o2c_shipment s JOIN o2c_shipment_event e
                       ON e.shipment_id = s.id AND e.status = 'delivered'
                    WHERE s.order_id = o.id AND e.at > said.at)
   AND (arrived.actual_at IS NULL OR arrived.actual_at <= said.at)
"""
TRACKING_MISSING = """
SELECT 'stock.picking' AS res_model, p.id AS res_id, p.sale_id AS order_id,
       o.partner_id, p.user_id AS owner_id, p.date_done AS since,
       jsonb_build_object('carrier', p.carrier_id) AS details
  FROM stock_picking p
  JOIN delivery_carrier c ON c.id = p.carrier_id AND c.o2c_reports_delivery
  JOIN sale_order o ON o.id = p.sale_id AND o.o2c_stage NOT IN ('closed', 'cancelled')
  JOIN stock_location dest ON dest.id = p.location_dest_id AND dest.usage = 'customer'
 WHERE p.company_id = %(company)s AND p.state = 'done' AND p.date_done <= %(limit)s
   AND COALESCE(p.carrier_tracking_ref, '') = ''
   AND NOT EXISTS (SELECT FROM o2c_shipment s
                    WHERE s.picking_id = p.id AND s.status = 'delivered')
"""
# only carriers that report can be silent
COURIER_SILENT = """
SELECT 'o2c.shipment' AS res_model, s.id AS res_id, s.order_id, o.partner_id,
       o.user_id AS owner_id, heard.at AS since,
       jsonb_build_object('status', s.status, 'ref', s.tracking_ref) AS details
  FROM o2c_shipment s
  JOIN delivery_carrier c ON c.id = s.carrier_id AND c.o2c_reports_delivery
  JOIN stock_picking p ON p.id = s.picking_id
  JOIN sale_order o ON o.id = s.order_id AND o.o2c_stage NOT IN ('closed', 'cancelled')
 CROSS JOIN LATERAL (SELECT GREATEST(s.status_at, p.date_done) AS at) heard
 WHERE s.company_id = %(company)s
   AND COALESCE(s.status, 'label_made')
       IN ('label_made', 'collected', 'in_transit', 'out_for_delivery')
   AND heard.at <= %(limit)s
"""

DELIVERY_CONDITIONS = {
    Kind.GOODS_MISSING: GOODS_MISSING,
    Kind.PICKING_LATE: PICKING_LATE,
    Kind.PROMISE_OVERDUE: PROMISE_OVERDUE,
    Kind.DELIVERY_LATE: DELIVERY_LATE,
    Kind.DELIVERY_FAILED: DELIVERY_FAILED,
    Kind.NOT_RECEIVED: NOT_RECEIVED,
    Kind.TRACKING_MISSING: TRACKING_MISSING,
    Kind.COURIER_SILENT: COURIER_SILENT,
}
