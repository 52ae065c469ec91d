from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..domain.evaluation import Mark, read_mark
from ..explain import evaluation as explain


class O2cEvaluationCriterion(models.Model):
    # what a criterion leaves in an evaluation, beside the mark that keeps it
    _inherit = "o2c.evaluation.criterion"

    def _prepare_mark(self):
        """The criterion as an evaluation keeps it."""
        return {
            "criterion_id": self.id,
            "sequence": self.sequence,
            "section": self.section,
            "name": self.name,
            "hint": self.hint,
            "weight": self.weight,
            "highest": int(self.highest),
            "knock_out": self.knock_out,
        }


class O2cEvaluationMark(models.Model):
    """One criterion of one evaluation, as the form had it, and its mark."""

    _name = "o2c.evaluation.mark"
    _description = "Mark of an evaluation"
    _order = "evaluation_id, sequence, id"

    evaluation_id = fields.Many2one(
        "o2c.evaluation", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="evaluation_id.state", store=True)
    agent_id = fields.Many2one(related="evaluation_id.agent_id", store=True, index=True)
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True
    )
    called_at = fields.Datetime(related="evaluation_id.called_at", store=True)
    in_calibration = fields.Boolean(compute="_compute_in_calibration", store=True)
    criterion_id = fields.Many2one(
        "o2c.evaluation.criterion", index=True, ondelete="set null"
    )
    sequence = fields.Integer()
    section = fields.Char(required=True)
    name = fields.Char("What is marked", required=True)
    hint = fields.Char("What to listen for")
    weight = fields.Integer(required=True)
    highest = fields.Integer("Best mark", required=True)
    knock_out = fields.Boolean()
    points = fields.Char("Mark", help="A number, or - where it did not arise.")
    is_marked = fields.Boolean(compute="_compute_share", store=True)
    is_counted = fields.Boolean(compute="_compute_share", store=True)
    share = fields.Float(
        "Reached (%)",
        compute="_compute_share",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    remark = fields.Char()
    may_mark = fields.Boolean(compute="_compute_may_mark")

    @api.depends("state", "evaluation_id.evaluator_id")
    @api.depends_context("uid")
    def _compute_may_mark(self):
        for mark in self:
            evaluation = mark.evaluation_id
            mine = evaluation.evaluator_id == self.env.user
            mark.may_mark = mine and evaluation.state == "draft"

    @api.depends("evaluation_id.calibration_id")
    def _compute_in_calibration(self):
        for mark in self:
            mark.in_calibration = bool(mark.evaluation_id.calibration_id)

    @api.depends("points", "highest")
    def _compute_share(self):
        for mark in self:
            given, value = mark._read()
            mark.is_marked = given
            mark.is_counted = value is not None
            mark.share = 100 * (value or 0) / mark.highest if mark.highest else 0.0

    @api.constrains("points", "highest")
    def _check_points(self):
        for mark in self:
            try:
                read_mark(mark.points, mark.highest)
            except ValueError as error:
                raise ValidationError(explain.bad_mark(mark)) from error

    def write(self, vals):
        if not self.env.su:
            if not vals.keys() <= {"points", "remark"}:
                raise AccessError(
                    self.env._("What is marked, and its weight, stand in the form.")
                )
            self.evaluation_id._check_may_write({"mark_ids"})
        return super().write(vals)

    def _read(self):
        try:
            return read_mark(self.points, self.highest)
        except ValueError:
            # not valid: refused when it is saved
            return False, None

    def _as_mark(self):
        """The mark as the pure rules take it."""
        return Mark(
            criterion=self.name,
            weight=self.weight,
            highest=self.highest or 1,
            value=self._read()[1],
            knock_out=self.knock_out,
            section=self.section,
        )
