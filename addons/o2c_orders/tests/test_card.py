from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .shipment_common import ShipmentCommon


class CardCommon(ShipmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {
                "name": "Zwielicht Kaffee",
                "phone": "+39 02 7770 4321",
                "email": "kontor@zwielicht.example.com",
                "vat": "IT09876540965",
                "ref": "ZK-4711",
            }
        )
        cls.person = cls._customer(
            name="Frida Z",
            parent_id=cls.customer.id,
            phone="02 77704399",
            email="frida@zwielicht.example.com",
        )
        cls.desk = cls._user("order_desk")

    def _found(self, text, user=None):
        """Names of partners found, by a call as the browser makes it."""
        env = self.env(user=user or self.desk, su=False)
        rows = call_kw(env["res.partner"], "o2c_card_search", [text], {})
        return self.customer.browse([row["id"] for row in rows])

    def _card(self, partner=None, user=None):
        env = self.env(user=user or self.desk, su=False)
        ids = (partner or self.customer).ids
        return call_kw(env["res.partner"], "o2c_card", [ids], {})

    def _section(self, key, **options):
        sections = {s["key"]: s for s in self._card(**options)["sections"]}
        return [line["label"] for line in sections.get(key, {"lines": []})["lines"]]


@tagged("post_install", "-at_install")
class TestCardSearch(CardCommon):
    def test_each_way(self):
        self.shipment = self._shipped("ZPARCEL77", client_order_ref="ZK-order-9")
        order = self.shipment.order_id
        invoice = self._invoice(order)
        accountant = self._user("accountant")
        for case, text, user in (
            ("phone", "+39 02 7770 4321", None),
            ("phone without country", "0277704321", None),
            ("phone in another form", "0039-02/7770.4321", None),
            ("order", order.name, None),
            ("order in small letters", order.name.lower(), None),
            ("customer's number", "ZK-order-9", None),
            ("delivery", self.shipment.picking_id.name, self._user("warehouse")),
            ("parcel", "zparcel77", None),
            ("invoice", invoice.name, accountant),
            ("part of an invoice", invoice.name[-7:], accountant),
            ("e-mail", "Kontor@Zwielicht.example.com", None),
            ("tax number", "IT 098 765 40965", None),
            ("tax number without country", "09876540965", None),
            ("customer number", "ZK-4711", None),
            ("name", "zwielicht", None),
            ("part of the name", "licht kaff", None),
        ):
            with self.subTest(case):
                self.assertEqual(self._found(text, user)[:1], self.customer)

    def test_person_of_the_customer(self):
        for text in ("+39 (0)2 777 043 99", "frida@zwielicht.example.com", "Frida Z"):
            with self.subTest(text):
                self.assertEqual(self._found(text)[:1], self.person)
        rows = self.env["res.partner"].o2c_card_search("frida@zwielicht.example.com")
        self.assertEqual(rows[0]["name"], self.customer.display_name)
        self.assertIn("Frida Z", rows[0]["detail"])

    def test_nobody(self):
        for text in ("", "z", "+39 02 7770 4320", "S99999999", "%%%", "\\", "'"):
            with self.subTest(text):
                self.assertFalse(self._found(text))

    def test_number_of_an_order_that_he_may_not_see(self):
        order = self._order(user_id=self.desk.id)
        self.assertFalse(self._found(order.name, self._user("salesperson")))

    def test_partner_of_another_company(self):
        self.customer.company_id = self._company()
        self.assertFalse(self._found("+39 02 7770 4321"))

    def test_archived(self):
        self.customer.active = False
        self.assertFalse(self._found("+39 02 7770 4321"))

    def test_portal_user(self):
        with self.assertRaises(AccessError):
            self._found("Zwielicht", self._user("customer"))


