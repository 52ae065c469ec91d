from odoo.tests import HttpCase, tagged

from .intake_common import IntakeCommon


@tagged("post_install", "-at_install")
class TestIntakeTour(IntakeCommon, HttpCase):
    """Incoming messages and the public form in a real browser."""

    def test_incoming(self):
        self.team.member_ids += self.leader
        self._mail(
            FROM="news@offers.example",
            SUBJECT="Only this week",
            HEADERS="List-Id: <n.offers.example>\n",
            ID="<tour@offers.example>",
        )
        self.start_tour(
            "/odoo/o2c-incoming", "o2c_customer_care_incoming", login=self.leader.login
        )
        entry = self._entry("<tour@offers.example>")
        self.assertEqual((entry.outcome, entry.is_open), ("ticket", False))

    def test_contact_form(self):
        self.team.web_form = True
        self.start_tour(
            f"/care/contact/{self.team.id}", "o2c_customer_care_contact_form"
        )
        ticket = self.Ticket.search([("name", "=", "Cups by the form")])
        self.assertEqual((ticket.channel, ticket.person_id), ("web", self.rita))
