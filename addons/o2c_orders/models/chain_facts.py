"""What went wrong with some orders, as events of the causal chain: one query."""

from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..domain.causal_chain import Event, Happening
from .perfect_facts import FLUSHED

# kind, moment, money, days, words, model and id of the record
CHAIN = """
WITH o AS MATERIALIZED (
    SELECT so.id, so.company_id, c.o2c_cost_way AS way, c.o2c_cost_minute AS minute,
           c.o2c_minutes_error AS error_minutes, c.o2c_minutes_credit AS credit_minutes,
           c.o2c_minutes_return AS return_minutes,
           COALESCE(NULLIF(cp.tz, ''), 'UTC') AS tz
      FROM sale_order so
      JOIN res_company c ON c.id = so.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
     WHERE so.id = ANY(%(ids)s)
), docs AS MATERIALIZED (
    SELECT DISTINCT l.order_id, aml.move_id
      FROM sale_order_line l
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = l.id
      JOIN account_move_line aml ON aml.id = rel.invoice_line_id
     WHERE l.order_id = ANY(%(ids)s)
), all_docs AS (
    SELECT order_id, move_id FROM docs
    UNION
    SELECT d.order_id, r.id FROM docs d
      JOIN account_move r ON r.reversed_entry_id = d.move_id
)
SELECT o.id, 'entry_' || e.kind, LEAST(so.create_date, so.date_order),
       COALESCE(NULLIF(e.minutes, 0), o.error_minutes) * o.minute, 0, NULL,
       'o2c.entry.error', e.id
  FROM o JOIN o2c_entry_error e ON e.order_id = o.id AND e.state <> 'void'
  JOIN sale_order so ON so.id = o.id
UNION ALL
SELECT o.id, v.status, v.at, CASE v.status WHEN 'lost' THEN 0 ELSE o.way END, 0,
       concat_ws(' ', v.text, v.note), 'o2c.shipment', s.id
  FROM o JOIN o2c_shipment s ON s.order_id = o.id
  JOIN o2c_shipment_event v ON v.shipment_id = s.id
   AND v.status IN ('failed_address', 'failed_absent', 'refused', 'lost')
UNION ALL
SELECT o.id, 'late', d.actual_at, 0,
       (d.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
           - (d.planned_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date, NULL, NULL, NULL
  FROM o JOIN o2c_milestone d ON d.order_id = o.id AND d.kind = 'delivered'
   AND (d.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
     > (d.planned_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
UNION ALL
SELECT o.id, 'wrong_delivery', min(LEAST(d.actual_at, r.requested_at)), 0, 0,
       string_agg(DISTINCT r.name, ', '), 'o2c.return', min(r.id)
  FROM o JOIN o2c_return_line rl ON rl.order_id = o.id
  JOIN o2c_return_reason rr ON rr.id = rl.reason_id AND rr.code = 'wrong'
  JOIN o2c_return r ON r.id = rl.return_id
  LEFT JOIN o2c_milestone d ON d.order_id = o.id AND d.kind = 'delivered'
 GROUP BY o.id
UNION ALL
SELECT o.id, 'return', min(COALESCE(p.date_done, p.create_date)),
       o.way * (p.state = 'done')::int + o.return_minutes * o.minute, 0, p.name,
       'stock.picking', p.id
  FROM o JOIN sale_order_line l ON l.order_id = o.id
  JOIN stock_move m ON m.sale_line_id = l.id AND m.state <> 'cancel'
  JOIN stock_location source ON source.id = m.location_id AND source.usage = 'customer'
  JOIN stock_picking p ON p.id = m.picking_id
 GROUP BY o.id, o.way, o.return_minutes, o.minute, p.id
UNION ALL
SELECT o.id, 'contested', h.date_from, 0, 0, h.note, 'o2c.hold', h.id
  FROM o JOIN docs d ON d.order_id = o.id
  LEFT JOIN account_move_line aml ON aml.move_id = d.move_id
  JOIN o2c_hold h ON h.invoice_id = d.move_id OR h.invoice_line_id = aml.id
  JOIN o2c_hold_reason r ON r.id = h.reason_id
   AND r.stops_collection AND r.stops_closing
 GROUP BY o.id, h.id
UNION ALL
SELECT o.id, 'credit_note',
       (am.invoice_date::timestamp + interval '12 hours') AT TIME ZONE o.tz
           AT TIME ZONE 'UTC',
       -am.amount_untaxed_signed + o.credit_minutes * o.minute, 0, am.name,
       'account.move', am.id
  FROM o JOIN all_docs d ON d.order_id = o.id
  JOIN account_move am ON am.id = d.move_id AND am.move_type = 'out_refund'
   AND am.state = 'posted'
UNION ALL
SELECT o.id, 'late_payment', p.actual_at, 0,
       (p.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
           - (d.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date, NULL, NULL, NULL
  FROM o JOIN o2c_milestone p ON p.order_id = o.id AND p.kind = 'paid'
  JOIN o2c_milestone d ON d.order_id = o.id AND d.kind = 'due'
   AND (p.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
     > (d.actual_at AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
"""


def happenings(orders):
    """``{order id: [Happening]}`` of ``orders``."""
    for model, names in FLUSHED.items():
        orders.env[model].flush_model(names)
    orders.env["o2c.shipment.event"].flush_model()
    found = defaultdict(list)
    if orders.ids:
        for order_id, *values in orders.env.execute_query(SQL(CHAIN, ids=orders.ids)):
            found[order_id].append(_happening(*values))
    return dict(found)


def _happening(kind, at, money, days, note, model, number):
    return Happening(
        kind=Event(kind),
        at=at.replace(microsecond=0),
        cost=Decimal(str(money or 0)),
        days=days or 0,
        note=(note or "").strip(),
        record=(model, number) if model else (),
    )
