from datetime import datetime

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .law_common import NOW, LawCommon


@tagged("post_install", "-at_install")
class TestConsent(LawCommon):
    """What customers agree to, and take back."""

    def valid(self, partner, channel="phone", at=NOW):
        return self.Consent._valid(partner, channel, "marketing", at)

    def test_last_word_counts(self):
        self.assertFalse(self.valid(self.person))
        self._agrees(at=datetime(2026, 3, 1, 9))
        self._withdraws(at=datetime(2026, 3, 2, 9))
        for day, hour, holds in ((1, 8, False), (1, 9, True), (2, 8, True)):
            at = datetime(2026, 3, day, hour)
            self.assertEqual(bool(self.valid(self.person, at=at)), holds, at)
        self.assertFalse(self.valid(self.person, at=datetime(2026, 3, 2, 9)))
        self._agrees(at=datetime(2026, 3, 3, 9))
        self.assertEqual(self.valid(self.person | self.customer), self.person)
        self.assertFalse(self.valid(self.person, channel="sms"))
        marks = self.person.o2c_consent_ids.sorted("at").mapped("is_last")
        self.assertEqual(marks, [False, False, True])

    def test_merged_contacts_keep_what_was_said(self):
        double = self.person.copy({"name": "Tullio Tester again"})
        said = self._agrees(double)
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.person | double).ids, self.person)
        self.env.invalidate_all()
        self.assertEqual(said.partner_id, self.person)
        self.assertTrue(self.valid(self.person))

    def test_no_without_a_proof_and_nothing_ahead(self):
        with self.assertRaisesRegex(UserError, "what proves"):
            self.Consent._give(self.person, "sms", "marketing", " ", "form", NOW)
        later = fields.Datetime.add(fields.Datetime.now(), minutes=5)
        with self.assertRaisesRegex(UserError, "ahead of time"):
            self._agrees(at=later)
        self._withdraws()
        self.assertEqual(self.person.o2c_consent_count, 1)

    def test_unsubscribed(self):
        self.person.email = "piero@example.com"
        for channel in ("email", "sms", "phone"):
            self._agrees(channel=channel)
            self.assertTrue(self.valid(self.person, channel))
        self.env["mail.blacklist"]._add("piero@example.com")
        self.assertFalse(self.valid(self.person, "email"))
        self.assertTrue(self.valid(self.person, "sms"))
        self.env["phone.blacklist"]._add([self.person.phone_sanitized])
        self.assertFalse(self.valid(self.person, "sms"))
        self.assertFalse(self.valid(self.person, "phone"))

    def test_it_stands(self):
        entry = self._agrees()
        with self.assertRaisesRegex(UserError, "What was said stands"):
            entry.proof = "other"
        with self.assertRaisesRegex(UserError, "never deleted"):
            entry.unlink()
        for user in (self.agent, self.leader, self.marketing):
            for method, args in (
                ("write", [{"event": "withdrawn"}]),
                ("unlink", []),
                ("_give", []),
            ):
                model = entry.with_user(user)
                with self.assertRaises(UserError):
                    call_kw(model, method, [entry.ids, *args], {})
            with self.assertRaises(AccessError):
                call_kw(self.Consent.with_user(user), "create", [{}], {})

    def test_entered_by_people(self):
        Change = self.env["o2c.consent.change"]
        for login, user in (("agent", self.agent), ("marketing", self.marketing)):
            form = Change.with_user(user).create(
                {
                    "partner_id": self.person.id,
                    "event": "given",
                    "on_sms": True,
                    "proof": f"Told {login}",
                    "at": "2026-03-01 09:00:00",
                }
            )
            form.action_enter()
        entries = self.person.o2c_consent_ids
        self.assertEqual(
            sorted(entries.mapped("channel")), ["phone", "phone", "sms", "sms"]
        )
        self.assertEqual(entries.user_id, self.agent | self.marketing)
        form = Change.with_user(self.leader).new(
            {"partner_id": self.person.id, "event": "withdrawn"}
        )
        form._onchange_event()
        self.assertTrue(form.on_letter and form.on_email and form.on_automatic)
        with self.assertRaises(AccessError):
            Change.with_user(self._user("warehouse")).create({})
        with self.assertRaisesRegex(UserError, "at least one"):
            Change.create(
                {"partner_id": self.person.id, "event": "given", "on_phone": False}
            ).action_enter()

    def test_on_the_card(self):
        self._agrees()
        card = {s["key"]: s for s in self.person._o2c_card_sections()}
        self.assertEqual(
            card["consent"]["lines"][0]["value"], "Marketing: given, 03/01/2026"
        )
        keys = [a["key"] for a in self.person._o2c_card_actions()]
        self.assertIn("consent", keys)
        stranger = self.person.with_user(self._user("warehouse"))
        self.assertNotIn("consent", [a["key"] for a in stranger._o2c_card_actions()])


@tagged("post_install", "-at_install")
class TestPortalConsent(LawCommon, HttpCase):
    """The customer himself."""

    def test_gives_and_takes_back(self):
        user = self.env["res.users"].create(
            {
                "name": "Piero",
                "login": "piero_portal",
                "password": "piero_portal",
                "partner_id": self.person.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.env["phone.blacklist"]._add([self.person.phone_sanitized])
        self.authenticate("piero_portal", "piero_portal")
        page = self.url_open("/my/consents")
        self.assertIn("Offers and advertising", page.text)
        token = {"csrf_token": http.Request.csrf_token(self)}
        self.assertEqual(
            self.url_open("/my/consents", data={"on_phone": "1"}).status_code, 400
        )
        self.assertFalse(self.person.o2c_consent_ids)
        self.url_open("/my/consents", data={**token, "on_phone": "1", "on_sms": "1"})
        self.env.invalidate_all()
        given = self.person.o2c_consent_ids
        self.assertEqual(sorted(given.mapped("channel")), ["phone", "sms"])
        self.assertEqual(set(given.mapped("source")), {"portal"})
        self.assertEqual(given.user_id, user)
        self.assertFalse(self.person.phone_sanitized_blacklisted)
        # the same again enters nothing, one cross less takes one back
        self.url_open("/my/consents", data={**token, "on_phone": "1", "on_sms": "1"})
        self.assertEqual(self.person.o2c_consent_count, 2)
        self.url_open("/my/consents", data={**token, "on_sms": "1"})
        now = fields.Datetime.now()
        valid = [
            channel
            for channel in ("phone", "sms", "email")
            if self.Consent._valid(self.person, channel, "marketing", now)
        ]
        self.assertEqual(valid, ["sms"])
