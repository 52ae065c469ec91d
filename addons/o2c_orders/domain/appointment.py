"""Appointments for deliveries and pick-ups: which windows are free, how one lives.

No clock: the day from which windows are offered is an argument. Hours are wall-clock
hours of the warehouse; :func:`moment` turns them into UTC with the zone's rules of
that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from zoneinfo import ZoneInfo

HORIZON = 60  # days: nobody is offered a window further away


class State(str, Enum):
    """Where an appointment stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    KEPT = "kept"
    MISSED = "missed"


LIVE = (State.PROPOSED, State.CONFIRMED)
TRANSITIONS = {
    (State.PROPOSED, State.CONFIRMED),
    (State.PROPOSED, State.DECLINED),
    (State.PROPOSED, State.EXPIRED),
    (State.PROPOSED, State.CANCELLED),
    (State.PROPOSED, State.KEPT),
    (State.PROPOSED, State.MISSED),
    (State.CONFIRMED, State.DECLINED),
    (State.CONFIRMED, State.CANCELLED),
    (State.CONFIRMED, State.KEPT),
    (State.CONFIRMED, State.MISSED),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekly window: ``weekday`` 0 is Monday, hours are floats."""

    slot_id: int
    weekday: int
    hour_from: float
    hour_to: float
    capacity: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One window on one day with ``free`` visits left."""

    slot: Slot
    day: date
    free: int


def offers(slots, taken, closed, first, limit):
    """The next ``limit`` free windows from the day ``first`` on, earliest first.

    :param slots: the weekly windows of the warehouse
    :param dict taken: ``{(slot id, day): visits agreed}``
    :param closed: the days on which nobody drives
    :param date first: the first day that may be offered

    >>> morning = Slot(1, 0, 8.0, 12.0, capacity=2)
    >>> monday = date(2026, 3, 2)
    >>> [o.day.isoformat() for o in offers([morning], {}, set(), monday, 2)]
    ['2026-03-02', '2026-03-09']
    >>> offers([morning], {(1, monday): 2}, set(), monday, 1)[0].day.isoformat()
    '2026-03-09'
    """
    found = []
    for day in (first + timedelta(days=n) for n in range(HORIZON)):
        if day in closed:
            continue
        for slot in _of_the_day(slots, day):
            free = slot.capacity - taken.get((slot.slot_id, day), 0)
            if free > 0:
                found.append(Offer(slot, day, free))
            if len(found) == limit:
                return found
    return found


def _of_the_day(slots, day):
    fitting = [slot for slot in slots if slot.weekday == day.weekday()]
    return sorted(fitting, key=lambda slot: (slot.hour_from, slot.hour_to))


def moment(day, hour, zone):
    """``hour`` (float) of ``day`` on the wall clock of ``zone``, as naive UTC.

    An hour that the clock skips in spring is read as if the clock had not moved yet.

    >>> moment(date(2026, 3, 2), 8.5, "Europe/Rome").isoformat()
    '2026-03-02T07:30:00'
    >>> moment(date(2026, 7, 2), 24.0, "Europe/Rome").isoformat()
    '2026-07-02T22:00:00'
    """
    minutes = round(hour * 60)
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    local = wall.replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def allowed(before, after):
    """May an appointment go from one state to the other?"""
    return (State(before), State(after)) in TRANSITIONS


def outcome(date_from, date_to, tolerance, arrived, successful):
    """What became of an appointment when somebody stood at the door.

    :param timedelta tolerance: how much early or late still counts
    :param datetime arrived: when the driver was there
    :param bool successful: the goods changed hands
    :return: ``State.KEPT`` when they did within the window, else ``State.MISSED``

    >>> nine, noon = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12)
    >>> outcome(nine, noon, timedelta(minutes=15), datetime(2026, 3, 2, 12, 15), True)
    <State.KEPT: 'kept'>
    >>> outcome(nine, noon, timedelta(minutes=15), datetime(2026, 3, 2, 12, 16), True)
    <State.MISSED: 'missed'>
    """
    inside = date_from - tolerance <= arrived <= date_to + tolerance
    return State.KEPT if inside and successful else State.MISSED
