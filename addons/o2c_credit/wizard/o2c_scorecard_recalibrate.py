from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.scorecard_fit import ENOUGH_BADS

MONTHS = 12
FEWEST = 3


class O2cScorecardRecalibrate(models.TransientModel):
    """Fit a challenger of the scorecard in force on the firm's own past."""

    _name = "o2c.scorecard.recalibrate"
    _description = "Recalibrate a scorecard"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    scorecard_id = fields.Many2one(
        "o2c.scorecard",
        "Version to start from",
        required=True,
        compute="_compute_scorecard_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    method = fields.Selection(
        [
            ("refit", "New ranges and points"),
            ("calibrate", "Keep the points, set the probability right"),
        ],
        required=True,
        default="refit",
    )
    date_to = fields.Date(
        "Last month to learn from",
        required=True,
        compute="_compute_date_to",
        store=True,
        precompute=True,
        readonly=False,
        help="What became of the customers afterwards must be known.",
    )
    months = fields.Integer("Months to learn from", required=True, default=MONTHS)
    enough_bads = fields.Integer(compute="_compute_enough_bads")
    can_fit = fields.Boolean(compute="_compute_enough_bads")

    _months_positive = models.Constraint(
        "CHECK (months BETWEEN 3 AND 60)", "Between 3 and 60 months."
    )

    @api.depends("company_id")
    def _compute_scorecard_id(self):
        for wizard in self:
            wizard.scorecard_id = self.env["o2c.scorecard"]._in_force(wizard.company_id)

    @api.depends("scorecard_id")
    def _compute_date_to(self):
        for wizard in self:
            wizard.date_to = wizard._last_known()

    @api.depends_context("uid")
    def _compute_enough_bads(self):
        self.enough_bads = ENOUGH_BADS
        self.can_fit = self.env["o2c.scorecard"]._can_fit()

    def _last_known(self):
        """The last day whose horizon has passed."""
        today = fields.Date.context_today(self)
        return today - relativedelta(days=self.scorecard_id.horizon_days or 90)

    def action_recalibrate(self):
        """Fit and open the challenger."""
        self.ensure_one()
        self.scorecard_id._check_manager()
        days = self._days()
        challenger = self.scorecard_id._recalibrated(
            self.company_id, days, self.method == "refit"
        )
        return challenger._open()

    def _days(self):
        """The as-of dates, rising: one a month, as far as there is anything."""
        if self.date_to > self._last_known():
            raise UserError(
                self.env._(
                    "What became of the customers is known up to %s only.",
                    fields.Date.to_string(self._last_known()),
                )
            )
        days = [self.date_to - relativedelta(months=n) for n in range(self.months)]
        days = [day for day in reversed(days) if self._anything(day)]
        if len(days) < FEWEST:
            raise UserError(
                self.env._(
                    "There are customers to learn from in %(found)s months, %(wanted)s"
                    " are needed.",
                    found=len(days),
                    wanted=FEWEST,
                )
            )
        return days

    def _anything(self, day):
        return bool(self.scorecard_id._cases(self.company_id, day))
