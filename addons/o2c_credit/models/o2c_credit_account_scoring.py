"""The scoring of the whole portfolio: one query, one decision each, bulk writes."""

import json
from datetime import timedelta

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from ..domain import habit, statistics
from ..domain.score import CLASSES, Feature
from .each_alone import companies_alone
from .score_columns import COLUMNS
from .score_portfolio import kept_facts

CHUNK = 2000
TRIES = 5
TREND_DAYS = 90
# points that make a trend
TREND_POINTS = 25
POINT_EDGES = tuple(range(100, 1000, 100))
# an entry of the history for those whose points, class or month changed
KEEP = """
INSERT INTO o2c_score (account_id, partner_id, company_id, scorecard_id, date, points,
                       risk_class, scored_class, probability, mean_days_late, facts,
                       contributions, create_uid, create_date, write_uid, write_date)
SELECT a.id, a.partner_id, a.company_id, %(card)s, a.score_date, a.score,
       a.risk_class, a.scored_class, a.probability, a.mean_days_late, a.score_facts,
       a.score_contributions, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
       now() AT TIME ZONE 'UTC'
  FROM o2c_credit_account a
  LEFT JOIN LATERAL (
       SELECT s.points, s.risk_class, s.date, s.scorecard_id FROM o2c_score s
        WHERE s.account_id = a.id ORDER BY s.date DESC, s.id DESC LIMIT 1
       ) AS last ON TRUE
 WHERE a.id = ANY(%(ids)s)
   AND (last.points IS DISTINCT FROM a.score
        OR last.risk_class IS DISTINCT FROM a.risk_class
        OR last.scorecard_id IS DISTINCT FROM %(card)s
        OR date_trunc('month', last.date) < date_trunc('month', a.score_date))
"""
BEFORE = """
SELECT DISTINCT ON (account_id) account_id, points FROM o2c_score
 WHERE company_id = %s AND date <= %s ORDER BY account_id, date DESC, id DESC
"""


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    @api.model
    def _cron_score(self):
        """Score all customers of all companies. May run twice or be killed.

        Each piece is committed on its own and may be written again by the next run.
        """
        keep = self._write_committed
        companies_alone(self.env, lambda c: self._score_company(c, keep), "scores")

    @api.model
    def _score_company(self, company, keep=None):
        """Score the portfolio of a root company and write it; returns the run."""
        card = self.env["o2c.scorecard"]._in_force(company)
        if not card:
            return self.env["o2c.score.run"]
        accounts = self.search([("company_id", "=", company.id)], order="id")
        portfolio = accounts._portfolio_of(company, card)
        accounts |= self._make_scored(company, accounts, portfolio)
        scored = accounts._score_in(card, portfolio)
        run = self._make_run(company, card, portfolio, scored)
        before = accounts._points_before(company)
        rows = [
            account._scored_row(run, result, portfolio, before.get(account.id))
            for account, result in scored.items()
        ]
        for chunk in split_every(CHUNK, rows):
            (keep or self._write_scores)(card, chunk)
        self.invalidate_model(flush=False)
        return run

    def _portfolio_of(self, company, card):
        account = self[:1] or self.new({"company_id": company.id})
        return account._read_portfolio(card)

    def _make_scored(self, company, accounts, portfolio):
        """Accounts for customers who owe but were never looked at."""
        known = set(accounts.partner_id.ids)
        missing = [customer for customer in portfolio.rows if customer not in known]
        return self._make_all(missing, company)

    @api.model
    def _make_all(self, customers, company):
        """Accounts of these customers (ids), who have none with this root company."""
        partners = self.env["res.partner"]
        made = self.browse()
        for part in split_every(500, customers, partners.browse):
            made |= self.with_context(mail_create_nolog=True).create(
                [
                    {
                        "partner_id": partner.id,
                        "company_id": company.id,
                        **self._prepare_limit_vals(partner, company),
                    }
                    for partner in part
                ]
            )
        return made

    def _make_run(self, company, card, portfolio, scored):
        points = [result.points for result in scored.values()]
        classes = [result.risk_class for result in scored.values()]
        shares = statistics.shares(points, POINT_EDGES)
        Run = self.env["o2c.score.run"]
        first = Run.search(
            [("company_id", "=", company.id), ("scorecard_id", "=", card.id)],
            order="date, id",
            limit=1,
        )
        counts = {f"count_{c.lower()}": classes.count(c) for c in CLASSES}
        return Run.create(
            {
                "company_id": company.id,
                "scorecard_id": card.id,
                "date": company._o2c_credit_today(),
                "portfolio": portfolio.dump(),
                "shares": shares,
                "customers": len(points),
                "psi": statistics.psi(first.shares, shares) if first else 0.0,
                **counts,
            }
        )

    def _points_before(self, company):
        """{account id: points three months ago}."""
        day = company._o2c_credit_today() - timedelta(days=TREND_DAYS)
        return dict(self.env.execute_query(SQL(BEFORE, company.id, day)))

    def _scored_row(self, run, result, portfolio, before):
        """What a scoring writes on one account, in the order of ``COLUMNS``."""
        customer = self.partner_id.id
        row = portfolio.rows.get(customer)
        values = portfolio.features_of(customer)
        change = None if before is None else result.points - before
        return {
            "id": self.id,
            "score_run_id": run.id,
            "score_date": run.date,
            "score": result.points,
            "risk_class": result.risk_class,
            "scored_class": result.scored_class,
            "probability": round(result.probability, 4),
            "score_change": change or 0,
            "score_trend": trend(change),
            "score_facts": json.dumps(kept_facts(values, row), default=float),
            "score_contributions": json.dumps(
                [
                    (c.factor, c.feature.value, c.value, c.rank, c.bin, c.points)
                    for c in result.contributions
                ],
                default=float,
            ),
            **habits(row, values),
        }

    @api.model
    def _write_scores(self, card, rows):
        """Write many scores and keep those that changed."""
        columns = [SQL.identifier(name) for name in COLUMNS]
        arrays = [
            SQL("%s::%s[]", [row[name] for row in rows], SQL(kind))
            for name, kind in COLUMNS.items()
        ]
        setters = [
            SQL("%s = v.%s", SQL.identifier(name), SQL.identifier(name))
            for name in COLUMNS
            if name != "id"
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE o2c_credit_account a SET %s FROM unnest(%s) AS v(%s)"
                " WHERE a.id = v.id",
                SQL(", ").join(setters),
                SQL(", ").join(arrays),
                SQL(", ").join(columns),
            )
        )
        ids = [row["id"] for row in rows]
        self.env.cr.execute(SQL(KEEP, card=card.id, ids=ids, uid=self.env.uid))

    @api.model
    def _write_committed(self, card, rows):
        """As :meth:`_write_scores` in a transaction of its own.

        An order that passes at the same moment writes the row of its account: then
        the piece is written again, on a fresh snapshot.
        """
        for number in range(1, TRIES + 1):
            self.env["ir.cron"]._commit_progress()
            try:
                self._write_scores(card, rows)
                self.env["ir.cron"]._commit_progress(len(rows))
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                if number == TRIES:
                    raise


