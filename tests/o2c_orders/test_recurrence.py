"""Periods at the ends of months, what is due, and what a stop gives back."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from odoo.addons.o2c_orders.domain.recurrence import (
    Terms,
    Unit,
    amount,
    due,
    earliest_end,
    give_back,
    next_due,
    period,
    unused_days,
)


def day(text):
    return date.fromisoformat(text)


def terms(start, unit="month", every=1, in_advance=True, aligned=False):
    return Terms(day(start), Unit(unit), every, in_advance, aligned)


def spans(found, count, stop=None):
    parts = [period(found, number, stop) for number in range(count)]
    return [f"{p.first}/{p.last} {p.days}/{p.of_days}" for p in parts if p]


@pytest.mark.parametrize(
    ("_case", "found", "expected"),
    [
        (
            "from the 28th",
            terms("2026-01-28"),
            ["2026-01-28/2026-02-27 31/31", "2026-02-28/2026-03-27 28/28"],
        ),
        (
            "from the 29th, a short February",
            terms("2026-01-29"),
            ["2026-01-29/2026-02-27 30/30", "2026-02-28/2026-03-28 29/29"],
        ),
        (
            "from the 29th, a leap year",
            terms("2028-01-29"),
            ["2028-01-29/2028-02-28 31/31", "2028-02-29/2028-03-28 29/29"],
        ),
        (
            "from the 30th",
            terms("2026-01-30"),
            [
                "2026-01-30/2026-02-27 29/29",
                "2026-02-28/2026-03-29 30/30",
                "2026-03-30/2026-04-29 31/31",
            ],
        ),
        (
            "from the 31st: the day comes back",
            terms("2026-01-31"),
            [
                "2026-01-31/2026-02-27 28/28",
                "2026-02-28/2026-03-30 31/31",
                "2026-03-31/2026-04-29 30/30",
                "2026-04-30/2026-05-30 31/31",
                "2026-05-31/2026-06-29 30/30",
            ],
        ),
        (
            "quarters",
            terms("2025-11-30", every=3),
            ["2025-11-30/2026-02-27 90/90", "2026-02-28/2026-05-29 91/91"],
        ),
        (
            "years from a leap day",
            terms("2024-02-29", "year"),
            ["2024-02-29/2025-02-27 365/365", "2025-02-28/2026-02-27 365/365"],
        ),
        (
            "weeks",
            terms("2026-03-04", "week"),
            ["2026-03-04/2026-03-10 7/7", "2026-03-11/2026-03-17 7/7"],
        ),
        (
            "ten days",
            terms("2026-02-25", "day", 10),
            ["2026-02-25/2026-03-06 10/10", "2026-03-07/2026-03-16 10/10"],
        ),
        (
            "calendar months, from the middle",
            terms("2026-02-17", aligned=True),
            ["2026-02-17/2026-02-28 12/28", "2026-03-01/2026-03-31 31/31"],
        ),
        (
            "calendar months, from the first",
            terms("2026-02-01", aligned=True),
            ["2026-02-01/2026-02-28 28/28"],
        ),
        (
            "calendar months, from the last day",
            terms("2026-01-31", aligned=True),
            ["2026-01-31/2026-01-31 1/31", "2026-02-01/2026-02-28 28/28"],
        ),
        (
            "calendar quarters",
            terms("2026-05-20", every=3, aligned=True),
            ["2026-05-20/2026-06-30 42/91", "2026-07-01/2026-09-30 92/92"],
        ),
        (
            "calendar years",
            terms("2026-12-31", "year", aligned=True),
            ["2026-12-31/2026-12-31 1/365", "2027-01-01/2027-12-31 365/365"],
        ),
        (
            "calendar weeks begin on Monday",
            terms("2026-03-04", "week", aligned=True),
            ["2026-03-04/2026-03-08 5/7", "2026-03-09/2026-03-15 7/7"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_periods(_case, found, expected):
    assert spans(found, len(expected)) == expected


@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("every", [1, 2, 3, 12])
@pytest.mark.parametrize("start", ["2026-01-28", "2026-01-31", "2028-02-29"])
def test_no_day_is_left_out_and_none_twice(start, every, aligned):
    found = terms(start, every=every, aligned=aligned)
    expected = day(start)
    for number in range(40):
        part = period(found, number)
        assert part.first == expected
        assert 1 <= part.days <= part.of_days
        expected = part.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("_case", "in_advance", "today", "stop", "expected"),
    [
        ("the day before", True, "2026-01-30", None, 0),
        ("the first day", True, "2026-01-31", None, 1),
        ("before the second", True, "2026-02-27", None, 1),
        ("the second", True, "2026-02-28", None, 2),
        ("three months late: all of them", True, "2026-04-30", None, 4),
        ("afterwards: on the last day not yet", False, "2026-02-27", None, 0),
        ("afterwards: on the day after", False, "2026-02-28", None, 1),
        ("stopped before it began", True, "2026-04-30", "2026-01-31", 0),
        ("stopped after a day", True, "2026-04-30", "2026-02-01", 1),
        ("stopped at the border", True, "2026-04-30", "2026-02-28", 1),
        ("stopped a day later", True, "2026-04-30", "2026-03-01", 2),
        ("afterwards, stopped: on that day", False, "2026-02-10", "2026-02-10", 1),
        ("afterwards, stopped: not before", False, "2026-02-09", "2026-02-10", 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_due(_case, in_advance, today, stop, expected):
    found = terms("2026-01-31", in_advance=in_advance)
    parts = due(found, 0, day(today), stop and day(stop))
    assert [part.number for part in parts] == list(range(expected))


@pytest.mark.parametrize(
    ("_case", "in_advance", "number", "stop", "expected"),
    [
        ("in advance", True, 1, None, "2026-02-28"),
        ("afterwards", False, 1, None, "2026-03-31"),
        ("the last part", False, 1, "2026-03-10", "2026-03-10"),
        ("nothing is left", True, 2, "2026-03-31", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_next_due(_case, in_advance, number, stop, expected):
    found = terms("2026-01-31", in_advance=in_advance)
    result = next_due(found, number, stop and day(stop))
    assert result == (expected and day(expected))


@pytest.mark.parametrize(
    ("price", "quantity", "share", "digits", "expected"),
    [
        ("29.90", "2", Fraction(1), 2, "59.80"),
        ("29.90", "1", Fraction(17, 31), 2, "16.40"),
        ("10", "1", Fraction(1, 3), 2, "3.33"),
        ("10", "1", Fraction(2, 3), 2, "6.67"),
        ("0.01", "1", Fraction(1, 2), 2, "0.01"),
        ("1000", "1", Fraction(1, 31), 0, "32"),
        ("0", "5", Fraction(1, 31), 2, "0.00"),
    ],
)
def test_amount(price, quantity, share, digits, expected):
    found = amount(Decimal(price), Decimal(quantity), share, digits)
    assert found == Decimal(expected)


FIRST, LAST = day("2026-03-01"), day("2026-03-31")


@pytest.mark.parametrize(
    ("_case", "stop", "unused", "back"),
    [
        ("before it began: all", "2026-02-20", 31, "31.00"),
        ("on the first day: all", "2026-03-01", 31, "31.00"),
        ("one day used", "2026-03-02", 30, "30.00"),
        ("half way", "2026-03-18", 14, "14.00"),
        ("one day left", "2026-03-31", 1, "1.00"),
        ("at the end: nothing", "2026-04-01", 0, "0"),
        ("later: nothing", "2026-05-01", 0, "0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_give_back(_case, stop, unused, back):
    assert unused_days(FIRST, LAST, day(stop)) == unused
    assert give_back(Decimal("31.00"), FIRST, LAST, day(stop), 2) == Decimal(back)


@pytest.mark.parametrize("used", range(1, 32))
def test_used_and_given_back_are_what_was_billed(used):
    billed = Decimal("29.90")
    stop = FIRST + timedelta(days=used)
    back = give_back(billed, FIRST, LAST, stop, 2)
    assert billed - back == amount(billed, 1, Fraction(used, 31), 2)
    assert back == back.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("_case", "today", "months", "notice", "expected"),
    [
        ("within the least term", "2026-03-01", 12, 30, "2027-01-31"),
        ("notice reaches beyond it", "2027-01-15", 12, 30, "2027-02-14"),
        ("after it", "2028-01-01", 12, 30, "2028-01-31"),
        ("no term, no notice", "2026-03-01", 0, 0, "2026-03-01"),
        ("a term that ends in February", "2026-02-01", 1, 0, "2026-02-28"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_earliest_end(_case, today, months, notice, expected):
    found = earliest_end(day("2026-01-31"), day(today), months, notice)
    assert found == day(expected)
