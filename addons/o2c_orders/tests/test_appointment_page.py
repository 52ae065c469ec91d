from odoo import http
from odoo.tests import HttpCase, tagged

from .appointment_common import AppointmentCommon


@tagged("post_install", "-at_install")
class TestAppointmentPage(AppointmentCommon, HttpCase):
    """The customer answers by link: who has it may, a GET changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls.Appointment._propose(cls.picking)
        cls.path = cls.one.url.removeprefix(cls.one.get_base_url())

    def _answer(self, **values):
        self.authenticate(None, None)
        token = http.Request.csrf_token(self)
        return self.url_open(f"{self.path}/answer", {"csrf_token": token, **values})

    def test_page_shows_and_changes_nothing(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Yes, that suits me", page.text)
        self.assertEqual(self.one.state, "proposed")

    def test_guessed_links(self):
        other = self.Appointment._propose(self._other_delivery())
        table = [
            ("wrong token", f"/o2c/appointment/{self.one.id}/guess"),
            ("token of another", self.path.replace(str(self.one.id), str(other.id), 1)),
            ("no such number", f"/o2c/appointment/999999999/{self.one.token}"),
        ]
        for case, path in table:
            with self.subTest(_case=case):
                self.assertEqual(self.url_open(path).status_code, 404)
                self.assertEqual(self.url_open(f"{path}/visit.ics").status_code, 404)

    def test_answer_by_get_is_refused(self):
        page = self.url_open(f"{self.path}/answer?answer=confirm")
        self.assertEqual(page.status_code, 405)
        self.assertEqual(self.one.state, "proposed")

    def test_answer_without_form_is_refused(self):
        self.authenticate(None, None)
        page = self.url_open(f"{self.path}/answer", {"answer": "confirm"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual(self.one.state, "proposed")

    def test_confirm_twice(self):
        for _round in range(2):
            self.assertEqual(self._answer(answer="confirm").status_code, 200)
            self.one.invalidate_recordset()
            self.assertEqual(self.one.state, "confirmed")
        self.assertEqual(self.one.answered_by, "link")
        calendar = self.url_open(f"{self.path}/visit.ics").text
        self.assertIn(f"DTSTART:{self.one.date_from:%Y%m%dT%H%M%SZ}", calendar)
        self.assertEqual(calendar.count("BEGIN:VEVENT"), 1)

    def test_decline_with_a_note(self):
        self._answer(answer="decline", note="  After six  ")
        self.one.invalidate_recordset()
        self.assertEqual((self.one.state, self.one.note), ("declined", "After six"))

    def test_move(self):
        offer = self.picking._o2c_appointment_offers(limit=3)[2]
        window = f"{offer.slot.slot_id}@{offer.day}"
        page = self._answer(answer="move", window=window)
        self.assertIn("the appointment is", page.text)
        self.picking.invalidate_recordset()
        now = self.picking.o2c_appointment_id
        self.assertEqual((now.state, now.slot_id.id), ("confirmed", offer.slot.slot_id))
        # the old link leads to what counts now
        self.assertTrue(self.url_open(self.path).url.endswith(now.token))

    def test_windows_that_are_not_offered(self):
        table = [
            ("nothing", ""),
            ("no window", "abc"),
            ("another day", f"{self.tuesday.id}@2020-01-07"),
            ("foreign window", "999999@2026-03-03"),
        ]
        for case, window in table:
            with self.subTest(_case=case):
                page = self._answer(answer="move", window=window)
                self.assertIn("become full", page.text)
                self.one.invalidate_recordset()
                self.assertEqual(self.one.state, "proposed")

    def test_unknown_answer(self):
        page = self._answer(answer="kept")
        self.assertIn("choose one of the answers", page.text)
        self.assertEqual(self.one.state, "proposed")

    def test_customers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        self.env.flush_all()
        self.assertIn(self.one.with_context(lang="it_IT").window, self._page_text())

    def _page_text(self):
        return self.url_open(self.path).text

    def test_done_visit(self):
        self._deliver(self.order)
        self.assertIn("Nothing is left to answer", self._page_text())
