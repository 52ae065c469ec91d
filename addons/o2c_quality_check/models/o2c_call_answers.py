"""The answers of a call, and what they bring about."""

from odoo import models

from ..domain import answers as answer_rules
from ..domain.answers import Verdict
from ..domain.calls import Result, State

# a script that asks one of these asks for the customer's word on the delivery
DELIVERY_ROLES = {"received", "condition", "speed", "precision", "address"}
WORDS = {Verdict.OK: "accepted", Verdict.NOT_OK: "not_accepted"}


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- answers
    def _prepare_answers(self):
        """Lay out the questions of the script, those that are not there yet."""
        questions = self.survey_id.question_ids
        missing = questions - self.answer_ids.question_id
        self.env["o2c.call.answer"].create(
            [
                {"call_id": self.id, "question_id": q.id, "sequence": place}
                for place, q in enumerate(questions)
                if q in missing
            ]
        )

    def _apply_answers(self, result, now):
        """What follows on the answers after a talk that ended with ``result``."""
        finished = result is Result.ANSWERED
        self._bring_about(finished, now)
        if self.state == State.DONE.value:
            self._write_survey(finished)

    def _bring_about(self, finished, now, *, by_link=False):
        """The verdict and every effect that is due and has not happened yet.

        :param by_link: whether the customer wrote his answers himself
        """
        self._clear_hidden()
        triggers = [effect._trigger() for effect in self._effects()]
        given = [answer._facts() for answer in self.answer_ids]
        said = answer_rules.verdict(triggers, given, finished)
        self.verdict = said.value
        due = answer_rules.due(triggers, given)
        happened = self.effect_ids.effect_id.ids
        new = [trigger.effect for trigger in due if trigger.effect not in happened]
        for effect in self.env["o2c.answer.effect"].browse(new):
            self._apply_effect(effect, now, by_link=by_link)
        if self.state == State.DONE.value:
            self._say_verdict(said, now)

    def _effects(self):
        """The effects that the script has in this company."""
        return self.env["o2c.answer.effect"].search(
            [
                ("survey_id", "=", self.survey_id.id),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )

    def _apply_effect(self, effect, now, *, by_link=False):
        answer = self.answer_ids.filtered(lambda a: a.question_id == effect.question_id)
        self.env["o2c.call.effect"]._bring_about(
            self, effect, answer, now, by_link=by_link
        )

    def _say_verdict(self, said, now):
        """The order's timeline shows that the customer accepted it, or the contrary."""
        asked = self.answer_ids.filtered(lambda a: a.is_given and a.role)
        if (
            said in WORDS
            and self.order_id
            and DELIVERY_ROLES & set(asked.mapped("role"))
        ):
            self.env["o2c.delivery.word"]._say(
                self.order_id,
                WORDS[said],
                now,
                f"call:{self.id}",
                partner_id=(self.person_id or self.partner_id).id,
                user_id=self.env.uid if self.env.user._is_internal() else False,
            )

    def _answers_as_text(self):
        given = self.answer_ids.filtered("is_given")
        lines = [f"{answer.title} {answer.answer_text}" for answer in given]
        return "\n".join(filter(None, [*lines, self.note]))

    # ------------------------------------------------------------- who acts
    def _salesperson(self):
        """Who sells to this customer; the team leader when nobody does."""
        sellers = self.partner_id.user_id | self.order_id.user_id
        return (
            sellers.filtered(lambda u: u.active and not u.share)[:1] or self.leader_id
        )

    def _interest_subject(self):
        """What the salesperson is to look at: the quotation made in the call, else
        the customer."""
        return self._basket() or self.partner_id

    # ------------------------------------------------------------- the survey
    def _write_survey(self, finished):
        """Enter the answers into Odoo's survey, so that its statistics count them."""
        given = self.answer_ids.filtered("is_given")
        if not given or self.user_input_id:
            return
        entry = self.env["survey.user_input"].create(self._prepare_survey_vals())
        for answer in given:
            entry._save_lines(
                answer.question_id, answer._survey_value(), answer.comment or None
            )
        if finished:
            entry._mark_done()
        self.user_input_id = entry

    def _prepare_survey_vals(self):
        person = self.person_id or self.partner_id
        return {
            "survey_id": self.survey_id.id,
            "partner_id": person.id,
            "email": person.email,
            "nickname": person.name,
            "start_datetime": self.locked_at,
            "state": "in_progress",
        }
