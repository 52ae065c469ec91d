"""The whole story, through all four modules: credit first, then the rest."""

from odoo.tests import tagged

from odoo.addons.o2c_credit.tests.common import CreditCommon
from odoo.addons.o2c_quality_check.tests import test_story as tale

MODULES = ("o2c_orders", "o2c_credit", "o2c_customer_care", "o2c_quality_check")


@tagged("post_install", "-at_install")
class TestWholeStory(tale.Tale, CreditCommon):
    """Over the limit, let pass by another person, and on to two broken boxes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.salesperson

    def test_all_four_modules_take_part(self):
        found = self.env["ir.module.module"].search(
            [("name", "in", MODULES), ("state", "=", "installed")]
        )
        assert sorted(found.mapped("name")) == sorted(MODULES)

    def test_over_the_limit_and_two_broken_boxes(self):
        # Given Nordlicht with a limit of 1,000
        account = self._account(1000.0)

        # When the salesperson confirms the order over 1,200 on Monday
        with self._at("2026-03-02 07:00:00"):
            order = self.quotation()
            self.confirms(order)
        # Then it is not confirmed but held, 200 over, and the customer owes nothing
        hold = self.assertHeld(
            order,
            credit_limit=1000.0,
            credit_exposure=0.0,
            credit_order_amount=1200.0,
            credit_excess=200.0,
            requested_by_id=self.salesperson,
        )
        assert not order.picking_ids

        # When a credit manager, who is not the one who asked, lets it pass
        with self._at("2026-03-02 08:00:00"):
            self._let_pass(order, note="Pays the old ones tomorrow")
            self.env.flush_all()
        # Then the order is confirmed, and the ledger knows who and why
        self.assertConfirmed(order)
        assert (hold.state, hold.released_by_id) == ("ended", self.manager)
        assert hold.release_note == "Pays the old ones tomorrow"
        # and the order uses up the limit
        self.assertExposure(account, orders="1200")

        # Then it goes the way of every order, broken boxes included
        self.from_delivery_to_closing(order)
        # and at the end nothing of it is left in the exposure
        self.assertExposure(account)

    def test_contested_amount_leaves_the_exposure(self):
        # Given the delivered and invoiced order of a customer without limit
        account = self._account(None)
        order, invoice = self.monday_ten_boxes_are_delivered()
        self.assertExposure(account, receivables="1200")
        # When 240 are contested after the call
        call = self.thursday_the_customer_is_called(order)
        self.two_boxes_are_contested(self.he_says_damaged(call), invoice)
        # Then credit sees them apart: 1,200 owed, 240 of it in dispute
        self.assertExposure(account, receivables="1200", disputed="240")
