"""What customers are like: clusters, softer terms, drift."""

import json
from dataclasses import fields as names_of

from odoo import api, fields, models
from odoo.tools import SQL

from .. import explain
from ..domain import customer_profile as rules
from ..domain.customer_profile import Band, Behaviour, Margin
from .o2c_credit_snapshot import month_of
from .o2c_score import RISK_CLASSES
from .profile_facts import profile_query
from .snapshot_facts import SNAPSHOT_FLUSHED, index_of

BANDS = [
    (Band.EARLY.value, "Early"),
    (Band.IN_TIME.value, "In time"),
    (Band.LATE.value, "Up to 15 days late"),
    (Band.LATER.value, "16 to 30 days late"),
    (Band.VERY_LATE.value, "Over 30 days late"),
    (Band.NONE.value, "Nothing paid"),
]
MARGINS = [
    (Margin.LOW.value, "Under 10 %"),
    (Margin.MIDDLE.value, "10 to 25 %"),
    (Margin.HIGH.value, "25 % and more"),
    (Margin.UNKNOWN.value, "Not known"),
]
COLUMNS = (
    "company_id partner_id account_id risk_class payment_band margin_band country_id"
    " state_id industry_id user_id collector_id sales margin receivable overdue dbt"
    " dbt_recent drift share_in_time is_drifting deserves against more_receivable"
    " dso_effect expected_loss capital_cost growth_needed"
).split()
BEHAVIOUR = {field.name for field in names_of(Behaviour)}


class O2cCreditProfile(models.Model):
    """A customer by how he paid in twelve months, where he is, what he leaves.

    Found anew every night; nobody enters one.
    """

    _name = "o2c.credit.profile"
    _description = "Customer profile"
    _order = "sales desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="cascade"
    )
    account_id = fields.Many2one(
        "o2c.credit.account", "Credit account", ondelete="set null", index=True
    )
    risk_class = fields.Selection(RISK_CLASSES, "Class")
    payment_band = fields.Selection(BANDS, "Pays", required=True)
    margin_band = fields.Selection(MARGINS, required=True)
    country_id = fields.Many2one("res.country", "Area")
    state_id = fields.Many2one("res.country.state")
    industry_id = fields.Many2one("res.partner.industry", "Sector")
    user_id = fields.Many2one("res.users", "Salesperson")
    collector_id = fields.Many2one("res.users")
    sales = fields.Monetary("Sold in twelve months")
    margin = fields.Float(
        "Margin (%)", digits=(16, 1), aggregator="avg", help="Of what has a cost."
    )
    receivable = fields.Monetary()
    overdue = fields.Monetary()
    dbt = fields.Float("Days beyond terms", digits=(16, 1), aggregator="avg")
    dbt_recent = fields.Float(
        "In the last three months", digits=(16, 1), aggregator="avg"
    )
    drift = fields.Float("Days later than before", digits=(16, 1), aggregator="avg")
    share_in_time = fields.Float("Paid in time (%)", digits=(16, 1), aggregator="avg")
    is_drifting = fields.Boolean("Drifting", help="Pays a week later than before.")
    deserves = fields.Boolean("Deserves softer terms")
    against = fields.Json()
    against_text = fields.Char("What speaks against", compute="_compute_against_text")
    more_receivable = fields.Monetary(
        help="What would be owed in addition, on average, with the days of the settings"
    )
    dso_effect = fields.Float("DSO would grow by", digits=(16, 2))
    expected_loss = fields.Monetary("Expected loss on it")
    capital_cost = fields.Monetary("Cost of capital a year")
    growth_needed = fields.Float(
        "Sales must grow (%)",
        digits=(16, 2),
        aggregator="avg",
        help="So much pays for loss and capital, at his margin.",
    )

    _once = models.Constraint(
        "UNIQUE (company_id, partner_id)", "He has a profile already."
    )

    @api.depends("against")
    def _compute_against_text(self):
        for profile in self:
            profile.against_text = explain.insight.against(
                self.env, profile.currency_id, profile.against or []
            )

    # ------------------------------------------------------------- finding
    @api.model
    def _refresh(self, company):
        """Find the profiles of all customers of a root company anew.

        :return: {account id: [Reason]} of those where something goes the wrong way
        """
        months = self._months(company)
        for model, names in SNAPSHOT_FLUSHED.items():
            self.env[model].flush_model(names)
        branches = company.search([("id", "child_of", company.id)]).ids
        query = profile_query(company.id, branches, months)
        rows = self.env.execute_query_dict(query)
        sales = sum(row["sales"] for row in rows)
        found = [(row, behaviour_of(row)) for row in rows]
        self._replace(company, [self._values(company, *one, sales) for one in found])
        return {
            row["account_id"]: rules.trends(behaviour)
            for row, behaviour in found
            if row["account_id"]
        }

    @api.model
    def _months(self, company):
        this = index_of(company._o2c_credit_today())
        places = {"start": 12, "recent": 3, "compared": 4, "last": 1, "until": 0}
        return {name: month_of(this - back) for name, back in places.items()}

    def _values(self, company, row, behaviour, company_sales):
        decision = rules.softer_terms(behaviour)
        effect = rules.effect(
            behaviour,
            company.o2c_softer_days,
            company_sales=company_sales,
            loss_share=company.o2c_loss_given_default / 100,
            capital_cost=company.o2c_capital_cost / 100,
        )
        reasons = [(r.code.value, dict(r.params)) for r in decision.reasons]
        return {
            **{name: row.get(name) for name in COLUMNS},
            "company_id": company.id,
            "payment_band": rules.band(behaviour.days).value,
            "margin_band": rules.margin_band(behaviour.margin).value,
            "margin": percent(behaviour.margin),
            "dbt": behaviour.days,
            "dbt_recent": behaviour.days_recent,
            "drift": rules.drift(behaviour),
            "share_in_time": percent(behaviour.in_time),
            "is_drifting": rules.drifts(behaviour),
            "deserves": decision.ok,
            "against": reasons,
            "more_receivable": effect.receivable,
            "dso_effect": effect.dso,
            "expected_loss": effect.loss,
            "capital_cost": effect.cost,
            "growth_needed": percent(effect.growth),
        }

    def _replace(self, company, rows):
        """All profiles of the company, in one statement each."""
        self.env.cr.execute(
            SQL("DELETE FROM o2c_credit_profile WHERE company_id = %s", company.id)
        )
        if rows:
            columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
            kinds = ", ".join(
                f"{name} {self._fields[name].column_type[1]}" for name in COLUMNS
            )
            self.env.cr.execute(
                SQL(
                    "INSERT INTO o2c_credit_profile (%(columns)s) SELECT %(columns)s"
                    " FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(%(kinds)s)",
                    columns=columns,
                    rows=json.dumps(rows),
                    kinds=SQL(kinds),
                )
            )
        self.invalidate_model(flush=False)

    def action_account(self):
        """Open the credit account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "o2c.credit.account",
            "res_id": self.account_id.id,
            "views": [(False, "form")],
        }


def behaviour_of(row):
    """A row of the query as the rules take it."""
    known = {name: row[name] for name in BEHAVIOUR & row.keys()}
    return Behaviour(**{**known, "overdue_shares": tuple(row["overdue_shares"] or ())})


def percent(share):
    """A share as the fields keep it; None stays None."""
    return None if share is None else share * 100
