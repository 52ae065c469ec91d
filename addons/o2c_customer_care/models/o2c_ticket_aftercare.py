"""What reaches a customer after a closing: the question how it went, or thanks."""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import explain
from ..domain.aftercare import Matter

_logger = logging.getLogger(__name__)

MATTERS = [(Matter.RATING.value, "How it went"), (Matter.THANKS.value, "Thanks")]
STATES = [
    ("waiting", "To be sent"),
    ("sent", "Sent"),
    ("no_address", "No e-mail address"),
    ("over", "No longer of use"),
    ("failed", "Failed"),
]
TEMPLATES = {
    Matter.RATING.value: "o2c_customer_care.mail_template_rating",
    Matter.THANKS.value: "o2c_customer_care.mail_template_thanks",
}
ATTEMPTS = 3
BATCH = 200


class O2cTicketAftercare(models.Model):
    """One message to the customer about one closing of a ticket, sent once.

    Made and moved on by code only; it waits some hours, so that a ticket that was
    closed by mistake asks nobody.
    """

    _name = "o2c.ticket.aftercare"
    _description = "Message after closing"
    _order = "due_at desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Written to", required=True, index=True, ondelete="restrict"
    )
    matter = fields.Selection(MATTERS, required=True)
    round = fields.Integer("Closing", required=True)
    state = fields.Selection(STATES, required=True, default="waiting", index=True)
    due_at = fields.Datetime("To be sent from", required=True)
    sent_at = fields.Datetime("Sent on")
    attempts = fields.Integer()
    failure = fields.Char("Why it failed")
    rating_id = fields.Many2one(
        "rating.rating", index="btree_not_null", ondelete="set null"
    )
    # who may see that a question was asked may see what was answered
    is_rated = fields.Boolean(related="rating_id.consumed", string="Answered")
    rating = fields.Float(related="rating_id.rating", string="Given")

    _once = models.Constraint(
        "UNIQUE (ticket_id, matter, round)", "This closing has its message already."
    )

    # ------------------------------------------------------------- sending
    @api.model
    def _cron_send(self):
        """Send what is due; one that fails is kept with its reason and tried again."""
        domain = [("state", "=", "waiting"), ("due_at", "<=", fields.Datetime.now())]
        due = self.search(domain, order="due_at, id", limit=BATCH)
        left = self.search_count(domain)
        for message in due:
            message._send_alone()
            left -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    def _send_alone(self):
        try:
            with self.env.cr.savepoint():
                self._send()
        except Exception as error:
            _logger.exception("Message %s after a closing failed", self.id)
            self._note_failure(error)

    def _note_failure(self, error):
        attempts = self.attempts + 1
        lost = attempts >= ATTEMPTS
        self.write(
            {
                "attempts": attempts,
                "failure": explain.aftercare.failure(self.env, error),
                "state": "failed" if lost else "waiting",
                "due_at": fields.Datetime.add(fields.Datetime.now(), hours=4),
            }
        )
        if lost:
            note = explain.aftercare.lost(self)
            self.ticket_id.message_post(body=note, message_type="notification")

    def _send(self):
        if not self._is_of_use():
            self.state = "over"
            return
        if not self.partner_id.email:
            self.state = "no_address"
            return
        template = self.env.ref(TEMPLATES[self.matter])
        template.send_mail(
            self.ticket_id.id, email_layout_xmlid="mail.mail_notification_light"
        )
        self.write(
            {"state": "sent", "sent_at": fields.Datetime.now(), "failure": False}
        )

    def _is_of_use(self):
        """A ticket that was taken up again asks nothing, nor one that is rated."""
        ticket = self.ticket_id
        is_last = ticket.stage == "closed" and self.round == ticket._closing_round()
        return is_last and not self.rating_id.consumed

    def action_retry(self):
        """Send those that failed, or had no address, once more."""
        self.check_access("read")
        if not self.env.user.has_group("o2c_customer_care.group_care_leader"):
            raise AccessError(self.env._("A care leader has messages sent again."))
        again = self.filtered(lambda m: m.state in ("failed", "no_address"))
        again.sudo().write(  # checked above; nobody writes these by hand
            {"state": "waiting", "attempts": 0, "due_at": fields.Datetime.now()}
        )
