"""A month of a company: its totals and its ratios."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain import receivable_ratios as rules
from ..domain.receivable_ratios import Period
from . import snapshot_facts as source

BUCKETS = ("not_due", "bucket_30", "bucket_60", "bucket_90", "bucket_older")
RATIOS = (
    "dso dso_three_months dso_count_back best_dso best_dso_count_back days_delinquent"
    " effectiveness gap_cash gap_cash_count_back dbt dbt_plain mean_days_to_pay"
    " share_in_time promise_share disputed_days"
).split()
TOTAL = """
INSERT INTO o2c_credit_month AS m (company_id, month, date, days, taken_at, {names})
SELECT %(company)s, k.day::date, (k.day + interval '1 month' - interval '1 day')::date,
       date_part('day', k.day + interval '1 month' - interval '1 day')::int,
       now() AT TIME ZONE 'UTC', {sums}
  FROM generate_series(%(start)s::date, %(last)s::date, interval '1 month') AS k(day)
  LEFT JOIN o2c_credit_snapshot s
    ON s.company_id = %(company)s AND s.month = k.day::date
 GROUP BY k.day
ON CONFLICT (company_id, month) DO UPDATE
   SET (taken_at, {names}) = ROW (excluded.taken_at, {excluded})
"""


class O2cCreditMonth(models.Model):
    """What all customers of a company owed, bought and paid, and the ratios of it.

    Written together with the snapshots that it sums up.
    """

    _name = "o2c.credit.month"
    _description = "Month of receivables"
    _order = "month desc"
    _rec_name = "month"

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True)
    date = fields.Date("At the end of", required=True)
    days = fields.Integer(required=True, aggregator=None)
    taken_at = fields.Datetime("Computed on")

    receivable = fields.Monetary()
    open_amount = fields.Monetary("Open items")
    credits = fields.Monetary("Unmatched credits")
    overdue = fields.Monetary()
    not_due = fields.Monetary()
    bucket_30 = fields.Monetary("1 to 30 days past due")
    bucket_60 = fields.Monetary("31 to 60")
    bucket_90 = fields.Monetary("61 to 90")
    bucket_older = fields.Monetary("Over 90 days past due")
    disputed = fields.Monetary()
    sales = fields.Monetary("Sold on credit")
    paid = fields.Monetary("Paid in the month")
    paid_in_time = fields.Monetary("Paid in time")
    days_to_pay = fields.Float("Amount by days to pay")
    days_beyond = fields.Float("Amount by days beyond terms")
    invoice_count = fields.Integer("Invoices")
    paid_count = fields.Integer("Payments")
    paid_in_time_count = fields.Integer("Payments in time")
    count_days_beyond = fields.Integer("Days beyond terms, summed")
    promised = fields.Monetary("Promised for the month")
    promise_kept = fields.Monetary("Kept of it")
    promise_count = fields.Integer("Promises")
    promise_kept_count = fields.Integer("Promises kept")

    dso = fields.Float("DSO", digits=(16, 1), aggregator="avg")
    dso_three_months = fields.Float(
        "DSO over three months", digits=(16, 1), aggregator="avg"
    )
    dso_count_back = fields.Float("DSO counted back", digits=(16, 1), aggregator="avg")
    best_dso = fields.Float("Best possible DSO", digits=(16, 1), aggregator="avg")
    best_dso_count_back = fields.Float(
        "Best possible DSO counted back", digits=(16, 1), aggregator="avg"
    )
    days_delinquent = fields.Float(
        "Average days delinquent",
        digits=(16, 1),
        aggregator="avg",
        help="DSO less the best possible one.",
    )
    effectiveness = fields.Float(
        "Collection effectiveness (%)",
        digits=(16, 1),
        aggregator="avg",
        help="What was collected of what could be; 80 is good, 50 is poor.",
    )
    gap_cash = fields.Monetary(
        "Cash in the gap",
        aggregator="avg",
        help="By the simple DSO: the overdue amount, and nothing new.",
    )
    gap_cash_count_back = fields.Monetary(
        "Cash in the gap, counted back",
        aggregator="avg",
        help="By both DSO counted back, over the sales of three months.",
    )
    dbt = fields.Float(
        "Days beyond terms",
        digits=(16, 1),
        aggregator="avg",
        help="Of the payments of twelve months, weighted by amount.",
    )
    dbt_plain = fields.Float(
        "Days beyond terms, each payment alike", digits=(16, 1), aggregator="avg"
    )
    mean_days_to_pay = fields.Float(
        "Days to pay",
        digits=(16, 1),
        aggregator="avg",
        help="From the invoice, of the payments of the month, weighted by amount.",
    )
    share_in_time = fields.Float(
        "Share paid in time (%)", digits=(16, 1), aggregator="avg"
    )
    promise_share = fields.Float(
        "Promises kept (%)",
        digits=(16, 1),
        aggregator="avg",
        help="Of the amounts promised for the month.",
    )
    disputed_days = fields.Float(
        "Days of DSO in dispute", digits=(16, 1), aggregator="avg"
    )

    _once = models.Constraint(
        "UNIQUE (company_id, month)", "This month is there already."
    )

    # ------------------------------------------------------------- writing
    @api.model
    def _total(self, company, start, until):
        """Sum up the snapshots of some months."""
        text = TOTAL.format(
            names=", ".join(source.FIGURES),
            sums=", ".join(f"COALESCE(SUM(s.{name}), 0)" for name in source.FIGURES),
            excluded=", ".join(f"excluded.{name}" for name in source.FIGURES),
        )
        last = fields.Date.subtract(until, days=1)
        values = {"company": company.id, "start": start, "last": last}
        self.env.cr.execute(SQL(text, **values))
        self.invalidate_model(flush=False)

    @api.model
    def _rate(self, company):
        """Write the ratios of all months of a company."""
        months = self.search([("company_id", "=", company.id)], order="month")
        rows = rate([month._figures() for month in months])
        for month, row in zip(months, rows, strict=True):
            # by hand, because the ORM has no null for a ratio without meaning
            self.env.cr.execute(
                SQL(
                    "UPDATE o2c_credit_month SET (%s) = ROW (%s) WHERE id = %s",
                    SQL(", ").join(map(SQL.identifier, RATIOS)),
                    SQL(", ").join(SQL("%s", row[name]) for name in RATIOS),
                    month.id,
                )
            )
        self.invalidate_model(flush=False)

    def _figures(self):
        """The figures of a month as the rules take them."""
        figures = {name: Decimal(str(self[name])) for name in source.FIGURES}
        return {"month": self.month, "days": self.days, **figures}

    # ------------------------------------------------------------- ways on
    def action_customers(self):
        """Open the customers of the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_credit_snapshot"
        )
        domain = [("company_id", "=", self.company_id.id), ("month", "=", self.month)]
        return {**action, "domain": domain, "context": {}}


