from odoo import fields, models


class O2cDisputeCancel(models.TransientModel):
    _name = "o2c.dispute.cancel"
    _description = "Withdraw disputes"

    dispute_ids = fields.Many2many("o2c.dispute", string="Disputes", required=True)
    note = fields.Text("Why", required=True)

    def action_cancel(self):
        """End the disputes that the customer withdrew."""
        self.dispute_ids._cancel(self.note)
        return {"type": "ir.actions.act_window_close"}
