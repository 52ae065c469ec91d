from odoo import fields, models

from ..domain.ticket import Stage

NEXT = [
    ("stay", "Stays where it is"),
    (Stage.ANSWERED.value, "Answered"),
    (Stage.WAITING.value, "Waiting for the customer"),
]


class MailComposeMessage(models.TransientModel):
    """A mail about a ticket also says where the ticket goes when it has left."""

    _inherit = "mail.compose.message"

    o2c_next = fields.Selection(NEXT, "Then the ticket is")

    def _action_send_mail(self, auto_commit=False):
        result = super()._action_send_mail(auto_commit=auto_commit)
        for wizard in self.filtered(lambda w: w.model == "o2c.ticket"):
            tickets = self.env["o2c.ticket"].browse(wizard._evaluate_res_ids())
            tickets._go_next(wizard.o2c_next)
        return result
