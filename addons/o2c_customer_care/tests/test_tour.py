from odoo.tests import HttpCase, tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestTour(CareCommon, HttpCase):
    """From the phone to the decision, in a real browser."""

    def test_a_contested_amount(self):
        customer = self._customer(name="Café Tour")
        invoice = self._bill(1000, partner_id=customer.id)
        self.start_tour("/odoo/o2c-tickets", "o2c_care_dispute", login="o2c_care_agent")
        dispute = invoice.o2c_dispute_ids
        self.assertEqual(dispute.amount, 300)
        self.assertEqual(dispute.requested_by_id, self.agent)
        self.assertEqual(dispute.ticket_id.user_id, self.env["res.users"])
        self.assertHeld(invoice, 300)

        url = f"/odoo/o2c-disputes/{dispute.id}"
        self.start_tour(url, "o2c_care_decide", login="o2c_care_leader")
        self.assertEqual((dispute.state, dispute.accepted_amount), ("partial", 120))
        self.assertEqual(dispute.credit_note_id.amount_total, 120)
        self.assertHeld(invoice, 120)
