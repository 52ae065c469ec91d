from math import isfinite

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import format_date

from ..domain.answers import Answer
from ..explain import call as explain
from ..explain import script as script_explain

NUMERIC = ("scale", "numerical_box")
MOMENTS = ("date", "datetime")
# what the agent writes; the rest follows from the script
AGENT_FIELDS = {"suggested_answer_id", "choice_ids", "text", "comment"}
# an answer taken back
EMPTY = {
    "suggested_answer_id": False,
    "choice_ids": [Command.clear()],
    "text": False,
}


class O2cCallAnswer(models.Model):
    """The answer to one question of the script in one call.

    A choice, several, or text; a number is typed as text, so that 0 is not taken for
    nothing, a day and a moment (naive UTC) too.
    """

    _name = "o2c.call.answer"
    _description = "Answer in a call"
    _order = "call_id desc, sequence, id"

    call_id = fields.Many2one("o2c.call", required=True, index=True, ondelete="cascade")
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    order_id = fields.Many2one(related="call_id.order_id")
    question_id = fields.Many2one(
        "survey.question",
        "Question of the script",
        required=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer()
    title = fields.Char(related="question_id.title", string="Question")
    question_type = fields.Selection(related="question_id.question_type")
    role = fields.Selection(
        related="question_id.o2c_role", store=True, index="btree_not_null"
    )
    mandatory = fields.Boolean(
        compute="_compute_mandatory",
        help="To be answered before the call ends; a branch not taken never is.",
    )
    script = fields.Json(
        compute="_compute_script", help="What the screen needs to ask the question."
    )
    suggested_answer_id = fields.Many2one(
        "survey.question.answer", "Choice", index="btree_not_null", ondelete="restrict"
    )
    choice_ids = fields.Many2many(
        "survey.question.answer",
        "o2c_call_answer_choice_rel",
        "answer_id",
        "choice_id",
        "Choices",
    )
    text = fields.Text("Words or number")
    comment = fields.Char("Remark")
    number = fields.Float(compute="_compute_number", store=True, aggregator="avg")
    is_given = fields.Boolean("Answered", compute="_compute_number", store=True)
    answer_text = fields.Char("Answer", compute="_compute_answer_text")

    _question_once = models.Constraint(
        "UNIQUE (call_id, question_id)", "This question is asked once in a call."
    )

    @api.depends("title")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = answer.title

    @api.depends(
        "question_id.constr_mandatory",
        "call_id.answer_ids.suggested_answer_id",
        "call_id.answer_ids.choice_ids",
    )
    def _compute_mandatory(self):
        # agents have no access to surveys; the call shows them its own questions
        for call, own in self.sudo().grouped("call_id").items():
            asked = call._shown() if call.survey_id else frozenset()
            for answer in own:
                question = answer.question_id
                answer.mandatory = question.constr_mandatory and question.id in asked

    @api.depends("question_id")
    @api.depends_context("lang")
    def _compute_script(self):
        # as above
        for answer in self.sudo():
            item = answer.question_id._o2c_item()
            names = ("low", "high", "low_label", "high_label")
            answer.script = {
                "choices": [
                    {"id": choice["id"], "display_name": choice["label"]}
                    for choice in item["choices"]
                ],
                **{name: item[name] for name in names},
            }

    @api.depends("suggested_answer_id", "choice_ids", "text", "question_id")
    def _compute_number(self):
        for answer in self:
            answer.number = answer._number() or 0.0
            answer.is_given = bool(answer._chosen() or answer._words())

    @api.depends("suggested_answer_id", "choice_ids", "text", "comment")
    @api.depends_context("lang", "tz")
    def _compute_answer_text(self):
        # the chosen words belong to the call, see above
        answers = self.sudo()
        choices = answers._chosen()
        for answer in answers:
            chosen = answer._chosen().with_prefetch(choices.ids).mapped("value")
            said = ", ".join(filter(None, chosen)) or answer._told()
            parts = [said, answer.comment] if said else []
            answer.answer_text = "; ".join(filter(None, parts))

    def _chosen(self):
        """The choices that were made, one or several."""
        return self.suggested_answer_id | self.choice_ids

    def _told(self):
        """Words, a number or a moment as people write it."""
        words = self._words()
        if not words or self.question_type not in MOMENTS:
            return words
        if self.question_type == "date":
            return format_date(self.env, words)
        return explain.moment(self.env, fields.Datetime.from_string(words))

    def _words(self):
        return (self.text or "").strip()

    def _number(self):
        """The number that was given, or None."""
        words = self._words().replace(",", ".")
        if self.question_type not in NUMERIC or not words:
            return None
        try:
            number = float(words)
        except ValueError:
            return None
        return number if isfinite(number) else None

    # ------------------------------------------------------------- who writes what
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if not set(vals) <= AGENT_FIELDS:
                raise AccessError(
                    self.env._("A question stands as the script has it: answer it.")
                )
            for call in self.call_id:
                call._check_taken()
        return super().write(vals)

    @api.constrains("suggested_answer_id", "choice_ids")
    def _check_choice(self):
        for answer in self.sudo():  # the choices of the call's own script
            choice = answer._chosen().filtered(
                lambda c, a=answer: c.question_id != a.question_id
            )[:1]
            if choice:
                raise ValidationError(
                    self.env._(
                        "“%(choice)s” is no answer to “%(question)s”.",
                        choice=choice.value,
                        question=answer.question_id.title,
                    )
                )

    @api.constrains("text")
    def _check_number(self):
        for answer in self.sudo():  # as above
            if answer.question_type in NUMERIC and answer._words():
                answer._check_range(answer._number())

    def _check_range(self, number):
        question = self.question_id
        scale = question.question_type == "scale"
        valid = number is not None and (
            not scale
            or (
                number == int(number)
                and question.scale_min <= number <= question.scale_max
            )
        )
        if not valid:
            raise ValidationError(explain.bad_number(self))

    # ------------------------------------------------------------- facts
    def _facts(self):
        return Answer(
            question=self.question_id.id,
            choices=frozenset(self._chosen().ids),
            number=self._number(),
            text=self._words(),
        )

    def _value(self):
        """The answer as a screen takes it: a choice's id, several, text, or None."""
        if self.question_type == "multiple_choice":
            return self.choice_ids.ids or None
        return self.suggested_answer_id.id or self._words() or None

    def _vals_of(self, value):
        """The fields that keep ``value``, whatever kind of question it answers."""
        if _is_nothing(value):
            return {**EMPTY, "comment": False}
        if self.question_type == "multiple_choice":
            ids = value if isinstance(value, list) else [value]
            return {**EMPTY, "choice_ids": [Command.set([_id(i, self) for i in ids])]}
        if self.question_type == "simple_choice":
            (one,) = value if isinstance(value, list) else (value,)
            return {**EMPTY, "suggested_answer_id": _id(one, self)}
        return {**EMPTY, "text": self._text_of(value)}

    def _text_of(self, value):
        """Words as they are kept: a number plain, a moment in the database's form."""
        text = str(value).strip()
        if self.question_type in NUMERIC:
            return text.replace(",", ".")
        if self.question_type not in MOMENTS:
            return text
        field = fields.Date if self.question_type == "date" else fields.Datetime
        try:
            return field.to_string(field.from_string(text.replace("T", " ")[:19]))
        except ValueError as error:
            raise ValidationError(script_explain.bad_moment(self)) from error

    def _survey_value(self):
        """The answer as Odoo's survey takes it: text, so that a 0 is an answer."""
        if self.question_type == "multiple_choice":
            return self.choice_ids.ids
        if self.suggested_answer_id:
            return self.suggested_answer_id.id
        number = self._number()
        if number is None:
            return self._words()
        return str(int(number)) if self.question_type == "scale" else str(number)


def _is_nothing(value):
    # 0 is an answer, though it equals False
    return value is None or value is False or value in ("", [])


def _id(value, answer):
    """The id of a choice as a screen sends it."""
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(script_explain.wrong_choice(answer)) from error
