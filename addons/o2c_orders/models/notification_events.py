"""What happened that somebody may be told: one query for each kind of trigger.

Each selects ``order_id, company_id, event, at, res_model, res_id``; ``event`` is a
key: the same event of the same order is told once by a rule. Placeholders: ``what``
(milestone, status or exception rule), ``since`` and ``now``.
"""

from odoo.tools import SQL

# a milestone that is planned for later (the due date of an invoice) has not come yet
MILESTONE = """
SELECT m.order_id, o.company_id, 'milestone:' || m.kind AS event, m.actual_at AS at,
       m.source_model AS res_model, m.source_id AS res_id
  FROM o2c_milestone m
  JOIN sale_order o ON o.id = m.order_id
 WHERE m.kind = %(what)s AND m.actual_at >= %(since)s AND m.actual_at <= %(now)s
"""
# a parcel passes a status once, but somebody may try on several days to deliver it
SHIPMENT = """
SELECT s.order_id, s.company_id, key.event, min(e.at) AS at,
       'o2c.shipment' AS res_model, s.id AS res_id
  FROM o2c_shipment_event e
  JOIN o2c_shipment s ON s.id = e.shipment_id
 CROSS JOIN LATERAL (
       SELECT 'shipment:' || s.id || ':' || e.status
              || CASE WHEN e.status IN ('out_for_delivery', 'failed_absent',
                                        'failed_address')
                      THEN ':' || e.at::date ELSE '' END AS event) key
 WHERE e.status = %(what)s AND e.at >= %(since)s AND e.at <= %(now)s
   AND s.order_id IS NOT NULL
 GROUP BY s.order_id, s.company_id, s.id, key.event
"""
EXCEPTION = """
SELECT e.order_id, e.company_id, 'exception:' || e.id AS event, e.opened_at AS at,
       'o2c.exception' AS res_model, e.id AS res_id
  FROM o2c_exception e
 WHERE e.rule_id = %(what)s::int AND e.state = 'open' AND e.order_id IS NOT NULL
   AND e.opened_at >= %(since)s AND e.opened_at <= %(now)s
"""
EVENTS = {"milestone": MILESTONE, "shipment": SHIPMENT, "exception": EXCEPTION}


def events_query(trigger, what, since, now):
    """The query of what happened from ``since`` to ``now`` (naive UTC)."""
    return SQL(EVENTS[trigger], what=what, since=since, now=now)
