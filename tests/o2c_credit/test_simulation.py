"""The past of a customer, retold from its moves."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.simulation import (
    Asked,
    Fate,
    Moment,
    Move,
    Tally,
    What,
    fate,
    retell,
)


def day(number):
    return date(2026, 3, number)


def opened(number, amount, due=10, key="i", **values):
    return Move(day(number), What.OPENED, key, Decimal(amount), day(due), **values)


def settled(number, amount, key="i"):
    return Move(day(number), What.SETTLED, key, Decimal(amount))


def moment(moves, number, *before):
    asked = [*before, Asked("o", day(number), Decimal(7))]
    return retell(moves, asked)["o"]


HUNDRED, FORTY = Decimal(100), Decimal(40)


@pytest.mark.parametrize(
    ("moves", "number", "expected"),
    [
        ([opened(2, 100)], 2, Moment()),
        ([opened(2, 100)], 3, Moment(receivables=HUNDRED)),
        ([opened(2, 100)], 10, Moment(receivables=HUNDRED)),
        (
            [opened(2, 100)],
            11,
            Moment(receivables=HUNDRED, overdue=((1, HUNDRED),)),
        ),
        (
            [opened(2, 100), settled(12, 60)],
            13,
            Moment(receivables=FORTY, overdue=((3, FORTY),)),
        ),
        ([opened(2, 100), settled(12, 60), settled(14, 40)], 15, Moment()),
        ([settled(2, 100), opened(2, 100)], 3, Moment()),
        ([settled(2, 100, key="unknown")], 3, Moment()),
        ([opened(2, 100, imported=True)], 3, Moment(imported=HUNDRED)),
        (
            [Move(day(2), What.CREDITED, amount=HUNDRED)],
            3,
            Moment(credits=HUNDRED),
        ),
        (
            [
                Move(day(2), What.CREDITED, amount=HUNDRED),
                Move(day(3), What.CREDITED, amount=-HUNDRED),
            ],
            4,
            Moment(),
        ),
        ([Move(day(2), What.PAID)], 5, Moment(last_payment_days=3)),
        ([Move(day(2), What.PAID)], 2, Moment()),
    ],
)
def test_moments(moves, number, expected):
    assert moment(moves, number) == expected
    assert moment(moves[::-1], number) == expected


def test_oldest_overdue_first():
    moves = [opened(2, 100, due=8, key=1), opened(1, 40, due=4, key=2)]
    assert moment(moves, 9).overdue == ((5, FORTY), (1, HUNDRED))


def test_other_orders_count_from_their_confirmation_to_their_invoice():
    other = Asked("x", day(5), HUNDRED, wanted=False)
    assert moment([], 5, other).orders == HUNDRED
    part = Move(day(6), What.BILLED, "x", Decimal(60))
    assert moment([part], 6, other).orders == HUNDRED
    assert moment([part], 7, other).orders == FORTY
    over = Move(day(6), What.BILLED, "x", Decimal(120))
    assert moment([over], 7, other).orders == 0
    assert moment([Move(day(6), What.CLOSED, "x")], 7, other).orders == 0
    early = Move(day(4), What.BILLED, "x", Decimal(60))
    assert moment([early], 5, other).orders == FORTY


def test_only_what_is_wanted_is_told():
    asked = [Asked("x", day(5), HUNDRED, wanted=False), Asked("o", day(5), FORTY)]
    assert list(retell([], asked)) == ["o"]


@pytest.mark.parametrize(
    ("late", "open_late", "invoiced", "is_open", "expected"),
    [
        (None, None, False, False, (Fate.NOT_INVOICED, 0)),
        (-3, None, True, False, (Fate.IN_TIME, 0)),
        (30, None, True, False, (Fate.IN_TIME, 30)),
        (31, None, True, False, (Fate.LATE, 31)),
        (None, -5, True, True, (Fate.OPEN, 0)),
        (None, 30, True, True, (Fate.OPEN, 30)),
        (None, 31, True, True, (Fate.LATE, 31)),
        (5, 40, True, True, (Fate.LATE, 40)),
    ],
)
def test_fate(late, open_late, invoiced, is_open, expected):
    assert fate(late, open_late, invoiced, is_open, 30) == expected


def test_tally():
    tally = Tally().add(HUNDRED, True, False).add(FORTY, False, True)
    tally = tally.add(FORTY, False, False)
    assert tally == Tally(3, Decimal(180), 1, HUNDRED, 1)
