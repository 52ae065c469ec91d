"""What happened beside the milestones: one query, for one order or for many."""

from odoo.tools import SQL

FLUSHED = (
    "stock.move stock.picking o2c.shipment o2c.shipment.event account.move"
    " account.move.line o2c.hold o2c.hold.reason o2c.stage.change sale.order.line"
    " o2c.delivery.word"
).split()

EVENTS = """
WITH mv AS (
    SELECT l.order_id, m.picking_id, max(m.date) AS at,
           bool_or(source.usage = 'customer') AS back
      FROM sale_order_line l
      JOIN stock_move m ON m.sale_line_id = l.id AND m.state = 'done'
      JOIN stock_location source ON source.id = m.location_id
      JOIN stock_location dest ON dest.id = m.location_dest_id
     WHERE l.order_id = ANY(%(ids)s) AND m.picking_id IS NOT NULL
       AND (source.usage = 'customer' OR dest.usage = 'customer')
     GROUP BY l.order_id, m.picking_id
), parts AS (
    SELECT *, count(*) OVER (PARTITION BY order_id) AS deliveries
      FROM mv WHERE NOT back
)
SELECT order_id, at, 'part' AS kind, 'stock.picking' AS model, picking_id AS record_id,
       NULL AS detail
  FROM parts WHERE deliveries > 1
UNION ALL
SELECT order_id, at, 'return', 'stock.picking', picking_id, NULL FROM mv WHERE back
UNION ALL
SELECT DISTINCT l.order_id, e.at, e.status, 'o2c.shipment', s.id, e.note
  FROM sale_order_line l
  JOIN stock_move m ON m.sale_line_id = l.id
  JOIN o2c_shipment s ON s.picking_id = m.picking_id
  JOIN o2c_shipment_event e ON e.shipment_id = s.id
   AND e.status IN ('failed_absent', 'failed_address', 'refused', 'returned', 'lost')
 WHERE l.order_id = ANY(%(ids)s)
UNION ALL
SELECT DISTINCT l.order_id, c.create_date, 'credit_note', 'account.move', c.id, c.name
  FROM sale_order_line l
  JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
  JOIN account_move_line aml ON aml.id = rel.invoice_line_id
  JOIN account_move c ON c.state = 'posted' AND c.move_type = 'out_refund'
   AND (c.id = aml.move_id OR c.reversed_entry_id = aml.move_id)
 WHERE l.order_id = ANY(%(ids)s)
UNION ALL
SELECT h.order_id, h.date_from, 'hold', 'o2c.hold', h.id,
       COALESCE(r.name->>%(lang)s, r.name->>'en_US')
  FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id
 WHERE h.order_id = ANY(%(ids)s)
UNION ALL
SELECT h.order_id, h.released_at, 'release', 'o2c.hold', h.id,
       COALESCE(r.name->>%(lang)s, r.name->>'en_US')
  FROM o2c_hold h JOIN o2c_hold_reason r ON r.id = h.reason_id
 WHERE h.order_id = ANY(%(ids)s) AND h.released_at IS NOT NULL
UNION ALL
SELECT order_id, at, 'reopened', NULL, NULL, missing::text
  FROM o2c_stage_change WHERE order_id = ANY(%(ids)s) AND reopened
UNION ALL
SELECT order_id, at, 'said_' || word, 'o2c.delivery.word', id, text
  FROM o2c_delivery_word WHERE order_id = ANY(%(ids)s)
 ORDER BY at, kind
"""


def events_query(order_ids, lang):
    """The query over ``order_ids``, names in ``lang``; one row for each event."""
    return SQL(EVENTS, ids=list(order_ids), lang=lang)
