from odoo.tests import HttpCase, tagged

from .learning_common import LearningCommon


@tagged("post_install", "-at_install")
class TestLearningTour(LearningCommon, HttpCase):
    """What complaints teach, and the customer's rating, in a real browser."""

    def test_from_the_pareto_to_the_action(self):
        tickets = self.env["o2c.ticket"].search([("company_id", "=", self.company.id)])
        tickets.write({"kind": "enquiry"})
        customer = self._customer(name="Café Tour")
        causes = self.env["o2c.ticket.cause"].create(
            [{"name": "Tour boxes"}, {"name": "Tour driver"}]
        )
        boxes, driver = causes
        for cause in (boxes, boxes, driver):
            ticket = self._ticket(partner_id=customer.id, cause_id=cause.id)
        self.env["o2c.ticket.expense"].create(
            {"ticket_id": ticket.id, "name": "Van", "kind": "freight", "amount": 90}
        )
        self.start_tour("/odoo/o2c-pareto", "o2c_care_pareto", login="o2c_care_leader")
        action = self.env["o2c.corrective.action"].search([("cause_id", "=", boxes.id)])
        self.assertEqual(action.title, "Thicker boxes")
        self.assertEqual(len(action.ticket_ids), 2)

    def test_a_customer_rates(self):
        ticket = self._closed()
        rating = ticket.sudo()._current_rating()
        page = f"/care/rate/{rating.access_token}?value=2"
        self.start_tour(page, "o2c_care_rate", login=None)
        rating.invalidate_recordset()
        self.assertEqual((rating.rating, rating.consumed), (4.0, True))
        self.assertEqual(rating.feedback, "Quick and friendly")
