from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_appointment_channel(self):
        """How this person is asked for an appointment: email, sms or phone."""
        self.ensure_one()
        if self.email_normalized:
            return "email"
        return "sms" if self.phone_sanitized else "phone"
