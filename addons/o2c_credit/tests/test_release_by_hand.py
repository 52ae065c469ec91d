from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import ReleaseCase


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
        # a refusal is better still
        with suppress(UserError), self.cr.savepoint():
            self._rpc(
                both,
                "sale.order",
                "write",
                order.ids,
                {"o2c_confirm_requested_id": self.seller.id},
            )
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
class TestPhases(ReleaseCase):
    """Which phases the reason stops, and what the customer reads."""

    def test_reason(self):
        reason = self.env.ref("o2c_credit.hold_reason_credit_limit")
        self.assertEqual(reason._phases(), {Phase.CONFIRMATION, Phase.DELIVERY})
        self.assertFalse(reason.manual)
        self.assertNotIn("credit", reason.customer_text.lower())
