"""Tariffs, the marks of contracts and the last day of a warranty."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain.contract import (
    Mark,
    State,
    digest,
    may_sign,
    watermark,
)
from odoo.addons.o2c_orders.domain.tariff import Fault, Line, Tariff, check
from odoo.addons.o2c_orders.domain.warranty import covered, last_day

DAY = date(2026, 3, 2)
FREE = Decimal(0)
TARIFF = Tariff(
    in_catalogue=True,
    valid_from=DAY,
    valid_to=DAY,
    min_qty=Decimal(2),
    max_qty=Decimal(4),
    setup_price=Decimal("49.90"),
)
LINE = Line(DAY, Decimal(2), Decimal("49.90"), required=True, tariff=TARIFF)


@pytest.mark.parametrize(
    ("_case", "line", "expected"),
    [
        ("fits at the lower bound", LINE, []),
        ("fits at the upper bound", replace(LINE, quantity=Decimal(4)), []),
        ("too few", replace(LINE, quantity=Decimal("1.99")), [Fault.TOO_FEW]),
        ("too many", replace(LINE, quantity=Decimal("4.01")), [Fault.TOO_MANY]),
        ("a day early", replace(LINE, day=date(2026, 3, 1)), [Fault.NOT_YET]),
        ("a day late", replace(LINE, day=date(2026, 3, 3)), [Fault.EXPIRED]),
        ("cheaper", replace(LINE, price=Decimal("49.89")), [Fault.PRICE]),
        ("dearer", replace(LINE, price=Decimal(50)), [Fault.PRICE]),
        ("missing", replace(LINE, tariff=None), [Fault.MISSING]),
        ("not needed", replace(LINE, tariff=None, required=False), []),
        (
            "of another product",
            replace(LINE, tariff=replace(TARIFF, in_catalogue=False)),
            [Fault.FOREIGN],
        ),
        (
            "archived",
            replace(LINE, tariff=replace(TARIFF, active=False)),
            [Fault.ARCHIVED],
        ),
        (
            "all that is wrong is told",
            replace(LINE, quantity=Decimal(9), price=Decimal(0)),
            [Fault.TOO_MANY, Fault.PRICE],
        ),
        (
            "no bounds",
            replace(LINE, quantity=Decimal(999), tariff=Tariff(in_catalogue=True)),
            [],
        ),
        (
            "given away once",
            replace(
                LINE, price=Decimal(0), tariff=replace(TARIFF, setup_price=Decimal(0))
            ),
            [],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tariff(_case, line, expected):
    assert [reason.code for reason in check(line).reasons] == expected


@pytest.mark.parametrize(
    ("state", "original", "mark"),
    [
        (State.DRAFT, False, Mark.DRAFT),
        (State.OFFERED, False, Mark.DRAFT),
        (State.SIGNED, False, Mark.COPY),
        (State.VOID, False, Mark.VOID),
        (State.SIGNED, True, None),
        (State.DRAFT, True, Mark.DRAFT),
        (State.VOID, True, Mark.VOID),
    ],
)
def test_watermark(state, original, mark):
    assert watermark(state, original) is mark


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (State.OFFERED, date(2026, 3, 14), True),
        (State.OFFERED, date(2026, 3, 15), False),
        (State.DRAFT, date(2026, 3, 1), False),
        (State.SIGNED, date(2026, 3, 1), False),
        (State.VOID, date(2026, 3, 1), False),
    ],
)
def test_may_sign(state, today, expected):
    assert may_sign(state, date(2026, 3, 14), today) is expected


def test_offered_without_an_end_may_be_signed():
    assert may_sign(State.OFFERED, None, DAY)


def test_one_bit_changes_the_digest():
    assert len(digest(b"paper")) == 64
    assert digest(b"paper") != digest(b"papes")


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-28", 1, "2026-02-27"),
        ("2026-01-29", 1, "2026-02-27"),
        ("2026-01-30", 1, "2026-02-27"),
        ("2026-01-31", 1, "2026-02-27"),
        ("2024-02-29", 24, "2026-02-27"),
        ("2026-03-10", 24, "2028-03-09"),
        ("2026-12-31", 6, "2027-06-29"),
    ],
)
def test_last_day(start, months, expected):
    found = last_day(date.fromisoformat(start), months)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "returned", "expected"),
    [
        ("2026-03-09", 0, False),
        ("2026-03-10", 0, True),
        ("2028-03-09", 0, True),
        ("2028-03-10", 0, False),
        ("2026-03-10", 1, True),
        ("2026-03-10", 2, False),
    ],
)
def test_covered(day, returned, expected):
    start, end = date(2026, 3, 10), date(2028, 3, 9)
    assert covered(start, end, date.fromisoformat(day), returned, 2) is expected
