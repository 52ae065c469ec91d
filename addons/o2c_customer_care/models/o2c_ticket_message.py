from odoo import fields, models

from ..domain import ticket as rules
from ..domain.ticket import Stage, Waiting

# what people write; notifications, automatic comments and log entries are not
WRITTEN = {"email", "comment", "sms"}


class O2cTicket(models.Model):
    """What is written to and by the customer moves a ticket."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if len(self) == 1 and self._is_exchange(message):
            incoming = self._is_incoming(message)
            # the system keeps the moments, whoever writes
            ticket = self.sudo()
            ticket.write(ticket._exchange_moments(message, incoming))
            if incoming:
                ticket._take_up(message)
            self._after_message(message, incoming)
        return result

    def _is_exchange(self, message):
        """Whether it passes between the customer and us: no note, no log entry."""
        if message.message_type not in WRITTEN:
            return False
        # what comes by mail from outside is never a note
        mailed = message.message_type == "email" and self._is_incoming(message)
        return mailed or not (message.is_internal or message.subtype_id.internal)

    def _is_incoming(self, message):
        author = message.author_id
        return not author or author.partner_share

    def _exchange_moments(self, message, incoming):
        now = message.date or fields.Datetime.now()
        if incoming:
            return {"last_in_at": now}
        return {"last_out_at": now, "first_reply_at": self.first_reply_at or now}

    def _take_up(self, message):
        """Go on with a ticket whose customer has written."""
        waiting = Waiting(self.waiting_for) if self.waiting_for else None
        mailed = message.message_type == "email"
        stage = rules.after_incoming(Stage(self.stage), waiting, mailed)
        if stage and not (self.parent_id or self.merged_into_id):
            self.stage = stage.value

    def _after_message(self, message, incoming):
        """Hook. Runs once after a message between the customer and us was posted.

        Notes, notifications and automatic messages (acknowledgements) do not come by
        here. The moments ``last_in_at``, ``last_out_at`` and ``first_reply_at`` are
        written by then.

        :param message: the ``mail.message``
        :param bool incoming: from the customer (or anybody outside), else from us

        Returns nothing.
        """
