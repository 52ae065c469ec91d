from odoo import api, fields, models

from ..domain.intake import Silent

REASONS = [
    (Silent.NO_ADDRESS.value, "No address"),
    (Silent.MACHINE.value, "Written by a machine"),
    (Silent.MAILING_LIST.value, "Mailing list"),
    (Silent.NO_REPLY.value, "The address takes no answers"),
    (Silent.OWN_ADDRESS.value, "Our own address"),
    (Silent.TOO_OFTEN.value, "Enough acknowledgements in this hour"),
    (Silent.TOO_SOON.value, "Came within minutes of our last one"),
    (Silent.SWITCHED_OFF.value, "The team acknowledges nothing"),
]


class O2cAcknowledgement(models.Model):
    """That a ticket was acknowledged, or why not: once for each ticket, for ever."""

    _name = "o2c.acknowledgement"
    _description = "Acknowledgement of a ticket"
    _order = "at desc, id desc"
    _rec_name = "address"

    ticket_id = fields.Many2one("o2c.ticket", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS")], required=True)
    address = fields.Char("To")
    at = fields.Datetime("When", required=True)
    is_sent = fields.Boolean("Sent")
    reason = fields.Selection(REASONS, "Why not")
    expected_at = fields.Datetime("Answer promised by")

    _once = models.Constraint(
        "UNIQUE (ticket_id)", "This ticket was acknowledged already."
    )
    _address_at = models.Index("(address, at) WHERE is_sent")

    @api.model
    def _last_to(self, address, since):
        """The moments of what went to ``address`` since a moment, the latest first."""
        domain = [
            ("address", "=", address),
            ("is_sent", "=", True),
            ("at", ">=", since),
        ]
        # the system keeps count, whoever opens the ticket
        return self.sudo().search(domain, order="at desc").mapped("at")
