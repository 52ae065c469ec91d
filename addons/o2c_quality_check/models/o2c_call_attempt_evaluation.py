from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .o2c_evaluation import LEADER


class O2cCallAttempt(models.Model):
    # evaluations beside the attempt that they are about
    _inherit = "o2c.call.attempt"  # pylint: disable=consider-merging-classes-inherited

    evaluation_ids = fields.One2many(
        "o2c.evaluation", "attempt_id", "Evaluations", groups=LEADER
    )

    def action_evaluate(self):
        """Evaluate this attempt, or open the evaluation that there is.

        :raise UserError: there is no form
        """
        self.ensure_one()
        if not self.env.user.has_group(LEADER):
            raise AccessError(self.env._("Only a call leader evaluates calls."))
        counts = self.evaluation_ids.filtered(lambda e: not e.calibration_id)
        evaluation = counts or self._evaluated_by_me()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.evaluation",
            "res_id": evaluation.id,
            "views": [(False, "form")],
        }

    def _evaluated_by_me(self):
        form = self.env["o2c.evaluation.form"].search(
            [("company_id", "in", (False, self.company_id.id))], limit=1
        )
        if not form:
            raise UserError(self.env._("Set up an evaluation form first."))
        return self.env["o2c.evaluation"].create(
            {"attempt_id": self.id, "form_id": form.id}
        )
