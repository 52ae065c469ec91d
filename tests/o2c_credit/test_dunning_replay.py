"""A strategy of three steps over items that were paid on known days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.dunning import Step, Strategy
from odoo.addons.o2c_credit.domain.dunning_replay import PastItem, replay

D = Decimal
START, END = date(2026, 1, 1), date(2026, 6, 30)
EVERY_DAY = {START + timedelta(days=n) for n in range(200)}
REACH = {"email": 1, "letter": 1}
STRATEGY = Strategy(
    1, (Step(1, 1, 5, "email"), Step(2, 2, 20, "email"), Step(3, 3, 40, "letter"))
)


def item(*pieces, key=1, due="2026-02-01", opened="2026-01-02"):
    """An item of (amount, day it was settled) pieces."""
    settled = [(D(amount), day and date.fromisoformat(day)) for amount, day in pieces]
    days = [date.fromisoformat(day) for day in (opened, due)]
    return PastItem(key, key, f"INV/{key}", *days, tuple(settled))


def told(*items, strategy=STRATEGY, works=EVERY_DAY, start=START, end=END):
    found = replay(items, strategy, works, start, end, REACH)
    return [(str(s.day), s.step, int(s.claimed), int(s.came)) for s in found]


def test_every_step_until_it_is_paid():
    assert told(item((100, "2026-03-01"))) == [
        ("2026-02-06", 1, 100, 0),
        ("2026-02-21", 2, 100, 100),
    ]


@pytest.mark.parametrize(
    ("_case", "paid", "expected"),
    [
        ("in time", "2026-02-01", 0),
        ("the day before the step", "2026-02-05", 0),
        ("on the day of the step, known the day after", "2026-02-06", 1),
        ("never", None, 3),
    ],
)
def test_paid(_case, paid, expected):
    assert len(told(item((100, paid)))) == expected


def test_what_was_open_of_it():
    assert told(item((30, "2026-02-03"), (70, "2026-02-10")))[:2] == [
        ("2026-02-06", 1, 70, 70)
    ]


@pytest.mark.parametrize(("paid", "came"), [("2026-02-20", 100), ("2026-02-21", 0)])
def test_what_followed_within_two_weeks(paid, came):
    assert told(item((100, paid)))[0] == ("2026-02-06", 1, 100, came)


def test_money_follows_one_notice():
    """Steps a week apart: what came after both counts with the later one."""
    close = Strategy(1, (Step(1, 1, 5, "email"), Step(2, 2, 12, "email")))
    found = told(item((30, "2026-02-13"), (70, "2026-02-15")), strategy=close)
    assert found == [("2026-02-06", 1, 100, 30), ("2026-02-13", 2, 100, 70)]


def test_unmatched_credit_pays_the_oldest():
    credit = item((-60, None), key=2)
    assert told(item((100, None)), credit)[0] == ("2026-02-06", 1, 40, 0)
    assert told(item((60, None)), credit) == []


def test_one_notice_for_all_items():
    found = replay(
        [item((100, None)), item((50, None), key=2)],
        STRATEGY,
        EVERY_DAY,
        START,
        END,
        REACH,
    )
    assert len(found) == 6
    assert {sent.notice for sent in found} == {1, 2, 3}


def test_waits_for_a_working_day():
    works = EVERY_DAY - {date(2026, 2, 6), date(2026, 2, 7)}
    assert told(item((100, None)), works=works)[0][0] == "2026-02-08"


def test_quiet_days_put_it_off():
    calm = Strategy(1, STRATEGY.steps, quiet_days=30)
    days = [day for day, *_rest in told(item((100, None)), strategy=calm)]
    assert days == ["2026-02-06", "2026-03-08", "2026-04-07"]


def test_smallest_balance():
    assert (
        told(item((9, None)), strategy=Strategy(1, STRATEGY.steps, min_balance=D(10)))
        == []
    )


def test_only_the_period():
    days = told(item((100, None)), start=date(2026, 2, 10), end=date(2026, 2, 20))
    assert [day for day, *_rest in days] == ["2026-02-10"]


def test_before_it_was_billed_there_was_nothing():
    late = item((100, None), opened="2026-03-10")
    assert told(late)[0][0] == "2026-03-11"
