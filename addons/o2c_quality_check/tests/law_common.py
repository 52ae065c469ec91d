"""The law of calling in force again, and builders for its facts."""

from datetime import datetime

from odoo import Command

from ..models.o2c_calling_law import DialAsk
from .common import QualityCommon

MARKETING = "o2c_quality_check.group_call_marketing"
# Thursday, ten o'clock in Rome
NOW = datetime(2026, 3, 5, 9, 0)
NIGHT = datetime(2026, 3, 5, 22, 30)


class LawCommon(QualityCommon):
    """The rules that the module ships, and an Italian customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["o2c.calling.rule"]
        shipped = cls.env["ir.model.data"].search(
            [
                ("module", "=", "o2c_quality_check"),
                ("model", "=", "o2c.calling.rule"),
            ]
        )
        rules = cls.Rule.browse(shipped.mapped("res_id"))
        rules.filtered(lambda r: not r.to_verify).active = True
        # what registers said before, and days that were entered, would take part
        registers = cls.env["o2c.register"].search([])
        registers.entry_ids.unlink()
        registers.checked_on = False
        cls.env["o2c.holiday"].search([]).active = False
        cls.marketing = cls._user("marketing", groups=MARKETING)
        cls.italy = cls.env.ref("base.it")
        cls.customer.write({"country_id": cls.italy.id, "tz": False})
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Tullio Tester",
                "phone": "+39 333 123 4567",
                "country_id": cls.italy.id,
            }
        )
        cls.register = cls._ref("register_it_rpo")
        cls.Consent = cls.env["o2c.consent"]

    @classmethod
    def _judged(cls, partner=None, now=NOW, purpose="marketing", **values):
        """The decision about calling ``partner``."""
        partner = partner or cls.person
        ask = DialAsk(
            key="x",
            partner_id=partner.id,
            phone=values.pop("phone", partner.phone),
            company_id=cls.env.company.id,
            purpose=purpose,
            **values,
        )
        return cls.env["o2c.calling.law"]._judge([ask], now)["x"]

    @classmethod
    def _agrees(cls, partner=None, at=datetime(2026, 3, 1, 9), channel="phone"):
        return cls.Consent._give(
            partner or cls.person, channel, "marketing", "Yes, call me", "form", at
        )

    @classmethod
    def _withdraws(cls, partner=None, at=datetime(2026, 3, 2, 9), purpose="marketing"):
        return cls.Consent._withdraw(
            partner or cls.person, "phone", purpose, "", "call", at
        )

    @classmethod
    def _checked(cls, on, *listed, partner=None):
        """The register answered about the number of ``partner`` on that day."""
        partner = partner or cls.person
        cls.register._ask([partner.phone_sanitized])
        cls.register._replace([(number, None) for number in listed], on)

    @classmethod
    def _selling(cls, **values):
        """A campaign that sells, with one call to the private person."""
        script = cls.env["survey.survey"].create(
            {
                "title": "Offer of spring",
                "user_id": False,
                "question_and_page_ids": [
                    Command.create(
                        {"title": "Interested?", "question_type": "char_box"}
                    )
                ],
            }
        )
        campaign = cls._campaign(
            start=False,
            name="Offers of spring",
            kind="telesales",
            survey_id=script.id,
            **values,
        )
        campaign.flush_recordset()
        call = cls.Call.create(
            {
                "campaign_id": campaign.id,
                "company_id": campaign.company_id.id,
                "partner_id": cls.person.id,
                "person_id": cls.person.id,
                "phone": cls.person.phone,
                "next_try_at": NOW,
            }
        )
        return campaign, call

    def assertRefused(self, decision, *codes):
        """Not allowed, for exactly these reasons."""
        self.assertFalse(decision.allowed)
        self.assertEqual([reason.code.value for reason in decision.reasons], [*codes])
