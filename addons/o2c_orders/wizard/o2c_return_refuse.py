from odoo import fields, models


class O2cReturnRefuse(models.TransientModel):
    """Asks why a return or a withdrawal is refused; the customer reads it."""

    _name = "o2c.return.refuse"
    _description = "Refuse a return or a withdrawal"

    return_id = fields.Many2one("o2c.return", readonly=True)
    withdrawal_id = fields.Many2one("o2c.withdrawal", readonly=True)
    note = fields.Text("Why", required=True, help="The customer reads this.")

    def action_refuse(self):
        """Refuse it, with the reason."""
        self.ensure_one()
        record = self.return_id or self.withdrawal_id
        record._refuse_request(self.note)
        return {"type": "ir.actions.act_window_close"}
