from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import CreditCommon


class ReleaseCase(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(1000)

    @classmethod
    def _waiting(cls, amount=1500.0, **values):
        """A quotation that the salesperson tried to confirm in vain."""
        order = cls._quotation(amount, **values)
        cls._confirm(order)
        return order

    def _credit_holds(self, order):
        return self.Hold.search(
            [("order_id", "=", order.id), ("reason_id.code", "=", "credit_limit")],
            order="id",
        )


@tagged("post_install", "-at_install")
class TestReleaseByHand(ReleaseCase):
    """A credit manager lets an order pass; nobody lets his own request pass."""

    def test_a_manager_lets_it_pass(self):
        order = self._waiting()
        self._let_pass(order, note="Paid by tomorrow")
        self.assertConfirmed(order)
        hold = self._credit_holds(order)
        self.assertEqual(hold.released_by_id, self.manager)
        self.assertEqual(hold.release_note, "Paid by tomorrow")
        self.assertFalse(hold.released_by_rule)

    def test_nobody_else(self):
        order = self._waiting()
        hold = self._credit_holds(order)
        for role in (
            "salesperson",
            "order_desk",
            "order_manager",
            "collector",
            "accountant",
        ):
            with (
                self.subTest(role),
                self.assertNothingWritten("o2c.hold", "sale.order"),
            ):
                user = self._user(role)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._release_over_rpc(user, hold)
        self.assertHeld(order)

    def test_nor_by_writing_into_the_ledger(self):
        hold = self._credit_holds(self._waiting())
        for user in (self.seller, self.manager):
            for vals in ({"state": "ended"}, {"requested_by_id": False}):
                with (
                    self.assertNothingWritten("o2c.hold"),
                    self.assertRaises(UserError),
                ):
                    self._rpc(user, "o2c.hold", "write", hold.ids, vals)
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.hold", "_release", hold.ids, "mine")

    def test_nor_by_writing_what_the_check_remembers(self):
        order = self._waiting()
        for name in ("o2c_credit_passed", "o2c_credit_accepted"):
            with self.assertRaises(AccessError):
                self._rpc(self.seller, "sale.order", "write", order.ids, {name: 9e9})
            with self.assertRaises(AccessError):
                self._rpc(self.seller, "sale.order", "read", order.ids, [name])

    def test_nor_by_a_key_of_the_context(self):
        order = self._waiting()
        keys = {"bypass_risk": True, "skip_credit": True, "o2c_credit_check": False}
        order.with_user(self.seller).sudo(False).with_context(**keys).action_confirm()
        self.assertHeld(order)

    def test_not_the_one_who_asked(self):
        both = self._user("selling_manager")
        order = self._quotation(1500.0, user_id=both.id)
        self._confirm(order, both)
        hold = self.assertHeld(order, requested_by_id=both)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._release_over_rpc(both, hold)
        self.assertHeld(order)
        self._let_pass(order)
        self.assertConfirmed(order)

    def test_not_the_one_who_made_it_larger(self):
        """Growing another's order and letting it pass is asking for oneself."""
        both = self._user("selling_manager")
        order = self._waiting()
        order.order_line.price_unit = 9000.0
        self._confirm(order, both)
        hold = self.assertHeld(order, requested_by_id=both)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._release_over_rpc(both, hold)

    def test_but_the_one_who_only_pressed_again(self):
        both = self._user("selling_manager")
        order = self._waiting()
        self._order(self._line(qty=1))  # he owes more by now
        self._confirm(order, both)
        self.assertHeld(order, requested_by_id=self.seller, credit_excess=600)
        self._let_pass(order, both)
        self.assertConfirmed(order)

    def test_a_forged_note_of_who_asked_does_not_help(self):
        both = self._user("selling_manager")
        order = self._quotation(1500.0, user_id=both.id)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            try:
                with self.cr.savepoint():
                    self._rpc(
                        both,
                        "sale.order",
                        "write",
                        order.ids,
                        {"o2c_confirm_requested_id": self.seller.id},
                    )
            except (AccessError, UserError):
                pass  # better still
        self._confirm(order, both)
        self.assertHeld(order, requested_by_id=both)

    def test_a_release_needs_words(self):
        order = self._waiting()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._let_pass(order, note=" ")

    def test_a_release_stands_while_the_order_does_not_grow(self):
        order = self._waiting()
        self._let_pass(order, resume=False)
        self.assertEqual(order.state, "draft")
        self._order(self._line(qty=5))  # he owes more by now
        order.order_line.price_unit = 1400.0
        self._confirm(order)
        self.assertConfirmed(order)

    def test_a_release_ends_when_the_order_grows(self):
        order = self._waiting()
        self._let_pass(order, resume=False)
        order.order_line.price_unit = 1500.01
        self._confirm(order)
        self.assertHeld(order, credit_order_amount=1500.01)

    def test_a_release_stands_when_the_rate_moves(self):
        rates = [("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        euro = self.setup_other_currency("EUR", rates=rates)
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        with self._at("2026-03-02 09:00:00"):
            order = self._waiting(1000.0, pricelist_id=pricelist.id)
            self.assertHeld(order, credit_order_amount=1250)
            self._let_pass(order, resume=False)
        with self._at("2026-03-12 09:00:00"):  # 2,000.00 by now
            self._confirm(order)
            self.assertConfirmed(order)

    def test_the_release_counts_for_one_order(self):
        first, second = self._waiting(), self._waiting()
        self._let_pass(first)
        self.assertConfirmed(first)
        self.assertHeld(second)

    def test_a_release_is_for_the_customer_it_was_given_for(self):
        order = self._waiting()
        self._let_pass(order, resume=False)
        other = self._customer(name="Another")
        self._account(10, partner=other)
        order.partner_id = order.partner_invoice_id = other
        self._confirm(order)
        self.assertHeld(order, credit_limit=10)

    def test_another_customer_another_hold(self):
        order = self._waiting()
        other = self._customer(name="Another")
        self._account(10, partner=other)
        order.partner_id = order.partner_invoice_id = other
        self._confirm(order)
        self.assertHeld(order, credit_limit=10, credit_excess=1490)
        first = self._credit_holds(order)[0]
        self.assertEqual(
            (first.state, first.release_note),
            ("ended", "The order is invoiced to another customer now."),
        )

    def _release_over_rpc(self, user, hold):
        """The wizard as a client calls it."""
        vals = {"hold_ids": hold.ids, "note": "It is fine"}
        (wizard,) = self._rpc(user, "o2c.hold.release", "create", [vals])
        self._rpc(user, "o2c.hold.release", "action_release", [wizard])


@tagged("post_install", "-at_install")
class TestReleaseByItself(ReleaseCase):
    """When the limit covers the order again, the hold ends and the order goes on."""

    def test_limit_raised(self):
        order = self._waiting()
        self._rpc(
            self.manager,
            "o2c.credit.account",
            "write",
            self.account.ids,
            {"credit_limit": 1499.99},
        )
        self.assertHeld(order)
        self._rpc(
            self.manager,
            "o2c.credit.account",
            "write",
            self.account.ids,
            {"credit_limit": 1500},
        )
        self.assertConfirmed(order)
        hold = self._credit_holds(order)
        self.assertTrue(hold.released_by_rule)
        self.assertEqual(hold.release_note, "The credit limit covers the order now.")

    def test_limit_lifted(self):
        order = self._waiting()
        self.account.limited = False
        self.assertConfirmed(order)

    def test_as_many_as_fit_in_id_order(self):
        orders = [self._waiting(1200.0) for _number in range(3)]
        self.account.credit_limit = 2500
        self.assertConfirmed(*orders[:2])
        self.assertHeld(orders[2])

    def test_payment_arrives(self):
        bill = self._billed(800)
        order = self._waiting(1000.0)
        self.assertHeld(order, credit_excess=800)
        self._pay(bill, 799.99)
        self.assertTriggered()
        self._run_job()
        self.assertHeld(order)
        self._pay(bill)
        self.assertHeld(order)  # not in the transaction of the payment
        self._run_job()
        self.assertConfirmed(order)

    def test_payment_is_matched_later(self):
        """What is paid and not matched makes room too; matching changes nothing."""
        bill = self._billed(800)
        order = self._waiting(1000.0)
        payment = self._pay(bill)
        payment.move_id.line_ids.remove_move_reconcile()
        self._run_job()
        self.assertConfirmed(order)

    def test_a_contested_amount_makes_room(self):
        bill = self._billed(800)
        order = self._waiting(900.0)
        self._hold(bill, "collection", amount=699)
        self._run_job()
        self.assertHeld(order)
        self._hold(bill, "collection", amount=1, origin=bill)
        self._run_job()
        self.assertConfirmed(order)

    def test_another_order_is_cancelled(self):
        other = self._order(self._line(qty=8))
        order = self._waiting(900.0)
        other._action_cancel()
        self.assertTriggered()
        self._run_job()
        self.assertConfirmed(order)

    def test_cancelled_while_it_waits(self):
        order = self._waiting()
        order.with_user(self.seller).sudo(False)._action_cancel()
        hold = self._credit_holds(order)
        self.assertEqual(
            (hold.state, hold.release_note), ("ended", "The order was cancelled.")
        )

    def test_holds_of_people_stay(self):
        order = self._waiting()
        self._hold(order, "manual", forced=True)
        self.account.credit_limit = 5000
        self.assertEqual(self._credit_holds(order).state, "ended")
        self.assertEqual(order.state, "draft")
        self.assertEqual(order._o2c_holds()[order].mapped("reason_id.code"), ["manual"])

    def test_a_forced_credit_hold_stays(self):
        order = self._quotation(100.0)
        hold = self._hold(order, "credit_limit", origin=self.account, forced=True)
        self.account.credit_limit = 5000
        self._run_job()
        self._confirm(order)
        self.assertEqual((hold.state, order.state), ("open", "draft"))

    def test_what_was_not_asked_for_is_not_confirmed(self):
        order = self._waiting()
        order._o2c_forget_request()
        self.account.credit_limit = 5000
        self.assertEqual(order.state, "draft")
        self.assertFalse(order._o2c_holds()[order])

    def test_an_order_that_cannot_be_confirmed_stays_free_and_says_why(self):
        broken, fine = self._waiting(1100.0), self._waiting(1100.0)
        broken.order_line.write({"product_id": False})
        self.account.credit_limit = 5000
        self.assertEqual(broken.state, "draft")
        self.assertFalse(broken._o2c_holds()[broken])
        self.assertIn("could not be confirmed", broken.message_ids[:1].body)
        self.assertConfirmed(fine)

    def test_a_payment_does_not_fail_with_an_order(self):
        bill = self._billed(800)
        order = self._waiting(900.0)
        broken = patch.object(
            type(order), "_o2c_release_covered", side_effect=ValueError("broken")
        )
        with broken:
            self._pay(bill)
        self.assertEqual(bill.amount_residual, 0)
        self.assertTriggered()

    def test_one_that_fails_does_not_stop_the_others(self):
        other = self._customer(name="Another")
        account = self._account(100, partner=other)
        bad, good = self._waiting(), self._waiting(partner_id=other.id)
        self.cr.execute("UPDATE o2c_credit_account SET credit_limit = 9000")
        self.env.invalidate_all()
        original = type(self.account)._reevaluate

        def reevaluate(accounts):
            if accounts == self.account:
                raise UserError("broken")
            return original(accounts)

        with (
            patch.object(type(self.account), "_reevaluate", reevaluate),
            mute_logger("odoo.addons.o2c_credit.models.o2c_credit_account_release"),
        ):
            self._run_job()
        self.assertHeld(bad)
        self.assertConfirmed(good)
        self.assertEqual(account.waiting_count, 0)

    def test_the_job_may_run_twice(self):
        order = self._waiting()
        self.cr.execute("UPDATE o2c_credit_account SET credit_limit = 9000")
        self.env.invalidate_all()
        self._run_job()
        self.assertConfirmed(order)
        with self.assertNothingWritten("o2c.hold", "sale.order"):
            self._run_job()

    def test_nothing_waits_nothing_is_triggered(self):
        self._pay(self._billed(800))
        self.assertFalse(self._triggers())

    def test_waiting_orders_of_the_account(self):
        orders = self._waiting() | self._waiting()
        self.assertEqual(self.account.waiting_count, 2)
        action = self.account.with_user(self.manager).sudo(False).action_waiting()
        self.assertEqual(self.Hold.search(action["domain"]).order_id, orders)
        collector = self._user("collector")
        seen = self.account.with_user(collector).sudo(False)
        self.assertEqual(seen.waiting_count, 2)

    # ------------------------------------------------------------- helpers
    def _billed(self, amount):
        order = self._order(
            self._line(self._service(invoice_policy="order"), 1, amount)
        )
        return self._invoice(order)

    def _triggers(self):
        job = self.env.ref("o2c_credit.ir_cron_reevaluate")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])

    def assertTriggered(self):
        self.assertTrue(self._triggers())


@tagged("post_install", "-at_install")
class TestPhases(ReleaseCase):
    """Which phases the reason stops, and what the customer reads."""

    def test_reason(self):
        reason = self.env.ref("o2c_credit.hold_reason_credit_limit")
        self.assertEqual(reason._phases(), {Phase.CONFIRMATION, Phase.DELIVERY})
        self.assertFalse(reason.manual)
        self.assertNotIn("credit", reason.customer_text.lower())
