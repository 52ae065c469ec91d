from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.o2c_quality_check.domain.calling_law import DialDecision

from .test_evaluation import EvaluationCommon

MAY_DIAL = "odoo.addons.o2c_quality_check.models.o2c_call_law.O2cCall._may_dial"


@tagged("post_install", "-at_install")
class TestCoachingTour(EvaluationCommon, HttpCase):
    """The leader's and the agent's screens of evaluation and dialling in a browser."""

    def test_evaluate_and_answer(self):
        evaluation = self._evaluation()
        url = f"/odoo/quality-evaluations/{evaluation.id}"
        self.start_tour(url, "o2c_quality_evaluate", login=self.leader.login)
        # the 5 for the moment are lost of 75 that arose
        self.assertAlmostEqual(evaluation.score, 100 * 70 / 75, 1)
        url = "/odoo/quality-my-evaluations"
        self.start_tour(url, "o2c_quality_evaluation_seen", login=self.agent.login)
        self.assertEqual(evaluation.state, "acknowledged")
        self.assertEqual(evaluation.agent_answer, "The line was bad")

    def test_simulator(self):
        url = "/odoo/dialler-simulator"
        self.start_tour(url, "o2c_quality_simulate", login=self.leader.login)

    def test_dialling(self):
        moment = fields.Datetime.now() - timedelta(days=3)
        buyer = self._buyer()
        self._delivered(str(moment.replace(microsecond=0)), partner_id=buyer.id)
        campaign = self._campaign()
        self.assertEqual(campaign.call_ids.mapped("state"), ["to_call"])
        dialler = self.env["o2c.dialler"].create(
            {
                "name": "Practice",
                "kind": "practice",
                "mode": "progressive",
                "practice_answered": 0,
                "ring_seconds": 300,
                "seed": 3,
            }
        )
        run = self.env["o2c.dialler.run"].create(
            {"campaign_id": campaign.id, "dialler_id": dialler.id}
        )
        self.env["o2c.agent.session"]._enter(
            self.agent, "available", fields.Datetime.now()
        )
        url = f"/odoo/quality-dialling/{run.id}"
        # at whatever hour the test is made
        with patch(MAY_DIAL, return_value=DialDecision(allowed=True)):
            self.start_tour(url, "o2c_quality_dialling", login=self.leader.login)
        self.assertEqual((run.state, len(run.line_ids)), ("stopped", 1))
