from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTimelineTours(HttpCase):
    """The timeline in a browser, as the people who use it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "skip_sms": True})
        cls.desk = new_test_user(cls.env, "o2c_desk", "o2c_orders.group_order_desk")
        new_test_user(cls.env, "o2c_manager", "o2c_orders.group_order_manager")
        cls.customer = cls.env["res.partner"].create({"name": "Café Tour"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Chair",
                "type": "consu",
                "list_price": 0,
                "taxes_id": [Command.clear()],
            }
        )
        # a time of its own, whatever else lies in this database
        cls.company = cls.env["res.company"].create({"name": "Tour"})
        (cls.desk | cls.env.user).write({"company_ids": [Command.link(cls.company.id)]})

    def _delivered(self, company=None):
        """An order of a gift: delivered, and by that closed."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": (company or self.env.company).id,
                "user_id": False,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.write({"quantity": 1, "picked": True})
        order.picking_ids.button_validate()
        self.env.flush_all()
        return order

    def test_ribbon(self):
        order = self._delivered()
        self.assertEqual(order.o2c_stage, "closed")
        context = {
            "active_id": order.picking_ids.id,
            "active_model": "stock.picking",
        }
        wizard = self.env["stock.return.picking"].with_context(**context).create({})
        wizard.product_return_moves.quantity = 1
        wizard.action_create_returns()
        self.env.flush_all()
        url = f"/odoo/o2c-orders/{order.id}"
        self.start_tour(url, "o2c_orders_timeline", login="o2c_desk")

    def test_process(self):
        self.desk.write(
            {
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        orders = self._delivered(self.company) | self._delivered(self.company)
        self.env["o2c.process"]._measure(orders.ids)
        self.start_tour("/odoo/o2c-process", "o2c_orders_process", login="o2c_desk")

    def test_departments(self):
        self.env["o2c.department.owner"].search([("id", "!=", 0)]).unlink()
        self.start_tour(
            "/odoo/o2c-departments", "o2c_orders_departments", login="o2c_manager"
        )
        owner = self.env["o2c.department.owner"].search(
            [("user_id", "=", self.desk.id)]
        )
        self.assertEqual(owner.department, "transport")