def trend(change):
    """The trend of a change of points; None: there is nothing to compare."""
    if change is None:
        return "new"
    if abs(change) < TREND_POINTS:
        return "same"
    return "better" if change > 0 else "worse"


def habits(row, values):
    """The figures of the habits of one customer; ``row`` None: he owes nothing yet."""
    row = row or dict.fromkeys(HABIT_ROW)
    paid, known = row["paid_count"] or 0, row["known_count"] or 0
    weekday = habit.usual(
        row["weekday"], row["weekday_times"] or 0, paid, habit.WEEKDAY_SHARE
    )
    monthday = habit.usual(
        row["monthday"], row["monthday_times"] or 0, paid, habit.MONTHDAY_SHARE
    )
    return {
        "invoices_known": known,
        "invoices_paid": paid,
        "mean_days_late": rounded(row["mean_days_late"], 1),
        "median_days_late": rounded(row["median_days_late"], 1),
        "delay_spread": rounded(row["spread"], 1),
        "share_on_time": rounded((row["on_time_count"] or 0) / known if known else 0),
        "days_beyond_terms": rounded(row["days_beyond_terms"], 1),
        "usual_weekday": str(weekday) if weekday else None,
        "usual_monthday": monthday or 0,
        "amount_effect": rounded(row["amount_effect"], 2) if paid >= habit.FEW else 0,
        "share_partial": rounded((row["partial_count"] or 0) / paid if paid else 0),
        "dispute_count": int(values.get(Feature.DISPUTES) or 0),
        "broken_promise_count": int(values.get(Feature.BROKEN_PROMISES) or 0),
        "returned_payment_count": int(values.get(Feature.RETURNED_PAYMENTS) or 0),
    }


HABIT_ROW = (
    "paid_count known_count weekday weekday_times monthday monthday_times"
    " mean_days_late median_days_late spread on_time_count days_beyond_terms"
    " amount_effect partial_count"
).split()


def rounded(value, digits=4):
    """A figure of the query as the field keeps it; None is zero."""
    return round(float(value or 0), digits)
