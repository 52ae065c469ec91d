from odoo import api, fields, models

from .. import explain
from ..domain import score as rules


class O2cScorecardTry(models.TransientModel):
    """Score one customer by any version, and show every point. Nothing is kept."""

    _name = "o2c.scorecard.try"
    _description = "Try a scorecard"

    scorecard_id = fields.Many2one("o2c.scorecard", required=True)
    account_id = fields.Many2one(
        "o2c.credit.account",
        "Customer",
        required=True,
        default=lambda self: self.env["o2c.credit.account"].search([], limit=1),
    )
    date = fields.Date(
        "As of",
        required=True,
        default=fields.Date.context_today,
        help="What was known at the end of that day.",
    )
    points = fields.Integer(compute="_compute_result")
    risk_class = fields.Char("Class", compute="_compute_result")
    probability = fields.Char("Chance of late payment", compute="_compute_result")
    table = fields.Html("Where the points come from", compute="_compute_result")
    reasons = fields.Html("Reasons in words", compute="_compute_result")

    @api.depends("scorecard_id", "account_id", "date")
    def _compute_result(self):
        for wizard in self:
            result = wizard._result()
            wizard.points = result.points if result else 0
            wizard.risk_class = result.risk_class if result else False
            wizard.probability = result and explain.score.probability_text(
                self.env, result.probability
            )
            wizard.table = result and explain.score.points_html(
                self.env, wizard.account_id.currency_id, wizard.scorecard_id, result
            )
            wizard.reasons = result and explain.score.as_list(
                self.env,
                result,
                explain.score.reasons(self.env, wizard.account_id.currency_id, result),
            )

    def _result(self):
        if not (self.scorecard_id and self.account_id and self.date):
            return None
        self.account_id.check_access("read")
        account = self.account_id.sudo()  # the whole portfolio, to rank him in
        portfolio = account._read_portfolio(self.scorecard_id, self.date)
        values = portfolio.features_of(account.partner_id.id)
        return rules.score(self.scorecard_id._card(), values, portfolio.quantiles)
