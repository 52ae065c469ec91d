from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestMakeItPassTour(HttpCase):
    """The salesperson reads the card, asks what would pass and has it written."""

    def test_from_held_to_two_quotations(self):
        sales = "base.group_user,sales_team.group_sale_salesman"
        seller = new_test_user(self.env, "pass_seller", sales)
        customer = self.env["res.partner"].create(
            {"name": "Café Pass", "user_id": seller.id, "credit_limit": 1000}
        )
        product = self.env["product.product"].create(
            {
                "name": "Beans",
                "type": "service",
                "taxes_id": False,
                "standard_price": 60,
                "list_price": 100,
            }
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": seller.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 15})
                ],
            }
        )
        url = f"/odoo/o2c-orders/{order.id}"
        self.start_tour(url, "o2c_credit_make_it_pass", login="pass_seller")
        other = order.o2c_split_ids
        self.assertEqual((order.amount_total, other.amount_total), (1000, 500))
        order.with_user(seller).action_confirm()
        self.assertEqual(order.state, "sale")
