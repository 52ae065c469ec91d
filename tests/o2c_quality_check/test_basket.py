from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_quality_check.domain.basket import Fate, Room, fate
from odoo.addons.o2c_quality_check.domain.calls import Result
from odoo.addons.o2c_quality_check.domain.proposals import Bought, Similar, propose

TODAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("_case", "result", "lines", "sent", "expected"),
    [
        ("he wants it", Result.ANSWERED, 1, False, Fate.KEEP),
        ("call back: goes on later", Result.CALL_BACK, 1, False, Fate.KEEP),
        ("line was cut", Result.NO_ANSWER, 1, False, Fate.KEEP),
        ("he does not want it", Result.REFUSED, 1, False, Fate.CANCEL),
        ("somebody else", Result.WRONG_NUMBER, 3, False, Fate.CANCEL),
        ("empty", Result.ANSWERED, 0, False, Fate.DROP),
        ("refused and empty", Result.REFUSED, 0, False, Fate.DROP),
        ("he has it: his to answer", Result.REFUSED, 1, True, Fate.KEEP),
        ("he has it, emptied since", Result.ANSWERED, 0, True, Fate.KEEP),
    ],
)
def test_fate(_case, result, lines, sent, expected):
    assert fate(result, lines, sent) is expected


@pytest.mark.parametrize(
    ("_case", "headroom", "basket", "left", "over"),
    [
        ("nobody limits him", None, "10", None, False),
        ("less", "10", "9.99", "0.01", False),
        ("exactly", "10", "10", "0", False),
        ("a cent more", "10", "10.01", "-0.01", True),
        ("over before", "-5", "0", "-5", True),
    ],
)
def test_room(_case, headroom, basket, left, over):
    room = Room(headroom and Decimal(headroom), Decimal(basket))
    assert room.left == (left and Decimal(left))
    assert room.is_over is over


def _bought(product=1, orders=3, first=date(2026, 1, 1), last=date(2026, 3, 2)):
    return Bought(product, orders, first, last, 6.0)


@pytest.mark.parametrize(
    ("_case", "today", "expected"),
    [
        ("23 of 30 days", date(2026, 3, 25), "bought"),
        ("24 of 30 days", date(2026, 3, 26), "due"),
        ("90 of 30 days", date(2026, 5, 31), "due"),
    ],
)
def test_due(_case, today, expected):
    (found,) = propose([_bought()], [], today)
    assert found.reason.code.value == expected


def test_bought_once_is_never_due():
    once = _bought(orders=1, first=date(2024, 1, 1), last=date(2024, 1, 1))
    (found,) = propose([once], [], TODAY)
    assert found.reason.code.value == "bought"


def test_same_day_twice_has_no_rhythm():
    twice = _bought(orders=2, first=TODAY, last=TODAY)
    (found,) = propose([twice], [], date(2026, 9, 1))
    assert found.reason.code.value == "bought"


def test_others_need_two_buyers():
    found = propose([], [Similar(1, 1, 9), Similar(2, 2, 9)], TODAY)
    assert [p.product for p in found] == [2]


def test_what_others_buy_keeps_its_place():
    own = [_bought(product=n) for n in range(1, 31)]
    others = [Similar(n, 5, 9) for n in range(101, 111)]
    found = propose(own, others, TODAY, limit=12)
    assert [p.product for p in found] == [*range(1, 9), *range(101, 105)]


def test_ripest_first():
    late = _bought(product=2, last=date(2026, 2, 2), first=date(2026, 1, 1))
    assert [p.product for p in propose([_bought(), late], [], TODAY)] == [2, 1]
