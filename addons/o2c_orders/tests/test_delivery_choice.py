from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .shipment_common import ShipmentCommon


class ChoiceCommon(ShipmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Choice = cls.env["o2c.delivery.choice"]
        italy = cls.env.ref("base.it")
        cls.point = cls.env["o2c.pickup.point"].create(
            {
                "name": "Kiosk",
                "street": "Via Roma 1",
                "zip": "20121",
                "city": "Milano",
                "country_id": italy.id,
            }
        )
        cls.carrier.write(
            {
                "o2c_offers_neighbour": True,
                "o2c_offers_redirect": True,
                "o2c_point_ids": [(6, 0, cls.point.ids)],
                "o2c_window_ids": [(0, 0, {"hour_from": 9, "hour_to": 12.5})],
            }
        )
        cls.window = cls.carrier.o2c_window_ids
        cls.shipment = cls._shipped("P1")
        cls.picking = cls.shipment.picking_id

    def _choose(self, kind="neighbour", **answers):
        return self.Choice._choose(self.picking, kind, {"neighbour": "Berg", **answers})


@tagged("post_install", "-at_install")
class TestDeliveryChoice(ChoiceCommon):
    def test_each_kind(self):
        day = self.picking._o2c_today() + timedelta(days=2)
        for kind, answers, state, text in (
            ("neighbour", {}, "in_force", "Berg"),
            ("point", {"point": self.point.id}, "in_force", "Kiosk, Via Roma 1"),
            (
                "window",
                {"day": day, "window": self.window.id},
                "in_force",
                "09:00 - 12:30",
            ),
            (
                "redirect",
                {"street": "Via Po 2", "zip": "10100", "city": "Torino"},
                "asked",
                "Via Po 2",
            ),
        ):
            with self.subTest(kind):
                choice = self._choose(kind, **answers)
                self.assertEqual(choice.state, state)
                self.assertIn(text, self.picking.o2c_choice_text)
        states = self.picking.o2c_choice_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["replaced", "replaced", "replaced", "asked"])

    def test_it_stands_in_the_contact_ledger(self):
        self._choose()
        contact = self.Contact.search([("partner_id", "=", self.customer.id)], limit=1)
        self.assertIn("Berg", contact.summary)
        self.assertEqual((contact.direction, contact.channel), ("in", "portal"))
        self.assertIn(self.picking.sale_id.name, contact.document_names)

    def test_refused(self):
        today = self.picking._o2c_today()
        other = self._carrier(o2c_window_ids=[(0, 0, {"hour_from": 8, "hour_to": 9})])
        foreign = other.o2c_window_ids.id
        for case, kind, answers in (
            ("no neighbour", "neighbour", {"neighbour": ""}),
            ("long", "neighbour", {"neighbour": "x" * 121}),
            ("over", "window", {"day": today - timedelta(2), "window": self.window.id}),
            ("far", "window", {"day": today + timedelta(32), "window": self.window.id}),
            ("no day", "window", {"window": self.window.id}),
            ("window of another", "window", {"day": today, "window": foreign}),
            ("no point", "point", {"point": 0}),
            ("half an address", "redirect", {"street": "Via Po 2"}),
        ):
            with (
                self.subTest(case),
                self.assertNothingWritten("o2c.delivery.choice", "o2c.contact"),
                self.assertRaises(UserError),
            ):
                self._choose(kind, **answers)

    def test_too_late(self):
        self._told(self.shipment, "failed_absent", 1)
        self.assertIn("neighbour", self.picking._o2c_choice_kinds())
        self._told(self.shipment, "out_for_delivery", 20)
        self.assertFalse(self.picking._o2c_choice_kinds())
        with self.assertRaisesRegex(UserError, "too late"):
            self._choose()

    def test_not_offered(self):
        self.carrier.o2c_offers_neighbour = False
        self.assertNotIn("neighbour", self.picking._o2c_choice_kinds())
        with self.assertRaisesRegex(UserError, "does not offer"):
            self._choose()

    def test_new_address_counts_when_the_desk_agrees(self):
        picking = self._order().picking_ids
        picking.carrier_id = self.carrier
        self.picking = picking
        before = picking.partner_id
        choice = self._choose("redirect", street="Via Po 2", zip="10100", city="Torino")
        self.assertEqual(picking.partner_id, before)
        for role in ("salesperson", "warehouse"):
            env = self.env(user=self._user(role), su=False)
            with self.subTest(role), self.assertRaises(AccessError):
                call_kw(env["o2c.delivery.choice"], "action_accept", [choice.ids], {})
        choice.with_user(self._user("order_desk")).action_accept()
        self.assertEqual(choice.state, "in_force")
        self.assertEqual(picking.partner_id.street, "Via Po 2")
        self.assertEqual(picking.partner_id.parent_id, self.customer)
        self.assertEqual(picking.sale_id.partner_shipping_id, before)
        answer = picking.sale_id.message_ids[0]
        self.assertIn("is noted", answer.body)
        self.assertIn(self.customer, answer.partner_ids)

    def test_declined(self):
        choice = self._choose("redirect", street="Via Po 2", zip="10100", city="Torino")
        choice.with_user(self._user("order_desk")).action_decline()
        self.assertEqual(choice.state, "declined")
        self.assertFalse(self.picking.o2c_choice_text)

    def test_courier_is_told(self):
        told = []
        self.patch(
            self.registry["delivery.carrier"],
            "_o2c_tell_choice",
            lambda carrier, choice: told.append(choice),
        )
        choice = self._choose()
        self.assertEqual(told, [choice])


