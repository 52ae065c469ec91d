from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestQualityInsightTour(QualityCommon, HttpCase):
    """The figures in a real browser, of a company of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        survey = cls.env["survey.survey"].create({"title": "Tour", "user_id": False})
        Question = cls.env["survey.question"]
        nps, words = Question.create(
            [
                {
                    "survey_id": survey.id,
                    "title": "Would you recommend us?",
                    "o2c_role": "nps",
                    "question_type": "scale",
                    "scale_max": 10,
                },
                {
                    "survey_id": survey.id,
                    "title": "What else?",
                    "o2c_role": "words",
                    "question_type": "text_box",
                },
            ]
        )
        call = cls._finished(survey)
        theme = cls.env["o2c.theme"].create(
            {
                "name": "Tour theme",
                "word_ids": [Command.create({"words": "midnight"})],
            }
        )
        cls.env["o2c.call.answer"].create(
            [
                {"call_id": call.id, "question_id": nps.id, "text": "0"},
                {
                    "call_id": call.id,
                    "question_id": words.id,
                    "text": "Arrived at midnight",
                    "theme_ids": [Command.set(theme.ids)],
                },
            ]
        )

    @classmethod
    def _finished(cls, survey, **values):
        """A call that was answered, with its attempt."""
        campaign = cls._campaign(start=False, survey_id=survey.id, **values)
        now = fields.Datetime.now()
        call = cls.Call.create(
            {
                "campaign_id": campaign.id,
                "company_id": cls.company.id,
                "partner_id": cls._buyer(name="Tour customer").id,
                "agent_id": cls.agent.id,
                "state": "done",
                "next_try_at": now,
                "finished_at": now - timedelta(seconds=5),
                "last_result": "answered",
            }
        )
        cls.env["o2c.call.attempt"].create(
            {
                "call_id": call.id,
                "at": now - timedelta(seconds=5),
                "agent_id": cls.agent.id,
                "result": "answered",
                "right_party": True,
            }
        )
        return call

    def test_a_leader_opens_what_is_behind(self):
        self.start_tour(
            "/odoo/o2c-quality-insight", "o2c_quality_insight", login=self.leader.login
        )

    def test_nobody_was_called(self):
        leader = self._user(
            "nobody_called",
            groups="o2c_quality_check.group_call_leader",
            company=self._company(),
        )
        self.start_tour(
            "/odoo/o2c-quality-insight", "o2c_quality_insight_empty", login=leader.login
        )

    def test_what_was_chosen_stays(self):
        self.start_tour(
            "/odoo/o2c-quality-insight?part=operations&by=day&months=3",
            "o2c_quality_insight_kept",
            login=self.leader.login,
        )

    def _sold(self):
        selling = self.env["survey.survey"].create({"title": "Sell", "user_id": False})
        self._finished(selling, name="Sold in the tour", kind="telesales")

    def test_telesales(self):
        self._sold()
        self.start_tour(
            "/odoo/quality-telesales", "o2c_telesales_insight", login=self.leader.login
        )

    def test_marketing(self):
        self._sold()
        user = self._user(
            "call_marketing", groups="o2c_quality_check.group_call_marketing"
        )
        self.start_tour(
            "/odoo/o2c-quality-insight",
            "o2c_quality_insight_marketing",
            login=user.login,
        )
