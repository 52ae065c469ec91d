from odoo.tests import tagged

from .appointment_common import MONDAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestFirstAttempt(AppointmentCommon):
    """What appointments change is told from the visits themselves."""

    def setUp(self):
        super().setUp()
        at = self._at(MONDAY)
        at.__enter__()
        self.addCleanup(at.__exit__, None, None, None)
        self.thursday.capacity = 50

    def _visited(self, agreed, *statuses):
        picking = self._other_delivery()
        if agreed:
            self.Appointment._propose(picking)._confirm("link")
        with self._at("2026-03-06 08:00:00"):
            for day, status in enumerate(statuses, start=3):
                self._visit(picking, status, f"2026-03-0{day} 08:00:00", str(day))
        return picking

    def test_rows(self):
        good = self._visited(True, "delivered")
        bad = self._visited(False, "failed_absent", "failed_address", "delivered")
        self.env.flush_all()
        rows = self.env["o2c.first.attempt"].search(
            [("shipment_id.picking_id", "in", (good + bad).ids)], order="id"
        )
        self.assertEqual(rows.mapped("agreed"), ["yes", "no"])
        self.assertEqual(rows.mapped("status"), ["delivered", "failed_absent"])
        self.assertEqual(rows.mapped("empty_runs"), [0, 2])
        self.assertEqual(rows.mapped("empty_run_cost"), [0.0, 24.0])

    def test_agreed_afterwards_does_not_count(self):
        picking = self._visited(False, "failed_absent")
        with self._at("2026-03-06 09:00:00"):
            self.Appointment._propose(picking)._confirm("link")
        self.env.flush_all()
        row = self.env["o2c.first.attempt"].search(
            [("shipment_id.picking_id", "=", picking.id)]
        )
        self.assertEqual(row.agreed, "no")

    def test_effect(self):
        for _n in range(2):
            self._visited(True, "delivered")
        self._visited(False, "delivered")
        self._visited(False, "failed_absent")
        self.env.flush_all()
        effect = self.env["o2c.appointment.effect"].create(
            {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        )
        self.assertEqual((effect.with_count, effect.without_count), (2, 2))
        self.assertEqual((effect.with_rate, effect.without_rate), (1.0, 0.5))
        self.assertEqual(effect.avoided, 1.0)
        self.assertEqual(effect.saved, 12.0)
        self.assertIn("may be chance", effect.verdict)

    def test_nothing_yet(self):
        effect = self.env["o2c.appointment.effect"].create(
            {"date_from": "2025-01-01", "date_to": "2025-01-31"}
        )
        self.assertIn("Nothing to compare yet", effect.verdict)
        self.assertEqual((effect.avoided, effect.saved), (0.0, 0.0))
