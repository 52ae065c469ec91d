from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReleaseCase


@tagged("post_install", "-at_install")
class TestReleaseByItself(ReleaseCase):
    """When the limit covers the order again, the hold ends and the order goes on."""

    def setUp(self):
        super().setUp()
        self._triggers().unlink()  # of demo data

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
                raise ValueError("broken")
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
