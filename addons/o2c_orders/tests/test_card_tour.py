from odoo.tests import HttpCase, tagged

from .test_card import CardCommon


@tagged("post_install", "-at_install")
class TestCardTour(CardCommon, HttpCase):
    """The customer card, a parcel and the customer's wish in a real browser."""

    def test_card(self):
        self._user("order_desk", login="card_desk")
        order = self._order()
        self.start_tour("/odoo/o2c-contacts", "o2c_orders_card", login="card_desk")
        contact = self.customer.o2c_contact_ids
        self.assertEqual(contact.summary, "Wants it on Friday")
        self.assertTrue(order)

    def test_shipment(self):
        self._user("order_desk", login="card_desk")
        shipment = self._shipped("ZP1")
        url = f"/odoo/o2c-shipments/{shipment.id}"
        self.start_tour(url, "o2c_orders_shipment", login="card_desk")
        self.assertEqual(shipment.status, "failed_absent")

    def test_portal(self):
        user = self._user("customer", login="card_customer")
        self.carrier.o2c_offers_neighbour = True
        shipment = self._shipped("ZP1", partner_id=user.partner_id.id)
        url = f"/my/orders/{shipment.order_id.id}"
        self.start_tour(url, "o2c_orders_portal_delivery", login="card_customer")
        wish = shipment.picking_id.o2c_choice_ids
        self.assertEqual((wish.kind, wish.state), ("neighbour", "in_force"))
