import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.milestones import Stage
from .departments import DEPARTMENTS

STAGES = [
    (Stage.GENERATION.value, "Generation"),
    (Stage.ACQUISITION.value, "Acquisition"),
    (Stage.PROCESSING.value, "Processing"),
    (Stage.SHIPMENT.value, "Shipment"),
    (Stage.DELIVERY.value, "Delivery"),
    (Stage.PAYMENT.value, "Payment"),
    (Stage.SETTLEMENT.value, "Settlement"),
    (Stage.CLOSED.value, "Closed"),
    (Stage.CANCELLED.value, "Cancelled"),
]


class O2cStageChange(models.Model):
    """An order went to another stage or department: written once, by the timeline.

    Milestones tell what is true now; this log keeps the hand-offs as they happened,
    so that an order which was closed and opened again is known by it.
    """

    _name = "o2c.stage.change"
    _description = "Hand-off"
    _order = "id desc"
    _log_access = False  # the moment stands in it; who caused it in the documents
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="order_id.company_id")
    at = fields.Datetime("When", required=True, index=True)
    stage_from = fields.Selection(STAGES, "From stage")
    stage_to = fields.Selection(STAGES, "To stage", required=True)
    department_from = fields.Selection(DEPARTMENTS, "From department")
    department_to = fields.Selection(DEPARTMENTS, "To department")
    reopened = fields.Boolean(help="The order was closed before.")
    missing = fields.Json(help="What was missing then, as codes.")

    _reopened_index = models.Index("(order_id) WHERE reopened")

    @api.model
    def _log(self, rows):
        """Enter hand-offs in bulk: dicts with the columns of this log."""
        if rows:
            self.env.cr.execute(ENTER, [json.dumps(rows, default=str)])
            self.invalidate_model()

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(self.env._("A hand-off is not changed afterwards."))
        return super().write(vals)


ENTER = """
INSERT INTO o2c_stage_change
       (order_id, at, stage_from, stage_to, department_from, department_to, reopened,
        missing)
SELECT (v->>'order_id')::int, (v->>'at')::timestamp, v->>'stage_from', v->>'stage_to',
       v->>'department_from', v->>'department_to', (v->>'reopened')::boolean,
       v->'missing'
  FROM jsonb_array_elements(%s) AS v
"""
