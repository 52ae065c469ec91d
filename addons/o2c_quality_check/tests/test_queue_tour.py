from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import HttpCase, tagged

from .queue_common import QueueCommon

CARE = "o2c_customer_care.group_care_agent"


@tagged("post_install", "-at_install")
class TestQueueTour(QueueCommon, HttpCase):
    """The leader's board and the agent's state in a real browser."""

    def test_board(self):
        now = fields.Datetime.now()
        moment = str(now - timedelta(days=3))
        self._delivered(moment)
        self._delivered(moment)
        self.campaign._refresh(now)
        waiting, taken = self.campaign.call_ids.sorted("id")
        waiting.write(
            {
                "is_call_back": True,
                "call_back_any": True,
                "agent_id": self.other_agent.id,
                "next_try_at": now - timedelta(minutes=1),
            }
        )
        taken._give_to(self.agent, now)
        self.Session._enter(self.agent, "in_call", now, taken)
        self.start_tour(
            "/odoo/quality-board", "o2c_quality_board", login=self.leader.login
        )
        self.assertEqual(taken.state, "to_call")

    def test_agent_state(self):
        self.start_tour(
            "/odoo/quality-my-calls",
            "o2c_quality_agent_state",
            login=self.agent.login,
        )
        spans = self.Session.search([("agent_id", "=", self.agent.id)])
        self.assertTrue(all(span.ended_at for span in spans))

    def test_lists_open_for_every_role(self):
        self._listed(campaign=self.campaign)
        self._at_work(self.agent)
        marketing = self._user(
            "marketing", groups="o2c_quality_check.group_call_marketing"
        )
        for user, models in (
            (self.agent, ("o2c.call", "o2c.call.number", "o2c.call.agent")),
            (self.leader, ("o2c.call", "o2c.agent.session", "o2c.retry.rule")),
            (self._user("care", groups=CARE), ("o2c.call", "o2c.call.attempt")),
            (marketing, ("o2c.campaign",)),
        ):
            for model in models:
                records = self.env[model].with_user(user)
                views = records.get_views([(False, "list"), (False, "search")])
                arch = etree.fromstring(views["views"]["list"]["arch"])
                names = [node.get("name") for node in arch.iter("field")]
                self.assertTrue(names)
                records.search_read([], names, limit=3)
