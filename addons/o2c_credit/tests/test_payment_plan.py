"""Payment plans: agreed by whom, kept and broken by their instalments."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .promise_common import MADE, PromiseCommon

FIRST = date(2026, 3, 20)


@tagged("post_install", "-at_install")
class TestPaymentPlan(PromiseCommon):
    def _plan(self, amount=1000.0, count=3, every="month", user=None, **options):
        account = self.account.with_user(user or self.collector).sudo(False)
        with self._at(MADE):
            return account._payment_plan(amount, FIRST, count, every, **options).sudo()

    def _states(self, plan):
        return plan.promise_ids.sorted("number").mapped("state")

    def test_instalments_are_promises(self):
        invoice = self._bill()
        plan = self._plan()
        promises = plan.promise_ids.sorted("number")
        self.assertEqual(plan.state, "open")
        self.assertEqual(
            [(p.date.isoformat(), p.amount) for p in promises],
            [("2026-03-20", 333.33), ("2026-04-20", 333.33), ("2026-05-20", 333.34)],
        )
        self.assertEqual(promises.line_ids.invoice_id, invoice)
        with self._at(MADE):
            (item,) = self.account._open_items()[self.account]
        self.assertEqual(item.claimable, 0)
        # one talk with the customer is one contact
        self.assertEqual(len(promises.contact_id), 1)

    def test_over_several_invoices(self):
        old = self._bill(300, invoice_date_due="2026-03-04")
        new = self._bill(500, invoice_date_due="2026-03-05")
        plan = self._plan(800, 2, "week")
        first, last = plan.promise_ids.sorted("number")
        parts = {line.invoice_id: line.amount for line in first.line_ids}
        self.assertEqual(parts, {old: 300.0, new: 100.0})
        self.assertEqual(last.date, date(2026, 3, 27))
        self.assertEqual(last.line_ids.mapped("amount"), [400.0])

    def test_kept_when_all_are(self):
        invoice = self._bill()
        plan = self._plan(count=2)
        with self._at("2026-03-18 09:00:00"):
            self._pay_on(invoice, "2026-03-18", 500)
        self.assertEqual(self._states(plan), ["kept", "open"])
        self.assertEqual((plan.state, plan.paid, plan.missing), ("open", 500.0, 500.0))
        with self._at("2026-04-20 09:00:00"):
            self._pay_on(invoice, "2026-04-20", 500)
        self.assertEqual((plan.state, self._states(plan)), ("kept", ["kept", "kept"]))

    def test_all_at_once_keeps_it_too(self):
        invoice = self._bill()
        plan = self._plan()
        with self._at("2026-03-18 09:00:00"):
            self._pay_on(invoice, "2026-03-18")
        self.assertEqual((plan.state, self._states(plan)), ("kept", ["kept"] * 3))

    def test_one_missed_breaks_it(self):
        invoice = self._bill()
        plan = self._plan()
        self._judge_at("2026-03-24 09:00:00", plan.promise_ids)
        self.assertEqual(plan.state, "broken")
        self.assertEqual(self._states(plan), ["broken", "withdrawn", "withdrawn"])
        rest = plan.promise_ids.filtered(lambda p: p.state == "withdrawn")
        self.assertEqual(rest.mapped("end_reason"), ["plan", "plan"])
        self.assertEqual(rest.mapped("ended_on"), [date(2026, 3, 24)] * 2)
        self.assertEqual(len(self._events()), 1)
        with self._at("2026-03-24 09:00:00"):
            (item,) = self.account._open_items()[self.account]
            self.assertEqual(item.claimable, 1000)
            # the money had come in time and was only entered late
            self._pay_on(invoice, "2026-03-23", 333.33)
        self.assertEqual(plan.state, "open")
        self.assertEqual(self._states(plan), ["kept", "open", "open"])

    def test_asked_for_promises_nothing(self):
        self._bill()
        plan = self._plan(agree=False)
        self.assertEqual((plan.state, len(plan.promise_ids)), ("asked", 0))
        with self._at(MADE):
            plan.with_user(self.collector).action_agree()
        self.assertEqual((plan.state, len(plan.promise_ids)), ("open", 3))
        self.assertEqual(plan.decided_by_id, self.collector)
        for call in (plan.action_agree, plan.action_refuse):
            with self.assertRaises(UserError):
                call()

    def test_refused(self):
        self._bill()
        plan = self._plan(agree=False)
        plan.with_user(self.collector).action_refuse("Too long")
        self.assertEqual((plan.state, plan.decision_note), ("refused", "Too long"))

    def test_a_long_one_needs_a_manager_who_did_not_ask(self):
        self._bill()
        # 120 days from the 10th of March are the 8th of July
        self.assertEqual(self._plan(400, 4).state, "open")
        plan = self._plan(600, 5)
        self.assertEqual((plan.state, plan.requested_by_id), ("asked", self.collector))
        own = self._plan(500, 5, user=self.manager)
        self.assertEqual(own.state, "asked")
        other = self._user("credit_manager", login="o2c_other_manager")
        with self._at(MADE):
            for asked, user in ((plan, self.collector), (own, self.manager)):
                self.assertFalse(asked.with_user(user).can_decide)
                with (
                    self.assertNothingWritten("o2c.promise", "o2c.payment.plan"),
                    self.assertRaises(AccessError),
                ):
                    asked.with_user(user).sudo(False).action_agree()
            plan.with_user(other).sudo(False).action_agree()
        self.assertEqual(plan.state, "open")

    def test_not_more_than_is_open_when_it_is_agreed(self):
        invoice = self._bill()
        plan = self._plan(agree=False)
        with self._at(MADE):
            self._pay_on(invoice, "2026-03-10", 900)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                plan.with_user(self.collector).action_agree()
        self.assertEqual((plan.state, len(plan.promise_ids)), ("asked", 0))

    def test_nobody_writes_one(self):
        self._bill()
        plan = self._plan()
        for call in (
            lambda p: p.write({"state": "kept"}),
            lambda p: p.unlink(),
            lambda p: p.create({"account_id": self.account.id, "amount": 1}),
        ):
            with self.assertRaises(AccessError):
                call(plan.with_user(self.manager).sudo(False))
