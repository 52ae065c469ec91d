from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shipment_common import NOON, ShipmentCommon


@tagged("post_install", "-at_install")
class TestCarrierScore(ShipmentCommon):
    def _parcel(self, *reports, promised=24, carrier=None):
        """A parcel that left at noon of the first day, and what was said since."""
        with self._at("2026-03-02 12:00:00"):
            shipment = self._shipped(carrier=carrier)
        shipment.picking_id.move_ids.date_deadline = NOON + timedelta(hours=promised)
        for status, hours in reports:
            self._told(shipment, status, hours)
        self.env.flush_all()
        return shipment

    def _row(self, shipment):
        row = self.env["o2c.carrier.score"].browse(shipment.id)
        return (row.on_time, row.first_attempt, row.refused, row.lost)

    def test_parcels(self):
        for case, reports, expected in (
            ("on the day", [("delivered", 20)], (100, 100, 0, 0)),
            # promised for the 3rd: midnight of Rome is 23:00 here
            ("last minute", [("delivered", 34.9)], (100, 100, 0, 0)),
            ("a minute late", [("delivered", 35.1)], (0, 100, 0, 0)),
            (
                "second visit",
                [("failed_absent", 3), ("delivered", 20)],
                (100, 0, 0, 0),
            ),
            ("refused", [("refused", 3)], (0, 0, 100, False)),
            ("lost", [("lost", 50)], (0, False, False, 100)),
            ("under way and late", [("in_transit", 3)], (0, False, False, False)),
        ):
            with self.subTest(case):
                self.assertEqual(self._row(self._parcel(*reports)), expected)

    def test_shares_of_a_carrier(self):
        self._parcel(("delivered", 20))
        self._parcel(("delivered", 44))
        self._parcel(("failed_absent", 3), ("delivered", 20))
        self._parcel(("refused", 3))
        # never at a door: it counts for what is on time, not for the visits
        self._parcel(("in_transit", 3))
        measures = ("parcels:sum", "on_time:avg", "first_attempt:avg", "refused:avg")
        ((*shares, days),) = self.env["o2c.carrier.score"]._read_group(
            [("carrier_id", "=", self.carrier.id)], [], [*measures, "days:avg"]
        )
        self.assertEqual(shares, [5, 40, 50, 25])
        self.assertAlmostEqual(days, (20 + 44 + 20) / 3 / 24)

    def test_carrier_that_does_not_report_is_not_compared(self):
        silent = self._carrier(name="Silent", o2c_reports_delivery=False)
        shipment = self._parcel(carrier=silent)
        found = self.env["o2c.carrier.score"].search([("id", "=", shipment.id)])
        self.assertFalse(found)

    def test_who_sees_it(self):
        shipment = self._parcel(("delivered", 20))
        Score = self.env["o2c.carrier.score"]
        domain = [("id", "=", shipment.id)]
        desk = Score.with_user(self._user("order_desk"))
        self.assertEqual(len(desk.search(domain)), 1)
        far = self._user("order_desk", login="far", company=self._company())
        self.assertFalse(Score.with_user(far).search(domain))
        with self.assertRaises(AccessError):
            Score.with_user(self._user("salesperson")).search(domain)
