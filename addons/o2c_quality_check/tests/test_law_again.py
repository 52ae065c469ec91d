from datetime import date, timedelta

from odoo.tests import tagged

from .law_common import NOW, LawCommon
from .target_common import TargetCommon

DAY = timedelta(days=1)
LONG_AGO = NOW - 40 * DAY


@tagged("post_install", "-at_install")
class TestLawAgain(LawCommon, TargetCommon):
    """Whom the law took off the list comes back when it allows; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._bought(cls.person)
        cls._agrees(at=LONG_AGO)
        cls._checked(NOW.date())
        cls.campaign = cls._of_kind("telesales", source="customer", start=True)
        cls.call = cls.Call.search(
            [
                ("campaign_id", "=", cls.campaign.id),
                ("partner_id", "=", cls.person.id),
            ]
        )
        cls.call.write({"attempt_count": 2, "waits_for": [["hours", {}]]})

    def off(self):
        """The law is asked before the call is given, and takes it off the list."""
        self.assertTrue(self.call._apply_law(NOW).never)
        self.assertReason(self.call, "law")

    def refreshed(self, now=NOW):
        self.env.flush_all()
        self.campaign._refresh(now)
        return self.call.state

    def assertBack(self, now=NOW):
        """On the list once more, as it was; the next refresh changes nothing."""
        self.assertEqual(self.refreshed(now), "to_call")
        call = self.call
        self.assertEqual((call.attempt_count, call.next_try_at), (2, now))
        self.assertFalse(call.exclusion or call.waits_for)
        with self.assertNothingWritten("o2c.call"):
            self.assertEqual(self.campaign._refresh(now), (0, 0, 0))
        mine = [
            ("campaign_id", "=", self.campaign.id),
            ("partner_id", "=", self.person.id),
        ]
        self.assertEqual(self.Call.search(mine), call)

    def test_it_waits_on_the_list(self):
        self.assertEqual(self.call.state, "to_call")
        self.assertEqual(self.refreshed(), "to_call")

    def test_agreed_anew(self):
        self._withdraws(at=NOW - 2 * DAY)
        self.off()
        self.assertEqual(self.refreshed(), "excluded")
        self._agrees(at=NOW - DAY)
        # what is said counts from the moment it is said
        before = NOW - DAY - timedelta(seconds=1)
        self.assertEqual(self.refreshed(before), "excluded")
        self.assertBack(NOW - DAY)

    def test_no_at_the_same_moment(self):
        self._withdraws(at=NOW - 2 * DAY)
        self.off()
        self._agrees(at=NOW - DAY)
        self._withdraws(at=NOW - DAY)
        self.assertEqual(self.refreshed(), "excluded")

    def test_out_of_the_register(self):
        number = self.person.phone_sanitized
        self.register._replace([(number, date(2026, 3, 1))], NOW.date())
        self.off()
        self.assertEqual(self.refreshed(), "excluded")
        self._checked(NOW.date())
        self.assertBack()

    def test_agreed_after_the_entry(self):
        number = self.person.phone_sanitized
        listed_on = (NOW - 2 * DAY).date()
        self.register._replace([(number, listed_on)], NOW.date())
        self.off()
        self._agrees(at=NOW - 2 * DAY)  # on the day of the entry: before it
        self.assertEqual(self.refreshed(), "excluded")
        self._agrees(at=NOW - DAY)
        self.assertBack()

    def test_other_conditions_stand(self):
        self._withdraws(at=NOW - 2 * DAY)
        self.off()
        self._agrees(at=NOW - DAY)
        self._complaint(self._bought(self.person))
        self.assertEqual(self.refreshed(), "excluded")

    def test_never_who_refused_himself(self):
        results = ("action_refused", "action_do_not_call")
        for method in results:
            with self.subTest(method=method), self.env.cr.savepoint() as point:
                taken = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
                self.assertEqual(taken, self.call)
                with self._at(str(NOW)):
                    getattr(self.call.with_user(self.agent), method)()
                self.assertIn(self.call.state, ("done", "exhausted"))
                self._agrees(at=NOW)
                self.env["phone.blacklist"]._remove([self.person.phone_sanitized])
                state = self.call.state
                self.assertEqual(self.refreshed(NOW + 100 * DAY), state)
                point.rollback()
                self.env.invalidate_all()

    def test_never_whom_a_person_took_off(self):
        self.call.with_user(self.leader).action_exclude("He moved")
        self._agrees(at=NOW - DAY)
        self.assertEqual(self.refreshed(), "excluded")
