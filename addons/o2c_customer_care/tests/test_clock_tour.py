from odoo.tests import HttpCase, tagged

from .clock_common import ClockCommon


@tagged("post_install", "-at_install")
class TestClockTour(ClockCommon, HttpCase):
    """Promises and clocks, in a real browser."""

    def test_a_leader_promises_a_time(self):
        self.start_tour(
            "/odoo/o2c-answer-times", "o2c_care_promise", login=self.leader.login
        )
        policy = self.env["o2c.clock.policy"].search([("name", "=", "Tour times")])
        self.assertEqual(policy.target_ids.measure, "first_reply")
        self.assertEqual(
            (policy.target_ids.duration, policy.target_ids.unit), (2, "hour")
        )

    def test_an_agent_sees_the_clock_stand_still(self):
        self._policy(("resolution", 30, "day"))
        ticket = self._go(self._ticket(user_id=self.agent.id), "acknowledged")
        self.start_tour(
            f"/odoo/o2c-tickets/{ticket.id}",
            "o2c_care_pause_clock",
            login=self.agent.login,
        )
        self.assertEqual(ticket.clock_ids.state, "paused")

    def test_the_report_and_the_clocks_open(self):
        """Every screen of clocks opens for who has its menu."""
        self._policy(("resolution", 30, "day"))
        self._ticket(user_id=self.agent.id)
        for user in (self.agent, self.leader):
            for xmlid in ("action_ticket_clock", "action_clock_attainment"):
                action = self.env.ref(f"o2c_customer_care.{xmlid}")
                views = [(False, mode) for mode in action.view_mode.split(",")]
                model = self.env[action.res_model].with_user(user)
                result = model.get_views([*views, (False, "search")])
                names = result["models"][action.res_model]["fields"]
                self.assertTrue(model.search_read([], list(names), limit=5))
