from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..domain.evaluation import spread
from .o2c_evaluation import LEADER


class O2cCalibration(models.Model):
    """Several evaluate the same call without seeing each other, then compare.

    Their evaluations are practice: neither the agent nor his figures know them.
    """

    _name = "o2c.calibration"
    _description = "Calibration of evaluators"
    _inherit = ["mail.thread"]
    _order = "state, id desc"
    _rec_name = "attempt_id"
    _check_company_auto = True

    attempt_id = fields.Many2one(
        "o2c.call.attempt",
        "Call",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("reached", "=", True)],
    )
    company_id = fields.Many2one(
        related="attempt_id.company_id", store=True, index=True, precompute=True
    )
    form_id = fields.Many2one(
        "o2c.evaluation.form", required=True, ondelete="restrict", check_company=True
    )
    leader_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user
    )
    evaluator_ids = fields.Many2many(
        "res.users",
        "o2c_calibration_evaluator_rel",
        "calibration_id",
        "user_id",
        "Evaluators",
        required=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(LEADER).ids),
        ],
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Being evaluated"), ("closed", "Compared")],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    evaluation_ids = fields.One2many(
        "o2c.evaluation", "calibration_id", "Evaluations", copy=False
    )
    done_count = fields.Integer("Finished", compute="_compute_done_count")
    wanted_count = fields.Integer("Evaluators in all", compute="_compute_done_count")
    mean_score = fields.Float("Mean (%)", readonly=True, digits=(5, 1), copy=False)
    width = fields.Float(
        "Apart by (points)",
        readonly=True,
        digits=(5, 1),
        copy=False,
        help="Between the highest and the lowest score.",
    )
    row_ids = fields.One2many(
        "o2c.calibration.row", "calibration_id", "Where they differ", copy=False
    )

    @api.depends("evaluator_ids", "evaluation_ids.state")
    def _compute_done_count(self):
        for calibration in self:
            # the number alone: what the others said is seen when all have finished
            done = calibration.sudo().evaluation_ids.filtered(
                lambda e: e.state != "draft"
            )
            calibration.done_count = len(done)
            calibration.wanted_count = len(calibration.evaluator_ids)

    @api.constrains("evaluator_ids", "attempt_id")
    def _check_evaluators(self):
        for calibration in self:
            if calibration.attempt_id.agent_id in calibration.evaluator_ids:
                raise ValidationError(self.env._("Nobody evaluates his own calls."))
            strangers = calibration.evaluator_ids.filtered(
                lambda user: not user.has_group(LEADER)
            )
            if strangers:
                raise ValidationError(
                    self.env._("%s is no call leader.", strangers[0].name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        plain = {"attempt_id", "form_id", "evaluator_ids", "leader_id"}
        if not self.env.su:
            kept = {"state", "mean_score", "width", "evaluation_ids", "row_ids"}
            begun = self.filtered(lambda c: c.state != "draft")
            if kept & set(vals) or (begun and plain & set(vals)):
                raise AccessError(
                    self.env._("A calibration that has begun stays as it is.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(calibration.state != "draft" for calibration in self):
            raise UserError(self.env._("A calibration that has begun is kept."))

    def action_start(self):
        """Give each evaluator a form of his own."""
        for calibration in self:
            calibration._check_step("draft")
            if len(calibration.evaluator_ids) < 2:
                raise UserError(self.env._("It takes two evaluators at least."))
            # the leader was asked; the evaluations are code's to make
            calibration.sudo()._open()

    def _open(self):
        evaluations = self.env["o2c.evaluation"].create(
            [
                {
                    "attempt_id": self.attempt_id.id,
                    "form_id": self.form_id.id,
                    "evaluator_id": user.id,
                    "calibration_id": self.id,
                }
                for user in self.evaluator_ids
            ]
        )
        self.state = "open"
        for evaluation in evaluations:
            evaluation.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=evaluation.evaluator_id.id,
                summary=self.env._("Evaluate this call, to compare with the others"),
            )

    def action_close(self):
        """All have finished: show what each said."""
        for calibration in self:
            calibration._check_step("open")
            open_ = calibration.sudo().evaluation_ids.filtered(  # as above
                lambda e: e.state == "draft"
            )
            if open_:
                names = ", ".join(open_.evaluator_id.mapped("name"))
                raise UserError(self.env._("Not finished yet: %s", names))
            calibration.sudo()._compare()  # as above

    def _compare(self):
        """Keep how far they are apart, in all and for each criterion."""
        scores = {
            e.evaluator_id.id: e.score if e.is_scored else None
            for e in self.evaluation_ids
        }
        found = spread(scores)
        self.write(
            {
                "state": "closed",
                "mean_score": found.mean if found else 0.0,
                "width": found.width if found else 0.0,
                "row_ids": [Command.clear()]
                + [Command.create(row) for row in self._rows(scores)],
            }
        )
        self.evaluation_ids.activity_ids.unlink()

    def _rows(self, scores):
        """The total first, then the criteria, those that differ most first."""
        shares = {}
        for mark in self.evaluation_ids.mark_ids:
            share = mark.share if mark.is_counted else None
            shares.setdefault(mark.name, {})[mark.evaluation_id.evaluator_id.id] = share
        compared = [(name, own, spread(own)) for name, own in shares.items()]
        compared.sort(key=lambda row: -(row[2].width if row[2] else 0))
        total = [("", scores, spread(scores))]
        return [
            {
                "sequence": place,
                "is_total": not name,
                "name": name or self.env._("Score"),
                "mean": found.mean if found else 0.0,
                "width": found.width if found else 0.0,
                "is_counted": bool(found),
                "said": self._said(own),
            }
            for place, (name, own, found) in enumerate(total + compared)
        ]

    def _said(self, values):
        users = self.env["res.users"].browse(values)
        return " · ".join(
            self.env._(
                "%(who)s: %(value)s",
                who=user.name,
                value="-" if values[user.id] is None else f"{values[user.id]:.0f} %",
            )
            for user in users
        )

    def _check_step(self, state):
        self.check_access("write")
        if self.state != state:
            raise UserError(self.env._("This calibration is not at that step."))

    def action_mine(self):
        """Open one's own form."""
        self.ensure_one()
        mine = self.evaluation_ids.filtered(lambda e: e.evaluator_id == self.env.user)
        if not mine:
            raise UserError(self.env._("You are none of its evaluators."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.evaluation",
            "res_id": mine.id,
            "views": [(False, "form")],
        }


class O2cCalibrationRow(models.Model):
    """What the evaluators said of one criterion, and how far they were apart."""

    _name = "o2c.calibration.row"
    _description = "Difference between evaluators"
    _order = "calibration_id, sequence, id"

    calibration_id = fields.Many2one(
        "o2c.calibration", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    is_total = fields.Boolean()
    is_counted = fields.Boolean(default=True)
    name = fields.Char("Criterion", required=True)
    mean = fields.Float("Mean (%)", digits=(5, 1), aggregator="avg")
    width = fields.Float("Apart by (points)", digits=(5, 1), aggregator="avg")
    said = fields.Char("What each said")
