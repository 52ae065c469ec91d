from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .returns_common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestRefusal(ReturnsCommon):
    """A refused delivery is neither a delivery nor a return."""

    def _refused(self, order=None, key="one"):
        self.order = order or self._delivered(5)
        self.shipment = self.env["o2c.shipment"].search(
            [("picking_id", "in", self.order.picking_ids.ids)], limit=1
        )
        self._report("refused", key)
        return self.env["o2c.refusal"].search(
            [("shipment_id", "=", self.shipment.id)], limit=1
        )

    def _report(self, status, key):
        now = fields.Datetime.now()
        self.shipment._report(status, now, "driver", key, text="does not want it")

    def test_opened_by_the_report_once(self):
        record = self._refused()
        self.assertEqual((record.state, record.order_id), ("open", self.order))
        self.assertEqual(record.reported, "does not want it")
        self.assertHolds(self.order, "refusal")
        self._report("refused", "one")
        self._report("refused", "two")
        self.assertEqual(self.order.o2c_refusal_ids, record)
        self.assertFalse(self.order.o2c_return_ids, "it is no return")

    def test_delivered_again(self):
        record = self._refused()
        record.action_redeliver()
        self.assertEqual((record.state, record.outcome), ("waiting", "redelivery"))
        self._report("out_for_delivery", "again")
        self.assertEqual(record.state, "waiting")
        self._report("delivered", "done")
        self.assertEqual(record.state, "settled")
        self.assertHolds(self.order)
        self.assertEqual(self.order.order_line.qty_delivered, 5)

    def test_refused_on_the_second_tour_too(self):
        record = self._refused()
        record.action_redeliver()
        self._report("out_for_delivery", "again")
        self._report("refused", "two")
        self.assertEqual((record.state, record.outcome), ("open", False))
        record.action_back_to_stock()
        self.assertEqual(record.state, "waiting")

    def test_back_to_stock(self):
        order = self._delivered(5)
        invoice = self._invoice(order)
        record = self._refused(order)
        record.action_back_to_stock()
        way_back = record.return_picking_ids
        self.assertEqual(way_back.move_ids.product_uom_qty, 5)
        self.assertEqual(order._o2c_returnable(), {}, "it is coming back already")
        way_back.move_ids.picked = True
        way_back.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 0)
        note = record.credit_note_ids
        self.assertEqual((note.state, note.amount_total), ("draft", 500))
        self.assertEqual(note.reversed_entry_id, invoice)
        self.assertEqual(record.state, "waiting")
        note.action_post()
        self.assertEqual(record.state, "settled")
        self.assertHolds(order)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_refused_before_the_transfer_was_booked(self):
        order = self._order(self._line(self.machine, qty=5))
        picking = order.picking_ids
        picking.carrier_tracking_ref = "1Z1"
        self.env["o2c.shipment"].search([("picking_id", "=", picking.id)])
        shipment = self.env["o2c.shipment"].search([("picking_id", "=", picking.id)])
        if not shipment:
            shipment = self.env["o2c.shipment"].create({"picking_id": picking.id})
        shipment._report("refused", fields.Datetime.now(), "driver", "one")
        record = order.o2c_refusal_ids
        record.action_back_to_stock()
        self.assertEqual(picking.state, "cancel")
        self.assertEqual(record.state, "settled")
        self.assertFalse(record.return_picking_ids)

    def test_cost(self):
        order = self._delivered(5)
        order.picking_ids.carrier_price = 11.6
        record = self._refused(order)
        record.action_redeliver()
        self.assertEqual(record.cost, 11.6)

    def test_decided_twice(self):
        record = self._refused()
        record.action_back_to_stock()
        for action in (record.action_back_to_stock, record.action_redeliver):
            with self.subTest(action), self.assertRaises(UserError):
                action()

    def test_rights(self):
        record = self._refused()
        for role in ("salesperson", "accountant"):
            mine = record.with_user(self._user(role)).sudo(False)
            with self.subTest(role), self.assertRaises(AccessError):
                mine.action_back_to_stock()
        clerk = record.with_user(self._user("warehouse")).sudo(False)
        with self.assertRaises(AccessError):
            clerk.write({"outcome": "redelivery"})
        clerk.write({"reason": "damaged", "cost": 12})
        clerk.action_back_to_stock()
        self.assertEqual(record.state, "waiting")

    def test_contact_ledger(self):
        record = self._refused()
        entry = self.Contact.search(
            [("source_key", "=", f"o2c.refusal:{record.id}:refused")]
        )
        self.assertEqual((entry.channel, entry.purpose), ("visit", "delivery"))
