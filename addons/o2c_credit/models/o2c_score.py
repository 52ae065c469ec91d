from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from .. import explain
from ..domain.score import CLASSES, Contribution, Feature, ScoreResult
from . import behaviour_facts

RISK_CLASSES = [(letter, letter) for letter in CLASSES]


class O2cScore(models.Model):
    """A score that a customer had, with all that it was made of.

    Written by the scoring only, never changed: an entry when points or class changed,
    and one a month while they do not.
    """

    _name = "o2c.score"
    _description = "Score"
    _order = "date desc, id desc"

    account_id = fields.Many2one(
        "o2c.credit.account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    scorecard_id = fields.Many2one("o2c.scorecard", required=True, ondelete="restrict")
    date = fields.Date(required=True)
    points = fields.Integer(aggregator="avg")
    risk_class = fields.Selection(RISK_CLASSES, "Class", required=True)
    scored_class = fields.Selection(RISK_CLASSES, "Class by points", required=True)
    probability = fields.Float(digits=(16, 4), aggregator="avg")
    mean_days_late = fields.Float(digits=(16, 1), aggregator="avg")
    facts = fields.Json(help="The figures that the customer was scored by.")
    contributions = fields.Json(help="Points, one line for each factor.")

    points_table = fields.Html(
        "Where the points come from", compute="_compute_points_table"
    )

    _account_index = models.Index("(account_id, date DESC, id DESC)")

    def _compute_points_table(self):
        for score in self:
            result = ScoreResult(
                score.points,
                score.risk_class,
                score.probability,
                tuple(
                    Contribution(line[0], Feature(line[1]), *line[2:])
                    for line in score.contributions or ()
                ),
            )
            # who reads a score reads what its points are called
            card = score.scorecard_id.sudo()
            score.points_table = explain.score.points_html(
                self.env, score.company_id.currency_id, card, result
            )

    @api.model
    def _delays_by_month(self, partner, company):
        """((first day of the month of the due date, mean days late, invoices), …)."""
        behaviour_facts.flush(self.env)
        return self.env.execute_query(
            behaviour_facts.delays_query(
                fields.Date.context_today(self), company.id, partner.id
            )
        )

    @api.depends("partner_id", "date", "risk_class")
    def _compute_display_name(self):
        for score in self:
            score.display_name = f"{score.partner_id.name} {score.risk_class}"

    def write(self, vals):
        if vals:
            raise UserError(self.env._("Scores are kept as they were."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Scores are kept as they were."))


class O2cScoreRun(models.Model):
    """One scoring of the portfolio: what the customers were ranked against."""

    _name = "o2c.score.run"
    _description = "Scoring of the portfolio"
    _order = "date desc, id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True, index=True)
    scorecard_id = fields.Many2one("o2c.scorecard", required=True, ondelete="restrict")
    date = fields.Date(required=True)
    portfolio = fields.Json(help="Quantiles and mean shares of the portfolio.")
    shares = fields.Json(help="Share of customers by hundred points.")
    customers = fields.Integer()
    count_a = fields.Integer("Class A")
    count_b = fields.Integer("Class B")
    count_c = fields.Integer("Class C")
    count_d = fields.Integer("Class D")
    count_e = fields.Integer("Class E")
    psi = fields.Float(
        "Drift (PSI)",
        digits=(16, 3),
        help="How far the scores moved since the scorecard came into force: below 0.1"
        " they did not, above 0.25 look at the scorecard.",
    )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("Scorings are kept as they were."))
        return super().write(vals)

    @tools.ormcache("self.id")
    def _kept_quantiles(self):
        """{Feature: sorted values} of the portfolio, which never change."""
        stored = self.portfolio or {}
        return {Feature(name): tuple(values) for name, values in stored.items()}
