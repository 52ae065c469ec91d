from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .queue_common import QueueCase


@tagged("post_install", "-at_install")
class TestDeposit(QueueCase):
    """Let pass when so much was received: by itself, once, for the money of one."""

    def test_waits_for_the_money_and_goes_on_by_itself(self):
        hold = self._on_deposit(300)
        order = hold.order_id
        self.assertEqual((hold.state, hold.credit_state), ("open", "condition"))
        self.assertEqual(order.state, "draft")
        self._payment(299.99)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")
        self._payment(0.01)
        self.assertEqual(hold.state, "open")  # not in the transaction of the payment
        self._run_job()
        self.assertConfirmed(order)
        self.assertEqual((hold.state, hold.credit_state), ("ended", "released"))
        self.assertTrue(hold.released_by_rule)
        self.assertIn("had agreed", hold.release_note)
        self.assertEqual(self._deposits(hold), [0.01, 299.99])

    def test_once(self):
        self._on_deposit(300)
        self._payment(300)
        self._run_job()
        with self.assertNothingWritten("o2c.hold", "o2c.credit.deposit", "sale.order"):
            self._run_job()

    def test_money_of_before_does_not_count(self):
        self._bill(2000)
        self._payment(300)
        hold = self._on_deposit(300, amount=100.0)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")

    def test_a_credit_note_is_no_money(self):
        bill = self._bill(2000)
        hold = self._on_deposit(300)
        self._credit(bill, amount=500)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")

    def test_money_for_a_bill_is_no_deposit(self):
        bill = self._bill(2000)
        hold = self._on_deposit(300)
        self._pay(bill, 300)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")

    def test_the_money_of_another_customer_does_not_count(self):
        hold = self._on_deposit(300)
        self._payment(300, partner_id=self._customer(name="Another").id)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")

    def test_one_payment_meets_one_condition(self):
        self._bill(5000)
        first = self._on_deposit(300, amount=400.0)
        second = self._on_deposit(300, amount=400.0)
        self._payment(599.99)
        self._run_job()
        self.assertEqual((first.state, second.state), ("ended", "open"))
        self._payment(0.01)
        self._run_job()
        self.assertEqual(second.state, "ended")
        self.assertEqual(self._deposits(second), [0.01, 299.99])

    def test_paid_online_for_the_order(self):
        hold = self._on_deposit(300)
        transaction = self._transaction(hold.order_id, 300, "pending")
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")
        transaction.write({"state": "done", "last_state_change": fields.Datetime.now()})
        self._run_job()
        self.assertEqual(hold.state, "ended")

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        hold = self._on_deposit(300)
        self._payment(149, currency_id=euro.id)
        self._run_job()
        self.assertEqual(hold.credit_state, "condition")
        self._payment(1, currency_id=euro.id)
        self._run_job()
        self.assertEqual(hold.state, "ended")

    def test_the_limit_covers_it_before_the_money_comes(self):
        hold = self._on_deposit(300)
        self.account.credit_limit = 1500
        self.assertConfirmed(hold.order_id)
        self.assertEqual(hold.credit_state, "gone")

    def test_he_owes_more_by_now(self):
        hold = self._on_deposit(300)
        self._bill(5000)
        self._confirm(hold.order_id)
        self.assertEqual(self._credit_holds(hold.order_id), hold)
        self._payment(300)
        self._run_job()
        self.assertConfirmed(hold.order_id)

    def test_the_order_grew(self):
        hold = self._on_deposit(300)
        hold.order_id.order_line.price_unit = 1500.01
        self._payment(300)
        self._run_job()
        self.assertEqual(hold.state, "ended")
        self.assertHeld(hold.order_id, credit_order_amount=1500.01)

    def test_not_for_a_forced_hold(self):
        order = self._quotation(1500.0)
        hold = self._hold(order, "credit_limit", origin=self.account, forced=True)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(hold, outcome="condition", deposit=300)

    # ------------------------------------------------------------- helpers
    def _on_deposit(self, deposit, amount=1500.0, **values):
        hold = self._held(amount)
        self._decide(hold, outcome="condition", deposit=deposit, **values)
        return hold

    def _deposits(self, hold):
        deposits = self.env["o2c.credit.deposit"].search([("hold_id", "=", hold.id)])
        return sorted(deposits.mapped("amount"))

    def _transaction(self, order, amount, state):
        provider = self.env["payment.provider"].create({"name": "Online"})
        method = self.env["payment.method"].with_context(active_test=False)
        method = method.search([], limit=1)
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": f"{order.name}-1",
                "amount": amount,
                "currency_id": self.company.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": order.ids,
                "state": state,
                "last_state_change": fields.Datetime.now(),
            }
        )


