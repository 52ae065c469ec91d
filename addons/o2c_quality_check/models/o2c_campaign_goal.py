"""What a campaign wants to reach, what it may cost, and when it stops."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain import campaign as rules
from ..domain.campaign import Figures, Goals
from ..explain import campaign as explain

SOLD = """
SELECT c.campaign_id,
       sum(o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1))::float
  FROM sale_order o JOIN o2c_call c ON c.id = o.o2c_call_id
 WHERE c.campaign_id = ANY(%s) AND o.state = 'sale'
 GROUP BY c.campaign_id
"""


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    currency_id = fields.Many2one(related="company_id.currency_id")
    goal_answers = fields.Integer(
        "Answers wanted", tracking=True, help="0: no such goal."
    )
    goal_sales = fields.Monetary("Sales wanted", tracking=True, help="0: no such goal.")
    goal_cells = fields.Boolean(
        "Every courier and area has enough answers", tracking=True
    )
    goal_action = fields.Selection(
        [("end", "End the campaign"), ("warn", "Tell the team leader")],
        "Once reached",
        required=True,
        default="warn",
    )
    goal_reached_at = fields.Datetime("Goal reached on", readonly=True, copy=False)
    goal_text = fields.Char("Goal", compute="_compute_goal")
    goal_progress = fields.Float(
        "Goal reached (%)", compute="_compute_goal", help="Of the first goal set."
    )
    budget_minutes = fields.Integer(
        "Budget (minutes)", tracking=True, help="On the phone; 0: no limit."
    )
    budget_amount = fields.Monetary("Budget", tracking=True, help="0: no limit.")
    attempt_cost = fields.Monetary("Cost per attempt", tracking=True)
    used_minutes = fields.Integer("Minutes used", compute="_compute_used")
    used_amount = fields.Monetary("Money used", compute="_compute_used")
    answer_count = fields.Integer("Answered", compute="_compute_results")
    sale_total = fields.Monetary("Sold", compute="_compute_results")

    _budgets = models.Constraint(
        "CHECK (goal_answers >= 0 AND goal_sales >= 0 AND budget_minutes >= 0"
        " AND budget_amount >= 0 AND attempt_cost >= 0)",
        "Goals and budgets cannot be negative.",
    )

    # ------------------------------------------------------------- figures
    def _sold(self):
        """What the calls of these campaigns sold, in company currency.

        The orders that were made in a call and are confirmed.

        :return: ``{campaign id: amount}``
        """
        self.env["sale.order"].flush_model()
        self.env["o2c.call"].flush_model()
        return dict(self.env.execute_query(SQL(SOLD, self.ids)))

    @api.depends("call_ids.last_result", "call_ids.state")
    def _compute_results(self):
        # what a campaign came to may be known to whoever may read it
        calls = self.env["o2c.call"].sudo()
        domain = [("campaign_id", "in", self.ids), ("last_result", "=", "answered")]
        answered = dict(calls._read_group(domain, ["campaign_id"], ["__count"]))
        sold = self.sudo()._sold()  # as above
        for campaign in self:
            campaign.answer_count = answered.get(campaign._origin, 0)
            campaign.sale_total = sold.get(campaign._origin.id, 0.0)

    @api.depends("call_ids.attempt_count", "attempt_cost")
    def _compute_used(self):
        # as above
        attempts = self.env["o2c.call.attempt"].sudo()
        domain = [("call_id.campaign_id", "in", self.ids)]
        groups = attempts._read_group(
            domain, ["campaign_id"], ["__count", "minutes:sum"]
        )
        found = {campaign: (count, minutes) for campaign, count, minutes in groups}
        for campaign in self:
            count, minutes = found.get(campaign._origin, (0, 0))
            campaign.used_minutes = minutes
            campaign.used_amount = count * campaign.attempt_cost

    @api.depends(
        "goal_answers", "goal_sales", "goal_cells", "answer_count", "sale_total"
    )
    def _compute_goal(self):
        for campaign in self:
            figures = campaign._figures()
            campaign.goal_text = explain.goal(campaign, figures)
            campaign.goal_progress = campaign._share_of_goal(figures)

    def _share_of_goal(self, figures):
        for goal, got in (
            (self.goal_answers, figures.answers),
            (self.goal_sales, figures.sales),
            (self.goal_cells and figures.cells, figures.cells - figures.cells_open),
        ):
            if goal:
                return min(100.0, 100.0 * got / goal)
        return 0.0

    def _goals(self):
        return Goals(self.goal_answers, self.goal_sales, self.goal_cells)

    def _figures(self):
        cells = self.cell_ids
        return Figures(
            answers=self.answer_count,
            sales=self.sale_total,
            cells=len(cells),
            cells_open=len(cells.filtered(lambda cell: not cell.is_full)),
        )

    # ------------------------------------------------------------- stopping
    def _check_goals(self, now):
        """End, or tell the leader, once; refuse new calls when the budget is spent.

        Runs after each attempt and with each refresh. May run twice.
        """
        # what was sold or answered since they were read
        self.invalidate_recordset(["sale_total", "cell_ids"])
        for campaign in self.filtered(lambda c: c.state == "running"):
            campaign._check_budget()
            if campaign.goal_reached_at:
                continue
            names = rules.reached(campaign._goals(), campaign._figures())
            if names:
                campaign._reach_goal(names, now)

    def _check_budget(self):
        spent = rules.is_spent(self.budget_minutes, self.used_minutes) or (
            rules.is_spent(self.budget_amount, self.used_amount)
        )
        if spent != self.is_spent:
            self.is_spent = spent
            if spent:
                self._tell_leader(self.env._("The budget is used up"))

    def _reach_goal(self, names, now):
        self.goal_reached_at = now
        self._tell_leader(explain.goals_reached(self, names))
        if self.goal_action == "end":
            self.action_end()

    def _tell_leader(self, summary):
        self.activity_schedule(
            "mail.mail_activity_data_todo", summary=summary, user_id=self.leader_id.id
        )

    def write(self, vals):
        limits = {"budget_minutes", "budget_amount", "attempt_cost"}
        goals = {"goal_answers", "goal_sales", "goal_cells"}
        if goals & set(vals):
            vals = {"goal_reached_at": False, **vals}
        result = super().write(vals)
        if limits & set(vals):
            for campaign in self:
                campaign._check_budget()
        return result
