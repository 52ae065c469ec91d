from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..domain.evaluation import change
from ..explain import evaluation as explain

STATES = [
    ("running", "Running"),
    ("reached", "Goal reached"),
    ("missed", "Goal missed"),
    ("dropped", "Dropped"),
]


class O2cCoachingPlan(models.Model):
    """What a leader and an agent work on, until when, and what came of it."""

    _name = "o2c.coaching.plan"
    _description = "Coaching plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, date_due, id desc"
    _check_company_auto = True

    name = fields.Char("Goal", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    agent_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("o2c_quality_check.group_call_agent").ids,
            )
        ],
    )
    coach_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        check_company=True,
    )
    criterion_id = fields.Many2one(
        "o2c.evaluation.criterion",
        ondelete="restrict",
        help="What is to become better; empty: the whole score.",
    )
    target = fields.Float("Goal (%)", digits=(5, 1), tracking=True)
    date_start = fields.Date(
        "From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_due = fields.Date("Due on", required=True, tracking=True)
    days_before = fields.Integer(
        "Compared with (days before)",
        required=True,
        default=90,
        help="Calls of so many days before the plan are the figures before.",
    )
    how = fields.Html("How we go about it")
    state = fields.Selection(STATES, required=True, default="running", tracking=True)
    is_late = fields.Boolean("Overdue", compute="_compute_is_late")
    count_before = fields.Integer("Evaluations before", compute="_compute_change")
    count_after = fields.Integer("Evaluations since", compute="_compute_change")
    mean_before = fields.Float("Before (%)", compute="_compute_change", digits=(5, 1))
    mean_after = fields.Float("Since (%)", compute="_compute_change", digits=(5, 1))
    judgement = fields.Char("What the figures say", compute="_compute_change")

    _period = models.Constraint(
        "CHECK (date_due >= date_start)", "A plan cannot be due before it begins."
    )
    _numbers = models.Constraint(
        "CHECK (days_before > 0 AND target BETWEEN 0 AND 100)",
        "A goal lies between 0 and 100 %, and there is a time before.",
    )

    @api.constrains("agent_id", "coach_id")
    def _check_not_oneself(self):
        if any(plan.agent_id == plan.coach_id for plan in self):
            raise ValidationError(self.env._("Nobody is his own coach."))

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for plan in self:
            due = plan.date_due and plan.date_due < today
            plan.is_late = bool(due) and plan.state == "running"

    @api.depends("agent_id", "criterion_id", "date_start", "date_due", "days_before")
    @api.depends_context("lang")
    def _compute_change(self):
        for plan in self:
            changed = change(*plan._values())
            plan.count_before, plan.count_after = changed.before, changed.after
            plan.mean_before = changed.mean_before or 0.0
            plan.mean_after = changed.mean_after or 0.0
            plan.judgement = explain.change(self.env, changed)

    def _values(self):
        """(scores before, scores since) of calls made in each time."""
        if not (self.agent_id and self.date_start and self.date_due):
            return [], []
        # the plan is about this agent alone, whoever may read it
        source = self.sudo().env["o2c.evaluation.mark"]
        domain, field = [("is_counted", "=", True)], "share"
        if self.criterion_id:
            domain += [("criterion_id", "=", self.criterion_id.id)]
            domain += [("in_calibration", "=", False)]
        else:
            source, field = source.env["o2c.evaluation"], "score"
            domain = [("is_scored", "=", True), ("calibration_id", "=", False)]
        domain += [("agent_id", "=", self.agent_id.id), ("state", "!=", "draft")]
        domain += [("company_id", "=", self.company_id.id)]
        first = self.date_start - timedelta(days=self.days_before)
        before = self._between(first, self.date_start)
        since = self._between(self.date_start, self.date_due + timedelta(days=1))
        return tuple(
            source.search(domain + days).mapped(field) for days in (before, since)
        )

    def _between(self, first, end):
        return [("called_at", ">=", first), ("called_at", "<", end)]

    def _close(self, state):
        self.check_access("write")
        for plan in self:
            if plan.state != "running":
                raise UserError(self.env._("“%s” is over already.", plan.name))
            plan.state = state
            plan.activity_ids.unlink()

    def action_reached(self):
        """The goal is reached; the figures stay beside it."""
        self._close("reached")

    def action_missed(self):
        """The time is over and the goal is not reached."""
        self._close("missed")

    def action_drop(self):
        """The plan is given up."""
        self._close("dropped")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "running"
        plans = super().create(vals_list)
        for plan in plans:
            plan._plan_review()
        return plans

    def write(self, vals):
        self._check_may_write()
        result = super().write(vals)
        if "date_due" in vals:
            for plan in self.filtered(lambda p: p.state == "running"):
                plan.activity_ids.unlink()
                plan._plan_review()
        return result

    def _check_may_write(self):
        """An agent reads his plan; his coach or another leader keeps it."""
        if not self.env.su and self.agent_id & self.env.user:
            raise AccessError(self.env._("Nobody keeps the plan about himself."))

    def _plan_review(self):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.date_due,
            user_id=self.coach_id.id,
            summary=self.env._("Look at what coaching brought"),
        )
