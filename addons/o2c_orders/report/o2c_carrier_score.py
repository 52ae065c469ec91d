from odoo import fields, models
from odoo.tools import SQL

from ..models.o2c_shipment import STATUSES

QUERY = """
SELECT s.id, s.company_id, s.carrier_id, c.o2c_courier_id AS courier_id, s.order_id,
       s.id AS shipment_id, s.partner_id, a.country_id, a.state_id, s.status,
       t.warehouse_id, s.delivered_at,
       COALESCE(s.collected_at, p.date_done, s.status_at) AS collected_at,
       p.date_deadline AS promised_at,
       s.attempts, 1 AS parcels,
       CASE WHEN s.delivered_at IS NOT NULL
            THEN extract(epoch FROM s.delivered_at - s.collected_at) / 86400
            END AS days,
       -- a day late is late; what is still under way after the promised day is, too
       CASE WHEN p.date_deadline IS NULL THEN NULL
            WHEN s.delivered_at IS NOT NULL
            THEN 100.0 * (day.delivered <= day.promised)::int
            WHEN day.today > day.promised THEN 0.0 END AS on_time,
       COALESCE(COALESCE(day.delivered, day.today) > day.promised, FALSE) AS is_late,
       CASE WHEN s.attempts > 0
            THEN 100.0 * (s.attempts = 1 AND s.delivered_at IS NOT NULL)::int
            END AS first_attempt,
       CASE WHEN s.attempts > 0
            THEN 100.0 * (s.failed_at IS NOT NULL)::int END AS failed,
       CASE WHEN s.attempts > 0
            THEN 100.0 * (s.refused_at IS NOT NULL)::int END AS refused,
       CASE WHEN s.status IN ('delivered', 'returned', 'lost')
            THEN 100.0 * (s.status = 'lost')::int END AS lost
  FROM o2c_shipment s
  JOIN delivery_carrier c ON c.id = s.carrier_id AND c.o2c_reports_delivery
  JOIN stock_picking p ON p.id = s.picking_id
  JOIN stock_picking_type t ON t.id = p.picking_type_id
  JOIN res_company co ON co.id = s.company_id
  JOIN res_partner home ON home.id = co.partner_id
  LEFT JOIN res_partner a ON a.id = s.partner_id
 CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(home.tz, ''), 'UTC') AS tz) AS zone
 CROSS JOIN LATERAL (
       SELECT (s.delivered_at AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date
                  AS delivered,
              (p.date_deadline AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date
                  AS promised,
              (now() AT TIME ZONE zone.tz)::date AS today) AS day
 WHERE s.status <> 'label_made'
"""


class O2cCarrierScore(models.Model):
    """How well the carriers that report deliver. One row is one parcel."""

    _name = "o2c.carrier.score"
    _description = "Carrier scorecard"
    _auto = False
    _order = "collected_at desc, id desc"
    _rec_name = "shipment_id"

    company_id = fields.Many2one("res.company", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", readonly=True)
    courier_id = fields.Many2one("o2c.courier", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    shipment_id = fields.Many2one("o2c.shipment", readonly=True)
    partner_id = fields.Many2one("res.partner", "Delivery address", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    collected_at = fields.Datetime("Collected", readonly=True)
    promised_at = fields.Datetime("Promised", readonly=True)
    delivered_at = fields.Datetime("Delivered", readonly=True)
    parcels = fields.Integer(readonly=True)
    attempts = fields.Integer(readonly=True, aggregator="avg")
    is_late = fields.Boolean("Late", readonly=True)
    days = fields.Float("Days on the way", readonly=True, aggregator="avg")
    on_time = fields.Float(
        "On time %",
        readonly=True,
        aggregator="avg",
        help="Of the parcels with a promised day: delivered on it or before. A parcel"
        " still under way after that day counts as late.",
    )
    first_attempt = fields.Float(
        "First attempt %",
        readonly=True,
        aggregator="avg",
        help="Of the parcels that reached a door: delivered at the first visit.",
    )
    failed = fields.Float(
        "Failed attempt %",
        readonly=True,
        aggregator="avg",
        help="Of the parcels that reached a door: nobody there, or wrong address.",
    )
    refused = fields.Float(
        "Refused %",
        readonly=True,
        aggregator="avg",
        help="Of the parcels that reached a door: the customer refused them.",
    )
    lost = fields.Float(
        "Lost %",
        readonly=True,
        aggregator="avg",
        help="Of the parcels that are over: delivered, returned or lost.",
    )

    @property
    def _table_query(self):
        return SQL(QUERY)
