from odoo.tests import new_test_user, tagged

from .test_return_portal import ReturnPortalCommon


@tagged("post_install", "-at_install")
class TestReturnTour(ReturnPortalCommon):
    """The screens in a real browser, each by the person who uses it."""

    def test_desk_takes_goods_back(self):
        new_test_user(self.env, "o2c_desk", "o2c_orders.group_order_desk")
        url = f"/odoo/o2c-orders/{self.order.id}"
        self.start_tour(url, "o2c_orders_take_back", login="o2c_desk")
        record = self.order.o2c_return_ids
        self.assertEqual((record.state, record.line_ids.quantity), ("authorised", 2))

    def test_customer_withdraws(self):
        self.start_tour(self.page, "o2c_orders_withdraw", login="o2c_freya")
        record = self.order.o2c_withdrawal_ids
        self.assertEqual((record.state, record.person_name), ("accepted", "Freya"))
        self.assertEqual(record.line_ids.quantity, 5)
