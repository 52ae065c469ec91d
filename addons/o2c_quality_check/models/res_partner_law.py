from functools import lru_cache

import phonenumbers

from odoo import fields, models

from ..explain import law as explain


class ResPartner(models.Model):
    # the law of calling is a topic of its own
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    o2c_is_sole_trader = fields.Boolean(
        "Sole trader",
        help="A business of one person: calling law protects it like a private one.",
    )
    o2c_consent_ids = fields.One2many("o2c.consent", "partner_id", "Consents")
    o2c_consent_count = fields.Integer(
        "Entries about consent", compute="_compute_o2c_consent_count"
    )

    def _compute_o2c_consent_count(self):
        Consent = self.env["o2c.consent"]
        counts = {}
        if Consent.has_access("read"):
            counts = dict(
                Consent._read_group(
                    [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
                )
            )
        for partner in self:
            partner.o2c_consent_count = counts.get(partner, 0)

    def action_o2c_consents(self):
        """Open what the customer agreed to, and took back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_consent"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _o2c_subscribe_again(self, channel):
        """The customer himself wants to be contacted: an unsubscribing before is over.

        Only for what the customer says of himself, not for what others enter.
        """
        self.ensure_one()
        person = self.sudo()  # his own wish; he need not read the lists
        if channel == "email" and person.is_blacklisted:
            person.env["mail.blacklist"]._remove(person.email_normalized)
        elif channel in ("phone", "sms") and person.phone_sanitized_blacklisted:
            person.env["phone.blacklist"]._remove([person.phone_sanitized])

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        Consent = self.env["o2c.consent"]
        if not Consent.has_access("read"):
            return sections
        people = self.commercial_partner_id | self
        words = Consent.search([("partner_id", "in", people.ids)], limit=40)
        last = words.filtered("is_last")
        return [*sections, explain.consent_section(last)] if last else sections

    def _o2c_card_actions(self):
        actions = super()._o2c_card_actions()
        if self.env["o2c.consent.change"].has_access("create"):
            actions.append(
                {
                    "key": "consent",
                    "label": self.env._("Consent…"),
                    "icon": "fa-handshake-o",
                    "method": "action_o2c_change_consent",
                }
            )
        return actions

    def action_o2c_change_consent(self):
        """Enter what the customer agrees to, or takes back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_quality_check.action_consent_change"
        )
        return {**action, "context": {"default_partner_id": self.id}}

    def _o2c_e164(self, number, country=None):
        """A number as the registers write it, or "".

        :param country: ISO code of who has it; for a number without a prefix
        """
        where = country or (self[:1].country_id or self.env.company.country_id).code
        return e164(number or "", where or "")


@lru_cache(maxsize=65536)
def e164(number, country):
    """A number with its prefix, digits only; "" when it is none.

    >>> e164("+39 02 5550 1234", ""), e164("02 5550 1234", "IT"), e164("?", "IT")
    ('+390255501234', '+390255501234', '')
    """
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
