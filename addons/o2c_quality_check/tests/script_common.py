"""Builders for tests of scripts: surveys made in a few lines."""

from odoo import Command

from ..domain.calls import Result
from .common import NOW, QualityCommon


class ScriptCommon(QualityCommon):
    """A script of one's own, and a call that asks it."""

    @classmethod
    def _script(cls, *questions, **values):
        """A survey; each question is a dict of its values, ``choices`` a list."""
        survey = cls.env["survey.survey"].create(
            {"title": "Our script", "user_id": False, **values}
        )
        for place, given in enumerate(questions, start=1):
            vals = dict(given)
            choices = vals.pop("choices", [])
            vals["suggested_answer_ids"] = [
                Command.create({"value": value}) for value in choices
            ]
            cls.env["survey.question"].create(
                {"survey_id": survey.id, "sequence": place, **vals}
            )
        return survey

    @classmethod
    def _choice(cls, question, value):
        return question.suggested_answer_ids.filtered(lambda c: c.value == value)

    @classmethod
    def _asking(cls, survey, **values):
        """A call that the agent has taken and that asks ``survey``."""
        campaign = cls._campaign(survey_id=survey.id, quiet_days=0, **values)
        return cls._taken(campaign=campaign)

    @classmethod
    def _effect(cls, question, kind, **values):
        return cls.env["o2c.answer.effect"].create(
            {"question_id": question.id, "kind": kind, **values}
        )

    def _given(self, call):
        """What was answered, by title."""
        return {
            answer.title: answer.answer_text
            for answer in call.sudo().answer_ids
            if answer.is_given
        }

    def _finish(self, call, now=NOW):
        call._record(Result.ANSWERED, now)
        return call.sudo()
