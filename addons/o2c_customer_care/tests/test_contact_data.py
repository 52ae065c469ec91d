from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw as _call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.contact_data import PointState
from .contact_data_common import ContactDataCommon


def call_kw(user, model, method, *args):
    """A call as a client makes it."""
    return _call_kw(user.env[model].with_user(user), method, args, {})


@tagged("post_install", "-at_install")
class TestFailures(ContactDataCommon):
    """What does not arrive is known to who works with the customer."""

    def test_a_returned_mail(self):
        self._report()
        point = self._point("email")
        self.assertEqual((point.state, point.source), ("bounced", "bounce"))
        self.assertEqual(point.value, "ada.prova@care.example.com")
        self.assertEqual(point.detail, "550 no such user")
        self.assertEqual(point.standing, "failed")
        self.assertEqual(len(point.check_ids), 1)

    def test_a_trouble_that_passes_says_nothing(self):
        for action, status in (
            ("failed", "4.2.2"),
            ("failed", "5.2.2"),
            ("delayed", "4.4.1"),
            ("delivered", "2.1.5"),
        ):
            with self.subTest(f"{action} {status}"):
                self._report(action, status)
                self.assertFalse(self._point("email"))

    def test_an_address_nobody_has(self):
        before = self.Point.search_count([("kind", "=", "email")])
        self._report(email="nobody.here@care.example.com")
        self.assertEqual(self.Point.search_count([("kind", "=", "email")]), before)

    def test_everybody_with_the_address(self):
        twin = self.env["res.partner"].create(
            {"name": "Twin", "email": "ada.prova@CARE.example.com"}
        )
        self._report()
        self.assertEqual(self._point("email", twin).state, "bounced")
        self.assertEqual(self._point("email").state, "bounced")

    def test_the_same_news_twice_a_day_is_entered_once(self):
        self._report()
        self._report()
        self.assertEqual(len(self._point("email").check_ids), 1)

    def test_a_mail_that_comes_in_ends_the_doubt(self):
        self._report()
        self.Point._alive("Ada Prova <ada.prova@care.example.com>")
        point = self._point("email")
        self.assertEqual((point.state, point.standing), ("unknown", "never"))
        self.assertEqual(
            point.check_ids.sorted("id").mapped("state"), ["bounced", "unknown"]
        )

    def test_a_number_that_does_not_exist(self):
        sms = self.env["sms.sms"].create(
            {"number": "+390255507781", "body": "Hello", "partner_id": self.person.id}
        )
        results = [{"uuid": sms.uuid, "state": "wrong_number_format"}]
        sms._handle_call_result_hook(results)
        point = self._point("phone")
        self.assertEqual((point.state, point.source), ("dead", "sms"))

    def test_a_text_message_to_a_number_alone(self):
        sms = self.env["sms.sms"].create({"number": "+390255507781", "body": "Hello"})
        results = [{"uuid": sms.uuid, "state": "wrong_number_format"}]
        sms._handle_call_result_hook(results)
        self.assertEqual(self._point("phone").state, "dead")

    def test_no_credit_at_the_provider_is_not_the_number(self):
        sms = self.env["sms.sms"].create(
            {"number": "+390255507781", "body": "Hello", "partner_id": self.person.id}
        )
        sms._handle_call_result_hook(
            [{"uuid": sms.uuid, "state": "insufficient_credit"}]
        )
        self.assertFalse(self._point("phone"))

    def test_a_notification_that_failed(self):
        message = self.customer.message_post(body="x")
        notification = self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.person.id,
                "notification_type": "email",
                "notification_status": "ready",
            }
        )
        for failure, state in (("mail_smtp", None), ("mail_email_invalid", "dead")):
            notification.write(
                {"notification_status": "exception", "failure_type": failure}
            )
            self.assertEqual(self._point("email").state or None, state)

    def test_the_owner_of_an_open_ticket_hears_it_once(self):
        ticket = self._ticket(person_id=self.person.id, user_id=self.agent.id)
        closed = self._ticket(person_id=self.person.id, user_id=self.agent.id)
        self._close(closed)
        self._report()
        self._report(status="5.1.10")
        self.assertEqual(len(ticket.activity_ids), 1)
        self.assertEqual(ticket.activity_ids.user_id, self.agent)
        self.assertIn("ada.prova@care.example.com", ticket.activity_ids.summary)
        self.assertFalse(closed.activity_ids)

    def test_a_report_that_cannot_be_entered_stops_no_mail(self):
        with (
            patch.object(type(self.Point), "_record", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.o2c_customer_care.models.mail_thread"),
        ):
            self._report()
        self.assertFalse(self._point("email"))


@tagged("post_install", "-at_install")
class TestVerified(ContactDataCommon):
    """Verified today, corrected, replaced, merged."""

    def test_one_click_verifies_all(self):
        self.person.with_user(self.agent).action_o2c_verify_contact_data()
        for kind in ("email", "phone", "address"):
            point = self._point(kind)
            self.assertEqual((point.state, point.standing), ("verified", "fresh"))
            self.assertEqual(point.checked_by_id, self.agent)

    def test_what_there_is_not_is_not_verified(self):
        self.person.phone = False
        self.person.with_user(self.agent).action_o2c_verify_contact_data()
        self.assertFalse(self._point("phone"))

    def test_it_grows_old(self):
        self.env.company.o2c_contact_fresh_days = 30
        self.person.with_user(self.agent).action_o2c_verify_contact_data()
        point = self._point("email")
        for days, standing in ((30, "fresh"), (31, "stale")):
            past = fields.Datetime.subtract(fields.Datetime.now(), days=days, hours=-1)
            point.sudo().checked_at = past
            if standing == "stale":
                point.sudo().checked_at = fields.Datetime.subtract(past, hours=2)
            point.invalidate_recordset(["standing"])
            self.assertEqual(point.standing, standing)

    def _correct(self, user=None, **values):
        Wizard = self.env["o2c.contact.correct"].with_user(user or self.agent)
        wizard = Wizard.create({"partner_id": self.person.id})
        wizard.write(values)
        return wizard

    def test_a_correction_during_a_call(self):
        self._report()
        before = self.env["o2c.contact"].search_count([])
        self._correct(email="ada@new.example.com").action_apply()
        self.assertEqual(self.person.email, "ada@new.example.com")
        point = self._point("email")
        self.assertEqual(
            (point.value, point.state), ("ada@new.example.com", "verified")
        )
        old = self.Point.search(
            [("partner_id", "=", self.person.id), ("is_current", "=", False)]
        )
        self.assertEqual(
            (old.value, old.state), ("ada.prova@care.example.com", "bounced")
        )
        entry = self.env["o2c.contact"].search([], order="id desc", limit=1)
        self.assertEqual(self.env["o2c.contact"].search_count([]), before + 1)
        self.assertEqual((entry.person_id, entry.channel), (self.person, "phone"))
        self.assertEqual(entry.user_id, self.agent)
        self.assertIn("ada@new.example.com", entry.details)
        self.assertIn("ada.prova@care.example.com", entry.details)

    def test_nothing_corrected_is_verified_and_not_logged(self):
        before = self.env["o2c.contact"].search_count([])
        self._correct().action_apply()
        self.assertEqual(self._point("phone").state, "verified")
        self.assertEqual(self.env["o2c.contact"].search_count([]), before)

    def test_it_is_kept_how_the_customer_said_it(self):
        for number, (channel, source) in enumerate(
            (
                ("phone", "call"),
                ("visit", "call"),
                ("chat", "call"),
                ("email", "mail"),
                ("sms", "sms"),
                ("letter", "letter"),
                ("fax", "letter"),
                ("portal", "web"),
                ("web", "web"),
            )
        ):
            with self.subTest(channel):
                phone = f"+39 02 5550 880{number}"
                self._correct(phone=phone, channel=channel).action_apply()
                point = self._current("phone")
                self.assertEqual((point.value, point.source), (phone, source))
                self.assertEqual(point.check_ids.source, source)

    def test_only_what_he_spoke_of_is_verified(self):
        for vals, kind in (
            ({"phone": "+39 02 5550 9911"}, "phone"),
            ({"email": "only@care.example.com"}, "email"),
            ({"city": "Bolzano"}, "address"),
        ):
            with self.subTest(kind), self.env.cr.savepoint() as savepoint:
                entry = self.person.with_user(self.agent)._o2c_correct(vals, "web")
                points = self.person.o2c_point_ids.filtered("is_current")
                self.assertEqual(points.mapped("kind"), [kind])
                self.assertEqual((points.state, points.source), ("verified", "web"))
                self.assertEqual(entry.channel, "web")
                savepoint.rollback()
                self.env.invalidate_all()

    def _current(self, kind):
        return self.person.o2c_point_ids.filtered(
            lambda p: p.is_current and p.kind == kind
        )

    def test_the_old_value_again(self):
        self.person.email = "ada@new.example.com"
        self.person.email = "ada.prova@care.example.com"
        points = self.Point.search([("partner_id", "=", self.person.id)])
        current = {p.value: p.is_current for p in points}
        self.assertEqual(
            current,
            {"ada.prova@care.example.com": True, "ada@new.example.com": False},
        )

    def test_written_otherwise_is_not_another_number(self):
        self.person.phone = "0039 02 55507781"
        self.assertFalse(self.Point.search([("partner_id", "=", self.person.id)]))

    def test_employees_are_not_corrected_so(self):
        wizard = self.env["o2c.contact.correct"].with_user(self.agent)
        wizard = wizard.create({"partner_id": self.leader.partner_id.id})
        wizard.email = "stolen@care.example.com"
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertNotEqual(self.leader.partner_id.email, "stolen@care.example.com")

    def test_portal_users_do_neither(self):
        visitor = self._user("visitor", groups="base.group_portal")
        with self.assertRaises(AccessError):
            call_kw(
                visitor,
                "res.partner",
                "action_o2c_verify_contact_data",
                [visitor.partner_id.id],
            )
        with self.assertRaises(AccessError):
            self.env["o2c.contact.correct"].with_user(visitor).create(
                {"partner_id": visitor.partner_id.id}
            )

    def test_nobody_writes_points_by_hand(self):
        self.person.with_user(self.agent).action_o2c_verify_contact_data()
        point = self._point("email")
        for user in (self.agent, self.leader):
            for record in (point, point.check_ids):
                with self.assertRaises(AccessError):
                    call_kw(user, record._name, "write", [record.id], {"state": "dead"})
                with self.assertRaises(AccessError):
                    call_kw(user, record._name, "unlink", [record.id])
        self.assertEqual(point.state, "verified")

    def test_merged_customers_keep_what_was_learned(self):
        other = self.env["res.partner"].create(
            {"name": "Ada P.", "email": "ada.prova@care.example.com", "phone": "112233"}
        )
        self.Point._record(
            self.person._o2c_points("email"), PointState.VERIFIED, "call"
        )
        self.Point._record(
            other._o2c_points("email", "phone"), PointState.BOUNCED, "bounce"
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.person | other).ids, self.person)
        points = self.Point.search([("partner_id", "=", self.person.id)])
        self.assertEqual(
            {(p.kind, p.state, p.is_current) for p in points},
            {("email", "bounced", True), ("phone", "bounced", False)},
        )
        self.assertEqual(len(self._point("email").check_ids), 2)


