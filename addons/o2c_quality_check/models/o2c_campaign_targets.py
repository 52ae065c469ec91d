"""Who could be called in a campaign: candidates by one query, one pure rule."""

from datetime import datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from ..domain import targeting
from ..domain.targeting import Rule, Source, Why
from ..explain import law
from ..explain import target as explain
from .o2c_calling_law import DialAsk
from .target_conditions import condition
from .target_query import FLUSHED, candidate, target_query

# what is proposed for a new campaign: days, and conditions
DAYS = {"welcome": (1, 7), "quotation": (3, 14), "satisfaction": (2, 14)}
PROPOSED = {
    "welcome": ["first_order"],
    "telesales": ["headroom", "consent"],
    "retention": ["churn", "consent"],
    "research": ["consent"],
}


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    rule_ids = fields.One2many(
        "o2c.target.rule", "campaign_id", "Conditions", copy=True
    )
    rule_sentence = fields.Char("Who is called", compute="_compute_rule_sentence")

    def _compute_rule_sentence(self):
        for campaign in self:
            campaign.rule_sentence = explain.rule_sentence(campaign)

    @api.onchange("kind")
    def _onchange_kind(self):
        """Propose the days and conditions that calls of this kind usually want."""
        if self._origin or self.rule_ids or not self.kind:
            return
        self.min_days, self.max_days = DAYS.get(self.kind, (2, 5))
        self.rule_ids = [
            Command.create({"kind": kind}) for kind in PROPOSED.get(self.kind, ())
        ]

    # ------------------------------------------------------------- facts
    def _tz(self):
        """The time zone in which this campaign counts days."""
        return self.company_id.partner_id.tz or "UTC"

    def _today(self, now):
        """The day it is in the company at ``now`` (naive UTC)."""
        return pytz.utc.localize(now).astimezone(pytz.timezone(self._tz())).date()

    def _start_of(self, day):
        """The moment at which ``day`` begins in the company, naive UTC."""
        local = pytz.timezone(self._tz()).localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _ends_at(self):
        """The first moment at which the period is over, or None."""
        return (
            self._start_of(self.date_to + timedelta(days=1)) if self.date_to else None
        )

    def _rule(self):
        """The live rule as the pure function takes it."""
        self.ensure_one()
        return Rule(
            min_days=self.min_days,
            max_days=self.max_days,
            quiet_days=self.quiet_days,
            source=Source(self.source),
        )

    def _lines(self):
        """``{number: condition}``; lines that are not stored have numbers below 0."""
        return {
            line._origin.id or -place: line
            for place, line in enumerate(self.rule_ids, start=1)
        }

    def _target_rows(self, now, first=None, last=None, subjects=None):
        """What is known of those whom the source lists, and of those on the list.

        :param first, last: days that count, both included; None: those of the rule
        :param subjects: only these (appointment, order, customer ids) instead
        """
        self.env.cr.execute(self._target_query(now, first, last, subjects))
        return self.env.cr.dictfetchall()

    def _target_query(self, now, first=None, last=None, subjects=None):
        """The query of :meth:`_target_rows`; what it reads is written before."""
        for model in FLUSHED:
            self.env[model].flush_model()
        if first is None:
            first, last = targeting.window(self._rule(), self._today(now))
        facts = {
            "campaign": self._origin.id or 0,
            "company": self.company_id.id,
            "source": Source(self.source),
            "tz": self._tz(),
            "now": now,
            "since": self._start_of(first),
            "until": self._start_of(last + timedelta(days=1)),
            "call_before": self.env["o2c.appointment"]._call_before(),
            "quiet": self.quiet_days,
            "scope": self.complaint_scope,
        }
        asked = {
            number: condition(line.sudo(), now)  # its values, whoever asks
            for number, line in self._lines().items()
        }
        conditions = {number: sql for number, sql in asked.items() if sql}
        return target_query(facts, conditions, subjects)

    # ------------------------------------------------------------- the decision
    def _decide_targets(self, rows, now):
        """Decide about all: the rule, then what other modules know, then the law.

        :return: {key: Decision}
        """
        candidates = [candidate(row) for row in rows]
        decisions = targeting.choose(candidates, self._rule(), self._today(now))
        by_key = {row["key"]: row for row in rows}
        for refuse in (self._refused_by_others, self._refused_by_law):
            called = [row for key, row in by_key.items() if decisions[key].ok]
            for key, reason in refuse(called, now).items():
                decisions[key] = Decision((reason,))
        return decisions

    def _refused_by_others(self, rows, now):
        """Conditions that the database cannot judge: ``{key: reason}`` of who fails.

        Who was rung already, was picked by hand or agreed to a call-back keeps his
        call, as with the other conditions.
        """
        fresh = [r for r in rows if not (r["attempts"] or r["picked"] or r["agreed"])]
        refused = {}
        for number, line in self._lines().items():
            meets = line.sudo()._asked_of_others(  # as in the query
                {row["partner_id"] for row in fresh}, now
            )
            if meets is None:
                continue
            for row in fresh:
                if (row["partner_id"] in meets) == line.is_not:
                    reason = Reason(Why.CONDITION, {"rule": number})
                    refused.setdefault(row["key"], reason)
        return refused

    def _refused_by_law(self, rows, now):
        """Whom no hour of any day allows to call: ``{key: reason}``.

        Who is on the list already is asked about again before he is dialled, and only
        then: of 200,000 who wait, nobody asks each hour.
        """
        asks = [
            DialAsk(
                key=row["key"],
                partner_id=row["person_id"],
                phone=row["phone"],
                company_id=self.company_id.id,
                campaign_id=self._origin.id or None,
                purpose=self._purpose(),
            )
            for row in rows
            if row["state"] not in ("to_call", "in_call")
        ]
        decisions = self.env["o2c.calling.law"]._judge(asks, now)
        return {
            key: Reason(Why.LAW, self._said_by_law(decision))
            for key, decision in decisions.items()
            if decision.never
        }

    def _said_by_law(self, decision):
        """Why the law forbids a call, as it is kept with the call."""
        return {"by": decision.rule, "reasons": law.coded(decision.reasons)}

    def _still_wanted(self, call, now):
        """Read the facts again before ``call`` of this campaign leaves.

        :return: (the reason why it is not made any more, or None; who is asked for
            and under which number now: ``{"person_id", "phone"}``)
        """
        subject = call._subject()
        (row,) = self._target_rows(now, subjects=[subject])
        decision = targeting.decide(candidate(row), self._rule(), self._today(now))
        reasons = list(decision.reasons)
        if not reasons and row["state"] != "in_call":
            reasons += self._refused_by_others([row], now).values()
        person = {"person_id": row["person_id"], "phone": row["phone"]}
        return (reasons[0] if reasons else None), person
