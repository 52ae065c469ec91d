"""Strategies and rules of a company as plain values, read once for a run."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..domain.dunning import Step, Strategy


class Strategies:
    """What the strategies of a company ask for on a day.

    :param company: a root company, with superuser rights
    """

    def __init__(self, company, day):
        self.company = company
        self.day = day
        self.rules = company.env["o2c.dunning.rule"]._specs(company)
        self.traits = set().union(*(rule.traits for rule in self.rules))
        self.default = company.o2c_dunning_strategy_id.id or None
        self._specs = {}
        self._works = {}

    def spec(self, strategy_id, currency_id, branch_id):
        """A strategy in the currency of items, as strict as the policy makes it."""
        key = (strategy_id, currency_id, branch_id)
        if key not in self._specs:
            self._specs[key] = self._make(*key)
        return self._specs[key]

    def record(self, strategy_id):
        return self.company.env["o2c.dunning.strategy"].browse(strategy_id)

    def acts_at_once(self, strategy_id):
        """Whether a strategy does not wait for the daily run after an event."""
        return bool(strategy_id) and self.record(strategy_id).event_driven

    def convert(self, amount, record, currency):
        """An amount of a strategy or step in another currency, at the day's rate."""
        if not amount:
            return Decimal()
        found = record.currency_id._convert(amount, currency, self.company, self.day)
        return Decimal(str(found))

    def _make(self, strategy_id, currency_id, branch_id):
        env = self.company.env
        record, company = self.record(strategy_id), self.company
        currency = env["res.currency"].browse(currency_id)
        branch = env["res.company"].browse(branch_id)
        return Strategy(
            id=record.id,
            steps=tuple(
                self._step(step, currency) for step in record.step_ids.sorted("days")
            ),
            do_not_dun=record.do_not_dun,
            min_balance=self.convert(record.min_balance, record, currency),
            quiet_days=max(record.quiet_days, company.o2c_dunning_quiet_days),
            caps=record._caps(company),
            works=record.any_day or self._is_work(record, branch),
        )

    def _step(self, step, currency):
        legal = step.channel == "legal"
        return Step(
            id=step.id,
            number=step.number,
            days=step.days,
            channel=step.channel,
            fallback=step.fallback_channel or None,
            min_amount=self.convert(step.min_amount, step, currency),
            consolidated=step.consolidated,
            bound=self.company.o2c_dunning_legal_days if legal else None,
        )

    def _is_work(self, record, branch):
        """Whether the day is a working day of the strategy's or company's calendar."""
        calendar = record.calendar_id or branch.resource_calendar_id
        if not calendar:
            return True
        if calendar not in self._works:
            zone = ZoneInfo(calendar.tz or "UTC")
            start = datetime.combine(self.day, time.min, zone)
            end = datetime.combine(self.day, time.max, zone)
            found = calendar._work_intervals_batch(start, end)[False]
            self._works[calendar] = bool(list(found))
        return self._works[calendar]
