import logging

from odoo import models
from odoo.tools import html2plaintext

from ..domain.contact_data import PointState, is_lasting

_logger = logging.getLogger(__name__)
LONGEST = 200  # characters of what a mail server says


class MailThread(models.AbstractModel):
    _name = "mail.thread"
    _inherit = "mail.thread"

    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        email = message_dict.get("bounced_email")
        report = _report(email_message)
        if email and is_lasting(report["action"], report["status"]):
            said = report["diagnostic"] or html2plaintext(
                message_dict.get("body") or ""
            )
            self._o2c_entered(self._o2c_bounced, email, said[:LONGEST])
        return result

    def _o2c_bounced(self, email, said):
        # a report comes from outside: nobody's rights are asked
        partners = self.env["res.partner"].sudo()
        partners = partners.search([("email_normalized", "=", email)])
        partners._o2c_failed("email", PointState.BOUNCED, "bounce", said)

    def _o2c_entered(self, method, *args):
        """Enter what a mail tells of contact data; never stops the mail itself."""
        try:
            with self.env.cr.savepoint():
                method(*args)
        except Exception:
            _logger.exception("contact data could not be entered: %s", args)

    def _routing_reset_bounce(self, email_message, message_dict):
        result = super()._routing_reset_bounce(email_message, message_dict)
        email = message_dict.get("email_from")
        if email:
            self._o2c_entered(self.env["o2c.contact.point"]._alive, email)
        return result


def _report(email_message):
    """What a report of delivery says of the first recipient it names."""
    report = {"action": "", "status": "", "diagnostic": ""}
    for part in email_message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if block["Action"] or block["Status"]:
                    report = {
                        "action": str(block["Action"] or ""),
                        "status": str(block["Status"] or ""),
                        "diagnostic": _plain(block["Diagnostic-Code"]),
                    }
                    return report
    return report


def _plain(diagnostic):
    """The server's words, without the kind of diagnosis and line breaks."""
    text = " ".join(str(diagnostic or "").split())
    return text.partition(";")[2].strip() or text
