from odoo import api, fields, models

from ..domain.witness import Role, Says

SAYS = [
    (Says.FINE.value, "As it should be"),
    (Says.BAD.value, "Not as it should be"),
    (Says.LATE.value, "At another time"),
    (Says.ELSEWHERE.value, "At another place"),
    (Says.DAMAGED.value, "Damaged"),
    (Says.INCOMPLETE.value, "Something is missing"),
    (Says.NOTHING.value, "Says nothing about it"),
]
ROLES = [role.value for role in Role]


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    o2c_role = fields.Selection(related="question_id.o2c_role")
    o2c_says = fields.Selection(
        SAYS,
        "Means",
        help="What this choice says of the order, for the perfect order as the customer"
        " sees it and for what couriers report. Empty: it is not counted.",
    )

    @api.depends_context("o2c_value_only")
    def _compute_display_name(self):
        """Beside its question an answer does not repeat it."""
        result = super()._compute_display_name()
        if self.env.context.get("o2c_value_only"):
            for choice in self:
                choice.display_name = choice.value_label
        return result

    @api.model
    def _o2c_mean(self, meanings):
        """Say what ready choices mean, those of which nobody has said it.

        :param meanings: ``{xmlid: key of SAYS}``; a choice that was deleted is left out
        """
        for name, says in meanings.items():
            choice = self.env.ref(name, raise_if_not_found=False)
            if choice and not choice.o2c_says:
                choice.o2c_says = says
