from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestDiallerSimulator(QualityCommon):
    """The simulator begins with what the company's own calls showed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._listed()
        cls.campaign = cls.call.campaign_id
        cls.Simulator = cls.env["o2c.dialler.simulator"].with_user(cls.leader)
        cls.now = fields.Datetime.now()

    def _attempts(self, count, result="answered", days=1, **values):
        at = fields.Datetime.subtract(self.now, days=days)
        self.env["o2c.call.attempt"].create(
            [
                {
                    "call_id": self.call.id,
                    "at": at,
                    "agent_id": self.agent.id,
                    "result": result,
                    **values,
                }
            ]
            * count
        )

    def _measured(self):
        return self.Simulator.measured(self.campaign.id)

    def test_rate_talk_and_wrap_up_with_n(self):
        self._attempts(15, talk_seconds=100, wrap_seconds=20)
        self._attempts(15, talk_seconds=200, wrap_seconds=40)
        self._attempts(70, "no_answer")
        found = self._measured()
        self.assertEqual(
            found["values"],
            {"agents": 2, "answer_rate": 30.0, "talk": 150.0, "wrap": 30.0},
        )
        self.assertEqual(
            list(found["lines"].values()),
            [
                "Answered live: 30.0 % (n = 100).",
                "Talk: 150.0 s (n = 30).",
                "Wrap-up: 30.0 s (n = 30).",
            ],
        )

    def test_fewer_than_thirty_say_nothing(self):
        self._attempts(29, talk_seconds=100, wrap_seconds=20)
        self._attempts(1, "busy")
        found = self._measured()
        self.assertEqual(found["values"], {"agents": 2, "answer_rate": 96.7})
        self.assertEqual(
            found["lines"]["talk"], "Talk: n = 29, fewer than 30, not taken over."
        )

    def test_nobody_answered_is_a_rate_as_well(self):
        self._attempts(30, "no_answer")
        self.assertEqual(self._measured()["values"]["answer_rate"], 0.0)

    def test_what_is_older_than_ninety_days_does_not_count(self):
        self._attempts(30, days=91, talk_seconds=100, wrap_seconds=20)
        self.assertEqual(self._measured()["values"], {"agents": 2})

    def test_the_chart_draws_from_own_talks(self):
        self._attempts(30, talk_seconds=100, wrap_seconds=20)
        values = {**self.Simulator.start()["values"], **self._measured()["values"]}
        values = {**values, "hours": 1}
        played = self.Simulator.play(values, self.campaign.id)
        self.assertEqual(played["talks"], 30)
        self.assertEqual(self.Simulator.play(values)["talks"], 0)

    def test_agents_do_not_see_it(self):
        simulator = self.Simulator.with_user(self.agent)
        for method, args in (("start", []), ("measured", [self.campaign.id])):
            with self.subTest(method), self.assertRaises(AccessError):
                call_kw(simulator, method, args, {})
