"""The credit policy as it stands for an account: its rules and what they look at."""

from decimal import Decimal

from odoo import api, fields, models, tools

from odoo.addons.o2c_orders.domain.hold import Phase

from ..domain import policy
from ..domain.exposure import ExposureFacts
from ..domain.policy import ExemptionKind, Kind
from .policy_facts import (
    EVENTS_FLUSHED,
    PAYMENTS_FLUSHED,
    events_query,
    last_payments_query,
)
from .policy_specs import rules_for

# rules that a customer without limit can hit and that look at what he owes
OWES = frozenset({Kind.DAYS_OVERDUE, Kind.OVERDUE_AMOUNT, Kind.LAST_PAYMENT})
OVERDUE = frozenset({Kind.DAYS_OVERDUE, Kind.OVERDUE_AMOUNT})
LIMITS = frozenset({Kind.LIMIT_EXCEEDED, Kind.LIMIT_EXPIRED, Kind.LIMIT_USED})
EVENTS = {
    "broken_promise": Kind.BROKEN_PROMISE,
    "returned_payment": Kind.RETURNED_PAYMENT,
    "dunning_step": Kind.DUNNING_STEP,
}


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    event_ids = fields.One2many(
        "o2c.credit.event",
        "account_id",
        "Events",
        groups="o2c_credit.group_credit_user",
    )
    event_count = fields.Integer(
        "Open events",
        compute="_compute_event_count",
        groups="o2c_credit.group_credit_user",
    )
    decision_count = fields.Integer(
        "Decisions",
        compute="_compute_decision_count",
        groups="o2c_credit.group_credit_user",
    )

    @api.depends("event_ids.resolved_date")
    def _compute_event_count(self):
        domain = [("account_id", "in", self.ids), ("resolved_date", "=", False)]
        counts = dict(
            self.env["o2c.credit.event"]._read_group(
                domain, ["account_id"], ["__count"]
            )
        )
        for account in self:
            account.event_count = counts.get(account, 0)

    def _compute_decision_count(self):
        counts = dict(
            self.env["o2c.credit.decision"]._read_group(
                [("account_id", "in", self.ids)], ["account_id"], ["__count"]
            )
        )
        for account in self:
            account.decision_count = counts.get(account, 0)

    def action_events(self):
        """Open what happened with this customer."""
        return self._open_own("o2c_credit.action_credit_event")

    def action_decisions(self):
        """Open the decisions about orders of this customer."""
        return self._open_own("o2c_credit.action_credit_decision")

    def _open_own(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        context = {"default_account_id": self.id}
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": context,
        }

    # ------------------------------------------------------------- rules
    def _rules(self, phase=None):
        """The rules that are for each of these accounts: {account: [policy.Rule]}.

        Amounts in the currency of the account's company, exemptions for chosen
        customers only where they choose him. No query but the customer's tags, and
        that only when a rule or an exemption asks for tags.

        :param phase: a Phase, a set of them, or None: any
        """
        specs = self.env["o2c.credit.rule"]._specs()
        phases = _phases(phase)
        tagged = any(
            spec.segment["tags"] or any(e.frees["tags"] for e in spec.exemptions)
            for spec in specs
        )
        return {
            account: rules_for(
                specs, account._described(tagged), phases, account._converter()
            )
            for account in self
        }

    def _described(self, tagged):
        """What the scope of a rule asks of the customer."""
        partner = self.partner_id.sudo()  # the policy sees tags that its user does not
        return {
            "partner": partner.id or partner._origin.id,
            "company": self.company_id.id,
            "tags": frozenset(partner.category_id.ids) if tagged else frozenset(),
            "industry": partner.industry_id.id,
            "country": partner.country_id.id,
            "risk_class": self._known_class(),
        }

    def _known_class(self):
        """The class of the last scoring, or None."""
        return self.risk_class or None

    def _known_score(self):
        """The score of the last run as plain values, for a document."""
        if not self.score_date:
            return False
        return {
            "points": self.score,
            "risk_class": self.risk_class,
            "probability": f"{self.probability:.4f}",
            "date": fields.Date.to_string(self.score_date),
            "version": self._scorecard_name(self.score_run_id.id),
            "inputs": self.score_contributions or None,
        }

    @api.model
    @tools.ormcache("run_id")
    def _scorecard_name(self, run_id):
        run = self.env["o2c.score.run"].sudo().browse(run_id)  # a name, no more
        return run.scorecard_id.display_name

    def _converter(self):
        company = self.company_id
        own, day = company.currency_id, fields.Date.today()
        currencies = self.env["res.currency"]

        def convert(amount, currency_id):
            if not amount or currency_id == own.id:
                return amount
            other = currencies.browse(currency_id)
            found = other._convert(float(amount), own, company, day)
            return Decimal(str(own.round(found)))

        return convert

    # ------------------------------------------------------------- facts
    def _customer_facts(self, rules=None):
        """What the policy knows about these customers: {account: CustomerFacts}.

        :param rules: {account: [policy.Rule]}; only what these rules look at is read.
            None: everything is. Holds of people are facts of the orders they stop.
        """
        kinds = set(Kind)
        if rules is not None:
            kinds = {rule.kind for found in rules.values() for rule in found}
        reads = self._prepare_policy_reads(kinds)
        white = self._whitelisted(self._rules() if rules is None else rules)
        return {
            account: policy.CustomerFacts(
                whitelisted=account in white,
                **{name: found[account] for name, found in reads.items()},
            )
            for account in self
        }

    def _prepare_policy_reads(self, kinds):
        """{name of a fact: {account: value}} for rules of these kinds."""
        reads = self._exposure_for(kinds)
        if Kind.GROUP_LIMIT_EXCEEDED in kinds:
            reads["group"] = self._complete(self._group_facts())
        if Kind.LIMIT_EXPIRED in kinds:
            reads["limit_expired_days"] = self._complete(self._limit_expired_days())
        if Kind.RISK_CLASS in kinds:
            reads["risk_class"] = self._classes()
        if Kind.LAST_PAYMENT in kinds:
            reads["last_payment_days"] = self._last_payment_days()
        if set(EVENTS.values()) & kinds:
            reads |= self._event_facts()
        return reads

    def _exposure_for(self, kinds):
        if OVERDUE & kinds:
            facts, overdue = self._facts_and_overdue()
            return {"exposure": facts, "overdue": self._complete(overdue, ())}
        wanted = self.browse()
        if OWES & kinds:
            wanted = self
        elif LIMITS & kinds:
            wanted = self.filtered(lambda a: a._has_limit())
        facts = wanted._facts() if wanted else {}
        return {"exposure": self._complete(facts, ExposureFacts())}

    def _complete(self, found, default=None):
        return {account: found.get(account, default) for account in self}

    @api.model
    def _whitelisted(self, rules):
        return {
            account
            for account, found in rules.items()
            for rule in found
            for exemption in rule.exemptions
            if exemption.kind == ExemptionKind.WHITELISTED
        }

    def _classes(self):
        """{account: its class now}; without a run the one that is stored."""
        scores = self._current_score()
        return {
            account: scores[account].risk_class
            if account in scores
            else account._known_class()
            for account in self
        }

    def _last_payment_days(self):
        """{account: days since the customer's last payment, None: he never paid}."""
        self._flush_for(PAYMENTS_FLUSHED)
        pairs = {a: (a.partner_id.id, a.company_id.id) for a in self if a.partner_id}
        rows = self.env.execute_query(last_payments_query(sorted(set(pairs.values()))))
        last = {(customer, company): day for customer, company, day in rows}
        today = self._today()
        return {a: _days(today.get(a), last.get(pairs.get(a))) for a in self}

    def _event_facts(self):
        """{name of a fact: {account: value}} from the events that are not resolved."""
        self._flush_for(EVENTS_FLUSHED)
        rows = self.env.execute_query(events_query(self.ids))
        found = {(account, kind): (day, level) for account, kind, day, level in rows}
        today = self._today()

        def days(account, kind):
            day, _level = found.get((account.id, kind), (None, None))
            return _days(today.get(account), day)

        def step(account):
            return found.get((account.id, "dunning_step"), (None, 0))[1]

        return {
            "broken_promise_days": {a: days(a, "broken_promise") for a in self},
            "returned_payment_days": {a: days(a, "returned_payment") for a in self},
            "dunning_step": {a: step(a) for a in self},
        }

    @api.model
    def _flush_for(self, tables):
        for model, names in tables.items():
            self.env[model].flush_model(names)


def _phases(phase):
    if phase is None:
        return frozenset((Phase.CONFIRMATION, Phase.DELIVERY))
    if isinstance(phase, str):
        return frozenset((Phase(phase),))
    return frozenset(phase)


def _days(today, day):
    return None if day is None or today is None else (today - day).days
