from odoo.tests import HttpCase, tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyTour(RemedyCommon, HttpCase):
    """A remedy and a claim on screen, in a real browser."""

    def test_a_remedy(self):
        ticket = self._case()
        url = f"/odoo/o2c-tickets/{ticket.id}"
        self.start_tour(url, "o2c_care_remedy_offer", login="o2c_care_agent")
        remedy = ticket.remedy_ids
        self.assertEqual((remedy.kind, remedy.amount), ("credit", 244.0))
        self.assertEqual(remedy.requested_by_id, self.agent)
        url = f"/odoo/o2c-remedies/{remedy.id}"
        self.start_tour(url, "o2c_care_remedy_approve", login="o2c_care_leader")
        self.assertEqual(remedy.state, "made")
        self.assertEqual(remedy._document().amount_total, 244.0)

    def test_a_claim(self):
        claim = self.env["o2c.claim"]._open(
            self._case(), "courier", self._customer(name="Kurier"), 90.0, "Crushed"
        )
        url = f"/odoo/o2c-claims/{claim.id}"
        self.start_tour(url, "o2c_care_claim", login="o2c_care_agent")
        self.assertEqual((claim.state, claim.refund_id.amount_total), ("accepted", 80))
