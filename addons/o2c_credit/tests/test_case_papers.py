from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .test_dunning_channels import RENDER, ChannelCase, pages


@tagged("post_install", "-at_install")
class TestCasePapers(ChannelCase):
    """What dunning adds to the file of a lawsuit about an invoice."""

    def _papers(self):
        with patch(RENDER, pages):
            return self.move.sudo()._o2c_case_papers()

    def _names(self, folder):
        return [name for place, name, _content in self._papers() if place == folder]

    def test_before_a_reminder_the_invoice_only(self):
        self.assertEqual(self._names("4 Reminders"), [])
        self.assertEqual(len(self._names("3 Invoices")), 1)

    def test_reminders_as_they_went_out_and_the_interest(self):
        self.move.line_ids.filtered("date_maturity").date_maturity = (
            self.today - timedelta(days=100)
        )
        self.account.write(
            {"debtor_kind": "business", "late_basis": "contract", "contract_rate": 8}
        )
        notice = self._notices()
        self.assertEqual(
            self._names("4 Reminders"), ["Calculation of late interest.pdf"]
        )
        self._send(notice)
        found = {name: content for _place, name, content in self._papers()}
        self.assertIn(notice.reference, found[f"{notice.reference}.html"].decode())

    def test_a_reminder_about_another_invoice_stays_out(self):
        self._send(self._notices())
        with patch(RENDER, pages):
            papers = self.move.browse()._o2c_case_papers()
        self.assertEqual(papers, [])
