import hashlib
from unittest.mock import patch

from odoo.tests import tagged

from .returns_common import WithdrawalCommon


@tagged("post_install", "-at_install")
class TestAcknowledgement(WithdrawalCommon):
    """A durable acknowledgement, made once."""

    def _acknowledged(self):
        with self._at("2026-03-03 09:15:30"):
            record = self._declare(self.order, 2, statement="I withdraw.")
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_acknowledge").method_direct_trigger()
        return record

    def test_content(self):
        record = self._acknowledged()
        content = record.acknowledgement_id.raw
        self.assertEqual(
            record.acknowledgement_hash, hashlib.sha256(content).hexdigest()
        )
        self.assertTrue(record._check_acknowledgement())
        html = self.env["ir.actions.report"]._render_qweb_html(
            "o2c_orders.withdrawal_paper", record.ids
        )[0]
        for text in ("03.03.2026 10:15:30 (Europe/Rome)", "I withdraw.", "Freya"):
            self.assertIn(text, html.decode())

    def test_mail_and_ledger(self):
        record = self._acknowledged()
        mail = self.env["mail.mail"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )
        self.assertEqual(mail.attachment_ids, record.acknowledgement_id)
        self.assertEqual(mail.email_to, "freya@home.example.com")
        contact = self.Contact.search(
            [("source_key", "=", f"o2c.withdrawal:{record.id}:declared")]
        )
        self.assertEqual((contact.channel, contact.direction), ("portal", "in"))

    def test_once(self):
        record = self._acknowledged()
        before = record.acknowledgement_id
        record._acknowledge()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_acknowledge").method_direct_trigger()
        self.assertEqual(record.acknowledgement_id, before)
        mails = self.env["mail.mail"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )
        self.assertEqual(len(mails), 1)

    def test_one_that_fails_stops_no_other(self):
        with self._at("2026-03-03 09:15:30"):
            first = self._declare(self.order, 1)
            second = self._declare(self.order, 1)
        Reports = self.registry["ir.actions.report"]
        render = Reports._render_qweb_pdf

        def fail_for_the_first(reports, report, res_ids=None, data=None):
            if res_ids == first.ids:
                raise ValueError("no paper")
            return render(reports, report, res_ids, data)

        with (
            patch.object(Reports, "_render_qweb_pdf", fail_for_the_first),
            self.assertLogs("odoo.addons.o2c_orders", "ERROR"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("o2c_orders.cron_acknowledge").method_direct_trigger()
        self.assertFalse(first.acknowledged_at)
        self.assertTrue(second.acknowledged_at)

    def test_tampered(self):
        record = self._acknowledged()
        record.acknowledgement_id.raw = b"another one"
        self.assertFalse(record._check_acknowledgement())
