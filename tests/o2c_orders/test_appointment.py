"""Appointments: free windows, hours of the wall clock, states, what became of them."""

import itertools
from datetime import date, datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain import appointment as rule
from odoo.addons.o2c_orders.domain.appointment import Slot, State

MONDAY = date(2026, 3, 2)
MORNING = Slot(1, 0, 8.0, 12.0, 2)
NOON = Slot(2, 0, 12.0, 16.0, 1)
FRIDAY = Slot(3, 4, 8.0, 12.0, 1)


def days(*args, limit=3):
    return [
        (offer.slot.slot_id, (offer.day - MONDAY).days, offer.free)
        for offer in rule.offers(*args, limit)
    ]


OFFERS = [
    ("earliest first", [NOON, MORNING], {}, set(), [(1, 0, 2), (2, 0, 1), (1, 7, 2)]),
    ("no window at all", [], {}, set(), []),
    (
        "one visit left",
        [MORNING],
        {(1, MONDAY): 1},
        set(),
        [(1, 0, 1), (1, 7, 2), (1, 14, 2)],
    ),
    (
        "full",
        [MORNING],
        {(1, MONDAY): 2},
        set(),
        [(1, 7, 2), (1, 14, 2), (1, 21, 2)],
    ),
    (
        "more agreed than room",
        [MORNING],
        {(1, MONDAY): 5},
        set(),
        [(1, 7, 2), (1, 14, 2), (1, 21, 2)],
    ),
    (
        "closed day",
        [MORNING, FRIDAY],
        {},
        {MONDAY},
        [(3, 4, 1), (1, 7, 2), (3, 11, 1)],
    ),
]


@pytest.mark.parametrize(
    ("_case", "slots", "taken", "closed", "expected"),
    OFFERS,
    ids=[o[0] for o in OFFERS],
)
def test_offers(_case, slots, taken, closed, expected):
    assert days(slots, taken, closed, MONDAY) == expected


def test_offers_end_at_the_horizon():
    shut = {MONDAY + timedelta(n) for n in range(rule.HORIZON)}
    assert days([MORNING], {}, shut, MONDAY) == []
    last = MONDAY + timedelta(rule.HORIZON - 1)
    assert last.weekday() == 3
    thursday = Slot(4, 3, 8.0, 9.0, 1)
    assert days([thursday], {}, shut - {last}, MONDAY) == [(4, rule.HORIZON - 1, 1)]


MOMENTS = [
    ("winter", date(2026, 1, 5), 8.5, "Europe/Rome", datetime(2026, 1, 5, 7, 30)),
    ("summer", date(2026, 7, 6), 8.5, "Europe/Rome", datetime(2026, 7, 6, 6, 30)),
    ("midnight", date(2026, 1, 5), 24.0, "UTC", datetime(2026, 1, 6)),
    ("quarter", date(2026, 1, 5), 8.25, "UTC", datetime(2026, 1, 5, 8, 15)),
    ("twenty past", date(2026, 1, 5), 8 + 1 / 3, "UTC", datetime(2026, 1, 5, 8, 20)),
    # on 29 March the clock goes from 2 to 3
    ("before", date(2026, 3, 29), 1.5, "Europe/Rome", datetime(2026, 3, 29, 0, 30)),
    ("skipped", date(2026, 3, 29), 2.5, "Europe/Rome", datetime(2026, 3, 29, 1, 30)),
    ("after", date(2026, 3, 29), 3.0, "Europe/Rome", datetime(2026, 3, 29, 1, 0)),
    # on 25 October it shows 2:30 twice: the first one counts
    ("twice", date(2026, 10, 25), 2.5, "Europe/Rome", datetime(2026, 10, 25, 0, 30)),
]


@pytest.mark.parametrize(
    ("_case", "day", "hour", "zone", "expected"), MOMENTS, ids=[m[0] for m in MOMENTS]
)
def test_moment(_case, day, hour, zone, expected):
    assert rule.moment(day, hour, zone) == expected


ALLOWED = {
    "proposed": {"confirmed", "declined", "expired", "cancelled", "kept", "missed"},
    "confirmed": {"declined", "cancelled", "kept", "missed"},
}


@pytest.mark.parametrize(
    ("before", "after"), list(itertools.product(State, repeat=2)), ids=str
)
def test_transitions(before, after):
    expected = after.value in ALLOWED.get(before.value, ())
    assert rule.allowed(before.value, after.value) is expected


NINE, TWELVE = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12)
QUARTER = timedelta(minutes=15)
OUTCOMES = [
    ("in the middle", datetime(2026, 3, 2, 10), True, State.KEPT),
    ("nobody met us", datetime(2026, 3, 2, 10), False, State.MISSED),
    ("early, tolerated", datetime(2026, 3, 2, 8, 45), True, State.KEPT),
    ("too early", datetime(2026, 3, 2, 8, 44), True, State.MISSED),
    ("late, tolerated", datetime(2026, 3, 2, 12, 15), True, State.KEPT),
    ("too late", datetime(2026, 3, 2, 12, 16), True, State.MISSED),
    ("the day after", datetime(2026, 3, 3, 10), True, State.MISSED),
]


@pytest.mark.parametrize(
    ("_case", "arrived", "met", "expected"), OUTCOMES, ids=[o[0] for o in OUTCOMES]
)
def test_outcome(_case, arrived, met, expected):
    assert rule.outcome(NINE, TWELVE, QUARTER, arrived, met) is expected
