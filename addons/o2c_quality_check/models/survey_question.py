from odoo import api, fields, models

from ..domain.answers import Question

# what a question asks for, so that figures and effects find it in any script
ROLES = [
    ("received", "Whether the goods were received"),
    ("condition", "In what condition the goods arrived"),
    ("speed", "Whether it was fast enough"),
    ("precision", "Whether it was precise: goods, place, time"),
    ("address", "Whether it came to the right address"),
    ("invoice", "Whether the invoice is right"),
    ("overall", "Overall satisfaction"),
    ("nps", "Net promoter score (0 to 10)"),
    ("csat", "Customer satisfaction (CSAT)"),
    ("ces", "Customer effort (CES)"),
    ("words", "In the customer's own words"),
    ("why", "Why"),
    ("interested", "Whether he is interested"),
    ("consent", "Consent"),
    ("no_calls", "Whether we may call"),
    ("appointment", "Answer to an appointment"),
    ("other_time", "Another day"),
    ("new_phone", "New telephone number"),
    ("new_email", "New e-mail address"),
    ("new_address", "New postal address"),
]
CHOICES = ("simple_choice", "multiple_choice")


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    o2c_role = fields.Selection(
        ROLES,
        "Asks for",
        index="btree_not_null",
        help="What the question asks for, so that figures find it in every script.",
    )
    o2c_effect_ids = fields.One2many("o2c.answer.effect", "question_id", "Effects")

    @api.depends("survey_id.title")
    @api.depends_context("o2c_with_script")
    def _compute_display_name(self):
        """Two scripts may ask the same: who chooses among all sees the script too."""
        result = super()._compute_display_name()
        if self.env.context.get("o2c_with_script"):
            for question in self.filtered("survey_id"):
                script = question.survey_id.title
                question.display_name = f"{question.title} ({script})"
        return result

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        negative = operator in fields.Domain.NEGATIVE_OPERATORS
        if negative or not self.env.context.get("o2c_with_script"):
            return domain
        return domain | fields.Domain("survey_id.title", operator, value)

    def _o2c_facts(self):
        """The questions as the pure rule of branches takes them."""
        return [
            Question(
                id=question.id,
                choices=frozenset(question.suggested_answer_ids.ids),
                after=frozenset(question.triggering_answer_ids.ids),
            )
            for question in self
        ]

    def _o2c_item(self):
        """What a screen needs to ask the question, in the language of the context."""
        self.ensure_one()
        return {
            "id": self.id,
            "title": self.title,
            "type": self.question_type,
            "description": self.description or "",
            "placeholder": self.question_placeholder or "",
            "chapter": self.page_id.title or "",
            "mandatory": self.constr_mandatory,
            "choices": [
                {"id": choice.id, "label": choice.value or ""}
                for choice in self.suggested_answer_ids
            ],
            "low": self.scale_min,
            "high": self.scale_max,
            "low_label": self.scale_min_label or "",
            "high_label": self.scale_max_label or "",
            "comment_label": self._o2c_comment_label(),
            "after": self.triggering_answer_ids.ids,
            "role": self.o2c_role or "",
        }

    def _o2c_comment_label(self):
        if not self.comments_allowed or self.question_type not in CHOICES:
            return ""
        return self.comments_message or self.env._("Remark")
