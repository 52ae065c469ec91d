from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestQueue(QualityCommon):
    """Who gets which call, and how it comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._campaign(quiet_days=0)
        for _ in range(3):
            cls._delivered()
        cls.campaign._refresh(NOW)
        cls.calls = cls.campaign.call_ids.sorted("id")

    def take(self, agent=None, now=NOW, campaigns=None):
        agent = agent or self.agent
        return self.Call.with_user(agent)._take_next(agent, now, campaigns)

    def test_oldest_first(self):
        first, second, third = self.calls
        first.next_try_at = NOW - timedelta(minutes=1)
        second.next_try_at = NOW - timedelta(minutes=3)
        third.next_try_at = NOW - timedelta(minutes=2)
        self.assertEqual(self.take(), second)

    def test_priority_before_age(self):
        first, second, third = self.calls
        first.next_try_at = NOW - timedelta(days=1)
        third.with_user(self.leader).priority = "1"
        second.priority = "2"
        self.assertEqual(self.take(), second)
        self.assertEqual(self.take(self.other_agent), third)

    def test_call_back_before_priority_when_due(self):
        first, second, third = self.calls
        first.priority = "2"
        second.write({"is_call_back": True, "next_try_at": NOW + timedelta(minutes=1)})
        self.assertEqual(self.take(), first)
        later = NOW + timedelta(minutes=1)
        self.assertEqual(self.take(self.other_agent, later), second)
        self.assertEqual(third.state, "to_call")

    def test_own_call_back_before_another_ones(self):
        first, second, _third = self.calls
        for call, agent in ((first, self.agent), (second, self.other_agent)):
            call.write({"is_call_back": True, "agent_id": agent.id})
        self.assertEqual(self.take(self.other_agent), second)

    def test_not_due_is_not_taken(self):
        self.calls.next_try_at = NOW + timedelta(seconds=1)
        self.assertFalse(self.take())
        self.assertTrue(self.take(now=NOW + timedelta(seconds=1)))

    def test_taken_has_agent_lock_and_questions(self):
        call = self.take()
        self.assertEqual((call.state, call.agent_id), ("in_call", self.agent))
        self.assertEqual(call.locked_at, NOW)
        self.assertEqual(call.answer_ids.question_id, self.script.question_ids)

    def test_one_at_a_time(self):
        call = self.take()
        self.assertEqual(self.take(now=NOW + timedelta(minutes=5)), call)
        self.assertNotEqual(self.take(self.other_agent), call)

    def test_abandoned_call_returns_when_somebody_takes(self):
        call = self.take()
        (self.calls - call).unlink()
        for minutes, found in ((29, False), (30, True)):
            later = NOW + timedelta(minutes=minutes)
            self.assertEqual(bool(self.take(self.other_agent, later)), found)
        self.assertEqual(call.agent_id, self.other_agent)
        self.assertFalse(call.sudo().attempt_ids)

    def test_abandoned_call_returns_by_cron(self):
        call = self.take()
        cron = self.env.ref("o2c_quality_check.cron_give_back")
        for moment, state in (
            ("2026-03-05 09:29:59", "in_call"),
            ("2026-03-05 09:30:00", "to_call"),
        ):
            with self._at(moment), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(call.state, state)

    def test_draft_of_the_agent_before_is_forgotten(self):
        call = self.take()
        call.note = "half a word"
        with self._at(str(NOW)):
            call.action_give_back()
        self.assertEqual((call.state, call.next_try_at), ("to_call", NOW))
        (self.calls - call).unlink()
        self.assertEqual(self.take(self.other_agent, NOW + timedelta(days=1)), call)
        self.assertFalse(call.sudo().note)

    def test_only_running_campaigns_of_the_agent(self):
        stranger = self._user(
            "call_agent_3", groups="o2c_quality_check.group_call_agent"
        )
        self.assertFalse(self.take(stranger))
        self.assertTrue(self.take(self.leader))
        self.campaign.action_pause()
        self.assertFalse(self.take())

    def test_period_counts_in_days_of_the_company(self):
        self.campaign.write({"date_from": "2026-03-05", "date_to": "2026-03-05"})
        for moment, due in (
            ("2026-03-04 22:59:00", False),  # 23:59 in Rome, the day before
            ("2026-03-05 08:59:00", True),
            ("2026-03-05 22:59:00", True),  # 23:59 in Rome
            ("2026-03-05 23:00:00", False),
        ):
            self.calls.next_try_at = "2026-03-01 00:00:00"
            now = NOW.fromisoformat(moment)
            found = self.Call.sudo()._due_ids(self.agent, now, None, [])
            self.assertEqual(bool(found), due, moment)

    def test_only_the_campaign_asked_for(self):
        other = self._campaign(name="Other", quiet_days=0)
        other._refresh(NOW)
        self.assertEqual(self.take(campaigns=other).sudo().campaign_id, other)

    def test_facts_are_read_again_before_the_call(self):
        first, second, third = self.calls
        ticket = self._complaint(first.order_id)
        self.campaign.complaint_scope = "order"
        self.assertEqual(self.take(), second)
        self.assertReason(first, "complaint")
        self.assertEqual(first.exclusion["params"], {"ticket": ticket.number})
        # the window is over for the third one, nobody rang there yet
        self.assertFalse(self.take(self.other_agent, NOW + timedelta(days=4)))
        self.assertReason(third, "too_late")

    def test_agreed_call_back_is_kept_whatever_came_between(self):
        call = self.take()
        (self.calls - call).unlink()
        call.call_back_at = NOW + timedelta(days=20)
        with self._at(str(NOW)):
            call.action_call_back()
        self._complaint(call.sudo().order_id)
        self.assertEqual(self.take(now=NOW + timedelta(days=20)), call)

    def test_phone_is_the_one_of_today(self):
        self.customer.phone = "+39 02 5550 7777"
        self.assertEqual(self.take().phone, "+39 02 5550 7777")

    def test_nobody_left(self):
        self.calls.next_try_at = NOW + timedelta(hours=1)
        with self._at(str(NOW)):
            action = self.Call.with_user(self.agent).action_next_call()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("The next call is due at", action["params"]["message"])
        self.calls.unlink()
        with self._at(str(NOW)):
            action = self.Call.with_user(self.agent).action_next_call()
        self.assertEqual(action["params"]["message"], "Nobody is left to call.")

    def test_next_call_opens_the_screen(self):
        with self._at(str(NOW)):
            action = self.campaign.with_user(self.agent).action_next_call()
        self.assertEqual(action["tag"], "o2c_quality_call")
        self.assertEqual(action["params"]["campaign_ids"], self.campaign.ids)
        call = self.Call.browse(action["params"]["call_id"])
        self.assertEqual(call.agent_id, self.agent)

    def test_take_this_very_call(self):
        call = self.calls[2]
        with self._at(str(NOW)):
            call.with_user(self.agent).action_take()
            self.assertEqual(call.agent_id, self.agent)
            with self.assertRaisesRegex(UserError, "Finish “.*” first"):
                self.calls[1].with_user(self.agent).action_take()
            with self.assertRaises(AccessError):
                call.with_user(self.other_agent).action_take()
            with self.assertRaisesRegex(UserError, "cannot be taken now"):
                call.with_user(self.leader).action_take()
