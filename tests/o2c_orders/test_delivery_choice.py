"""Until when which wish is taken."""

from datetime import date, timedelta

import pytest

from odoo.addons.o2c_orders.domain.delivery_choice import (
    Delivery,
    Kind,
    Why,
    Wish,
    decide,
)
from odoo.addons.o2c_orders.domain.shipment import Status

TODAY = date(2026, 3, 2)
OPEN = ["label_made", "collected", "in_transit", "failed_absent", "failed_address"]
LATE = ["out_for_delivery", "delivered", "refused", "returned", "lost"]
NEIGHBOUR = Wish(Kind.NEIGHBOUR, {"neighbour": "Berg"})


def codes(wish, *statuses, cancelled=False, offered=tuple(Kind)):
    statuses = frozenset(Status(name) for name in statuses)
    decision = decide(wish, Delivery(statuses, cancelled, frozenset(offered)), TODAY)
    return [reason.code for reason in decision.reasons]


def on(days):
    return Wish(Kind.WINDOW, {"window": 7}, TODAY + timedelta(days=days))


def test_every_status_is_in_one_list():
    assert sorted(OPEN + LATE) == sorted(status.value for status in Status)


@pytest.mark.parametrize("status", OPEN)
def test_in_time(status):
    assert codes(NEIGHBOUR, status) == []


@pytest.mark.parametrize("status", LATE)
def test_too_late(status):
    assert codes(NEIGHBOUR, status) == [Why.TOO_LATE]


def test_one_parcel_of_two_on_the_van():
    assert codes(NEIGHBOUR, "in_transit", "out_for_delivery") == [Why.TOO_LATE]


def test_one_parcel_of_two_delivered():
    assert codes(NEIGHBOUR, "in_transit", "delivered") == []


def test_all_parcels_over():
    assert codes(NEIGHBOUR, "refused", "delivered") == [Why.TOO_LATE]


def test_before_any_parcel_exists():
    assert codes(NEIGHBOUR) == []


def test_cancelled():
    assert codes(NEIGHBOUR, cancelled=True) == [Why.TOO_LATE]


@pytest.mark.parametrize("kind", Kind)
def test_not_offered(kind):
    offered = set(Kind) - {kind}
    assert codes(Wish(kind, {}), offered=offered) == [Why.NOT_OFFERED]


@pytest.mark.parametrize(
    ("_case", "wish", "expected"),
    [
        ("yesterday", on(-1), [Why.DAY_PAST]),
        ("today", on(0), []),
        ("in thirty days", on(30), []),
        ("in thirty-one days", on(31), [Why.DAY_FAR]),
        ("no day", Wish(Kind.WINDOW, {"window": 7}), [Why.MISSING]),
        ("no time", Wish(Kind.WINDOW, {}, TODAY), [Why.MISSING]),
        ("no neighbour", Wish(Kind.NEIGHBOUR, {"neighbour": ""}), [Why.MISSING]),
        ("long enough", Wish(Kind.NEIGHBOUR, {"neighbour": "x" * 120}), []),
        ("too long", Wish(Kind.NEIGHBOUR, {"neighbour": "x" * 121}), [Why.TOO_LONG]),
        ("no point", Wish(Kind.POINT, {"point": False}), [Why.MISSING]),
        ("no address", Wish(Kind.REDIRECT, {}), [Why.MISSING] * 3),
    ],
)
def test_answers(_case, wish, expected):
    assert codes(wish) == expected
