from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .shipment_common import NOON, ShipmentCommon


@tagged("post_install", "-at_install")
class TestShipment(ShipmentCommon):
    def test_made_with_the_tracking_reference_and_once(self):
        order = self._order()
        picking = order.picking_ids
        self.assertFalse(picking.o2c_shipment_ids)
        picking.carrier_tracking_ref = "P1"
        shipment = picking.o2c_shipment_ids
        self.assertEqual((shipment.tracking_ref, shipment.status), ("P1", "label_made"))
        self.assertEqual(shipment.order_id, order)
        self._deliver(order)
        self.assertEqual(picking.o2c_shipment_ids, shipment)
        self.assertEqual(shipment.status, "collected")
        self.assertEqual(shipment.collected_at, picking.date_done)
        again = picking._o2c_ensure_shipments()
        self.assertEqual((again, shipment.event_count), (shipment, 2))

    def test_made_when_done_without_a_reference(self):
        picking = self._deliver(self._order())
        shipment = picking.o2c_shipment_ids
        self.assertEqual((shipment.tracking_ref, shipment.status), (False, "collected"))
        # the reference comes afterwards: it is the same parcel
        picking.carrier_tracking_ref = "LATE1"
        self.assertEqual(picking.o2c_shipment_ids, shipment)
        self.assertEqual(shipment.tracking_ref, "LATE1")

    def test_one_for_each_parcel(self):
        order = self._order()
        order.picking_ids.carrier_tracking_ref = "A1,B2"
        refs = order.picking_ids.o2c_shipment_ids.mapped("tracking_ref")
        self.assertEqual(sorted(refs), ["A1", "B2"])
        order.picking_ids.carrier_tracking_ref = "A1,B2,C3"
        self.assertEqual(len(order.picking_ids.o2c_shipment_ids), 3)

    def test_new_label_before_anything_happened(self):
        order = self._order()
        order.picking_ids.carrier_tracking_ref = "OLD"
        order.picking_ids.carrier_tracking_ref = "NEW"
        shipment = order.picking_ids.o2c_shipment_ids
        self.assertEqual(shipment.tracking_ref, "NEW")

    def test_backorder_has_its_own(self):
        order = self._order()
        first = self._deliver(order, qty=4)
        self.assertEqual(len(order.picking_ids.o2c_shipment_ids), 1)
        self._deliver(order)
        self.assertEqual(len(order.picking_ids.o2c_shipment_ids), 2)
        self.assertEqual(len(first.o2c_shipment_ids), 1)

    def test_what_comes_back_is_no_shipment(self):
        picking = self._deliver(self._order())
        self.assertFalse(self._return(picking).o2c_shipment_ids)

    def test_stop_of_a_run_before_it_left(self):
        picking = self._order().picking_ids
        shipment = picking._o2c_ensure_shipments(wanted=True)
        self.assertEqual((len(shipment), shipment.status), (1, False))
        self.assertTrue(shipment.is_open)
        self.assertIn(shipment, self.Shipment.search([("is_open", "=", True)]))

    # ------------------------------------------------------------- reports
    def test_reports_move_it_on(self):
        shipment = self._shipped()
        for status, hours in (
            ("in_transit", 1),
            ("out_for_delivery", 20),
            ("delivered", 22),
        ):
            self._told(shipment, status, hours)
        self.assertEqual(shipment.status, "delivered")
        self.assertEqual(str(shipment.delivered_at), "2026-03-03 10:00:00")
        self.assertEqual(shipment.attempts, 1)
        self.assertNotIn(shipment, self.Shipment.search([("is_open", "=", True)]))

    def test_same_key_is_the_same_event(self):
        shipment = self._shipped()
        first = self._told(shipment, "in_transit", 1, key="e1")
        with self.assertNothingWritten("o2c.shipment", "o2c.shipment.event"):
            again = self._told(shipment, "lost", 5, key="e1")
        self.assertEqual(again, first)

    def test_same_key_of_another_parcel_is_another_event(self):
        one, two = self._shipped("P1"), self._shipped("P2")
        first, other = (self._told(s, "in_transit", 1, key="e1") for s in (one, two))
        self.assertNotEqual(first, other)

    def test_out_of_order(self):
        shipment = self._shipped()
        self._told(shipment, "delivered", 22)
        self._told(shipment, "out_for_delivery", 20)
        self.assertEqual(shipment.status, "delivered")
        self.assertEqual(str(shipment.out_for_delivery_at), "2026-03-03 08:00:00")

    def test_future_counts_as_now(self):
        shipment = self._shipped()
        with self._at("2026-03-02 12:00:00"):
            event = self._told(shipment, "in_transit", 48)
        self.assertEqual(event.at, NOON)

    def test_hook_runs_once_for_a_new_event(self):
        shipment = self._shipped()
        seen = []
        self.patch(
            self.registry["o2c.shipment.event"],
            "_after_report",
            lambda events: seen.extend(events.ids),
        )
        event = self._told(shipment, "refused", 5, key="e1")
        self._told(shipment, "refused", 5, key="e1")
        self.assertEqual(seen, event.ids)

    def test_impossible_position_is_refused(self):
        shipment = self._shipped()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._told(shipment, "in_transit", 1, latitude=91)

    # ------------------------------------------------------------- permanence
    def test_events_are_permanent(self):
        event = self._told(self._shipped(), "in_transit", 1)
        with self.assertRaises(UserError):
            event.note = "other"
        with self.assertRaises(UserError):
            event.unlink()

    def test_nobody_writes_by_hand(self):
        shipment = self._shipped()
        event = self._told(shipment, "in_transit", 1)
        for role in ("order_manager", "warehouse", "accountant", "salesperson"):
            user = self._user(role)
            for model, record, method, args in (
                ("o2c.shipment", shipment, "write", [{"status": "delivered"}]),
                ("o2c.shipment", shipment, "unlink", []),
                ("o2c.shipment.event", event, "write", [{"status": "delivered"}]),
                ("o2c.shipment.event", event, "unlink", []),
            ):
                with (
                    self.subTest(role=role, method=method),
                    self.assertRaises(AccessError),
                ):
                    env = self.env(user=user, su=False)
                    call_kw(env[model], method, [record.ids, *args], {})
        self.assertEqual(shipment.status, "in_transit")

    def test_who_sees_it(self):
        seller = self._user("salesperson")
        own = self._shipped("OWN", user_id=seller.id)
        other = self._shipped("OTHER", user_id=self._user("order_desk").id)
        both = own | other
        for role, seen in (("salesperson", own), ("warehouse", both)):
            found = self.Shipment.with_user(self._user(role)).search(
                [("id", "in", both.ids)]
            )
            self.assertEqual(found, seen.sorted(), role)
        with self.assertRaises(AccessError):
            own.with_user(self._user("customer")).check_access("read")

    def test_other_company_sees_nothing(self):
        shipment = self._shipped()
        foreign = self._user("order_manager", login="far", company=self._company())
        found = self.Shipment.with_user(foreign).search([("id", "=", shipment.id)])
        self.assertFalse(found)


@tagged("post_install", "-at_install")
class TestShipmentBulk(ShipmentCommon):
    def test_queries_do_not_grow_with_the_number(self):
        def queries(number):
            shipments = self.Shipment.union(
                *(self._shipped(f"Q{number}-{n}") for n in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            vals = {"status": "in_transit", "at": NOON, "source": "csv"}
            before = self.env.cr.sql_log_count
            self.Shipment._report_all(
                [(s, {**vals, "source_key": "x"}) for s in shipments]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1)  # fills the caches
        self.assertLessEqual(queries(8), queries(2) + 2)
