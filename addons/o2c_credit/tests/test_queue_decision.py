from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .queue_common import QueueCase


@tagged("post_install", "-at_install")
class TestDecision(QueueCase):
    """Release, reject, open again: by whom, with which words, for how long."""

    def test_released_with_a_reason(self):
        hold = self._held()
        reason = self.env.ref("o2c_credit.reason_insured")
        self._decide(hold, reason_id=reason.id, note="Policy 12")
        self.assertConfirmed(hold.order_id)
        self.assertEqual(
            (hold.state, hold.credit_state, hold.credit_reason_id, hold.release_note),
            ("ended", "released", reason, "Policy 12"),
        )
        self.assertEqual(hold.credit_decided_by_id, self.manager)

    def test_the_words_and_the_reason_are_needed(self):
        hold = self._held()
        wrong = self.env.ref("o2c_credit.reason_fraud")
        for values in (
            {"reason_id": False},
            {"reason_id": wrong.id},
            {"note": " "},
            {"outcome": "condition"},
            {"outcome": "later"},
            {"outcome": "condition", "deposit": -5},
        ):
            with (
                self.subTest(values),
                self.assertNothingWritten("o2c.hold"),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self._decide(hold, **values)

    def test_nobody_else_over_rpc(self):
        hold = self._held()
        for role in ("salesperson", "order_manager", "collector", "accountant"):
            for outcome in ("release", "reject", "condition"):
                with (
                    self.subTest(role, outcome=outcome),
                    self.assertNothingWritten("o2c.hold", "sale.order"),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    self._decide(hold, self._user(role), outcome, deposit=1)

    def test_a_manager_of_another_company_does_not(self):
        hold = self._held()
        other = self._company()
        foreign = self._user("credit_manager", login="o2c_foreign", company=other)
        for outcome in ("release", "reject"):
            with (
                self.subTest(outcome),
                self.assertNothingWritten("o2c.hold"),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                self._decide(hold, foreign, outcome)

    def test_not_the_salesperson_of_the_order_even_if_somebody_else_asked(self):
        both = self._user("selling_manager")
        order = self._quotation(1500.0, user_id=both.id)
        self._confirm(order, self._user("order_manager"))
        hold = self._credit_holds(order)
        for outcome in ("release", "reject"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._decide(hold, both, outcome)
        self._decide(hold)
        self.assertConfirmed(order)

    def test_who_may_release_by_the_reason_alone_does_not(self):
        """An order manager may write hold reasons; that gives no right over credit."""
        group = self.env.ref("o2c_orders.group_order_manager")
        reason = self.env.ref("o2c_credit.hold_reason_credit_limit")
        reason.release_group_id = group
        hold = self._held()
        user = self._user("order_manager")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._release_by_the_ledger(hold, user)
        self.assertHeld(hold.order_id)

    # ------------------------------------------------------------- rejected
    def test_rejected_is_final_for_automation(self):
        hold = self._held()
        self._decide(hold, outcome="reject", note="He is insolvent")
        self.account.credit_limit = 9000
        self._run_job()
        self._confirm(hold.order_id)
        self.assertEqual(
            (hold.state, hold.credit_state, hold.order_id.state),
            ("open", "rejected", "draft"),
        )
        self.assertEqual(self._credit_holds(hold.order_id), hold)
        self.assertEqual(self.account.waiting_count, 0)

    def test_nor_can_it_be_released_without_opening_it_again(self):
        hold = self._held()
        self._decide(hold, outcome="reject")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(hold)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._release_by_the_ledger(hold, self.manager)
        self._decide(hold, self.boss, "reopen")
        self.assertEqual(hold.credit_state, "waiting")
        self.assertFalse(hold.credit_decided_by_id)
        self._decide(hold)
        self.assertConfirmed(hold.order_id)

    def test_only_what_was_rejected_is_opened_again(self):
        hold = self._held()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(hold, outcome="reopen")

    def test_asked_again_when_it_was_changed(self):
        hold = self._held()
        order = hold.order_id
        self._decide(hold, outcome="reject")
        self._bill(10)  # what he owes changes nothing
        self._confirm(order)
        self.assertEqual(self._credit_holds(order), hold)
        order.order_line.price_unit = 1200.0
        self._run_job()
        self.assertEqual(hold.state, "open")  # nobody asked yet
        self._confirm(order)
        again = self._credit_holds(order) - hold
        self.assertEqual((hold.state, hold.credit_state), ("ended", "rejected"))
        self.assertEqual((again.credit_state, again.credit_excess), ("waiting", 210))

    def test_changed_so_that_it_fits_it_passes(self):
        hold = self._held()
        self._decide(hold, outcome="reject")
        hold.order_id.order_line.price_unit = 900.0
        self._confirm(hold.order_id)
        self.assertConfirmed(hold.order_id)

    def test_a_rejection_takes_an_earlier_release_back(self):
        order = self._waiting()
        self._let_pass(order, resume=False)
        order.order_line.price_unit = 2000.0
        self._confirm(order)
        self._decide(self._credit_holds(order)[-1:], outcome="reject")
        order.order_line.price_unit = 1500.0
        self._confirm(order)
        self.assertHeld(order, credit_order_amount=1500, credit_state="waiting")

    def test_a_rejected_order_that_is_cancelled_is_over(self):
        hold = self._held()
        self._decide(hold, outcome="reject")
        hold.order_id._action_cancel()
        self.assertEqual((hold.state, hold.credit_state), ("ended", "rejected"))

    # ------------------------------------------------------------- batches
    def test_of_a_batch_only_what_one_may(self):
        both = self._user("selling_manager")
        own = self._quotation(1500.0, user_id=both.id)
        self._confirm(own, both)
        mine = self._credit_holds(own)
        others = self._held() | self._held()
        action = self._decide(others | mine, both)
        self.assertEqual(others.mapped("state"), ["ended", "ended"])
        self.assertEqual((mine.state, mine.credit_state), ("open", "waiting"))
        self.assertIn(mine.order_id.name, action["params"]["message"])
        self.assertNotIn(others[0].order_id.name, action["params"]["message"])
        self.assertIn("2 decided, 1 left out", action["params"]["title"])

    def test_other_holds_are_not_decided_here(self):
        order = self._quotation()
        other = self._hold(order, "manual")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(other)

    def test_amounts_for_one_order_at_a_time(self):
        holds = self._held() | self._held()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(holds, outcome="condition", deposit=100)

    # ------------------------------------------------------------- the ledger
    def test_what_is_noted_stays_the_ledgers(self):
        hold = self._held()
        for vals in ({"credit_state": "released"}, {"credit_up_to": 1e9}):
            for user in (self.seller, self.manager):
                with (
                    self.subTest(vals, user=user.login),
                    self.assertNothingWritten("o2c.hold"),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    self._rpc(user, "o2c.hold", "write", hold.ids, vals)

    def test_nothing_is_noted_on_what_has_ended(self):
        hold = self._held()
        self._decide(hold)
        with self.assertRaises(UserError):
            hold.write({"credit_review_date": "2026-01-01"})

    def test_the_queue_goes_on_from_the_hold_before(self):
        with self._at("2026-03-02 09:00:00"):
            first = self._held()
        with self._at("2026-03-09 09:00:00"):
            self._bill(100)
            self._confirm(first.order_id)
            again = self._credit_holds(first.order_id)[-1:]
            self.assertNotEqual(first, again)
            self.assertEqual((first.state, first.credit_state), ("ended", "gone"))
            self.assertEqual(str(again.credit_since), "2026-03-02 09:00:00")
            self.assertEqual(again.credit_age_days, 7)
            self.assertEqual(str(again.credit_review_date), "2026-03-05")

    def test_what_the_salesperson_reads(self):
        hold = self._held()
        order = hold.order_id.with_user(self.seller).sudo(False)
        self.assertIn("Waits for a credit decision", order.o2c_credit_queue_text)
        self._decide(hold, outcome="reject", note="He is insolvent")
        order.invalidate_recordset()
        self.assertIn("He is insolvent", order.o2c_credit_queue_text)

    def _release_by_the_ledger(self, hold, user):
        """The spine's own wizard as a client calls it."""
        vals = {"hold_ids": [Command.set(hold.ids)], "note": "It is fine"}
        (wizard,) = self._rpc(user, "o2c.hold.release", "create", [vals])
        self._rpc(user, "o2c.hold.release", "action_release", [wizard])
