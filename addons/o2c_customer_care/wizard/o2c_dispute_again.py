from odoo import fields, models


class O2cDisputeAgain(models.TransientModel):
    _name = "o2c.dispute.again"
    _description = "Take disputes up again"

    dispute_ids = fields.Many2many("o2c.dispute", string="Disputes", required=True)
    note = fields.Text("What is new", required=True)

    def action_reopen(self):
        """Take the disputes up again; their amounts are held from now on."""
        self.dispute_ids._reopen(self.note)
        return {"type": "ir.actions.act_window_close"}
