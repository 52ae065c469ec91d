from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .service_common import ServiceCase


@tagged("post_install", "-at_install")
class TestComplaintSafe(ServiceCase):
    """No service is stopped by us while a complaint of the customer is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._service_order(tariff=cls._tariff())
        cls.service = cls.Recurring.search([("order_id", "=", order.id)])
        cls.day = cls.env["o2c.recurring"]._fields["stop_date"].to_date("2026-03-12")

    def _complaints(self, code="complaint"):
        """Somebody says that the customer has an open complaint."""

        def found(customers, companies):
            ids = customers.ids if self.company in companies else ()
            return {id_: [("TK00007", code)] for id_ in ids}

        partners = type(self.env["res.partner"])
        return patch.object(partners, "_o2c_open_complaints", found)

    def _stop(self, reason):
        self.service._stop(self.day, reason)

    def test_which_reasons_wait_for_the_answer(self):
        cases = (
            ("nonpayment", False),
            ("company", False),
            ("withdrawal", True),
            ("notice", True),
            ("cancelled", True),
        )
        for reason, stopped in cases:
            with self.subTest(reason), self.cr.savepoint() as point:
                with self._complaints():
                    if stopped:
                        self._stop(reason)
                    else:
                        with self.assertRaisesRegex(UserError, "TK00007"):
                            self._stop(reason)
                self.assertEqual(bool(self.service.stop_date), stopped)
                point.rollback()

    def test_without_a_complaint_it_is_stopped(self):
        self._stop("nonpayment")
        self.assertEqual(str(self.service.stop_date), "2026-03-12")

    def test_each_reason_is_said(self):
        for code, text in (
            ("complaint", "Open complaint TK00007"),
            ("dispute", "Contested amount, ticket TK00007"),
            ("litigation", "Before court, ticket TK00007"),
        ):
            with self.subTest(code), self._complaints(code):
                self.service.invalidate_recordset(["complaint_text"])
                self.assertEqual(self.service.complaint_text, text)
                with self.assertRaisesRegex(UserError, text):
                    self._stop("company")

    def test_the_wizard_says_it_too(self):
        wizard = self.env["o2c.recurring.stop"].with_user(self._user("order_manager"))
        form = Form(wizard.with_context(default_recurring_id=self.service.id))
        form.reason = "nonpayment"
        with self._complaints(), self.assertRaisesRegex(UserError, "TK00007"):
            form.save().action_stop()
        self.assertFalse(self.service.stop_date)

    def test_nothing_is_said_of_an_ended_one(self):
        self._stop("notice")
        with self._complaints():
            self.service.invalidate_recordset(["complaint_text"])
            self.assertFalse(self.service.complaint_text)
