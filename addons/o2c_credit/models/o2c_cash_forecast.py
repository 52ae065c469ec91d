"""The cash that is expected, and how wrong it was before."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain import cash_forecast as rules
from . import forecast_facts
from .each_alone import companies_alone
from .o2c_credit_snapshot import month_of
from .snapshot_facts import SNAPSHOT_FLUSHED, index_of

# a forecast is judged by its first four weeks
JUDGED_WEEKS = 4
JUDGED_DAYS = JUDGED_WEEKS * rules.DAYS
TRIED_MONTHS = 6
CUSTOMERS = """
INSERT INTO o2c_cash_forecast_customer (forecast_id, company_id, partner_id, account_id,
                                        open_amount, next_month, within, rest)
SELECT %(forecast)s, %(company)s, v.partner, a.id, v.open, v.month, v.within,
       v.open - v.within
  FROM unnest(%(partners)s::int[], %(open)s::float8[], %(month)s::float8[],
              %(within)s::float8[]) AS v(partner, open, month, within)
  LEFT JOIN o2c_credit_account a ON a.partner_id = v.partner
   AND a.company_id = %(company)s
"""


class O2cCashForecast(models.Model):
    """What was to be expected at the end of a day of the items then open.

    What is not billed yet is no part of it. The one of the last day is replaced every
    day; those of the ends of months stay and are judged by what came.
    """

    _name = "o2c.cash.forecast"
    _description = "Cash forecast"
    _order = "date desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("At the end of", required=True)
    is_trial = fields.Boolean(
        "Judged", help="Made for the end of a month, to be compared with what came."
    )
    open_amount = fields.Monetary("Open items")
    expected = fields.Monetary("Expected in four weeks")
    low = fields.Monetary("At least", help="Four times in five.")
    high = fields.Monetary("At most", help="Four times in five.")
    actual = fields.Monetary("Came in four weeks")
    miss = fields.Float("Off by (%)", digits=(16, 1), aggregator="avg")
    is_within = fields.Boolean("Within the band")
    week_ids = fields.One2many("o2c.cash.forecast.week", "forecast_id", "Weeks")

    _once = models.Constraint(
        "UNIQUE (company_id, date)", "There is a forecast of this day already."
    )

    # ------------------------------------------------------------- making
    @api.model
    def _cron_forecast(self):
        """Forecast for all companies. May run twice or be killed."""
        companies_alone(self.env, lambda c: self._refresh(c, keep=True), "forecast")

    @api.model
    def _refresh(self, company, keep=False, today=None):
        """Make the forecast of yesterday's end and those of past months to judge."""
        today = today or company._o2c_credit_today()
        last_day = today - timedelta(days=1)
        ends = self._ends_to_judge(today)
        old = self.search(
            [
                ("company_id", "=", company.id),
                ("date", "!=", last_day),
                ("is_trial", "=", False),
            ]
        )
        old.unlink()
        found = self._make(company, last_day, last_day in ends)
        for day in ends:
            self._judge(company, day)
            if keep:
                self.env["ir.cron"]._commit_progress()
        return found

    @api.model
    def _ends_to_judge(self, today):
        """The ends of the last months whose four weeks are over."""
        ends = [
            month_of(index_of(today) - number) - timedelta(days=1)
            for number in range(TRIED_MONTHS + 1)
        ]
        over = [day for day in ends if day + timedelta(days=JUDGED_DAYS) < today]
        return over[:TRIED_MONTHS]

    def _judge(self, company, day):
        """Compare the forecast of a past day with what came, made now if need be."""
        domain = [("company_id", "=", company.id), ("date", "=", day)]
        trial = self.search(domain) or self._make(company, day, True)
        query = forecast_facts.came_query(company.id, day, JUDGED_DAYS)
        ((actual,),) = self.env.execute_query(query)
        miss = (trial.expected - actual) * 100 / actual if actual else 0.0
        trial.write(
            {
                "is_trial": True,
                "actual": actual,
                "miss": miss,
                "is_within": trial.low <= actual <= trial.high,
            }
        )

    def _make(self, company, day, is_trial):
        """Forecast at the end of a day, anew when it was made before."""
        found, open_amounts = self._foresee(company, day)
        month = rules.span(found, open_amounts, JUDGED_WEEKS)
        self.search([("company_id", "=", company.id), ("date", "=", day)]).unlink()
        forecast = self.create(
            {
                "company_id": company.id,
                "date": day,
                "is_trial": is_trial,
                "open_amount": sum(open_amounts.values()),
                "expected": month.expected,
                "low": month.low,
                "high": month.high,
                "week_ids": [
                    (0, 0, self._prepare_week_vals(company, day, number, week))
                    for number, week in enumerate(found.weeks)
                ],
            }
        )
        if not is_trial:
            forecast._write_customers(found, open_amounts)
        return forecast

    def _prepare_week_vals(self, company, day, number, week):
        start = day + timedelta(days=1 + number * rules.DAYS)
        return {"company_id": company.id, "start": start, **vars(week)}

    def _write_customers(self, found, open_amounts):
        partners = list(open_amounts)
        self.env.cr.execute(
            SQL(
                CUSTOMERS,
                forecast=self.id,
                company=self.company_id.id,
                partners=partners,
                open=[open_amounts[p] for p in partners],
                month=[sum(found.by_customer[p][:JUDGED_WEEKS]) for p in partners],
                within=[sum(found.by_customer[p]) for p in partners],
            )
        )

    @api.model
    def _foresee(self, company, day):
        """(Forecast, {customer: open amount}) from what was known at a day's end."""
        for model, names in SNAPSHOT_FLUSHED.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(forecast_facts.forecast_query(company.id, day))
        paid, items, credits = defaultdict(dict), defaultdict(list), {}
        for customer, what, number, amount in rows:
            if what == "paid":
                paid[customer][number - rules.FIRST] = amount
            elif what == "open":
                items[customer].append((number, amount))
            else:
                credits[customer] = amount
        owed = {
            customer: rules.less_credits(mine, credits.get(customer, 0.0))
            for customer, mine in items.items()
        }
        found = rules.forecast(_with_habits(paid, owed))
        return found, {c: sum(a for _d, a in mine) for c, mine in owed.items()}

    # ------------------------------------------------------------- ways on
    def action_customers(self):
        """Open what is expected of each customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_cash_forecast_customer"
        )
        return {**action, "domain": [("forecast_id", "=", self.id)]}


def _with_habits(paid, owed):
    """(customer, shares paid by each week of lateness, items) for the rules."""
    waiting = {c: _counted(items) for c, items in owed.items()}
    prior = rules.hazards(_added(paid.values()), _added(waiting.values()))
    for customer, items in owed.items():
        chances = rules.hazards(paid.get(customer, {}), waiting[customer], prior)
        yield customer, rules.paid_by(chances), items


def _counted(items):
    found = defaultdict(int)
    for days_late, _amount in items:
        found[rules.bin_of(days_late)] += 1
    return found


def _added(counts):
    total = defaultdict(float)
    for each in counts:
        for place, number in each.items():
            total[place] += number
    return total


class O2cCashForecastWeek(models.Model):
    """One week of a forecast."""

    _name = "o2c.cash.forecast.week"
    _description = "Week of a cash forecast"
    _order = "start"
    _rec_name = "start"

    forecast_id = fields.Many2one(
        "o2c.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    start = fields.Date("Week from", required=True)
    expected = fields.Monetary()
    low = fields.Monetary("At least")
    high = fields.Monetary("At most")


class O2cCashForecastCustomer(models.Model):
    """What is expected of one customer."""

    _name = "o2c.cash.forecast.customer"
    _description = "Customer in a cash forecast"
    _order = "next_month desc"
    _rec_name = "partner_id"

    forecast_id = fields.Many2one(
        "o2c.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="cascade"
    )
    account_id = fields.Many2one(
        "o2c.credit.account", "Credit account", ondelete="set null"
    )
    open_amount = fields.Monetary("Open items")
    next_month = fields.Monetary("Expected in four weeks")
    within = fields.Monetary("Expected in thirteen weeks")
    rest = fields.Monetary(
        "Not expected", help="Not in these weeks, by his habit and that of all others."
    )
