from odoo import fields, models
from odoo.tools import SQL

from .departments import DEPARTMENTS
from .o2c_stage_change import STAGES


class O2cProcessStage(models.Model):
    """One stage of one order: how long it took, or how long it has lasted by now."""

    _name = "o2c.process.stage"
    _description = "Stage of an order"
    _auto = False
    _log_access = False
    _rec_name = "order_id"
    _order = "entered_at desc, id desc"

    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    stage = fields.Selection(STAGES, readonly=True)
    department = fields.Selection(
        DEPARTMENTS, readonly=True, help="Whose turn it is in this stage."
    )
    entered_at = fields.Datetime("Entered", readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    is_open = fields.Boolean("Still there", readonly=True)
    days = fields.Float(
        readonly=True,
        aggregator="avg",
        help="From entering to leaving; of orders still there, until now.",
    )

    @property
    def _table_query(self):
        # as the milestones left it, and what is there now until this moment
        return SQL(STAGE_DAYS)


STAGE_DAYS = """
SELECT p.id * 10 + s.place AS id, p.order_id, p.company_id, p.partner_id, p.user_id,
       p.team_id, p.warehouse_id, s.stage, s.department, s.entered_at, s.left_at,
       s.left_at IS NULL AS is_open,
       extract(epoch FROM COALESCE(s.left_at, now() AT TIME ZONE 'UTC') - s.entered_at)
           / 86400 AS days
  FROM o2c_process p
 CROSS JOIN LATERAL (VALUES
       (1, 'acquisition', 'sales', p.captured_at, p.confirmed_at),
       (2, 'processing', 'warehouse', p.confirmed_at, p.processed_at),
       (3, 'shipment', 'transport', p.processed_at, p.arrived_at),
       (4, 'delivery', 'accounting', p.arrived_at, p.invoiced_at),
       (5, 'payment', 'customer', p.invoiced_at, p.paid_at),
       (6, 'settlement', 'sales', p.paid_at, p.closed_at)
       ) AS s (place, stage, department, entered_at, left_at)
 WHERE s.entered_at IS NOT NULL
"""