@tagged("post_install", "-at_install")
class TestCard(CardCommon):
    def test_head(self):
        head = self._card()["head"]
        self.assertEqual((head["name"], head["person"]), ("Zwielicht Kaffee", False))
        self.assertEqual(head["phone"], "+39 02 7770 4321")
        head = self._card(self.person)["head"]
        self.assertEqual(
            (head["name"], head["person"]), ("Zwielicht Kaffee", "Frida Z")
        )
        self.assertEqual(head["phone"], "02 77704399")

    def test_sections(self):
        order = self._order()
        sent = self._order(confirm=False)
        picking = order.picking_ids
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": "ZP1"})
        self._hold(order)
        self.assertEqual(self._section("orders"), [order.name])
        self.assertEqual(self._section("quotations"), [sent.name])
        self.assertEqual(self._section("deliveries"), [f"{picking.name} · ZP1"])
        self.assertEqual(len(self._section("holds")), 1)

    def test_section_without_lines_is_left_out(self):
        self.assertFalse(self._section("deliveries"))
        keys = [section["key"] for section in self._card()["sections"]]
        self.assertNotIn("deliveries", keys)

    def test_more_than_it_shows(self):
        for _number in range(7):
            self._order()
        labels = self._section("orders")
        self.assertEqual(len(labels), 6)
        env = self.env(user=self.desk, su=False)
        lines = env["res.partner"].browse(self.customer.id)._o2c_card_orders()
        self.assertEqual(lines[-1]["value"], "and 2 more")

    def test_trade_first(self):
        order = self._order()
        self._deliver(order)
        self._invoice(order)
        for role, first in (("accountant", "invoices"), ("warehouse", "deliveries")):
            card = self._card(user=self._user(role))
            self.assertEqual(card["sections"][0]["key"], first, role)

    def test_who_may_not_see_a_section(self):
        order = self._order()
        self._deliver(order)
        self._invoice(order)
        keys = {s["key"] for s in self._card(user=self._user("warehouse"))["sections"]}
        self.assertFalse(keys & {"invoices", "quotations"})

    def test_hold_on_an_invoice_for_who_sees_no_invoices(self):
        order = self._order()
        self._deliver(order)
        hold = self._hold(self._invoice(order))
        labels = self._section("holds", user=self._user("warehouse"))
        self.assertEqual(labels, [hold.display_name])

    def test_own_orders_only(self):
        self._order(user_id=self.desk.id)
        self.assertFalse(self._section("orders", user=self._user("salesperson")))

    def test_last_contacts(self):
        for number in range(10):
            at = f"2026-03-{number + 1:02} 09:00:00"
            self.Contact._log(self.person, summary=f"Call {number}", at=at)
        contacts = self._card()["contacts"]
        self.assertEqual(len(contacts), 8)
        self.assertEqual(
            (contacts[0]["summary"], contacts[0]["who"]), ("Call 9", "Frida Z")
        )

    def test_actions_lead_somewhere(self):
        for action in self._card()["actions"]:
            result = getattr(self.customer, action["method"])()
            with self.subTest(action=action["key"]):
                if action.get("stays"):
                    self.assertIs(result, False)
                else:
                    self.assertEqual(result["type"], "ir.actions.act_window")

    def test_foreign_customer(self):
        self.customer.company_id = self._company()
        with self.assertRaises(AccessError):
            self._card()


@tagged("post_install", "-at_install")
class TestCardScreenPop(CardCommon, HttpCase):
    def _pop(self, query, login):
        self.authenticate(login, login and f"{login}_password")
        answer = self.url_open(f"/o2c/card?{query}", allow_redirects=False)
        return answer.headers.get("Location", "")

    def test_pop_up(self):
        self._user("order_desk", login="popper", password="popper_password")
        card = f"/odoo/o2c-card/{self.customer.id}"
        for case, query, target in (
            ("phone", "phone=%2B390277704321", card),
            ("plus sign as it is", "phone=+39 02 7770 4321", card),
            ("tel link", "phone=tel:0277704321", card),
            ("unknown", "phone=0311234567", "/odoo/o2c-card?o2c_q=0311234567"),
            ("any number", "q=ZK-4711", card),
        ):
            with self.subTest(case):
                self.assertTrue(self._pop(query, "popper").endswith(target))

    def test_who_is_not_logged_in(self):
        self.assertIn("/web/login", self._pop("phone=0277704321", None))