def rate(rows):
    """The ratios of consecutive months, the oldest first, as plain values.

    :param rows: dicts with ``days`` and the figures of ``snapshot_facts``
    :return: as many dicts, the names of ``RATIOS`` and ``roll_rates``; None where a
        ratio has no meaning
    """
    periods = [as_period(row) for row in rows]
    return [_rated(rows, periods, place) for place in range(len(rows))]


def as_period(row):
    """One month of figures as the ratios see it."""
    current = row["receivable"] - row["overdue"]
    return Period(row["days"], row["sales"], row["receivable"], current)


def _rated(rows, periods, place):
    row, period = rows[place], periods[place]
    found = vars(rules.ratios(periods[: place + 1])).copy()
    year = rows[max(0, place - 11) : place + 1]
    beyond, paid, plain, count, in_time = (
        sum(each[name] for each in year)
        for name in (
            "days_beyond",
            "paid",
            "count_days_beyond",
            "paid_count",
            "paid_in_time",
        )
    )
    found["dbt"] = rules.share(beyond, paid)
    found["dbt_plain"] = rules.share(plain, count)
    found["mean_days_to_pay"] = rules.share(row["days_to_pay"], row["paid"])
    found["share_in_time"] = rules.share(in_time * 100, paid)
    found["promise_share"] = rules.share(row["promise_kept"] * 100, row["promised"])
    found["disputed_days"] = rules.days_of(row["disputed"], period)
    found["roll_rates"] = place and rules.roll_rates(
        *(tuple(each[name] for name in BUCKETS) for each in rows[place - 1 : place + 1])
    )
    return found
