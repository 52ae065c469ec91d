from datetime import datetime

from odoo.tests import tagged

from .exception_common import FRIDAY, MONDAY, ExceptionCase


@tagged("post_install", "-at_install")
class TestCourier(ExceptionCase):
    """Parcels that do not arrive, or of which nothing is heard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Express",
                "product_id": cls._service(name="Carriage").id,
                "o2c_reports_delivery": True,
            }
        )

    def _shipped(self, ref="EX-1", carrier=None):
        with self._at(MONDAY):
            order = self._order(user_id=self.seller.id)
            order.picking_ids.carrier_id = carrier or self.carrier
            order.picking_ids.carrier_tracking_ref = ref
            self._deliver(order)
        return self.env["o2c.shipment"].search([("order_id", "=", order.id)])

    def _report(self, shipment, status, moment):
        with self._at(moment):
            at = datetime.fromisoformat(moment)
            shipment._report(status, at, "webhook", f"{status} {moment}")

    def test_failed_or_lost(self):
        rule = self._rule("delivery_failed", age=1, unit="hours")
        for status, is_one in [
            ("in_transit", False),
            ("failed_absent", True),
            ("failed_address", True),
            ("refused", False),
            ("lost", True),
        ]:
            with self.subTest(status):
                shipment = self._shipped(ref=status)
                self._report(shipment, status, "2026-03-03 11:00:00")
                self.assertFound(rule, "2026-03-03 11:59:59")
                expected = [shipment] if is_one else []
                found = self.assertFound(rule, "2026-03-03 12:00:00", *expected)
                self.assertEqual(
                    found.owner_id, self.seller if is_one else found.owner_id
                )
                shipment.order_id._action_cancel()
                self.assertFound(rule, FRIDAY)

    def test_second_attempt_settles_it(self):
        rule = self._rule("delivery_failed")
        shipment = self._shipped()
        self._report(shipment, "failed_absent", "2026-03-03 11:00:00")
        found = self.assertFound(rule, FRIDAY, shipment)
        self.assertEqual(
            found.text, "Failed: nobody there on 03/03/2026; attempts so far: 1"
        )
        self._report(shipment, "delivered", "2026-03-04 11:00:00")
        self.assertFound(rule, FRIDAY)
        self.assertEqual(found.state, "closed")

    def test_silent_courier(self):
        rule = self._rule("courier_silent", age=2)
        shipment = self._shipped()
        silent = self._shipped(ref="EX-2")
        own = self.carrier.copy({"o2c_reports_delivery": False})
        self._shipped(ref="EX-3", carrier=own)
        self._report(shipment, "in_transit", "2026-03-03 11:00:00")
        self.assertFound(rule, "2026-03-04 10:59:59")
        self.assertFound(rule, "2026-03-04 11:00:00", silent)
        self.assertFound(rule, "2026-03-05 11:00:00", silent, shipment)
        self._report(shipment, "delivered", "2026-03-05 11:30:00")
        found = self.assertFound(rule, FRIDAY, silent)
        self.assertIn("EX-2", found.text)

    def test_left_without_a_reference(self):
        rule = self._rule("tracking_missing", age=4, unit="hours")
        shipment = self._shipped(ref=False)
        self._shipped()
        picking = shipment.picking_id
        self.assertFound(rule, "2026-03-02 14:59:59")
        self.assertFound(rule, "2026-03-02 15:00:00", picking)
        picking.carrier_tracking_ref = "EX-9"
        self.assertFound(rule, FRIDAY)
