import base64

from odoo import Command
from odoo.tests import tagged

from .common_timeline import DAY, TimelineCase

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAA"
        "AABJRU5ErkJggg=="
    )
)


class ParcelCase(TimelineCase):
    """Deliveries by a carrier of which we can choose whether it reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fee = cls._service(name="Freight", list_price=0.0)
        cls.carrier = cls.env["delivery.carrier"].create(
            {"name": "Brenner Express", "product_id": fee.id, "delivery_type": "fixed"}
        )

    def _sent(self, reports):
        """Confirmed on the 2nd by carrier, gone on the 5th; its parcel."""
        self.carrier.o2c_reports_delivery = reports
        order = self._order_on(2, carrier_id=self.carrier.id)
        with self._on(5):
            self.delivery = self._deliver(order)
        self.parcel = self.delivery.o2c_shipment_ids
        return order

    def _report(self, number, status, **vals):
        with self._on(number):
            self.parcel._report(
                status, DAY[number], "person", f"{status} {number}", **vals
            )

    def _reached(self, order, *kinds):
        steps = order.o2c_milestone_ids.filtered(lambda step: step.kind in kinds)
        return {s.kind: str(s.actual_at) if s.actual_at else None for s in steps}


@tagged("post_install", "-at_install")
class TestParcels(ParcelCase):
    """Delivered is when it arrived, wherever somebody tells us when that was."""

    def test_carrier_that_reports(self):
        order = self._sent(reports=True)
        self.assertStage(order, "shipment", DAY[5])
        self.assertEqual(order.o2c_department, "transport")
        self.assertIn("Shipments under way: 1", self._missing(order))
        road = ("out_for_delivery", "delivered")
        self.assertEqual(
            self._reached(order, *road), {"out_for_delivery": None, "delivered": None}
        )
        self._report(6, "out_for_delivery")
        self._report(6, "failed_absent")
        self.assertStage(order, "shipment", DAY[5])
        self._report(7, "delivered")
        self.assertStage(order, "delivery", DAY[7])
        self.assertEqual(
            self._reached(order, *road),
            {"out_for_delivery": DAY[6], "delivered": DAY[7]},
        )
        self.assertNotIn("Shipments under way: 1", self._missing(order))

    def test_carrier_that_says_nothing(self):
        order = self._sent(reports=False)
        self.assertStage(order, "delivery", DAY[5])
        self.assertEqual(
            self._reached(order, "out_for_delivery", "delivered"),
            {"delivered": DAY[5]},
        )

    def test_failed_attempt_of_a_carrier_that_says_nothing(self):
        order = self._sent(reports=False)
        self._report(6, "failed_address")
        self.assertStage(order, "shipment", DAY[5])
        self.assertEqual(self._reached(order, "delivered"), {"delivered": None})
        self._report(8, "delivered")
        self.assertStage(order, "delivery", DAY[8])

    def test_refused_is_under_way_until_it_is_back(self):
        order = self._sent(reports=True)
        self._report(6, "refused")
        self.assertStage(order, "shipment", DAY[5])
        self.assertIn("Shipments under way: 1", self._missing(order))
        with self._on(9):
            self._return(self.delivery)
        self.assertEqual(self._reached(order, "delivered"), {"delivered": None})
        self.assertNotIn("Shipments under way: 1", self._missing(order))
        self.assertNotIn("Goods to deliver: 1", self._missing(order))

    def test_lost(self):
        order = self._sent(reports=True)
        self._report(9, "lost")
        # what was sent is to be invoiced or credited; nothing is on its way any more
        self.assertStage(order, "delivery", DAY[9])
        self.assertEqual(self._reached(order, "delivered"), {"delivered": None})

    def test_one_of_two_parcels(self):
        self.carrier.o2c_reports_delivery = True
        order = self._order_on(2, carrier_id=self.carrier.id)
        with self._on(4):
            first = self._deliver(order, 4)
        with self._on(5):
            second = self._deliver(order)
        self.parcel = first.o2c_shipment_ids
        self._report(6, "delivered")
        self.assertStage(order, "shipment", DAY[4])
        self.assertIn("Shipments under way: 1", self._missing(order))
        self.parcel = second.o2c_shipment_ids
        self._report(8, "delivered")
        self.assertStage(order, "delivery", DAY[8])

    def test_customer_signs_the_transfer(self):
        order = self._sent(reports=False)
        self.assertEqual(self._reached(order, "accepted"), {})
        with self._on(6):
            self.delivery.signature = PIXEL
        self.assertEqual(self._reached(order, "accepted"), {"accepted": DAY[6]})
        self.delivery.signature = False
        self.assertEqual(self._reached(order, "accepted"), {})

    def test_customer_signs_for_the_parcel(self):
        order = self._sent(reports=True)
        self._report(7, "delivered", signature=PIXEL)
        self.assertEqual(self._reached(order, "accepted"), {"accepted": DAY[7]})

    def test_events_beside_the_milestones(self):
        order = self._sent(reports=True)
        self._report(6, "failed_absent")
        self._report(7, "refused")
        found = [
            (event["kind"], event["at"], event["text"])
            for event in order.o2c_timeline["events"]
            if event["kind"] not in ("hold", "release")
        ]
        self.assertEqual(
            found,
            [
                ("failed_absent", DAY[6], "Delivery failed: nobody there"),
                ("refused", DAY[7], "Delivery refused"),
            ],
        )


@tagged("post_install", "-at_install")
class TestWays(ParcelCase):
    """Ways of goods: from the supplier, in steps, short of stock."""

    def _straight_from_the_supplier(self, line):
        """A move from the supplier to the customer for ``line``."""
        picking_type = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company.id)], limit=1
        )
        supplier = self.env.ref("stock.stock_location_suppliers")
        customer = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "location_id": supplier.id,
                "location_dest_id": customer.id,
                "partner_id": line.order_id.partner_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_uom_qty": line.product_uom_qty,
                            "location_id": supplier.id,
                            "location_dest_id": customer.id,
                            "sale_line_id": line.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def _without_transfers(self, lines):
        moves = lines.move_ids
        moves._action_cancel()
        moves.unlink()

    def test_drop_shipped(self):
        order = self._order_on(2)
        self._without_transfers(order.order_line)
        self.assertStage(order, "processing", DAY[2])
        with self._on(4):
            picking = self._straight_from_the_supplier(order.order_line)
        self.assertStage(order, "processing", DAY[2])
        # goods that never lie here are not set aside either
        self.assertEqual(self._reached(order, "reserved"), {})
        with self._on(6):
            picking.move_ids.write({"quantity": 10, "picked": True})
            picking.with_context(skip_sms=True).button_validate()
        self.assertStage(order, "delivery", DAY[6])
        self.assertEqual(
            self._reached(order, "shipped", "delivered"),
            {"shipped": DAY[6], "delivered": DAY[6]},
        )

    def test_a_line_that_is_not_ordered_at_the_supplier_yet(self):
        order = self._order_on(2, self._line(), self._line(qty=1))
        self._without_transfers(order.order_line[1])
        with self._on(5):
            self._deliver(order)
        self.assertStage(order, "shipment", DAY[5])
        self.assertIn("Goods to deliver: 1", self._missing(order))
        with self._on(7):
            picking = self._straight_from_the_supplier(order.order_line[1])
            picking.move_ids.write({"quantity": 1, "picked": True})
            picking.with_context(skip_sms=True).button_validate()
        self.assertStage(order, "delivery", DAY[7])

    def test_picked_first_and_in_parts(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        warehouse.delivery_steps = "pick_ship"
        order = self._order_on(2)
        pick = order.picking_ids
        self.assertNotEqual(pick.location_dest_id.usage, "customer")
        self.assertEqual(self._reached(order, "reserved"), {"reserved": DAY[2]})
        with self._on(4):
            pick.move_ids.write({"quantity": 4, "picked": True})
            pick.with_context(skip_backorder=True).button_validate()
        self.assertStage(order, "processing", DAY[2])
        with self._on(5):
            self._deliver(order)
        # six pieces are still to be picked, though nothing waits at the door
        self.assertStage(order, "shipment", DAY[5])
        self.assertIn("Goods to deliver: 1", self._missing(order))
        with self._on(6):
            rest = order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            rest.move_ids.picked = True
            rest.button_validate()
        with self._on(7):
            self._deliver(order)
        self.assertStage(order, "delivery", DAY[7])

    def test_short_of_stock(self):
        product = self._product(name="Grinder", is_storable=True)
        order = self._order_on(2, self._line(product))
        self.assertEqual(self._reached(order, "reserved"), {"reserved": None})
        stock = order.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(product, stock, 4)
        with self._on(3):
            order.picking_ids.action_assign()
        self.assertEqual(self._reached(order, "reserved"), {"reserved": None})
        self.env["stock.quant"]._update_available_quantity(product, stock, 6)
        with self._on(4):
            order.picking_ids.action_assign()
        self.assertEqual(self._reached(order, "reserved"), {"reserved": DAY[4]})
        with self._on(5):
            order.picking_ids.do_unreserve()
        self.assertEqual(self._reached(order, "reserved"), {"reserved": None})

    def test_rebuild_gives_the_same(self):
        order = self._sent(reports=True)
        self._report(6, "failed_absent")
        other = self._sent(reports=True)
        self._report(8, "delivered", signature=PIXEL)
        orders = order | other
        before = [self._steps(order) for order in orders]
        self.env.flush_all()
        self.env["sale.order"]._o2c_rebuild_timeline(orders.ids)
        self.assertEqual([self._steps(order) for order in orders], before)

    def _steps(self, order):
        return [
            (s.kind, s.planned_at, s.actual_at, s.department, s.source_id)
            for s in order.o2c_milestone_ids
        ]
