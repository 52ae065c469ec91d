from datetime import datetime
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .appointment_common import MONDAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestAppointment(AppointmentCommon):
    """Windows are offered, proposed, agreed, moved, kept or missed."""

    def setUp(self):
        super().setUp()
        at = self._at(MONDAY)
        at.__enter__()
        self.addCleanup(at.__exit__, None, None, None)

    def _mails_of(self, one):
        return [("model", "=", one._name), ("res_id", "=", one.id)]

    # ------------------------------------------------------------- windows
    def test_offers_the_next_free_windows(self):
        self.assertEqual(
            self._offered(),
            [
                (self.tuesday.id, "2026-03-03"),
                (self.thursday.id, "2026-03-05"),
                (self.tuesday.id, "2026-03-10"),
            ],
        )

    def test_lead_days(self):
        for days, first in ((0, "2026-03-03"), (1, "2026-03-03"), (2, "2026-03-05")):
            with self.subTest(_case=f"{days} days"):
                self.company.o2c_appointment_lead_days = days
                self.assertEqual(self._offered(limit=1)[0][1], first)

    def test_never_before_the_goods_are_ready(self):
        self.picking.scheduled_date = datetime(2026, 3, 4, 22, 59)
        self.assertEqual(self._offered(limit=1), [(self.thursday.id, "2026-03-05")])
        self.picking.scheduled_date = datetime(2026, 3, 5, 23, 0)  # the 6th in Rome
        self.assertEqual(self._offered(limit=1), [(self.tuesday.id, "2026-03-10")])

    def test_holidays_are_closed(self):
        self._holiday("2026-03-03")
        self.assertEqual(self._offered(limit=1), [(self.thursday.id, "2026-03-05")])

    def test_a_person_away_closes_nothing(self):
        person = self.env["resource.resource"].create({"name": "Driver"})
        self._holiday("2026-03-03", resource_id=person.id)
        self.assertEqual(self._offered(limit=1), [(self.tuesday.id, "2026-03-03")])

    def test_holidays_of_another_company_close_nothing(self):
        self._holiday("2026-03-03").company_id = self._company()
        self.assertEqual(self._offered(limit=1), [(self.tuesday.id, "2026-03-03")])

    def test_pick_up_windows_are_not_for_deliveries(self):
        self.tuesday.serves = "in"
        self.assertEqual(self._offered(limit=1), [(self.thursday.id, "2026-03-05")])

    def test_windows_overlap(self):
        self._slot("1", 12, 14)
        for hour_from, hour_to, serves in ((11.5, 13, "both"), (13, 15, "in")):
            with (
                self.subTest(_case=f"{hour_from} {serves}"),
                self.assertRaisesRegex(ValidationError, "overlaps"),
                self.env.cr.savepoint(),
            ):
                self._slot("1", hour_from, hour_to, serves=serves)

    def test_windows_of_different_purpose_may_overlap(self):
        self.tuesday.serves = "out"
        self.assertTrue(self._slot("1", 8, 12, serves="in"))

    # ------------------------------------------------------------- life
    def test_propose_takes_the_first_window_and_asks(self):
        one = self.Appointment._propose(self.picking)
        self.assertEqual(one.state, "proposed")
        self.assertEqual(one.date_from, datetime(2026, 3, 3, 7))
        self.assertEqual(one.date_to, datetime(2026, 3, 3, 11))
        self.assertEqual(one.window, "Tuesday, 3 March, 08:00 to 12:00")
        self.assertEqual(one.expires_at, one.date_from, "an answer later is no use")
        mail = self.env["mail.mail"].search(self._mails_of(one))
        self.assertEqual(mail.model, "o2c.appointment")
        self.assertIn(one.url, mail.body_html)
        self.assertIn("Tuesday, 3 March, 08:00 to 12:00", mail.subject)

    def test_answer_within_the_set_hours(self):
        self.company.o2c_appointment_answer_hours = 3
        one = self.Appointment._propose(self.picking)
        self.assertEqual(one.expires_at, datetime(2026, 3, 2, 10))

    def test_one_live_appointment(self):
        self.Appointment._propose(self.picking)
        with self.assertRaisesRegex(UserError, "has an appointment already"):
            self.Appointment._propose(self.picking)

    def test_last_visit_of_a_window(self):
        offer = self.picking._o2c_appointment_offers(limit=1)[0]
        self.Appointment._propose(self.picking, offer)
        with self.assertRaisesRegex(UserError, "become full"):
            self.Appointment._propose(self._other_delivery(), offer)
        self.assertEqual(self._offered(limit=1)[0], (self.thursday.id, "2026-03-05"))

    def test_the_database_keeps_the_capacity(self):
        """Somebody who sees an older picture gets no visit that is taken."""
        offer = self.picking._o2c_appointment_offers(limit=1)[0]
        self.Appointment._propose(self.picking, offer)
        nobody = self.Appointment.browse()
        other = self._other_delivery()
        with (
            patch.object(self.registry["o2c.appointment"], "search", lambda *a: nobody),
            self.assertRaisesRegex(UserError, "become full"),
        ):
            self.Appointment._propose(other, offer)

    def test_a_window_given_back_is_free(self):
        one = self.Appointment._propose(self.picking)
        one._decline("link", "Never on Tuesdays")
        self.assertEqual(self._offered(limit=1)[0], (self.tuesday.id, "2026-03-03"))

    def test_no_window(self):
        (self.tuesday + self.thursday).active = False
        with self.assertRaisesRegex(UserError, "No window is free"):
            self.Appointment._propose(self.picking)

    def test_confirmed_is_the_plan(self):
        one = self.Appointment._propose(self.picking)
        one._confirm("link")
        self.assertEqual(one.state, "confirmed")
        self.assertEqual(self.picking.scheduled_date, datetime(2026, 3, 3, 7))
        contact = self.Contact.search([("source_key", "like", f"appointment:{one.id}")])
        self.assertEqual(contact.summary, "Agrees to Tuesday, 3 March, 08:00 to 12:00")
        self.assertEqual((contact.direction, contact.channel), ("in", "web"))
        self.assertEqual(
            contact.document_ids.mapped("name"), [self.picking.name, self.order.name]
        )

    def test_confirmed_too_late(self):
        one = self.Appointment._propose(self.picking)
        with self._at("2026-03-03 11:00:00"), self.assertRaisesRegex(UserError, "over"):
            one._confirm("link")

    def test_moved_keeps_the_history(self):
        one = self.Appointment._propose(self.picking)
        offer = self.picking._o2c_appointment_offers(limit=1)[0]
        other = one._move(offer, "link")
        self.assertEqual((one.state, other.state), ("cancelled", "confirmed"))
        self.assertEqual(other.date_from, datetime(2026, 3, 5, 12))
        self.assertEqual(self.picking.o2c_appointment_id, other)

    def test_refused_states(self):
        one = self.Appointment._propose(self.picking)
        one._confirm("phone")
        one._judge(one.date_from, True)
        with self.assertRaisesRegex(UserError, "“Kept” and cannot become “Declined”"):
            one._decline("phone")

    # ------------------------------------------------------------- the door
    def test_kept_and_missed(self):
        table = [
            ("met", "delivered", "2026-03-03 08:00:00", "kept"),
            ("refused the goods", "refused", "2026-03-03 08:00:00", "kept"),
            ("nobody there", "failed_absent", "2026-03-03 08:00:00", "missed"),
            ("we came too late", "delivered", "2026-03-03 12:00:00", "missed"),
        ]
        for case, status, at, state in table:
            picking = self._other_delivery()
            with self.subTest(_case=case):
                one = self.Appointment._propose(picking)
                one._confirm("link")
                with self._at(at):
                    self._visit(picking, status, at)
                self.assertEqual(one.state, state)
                self.assertEqual(str(one.arrived_at), at)

    def test_on_the_way_is_no_visit(self):
        one = self.Appointment._propose(self.picking)
        self._visit(self.picking, "out_for_delivery", MONDAY)
        self.assertEqual(one.state, "proposed")

    def test_done_within_the_window_without_reports(self):
        self.picking.carrier_id = False
        one = self.Appointment._propose(self.picking)
        one._confirm("phone")
        with self._at("2026-03-03 08:00:00"):
            self._deliver(self.order)
        self.Appointment._cron_settle()
        self.assertEqual(one.state, "kept")

    def test_shipped_the_day_before_says_nothing(self):
        one = self.Appointment._propose(self.picking)
        one._confirm("phone")
        self._deliver(self.order)
        self.Appointment._cron_settle()
        self.assertEqual(one.state, "confirmed")

    def test_cancelled_delivery(self):
        one = self.Appointment._propose(self.picking)
        self.picking.action_cancel()
        self.Appointment._cron_settle()
        self.assertEqual(one.state, "cancelled")

    # ------------------------------------------------------------- channels
    def test_by_text_message(self):
        self.customer.write(
            {
                "email": False,
                "phone": "+39 347 1234567",
                "country_id": self.env.ref("base.it").id,
            }
        )
        one = self.Appointment._propose(self.picking)
        self.assertEqual(one.channel, "sms")
        sms = self.env["sms.sms"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(sms.state, "outgoing")
        self.assertIn(one.url, sms.body)

    def test_by_phone_nothing_is_sent(self):
        self.customer.email = False
        one = self.Appointment._propose(self.picking)
        self.assertEqual((one.channel, one.to_call), ("phone", True))
        self.assertFalse(self.env["mail.mail"].search(self._mails_of(one)))

    def test_no_second_way_to_a_window(self):
        hours = {"hour_from": 8, "hour_to": 12}
        self.carrier.o2c_window_ids = [Command.create(hours)]
        self.carrier.o2c_appointment = False
        self.assertIn("window", self.picking._o2c_choice_kinds())
        self.carrier.o2c_appointment = True
        self.assertNotIn("window", self.picking._o2c_choice_kinds())

    # ------------------------------------------------------------- rights
    def test_rights(self):
        one = self.Appointment._propose(self.picking)
        everybody = {
            "order_desk": True,
            "warehouse": True,
            "salesperson": False,
            "accountant": False,
            "customer": False,
            "agent": False,
        }
        for role, may in everybody.items():
            env = self.env(user=self._user(role).id, su=False)
            for method in ("action_cancel", "action_confirm", "action_decline"):
                with self.subTest(_case=f"{role} {method}"):
                    if may:
                        one.with_env(env).check_access("read")
                        continue
                    with self.assertRaises(AccessError):
                        call_kw(env["o2c.appointment"], method, [one.ids], {})
                    self.assertEqual(one.state, "proposed")

    def test_nobody_writes_states(self):
        one = self.Appointment._propose(self.picking)
        for role in ("order_desk", "order_manager", "warehouse"):
            env = self.env(user=self._user(role).id, su=False)
            with self.subTest(_case=role), self.assertRaises(AccessError):
                call_kw(
                    env["o2c.appointment"], "write", [one.ids, {"state": "kept"}], {}
                )

    def test_token_is_not_read(self):
        one = self.Appointment._propose(self.picking)
        env = self.env(user=self._user("order_desk").id, su=False)
        with self.assertRaises(AccessError):
            call_kw(env["o2c.appointment"], "read", [one.ids, ["token"]], {})

    def test_another_company_sees_nothing(self):
        one = self.Appointment._propose(self.picking)
        stranger = self._user(
            "order_desk", login="o2c_stranger", company=self._company()
        )
        env = self.env(user=stranger.id, su=False)
        with self.assertRaises(AccessError):
            call_kw(env["o2c.appointment"], "action_cancel", [one.ids], {})

    # ------------------------------------------------------------- the wizard
    def test_desk_takes_a_window(self):
        desk = self._user("order_desk")
        picking = self.picking.with_user(desk)
        wizard = self.env["o2c.appointment.make"].browse(
            picking.action_o2c_appointment()["res_id"]
        )
        wizard = wizard.with_user(desk)
        self.assertEqual(wizard.offer_ids[0].name, "Tuesday, 3 March, 08:00 to 12:00")
        wizard.offer_ids[0].action_propose()
        self.assertEqual(self.picking.o2c_appointment_state, "proposed")
        wizard.offer_ids[1].action_agree()
        self.picking.invalidate_recordset()
        one = self.picking.o2c_appointment_id
        self.assertEqual((one.state, one.answered_by), ("confirmed", "phone"))
        self.assertEqual(one.date_from, datetime(2026, 3, 5, 12))

    def test_window_taken_meanwhile(self):
        desk = self._user("order_desk")
        wizard = self.env["o2c.appointment.make"].browse(
            self.picking.action_o2c_appointment()["res_id"]
        )
        self.Appointment._propose(self._other_delivery())
        with self.assertRaisesRegex(UserError, "become full"):
            wizard.with_user(desk).offer_ids[0].action_agree()

    def test_nothing_to_visit(self):
        self._deliver(self.order)
        with self.assertRaisesRegex(UserError, "nobody is to be visited"):
            self.picking.action_o2c_appointment()
