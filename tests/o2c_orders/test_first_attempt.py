"""First attempts with and without appointment: rates, intervals, runs avoided."""

import pytest

from odoo.addons.o2c_orders.domain.first_attempt import (
    Attempts,
    Effect,
    effect,
    interval,
)

INTERVALS = [
    # hand-computed from the formula of Wilson with z = 1.96
    ("nine of ten", 10, 9, (0.596, 0.982)),
    ("all of ten", 10, 10, (0.722, 1.0)),
    ("none of ten", 10, 0, (0.0, 0.278)),
    ("one of one", 1, 1, (0.207, 1.0)),
    ("937 of 1000", 1000, 937, (0.920, 0.950)),
]


@pytest.mark.parametrize(
    ("_case", "count", "done", "expected"), INTERVALS, ids=[i[0] for i in INTERVALS]
)
def test_interval(_case, count, done, expected):
    low, high = interval(Attempts(count, done))
    assert (round(low, 3), round(high, 3)) == expected


def test_no_attempt_no_rate():
    assert Attempts(0, 0).rate is None
    assert interval(Attempts(0, 0)) is None


@pytest.mark.parametrize(
    ("_case", "agreed", "plain"),
    [
        ("none agreed", Attempts(0, 0), Attempts(10, 9)),
        ("none without", Attempts(10, 9), Attempts(0, 0)),
        ("nothing", Attempts(0, 0), Attempts(0, 0)),
    ],
)
def test_nothing_to_compare(_case, agreed, plain):
    assert effect(agreed, plain) == Effect()


def test_appointments_that_help():
    found = effect(Attempts(200, 190), Attempts(400, 340))
    assert round(found.difference, 6) == 0.1
    assert found.low > 0
    # of 200 visits 30 would have failed at the rate without, 10 did
    assert found.avoided == 20.0


def test_appointments_that_harm():
    found = effect(Attempts(400, 340), Attempts(200, 190))
    assert found.high < 0
    assert found.avoided == -40.0


def test_small_numbers_prove_nothing():
    found = effect(Attempts(5, 5), Attempts(5, 4))
    assert found.low < 0 < found.high
