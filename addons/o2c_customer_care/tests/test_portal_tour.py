from odoo.tests import tagged

from .test_portal_report import ReportCommon


@tagged("post_install", "-at_install")
class TestPortalTour(ReportCommon):
    """A customer reports a line, answers, accepts and closes, in a real browser."""

    def test_report_and_close(self):
        self.start_tour(
            self.sale.get_portal_url(), "o2c_care_portal", login=self.freya.login
        )
        ticket = self._reported()
        self.assertEqual(ticket.item_ids.quantity, 2)
        self.assertEqual(ticket.item_ids.note, "Handles off")
        self.assertIn("And a saucer", ticket.message_ids[0].body)

        ticket.stage = "answered"
        self._offer(ticket)
        self.start_tour(
            ticket.get_portal_url(), "o2c_care_portal_close", login=self.freya.login
        )
        self.assertEqual(ticket.remedy_ids.answer, "accepted")
        self.assertEqual(ticket.stage, "closed")

    def _offer(self, ticket):
        leader = self._employee("o2c_tour_leader")
        self.env["o2c.remedy.tier"].create(
            {
                "name": "Leaders",
                "user_ids": leader.ids,
                "alone_amount": 100,
                "max_amount": 1000,
            }
        )
        remedies = self.env["o2c.remedy"].with_user(leader)
        remedies._propose(
            ticket.with_user(leader),
            "explanation",
            "Wet box",
            [],
            ask_customer=True,
            customer_text="The depot's roof leaked",
        )
