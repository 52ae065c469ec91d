"""How a customer wants to be spoken to about payments, and when he pays."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("sms", "Text message"),
    ("letter", "Letter"),
    ("portal", "Portal"),
]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    payer_channel = fields.Selection(CHANNELS, "Preferred channel", tracking=True)
    payer_contact_id = fields.Many2one(
        "res.partner",
        "Contact for payments",
        tracking=True,
        domain="[('id', 'child_of', partner_id)]",
        help="Whom to speak to about open items.",
    )
    payer_lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language"
    )
    quiet_from = fields.Date("Quiet from", help="Nobody asks for payment from here…")
    quiet_to = fields.Date("Quiet until", help="… until this day, which is open again.")
    payment_weekday = fields.Selection(WEEKDAYS, "Pays on weekday")
    payment_day = fields.Integer(
        "Pays on day of month", help="1 to 31; 0: on no particular day."
    )

    _quiet_ends = models.Constraint(
        "CHECK (quiet_from IS NULL OR quiet_to IS NULL OR quiet_from < quiet_to)",
        "A quiet period ends after it began.",
    )
    _payment_day_possible = models.Constraint(
        "CHECK (payment_day BETWEEN 0 AND 31)", "A month has 31 days at most."
    )

    @api.constrains("payer_contact_id", "partner_id")
    def _check_payer_contact(self):
        for account in self.filtered("payer_contact_id"):
            customer = account.payer_contact_id.commercial_partner_id
            if customer != account.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s.",
                        contact=account.payer_contact_id.display_name,
                        customer=account.partner_id.display_name,
                    )
                )
