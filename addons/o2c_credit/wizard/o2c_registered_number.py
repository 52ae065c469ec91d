from odoo import fields, models


class O2cRegisteredNumber(models.TransientModel):
    """Takes down the number that the post gave a letter."""

    _name = "o2c.registered.number"
    _description = "Number of a registered letter"

    notice_id = fields.Many2one("o2c.dunning.notice", required=True)
    number = fields.Char(required=True, help="As it stands on the post's receipt.")

    def action_save(self):
        self.notice_id._registered(self.number)
        return {"type": "ir.actions.act_window_close"}
