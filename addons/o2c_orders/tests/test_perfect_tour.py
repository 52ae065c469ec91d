from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPerfectTour(HttpCase):
    """The screens of order quality in a real browser, each by its person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales = "base.group_user,sales_team.group_sale_salesman"
        cls.seller = new_test_user(cls.env, "o2c_p_seller", sales)
        new_test_user(cls.env, "o2c_p_desk", "o2c_orders.group_order_desk")
        new_test_user(cls.env, "o2c_p_manager", "o2c_orders.group_order_manager")
        cls.tag = cls.env["res.partner.category"].create({"name": "Tour"})
        cls.customer = cls.env["res.partner"].create(
            {"name": "Café Perfect Tour", "category_id": cls.tag.ids}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Chair", "type": "consu", "list_price": 100}
        )

    def _order(self):
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.seller.id,
                "order_line": [(0, 0, line)],
            }
        )

    def _late_order(self):
        """Promised three days ago, delivered one day ago: the address was wrong."""
        order = self._order()
        now = fields.Datetime.now()
        order.commitment_date = now - timedelta(days=3)
        order.action_confirm()
        order.date_order = now - timedelta(days=6)
        picking = order.picking_ids
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        picking.move_ids.date = now - timedelta(days=1)
        self.env["o2c.entry.error"].create(
            {"order_id": order.id, "kind": "address", "note": "The floor was missing"}
        )
        self.env["o2c.perfect.order"]._measure(order.ids)
        return order

    def test_entry_check(self):
        self.env["o2c.entry.check"].create(
            {
                "name": "Tour",
                "kind": "reference",
                "effect": "hold",
                "category_ids": self.tag.ids,
            }
        )
        order = self._order()
        url = f"/odoo/o2c-orders/{order.id}"
        self.start_tour(url, "o2c_orders_entry_check", login="o2c_p_seller")
        self.assertEqual(order.state, "sale")
        error = order.o2c_entry_error_ids.filtered(lambda e: e.check_id.name == "Tour")
        self.assertEqual(error.state, "corrected")

    def test_perfect_order(self):
        order = self._late_order()
        url = f"/odoo/o2c-orders/{order.id}"
        self.start_tour(url, "o2c_orders_perfect_order", login="o2c_p_desk")

    def test_quality(self):
        self._late_order()
        self.start_tour(
            "/odoo/o2c-quality", "o2c_orders_quality", login="o2c_p_manager"
        )

    def test_checkup(self):
        url = "/odoo/o2c-checkup/new"
        self.start_tour(url, "o2c_orders_checkup", login="o2c_p_manager")
        self.assertFalse(self.env["o2c.sample.record"].search([("id", ">", 0)]))
