"""How a customer pays, in figures and in words that a collector uses."""

from odoo import api, fields, models

from .. import explain
from ..domain import habit as rules
from .o2c_credit_account_score import SCORE_FOR

WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    invoices_known = fields.Integer(
        "Invoices looked at",
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        help="Paid, or open past their due date.",
    )
    invoices_paid = fields.Integer(readonly=True, copy=False, groups=SCORE_FOR)
    mean_days_late = fields.Float(
        "Days late on average",
        digits=(16, 1),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="Of paid invoices; below zero: he pays before they are due.",
    )
    median_days_late = fields.Float(
        "Days late, the middle one",
        digits=(16, 1),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="Half of the invoices are paid sooner, half later.",
    )
    delay_spread = fields.Float(
        "Days up or down",
        digits=(16, 1),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="How far payments lie from the average: two in three within so many days.",
    )
    share_on_time = fields.Float(
        "Paid on time",
        digits=(16, 4),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
    )
    days_beyond_terms = fields.Float(
        "Days beyond terms",
        digits=(16, 1),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="Days late weighted by amount; what is paid early counts as on time.",
    )
    usual_weekday = fields.Selection(
        WEEKDAYS, readonly=True, copy=False, groups=SCORE_FOR
    )
    usual_monthday = fields.Integer(
        "Usual day of the month", readonly=True, copy=False, groups=SCORE_FOR
    )
    amount_effect = fields.Float(
        "Amount and delay",
        digits=(16, 2),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator=None,
        help="Correlation: near 1, large invoices are paid later; near -1, sooner.",
    )
    share_partial = fields.Float(
        "Paid in parts",
        digits=(16, 4),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="Share of invoices that took more than one payment.",
    )
    dispute_count = fields.Integer(
        "Disputes in a year", readonly=True, copy=False, groups=SCORE_FOR
    )
    broken_promise_count = fields.Integer(
        "Broken promises in a year", readonly=True, copy=False, groups=SCORE_FOR
    )
    returned_payment_count = fields.Integer(
        "Returned payments in a year", readonly=True, copy=False, groups=SCORE_FOR
    )
    habit_text = fields.Html(
        "How he pays", compute="_compute_habit_text", groups=SCORE_FOR
    )
    delay_chart = fields.Json(compute="_compute_delay_chart", groups=SCORE_FOR)

    @api.depends("score_date", "invoices_known")
    def _compute_habit_text(self):
        for account in self:
            lines = explain.habit.sentences(self.env, account._habit())
            account.habit_text = explain.habit.as_list(lines)

    def _habit(self):
        self.ensure_one()
        return rules.Habit(
            known=self.invoices_known,
            paid=self.invoices_paid,
            mean=self.mean_days_late,
            median=self.median_days_late,
            spread=self.delay_spread,
            on_time=self.share_on_time,
            weekday=int(self.usual_weekday or 0),
            monthday=self.usual_monthday,
            amount_effect=self.amount_effect,
            partial=self.share_partial,
        )

    @api.depends("score_date")
    def _compute_delay_chart(self):
        """Mean days late by month of the due date, the last twelve with invoices."""
        for account in self:
            account.delay_chart = account._read_delays() if account.id else False

    def _read_delays(self):
        stored = self.env["o2c.score"].sudo()  # figures of an account he may read
        months = stored._delays_by_month(self.partner_id, self.company_id)
        return explain.habit.chart(self.env, months)
