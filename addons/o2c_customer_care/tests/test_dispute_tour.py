from odoo.tests import HttpCase, tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestDisputeTour(DisputeCommon, HttpCase):
    """Rejected, and what comes after, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        customer = cls._customer(name="Café Tour")
        cls.invoice = cls._bill(1000, partner_id=customer.id)
        ticket = cls._ticket(partner_id=customer.id, invoice_id=cls.invoice.id)
        cls.dispute = cls._rejected(300, cls.invoice, ticket=ticket)
        cls.url = f"/odoo/o2c-disputes/{cls.dispute.id}"

    def test_to_court_and_back(self):
        self.start_tour(self.url, "o2c_care_court", login="o2c_care_leader")
        lawsuit = self.dispute.litigation_id
        self.assertEqual((lawsuit.state, lawsuit.awarded), ("ended", 200))
        self.assertEqual(lawsuit.event_ids.activity_id.user_id, self.leader)
        self.assertEqual(self.dispute.accepted_amount, 100)
        self.assertHeld(self.invoice, 100)

    def test_taken_up_again(self):
        self.start_tour(self.url, "o2c_care_dispute_again", login="o2c_care_agent")
        self.assertEqual((self.dispute.state, self.dispute.reopen_count), ("open", 1))
        self.assertHeld(self.invoice, 300)
