"""What choices say of the order and of the courier: the whole table."""

import pytest

from odoo.addons.o2c_orders.domain.perfect_order import Component
from odoo.addons.o2c_quality_check.domain.witness import (
    Role,
    Says,
    Untruth,
    asks_for_truth,
    components,
    heard,
    untruth,
)

C, T, U = Component.COMPLETE, Component.ON_TIME, Component.UNDAMAGED
I = Component.INVOICED_RIGHT  # noqa: E741

TABLE = [
    ("came", Role.RECEIVED, Says.FINE, {}, None),
    (
        "did not come",
        Role.RECEIVED,
        Says.BAD,
        {C: False, T: False},
        Untruth.NOT_RECEIVED,
    ),
    ("good condition", Role.CONDITION, Says.FINE, {C: True, U: True}, None),
    ("damaged", Role.CONDITION, Says.DAMAGED, {U: False}, None),
    ("incomplete", Role.CONDITION, Says.INCOMPLETE, {C: False}, None),
    ("bad condition", Role.CONDITION, Says.BAD, {U: False}, None),
    ("fast", Role.SPEED, Says.FINE, {T: True}, None),
    ("slow is no untruth", Role.SPEED, Says.BAD, {T: False}, None),
    ("late, by speed", Role.SPEED, Says.LATE, {T: False}, None),
    ("precise", Role.PRECISION, Says.FINE, {T: True}, None),
    ("not precise", Role.PRECISION, Says.BAD, {T: False}, Untruth.NOT_THEN),
    ("at another time", Role.PRECISION, Says.LATE, {T: False}, Untruth.NOT_THEN),
    ("elsewhere", Role.PRECISION, Says.ELSEWHERE, {C: False}, Untruth.NOT_THERE),
    ("right address", Role.ADDRESS, Says.FINE, {}, None),
    ("wrong address", Role.ADDRESS, Says.BAD, {C: False}, Untruth.NOT_THERE),
    ("right invoice", Role.INVOICE, Says.FINE, {I: True}, None),
    ("wrong invoice", Role.INVOICE, Says.BAD, {I: False}, None),
]


@pytest.mark.parametrize(("_case", "role", "says", "told", "contradicts"), TABLE)
def test_table(_case, role, says, told, contradicts):
    assert components(role, says) == told
    assert untruth(role, says) is contradicts


@pytest.mark.parametrize("role", list(Role))
def test_nothing_is_nothing(role):
    assert components(role, Says.NOTHING) == {}
    assert untruth(role, Says.NOTHING) is None
    assert not asks_for_truth(role, Says.NOTHING)


def test_who_contradicts_was_asked():
    for role in Role:
        for says in Says:
            assert not untruth(role, says) or asks_for_truth(role, says)


def test_within_a_call_bad_outweighs_good():
    call = [(Role.CONDITION, Says.FINE), (Role.RECEIVED, Says.BAD)]
    expected = {C: False, U: True, T: False}
    assert heard([call]) == heard([call[::-1]]) == expected


def test_the_newest_call_replaces_only_what_it_speaks_of():
    newest, oldest = (
        [(Role.CONDITION, Says.FINE)],
        [
            (Role.CONDITION, Says.DAMAGED),
            (Role.INVOICE, Says.BAD),
        ],
    )
    assert heard([newest, oldest]) == {C: True, U: True, I: False}
    assert heard([]) == {}
