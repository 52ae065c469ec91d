from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestDelivery(CreditCommon):
    """The limit is looked at again when the goods leave."""

    def _ready(self, qty=10, **values):
        order = self._order(self._line(qty=qty), confirm=False, **values)
        self._confirm(order, self._user("order_desk"))
        return order

    def _ship(self, order):
        return self._deliver(order)

    def test_within_the_limit_it_leaves(self):
        self._account(1000)
        order = self._ready()
        self.assertEqual(self._ship(order).state, "done")

    def test_limit_lowered_since(self):
        account = self._account(1000)
        order = self._ready()
        account.credit_limit = 999.99
        picking = self._ship(order)
        self.assertNotEqual(picking.state, "done")
        hold = order._o2c_holds(Phase.DELIVERY)[order]
        self.assertEqual(hold.credit_excess, 0.01)
        self.assertEqual(
            hold.note.replace("\xa0", ""),
            "The credit limit of $999.99 is exceeded by $0.01: exposure $1,000.00,"
            " with this order of $1,000.00 in it.",
        )
        account.credit_limit = 1000
        self.assertEqual(hold.state, "ended")
        self.assertEqual(self._ship(order).state, "done")

    def test_not_if_the_company_does_not_want_it(self):
        self.company.o2c_credit_check_delivery = False
        account = self._account(1000)
        order = self._ready()
        account.credit_limit = 1
        self.assertEqual(self._ship(order).state, "done")

    def test_an_order_that_grew_is_looked_at_in_any_case(self):
        self.company.o2c_credit_check_delivery = False
        self._account(1000)
        order = self._ready()
        order.order_line.product_uom_qty = 11
        self.assertNotEqual(self._ship(order).state, "done")
        hold = order._o2c_holds(Phase.DELIVERY)[order]
        self.assertEqual((hold.credit_order_amount, hold.credit_excess), (1100, 100))

    def test_what_was_released_leaves(self):
        self._account(500)
        order = self._ready()
        self._let_pass(order)
        self.assertConfirmed(order)
        self.assertEqual(self._ship(order).state, "done")

    def test_what_was_released_and_grew_does_not(self):
        self._account(500)
        order = self._ready()
        self._let_pass(order)
        order.order_line.product_uom_qty = 12
        self.assertNotEqual(self._ship(order).state, "done")
        self._let_pass(order)
        self.assertEqual(self._ship(order).state, "done")

    def test_the_release_of_one_does_not_stop_another(self):
        """Nor does a second release: each accepts what there is by then."""
        self._account(1000)
        first = self._ready()
        second, third = self._ready(20), self._ready(5)
        self._let_pass(second)
        self._let_pass(third)
        self.assertConfirmed(second, third)
        for order in (first, second, third):
            self.assertEqual(self._ship(order).state, "done")

    def test_what_was_accepted_ends_with_its_order(self):
        account = self._account(1000)
        first, second = self._ready(8), self._ready(20)
        self._let_pass(second)
        second._action_cancel()
        account.credit_limit = 700
        self.assertNotEqual(self._ship(first).state, "done")

    def test_shipped_goods_stay_invoiceable(self):
        account = self._account(1000)
        order = self._ready()
        self._deliver(order, 4)
        account.credit_limit = 1
        self._ship(order)
        self.assertTrue(order._o2c_holds(Phase.DELIVERY)[order])
        self.assertEqual(self._invoice(order).amount_total, 400)