@tagged("post_install", "-at_install")
class TestDeliveryPortal(ChoiceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._user("customer", password="o2c_customer_1")
        cls.order = cls.picking.sale_id
        cls.order.partner_id = cls.user.partner_id
        cls.url = f"/my/orders/{cls.order.id}/delivery/{cls.picking.id}"

    def _post(self, url=None, **values):
        values = {"kind": "neighbour", "neighbour": "Berg", **values}
        values.setdefault("csrf_token", Request.csrf_token(self))
        return self.url_open(url or self.url, data=values)

    def test_own_order(self):
        self.authenticate(self.user.login, "o2c_customer_1")
        self._told(self.shipment, "in_transit", 1, text="Hub Milano")
        page = self.url_open(f"/my/orders/{self.order.id}").text
        for text in ("P1", "Hub Milano", 'data-kind="redirect"', "Via Roma 1"):
            self.assertIn(text, page)
        answer = self._post()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Leave it with the neighbour: Berg", answer.text)
        self.assertEqual(self.picking.o2c_choice_ids.state, "in_force")

    def test_by_the_link_of_the_mail(self):
        self.authenticate(None, None)
        token = self.order._portal_ensure_token()
        self._post(access_token=token)
        self.assertEqual(self.picking.o2c_choice_ids.neighbour, "Berg")

    def test_error_is_shown_and_nothing_written(self):
        self.authenticate(self.user.login, "o2c_customer_1")
        answer = self._post(neighbour=" ")
        self.assertIn("Please fill in", answer.text)
        self.assertFalse(self.picking.o2c_choice_ids)
        again = self.url_open(f"/my/orders/{self.order.id}").text
        self.assertNotIn("Please fill in", again)

    @mute_logger("odoo.http")
    def test_refused(self):
        foreign = self._shipped("P2").picking_id
        own = f"/my/orders/{self.order.id}/delivery/{foreign.id}"
        theirs = f"/my/orders/{foreign.sale_id.id}/delivery/{foreign.id}"
        self.authenticate(self.user.login, "o2c_customer_1")
        with self.assertNothingWritten("o2c.delivery.choice"):
            self.assertEqual(self._post(own).status_code, 404)
            self.assertIn("/my", self._post(theirs).url)
            self.assertEqual(self._post(kind="gift").status_code, 404)
            self.assertEqual(self._post(csrf_token="x").status_code, 400)
            self.assertEqual(self.url_open(self.url).status_code, 405)
            self.authenticate(None, None)
            self._post(access_token="guessed")
