"""A script played by who sets it up: nobody is called and nothing is kept."""

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ..domain import answers as rules
from ..explain import script as explain
from .o2c_call_answer import _is_nothing


class SurveySurvey(models.Model):
    _name = "survey.survey"
    _inherit = "survey.survey"

    def action_o2c_try(self):
        """Open the screen on which a leader plays this script."""
        self.ensure_one()
        return self._o2c_try_action(self.title)

    def _o2c_try_action(self, name):
        """The screen that plays these scripts, the first of them to begin with."""
        for script in self:
            script._o2c_check_try()
        return {
            "type": "ir.actions.client",
            "tag": "o2c_quality_check.try_script",
            "name": self.env._("Try “%s”", name),
            "target": "new",
            "params": {
                "scripts": [{"id": script.id, "name": script.title} for script in self]
            },
        }

    @api.readonly
    def o2c_try_script(self, lang=None):
        """The script as an agent would have it before him, unanswered.

        :param lang: code of an installed language; empty: that of the user
        :return: dict of items, lang, languages and a notice
        """
        self.ensure_one()
        self._o2c_check_try()
        installed = self.env["res.lang"].get_installed()
        wanted = lang if lang in dict(installed) else self.env.lang or "en_US"
        notice = ""
        if not self._o2c_speaks(wanted):
            notice = explain.lacks_language(self.env, wanted)
        script = self.with_context(lang=wanted)
        shown = self._o2c_shown(())
        return {
            "items": [
                {
                    **question._o2c_item(),
                    "shown": question.id in shown,
                    "answer": None,
                    "comment": "",
                }
                for question in script.question_ids
            ],
            "lang": wanted,
            "languages": [{"code": code, "name": name} for code, name in installed],
            "notice": notice,
        }

    @api.readonly
    def o2c_try_answers(self, answers):
        """What would follow on these answers, in the words of the user.

        :param answers: dict of the id of a question to its answer, as a screen has it;
            what lies in a branch that is left counts no more
        :return: dict of effects, errors by question, titles that are still needed and
            the verdict in words
        """
        self.ensure_one()
        self._o2c_check_try()
        tried, errors = self._o2c_tried(answers)
        facts = {question: answer._facts() for question, answer in tried.items()}
        chosen = {choice for one in facts.values() for choice in one.choices}
        shown = self._o2c_shown(chosen)
        given = [one for question, one in facts.items() if question in shown]
        told = {one.question for one in given}
        needed = self.question_ids.filtered(
            lambda q: q.constr_mandatory and q.id in shown and q.id not in told
        )
        effects = self._o2c_effects()
        triggers = [effect._trigger() for effect in effects]
        due = [trigger.effect for trigger in rules.due(triggers, given)]
        said = rules.verdict(triggers, given, not needed and not errors)
        return {
            "effects": [
                {
                    "id": effect.id,
                    "after": effect.display_name,
                    "what": explain.would_follow(effect, tried[effect.question_id.id]),
                }
                for effect in effects.browse(due)
            ],
            "errors": errors,
            "needed": needed.mapped("title"),
            "verdict": explain.verdict(self.env, said),
        }

    def _o2c_effects(self):
        """The effects of this script in the company of the user."""
        return self.env["o2c.answer.effect"].search(
            [
                ("survey_id", "=", self.id),
                ("company_id", "in", (False, self.env.company.id)),
            ]
        )

    def _o2c_check_try(self):
        if not self.env.user.has_group("o2c_quality_check.group_call_leader"):
            raise AccessError(explain.try_leader_only(self.env))
        self.check_access("read")

    def _o2c_tried(self, answers):
        """The answers by question, in memory only, and what is said against others."""
        tried, errors = {}, {}
        for question in self.question_ids:
            value = answers.get(str(question.id))
            if _is_nothing(value):
                continue
            try:
                tried[question.id] = self._o2c_try_one(question, value)
            except ValidationError as error:
                errors[question.id] = str(error)
        return tried, errors

    def _o2c_try_one(self, question, value):
        # the rules of an answer are those of a call
        answer = self.env["o2c.call.answer"].new({"question_id": question.id})
        answer.update(answer._vals_of(value))
        if not answer._facts().choices <= set(question.suggested_answer_ids.ids):
            raise ValidationError(explain.wrong_choice(answer))
        against = question.validate_question(answer.text or value, "")
        if against:
            raise ValidationError(explain.invalid(answer, against[question.id]))
        answer._check_number()
        return answer


class O2cCampaign(models.Model):
    _name = "o2c.campaign"
    _inherit = "o2c.campaign"

    def action_try_script(self):
        """Play the script of this campaign, or one of its two; nothing is kept."""
        self.ensure_one()
        return self._scripts()._o2c_try_action(self.name)
