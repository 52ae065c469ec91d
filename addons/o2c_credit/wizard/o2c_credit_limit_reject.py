from odoo import fields, models


class O2cCreditLimitReject(models.TransientModel):
    """Asks why a limit is not given."""

    _name = "o2c.credit.limit.reject"
    _description = "Reject the request for a limit"

    request_ids = fields.Many2many("o2c.credit.limit.request", required=True)
    note = fields.Text("Why", required=True)

    def action_reject(self):
        self.request_ids.action_reject(self.note)
        return {"type": "ir.actions.act_window_close"}
