from odoo import fields, models


class O2cRemedyNote(models.TransientModel):
    """Asks why a remedy is refused or cancelled."""

    _name = "o2c.remedy.note"
    _description = "Refuse or cancel a remedy"

    remedy_id = fields.Many2one("o2c.remedy", required=True, readonly=True)
    step = fields.Selection(
        [("refuse", "Refuse"), ("cancel", "Cancel")], required=True, readonly=True
    )
    note = fields.Text("Why", required=True)

    def action_do(self):
        """Refuse or cancel it, with the reason."""
        self.ensure_one()
        if self.step == "refuse":
            self.remedy_id._refuse_request(self.note)
        else:
            self.remedy_id._cancel(self.note)
        return {"type": "ir.actions.act_window_close"}
