from odoo.tests import tagged

from .contact_data_common import ContactDataCommon


@tagged("post_install", "-at_install")
class TestContactSearch(ContactDataCommon):
    """The contact log and the customer are found by whatever somebody has in hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order(cls._line(cls.product, qty=1))
        cls.order.client_order_ref = "PO-77812"
        cls.invoice = cls._bill(1234.5, payment_reference="RF18-771")
        cls.picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.env.ref("stock.picking_type_out").id,
                "partner_id": cls.customer.id,
                "carrier_tracking_ref": "1Z999AA10123",
            }
        )
        cls.ticket = cls._ticket(order_id=cls.order.id)
        cls.Contact = cls.env["o2c.contact"]
        cls.about_order = cls._logged([cls.order], "Wants it on Friday")
        cls.about_invoice = cls._logged([cls.invoice], "Asks for a copy")
        cls.about_picking = cls._logged([cls.picking], "Nobody at home")
        cls.about_nothing = cls._logged([], "Greetings", details="Asked after Herta")
        cls.stranger = cls.Contact._log(
            cls.env["res.partner"].create({"name": "Stranger"}), summary="Elsewhere"
        )

    @classmethod
    def _logged(cls, documents, summary, **vals):
        return cls.Contact._log(cls.person, documents, summary=summary, **vals)

    def _found(self, text, user=None):
        contacts = self.Contact.with_user(user or self.agent)
        return contacts.search([("anything", "ilike", text)]).with_env(self.env)

    def test_by_numbers_amounts_and_words(self):
        for text, contact in (
            (self.order.name, self.about_order),
            (self.order.name.lower(), self.about_order),
            ("po-77812", self.about_order),
            (self.invoice.name, self.about_invoice),
            ("RF18-771", self.about_invoice),
            ("1234.50", self.about_invoice),
            ("€ 1.234,50", self.about_invoice),
            ("1Z999AA10123", self.about_picking),
            ("friday", self.about_order),
            ("herta", self.about_nothing),
            ("ada.prova@care.example.com", self.about_nothing),
            ("02 5550 7781", self.about_nothing),
            ("Ada Prova", self.about_nothing),
        ):
            with self.subTest(text):
                found = self._found(text)
                self.assertIn(contact, found)
                self.assertNotIn(self.stranger, found)

    def test_by_the_number_of_a_ticket(self):
        (opened,) = self.ticket.o2c_contact_ids
        self.assertEqual(self._found(self.ticket.number), opened)

    def test_an_exact_number_finds_nothing_else(self):
        opened = self.ticket.o2c_contact_ids
        self.assertEqual(self._found("PO-77812"), self.about_order | opened)
        self.assertFalse(self._found("PO_77812"), "an underscore is no wildcard")

    def test_nothing_is_found_by_what_one_may_not_read(self):
        storekeeper = self._user("warehouse")
        self.assertNotIn(self.about_invoice, self._found("1234.50", storekeeper))

    def test_nothing(self):
        self.assertFalse(self._found("no such thing anywhere 4711"))

    def test_the_card_by_a_ticket(self):
        partners = self.env["res.partner"].with_user(self.agent)
        (found,) = partners.o2c_card_search(self.ticket.number)
        self.assertEqual(found["id"], self.customer.id)
        self.assertIn(self.ticket.number, found["why"])

    def test_the_card_by_an_amount(self):
        self._bill(98765.43)
        partners = self.env["res.partner"].with_user(self.agent)
        (found,) = partners.o2c_card_search("98.765,43")
        self.assertEqual(found["id"], self.customer.id)
        storekeeper = self.env["res.partner"].with_user(self._user("warehouse"))
        self.assertFalse(storekeeper.o2c_card_search("98.765,43"))

    def test_a_dispute_has_its_contacts(self):
        dispute = self._dispute(self.invoice, 100).with_user(self.agent)
        action = dispute.action_o2c_log_contact()
        contact = self.Contact.with_user(self.agent).with_context(**action["context"])
        contact = contact.create({"summary": "Says it is broken"})
        self.assertEqual(dispute.o2c_contact_ids, contact)
        self.assertEqual(
            set(contact.document_ids.mapped("res_model")),
            {"o2c.dispute", "account.move", "o2c.ticket"},
        )
