from odoo import fields, models


class O2cTicketPartLeave(models.TransientModel):
    _name = "o2c.ticket.part.leave"
    _description = "Close a ticket before its parts"

    ticket_id = fields.Many2one("o2c.ticket", required=True)
    why = fields.Char(required=True)

    def action_close(self):
        """Close the ticket; the departments go on with their parts."""
        self.ticket_id._close_before_parts(self.why)
        return {"type": "ir.actions.act_window_close"}