@tagged("post_install", "-at_install")
class TestLapse(QueueCase):
    """Approvals that count until a day, both sides of it, where the company is."""

    def test_counts_on_the_last_day(self):
        order = self._let_pass_until("2026-03-12")
        with self._at("2026-03-12 22:59:00"):  # still that day in Rome
            self._confirm(order)
            self.assertConfirmed(order)

    def test_not_the_day_after(self):
        order = self._let_pass_until("2026-03-12")
        with self._at("2026-03-12 23:01:00"):  # the 13th in Rome
            self._confirm(order)
            self.assertHeld(order, credit_state="waiting")

    def test_not_delivered_in_time(self):
        for moment, state in (
            ("2026-03-12 22:59:00", "done"),
            ("2026-03-12 23:01:00", "assigned"),
        ):
            with self.subTest(moment):
                order = self._let_pass_until("2026-03-12", goods=True)
                with self._at("2026-03-10 10:00:00"):
                    self._confirm(order)
                self.assertEqual(order.state, "sale")
                with self._at(moment):
                    self.assertEqual(self._deliver(order).state, state)

    def test_shipped_goods_stay_invoiceable(self):
        order = self._let_pass_until("2026-03-12", goods=True)
        with self._at("2026-03-10 10:00:00"):
            self._confirm(order)
            self._deliver(order)
        with self._at("2026-04-10 10:00:00"):
            self.assertEqual(self._invoice(order).state, "posted")

    def test_the_money_comes_too_late(self):
        with self._at("2026-03-02 09:00:00"):
            hold = self._held()
            self._decide(
                hold, outcome="condition", deposit=300, valid_until="2026-03-12"
            )
        with self._at("2026-03-12 22:59:00"):
            self._run_job()
            self.assertEqual(hold.credit_state, "condition")
        with self._at("2026-03-12 23:01:00"):
            self._payment(300)
            self._run_job()
        self.assertEqual((hold.state, hold.credit_state), ("open", "waiting"))
        self.assertFalse(hold.credit_deposit)

    def test_not_until_a_day_that_is_over(self):
        with self._at("2026-03-12 23:01:00"):
            hold = self._held()
            with self.assertRaises(UserError), self.cr.savepoint():
                self._decide(hold, outcome="condition", valid_until="2026-03-12")
            self._decide(hold, outcome="condition", valid_until="2026-03-13")

    def _let_pass_until(self, day, goods=False):
        with self._at("2026-03-09 09:00:00"):
            if goods:
                line = self._line(qty=15)
                order = self._order(line, confirm=False, user_id=self.seller.id)
            else:
                order = self._quotation(1500.0)
            self._confirm(order)
            hold = self._credit_holds(order)[-1:]
            self._decide(hold, outcome="condition", valid_until=day, resume=False)
        self.assertEqual((hold.state, order.state), ("ended", "draft"))
        return order


@tagged("post_install", "-at_install")
class TestUpTo(QueueCase):
    """An order may grow to what was agreed, and no further."""

    def test_both_sides(self):
        order = self._waiting(1500.0)
        hold = self._credit_holds(order)
        self._decide(hold, outcome="condition", up_to=1800, resume=False)
        order.order_line.price_unit = 1800.0
        self._confirm(order)
        self.assertConfirmed(order)
        other = self._waiting(1500.0)
        hold = self._credit_holds(other)
        self._decide(hold, outcome="condition", up_to=1800, resume=False)
        other.order_line.price_unit = 1800.01
        self._confirm(other)
        self.assertHeld(other, credit_order_amount=1800.01)

    def test_not_less_than_it_comes_to(self):
        hold = self._held(1500.0)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._decide(hold, outcome="condition", up_to=1499.99)

    def test_in_the_currency_of_the_order(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        order = self._waiting(750.0, pricelist_id=pricelist.id)
        hold = self._credit_holds(order)
        self._decide(hold, outcome="condition", up_to=800, resume=False)
        order.order_line.price_unit = 800.0
        self._confirm(order)
        self.assertConfirmed(order)
