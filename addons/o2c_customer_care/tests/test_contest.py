"""What a customer contests becomes a ticket with a dispute."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestContest(CareCommon):
    def test_a_ticket_with_a_dispute(self):
        invoice = self._bill(600, 400)
        line = invoice.invoice_line_ids[0]
        dispute = invoice._o2c_contest(250, "Two machines leak", line, channel="portal")
        self.assertEqual(dispute._name, "o2c.dispute")
        self.assertEqual((dispute.amount, dispute.state), (250.0, "open"))
        self.assertEqual(dispute.line_ids, line)
        ticket = dispute.ticket_id
        self.assertEqual((ticket.channel, ticket.invoice_id), ("portal", invoice))
        hold = self.Hold.search([("invoice_id", "=", invoice.id)])
        self.assertEqual((hold.amount, hold.reason_id.code), (250.0, "dispute"))

    def test_whoever_contests_needs_no_right_on_tickets(self):
        invoice = self._bill()
        dispute = invoice.with_user(self.accountant)._o2c_contest(100, "Too dear")
        self.assertEqual(dispute.sudo().requested_by_id, self.accountant)

    def test_refused_before_a_ticket_is_opened(self):
        invoice = self._bill(100)
        with (
            self.assertNothingWritten("o2c.ticket", "o2c.dispute", "o2c.hold"),
            self.assertRaises(UserError),
        ):
            invoice._o2c_contest(100.01, "Too dear")
