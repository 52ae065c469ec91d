from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTour(HttpCase):
    """Held and released in a real browser, each step by the person who takes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales = "base.group_user,sales_team.group_sale_salesman"
        cls.seller = new_test_user(cls.env, "credit_seller", sales)
        manager = "base.group_user,o2c_credit.group_credit_manager"
        cls.manager = new_test_user(cls.env, "credit_boss", manager)
        customer = cls.env["res.partner"].create(
            {"name": "Café Tour", "user_id": cls.seller.id, "credit_limit": 1000}
        )
        domain = [("partner_id", "=", customer.id)]
        cls.account = cls.env["o2c.credit.account"].search(domain)
        product = cls.env["product.product"].create(
            {"name": "Advice", "type": "service", "taxes_id": False}
        )
        line = {"product_id": product.id, "price_unit": 1500.0}
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": cls.seller.id,
                "order_line": [Command.create(line)],
            }
        )

    def test_from_held_to_released(self):
        url = f"/odoo/o2c-orders/{self.order.id}"
        self.start_tour(url, "o2c_credit_confirm_over_limit", login="credit_seller")
        hold = self.order.o2c_hold_ids
        self.assertEqual(hold.requested_by_id, self.seller)
        self.assertEqual((hold.credit_excess, self.order.state), (500, "draft"))

        self.start_tour(
            "/odoo/o2c-credit-holds", "o2c_credit_release", login="credit_boss"
        )
        self.assertEqual(hold.released_by_id, self.manager)
        self.assertEqual(hold.release_note, "Pays on Friday")
        self.assertEqual(self.order.state, "sale")

        url = f"/odoo/o2c-credit-accounts/{self.account.id}"
        self.start_tour(url, "o2c_credit_raise_limit", login="credit_boss")
        self.assertEqual(self.account.credit_limit, 4000)
