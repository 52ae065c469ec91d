from odoo import fields, models
from odoo.exceptions import UserError


class O2cIntakeRoute(models.TransientModel):
    """Where a message belongs that nobody but a person can place."""

    _name = "o2c.intake.route"
    _description = "Where an incoming message belongs"

    entry_id = fields.Many2one("o2c.intake", "Message", required=True, readonly=True)
    company_id = fields.Many2one(related="entry_id.company_id")
    sender = fields.Char(related="entry_id.sender")
    preview = fields.Text(related="entry_id.preview")
    ticket_id = fields.Many2one(
        "o2c.ticket",
        "Add to the ticket",
        domain="[('company_id', '=', company_id)]",
        help="Empty: a new ticket is made.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", domain="[('company_id', 'in', (False, company_id))]"
    )

    def action_route(self):
        """Make the message a ticket of the customer, or an answer on the ticket."""
        self.ensure_one()
        self.entry_id._check_leader()
        if not (self.ticket_id or self.partner_id):
            raise UserError(self.env._("Choose a customer or a ticket."))
        ticket = self.entry_id._route(self.ticket_id, self.partner_id)
        return ticket.get_formview_action()
