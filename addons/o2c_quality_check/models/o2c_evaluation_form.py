from odoo import api, fields, models
from odoo.exceptions import ValidationError


class O2cEvaluationForm(models.Model):
    """What makes a call good, and how much each part counts."""

    _name = "o2c.evaluation.form"
    _description = "Evaluation form"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    pass_mark = fields.Float(
        "Passed from (%)", required=True, default=75.0, digits=(5, 1)
    )
    criterion_ids = fields.One2many(
        "o2c.evaluation.criterion", "form_id", "Criteria", copy=True
    )
    weight_total = fields.Integer("Weights in all", compute="_compute_weight_total")

    _pass_mark = models.Constraint(
        "CHECK (pass_mark BETWEEN 0 AND 100)", "A pass mark lies between 0 and 100 %."
    )

    @api.depends("criterion_ids.weight")
    def _compute_weight_total(self):
        for form in self:
            form.weight_total = sum(form.criterion_ids.mapped("weight"))


class O2cEvaluationCriterion(models.Model):
    """One thing that is marked; done evaluations keep it as it was."""

    _name = "o2c.evaluation.criterion"
    _description = "Criterion of an evaluation"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one(
        "o2c.evaluation.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(required=True, translate=True)
    name = fields.Char("Criterion", required=True, translate=True)
    hint = fields.Char("What to listen for", translate=True)
    weight = fields.Integer(required=True, default=1, help="0: only a knock-out.")
    highest = fields.Selection(
        [("1", "No / yes"), ("3", "0 to 3"), ("5", "0 to 5"), ("10", "0 to 10")],
        "Marks",
        required=True,
        default="5",
    )
    knock_out = fields.Boolean(help="With 0 the whole call has failed.")

    _weight = models.Constraint(
        "CHECK (weight >= 0)", "A weight cannot be less than zero."
    )

    @api.constrains("weight", "knock_out")
    def _check_counts(self):
        if any(not (row.weight or row.knock_out) for row in self):
            raise ValidationError(
                self.env._("A criterion has a weight, or knocks out, or both.")
            )
