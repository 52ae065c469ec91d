from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..models.o2c_recurring import REASONS


class O2cRecurringStop(models.TransientModel):
    """End a recurring service; says what is given back before it is done."""

    _name = "o2c.recurring.stop"
    _description = "End of a recurring service"

    recurring_id = fields.Many2one("o2c.recurring", required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, default="notice")
    earliest = fields.Date("With term and notice kept", compute="_compute_earliest")
    day = fields.Date(
        "Ends before",
        compute="_compute_day",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The first day without the service.",
    )
    everything = fields.Boolean(
        "Give everything back",
        help="All that was billed, also for the days on which the service was used.",
    )
    settlement = fields.Text(compute="_compute_settlement")

    @api.depends("recurring_id")
    def _compute_earliest(self):
        for wizard in self:
            service = wizard.recurring_id
            wizard.earliest = service and service._earliest_end()

    @api.depends("reason", "recurring_id")
    def _compute_day(self):
        for wizard in self:
            service = wizard.recurring_id
            today = service._today() if service else fields.Date.today()
            wizard.day = wizard.earliest if wizard.reason == "notice" else today

    @api.depends("day", "everything", "recurring_id")
    def _compute_settlement(self):
        for wizard in self:
            service, day = wizard.recurring_id, wizard.day
            if not (service and day):
                wizard.settlement = False
                continue
            if wizard.everything and service.date_start:
                day = service.date_start
            wizard.settlement = explain.service.settlement(
                service, day, service._settlement(day)
            )

    def action_stop(self):
        self.ensure_one()
        user = self.env.user
        if not user.has_group("o2c_orders.group_order_desk"):
            raise AccessError(self.env._("The order desk ends a service."))
        self.recurring_id.check_access("read")
        manager = user.has_group("o2c_orders.group_order_manager")
        early = self.reason == "notice" and self.day < self.earliest
        if (early or self.everything) and not manager and self.reason != "withdrawal":
            raise UserError(
                self.env._(
                    "Only an order manager lets a customer go before %(day)s or gives"
                    " back what was used.",
                    day=fields.Date.to_string(self.earliest),
                )
            )
        self.recurring_id._stop(self.day, self.reason, everything=self.everything)
        return {"type": "ir.actions.act_window_close"}
