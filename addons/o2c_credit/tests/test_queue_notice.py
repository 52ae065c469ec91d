from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .queue_common import QueueCase


@tagged("post_install", "-at_install")
class TestToDo(QueueCase):
    """Who is asked to decide, once for each hold, until it is over."""

    def test_one_to_do_for_one_who_may(self):
        self._tier(self.boss)
        hold = self._held()
        activity = self._activities(hold)
        self.assertEqual(
            (activity.user_id, hold.credit_activity_id), (self.boss, activity)
        )
        self.assertEqual(activity.date_deadline, hold.credit_review_date)
        self.assertIn(hold.order_id.name, activity.summary)
        self._confirm(hold.order_id)
        self.assertEqual(self._activities(hold), activity)

    def test_by_turns(self):
        self._tier(self.manager | self.boss)
        users = [self._held().credit_responsible_id for _number in range(4)]
        self.assertEqual(users.count(self.manager), 2)
        self.assertEqual(users.count(self.boss), 2)

    def test_the_collector_of_the_customer_first_if_he_may(self):
        self._tier(self.manager | self.boss)
        self.account.collector_id = self.boss
        holds = self._held() | self._held()
        self.assertEqual(holds.credit_responsible_id, self.boss)
        self.account.collector_id = self.collector
        self.assertNotEqual(self._held().credit_responsible_id, self.collector)

    def test_never_the_one_who_asked(self):
        both = self._user("selling_manager")
        self._tier(both | self.manager)
        order = self._quotation(1500.0, user_id=both.id)
        self._confirm(order, both)
        self.assertEqual(self._credit_holds(order).credit_responsible_id, self.manager)

    def test_nobody_may(self):
        self._tier(self.manager, 10)
        hold = self._held()
        self.assertFalse(hold.credit_responsible_id)
        self.assertFalse(self._activities(hold))

    def test_in_the_language_of_whoever_is_asked(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self._tier(self.boss)
        self.boss.lang = "it_IT"
        told = []
        original = type(self.env)._

        def translate(env, source, *args, **kwargs):
            if source.startswith("Credit: decide"):
                told.append(env.lang)
            return original(env, source, *args, **kwargs)

        with patch.object(type(self.env), "_", translate):
            self._held()
        self.assertEqual(told, ["it_IT"])

    def test_gone_when_the_hold_ends_by_itself(self):
        hold = self._held()
        activity = self._activities(hold)
        self.account.credit_limit = 5000
        self.assertFalse(activity.exists())

    def test_done_when_somebody_decided(self):
        hold = self._held()
        activity = self._activities(hold)
        self._decide(hold)
        self.assertFalse(activity.active)
        self.assertIn("lets", activity.feedback)

    def test_the_second_person_is_asked(self):
        self._tier(self.manager | self.boss, None, second=0)
        self.account.collector_id = self.manager
        hold = self._held()
        self._decide(hold)
        activity = self._activities(hold)
        self.assertEqual(activity.user_id, self.boss)
        self.assertIn("second approval", activity.summary)

    def test_while_money_is_waited_for(self):
        hold = self._held()
        self._decide(hold, outcome="condition", deposit=300)
        self.assertIn("deposit", self._activities(hold).summary)
        self._payment(300)
        self._run_job()
        self.assertFalse(self._activities(hold))

    # ------------------------------------------------------------- who asked
    def test_who_asked_is_told(self):
        for outcome, words in (
            ("release", "pass"),
            ("condition", "300.00 received first"),
            ("reject", "rejected"),
        ):
            with self.subTest(outcome):
                hold = self._held()
                deposit = {"deposit": 300} if outcome == "condition" else {}
                self._decide(hold, outcome=outcome, note="As agreed", **deposit)
                message = self._told(hold)
                self.assertEqual(message.partner_ids, self.seller.partner_id)
                self.assertIn(words, message.body)
                self.assertIn("As agreed", message.body)
                self.assertIn(self.manager.name, message.body)

    def test_whoever_decided_is_not_told(self):
        both = self._user("selling_manager")
        order = self._quotation(1500.0)
        self._confirm(order)
        self._decide(self._credit_holds(order), both)
        self.assertNotIn(both.partner_id, self._told(order.o2c_hold_ids).partner_ids)

    # ------------------------------------------------------------- helpers
    def _activities(self, hold):
        return self.env["mail.activity"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", hold.order_id.id)]
        )

    def _told(self, hold):
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("subject", "like", hold.order_id.name),
            ],
            order="id desc",
            limit=1,
        )


@tagged("post_install", "-at_install")
class TestEscalation(QueueCase):
    """When the review passes somebody else is asked: once for each date."""

    def test_the_day_after_and_once(self):
        self._tier(self.manager | self.boss)
        self.account.collector_id = self.manager
        with self._at("2026-03-02 09:00:00"):
            hold = self._held()
        self.assertEqual(str(hold.credit_review_date), "2026-03-05")
        with self._at("2026-03-05 22:59:00"):  # still that day in Rome
            self._review()
            self.assertEqual(hold.credit_responsible_id, self.manager)
        with self._at("2026-03-05 23:01:00"):
            self._review()
        self.assertEqual(hold.credit_responsible_id, self.boss)
        self.assertEqual(hold.credit_escalated_for, hold.credit_review_date)
        with self._at("2026-03-07 09:00:00"), self.assertNothingWritten("o2c.hold"):
            self._review()
        activity = hold.credit_activity_id
        self.assertEqual(
            activity.activity_type_id, self.env.ref("o2c_credit.activity_review")
        )
        with self._at("2026-03-07 09:00:00"):
            self._decide(hold, outcome="later", review_date="2026-03-09")
        with self._at("2026-03-10 09:00:00"):
            self._review()
        self.assertEqual(hold.credit_responsible_id, self.manager)

    def test_nobody_else_may(self):
        self._tier(self.manager)
        with self._at("2026-03-02 09:00:00"):
            hold = self._held()
        with self._at("2026-03-08 09:00:00"):
            self._review()
        self.assertEqual(hold.credit_responsible_id, self.manager)
        self.assertTrue(hold.credit_escalated_for)

    def test_not_for_what_was_rejected(self):
        with self._at("2026-03-02 09:00:00"):
            hold = self._held()
            self._decide(hold, outcome="reject")
        with self._at("2026-03-08 09:00:00"), self.assertNothingWritten("o2c.hold"):
            self._review()

    def test_as_long_as_the_company_wants(self):
        self.company.o2c_credit_review_days = 10
        with self._at("2026-03-02 09:00:00"):
            self.assertEqual(str(self._held().credit_review_date), "2026-03-12")

    def test_one_that_fails_does_not_stop_the_others(self):
        with self._at("2026-03-02 09:00:00"):
            bad, good = self._held(), self._held()
        original = type(bad)._escalate

        def escalate(holds):
            if bad in holds:
                raise ValueError("broken")
            return original(holds)

        with (
            self._at("2026-03-08 09:00:00"),
            patch.object(type(bad), "_escalate", escalate),
            mute_logger("odoo.addons.o2c_credit.models.o2c_hold_notice"),
        ):
            self._review()
        self.assertFalse(bad.credit_escalated_for)
        self.assertTrue(good.credit_escalated_for)

    def _review(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_review").method_direct_trigger()
        self.env.invalidate_all()
