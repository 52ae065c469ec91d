from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestQuotationTour(HttpCase):
    """Quotations, the sales network and the interface in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales = "base.group_user,sales_team.group_sale_salesman"
        cls.seller = new_test_user(cls.env, "o2c_q_seller", sales)
        new_test_user(cls.env, "o2c_q_desk", "o2c_orders.group_order_desk")
        new_test_user(cls.env, "o2c_q_manager", "o2c_orders.group_order_manager")
        agent = "o2c_orders.group_external_agent"
        cls.agent = new_test_user(
            cls.env, "o2c_q_agent", agent, name="Agent of the tour"
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Café Funnel", "o2c_agent_id": cls.agent.partner_id.id}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Chair of the tour", "list_price": 100, "taxes_id": False}
        )
        cls.quote = cls._quote()
        cls.reason = cls.env["o2c.quote.reason"].create(
            {"name": "Too dear", "kind": "lost"}
        )

    @classmethod
    def _quote(cls):
        quote = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "order_line": [(0, 0, {"product_id": cls.product.id})],
            }
        )
        quote.action_quotation_sent()
        return quote

    def test_follow_up(self):
        url = f"/odoo/o2c-quotations/{self.quote.id}"
        name = "o2c_orders_quotation_follow_up"
        self.start_tour(url, name, login="o2c_q_seller")
        self.assertEqual(self.quote.o2c_quote_status, "lost")
        self.assertEqual(self.quote.o2c_quote_reason_id, self.reason)

    def test_funnel(self):
        url, name = "/odoo/o2c-quotation-funnel", "o2c_orders_quotation_funnel"
        self.start_tour(url, name, login="o2c_q_seller")

    def test_network(self):
        url, name = "/odoo/o2c-sales-network", "o2c_orders_sales_network"
        self.start_tour(url, name, login="o2c_q_desk")

    def test_interface(self):
        name = "o2c_orders_interface"
        self.start_tour("/odoo/o2c-interfaces", name, login="o2c_q_manager")
        domain = [("name", "=", "Shop of the tour")]
        interface = self.env["o2c.interface"].search(domain)
        self.assertTrue(interface.key_until)

    def test_agent(self):
        name = "o2c_orders_agent_portal"
        self.start_tour("/my/agent/customers", name, login="o2c_q_agent")
