"""Working time of calendars as the rule of clocks wants it, looked up once each."""

from dataclasses import replace
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from ..domain import clock as rules
from ..domain import work_time

MOST = timedelta(days=5 * 366)  # a calendar without time in five years has none


class WorkTimes:
    """The working time of any number of calendars, for the time of one call.

    A calendar is searched once for the longest time that was asked for so far.
    """

    def __init__(self, now):
        self.now = now
        self._found, self._rules, self._zones = {}, {}, {}

    def rule(self, target):
        """The rule of a target or a term, made once."""
        if target not in self._rules:
            self._rules[target] = target._rule()
        return self._rules[target]

    def zone(self, calendar, company):
        """Where the days of a clock begin: where its calendar is, else the company."""
        key = (calendar.id, company.id)
        if key not in self._zones:
            # a company's address is no secret of its own
            name = calendar.tz or company.sudo().partner_id.tz
            self._zones[key] = ZoneInfo(name or "UTC")
        return self._zones[key]

    def read(self, clock, calendar, company):
        """Read ``clock``; its working time comes from ``calendar``.

        :param clock: a clock without working time yet
        :param calendar: None: all hours count
        :return: the reading, and whether the calendar has no working time at all
        """
        if not clock.target.working or not calendar:
            return rules.read(_natural(clock), self.now), False
        end = max(rules.horizon(clock.target, clock.started), self.now)
        while True:
            work = self._intervals(calendar, company, clock.started, end)
            filled = replace(clock, work=work)
            if rules.due(filled) or rules.is_still(filled):
                return rules.read(filled, self.now), False
            if end - clock.started > MOST:
                return rules.read(_natural(clock), self.now), True
            end += 2 * (end - clock.started)

    def _intervals(self, calendar, company, start, end):
        """Joined intervals of working time between two UTC moments."""
        key = (calendar.id, company.id)
        since, until, intervals = self._found.get(key, (start, start, ()))
        if start < since or end > until:
            since, until = min(start, since), max(end, until)
            intervals = _look_up(calendar, company, since, until)
            self._found[key] = since, until, intervals
        return tuple(pair for pair in intervals if pair[1] > start)


def _look_up(calendar, company, start, end):
    # what counts as working time does not depend on who looks
    calendar = calendar.sudo()
    since, until = (moment.replace(tzinfo=timezone.utc) for moment in (start, end))
    found = calendar._attendance_intervals_batch(since, until)[False]
    holidays = calendar._leave_intervals_batch(
        since,
        until,
        domain=[
            ("time_type", "=", "leave"),
            ("company_id", "in", [False, company.id]),
        ],
    )[False]
    free = work_time.joined(_utc(holidays))
    return work_time.without(work_time.joined(_utc(found)), free)


def _utc(intervals):
    return [
        tuple(
            moment.astimezone(timezone.utc).replace(tzinfo=None)
            for moment in (start, end)
        )
        for start, end, _records in intervals
    ]


def _natural(clock):
    return replace(clock, target=replace(clock.target, working=False))
