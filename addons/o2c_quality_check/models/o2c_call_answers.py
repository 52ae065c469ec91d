"""The answers of a call, and what they bring about."""

from odoo import models

from ..domain import answers as answer_rules
from ..domain.answers import Effect
from ..domain.calls import Result, State
from ..explain import call as explain


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
        triggers = [effect._trigger() for effect in self._effects()]
        given = [answer._facts() for answer in self.answer_ids]
        finished = result is Result.ANSWERED
        self.verdict = answer_rules.verdict(triggers, given, finished).value
        due = answer_rules.due(triggers, given)
        happened = self.effect_ids.effect_id.ids
        new = [trigger.effect for trigger in due if trigger.effect not in happened]
        for effect in self.env["o2c.answer.effect"].browse(new):
            self._apply_effect(effect, now)
        if self.state == State.DONE.value:
            self._write_survey(finished)

    def _effects(self):
        """The effects that the script has in this company."""
        return self.env["o2c.answer.effect"].search(
            [
                ("survey_id", "=", self.survey_id.id),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )

    def _apply_effect(self, effect, now):
        # first the entry that exists once, then the effect
        entry = self.env["o2c.call.effect"].create(
            {"call_id": self.id, "effect_id": effect.id, "kind": effect.kind, "at": now}
        )
        answer = self.answer_ids.filtered(lambda a: a.question_id == effect.question_id)
        if effect.kind == Effect.TICKET.value:
            entry.ticket_id = self._open_ticket(effect, answer)
        else:
            self._ask_leader(answer, now)

    def _open_ticket(self, effect, answer):
        """The one ticket of this call; a second cause is added to it as a note."""
        opened = self.effect_ids.ticket_id
        if opened:
            said = f"{answer.title} {answer.answer_text}"
            opened.message_post(body=said)
            return opened
        vals = self._prepare_ticket_vals(effect, answer)
        # customer care may be closed to the agent who heard the complaint
        return self.env["o2c.ticket"]._open_from(self, vals).sudo()

    def _prepare_ticket_vals(self, effect, answer):
        names = {
            "order": self.order_id.name,
            "customer": self.partner_id.display_name,
            "answer": answer.answer_text,
        }
        return {
            "name": answer_rules.fill(effect.title, names),
            "kind": "complaint",
            "reason_id": effect.reason_id.id,
            "priority": effect.priority,
            "partner_id": self.partner_id.id,
            "person_id": self.person_id.id,
            "order_id": self.order_id.id,
            "channel": "phone",
            "description": self._answers_as_text(),
        }

    def _answers_as_text(self):
        given = self.answer_ids.filtered("is_given")
        lines = [f"{answer.title} {answer.answer_text}" for answer in given]
        return "\n".join(filter(None, [*lines, self.note]))

    def _ask_leader(self, answer, now):
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self.campaign_id._today(now),
            summary=explain.leader_task(self, answer),
            user_id=self.leader_id.id,
        )

    def _write_survey(self, finished):
        """Enter the answers into Odoo's survey, so that its statistics count them."""
        given = self.answer_ids.filtered("is_given")
        if not given or self.user_input_id:
            return
        entry = self.env["survey.user_input"].create(self._prepare_survey_vals())
        for answer in given:
            entry._save_lines(answer.question_id, answer._survey_value())
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
