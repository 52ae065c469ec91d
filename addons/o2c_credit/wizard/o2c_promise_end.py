from odoo import fields, models

from ..models.o2c_promise import BY_FACTS, ENDS


class O2cPromiseEnd(models.TransientModel):
    """Say why a promise counts no more."""

    _name = "o2c.promise.end"
    _description = "End a promise"

    promise_ids = fields.Many2many("o2c.promise", required=True)
    reason = fields.Selection(
        [end for end in ENDS if end[0] not in BY_FACTS],
        required=True,
        default="customer",
    )
    note = fields.Text()

    def action_end(self):
        """End the promises."""
        self.promise_ids._withdraw(self.reason, self.note or "")
        return {"type": "ir.actions.act_window_close"}


class O2cPaymentPlanRefuse(models.TransientModel):
    """Say why a payment plan is not agreed to."""

    _name = "o2c.payment.plan.refuse"
    _description = "Refuse a payment plan"

    plan_ids = fields.Many2many("o2c.payment.plan", required=True)
    note = fields.Text("Why", required=True, help="The customer reads it.")

    def action_refuse(self):
        """Refuse the plans."""
        self.plan_ids.action_refuse(self.note)
        return {"type": "ir.actions.act_window_close"}
