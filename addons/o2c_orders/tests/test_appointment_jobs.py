from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .appointment_common import MONDAY, AppointmentCommon


@tagged("post_install", "-at_install")
class TestAppointmentJobs(AppointmentCommon):
    """What happens by itself: proposing, reminding, expiring, each once."""

    def setUp(self):
        super().setUp()
        at = self._at(MONDAY)
        at.__enter__()
        self.addCleanup(at.__exit__, None, None, None)

    def _mails_of(self, one):
        return [("model", "=", one._name), ("res_id", "=", one.id)]

    def _run(self, job):
        with patch.object(
            self.registry["ir.cron"], "_commit_progress", lambda *a, **kw: 1000
        ):
            return getattr(self.Appointment, job)()

    def test_proposes_by_itself_once(self):
        self.assertEqual(self.picking.state, "assigned")
        for _round in range(2):
            self._run("_cron_propose")
            self.assertEqual(len(self.picking.o2c_appointment_ids), 1)

    def test_proposes_only_where_the_carrier_wants_it(self):
        self.carrier.o2c_appointment = False
        self._run("_cron_propose")
        self.assertFalse(self.picking.o2c_appointment_ids)

    def test_asks_again_after_a_visit_in_vain_only(self):
        table = [("missed", 2), ("declined", 1), ("expired", 1), ("cancelled", 1)]
        for state, count in table:
            with self.subTest(_case=state):
                picking = self._other_delivery()
                picking.carrier_id = self.carrier
                self.Appointment._propose(picking).state = state
                self._run("_cron_propose")
                self.assertEqual(len(picking.o2c_appointment_ids), count)
                picking.o2c_appointment_ids.unlink()

    def test_no_window_stops_nobody_else(self):
        other_house = self.env["stock.warehouse"].create(
            {"name": "Far", "code": "FAR", "company_id": self.company.id}
        )
        first = self._order(warehouse_id=other_house.id).picking_ids
        first.write({"carrier_id": self.carrier.id, "scheduled_date": "2026-03-01"})
        self._run("_cron_propose")
        self.assertFalse(first.o2c_appointment_ids)
        self.assertEqual(self.picking.o2c_appointment_ids.state, "proposed")

    def test_reminds_once(self):
        one = self.Appointment._propose(self.picking)
        one._confirm("link")
        self.env["mail.mail"].search(self._mails_of(one)).unlink()
        for moment, count in (
            ("2026-03-02 06:59:59", 0),
            ("2026-03-02 07:00:00", 1),
            ("2026-03-02 09:00:00", 1),
        ):
            with self.subTest(_case=moment), self._at(moment):
                self._run("_cron_remind")
                mails = self.env["mail.mail"].search(self._mails_of(one))
                self.assertEqual(len(mails), count)
        self.assertEqual(mails.subject, "Reminder: Tuesday, 3 March, 08:00 to 12:00")

    def test_a_broken_reminder_stops_nobody_else(self):
        first, second = (
            self.Appointment._propose(picking)
            for picking in (self.picking, self._other_delivery())
        )
        for one in (first, second):
            one.write({"state": "confirmed", "date_from": "2026-03-03 07:00:00"})
        send = self.registry["o2c.appointment"]._send

        def broken(one, *args):
            if one == first:
                raise ValueError("template")
            return send(one, *args)

        with (
            patch.object(self.registry["o2c.appointment"], "_send", broken),
            mute_logger("odoo.addons.o2c_orders.models.o2c_appointment_send"),
        ):
            self._run("_cron_remind")
        self.assertFalse(first.reminded_at)
        self.assertTrue(second.reminded_at)

    def test_a_proposal_is_not_reminded_of(self):
        one = self.Appointment._propose(self.picking)
        with self._at("2026-03-03 06:00:00"):
            self._run("_cron_remind")
        self.assertFalse(one.reminded_at)

    def test_expires(self):
        self.company.o2c_appointment_answer_hours = 3
        one = self.Appointment._propose(self.picking)
        for moment, state in (
            ("2026-03-02 09:59:59", "proposed"),
            ("2026-03-02 10:00:00", "expired"),
        ):
            with self.subTest(_case=moment), self._at(moment):
                self.Appointment._cron_expire()
                self.assertEqual(one.state, state)

    def test_to_call(self):
        one = self.Appointment._propose(self.picking)
        search = [("to_call", "=", True), ("id", "=", one.id)]
        self.assertFalse(self.Appointment.search(search))
        with self._at("2026-03-02 19:00:01"):
            one.invalidate_recordset()
            self.assertTrue(one.to_call)
            self.assertEqual(self.Appointment.search(search), one)
        one.channel = "phone"
        self.assertEqual(self.Appointment.search(search), one)
