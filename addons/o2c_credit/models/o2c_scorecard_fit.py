"""The recalibration of a scorecard on what became of the customers it scored."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import explain
from ..domain import score as rules
from ..domain import statistics
from . import scorecard_fit
from .o2c_credit_account_scoring import POINT_EDGES
from .receivable_facts import receivables_sql
from .scorecard_fit import Case

ACTIVE_DAYS = 60
# which of the snapshots measure and do not fit: the last third
MEASURING = 3

# who is asked about on a day, and what became of him: rows of (customer, bad)
OUTCOME = """
SELECT r.customer_id,
       COALESCE(bool_or(r.due_date + %(late)s >= %(day)s
                        AND r.due_date + %(late)s < %(day)s::date + %(horizon)s
                        AND NOT r.credited
                        AND (r.settled_date IS NULL
                             OR r.settled_date > r.due_date + %(late)s)), FALSE)::int
  FROM (%(receivables)s) AS r
 WHERE r.company_id = %(company)s
 GROUP BY r.customer_id
HAVING COALESCE(bool_or(r.invoice_date <= %(day)s AND
                        (r.settled_date IS NULL OR r.settled_date > %(day)s
                         OR r.invoice_date >= %(day)s::date - %(active)s)), FALSE)
   AND NOT COALESCE(bool_or(r.invoice_date <= %(day)s
                        AND r.due_date + %(late)s < %(day)s
                        AND (r.settled_date IS NULL
                             OR r.settled_date > %(day)s)), FALSE)
