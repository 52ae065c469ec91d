from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTour(HttpCase):
    """The main screens in a real browser, each step by the person who takes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,"
        sales = "sales_team.group_sale_salesman"
        cls.seller = new_test_user(cls.env, "o2c_seller", group + sales)
        cls.desk = new_test_user(cls.env, "o2c_desk", "o2c_orders.group_order_desk")
        new_test_user(cls.env, "o2c_manager", "o2c_orders.group_order_manager")
        customer = cls.env["res.partner"].create({"name": "Café Tour"})
        product = cls.env["product.product"].create(
            {"name": "Chair", "is_storable": True, "list_price": 100}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": cls.seller.id,
                "state": "sent",
                "order_line": [(0, 0, {"product_id": product.id})],
            }
        )
        cls.url = f"/odoo/o2c-orders/{cls.order.id}"

    def test_hold_from_placing_to_release(self):
        self.start_tour(self.url, "o2c_orders_place_hold", login="o2c_desk")
        hold = self.order.o2c_hold_ids
        self.assertEqual((hold.state, hold.placed_by_id), ("open", self.desk))
        self.assertTrue(hold.forced)

        self.start_tour(self.url, "o2c_orders_confirm_held", login="o2c_seller")
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(self.order.o2c_confirm_requested_id, self.seller)

        self.start_tour(self.url, "o2c_orders_release", login="o2c_manager")
        self.assertEqual((hold.state, hold.release_note), ("ended", "Blue, by phone"))
        self.assertEqual(self.order.state, "sale")

    def test_log_a_contact(self):
        self.start_tour(self.url, "o2c_orders_log_contact", login="o2c_desk")
        contact = self.order.o2c_contact_ids
        self.assertEqual(contact.summary, "Asks for blue")
        self.assertEqual(contact.user_id, self.desk)
        self.assertEqual(contact.document_ids.name, self.order.name)
