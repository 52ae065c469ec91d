import logging
import xmlrpc.client

from odoo import api, models

from ..domain.intake import LARGEST
from ..domain.letter import read_letter
from ..domain.mending import mend

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **options):
        """Nothing that is sent to customer care is lost.

        A message that cannot be read is written anew from what can be read of it. What
        is too large or fails again is kept as an incoming message.
        """
        raw = _bytes(message)
        letter = read_letter(raw)
        intake = self.env["o2c.intake"]
        team = intake._team_of(letter)
        if not team:
            return super().message_process(model, message, *args, **options)
        if letter.size > LARGEST:
            intake._keep_large(team, letter)
            return False
        error = None
        for attempt in (lambda: raw, lambda: mend(raw)):
            try:
                with self.env.cr.savepoint():
                    return super().message_process(model, attempt(), *args, **options)
            except Exception as failure:
                # whatever it was: the customer must not wait for an answer in vain
                _logger.exception("message %s cannot be taken in", letter.message_id)
                error = failure
        intake._keep_broken(team, letter, raw, error)
        return False

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        return self.env["o2c.intake"]._sort_out(message, message_dict, routes)


def _bytes(message):
    """A message as the gateway got it: bytes, whatever it was wrapped in."""
    if isinstance(message, xmlrpc.client.Binary):
        return bytes(message.data)
    return message.encode() if isinstance(message, str) else message