"""


class O2cScorecard(models.Model):
    _name = "o2c.scorecard"
    _inherit = "o2c.scorecard"

    fit_report = fields.Html(compute="_compute_fit_report")

    @api.depends("calibration")
    def _compute_fit_report(self):
        for card in self:
            card.fit_report = card.calibration and explain.score.fit_html(
                self.env, card.calibration, card.fit_bads, scorecard_fit.ENOUGH_BADS
            )

    def action_recalibrate(self):
        """Open the wizard that fits a challenger of this version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recalibrate"),
            "res_model": "o2c.scorecard.recalibrate",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_scorecard_id": self.id},
        }

    def action_try(self):
        """Open the form that scores one customer by this version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try on a customer"),
            "res_model": "o2c.scorecard.try",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_scorecard_id": self.id},
        }

    def _recalibrated(self, company, days, refit):
        """A challenger of this version for ``company``, fitted on its own past.

        The last third of the days measures both versions and fits neither; the
        challenger is then fitted on all of them.

        :param days: as-of dates whose outcome is known, rising
        :param refit: new bins and weights; else only the probability is set right
        :raises UserError: when the past does not suffice
        """
        self.ensure_one()
        self._check_manager()
        if not self._can_fit():
            raise UserError(self._numpy_missing())
        snapshots = [self._cases(company, day) for day in days]
        train, test = self._split(snapshots)
        cases = [case for snapshot in snapshots for case in snapshot]
        before = scorecard_fit.measured(self._card(), test)
        after = scorecard_fit.measured(self._fitted_card(train, refit)[0], test)
        card, factors = self._fitted_card(cases, refit)
        challenger = self._copy_version(company_id=company.id)
        if refit:
            challenger._write_factors(card, factors)
        challenger._write_fit(card, days, cases, before, after)
        return challenger

    @api.model
    def _can_fit(self):
        """Whether the extra for statistics is installed."""
        return scorecard_fit.is_available()

    def _numpy_missing(self):
        return self.env._(
            "The server lacks numpy, which a recalibration needs. Scoring works without"
            " it. Have your administrator install config/requirements-statistics.txt."
        )

    def _split(self, snapshots):
        fit = len(snapshots) - max(1, len(snapshots) // MEASURING)
        train = [case for snapshot in snapshots[:fit] for case in snapshot]
        test = [case for snapshot in snapshots[fit:] for case in snapshot]
        for cases in (train, test):
            bads = sum(case.bad for case in cases)
            if not bads or bads == len(cases):
                raise UserError(
                    self.env._(
                        "There are %(cases)s cases with %(bads)s bad ones in a part of"
                        " the period: nothing can be learnt from them.",
                        cases=len(cases),
                        bads=bads,
                    )
                )
        return train, test

    def _cases(self, company, day):
        """Who was asked about on a day, with what was known then: a list of Case."""
        self.ensure_one()
        account = self.env["o2c.credit.account"].sudo()  # figures of all customers
        portfolio = account.new({"company_id": company.id})._read_portfolio(self, day)
        outcomes = self.env.execute_query(
            SQL(
                OUTCOME,
                receivables=receivables_sql(),
                day=day,
                late=self.late_days,
                horizon=self.horizon_days,
                company=company.id,
                active=ACTIVE_DAYS,
            )
        )
        return [_case(portfolio, customer, bad) for customer, bad in outcomes]

    def _fitted_card(self, cases, refit):
        """(calibrated card, fitted factors) of these cases."""
        card, factors = self._card(), []
        if refit:
            wanted = [(factor.feature, factor.ranked) for factor in card.factors]
            factors = scorecard_fit.fitted(cases, wanted)
            if not factors:
                raise UserError(
                    self.env._("No factor tells good customers from bad ones here.")
                )
            card = scorecard_fit.as_card(factors, card.floors)
        return scorecard_fit.calibrated(card, cases), factors

    def _write_factors(self, card, factors):
        self.factor_ids.unlink()
        Factor = self.env["o2c.scorecard.factor"].sudo()  # figures of a fit
        for number, (fitted, factor) in enumerate(
            zip(factors, card.factors, strict=True), 1
        ):
            bins = zip(fitted.bins, factor.bins, strict=True)
            Factor.create(
                {
                    "scorecard_id": self.id,
                    "sequence": number * 10,
                    "feature": fitted.feature.value,
                    "ranked": fitted.ranked,
                    "information": fitted.information,
                    "coefficient": fitted.coefficient,
                    "bin_ids": [
                        fields.Command.create(_bin_vals(*both)) for both in bins
                    ],
                }
            )

    def _write_fit(self, card, days, cases, before, after):
        shares = [statistics.shares(m["points"], POINT_EDGES) for m in (before, after)]
        kept = {key: value for key, value in after.items() if key != "points"}
        champion = {key: value for key, value in before.items() if key != "points"}
        self.sudo().write(  # the figures of a fit are no user's to write
            {
                "base_points": card.base,
                "odds": card.odds,
                "odds_at": card.odds_at,
                "double_points": card.double,
                "fitted_at": fields.Datetime.now(),
                "fit_from": days[0],
                "fit_to": days[-1],
                "fit_cases": len(cases),
                "fit_bads": sum(case.bad for case in cases),
                "auc": after["auc"],
                "auc_low": after["auc_low"],
                "auc_high": after["auc_high"],
                "ks": after["ks"],
                "gini": after["gini"],
                "brier": after["brier"],
                "calibration_slope": after["slope"],
                "calibration_error": after["error"],
                "psi": statistics.psi(*shares),
                "calibration": {"challenger": kept, "champion": champion},
            }
        )


def _case(portfolio, customer, bad):
    values = portfolio.features_of(customer)
    ranks = {
        feature: rules.rank(portfolio.quantiles.get(feature, ()), value)
        for feature, value in values.items()
        if value is not None and feature in portfolio.quantiles
    }
    return Case(customer, values, ranks, bad)


def _bin_vals(fitted, known):
    _upper, missing, cases, bads, weight = fitted
    return {
        "missing": missing,
        "limited": known.upper is not None,
        "upper": known.upper or 0.0,
        "points": known.points,
        "cases": cases,
        "bads": bads,
        "evidence": weight,
    }
