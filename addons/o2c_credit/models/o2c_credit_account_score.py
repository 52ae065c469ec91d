"""The score of an account: stored by the last run, or read anew inside the check."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import explain
from ..domain import score as rules
from ..domain.score import CLASSES, Contribution, Feature
from . import behaviour_facts as source
from .o2c_score import RISK_CLASSES
from .score_columns import SCORED_FIELDS
from .score_portfolio import Portfolio, with_situation

SCORE_FOR = "o2c_credit.group_credit_user,account.group_account_invoice"
TRENDS = [
    ("better", "Better than three months ago"),
    ("same", "As three months ago"),
    ("worse", "Worse than three months ago"),
    ("new", "Not scored three months ago"),
]


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    risk_class = fields.Selection(
        RISK_CLASSES,
        "Class",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="A is the best, E the worst.",
    )
    scored_class = fields.Selection(
        RISK_CLASSES, "Class by points", readonly=True, copy=False, groups=SCORE_FOR
    )
    score = fields.Integer(
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="0 to 1000, more is better.",
    )
    probability = fields.Float(
        "Chance of late payment",
        digits=(16, 4),
        readonly=True,
        copy=False,
        groups=SCORE_FOR,
        aggregator="avg",
        help="That he will be later than the scorecard allows, within its days.",
    )
    score_date = fields.Date("Scored on", readonly=True, copy=False)
    score_change = fields.Integer(
        "Points in three months", readonly=True, copy=False, groups=SCORE_FOR
    )
    score_trend = fields.Selection(
        TRENDS, "Trend", readonly=True, copy=False, groups=SCORE_FOR
    )
    score_run_id = fields.Many2one(
        "o2c.score.run", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    score_facts = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    score_contributions = fields.Json(
        readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    score_reasons = fields.Html("Why", compute="_compute_score_reasons")
    score_ids = fields.One2many("o2c.score", "account_id", "Scores", groups=SCORE_FOR)
    override_ids = fields.One2many("o2c.score.override", "account_id", groups=SCORE_FOR)
    override_text = fields.Char(compute="_compute_override_text", groups=SCORE_FOR)

    @api.depends("score_contributions", "score_date")
    def _compute_score_reasons(self):
        for account in self:
            stored = account.sudo()  # the sentences are for whoever sees the account
            result = stored._stored_score()
            lines = result and explain.score.reasons(
                self.env, account.currency_id, result
            )
            account.score_reasons = explain.score.as_list(self.env, result, lines)

    @api.depends("override_ids.date_to")
    def _compute_override_text(self):
        for account in self:
            running = account.sudo()._override()  # shown to whom the field is for
            account.override_text = bool(running) and explain.score.override_text(
                running
            )

    # ------------------------------------------------------------- stored figures
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_scored_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_scored_fields(vals)
        return super().write(vals)

    def _check_scored_fields(self, vals):
        """Only the scoring writes what it found; ``readonly`` is for screens."""
        if not self.env.su and SCORED_FIELDS & set(vals):
            raise AccessError(
                self.env._("Scores and payment habits are found, not entered.")
            )

    # ------------------------------------------------------------- the score
    def _score(self, as_of=None):
        """The score of these accounts from all that was known at the end of a day.

        Nothing is written. The portfolio they are ranked in is read as of that day too.

        :param as_of: date, None: today
        :return: {account: ScoreResult}; an account without scorecard is left out
        """
        scored = {}
        for company, accounts in self.grouped("company_id").items():
            # whoever sells is scored for, by rules that he does not read
            card = self.env["o2c.scorecard"].sudo()._in_force(company)
            if card:
                portfolio = accounts._read_portfolio(card, as_of)
                scored.update(accounts._score_in(card, portfolio, as_of))
        return scored

    def _score_in(self, card, portfolio, as_of=None):
        known, classes = card._card(), self._override_classes(as_of)
        return {
            account: rules.score(
                known,
                portfolio.features_of(account.partner_id.id),
                portfolio.quantiles,
                classes.get(account),
            )
            for account in self
        }

    def _read_portfolio(self, card, as_of=None):
        """What is known of all customers of the accounts' one company."""
        today = self._score_today()
        day = as_of or today
        live = day == today
        company = self.company_id
        source.flush(self.env, source.OTHER_FLUSHED)
        rows = self.env.execute_query_dict(
            source.behaviour_query(
                day, card.grace_days, live=live, companies=company.ids
            )
        )
        customers = {row["customer_id"] for row in rows} | set(self.partner_id.ids)
        others = self.env.execute_query(source.other_query(day, customers, live=live))
        return Portfolio.from_rows(rows, [o for o in others if o[0] == company.id])

    def _current_score(self):
        """The score now: how he paid as the last run knew it, what is open as it is.

        Constant in the length of the history, for the check of an order.

        :return: {account: ScoreResult}; without scorecard or run an account is left out
        """
        ready = self.sudo().filtered("score_run_id")  # whoever sells is scored for
        if not ready:
            return {}
        today = self._score_today()
        open_now = ready._read_open(today)
        others = ready._read_others(today)
        classes = ready._override_classes()
        scored = {}
        for run, accounts in ready.grouped("score_run_id").items():
            card, quantiles = run.scorecard_id._card(), run._kept_quantiles()
            for account in accounts:
                key = (account.company_id.id, account.partner_id.id)
                values = with_situation(
                    account.score_facts, open_now.get(key), others.get(key)
                )
                scored[account] = rules.score(
                    card, values, quantiles, classes.get(account)
                )
        return {a: scored[a.sudo()] for a in self if a.sudo() in scored}  # as above

    def _read_open(self, today):
        source.flush(self.env)
        query = source.open_query(today, self.company_id.ids, self.partner_id.ids)
        rows = self.env.execute_query_dict(query)
        return {(r["company_id"], r["customer_id"]): r for r in rows}

    def _read_others(self, today):
        source.flush(self.env, source.OTHER_FLUSHED)
        query = source.other_query(today, self.partner_id.ids, live=True)
        found = {}
        for company, customer, name, value in self.env.execute_query(query):
            values = found.setdefault((company, customer), {})
            values[Feature(name)] = values.get(Feature(name), 0) + value
        return found

    def _stored_score(self):
        """The score as the last run left it; None before the first."""
        self.ensure_one()
        if not self.score_date:
            return None
        lines = tuple(
            Contribution(line[0], Feature(line[1]), *line[2:])
            for line in self.score_contributions or ()
        )
        override = self.risk_class if self.risk_class != self.scored_class else None
        return rules.ScoreResult(
            self.score,
            self.risk_class,
            self.probability,
            lines,
            override,
            self.scored_class,
        )

    def _score_today(self):
        """Today where the first account's company is."""
        return (self.company_id[:1] or self.env.company)._o2c_credit_today()

    # ------------------------------------------------------------- set by hand
    def _override(self, day=None):
        """The override in force on a day, may be empty."""
        self.ensure_one()
        day = day or self._score_today()
        domain = [("account_id", "=", self.id), ("date_from", "<=", day)]
        overrides = self.env["o2c.score.override"].search(
            [*domain, ("date_to", ">", day)], limit=1
        )
        return overrides

    def _override_classes(self, day=None):
        """{account: class set by hand} of those where one is in force."""
        day = day or self._score_today()
        overrides = (
            self.env["o2c.score.override"]
            .sudo()  # the class counts for whoever asks
            .search(
                [
                    ("account_id", "in", self.ids),
                    ("date_from", "<=", day),
                    ("date_to", ">", day),
                ],
                order="date_from, id",
            )
        )
        return {self.browse(o.account_id.id): o.risk_class for o in overrides}

    def _apply_override(self):
        """Write the class that counts now and have waiting orders looked at."""
        classes = self._override_classes()
        for account in self:
            account.risk_class = classes.get(account) or account.scored_class
        self._enqueue(self.partner_id)

    # ------------------------------------------------------------- screens
    def action_score_now(self):
        """Score the whole portfolio of the company now, and show this customer."""
        self.ensure_one()
        self.check_access("write")
        self.sudo()._score_company(self.company_id)  # the figures are code's to write
        return True

    def action_scores(self):
        """Open the scores that the customer had."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.score.history(self.env),
            "res_model": "o2c.score",
            "view_mode": "list,graph,form",
            "domain": [("account_id", "=", self.id)],
        }

    def action_override(self):
        """Set the class by hand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": explain.score.set_class(self.env),
            "res_model": "o2c.score.override",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_account_id": self.id,
                "default_risk_class": self.risk_class or CLASSES[-1],
                "default_date_to": self._score_today() + timedelta(days=90),
            },
        }
