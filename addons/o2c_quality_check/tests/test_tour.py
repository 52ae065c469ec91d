from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestTour(QualityCommon, HttpCase):
    """The leader's and the agent's screens in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        moment = fields.Datetime.now() - timedelta(days=3)
        cls.order = cls._delivered(str(moment.replace(microsecond=0)))

    def test_start_a_campaign(self):
        moment = fields.Datetime.now() - timedelta(days=3)
        silent = self._customer(name="Silent")
        self._delivered(str(moment.replace(microsecond=0)), partner_id=silent.id)
        campaign = self._campaign(start=False)
        url = f"/odoo/quality-campaigns/{campaign.id}"
        self.start_tour(url, "o2c_quality_start_campaign", login=self.leader.login)
        self.assertEqual(campaign.state, "running")
        self.assertListed(campaign, self.order)

    def test_damaged(self):
        self._campaign()
        url = "/odoo/quality-my-calls"
        self.start_tour(url, "o2c_quality_damaged", login=self.agent.login)
        call = self.order.o2c_call_ids
        self.assertEqual((call.agent_id, call.last_result), (self.agent, "answered"))
        ticket = call.effect_ids.ticket_id
        self.assertEqual(ticket.name, f"Arrived damaged: {self.order.name}")
        self.assertIn("Two boxes are broken", ticket.description)
        self.assertTrue(call.attempt_ids.dialled_at)
        self.assertEqual(call.attempt_ids.note, "Rings again on Monday")

    def test_typed_while_the_server_is_slow(self):
        self._campaign()
        url = "/odoo/quality-my-calls"
        self.start_tour(url, "o2c_quality_slow_server", login=self.agent.login)
        call = self.order.o2c_call_ids
        self.assertEqual(call.last_result, "answered")
        texts = call.answer_ids.filtered(lambda a: a.question_type == "text_box")
        said = texts.filtered("text").mapped("text")
        self.assertEqual(said, ["Two boxes, all broken"])

    def test_call_back_after_all(self):
        self._campaign()
        url = "/odoo/quality-my-calls"
        self.start_tour(url, "o2c_quality_call_back", login=self.agent.login)
        call = self.order.o2c_call_ids
        self.assertEqual((call.state, call.last_result), ("to_call", "call_back"))
        self.assertTrue(call.is_call_back)
        self.assertGreater(call.next_try_at, fields.Datetime.now())
        self.assertFalse(call.answer_ids.filtered("is_given"))
