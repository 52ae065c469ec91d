"""The way to the mail server: one session for many mails, and what its answers mean."""

import logging
import smtplib
from dataclasses import dataclass, field

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

_logger = logging.getLogger(__name__)
LATER = range(400, 500)  # what a mail server says when it wants to be asked again


class Refused(Exception):
    """The mail server does not take this mail, and never will."""


class MailServerDown(Exception):
    """The mail server is not there, or takes no mail at the moment."""


@dataclass(frozen=True)
class Sheet:
    """What is going to leave, and the facts that it was made of.

    ``message`` is the mail as it goes over the wire; ``values`` is what is kept of it
    on the notice; ``files`` are (name, content, MIME type).
    """

    facts: tuple
    message: object = None
    recipients: tuple = ()
    values: dict = field(default_factory=dict)
    files: tuple = ()


class Outbox:
    """The sessions with the mail servers, one for each sender."""

    def __init__(self, env):
        self.servers = env["ir.mail_server"].sudo()  # whoever sends
        self.sessions = {}

    def send(self, message, recipients):
        """Hand a mail over to the mail server.

        :param message: an EmailMessage
        :param recipients: the addresses it may go to, normalised
        :raise Refused: it will never be taken
        :raise MailServerDown: try again later
        """
        sender = message["From"]
        try:
            session = self._session(sender)
            servers = self.servers.with_context(send_validated_to=list(recipients))
            servers.send_email(message, smtp_session=session)
        except (MailDeliveryException, AssertionError) as error:
            self._forget(sender)
            raise _meaning(error) from error
        except OSError as error:  # smtplib's own errors are of this kind
            self._forget(sender)
            raise MailServerDown(str(error)) from error

    def _session(self, sender):
        if sender not in self.sessions:
            self.sessions[sender] = self.servers._connect__(smtp_from=sender)
        return self.sessions[sender]

    def _forget(self, sender):
        """The next mail gets a session of its own."""
        _quit(self.sessions.pop(sender, None))

    def close(self):
        for session in self.sessions.values():
            _quit(session)
        self.sessions = {}


def _quit(session):
    if session:
        try:
            session.quit()
        except smtplib.SMTPException:
            _logger.debug("the mail server had closed the session")


def _meaning(error):
    """What an error means for this mail."""
    cause = error.__context__ or error
    if isinstance(error, AssertionError):
        return Refused(str(error))
    codes = (
        [cause.smtp_code] if isinstance(cause, smtplib.SMTPResponseException) else []
    )
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in cause.recipients.values()]
    if codes and not all(code in LATER for code in codes):
        return Refused(str(cause))
    return MailServerDown(str(cause))
