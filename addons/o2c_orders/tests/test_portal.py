from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortal(HttpCase):
    """What the customer and the external agent see, and what they must not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "o2c_orders.group_external_agent"
        cls.agent = new_test_user(cls.env, "o2c_agent", groups)
        cls.other_agent = new_test_user(cls.env, "o2c_agent2", groups)
        cls.customer = new_test_user(cls.env, "o2c_customer", "base.group_portal")
        cls.customer.partner_id.o2c_agent_id = cls.agent.partner_id
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.partner_id.id,
                "require_signature": True,
                "require_payment": False,
                "order_line": [(0, 0, {"product_id": cls._product().id})],
            }
        )
        cls.order.action_quotation_sent()

    @classmethod
    def _product(cls):
        values = {"name": "Desk", "is_storable": True, "list_price": 250}
        return cls.env["product.product"].create(values)

    def _page(self, login, url):
        self.authenticate(login, login)
        return self.url_open(url)

    def test_agent_sees_the_orders_he_brought(self):
        page = self._page("o2c_agent", "/my/agent/orders")
        self.assertIn(self.order.name, page.text)
        self.assertIn("Acquisition", page.text)

    def test_other_agent_sees_nothing_of_it(self):
        page = self._page("o2c_agent2", "/my/agent/orders")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn(self.order.name, page.text)

    def test_customer_has_no_agents_page(self):
        page = self._page("o2c_customer", "/my/agent/orders")
        self.assertEqual(page.status_code, 403)

    def test_agent_cannot_accept_in_the_customers_place(self):
        self.authenticate("o2c_agent", "o2c_agent")
        answer = self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept",
            {"name": "Agent", "signature": "R0lGODlhAQABAAAAACw="},
        )
        self.assertIn("error", answer)
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.signed_on)

    def test_customer_reads_the_text_for_him_not_the_reason(self):
        self.env["o2c.hold"]._place(self.order, "manual", note="Internal: odd address")
        page = self._page("o2c_customer", self.order.get_portal_url())
        self.assertIn("We are checking your order", page.text)
        self.assertNotIn("odd address", page.text)
        self.assertNotIn("Waiting for clarification", page.text)

    def test_customer_sees_how_far_the_order_is(self):
        self.order.action_confirm()
        page = self._page("o2c_customer", self.order.get_portal_url())
        self.assertIn('data-kind="shipped"', page.text)
        self.assertNotIn("We are checking your order", page.text)
