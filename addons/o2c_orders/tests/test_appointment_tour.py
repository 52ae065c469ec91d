from odoo.tests import HttpCase, tagged

from .appointment_common import AppointmentCommon


@tagged("post_install", "-at_install")
class TestAppointmentTour(AppointmentCommon, HttpCase):
    """In a real browser: the desk finds another window, the customer answers."""

    def setUp(self):
        super().setUp()
        self.customer.name = "Tour customer"
        self.one = self.Appointment._propose(self.picking)

    def test_desk(self):
        user = self._user("order_desk", password="o2c_order_desk")
        self.start_tour(
            "/odoo/o2c-appointments", "o2c_appointment_desk", login=user.login
        )
        self.picking.invalidate_recordset()
        now = self.picking.o2c_appointment_id
        self.assertEqual((now.state, now.answered_by), ("confirmed", "phone"))

    def test_customer(self):
        path = self.one.url.removeprefix(self.one.get_base_url())
        self.start_tour(path, "o2c_appointment_customer")
        self.picking.invalidate_recordset()
        now = self.picking.o2c_appointment_id
        self.assertEqual((now.state, now.answered_by), ("confirmed", "link"))
        self.assertNotEqual(now, self.one)
