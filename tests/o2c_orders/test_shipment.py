from datetime import datetime, timedelta
from itertools import permutations

import pytest

from odoo.addons.o2c_orders.domain.shipment import (
    Event,
    State,
    Status,
    decide,
    split_references,
)

DAY = datetime(2026, 3, 2)


def at(hour):
    return DAY + timedelta(hours=hour)


def events(*pairs):
    return [
        Event(Status(name), at(hour), number=n) for n, (name, hour) in enumerate(pairs)
    ]


# _case, (status, hour)…, expected status, attempts
PATHS = [
    ("nothing", [], None, 0),
    ("label only", [("label_made", 1)], "label_made", 0),
    (
        "normal",
        [
            ("label_made", 1),
            ("collected", 2),
            ("in_transit", 3),
            ("out_for_delivery", 8),
            ("delivered", 10),
        ],
        "delivered",
        1,
    ),
    (
        "absent, then delivered",
        [("out_for_delivery", 8), ("failed_absent", 10), ("delivered", 34)],
        "delivered",
        2,
    ),
    (
        "refused and back",
        [("out_for_delivery", 8), ("refused", 10), ("returned", 40)],
        "returned",
        1,
    ),
    ("refused, taken out again", [("refused", 10), ("out_for_delivery", 30)], None, 1),
    ("lost and found", [("lost", 50), ("delivered", 60)], "delivered", 1),
    (
        "late scan after the door",
        [("delivered", 10), ("in_transit", 11)],
        "delivered",
        1,
    ),
    ("label after collection", [("collected", 2), ("label_made", 3)], "collected", 0),
    ("collected after transit", [("in_transit", 2), ("collected", 3)], "in_transit", 0),
    (
        "refused after delivered counts not",
        [("delivered", 10), ("refused", 11)],
        "delivered",
        1,
    ),
    ("customer sent it back", [("delivered", 10), ("returned", 90)], "returned", 1),
    ("same moment", [("delivered", 10), ("out_for_delivery", 10)], "delivered", 1),
    (
        "one absence told twice",
        [("failed_absent", 10), ("failed_absent", 10.5)],
        "failed_absent",
        1,
    ),
    (
        "two absences",
        [("failed_absent", 10), ("failed_absent", 10.51)],
        "failed_absent",
        2,
    ),
    (
        "absence, then another outcome at once",
        [("failed_absent", 10), ("failed_address", 10)],
        "failed_address",
        2,
    ),
]


@pytest.mark.parametrize(("_case", "path", "status", "attempts"), PATHS)
def test_path(_case, path, status, attempts):
    state = decide(events(*path))
    expected = status or (path[-1][0] if path else None)
    assert (state.status and state.status.value, state.attempts) == (expected, attempts)


@pytest.mark.parametrize(("_case", "path", "status", "attempts"), PATHS)
def test_order_of_arrival_is_no_matter(_case, path, status, attempts):
    reports = events(*path)
    states = {decide(list(order)) for order in permutations(reports)}
    assert states == {decide(reports)}


def test_moments():
    state = decide(
        events(
            ("collected", 1),
            ("out_for_delivery", 8),
            ("failed_absent", 9),
            ("out_for_delivery", 32),
            ("refused", 33),
            ("out_for_delivery", 56),
            ("delivered", 57),
        )
    )
    assert state == State(
        status=Status.DELIVERED,
        status_at=at(57),
        collected_at=at(1),
        out_for_delivery_at=at(56),
        delivered_at=at(57),
        failed_at=at(9),
        refused_at=at(33),
        attempts=3,
    )


def test_person_corrects():
    wrong = events(("delivered", 10))
    right = Event(Status.FAILED_ABSENT, at(11), by_hand=True, number=9)
    state = decide([*wrong, right])
    assert state.status is Status.FAILED_ABSENT
    assert state.delivered_at is None


def test_delivered_again_after_the_correction():
    right = Event(Status.IN_TRANSIT, at(11), by_hand=True, number=9)
    state = decide([*events(("delivered", 10), ("delivered", 30)), right])
    assert (state.status, state.delivered_at) == (Status.DELIVERED, at(30))


def test_returned_after_delivery_stays_delivered_then():
    state = decide(events(("delivered", 10), ("returned", 90)))
    assert (state.delivered_at, state.returned_at) == (at(10), at(90))


def test_unknown_code_moves_nothing():
    known = events(("collected", 1))
    assert decide([*known, Event(None, at(5))]) == decide(known)


@pytest.mark.parametrize(
    ("_case", "text", "parts"),
    [
        ("none", False, []),
        ("one", "A1", ["A1"]),
        ("two", "A1,B2", ["A1", "B2"]),
        ("spaces, doubles, empty ones", " A1 ;B2,, A1", ["A1", "B2"]),
    ],
)
def test_split_references(_case, text, parts):
    assert split_references(text) == parts
