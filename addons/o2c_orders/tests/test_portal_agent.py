from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .quotation_common import QuotationCommon


@tagged("post_install", "-at_install")
class TestPortalAgent(QuotationCommon, HttpCase):
    """What an external agent reads of his customers, and what he does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls._user("agent")
        cls.stranger = cls._user("agent", login="o2c_agent2")
        cls.client = cls._user("customer")
        cls.customer.write({"o2c_agent_id": cls.agent.partner_id.id, "city": "Bergamo"})
        cls.other = cls._customer(name="Of another agent")
        cls.other.o2c_agent_id = cls.stranger.partner_id
        cls.order = cls._order()
        cls.picking = cls._deliver(cls.order)
        cls.picking.carrier_tracking_ref = "TRACK-9"
        cls.bill = cls._invoice(cls.order)
        cls.far = cls._order(partner_id=cls.other.id)
        cls.far_bill = cls._invoice(cls.far) if cls._deliver(cls.far) else None

    def _page(self, url, login="o2c_agent"):
        self.authenticate(login, login)
        return self.url_open(url)

    def test_an_order_with_its_way_and_papers(self):
        self._hold(self.order, "closing", note="Internal words")
        text = self._page(f"/my/agent/orders/{self.order.id}").text
        for word in (self.order.name, "TRACK-9", self.bill.name, "Espresso machine"):
            self.assertIn(word, text)
        self.assertIn('data-kind="shipped"', text)
        self.assertNotIn("Internal words", text)
        self.assertNotIn(self.order.access_token or "access_token=", text)

    def test_papers(self):
        root = f"/my/agent/orders/{self.order.id}"
        printed = []

        def render(report, ref, res_ids=None, data=None):
            printed.append(res_ids)
            return b"%PDF", "pdf"

        papers = {"order": self.order, "invoice": self.bill, "delivery": self.picking}
        with patch.object(IrActionsReport, "_render_qweb_pdf", render):
            for kind, record in papers.items():
                page = self._page(f"{root}/{kind}/{record.id}")
                self.assertEqual(page.headers["Content-Type"], "application/pdf", kind)
                self.assertEqual(page.content, b"%PDF")
        self.assertEqual(printed, [record.ids for record in papers.values()])

    def test_foreign_ids_are_not_found(self):
        root = f"/my/agent/orders/{self.order.id}"
        for url in (
            f"/my/agent/orders/{self.far.id}",
            f"/my/agent/orders/{self.far.id}/order/{self.far.id}",
            f"{root}/order/{self.far.id}",
            f"{root}/invoice/{self.far_bill.id}",
            f"{root}/delivery/{self.far.picking_ids.id}",
            f"{root}/report/{self.order.id}",
            f"{root}/document/1",
            "/my/agent/orders/999999999",
        ):
            with self.subTest(url):
                self.assertEqual(self._page(url).status_code, 404)

    def test_drafts_are_not_shown(self):
        draft = self._quote(sent=False)
        page = self._page(f"/my/agent/orders/{draft.id}")
        self.assertEqual(page.status_code, 404)

    def test_nobody_else_has_these_pages(self):
        for url in ("orders", f"orders/{self.order.id}", "customers", "products"):
            with self.subTest(url):
                page = self._page(f"/my/agent/{url}", "o2c_customer")
                self.assertEqual(page.status_code, 403)
        page = self._page(f"/my/agent/products.csv?customer={self.customer.id}")
        self.assertEqual(page.status_code, 200)
        login = "o2c_agent2"
        page = self._page(f"/my/agent/products.csv?customer={self.customer.id}", login)
        self.assertEqual(page.status_code, 404)

    def test_nothing_is_changed_by_the_pages(self):
        self.authenticate("o2c_agent", "o2c_agent")
        for url in (f"orders/{self.order.id}", "customers", "products"):
            answer = self.url_open(f"/my/agent/{url}", data={"x": 1})
            self.assertIn(answer.status_code, (400, 405))

    def test_search_and_filters(self):
        quote = self._quote(client_order_ref="PO-77")
        text = self._page("/my/agent/orders?search=PO-77").text
        self.assertIn(quote.name, text)
        self.assertNotIn(f'/my/agent/orders/{self.order.id}"', text)
        text = self._page("/my/agent/orders?filterby=quotations").text
        self.assertIn(quote.name, text)
        self.assertNotIn(f'/my/agent/orders/{self.order.id}"', text)
        self.assertIn(self.order.name, self._page("/my/agent/orders?filterby=x").text)

    def test_customers(self):
        self._quote()
        text = self._page("/my/agent/customers").text
        self.assertIn("Bergamo", text)
        self.assertNotIn("Of another agent", text)
        model = self.env["res.partner"].with_user(self.agent).sudo(False)
        (row,) = model._o2c_agent_customer_rows()
        self.assertEqual((row["quotations"], row["orders"]), (1, 1))

    def test_price_list_of_the_customer(self):
        feature = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user")._apply_group(feature)
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Friends",
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": 25})
                ],
            }
        )
        self.product.default_code = "ESP-Q1"
        self.customer.property_product_pricelist = pricelist
        text = self._page("/my/agent/products?search=ESP-Q1").text
        self.assertIn("75.00", text)
        url = f"/my/agent/products.csv?customer={self.customer.id}&search=ESP-Q1"
        lines = self._page(url).text.splitlines()
        self.assertEqual(lines[0], "code,name,unit,price,currency,stock")
        self.assertEqual(lines[1].split(",")[3], "75.0")

    def test_stock_as_much_as_the_company_tells(self):
        stored = self._product(name="Stored", is_storable=True, default_code="STO")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        quant = {"product_id": stored.id, "location_id": warehouse.lot_stock_id.id}
        self.env["stock.quant"].create(
            {**quant, "inventory_quantity": 7}
        ).action_apply_inventory()
        shown = {}
        for told in ("no", "available", "quantity"):
            self.company.o2c_agent_stock = told
            rows = self.customer._o2c_agent_price_rows(stored)
            shown[told] = rows[0]["stock"]
        self.assertEqual(shown, {"no": "", "available": "available", "quantity": "7"})

    def test_the_methods_are_for_agents_only(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.client)._o2c_agent_customers()
