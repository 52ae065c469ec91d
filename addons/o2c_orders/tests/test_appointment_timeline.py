from odoo.tests import tagged

from .appointment_common import MONDAY, AppointmentCommon

AGREED = "2026-03-05 16:00:00"  # Thursday, until 5 p.m. in Rome


@tagged("post_install", "-at_install")
class TestAppointmentTimeline(AppointmentCommon):
    """The window that the customer agreed to is when he is to have the goods."""

    def _plan(self, order=None):
        steps = (order or self.order).o2c_milestone_ids
        step = steps.filtered(lambda s: s.kind == "delivered")
        return str(step.planned_at), step.planned_source

    def _propose(self, state="proposed", place=1):
        with self._at(MONDAY):
            offer = self.picking._o2c_appointment_offers(limit=3)[place]
            return self.Appointment._propose(self.picking, offer, state)

    def test_only_when_he_agreed(self):
        self.order.commitment_date = "2026-03-20 08:00:00"
        promised = ("2026-03-20 08:00:00", "promise")
        one = self._propose()
        self.assertEqual(self._plan(), promised)
        with self._at(MONDAY):
            one._confirm("link")
        self.assertEqual(self._plan(), (AGREED, "appointment"))
        with self._at(MONDAY):
            one._go("cancelled")
        self.assertEqual(self._plan(), promised)

    def test_what_came_of_it_does_not_change_it(self):
        one = self._propose("confirmed")
        self.assertEqual(self._plan(), (AGREED, "appointment"))
        with self._at("2026-03-05 17:30:00"):
            one._go("missed", arrived_at="2026-03-05 17:30:00")
        self.assertEqual(self._plan(), (AGREED, "appointment"))

    def test_moved_to_an_earlier_day(self):
        with self._at(MONDAY):
            tuesday = self.picking._o2c_appointment_offers(limit=3)[0]
        one = self._propose("confirmed")
        with self._at(MONDAY):
            one._move(tuesday, "link")
        self.assertEqual(one.state, "cancelled")
        self.assertEqual(self._plan(), ("2026-03-03 11:00:00", "appointment"))

    def test_back_order_that_nobody_agreed_on(self):
        self.order.commitment_date = "2026-03-20 08:00:00"
        self._propose("confirmed")
        with self._at("2026-03-05 15:00:00"):
            self._deliver(self.order, qty=4)
        self.assertEqual(len(self.order.picking_ids), 2)
        self.assertEqual(self._plan(), ("2026-03-20 08:00:00", "promise"))

    def test_rebuild_says_the_same(self):
        self._propose("confirmed")
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM o2c_milestone WHERE order_id = %s", self.order.ids
        )
        self.env.invalidate_all()
        self.env["sale.order"]._o2c_rebuild_timeline(self.order.ids)
        self.assertEqual(self._plan(), (AGREED, "appointment"))