@tagged("post_install", "-at_install")
class TestSight(ContactDataCommon):
    """Shown where somebody works with the customer."""

    def test_on_the_card(self):
        self._report()
        card = self.person.with_user(self.agent).o2c_card()
        section = next(s for s in card["sections"] if s["key"] == "contact_data")
        line = next(x for x in section["lines"] if "@" in x["label"])
        self.assertEqual(line["tone"], "danger")
        self.assertIn("550 no such user", line["value"])
        self.assertEqual(line["record"], ["o2c.contact.point", self._point("email").id])
        others = [x for x in section["lines"] if x is not line]
        self.assertTrue(
            all(x["record"] == ["res.partner", self.person.id] for x in others)
        )
        self.assertIn("verify", {action["key"] for action in card["actions"]})

    def test_on_the_ticket(self):
        self._report()
        ticket = self._ticket(person_id=self.person.id)
        self.assertIn("550 no such user", ticket.reach)
        self.assertIn("ada.prova@care.example.com", ticket.customer_warning)

    def test_a_customer_does_not_read_what_we_know_of_him(self):
        visitor = self._user(
            "visitor", groups="base.group_portal", partner_id=self.person.id
        )
        ticket = self._ticket(person_id=self.person.id)
        for name in ("reach", "customer_warning"):
            with self.assertRaises(AccessError):
                call_kw(visitor, "o2c.ticket", "read", [ticket.id], [name])

    def test_a_customer_reads_nothing_that_is_ours_alone(self):
        person = self.person
        visitor = self._user(
            "visitor", groups="base.group_portal", partner_id=person.id
        )
        ticket = self._ticket(person_id=person.id)
        shown = call_kw(visitor, "o2c.ticket", "read", [ticket.id], ["number"])
        self.assertEqual(shown[0]["number"], ticket.number)
        ours = ("cause_id", "fault_partner_id", "cost", "assigned_reasons")
        for name in ours:
            with self.subTest(_case=name), self.assertRaises(AccessError):
                call_kw(visitor, "o2c.ticket", "read", [ticket.id], [name])
        domain = [("id", "=", ticket.id), ("fault_partner_id", "=", False)]
        with self.assertRaises(AccessError):
            call_kw(visitor, "o2c.ticket", "search", domain)
        everything = call_kw(visitor, "o2c.ticket", "read", [ticket.id])[0]
        self.assertFalse(everything.keys() & set(ours))

    def test_a_debtor_is_seen_by_who_may_see_invoices(self):
        self._bill(1000, invoice_date="2025-01-01", invoice_date_due="2025-01-31")
        ticket = self._ticket()
        self.assertIn("1,000.00", ticket.with_user(self.agent).customer_warning)
        storekeeper = self._user("warehouse")
        debts = self.customer.with_user(storekeeper)._o2c_debts()
        self.assertEqual(debts, {}, "who may read no invoices hears of no debt")

    def test_hook_for_other_modules(self):
        self.assertEqual(self.customer._o2c_contact_warnings(), {})
        self._report()
        warnings = self.customer._o2c_contact_warnings()
        self.assertEqual(list(warnings), [self.customer.id])
        self.assertIn("ada.prova@care.example.com", warnings[self.customer.id][0])
