from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..models.o2c_credit_account import MANAGER


class O2cHistorySettle(models.TransientModel):
    """Somebody paid an imported item; the other ledger is not imported again yet."""

    _name = "o2c.history.settle"
    _description = "Settle imported receivables"

    item_ids = fields.Many2many("o2c.history.item", required=True, readonly=True)
    settled_date = fields.Date(
        "Settled on", required=True, default=fields.Date.context_today
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "o2c.history.item":
            values["item_ids"] = self.env.context.get("active_ids", [])
        return values

    def action_settle(self):
        """Close the chosen items that are open, on this day.

        :raise UserError: none is open, or the day is to come
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(explain.history.not_allowed(self.env))
        self.item_ids.check_access("read")
        if self.settled_date > fields.Date.context_today(self):
            raise UserError(self.env._("The day of the settlement is to come."))
        still_open = self.item_ids.filtered("open_amount")
        if not still_open:
            raise UserError(self.env._("Nothing of this is open."))
        # the right was asked; only code writes the history
        still_open.sudo()._settle(self.settled_date)
        return {"type": "ir.actions.act_window_close"}
