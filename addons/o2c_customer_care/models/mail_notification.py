from odoo import models

from ..domain.contact_data import PointState

# failures that tell of the address and not of the way there
EMAIL_FAILURES = {"mail_email_invalid"}
SMS_FAILURES = {"sms_number_format", "sms_invalid_destination"}


class MailNotification(models.Model):
    _inherit = "mail.notification"

    def write(self, vals):
        result = super().write(vals)
        failure = vals.get("failure_type")
        detail = (vals.get("failure_reason") or "")[:200]
        if failure in EMAIL_FAILURES:
            partners = self.res_partner_id
            partners._o2c_failed("email", PointState.DEAD, "bounce", detail)
        elif failure in SMS_FAILURES:
            partners = self.res_partner_id
            partners._o2c_failed("phone", PointState.DEAD, "sms", detail)
        return result
