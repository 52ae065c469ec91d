from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.o2c_customer_care.models.o2c_ticket import PRIORITIES

from ..domain import answers as rules
from ..domain.answers import Effect

EFFECTS = [
    (Effect.TICKET.value, "Open a complaint ticket"),
    (Effect.LEADER.value, "Call back by the team leader"),
]


class O2cAnswerEffect(models.Model):
    """What an answer brings about: a record, not code, so that a leader changes it."""

    _name = "o2c.answer.effect"
    _description = "Effect of an answer"
    _order = "survey_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Only in this company; empty: in all."
    )
    question_id = fields.Many2one(
        "survey.question",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("question_type", "in", ["simple_choice", "scale", "numerical_box"])],
    )
    survey_id = fields.Many2one(
        related="question_id.survey_id", string="Script", store=True, index=True
    )
    question_type = fields.Selection(related="question_id.question_type")
    suggested_answer_id = fields.Many2one(
        "survey.question.answer",
        "After the answer",
        ondelete="cascade",
        domain="[('question_id', '=', question_id)]",
    )
    # the answer's own name repeats the question
    choice = fields.Char(related="suggested_answer_id.value", string="After")
    at_most = fields.Float(
        "Or a number of at most",
        aggregator=None,
        help="Only for questions that ask for a number.",
    )
    kind = fields.Selection(
        EFFECTS, "What follows", required=True, default=Effect.TICKET.value
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason", "Ticket reason", ondelete="restrict", check_company=True
    )
    priority = fields.Selection(
        PRIORITIES, "Ticket priority", default="1", required=True
    )
    title = fields.Char(
        "Ticket subject",
        translate=True,
        default="$answer: $order",
        help="$order, $customer and $answer are filled in.",
    )
    rejects = fields.Boolean(
        "Not accepted",
        default=True,
        help="Such an answer says that the customer did not accept the order.",
    )

    @api.depends("question_id", "suggested_answer_id", "at_most", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for effect in self:
            # agents see in their call what followed, though not the script itself
            rule = effect.sudo()
            after = rule.suggested_answer_id.value or f"≤ {rule.at_most:g}"
            effect.display_name = f"{rule.question_id.title} {after}"

    @api.constrains("question_id", "suggested_answer_id")
    def _check_choice(self):
        for effect in self:
            choice = effect.suggested_answer_id
            asks_choice = effect.question_type == "simple_choice"
            if asks_choice != bool(choice) or (
                choice and choice.question_id != effect.question_id
            ):
                raise ValidationError(
                    self.env._(
                        "Say after which answer to “%s” it follows.",
                        effect.question_id.title,
                    )
                )

    @api.constrains("title", "kind")
    def _check_title(self):
        for effect in self.filtered(lambda e: e.kind == Effect.TICKET.value):
            unknown = rules.unknown_names(effect.title or "")
            if unknown or not effect.title:
                raise ValidationError(
                    self.env._(
                        "The subject needs words; only $order, $customer and $answer"
                        " are filled in, not “%s”.",
                        ", ".join(unknown),
                    )
                )

    def _trigger(self):
        """The effect as the pure rule takes it."""
        self.ensure_one()
        by_choice = self.question_type == "simple_choice"
        return rules.Trigger(
            effect=self.id,
            question=self.question_id.id,
            choice=self.suggested_answer_id.id if by_choice else None,
            at_most=None if by_choice else self.at_most,
            rejects=self.rejects,
        )
