"""Working time of calendars as the rule of clocks wants it, looked up once each."""

from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from ..domain import clock as rules
from ..domain import work_time

MORE = timedelta(days=70)  # looked up at once on either side
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

    def reading(self, clock, calendar, company):
        """Read ``clock``; its working time comes from ``calendar``.

        :param clock: a clock without working time yet
        :param calendar: empty: all hours count
        :return: the reading, and whether the calendar has no working time at all
        """
        if not clock.target.working or not calendar:
            return rules.read(_natural(clock), self.now), False
        end = max(rules.horizon(clock.target, clock.started), self.now)
        while True:
            work = self._work(calendar, company, clock.started, end)
            filled = work.fill(clock, end)
            if rules.due(filled) or rules.is_still(filled):
                return rules.read(filled, self.now), False
            if end - clock.started > MOST:
                return rules.read(_natural(clock), self.now), True
            end += 2 * (end - clock.started)

    def _work(self, calendar, company, start, end):
        """The working time of a calendar that reaches at least from start to end."""
        key = (calendar.id, company.id)
        known = self._found.get(key)
        if known is None or start < known.start or end > known.end:
            since = min(start, known.start if known else start) - MORE
            until = max(end, known.end if known else end) + MORE
            intervals = _look_up(calendar, company, since, until)
            known = _Work(since, until, intervals, self.zone(calendar, company))
            self._found[key] = known
        return known


class _Work:
    """The working time of one calendar between two moments, and where its days end."""

    def __init__(self, start, end, intervals, zone):
        self.start, self.end = start, end
        self._intervals = intervals
        self._until = [pair[1] for pair in intervals]
        self._day_ends = work_time.day_ends(intervals, zone)

    def fill(self, clock, end):
        """``clock`` with its working time until ``end`` at the least."""
        first = bisect_right(self._until, clock.started)
        last = bisect_right(self._until, end) + 1
        ends = self._day_ends
        days = slice(bisect_right(ends, clock.started), bisect_right(ends, end))
        return replace(
            clock,
            work=tuple(self._intervals[first:last]),
            day_ends=tuple(ends[days]),
        )


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
