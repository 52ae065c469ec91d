from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..domain.answers import Answer
from ..explain import call as explain

NUMERIC = ("scale", "numerical_box")
# what the agent writes; the rest follows from the script
AGENT_FIELDS = {"suggested_answer_id", "text"}


class O2cCallAnswer(models.Model):
    """The answer to one question of the script in one call.

    A choice, or text; a number is typed as text, so that 0 is not taken for nothing.
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
    mandatory = fields.Boolean(related="question_id.constr_mandatory")
    script = fields.Json(
        compute="_compute_script", help="What the screen needs to ask the question."
    )
    suggested_answer_id = fields.Many2one(
        "survey.question.answer", "Choice", index="btree_not_null", ondelete="restrict"
    )
    text = fields.Text("Words or number")
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

    @api.depends("question_id")
    @api.depends_context("lang")
    def _compute_script(self):
        # agents have no access to surveys; the call shows them its own questions
        for answer in self.sudo():
            question = answer.question_id
            answer.script = {
                "choices": [
                    {"id": choice.id, "display_name": choice.value}
                    for choice in question.suggested_answer_ids
                ],
                "low": question.scale_min,
                "high": question.scale_max,
                "low_label": question.scale_min_label or "",
                "high_label": question.scale_max_label or "",
            }

    @api.depends("suggested_answer_id", "text", "question_id")
    def _compute_number(self):
        for answer in self:
            answer.number = answer._number() or 0.0
            answer.is_given = bool(answer.suggested_answer_id or answer._words())

    @api.depends("suggested_answer_id", "text")
    @api.depends_context("lang")
    def _compute_answer_text(self):
        for answer in self:
            # the chosen words belong to the call, see above
            choice = answer.sudo().suggested_answer_id.value
            answer.answer_text = choice or answer._words()

    def _words(self):
        return (self.text or "").strip()

    def _number(self):
        """The number that was given, or None."""
        words = self._words().replace(",", ".")
        if self.question_type not in NUMERIC or not words:
            return None
        try:
            return float(words)
        except ValueError:
            return None

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

    @api.constrains("suggested_answer_id")
    def _check_choice(self):
        for answer in self.sudo():  # the choices of the call's own script
            choice = answer.suggested_answer_id
            if choice and choice.question_id != answer.question_id:
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
            choice=self.suggested_answer_id.id or None,
            number=self._number(),
        )

    def _survey_value(self):
        """The answer as Odoo's survey takes it: text, so that a 0 is an answer."""
        if self.suggested_answer_id:
            return self.suggested_answer_id.id
        number = self._number()
        if number is None:
            return self._words()
        return str(int(number)) if self.question_type == "scale" else str(number)
