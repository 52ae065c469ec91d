"""Working time between moments: intervals, cut at pauses, counted in seconds or days.

Moments are naive and in UTC, so that an hour is an hour on the days when clocks are
put forward or back. An interval is half-open, a pair of its start and its end.
"""

from datetime import datetime, timedelta
from datetime import time as clock_time
from datetime import timezone as fixed

FOREVER = datetime(9999, 1, 1)
GAP = timedelta(seconds=1)  # a calendar's day ends a moment before the next begins


def joined(intervals):
    """Sorted, and those that touch or overlap made one.

    >>> day = [datetime(2026, 3, 2, h) for h in (8, 12, 13, 17)]
    >>> joined([(day[2], day[3]), (day[0], day[1]), (day[1], day[2])]) == [
    ...     (day[0], day[3])
    ... ]
    True
    """
    result = []
    for start, end in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if result and start - result[-1][1] <= GAP:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def without(intervals, pauses):
    """What is left of ``intervals`` outside ``pauses``; both sorted and joined.

    >>> at = [datetime(2026, 3, 2, h) for h in range(24)]
    >>> without([(at[8], at[12])], [(at[9], at[10])]) == [
    ...     (at[8], at[9]),
    ...     (at[10], at[12]),
    ... ]
    True
    """
    result = []
    for start, end in intervals:
        for pause_start, pause_end in pauses:
            if pause_end <= start or pause_start >= end:
                continue
            if start < pause_start:
                result.append((start, pause_start))
            start = pause_end  # noqa: PLW2901  what is before the pause is done with
            if start >= end:
                break
        if start < end:
            result.append((start, end))
    return result


def seconds_between(intervals, start, end):
    """Seconds of ``intervals`` between two moments."""
    total = timedelta()
    for since, until in intervals:
        total += max(timedelta(), min(until, end) - max(since, start))
    return total.total_seconds()


def moment_after(intervals, start, seconds):
    """When ``seconds`` of ``intervals`` are over, counted from ``start``.

    :return: None when the intervals hold fewer seconds than that
    """
    left = timedelta(seconds=seconds)
    for since, until in intervals:
        begin = max(since, start)
        if begin >= until:
            continue
        if until - begin >= left:
            return begin + left
        left -= until - begin
    return None


def day_ends(intervals, zone):
    """The last moment of every day that has time of ``intervals``, in order.

    :param zone: time zone that a day is meant in
    """
    result = {}
    for start, end in intervals:
        for since, until in _by_day(start, end, zone):
            result[local(since, zone).date()] = until
    return [end for _day, end in sorted(result.items())]


def every_day_end(first, zone):
    """Without end: the last second of ``first`` and of each day after it.

    :param first: a date
    """
    day = first
    while True:
        midnight = clock_time(23, 59, 59)
        yield in_utc(datetime.combine(day, midnight), zone)
        day += timedelta(days=1)


def local(moment, zone):
    """A UTC moment as the clocks of ``zone`` show it."""
    return moment.replace(tzinfo=fixed.utc).astimezone(zone)


def in_utc(moment, zone):
    """What the clocks of ``zone`` show, as a UTC moment."""
    return moment.replace(tzinfo=zone).astimezone(fixed.utc).replace(tzinfo=None)


def _by_day(start, end, zone):
    """The parts of an interval, one for each day of ``zone``."""
    while start < end:
        tomorrow = local(start, zone).date() + timedelta(days=1)
        midnight = in_utc(datetime.combine(tomorrow, clock_time()), zone)
        if end >= midnight:
            yield start, midnight - GAP
        else:
            yield start, end
        start = midnight
