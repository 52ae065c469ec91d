"""When a number is rung again: how long after, at which part of the day, how often.

Moments are naive UTC datetimes; parts of the day are those of the place called.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo


class Daypart(str, Enum):
    """The parts of the day between which attempts are spread."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# each begins here and ends where the next one begins; nobody is rung outside them
BEGINS = {
    Daypart.MORNING: time(9),
    Daypart.MIDDAY: time(12),
    Daypart.AFTERNOON: time(14),
    Daypart.EVENING: time(18),
}
ENDS = time(20)


@dataclass(frozen=True)
class RetryRule:
    """What follows on one result of an attempt.

    ``vary``: the next attempt falls into the part of the day tried least so far.
    ``per_number``, ``per_contact``: attempts with this result at most; 0: as many as
    the campaign allows. ``other_numbers``: when a number is used up the customer's next
    one is rung. ``link``: who is not reached in the end gets the script as a link.
    """

    wait: timedelta
    vary: bool = False
    per_number: int = 0
    per_contact: int = 0
    other_numbers: bool = True
    link: bool = False


NO_RULE = RetryRule(timedelta())


@dataclass(frozen=True)
class Tried:
    """What was tried before, this attempt included.

    ``on_number``, ``with_result``: attempts that ended with the same result, on this
    number and in all. ``dayparts``: the part of the day of each attempt so far.
    ``other_number``: the customer has another number that may be rung.
    ``speaker``: an agent of the campaign speaks the customer's language.
    """

    on_number: int = 1
    with_result: int = 1
    dayparts: tuple[Daypart, ...] = ()
    zone: str = "UTC"
    other_number: bool = False
    speaker: bool = False


def daypart(moment, zone):
    """The part of the day at ``moment`` (naive UTC) in ``zone``; None at night.

    >>> daypart(datetime(2026, 3, 2, 10, 59), "Europe/Rome").value
    'morning'
    >>> daypart(datetime(2026, 3, 2, 11), "Europe/Rome").value
    'midday'
    >>> daypart(datetime(2026, 3, 2, 19), "Europe/Rome") is None
    True
    """
    local = _local(moment, zone).time()
    if local >= ENDS:
        return None
    begun = [part for part, start in BEGINS.items() if start <= local]
    return begun[-1] if begun else None


def when(now, rule, tried):
    """The moment of the next attempt, naive UTC.

    >>> rule = RetryRule(timedelta(hours=3), vary=True)
    >>> tried = Tried(dayparts=(Daypart.MORNING, Daypart.MIDDAY), zone="Europe/Rome")
    >>> when(datetime(2026, 3, 2, 8), rule, tried)  # 12:00 there is tried already
    datetime.datetime(2026, 3, 2, 13, 0)
    """
    earliest = now + rule.wait
    if not rule.vary:
        return earliest
    counts, last = Counter(tried.dayparts), tried.dayparts[-1:]
    slots = _slots(earliest, tried.zone)
    return min(slots, key=lambda slot: (counts[slot[0]], slot[:1] == last, slot[1]))[1]


def _slots(earliest, zone):
    """(part, first moment in it at or after ``earliest``) within a day's time."""
    local, found = _local(earliest, zone), {}
    for ahead in range(3):
        day = local.date() + timedelta(days=ahead)
        for part, start in BEGINS.items():
            begins = _utc(datetime.combine(day, start), zone)
            ends = _utc(datetime.combine(day, _end(part)), zone)
            if earliest < ends:
                found.setdefault(part, max(begins, earliest))
    return list(found.items())


def _end(part):
    later = [start for start in BEGINS.values() if start > BEGINS[part]]
    return min(later, default=ENDS)


def _local(moment, zone):
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def _utc(local, zone):
    moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment.replace(tzinfo=None)
