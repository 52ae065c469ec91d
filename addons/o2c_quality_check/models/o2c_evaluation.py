from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.o2c_orders.models.o2c_guarded_mixin import MAIL_FIELDS

from ..domain import evaluation as rules
from ..explain import evaluation as explain

STATES = [
    ("draft", "To evaluate"),
    ("done", "Evaluated"),
    ("acknowledged", "Seen by the agent"),
]
# what an evaluator writes while it is not done; everything else follows
DRAFT_FIELDS = frozenset({"mark_ids", "strengths", "to_improve"}) | MAIL_FIELDS
LEADER = "o2c_quality_check.group_call_leader"


class O2cEvaluation(models.Model):
    """How good one attempt was, by one leader. The agent sees it when it is done."""

    _name = "o2c.evaluation"
    _description = "Evaluation of a call"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, create_date desc, id desc"
    _rec_name = "attempt_id"
    _check_company_auto = True

    attempt_id = fields.Many2one(
        "o2c.call.attempt", "Call", required=True, index=True, ondelete="restrict"
    )
    agent_id = fields.Many2one(
        related="attempt_id.agent_id", store=True, index=True, precompute=True
    )
    call_id = fields.Many2one(related="attempt_id.call_id", string="Customer called")
    partner_id = fields.Many2one(
        related="attempt_id.partner_id", store=True, precompute=True
    )
    campaign_id = fields.Many2one(
        related="attempt_id.campaign_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="attempt_id.company_id", store=True, index=True, precompute=True
    )
    called_at = fields.Datetime(
        related="attempt_id.at", store=True, precompute=True, string="Called on"
    )
    result = fields.Selection(related="attempt_id.result")
    note = fields.Text(related="attempt_id.note", string="Note of the call")
    answer_ids = fields.One2many(related="call_id.answer_ids")
    form_id = fields.Many2one(
        "o2c.evaluation.form",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    evaluator_id = fields.Many2one(
        "res.users", required=True, index=True, default=lambda self: self.env.user
    )
    calibration_id = fields.Many2one(
        "o2c.calibration", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(STATES, required=True, default="draft", tracking=True)
    done_at = fields.Datetime("Evaluated on", readonly=True)
    mark_ids = fields.One2many("o2c.evaluation.mark", "evaluation_id", "Marks")
    score = fields.Float(
        "Score (%)",
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    # not stored: a mean over a list would take open ones for 0
    shown_score = fields.Float(
        "Score, in per cent", compute="_compute_shown_score", digits=(5, 1)
    )
    is_scored = fields.Boolean(compute="_compute_score", store=True)
    is_passed = fields.Boolean("Passed", compute="_compute_score", store=True)
    summary = fields.Char("In short", compute="_compute_summary")
    strengths = fields.Text("What was good")
    to_improve = fields.Text("What to do better")
    agent_answer = fields.Text("Answer of the agent", readonly=True)
    acknowledged_at = fields.Datetime("Seen on", readonly=True)
    is_own = fields.Boolean("About me", compute="_compute_is_own")

    _once = models.UniqueIndex(
        "(attempt_id, evaluator_id, COALESCE(calibration_id, 0))",
        "You evaluate this call already.",
    )
    _one_that_counts = models.UniqueIndex(
        "(attempt_id) WHERE calibration_id IS NULL",
        "This call is evaluated already.",
    )

    # ------------------------------------------------------------- computed
    @api.depends("mark_ids.points", "mark_ids.weight")
    def _compute_score(self):
        # not on the pass mark: what was decided stands, whatever becomes of the form
        for evaluation in self:
            total = evaluation._scored().total
            evaluation.is_scored = total is not None
            evaluation.score = total or 0.0
            passed = total is not None and total >= evaluation.form_id.pass_mark
            evaluation.is_passed = passed

    @api.depends("score")
    def _compute_shown_score(self):
        for evaluation in self:
            evaluation.shown_score = evaluation.score

    @api.depends("mark_ids.points")
    @api.depends_context("lang")
    def _compute_summary(self):
        for evaluation in self:
            evaluation.summary = explain.summary(evaluation, evaluation._scored())

    @api.depends("agent_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for evaluation in self:
            evaluation.is_own = evaluation.agent_id == self.env.user

    @api.depends("agent_id", "called_at", "partner_id")
    def _compute_display_name(self):
        for evaluation in self:
            # whoever reads the evaluation may read whom the call was with
            names = evaluation.agent_id.name, evaluation.sudo().partner_id.display_name
            evaluation.display_name = " · ".join(filter(None, names))

    def _scored(self):
        return rules.score([mark._as_mark() for mark in self.mark_ids])

    # ------------------------------------------------------------- who writes what
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "draft"
            if not self.env.su:
                vals["evaluator_id"] = self.env.uid
                vals.pop("calibration_id", None)
        evaluations = super().create(vals_list)
        evaluations._check_not_oneself()
        for evaluation in evaluations:
            evaluation._copy_criteria()
        return evaluations

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(set(vals))
        return super().write(vals)

    def _check_may_write(self, names):
        if names <= MAIL_FIELDS:
            return
        for evaluation in self:
            mine = evaluation.evaluator_id == self.env.user
            if not (mine and evaluation.state == "draft" and names <= DRAFT_FIELDS):
                raise AccessError(
                    self.env._(
                        "Only its evaluator marks a call, and only until it is done."
                    )
                )

    @api.constrains("attempt_id", "evaluator_id")
    def _check_not_oneself(self):
        for evaluation in self:
            if evaluation.agent_id == evaluation.evaluator_id:
                raise ValidationError(self.env._("Nobody evaluates his own calls."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for evaluation in self:
            others = evaluation.evaluator_id != self.env.user and not self.env.su
            if evaluation.state != "draft" or others:
                raise UserError(
                    self.env._("Only what one has not finished oneself is dropped.")
                )

    def _copy_criteria(self):
        """Keep the criteria as they are today: the form may change."""
        # the marks are code's to make, whoever may evaluate
        self.env["o2c.evaluation.mark"].sudo().create(
            [
                {"evaluation_id": self.id, **row._prepare_mark()}
                for row in self.form_id.criterion_ids
            ]
        )

    # ------------------------------------------------------------- steps
    def action_done(self):
        """The evaluator has finished; from now on the agent sees it.

        :raise UserError: something is not marked
        """
        for evaluation in self:
            if evaluation.evaluator_id != self.env.user:
                raise AccessError(self.env._("Only the evaluator finishes it."))
            if evaluation.state != "draft":
                continue
            open_ = evaluation.mark_ids.filtered(lambda mark: not mark.is_marked)
            if open_ or not evaluation.mark_ids:
                raise UserError(explain.not_marked(evaluation, open_))
            # the evaluator was checked; what follows is code's to write
            evaluation.sudo()._finish(fields.Datetime.now())

    def _finish(self, now):
        self.write({"state": "done", "done_at": now})
        if self.calibration_id:
            return
        if self.agent_id.active:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.agent_id.id,
                summary=self.env._("Look at the evaluation of your call"),
            )

    def _acknowledge(self, text, now):
        """The agent has seen it, and may answer; once.

        :raise AccessError: it is somebody else's call
        """
        self.ensure_one()
        if self.agent_id != self.env.user:
            raise AccessError(self.env._("Only the agent himself answers."))
        if self.state != "done":
            raise UserError(self.env._("This evaluation has been answered already."))
        # the agent was checked; he writes nothing else
        own = self.sudo()
        own.write(
            {
                "state": "acknowledged",
                "acknowledged_at": now,
                "agent_answer": (text or "").strip() or False,
            }
        )
        own.activity_ids.unlink()
        if own.agent_answer:
            own.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=own.evaluator_id.id,
                summary=explain.agent_answered(own),
            )

    def action_open_call(self):
        """Open the call that is evaluated."""
        self.ensure_one()
        # which call it is would be told to anybody else
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.call",
            "res_id": self.call_id.id,
            "views": [(False, "form")],
        }
