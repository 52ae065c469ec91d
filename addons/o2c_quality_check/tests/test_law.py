from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.o2c_calling_law import DialAsk
from .law_common import NIGHT, NOW, LawCommon


@tagged("post_install", "-at_install")
class TestLaw(LawCommon):
    """Facts of the database, and what the rules that are shipped make of them."""

    def name_of(self, decision):
        return self.Rule.browse(decision.rule).name

    def test_italy_wants_consent_and_register(self):
        refused = self._judged()
        self.assertRefused(refused, "no_consent", "unchecked")
        self.assertEqual(self.name_of(refused), "Italy: consent to calls that sell")
        self.assertEqual((refused.never, refused.next_at), (True, None))
        self._agrees()
        waiting = self._judged()
        self.assertRefused(waiting, "unchecked")
        self.assertEqual(waiting.next_at, datetime(2026, 3, 5, 10))
        self._checked(date(2026, 3, 4))
        self.assertTrue(self._judged().allowed)
        closed = self._judged(now=NIGHT)
        self.assertRefused(closed, "hours")
        self.assertEqual(closed.next_at, datetime(2026, 3, 6, 8))
        self.assertEqual(self.name_of(closed), "Italy: hours of calls that sell")

    def test_a_check_is_good_for_15_days(self):
        self._agrees()
        self._checked(date(2026, 3, 5))
        for day, allowed in ((19, True), (20, True), (21, False)):
            decision = self._judged(now=datetime(2026, 3, day, 9))
            self.assertEqual(decision.allowed, allowed, day)
        self.assertRefused(decision, "stale")

    def test_entry_in_the_register_ends_consents_before(self):
        self._agrees(at=datetime(2026, 3, 1, 9))
        self._checked(date(2026, 3, 3), self.person.phone_sanitized)
        refused = self._judged()
        self.assertRefused(refused, "cancelled")
        self.assertTrue(refused.never)
        self._agrees(at=datetime(2026, 3, 4, 9))
        self.assertTrue(self._judged().allowed)

    def test_service_calls_are_another_matter(self):
        self.assertTrue(self._judged(purpose="service").allowed)
        closed = self._judged(purpose="service", now=NIGHT)
        self.assertRefused(closed, "hours")
        self.assertEqual(self.name_of(closed), "Service calls: hours")
        self._withdraws(purpose="service")
        self.assertRefused(self._judged(purpose="service"), "withdrawn")

    def test_consent_and_withdrawal(self):
        self._agrees()
        self._checked(date(2026, 3, 4))
        self._withdraws(at=datetime(2026, 3, 4, 9))
        self.assertRefused(self._judged(), "withdrawn")
        # it did not hold before it was said
        self.assertTrue(self._judged(now=datetime(2026, 3, 4, 8, 30)).allowed)
        twin = self.person.copy({"name": "The same once more"})
        self._agrees(twin, at=datetime(2026, 3, 4, 12))
        self.assertRefused(self._judged(twin), "withdrawn")

    def test_a_company_speaks_for_its_people(self):
        boss = self._customer(name="Fritz", parent_id=self.customer.id)
        boss.phone = "+39 02 5550 7777"
        self._agrees(self.customer)
        self._checked(date(2026, 3, 4), partner=boss)
        self.assertTrue(self._judged(boss).allowed)
        self._withdraws(boss, at=datetime(2026, 3, 3, 9))
        self.assertRefused(self._judged(boss), "withdrawn")

    def test_person_types(self):
        """The code of conduct is for persons and sole traders."""
        self._agrees(self.customer)
        self._checked(date(2026, 3, 4), partner=self.customer)
        half_past_seven = datetime(2026, 3, 5, 18, 30)
        self.customer.is_company = True
        refused = self._judged(self.customer, now=half_past_seven)
        self.assertEqual(self.name_of(refused), "Elsewhere: hours of calls that sell")
        self.customer.o2c_is_sole_trader = True
        self.assertTrue(self._judged(self.customer, now=half_past_seven).allowed)

    def test_all_calls_count_together(self):
        """Of campaigns and of collectors; never those of the customer himself."""
        self._agrees()
        self._checked(date(2026, 3, 4))
        for day, purpose, direction in (
            (2, "collection", "out"),
            (3, "sales", "out"),
            (4, "quality", "out"),
            (4, "order", "in"),
        ):
            self.env["o2c.contact"]._log(
                self.person,
                at=datetime(2026, 3, day, 10),
                channel="phone",
                purpose=purpose,
                direction=direction,
                summary="Call",
            )
        self.assertTrue(self._judged().allowed)
        self.env["o2c.contact"]._log(
            self.person,
            at=datetime(2026, 3, 5, 8),
            direction="out",
            channel="phone",
            summary="One more",
        )
        refused = self._judged()
        self.assertRefused(refused, "frequency")
        # thirty days after the first, when calls are open again
        self.assertEqual(refused.next_at, datetime(2026, 4, 1, 7))

    def test_elsewhere_and_at_their_own_time(self):
        self.person.write(
            {
                "country_id": self.env.ref("base.us").id,
                "state_id": self.env.ref("base.state_us_5").id,
                "phone": "+1 212 555 0123",
                "tz": "Europe/Rome",
            }
        )
        dnc = self._ref("register_us_dnc")
        dnc._replace([], date(2026, 3, 4))
        # California, although the number is New York's and the zone the clerk's
        morning = datetime(2026, 3, 5, 15, 59)
        refused = self._judged(now=morning)
        self.assertRefused(refused, "hours")
        self.assertEqual(refused.next_at, datetime(2026, 3, 5, 16))
        self.assertTrue(self._judged(now=refused.next_at).allowed)
        dnc._replace([("+12125550123", None)], date(2026, 3, 5))
        self.assertRefused(self._judged(now=refused.next_at), "listed")

    def test_holidays_of_place_and_company(self):
        self._agrees()
        for on in (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)):
            self._checked(on)
        easter = self._judged(now=datetime(2026, 4, 6, 9))
        self.assertRefused(easter, "hours")
        self.assertEqual(easter.reasons[0].params["holiday"], "Easter Monday")
        day = self.env["o2c.holiday"].create(
            {"name": "Feast of the house", "date": "2026-04-08"}
        )
        wednesday = datetime(2026, 4, 8, 9)
        self.assertRefused(self._judged(now=wednesday), "hours")
        day.company_id = self.env["res.company"].create({"name": "Another"})
        self.assertTrue(self._judged(now=wednesday).allowed)
        day.write({"company_id": False, "country_id": self.env.ref("base.es").id})
        self.assertTrue(self._judged(now=wednesday).allowed)
        day.write({"country_id": False, "date": "2026-04-06", "effect": "open"})
        self.assertTrue(self._judged(now=datetime(2026, 4, 6, 9)).allowed)

    def test_holidays_of_a_region(self):
        Holiday = self.env["o2c.holiday"]
        today = date(2026, 4, 27)
        dos_de_mayo = date(2026, 5, 2)
        for state, postal_code, free in (
            ("M", "", True),
            ("B", "", False),
            (None, "28013", True),
            (None, "", True),  # not known: of any region
        ):
            days = Holiday._around(today, "ES", state, postal_code, 1)
            self.assertEqual(dos_de_mayo in days, free, (state, postal_code))
        self.assertFalse(Holiday._around(today, "XX", None, "", 1))

    def test_blocked_and_without_number(self):
        self.env["phone.blacklist"]._add([self.person.phone_sanitized])
        self.assertRefused(self._judged(purpose="service"), "blocked")
        self.assertRefused(self._judged(purpose="service", phone=""), "no_phone")

    def test_many_in_as_few_queries_as_one(self):
        asks = [
            DialAsk(n, self.person.id, self.person.phone, self.env.company.id)
            for n in range(200)
        ]
        Law = self.env["o2c.calling.law"]
        Law._judge(asks[:1], NOW)
        with self.assertQueryCount(3):
            decisions = Law._judge(asks, NOW)
        self.assertEqual({d.allowed for d in decisions.values()}, {True})
        self.assertEqual(len(decisions), 200)

    def test_every_dial_is_logged(self):
        campaign, call = self._selling()
        seen = call.with_user(self.agent)._may_dial(NIGHT)
        self.assertEqual((seen.allowed, seen.never), (False, True))
        log = self.env["o2c.dial.decision"].search([("call_id", "=", call.id)])
        self.assertEqual(
            (log.result, log.purpose, log.user_id, log.campaign_id),
            ("never", "marketing", self.agent, campaign),
        )
        self.assertEqual(
            (log.phone, log.person, log.country_id, log.local_time),
            ("+393331234567", "natural", self.italy, "Thu 23:30 Europe/Rome"),
        )
        self.assertEqual(log.rule_id, self._ref("rule_it_consent"))
        self.assertIn("He did not agree to be called.", log.why)
        self.assertIn("There it is Thursday, 23:30 (Europe/Rome).", log.why)
        self._agrees()
        self._checked(date(2026, 3, 4))
        self.assertTrue(call._may_dial(NOW).allowed)
        self.assertEqual(call._may_dial(NOW, phone="+34 915 550 123").allowed, False)
        logs = self.env["o2c.dial.decision"].search(
            [("call_id", "=", call.id)], order="id"
        )
        self.assertEqual(logs.mapped("result"), ["never", "allowed", "later"])
        self.assertEqual(logs.mapped("phone")[-1], "+34915550123")
        with self.assertRaisesRegex(UserError, "stands as it was written"):
            log.result = "allowed"
        with self.assertRaisesRegex(UserError, "never deleted"):
            log.unlink()

    def test_selling_and_serving_do_not_share_a_script(self):
        self._campaign()
        sells = self._campaign(start=False, kind="telesales", name="Sells")
        with self.assertRaisesRegex(UserError, "serving and selling do not share"):
            sells.action_start()

    def test_a_company_makes_its_own_stricter(self):
        self._agrees()
        self._checked(date(2026, 3, 4))
        self.Rule.with_user(self.leader).create(
            {
                "name": "Not before eleven",
                "kind": "hours",
                "source": "Decided by the team",
                "window_ids": [
                    Command.create({"day": "weekday", "start": 11, "end": 19})
                ],
            }
        )
        refused = self._judged()
        self.assertEqual(self.name_of(refused), "Not before eleven")
        self.assertEqual(refused.next_at, datetime(2026, 3, 5, 10))
