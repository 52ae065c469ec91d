from odoo import api, fields, models

from ..domain.hold import Phase


class O2cHoldRelease(models.TransientModel):
    _name = "o2c.hold.release"
    _description = "Release holds"

    hold_ids = fields.Many2many("o2c.hold", string="Holds", required=True)
    note = fields.Text("Reason", required=True)
    waiting_order_ids = fields.Many2many(
        "sale.order", string="Waiting orders", compute="_compute_waiting_order_ids"
    )
    resume = fields.Boolean(
        "Confirm the waiting orders",
        default=True,
        help="Confirm the orders whose confirmation was asked for while they were on"
        " hold, if nothing else holds them.",
    )

    @api.depends("hold_ids")
    def _compute_waiting_order_ids(self):
        for wizard in self:
            wizard.waiting_order_ids = wizard._held_orders().filtered(
                "o2c_confirm_requested_at"
            )

    def _held_orders(self):
        confirming = self.hold_ids.filtered("stops_confirmation")
        orders = confirming.order_id
        of_customers = orders._o2c_held_ids(confirming.filtered("customer_id"))
        waiting = orders.browse(of_customers).filtered("o2c_confirm_requested_at")
        return orders | waiting

    def action_release(self):
        """Release the holds; confirm the waiting orders if that was wished."""
        self.ensure_one()
        orders = self._held_orders()
        self.hold_ids._release(self.note)
        if self.resume:
            orders._o2c_resume()
        still = {
            order: holds
            for order, holds in orders._o2c_holds(Phase.CONFIRMATION).items()
            if holds
        }
        if still and self.resume:
            return orders._o2c_held_action(Phase.CONFIRMATION, still)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
