"""How promises were kept: per customer, collector, channel; score; who sees what."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .promise_common import DAY, MADE, TOO_LATE, PromiseCommon


@tagged("post_install", "-at_install")
class TestKeptRate(PromiseCommon):
    """One kept of 600, one partly kept of 300, one broken of 100, one open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_collector = cls._user("collector", login="o2c_other_collector")

    def setUp(self):
        super().setUp()
        made = [
            (self._bill(600), self.collector, "phone", 600),
            (self._bill(300), self.collector, "portal", 100),
            (self._bill(100), self.other_collector, "phone", 0),
        ]
        for invoice, user, channel, paid in made:
            whole = invoice.amount_total
            self._take(whole, lines=invoice, user=user, channel=channel)
            if paid:
                with self._at("2026-03-20 09:00:00"):
                    self._pay_on(invoice, "2026-03-20", paid)
        self._judge_at(TOO_LATE)
        with self._at(TOO_LATE):
            self.account._promise(50, date(2026, 3, 30), self._bill(50))

    def _rates(self, group):
        rows = self.Promise._read_group(
            [("account_id", "=", self.account.id), ("matured_count", "=", 1)],
            [group],
            ["matured_count:sum", "kept_rate:avg", "kept_amount_rate:avg"],
        )
        return {
            key: (due, round(rate, 1), round(amount, 1))
            for key, due, rate, amount in rows
        }

    def test_per_customer(self):
        account = self.account
        self.assertEqual(
            (account.promises_due, account.promises_kept, account.promises_partly),
            (3, 1, 1),
        )
        self.assertEqual(account.promises_broken, 1)
        self.assertEqual((account.kept_rate, account.kept_amount_rate), (33.3, 60.0))
        self.assertEqual((account.promise_count, account.promised_amount), (4, 50.0))
        self.assertEqual(self._rates("account_id"), {account: (3, 33.3, 60.0)})

    def test_per_collector(self):
        self.assertEqual(
            self._rates("user_id"),
            {self.collector: (2, 50.0, 66.7), self.other_collector: (1, 0.0, 0.0)},
        )

    def test_per_channel(self):
        self.assertEqual(
            self._rates("channel"),
            {"phone": (2, 50.0, 85.7), "portal": (1, 0.0, 0.0)},
        )

    def test_the_score_knows(self):
        card = self.env["o2c.scorecard"]._in_force(self.company)
        portfolio = self.account._read_portfolio(card, date(2026, 3, 24))
        found = portfolio.features_of(self.customer.id)
        known = {feature.value: value for feature, value in found.items()}
        self.assertEqual(known["broken_promises"], 1)
        self.assertAlmostEqual(known["promises_kept"], 1 / 3)
        # the day before the last day of two of them was over
        before = self.account._read_portfolio(card, date(2026, 3, 23))
        known = before.features_of(self.customer.id)
        known = {feature.value: value for feature, value in known.items()}
        self.assertEqual((known["broken_promises"], known["promises_kept"]), (0, 1.0))

    def test_a_corrected_verdict_is_not_held_against_him(self):
        broken = self.Promise.search(
            [("account_id", "=", self.account.id), ("state", "=", "broken")]
        )
        with self._at("2026-03-26 09:00:00"):
            self._pay_on(broken.line_ids.invoice_id, "2026-03-22")
        card = self.env["o2c.scorecard"]._in_force(self.company)
        portfolio = self.account._read_portfolio(card, date(2026, 3, 26))
        found = portfolio.features_of(self.customer.id)
        known = {feature.value: value for feature, value in found.items()}
        self.assertEqual(known["broken_promises"], 0)
        self.assertAlmostEqual(known["promises_kept"], 2 / 3)


@tagged("post_install", "-at_install")
class TestPromiseRights(PromiseCommon):
    """Who sees promises, and the wizard of the collector."""

    def test_of_other_companies_nothing(self):
        self._bill()
        promise = self._take()
        plan = self.account._payment_plan
        other = self._company()
        stranger = self._user("collector", login="o2c_elsewhere", company=other)
        self.assertFalse(self.Promise.with_user(stranger).search([]) & promise)
        with self.assertRaises(AccessError):
            promise.with_user(stranger).sudo(False).read(["amount"])
        with self.assertRaises(AccessError):
            self._take(1, user=stranger)
        self.assertTrue(plan)

    def test_accountants_read_and_salespeople_do_not(self):
        self._bill()
        promise = self._take()
        accountant = self._user("accountant")
        self.assertEqual(
            promise.with_user(accountant).sudo(False).read(["state"])[0]["state"],
            "open",
        )
        with self.assertRaises(AccessError):
            promise.with_user(self.seller).sudo(False).read(["state"])

    def test_the_wizard_over_rpc(self):
        invoice = self._bill()
        vals = {
            "account_id": self.account.id,
            "currency_id": self.company.currency_id.id,
            "amount": 400.0,
            "date": "2026-03-20",
            "line_ids": [Command.set(self._item(invoice).ids)],
        }
        wizard = self.env["o2c.promise.make"].with_user(self.collector).sudo(False)
        with self._at(MADE):
            made = wizard.create(vals)
            self._rpc(self.collector, "o2c.promise.make", "action_make", made.ids)
        promise = self.Promise.search([("account_id", "=", self.account.id)])
        self.assertPromise(promise, amount=400.0, date=DAY, user_id=self.collector)
        with self.assertRaises(AccessError):
            wizard.with_user(self.seller).create(vals)

    def test_the_wizard_proposes_what_is_overdue(self):
        self._bill(700, invoice_date_due="2026-03-05")
        self._bill(200, invoice_date_due="2026-04-05")
        wizard = self.env["o2c.promise.make"].with_user(self.collector).sudo(False)
        with self._at(MADE):
            form = Form(wizard.with_context(default_account_id=self.account.id))
            self.assertEqual((form.amount, form.free), (700.0, 900.0))
            form.count = 3
            form.date = "2026-03-20"
            self.assertIn("233.33", form.schedule)
            form.save().action_make()
        plan = self.env["o2c.payment.plan"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual((plan.state, len(plan.promise_ids)), ("open", 3))

    def test_ended_with_a_reason_by_the_wizard(self):
        self._bill()
        promise = self._take()
        wizard = self.env["o2c.promise.end"].with_user(self.collector).sudo(False)
        with self._at(MADE):
            end = wizard.create({"promise_ids": promise.ids, "reason": "error"})
            end.action_end()
        self.assertPromise(promise, state="withdrawn", end_reason="error")

    def test_the_event_of_a_promise_is_only_entered_by_the_rules(self):
        self._bill()
        promise = self._take()
        event = (
            self.env["o2c.credit.event"]
            .with_user(self.manager)
            .sudo(False)
            .create(
                {
                    "account_id": self.account.id,
                    "kind": "broken_promise",
                    "promise_id": promise.id,
                }
            )
        )
        self.assertFalse(event.promise_id)

    def test_contested_by_the_collector(self):
        invoice = self._bill()
        context = {"active_model": "account.move", "active_id": invoice.id}
        wizard = self.env["o2c.contest.make"].with_user(self.collector).sudo(False)
        form = Form(wizard.with_context(**context))
        self.assertEqual((form.most, form.amount), (1000.0, 1000.0))
        form.amount = 250
        form.text = "Two cups were broken"
        form.save().action_contest()
        self.assertEqual(float(invoice._o2c_contestable()), 750.0)
        form = Form(wizard.with_context(**context))
        form.amount = 750.01
        form.text = "More"
        with self.assertRaises(UserError):
            form.save().action_contest()
