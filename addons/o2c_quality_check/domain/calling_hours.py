"""On which days and at which hours of the callee a rule lets people call.

Minutes count from midnight; an interval holds its start and not its end. Moments are
naive UTC datetimes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

# how far ahead an opening is looked for: longer than any run of closed days
HORIZON = 45


class Day(str, Enum):
    """What kind of day it is for calling."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    EVE = "eve"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Window:
    """From ``start`` to before ``end`` (minutes) on days of one kind."""

    day: Day
    start: int
    end: int


@lru_cache
def zone_info(name):
    """The time zone of this name."""
    return ZoneInfo(name)


def local(moment, zone):
    """A naive UTC moment as it is on the clock of ``zone``, naive too.

    >>> local(datetime(2026, 3, 2, 8), "Europe/Rome")
    datetime.datetime(2026, 3, 2, 9, 0)
    """
    return moment.replace(tzinfo=UTC).astimezone(zone_info(zone)).replace(tzinfo=None)


def utc(moment, zone):
    """What the clock of ``zone`` shows, as naive UTC.

    >>> utc(datetime(2026, 7, 1, 9), "Europe/Rome")
    datetime.datetime(2026, 7, 1, 7, 0)
    """
    return moment.replace(tzinfo=zone_info(zone)).astimezone(UTC).replace(tzinfo=None)


def day_kind(on, holidays, windows):
    """What kind of day ``on`` is; a holiday first, then Sunday, then the day before.

    The day before a holiday is a day like others where ``windows`` does not name it.

    >>> day_kind(datetime(2026, 4, 4).date(), {}, ()).value
    'saturday'
    """
    if on in holidays:
        return Day.HOLIDAY
    if on.weekday() == 6:
        return Day.SUNDAY
    named = any(window.day is Day.EVE for window in windows)
    if named and on + timedelta(days=1) in holidays:
        return Day.EVE
    return Day.SATURDAY if on.weekday() == 5 else Day.WEEKDAY


def windows_of(on, holidays, windows):
    """The windows that hold on a day, the earliest first."""
    kind = day_kind(on, holidays, windows)
    return sorted((w for w in windows if w.day is kind), key=lambda w: w.start)


def is_open(moment, zone, holidays, windows):
    """Whether people may be called at a naive UTC moment.

    >>> nine = Window(Day.WEEKDAY, 540, 1200)
    >>> is_open(datetime(2026, 3, 2, 7, 59), "Europe/Rome", {}, (nine,))
    False
    >>> is_open(datetime(2026, 3, 2, 8, 0), "Europe/Rome", {}, (nine,))
    True
    """
    here = local(moment, zone)
    minute = here.hour * 60 + here.minute
    return any(
        window.start <= minute < window.end
        for window in windows_of(here.date(), holidays, windows)
    )


def next_open(moment, zone, holidays, windows):
    """The first moment not before ``moment`` at which calling is open; None: never.

    >>> nine = Window(Day.WEEKDAY, 540, 1200)
    >>> next_open(datetime(2026, 3, 6, 19), "Europe/Rome", {}, (nine,))
    datetime.datetime(2026, 3, 9, 8, 0)
    """
    if is_open(moment, zone, holidays, windows):
        return moment
    first = local(moment, zone).date()
    for ahead in range(HORIZON):
        on = first + timedelta(days=ahead)
        for window in windows_of(on, holidays, windows):
            start = datetime.combine(on, time()) + timedelta(minutes=window.start)
            opens = utc(start, zone)
            if opens > moment:
                return opens
    return None


def day_start(on, zone):
    """When a day begins in ``zone``, as naive UTC.

    >>> day_start(datetime(2026, 3, 2).date(), "Europe/Rome")
    datetime.datetime(2026, 3, 1, 23, 0)
    """
    return utc(datetime.combine(on, time()), zone)
