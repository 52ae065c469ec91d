from unittest.mock import patch

from odoo.tests import tagged

from .work_common import WorkCommon


@tagged("post_install", "-at_install")
class TestWorkWarnings(WorkCommon):
    """What other modules know of a customer is told before a collector calls him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._overdue(1000)

    def _warnings(self, complaints=None, warnings=None):
        Partner = type(self.env["res.partner"])
        customer = self.customer.commercial_partner_id

        def open_complaints(partners, companies):
            return {customer.id: complaints} if complaints else {}

        def contact_warnings(partners):
            return {customer.id: warnings} if warnings else {}

        with (
            patch.object(Partner, "_o2c_open_complaints", open_complaints),
            patch.object(Partner, "_o2c_contact_warnings", contact_warnings),
        ):
            return self._item().with_user(self.collector).detail()["warnings"]

    def test_nothing_to_tell(self):
        self.assertEqual(self._warnings(), [])

    def test_a_complaint_and_a_dead_number(self):
        found = self._warnings([("TK7", "complaint")], ["Telephone: 1: is dead"])
        self.assertEqual(
            found, ["The complaint in TK7 is open.", "Telephone: 1: is dead"]
        )

    def test_each_kind_in_words(self):
        for code in ("complaint", "dispute", "litigation", "news"):
            with self.subTest(code):
                (sentence,) = self._warnings([("TK7", code)])
                self.assertIn("TK7", sentence)
                self.assertNotIn(code if code == "news" else "_", sentence)
