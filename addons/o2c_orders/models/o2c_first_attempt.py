from odoo import fields, models
from odoo.tools import SQL

from .o2c_shipment_event import STATUSES


class O2cFirstAttempt(models.Model):
    """The first visit of every shipment: did it succeed, and had it been agreed?"""

    _name = "o2c.first.attempt"
    _description = "First delivery attempt"
    _auto = False
    _order = "first_at desc, id desc"

    shipment_id = fields.Many2one("o2c.shipment", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", "Delivery method", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    first_at = fields.Datetime("First attempt", readonly=True)
    status = fields.Selection(STATUSES, "Outcome", readonly=True)
    agreed = fields.Selection(
        [("yes", "Appointment agreed"), ("no", "No appointment")],
        "Appointment",
        readonly=True,
    )
    successful = fields.Float(
        "First-attempt success",
        readonly=True,
        aggregator="avg",
        help="Share of first visits at which the goods were delivered.",
    )
    empty_runs = fields.Integer(
        readonly=True, help="Visits to nobody, or to a wrong address."
    )
    empty_run_cost = fields.Monetary("Cost of empty runs", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            VIEW, visits=VISITS, empty=tuple(EMPTY), agreed=("confirmed", *JUDGED)
        )


EMPTY = ("failed_absent", "failed_address")
VISITS = ("delivered", "refused", *EMPTY)
JUDGED = ("kept", "missed")
VIEW = """
WITH visits AS (
    SELECT e.shipment_id,
           min(e.at) AS first_at,
           (array_agg(e.status ORDER BY e.at, e.id))[1] AS status,
           count(*) FILTER (WHERE e.status IN %(empty)s) AS empty_runs
      FROM o2c_shipment_event e
     WHERE e.status IN %(visits)s
     GROUP BY e.shipment_id
)
SELECT s.id, s.id AS shipment_id, s.order_id, s.company_id, c.currency_id, s.partner_id,
       s.carrier_id, t.warehouse_id, partner.country_id, v.first_at, v.status,
       CASE WHEN EXISTS (SELECT FROM o2c_appointment a
                          WHERE a.picking_id = s.picking_id AND a.state IN %(agreed)s
                            AND a.answered_at <= v.first_at)
            THEN 'yes' ELSE 'no' END AS agreed,
       CASE WHEN v.status = 'delivered' THEN 1.0 ELSE 0.0 END AS successful,
       v.empty_runs, v.empty_runs * c.o2c_empty_run_cost AS empty_run_cost
  FROM visits v
  JOIN o2c_shipment s ON s.id = v.shipment_id
  JOIN res_company c ON c.id = s.company_id
  LEFT JOIN res_partner partner ON partner.id = s.partner_id
  LEFT JOIN stock_picking p ON p.id = s.picking_id
  LEFT JOIN stock_picking_type t ON t.id = p.picking_type_id
"""
