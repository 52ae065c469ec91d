"""The script of a call as a screen asks it: questions, branches, answers.

The answers are checked by the same rules as in the customer's own page of the survey.
"""

from odoo import models
from odoo.exceptions import UserError, ValidationError

from ..explain import script as explain
from .o2c_call_answer import EMPTY


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- reading
    def _script(self):
        """The script with the answers given so far, in the customer's language.

        :return: list of dicts: id, title, type, description, chapter, mandatory,
            choices, low, high, low_label, high_label, comment_label, placeholder,
            after (choices that show it), role, shown, answer (None, a choice's id, a
            list of them, or text), comment
        """
        self.ensure_one()
        # agents have no access to surveys; the call shows them its own questions
        call = self.sudo().with_context(lang=self._script_lang()[0])
        answers = {answer.question_id.id: answer for answer in call.answer_ids}
        shown = call._shown()
        return [
            {
                **question._o2c_item(),
                "shown": question.id in shown,
                **_answered(answers.get(question.id)),
            }
            for question in call.survey_id.question_ids
        ]

    def _shown(self):
        """Ids of the questions that are to be asked, by the answers given."""
        return self.survey_id._o2c_shown(self.answer_ids._chosen().ids)

    def _script_lang(self):
        """The language to speak, and the customer's when the script does not have it.

        :return: (code of the language of the script, code of the missing one or "")
        """
        person = self.sudo().person_id or self.sudo().partner_id  # called by name
        wanted = person.lang or self.sudo().partner_id.lang or "en_US"
        script = self.sudo().survey_id  # see above
        if script._o2c_speaks(wanted):
            return wanted, ""
        own = self.env.lang or "en_US"
        return (own if script._o2c_speaks(own) else "en_US"), wanted

    def _script_notice(self):
        """What the agent is told about the language of the script, or nothing."""
        lang, missing = self._script_lang()
        return explain.other_language(self.env, lang, missing) if missing else ""

    # ------------------------------------------------------------- answering
    def _answer(self, question_id, value, comment=None):
        """Enter the answer to one question; only by the agent who holds the call.

        :param value: id of a choice, list of ids, text or number; None clears it
        :param comment: a remark to the choice; None leaves the one that is there
        :return: the script as it stands then
        :raise ValidationError: it is no answer to this question
        """
        self.ensure_one()
        self._check_taken()
        # the holder was checked; answers are written for him
        self.sudo()._put_answer(question_id, value, comment)
        return self._script()

    def _put_answer(self, question_id, value, comment=None):
        """Enter an answer, whoever gave it, and empty the branches that are left."""
        self._prepare_answers()
        answer = self.answer_ids.filtered(lambda a: a.question_id.id == question_id)
        if not answer:
            raise UserError(explain.no_such_question(self))
        if value is not None and question_id not in self._shown():
            raise UserError(explain.not_asked(answer))
        vals = self._check_answer(answer, value, comment)
        if comment is not None:
            vals["comment"] = comment.strip()
        answer.write(vals)
        self._clear_hidden()

    def _check_answer(self, answer, value, comment):
        """The fields to write, checked as the customer's own page checks it."""
        question = answer.question_id
        vals = answer._vals_of(value)
        asked = vals["text"] or value
        # an answer may be taken back, though it will be needed in the end
        errors = asked and question.validate_question(asked, comment or answer.comment)
        if errors:
            raise ValidationError(explain.invalid(answer, errors[question.id]))
        return vals

    def _clear_hidden(self):
        """What was answered in a branch that is left is no answer any more."""
        shown = self._shown()
        left = self.answer_ids.filtered(
            lambda a: a.is_given and a.question_id.id not in shown
        )
        left.write({**EMPTY, "comment": False})


def _answered(answer):
    if not answer:
        return {"answer": None, "comment": ""}
    return {"answer": answer._value(), "comment": answer.comment or ""}
