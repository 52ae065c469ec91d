from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.calls import Result
from .common import NOW
from .queue_common import QueueCommon

LATER = NOW + timedelta(hours=5)


@tagged("post_install", "-at_install")
class TestCallBacks(QueueCommon):
    """What is promised is kept, by whom it was promised as long as he is there."""

    def promised(self, any_agent=False, at=LATER):
        call = self._one()
        call.write({"call_back_at": at, "call_back_any": any_agent})
        call._record(Result.CALL_BACK, NOW)
        return call.sudo()

    def test_nobody_is_rung_before_the_promised_moment(self):
        call = self.promised()
        self.assertEqual((call.promised_at, call.next_try_at), (LATER, LATER))
        self.assertFalse(self.next(now=LATER - timedelta(seconds=1)))
        self.assertEqual(self.next(now=LATER), call)

    def test_another_agent_waits_while_the_first_is_there(self):
        call = self.promised()
        self._at_work(self.agent, LATER)
        for minutes, found in ((0, False), (14, False), (15, True)):
            now = LATER + timedelta(minutes=minutes)
            self.Session.search([]).seen_at = now
            self.assertEqual(bool(self.next(self.other_agent, now)), found, minutes)
        self.assertEqual(call.agent_id, self.other_agent)

    def test_the_first_comes_before_the_others_only_when_he_is_there(self):
        for _case, prepare in (
            ("never came", lambda: None),
            ("went silent", lambda: self._at_work(self.agent, LATER - _minutes(4))),
            ("pauses", lambda: self._at_work(self.agent, LATER, "pause")),
            (
                "left the campaign",
                lambda: self.campaign.write({"agent_ids": [(3, self.agent.id)]}),
            ),
        ):
            with self.subTest(_case), self.env.cr.savepoint() as savepoint:
                call = self.promised()
                self.Session.search([]).unlink()
                prepare()
                self.assertEqual(self.next(self.other_agent, LATER), call)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_any_agent_when_the_customer_does_not_mind(self):
        call = self.promised(any_agent=True)
        self._at_work(self.agent, LATER)
        self.assertEqual(self.next(self.other_agent, LATER), call)

    def test_who_is_on_leave_promises_for_all(self):
        self.env["o2c.call.agent"].create(
            {
                "user_id": self.agent.id,
                "away_from": "2026-03-05",
                "away_to": "2026-03-06",
            }
        )
        self.assertTrue(self.promised().call_back_any)

    def test_kept_and_late_are_measured(self):
        for minutes, promise in ((15, "kept"), (16, "late")):
            with self.subTest(promise):
                call = self.promised()
                now = LATER + timedelta(minutes=minutes)
                self.assertEqual(self.next(now=now), call)
                call.with_user(self.agent)._record(Result.REFUSED, now)
                attempt = call.attempt_ids.sorted("id")[-1]
                self.assertEqual(
                    (attempt.promised_at, attempt.promise), (LATER, promise)
                )
                self.assertFalse(call.attempt_ids.sorted("id")[0].promise)

    def test_a_call_that_nobody_promised_has_no_promise(self):
        call = self._one()
        call._record(Result.REFUSED, NOW)
        self.assertFalse(call.sudo().attempt_ids.promise)


@tagged("post_install", "-at_install")
class TestLaw(QueueCommon):
    """The queue gives nobody a call that the law forbids at that moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # weekdays from nine to twenty, on the callee's clock
        cls.rule = cls.env["o2c.calling.rule"].create(
            {
                "name": "Office hours",
                "kind": "hours",
                "purpose": "all",
                "source": "House rule",
                "window_ids": [
                    (0, 0, {"day": "weekday", "start": 9, "end": 20}),
                ],
            }
        )
        cls.env.flush_all()

    def test_too_early_waits_with_the_reason(self):
        calls = self._listed(campaign=self.campaign)
        for _ in range(2):
            calls |= self._listed(campaign=self.campaign)
        early = NOW - timedelta(hours=3)  # seven o'clock in Rome
        calls.next_try_at = early
        self.assertFalse(self.next(now=early))
        opens = NOW - timedelta(hours=1)
        self.assertEqual(set(calls.mapped("next_try_at")), {opens})
        self.assertEqual(set(calls.mapped("state")), {"to_call"})
        self.assertTrue(all(calls.mapped("waits_text")))
        decisions = self.env["o2c.dial.decision"].search([("call_id", "in", calls.ids)])
        # only what was about to be dialled is in the log
        self.assertEqual(decisions.mapped("result"), ["later"])
        taken = self.next(now=opens)
        self.assertTrue(taken)
        self.assertFalse(taken.sudo().waits_text)

    def test_what_never_may_be_dialled_leaves_the_list(self):
        call = self._listed(campaign=self.campaign)
        number = self.customer._phone_format(number=self.customer.phone)
        self.env["phone.blacklist"]._add([number])
        self.assertFalse(self.next())
        self.assertEqual(call.state, "excluded")
        self.assertTrue(call.exclusion_text)

    def test_a_call_back_outside_the_hours_is_refused_when_entered(self):
        call = self._one()
        for moment, legal in (
            ("2026-03-05 18:59:00", True),  # 19:59 in Rome
            ("2026-03-05 19:00:00", False),
            ("2026-03-07 10:00:00", False),  # Saturday
        ):
            with self.subTest(moment):
                call.call_back_at = moment
                self.assertEqual(not call._call_back_refusal(call.call_back_at), legal)
        with self.assertRaisesRegex(UserError, "Office hours"):
            call._record(Result.CALL_BACK, NOW)
        self.assertEqual(call.state, "in_call")

    def test_taking_one_s_own_choice_asks_the_law_too(self):
        call = self._listed(campaign=self.campaign)
        with self._at("2026-03-05 05:00:00"):
            answer = call.with_user(self.agent).action_take()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertEqual(call.state, "to_call")
        self.assertEqual(call.next_try_at, NOW - timedelta(hours=1))


def _minutes(number):
    return timedelta(minutes=number)
