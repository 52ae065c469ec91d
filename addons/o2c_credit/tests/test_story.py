from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestStory(CreditCommon):
    """A café wants six machines at once and may owe five thousand."""

    def setUp(self):
        super().setUp()
        # Clara sets the limit; Odoo shows the same number on the customer.
        self.account = self._account()
        vals = {"limited": True, "credit_limit": 5000}
        self._rpc(self.manager, "o2c.credit.account", "write", self.account.ids, vals)
        self.assertEqual(self.customer.credit_limit, 5000)
        # He has had goods for 3,000 and not paid them.
        self.bill = self._invoice(self._delivered(qty=30))
        self.assertExposure(self.account, receivables=3000)

    def test_let_pass_by_the_credit_manager(self):
        # He orders for 6,000. Sara sees before she confirms that it will not pass.
        order = self._order(self._line(qty=60), confirm=False, user_id=self.seller.id)
        card = order.with_user(self.seller).sudo(False).o2c_credit_card
        self.assertEqual(card["standing"], "over")
        self.assertIn("4,000.00", card["title"])

        # She confirms all the same: the order waits, with its reason.
        self._confirm(order)
        hold = self.assertHeld(order, credit_excess=4000, requested_by_id=self.seller)
        self.assertIn("would be exceeded by $\xa04,000.00", hold.note)
        self.assertFalse(order.picking_ids)

        # The customer contests 500 of the bill and pays 1,000: not enough.
        self._hold(self.bill, "collection", amount=500)
        self._pay(self.bill, 1000)
        self._run_job()
        self.assertHeld(order)
        self.assertExposure(self.account, receivables=2000, disputed=500)

        # Clara lets it pass, with a word; it is confirmed at once and can leave.
        self._let_pass(order, note="The rest is paid on Friday")
        self.assertConfirmed(order)
        self.assertEqual(hold.released_by_id, self.manager)
        self.assertEqual(self._deliver(order).state, "done")
        self.assertExposure(
            self.account, receivables=2000, disputed=500, delivered=6000
        )

        # A small order more does not pass on the strength of that.
        small = self._quotation(100.0)
        self._confirm(small)
        self.assertHeld(small, credit_excess=2600)

    def test_goes_on_by_itself_when_the_bill_is_paid(self):
        order = self._quotation(2500.0)
        self._confirm(order)
        self.assertHeld(order, credit_excess=500)

        # A part is not enough, the whole is; the payment itself confirms nothing.
        self._pay(self.bill, 499)
        self._run_job()
        self.assertHeld(order)
        self._pay(self.bill)
        self.assertHeld(order)
        self._run_job()
        self.assertConfirmed(order)
        self.assertExposure(self.account, orders=2500)
        self.assertEqual(self.customer._o2c_sales_headroom(self.company), 2500)

    def _delivered(self, qty):
        order = self._order(self._line(qty=qty), confirm=False, user_id=self.seller.id)
        self._confirm(order)
        self._deliver(order)
        return order
