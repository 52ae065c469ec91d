from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools.misc import split_every

from .o2c_stage_change import STAGES
from .process_facts import FLUSHED, FORGET, measure_query

BATCH = 20_000
POSITION = "o2c_orders.process_position"


class O2cProcess(models.Model):
    """How one confirmed order went: its stages in days, its path, who had to step in.

    Derived from the records by one statement, by a scheduled job; never edited.
    """

    _name = "o2c.process"
    _description = "Order process"
    _log_access = False
    _rec_name = "order_id"
    _order = "confirmed_at desc, id desc"

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    stage = fields.Selection(STAGES, readonly=True)
    variant_id = fields.Many2one(
        "o2c.process.variant", "Path", readonly=True, index=True, ondelete="restrict"
    )
    captured_at = fields.Datetime("Captured", readonly=True)
    confirmed_at = fields.Datetime("Confirmed", readonly=True, index=True)
    processed_at = fields.Datetime("Shipped", readonly=True)
    arrived_at = fields.Datetime("Delivered", readonly=True)
    invoiced_at = fields.Datetime("Invoiced", readonly=True)
    paid_at = fields.Datetime("Paid", readonly=True)
    closed_at = fields.Datetime("Closed", readonly=True, index=True)
    acquisition_days = fields.Float(
        "To confirmation (days)", readonly=True, aggregator="avg"
    )
    processing_days = fields.Float(
        "To shipment (days)", readonly=True, aggregator="avg"
    )
    shipment_days = fields.Float("To delivery (days)", readonly=True, aggregator="avg")
    delivery_days = fields.Float("To invoice (days)", readonly=True, aggregator="avg")
    payment_days = fields.Float("To payment (days)", readonly=True, aggregator="avg")
    settlement_days = fields.Float("To closing (days)", readonly=True, aggregator="avg")
    total_days = fields.Float(
        "Capture to closing (days)", readonly=True, aggregator="avg"
    )
    own_days = fields.Float(
        "Our own time (days)",
        readonly=True,
        aggregator="avg",
        help="Without the days between the invoice and its payment.",
    )
    held_days = fields.Float("On hold (days)", readonly=True, aggregator="avg")
    touches = fields.Integer(
        "Touches by people",
        readonly=True,
        aggregator="avg",
        help="How often a colleague did something to the order, its transfers and its"
        " invoices, or logged a contact. What one person does to one document within"
        " a minute counts once.",
    )
    interventions = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="What should not have been necessary: holds that a person dealt with,"
        " changes to the confirmed order, calls, deliveries in parts, failed"
        " attempts, returns, credit notes, invoices taken back, reopening.",
    )
    straight_through = fields.Boolean(
        readonly=True, help="Nobody had to step in on its way."
    )
    untouched = fields.Boolean(
        readonly=True, help="No colleague touched any of its documents."
    )
    holds = fields.Integer(readonly=True, aggregator="avg")
    deliveries = fields.Integer(readonly=True, aggregator="avg")
    returns = fields.Integer(readonly=True, aggregator="avg")
    failures = fields.Integer("Failed attempts", readonly=True, aggregator="avg")
    credit_notes = fields.Integer(readonly=True, aggregator="avg")
    reopenings = fields.Integer("Times reopened", readonly=True, aggregator="avg")
    measured_at = fields.Datetime("Measured on", readonly=True)

    _order_once = models.Constraint("UNIQUE (order_id)", "An order is measured once.")

    # ------------------------------------------------------------- measuring
    @api.model
    def _measure(self, order_ids):
        """Measure the orders with these ids by one statement."""
        for name in FLUSHED:
            self.env[name].flush_model()
        self.flush_model()
        # a plan for thousands of orders is costly on paper, compiling it costs more
        self.env.cr.execute("SET LOCAL jit = off")
        now = fields.Datetime.now()
        self.env.cr.execute(measure_query(order_ids, SUPERUSER_ID, now))
        self.env.cr.execute(FORGET, [list(order_ids)])
        self.invalidate_model()
        self.env["o2c.process.variant"].invalidate_model()

    @api.model
    def _pending_orders(self, after=0):
        """Ids of the orders to be measured: new, moved, open or closed lately."""
        self.env["sale.order"].flush_model()
        self.flush_model()
        self.env.cr.execute(PENDING, [after, fields.Datetime.now()])
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _cron_measure(self):
        """Measure what changed, in batches that are each committed.

        May be killed and started again: it goes on after the last full batch.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # a bookmark, not a setting
        ids = self._pending_orders(int(parameters.get_param(POSITION, 0)))
        remaining = len(ids)
        for batch in split_every(BATCH, ids):
            self._measure(list(batch))
            remaining -= len(batch)
            parameters.set_param(POSITION, batch[-1] if remaining else 0)
            done = len(batch)
            if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                return
        parameters.set_param(POSITION, 0)

    @api.model
    def action_measure(self):
        """Have the figures measured by the scheduled job, now."""
        self.check_access("read")
        # whoever may read the figures may have them renewed
        self.env.ref("o2c_orders.cron_measure_process").sudo()._trigger()


PENDING = """
SELECT o.id
  FROM sale_order o
  LEFT JOIN o2c_process p ON p.order_id = o.id
 WHERE o.id > %s
   AND ((o.state = 'sale' AND (p.id IS NULL OR p.stage IS DISTINCT FROM o.o2c_stage
                               OR p.stage <> 'closed'
                               OR o.o2c_closed_at > %s - interval '30 days'))
        OR (o.state <> 'sale' AND p.id IS NOT NULL))
 ORDER BY o.id
"""
