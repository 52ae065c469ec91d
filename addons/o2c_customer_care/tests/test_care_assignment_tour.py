from odoo.tests import HttpCase, tagged

from .agent_common import AgentCommon


@tagged("post_install", "-at_install")
class TestAssignmentTour(AgentCommon, HttpCase):
    """Sharing tickets, in a real browser."""

    def test_pause_and_resume(self):
        agent = self._new_agent("tour")
        agent.user_id.name = "Tour Agent"
        self.start_tour(
            "/odoo/o2c-care-agents", "o2c_care_pause", login="o2c_care_tour"
        )
        self.assertFalse(agent.paused)

    def test_a_team_shares_its_tickets(self):
        self.agent.name = "Tour Member"
        self.team.assign = "hand"
        url = f"/odoo/action-o2c_customer_care.action_ticket_team/{self.team.id}"
        self.start_tour(url, "o2c_care_share", login="o2c_care_leader")
        self.assertEqual(self.team.assign, "round_robin")
        self.assertEqual(self.team.agent_ids.user_id, self.agent)

    def test_why_me_and_given_back(self):
        self._new_agent("tour")
        customer = self._customer(o2c_care_tier="key")
        ticket = self._new(partner_id=customer.id)
        self.start_tour(
            f"/odoo/o2c-tickets/{ticket.id}", "o2c_care_why", login="o2c_care_tour"
        )
        self.assertFalse(ticket.user_id)
