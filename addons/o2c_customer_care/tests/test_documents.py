from odoo.tests import Form, tagged

from .common import CareCommon

FEATURES = [
    "stock.group_production_lot",
    "stock.group_stock_multi_locations",
    "stock.group_tracking_lot",
    "stock.group_tracking_owner",
    "uom.group_uom",
    "product.group_product_variant",
    "product.group_product_pricelist",
    "sale.group_discount_per_so_line",
    "base.group_multi_company",
    "base.group_multi_currency",
    "account.group_cash_rounding",
    "analytic.group_analytic_accounting",
]


@tagged("post_install", "-at_install")
class TestDocuments(CareCommon):
    """What orders, invoices, deliveries and customers show of tickets."""

    def _counts(self, record):
        record.invalidate_recordset()
        return record.o2c_open_ticket_count, record.o2c_ticket_count

    def test_counts(self):
        order = self._order()
        picking = self._deliver(order)
        invoice = self._invoice(order)
        self._close(self._ticket(order_id=order.id))
        self._ticket(picking_id=picking.id)
        self._ticket(invoice_id=invoice.id)
        self.assertEqual(self._counts(order), (2, 3))
        self.assertEqual(self._counts(picking), (1, 1))
        self.assertEqual(self._counts(invoice), (1, 1))
        self.assertEqual(self._counts(self.customer), (2, 3))

    def test_a_person_shows_what_its_company_has(self):
        freya = self._customer(name="Freya", parent_id=self.customer.id)
        self._ticket()
        self.assertEqual(self._counts(freya), (1, 1))

    def test_only_what_the_user_may_read(self):
        self._ticket(user_id=self.agent.id)
        stranger = self._person("care_agent", login="care_stranger")
        self.assertEqual(self._counts(self.customer.with_user(self.agent)), (1, 1))
        self.assertEqual(self._counts(self.customer.with_user(stranger)), (0, 0))
        clerk = self._user("warehouse")
        self.assertEqual(self._counts(self.customer.with_user(clerk)), (0, 0))

    def test_forty_customers_cost_one_query(self):
        customers = self.env["res.partner"]
        for number in range(40):
            customer = self._customer(name=f"Café {number}")
            self._ticket(partner_id=customer.id)
            customers |= customer
        self.env.flush_all()
        customers.invalidate_recordset()
        customers.mapped("commercial_partner_id")
        with self.assertQueryCount(1):
            counts = customers.mapped("o2c_open_ticket_count")
        self.assertEqual(counts, [1] * 40)

    def test_an_agent_opens_every_document(self):
        self._switch_on(*FEATURES)
        order = self._order()
        picking = self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice, 400)
        for document in (order, picking, invoice, self.customer):
            with self.subTest(document._name):
                self.env.invalidate_all()
                form = Form(document.with_user(self.agent).sudo(False))
                self.assertEqual(form.record.o2c_ticket_count, 0)

    def _switch_on(self, *features):
        """Settings that show more on the screens of every employee."""
        for feature in features:
            self.agent.group_ids |= self.env.ref(feature)

    def test_the_button_opens_them(self):
        order = self._order()
        ticket = self._ticket(order_id=order.id)
        self._ticket()
        action = order.action_o2c_tickets()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, ticket)
        self.assertEqual(action["context"], {"default_order_id": order.id})

    def test_the_customer_card(self):
        invoice = self._bill(1000)
        dispute = self._dispute(invoice, 300)
        (section,) = self._card(self.agent)
        self.assertEqual(section["title"], "Customer care")
        ticket = dispute.ticket_id
        self.assertEqual(
            section["lines"],
            [
                {
                    "label": ticket.number,
                    "value": "Cups arrived broken (Received)",
                    "record": ["o2c.ticket", ticket.id],
                },
                {
                    "label": f"In dispute ({self.company.name})",
                    "value": self.company.currency_id.format(300),
                    "record": ["o2c.dispute", dispute.id],
                },
            ],
        )
        self._decide(dispute, 0)
        self._close(ticket)
        (section,) = self._card(self.agent)
        self.assertEqual(section["lines"][0]["value"], "No open ticket")
        self.assertFalse(self._card(self._user("warehouse")))

    def _card(self, user):
        sections = self.customer.with_user(user)._o2c_card_sections()
        return [section for section in sections if section["key"] == "care"]
