from odoo import fields, models


class O2cTicketReason(models.Model):
    """What a ticket is about: seven branches, below them what a company needs."""

    _name = "o2c.ticket.reason"
    _description = "Ticket reason"
    _inherit = ["o2c.named.tree"]

    parent_id = fields.Many2one(
        "o2c.ticket.reason", "Branch", index=True, ondelete="restrict"
    )
    child_ids = fields.One2many("o2c.ticket.reason", "parent_id", "Below")

    def _o2c_own_group(self):
        return self.env._("A reason cannot be below one of its own branches.")
