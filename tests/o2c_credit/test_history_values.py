"""Dates, amounts and answers as people write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.history_values import (
    DateOrder,
    Evidence,
    date_order,
    decimal_sign,
    read_amount,
    read_boolean,
    read_date,
)

DMY, MDY = DateOrder.DAY_MONTH, DateOrder.MONTH_DAY


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-02-28", DMY, date(2026, 2, 28)),
        ("2026-02-28", MDY, date(2026, 2, 28)),
        ("2026-02-29", DMY, None),
        ("20260228", MDY, date(2026, 2, 28)),
        ("2026/2/8", MDY, date(2026, 2, 8)),
        ("2026-02-28 14:30:00", DMY, date(2026, 2, 28)),
        ("2026-02-28T14:30:00Z", DMY, date(2026, 2, 28)),
        ("8.2.2026", DMY, date(2026, 2, 8)),
        ("8.2.2026", MDY, date(2026, 8, 2)),
        ("31/12/26", DMY, date(2026, 12, 31)),
        ("12/31/26", MDY, date(2026, 12, 31)),
        ("12/31/69", MDY, date(2069, 12, 31)),
        ("12/31/70", MDY, date(1970, 12, 31)),
        ("12/31/2026", DMY, None),
        ("1. 2. 2026", DMY, None),
        ("1-2/2026", DMY, None),
        ("yesterday", DMY, None),
        ("", DMY, None),
        (datetime(2026, 2, 28, 23, 59), MDY, date(2026, 2, 28)),
        (date(2026, 2, 28), MDY, date(2026, 2, 28)),
        ("45000", DMY, None),
    ],
)
def test_dates(text, order, expected):
    assert read_date(text, order) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1/2/2026", "13/2/2026"], (DMY, Evidence.CLEAR)),
        (["1/2/2026", "2/13/2026"], (MDY, Evidence.CLEAR)),
        (["1/2/2026", "12/12/2026"], (None, Evidence.AMBIGUOUS)),
        (["2026-01-02", ""], (DMY, Evidence.NONE)),
        ([], (DMY, Evidence.NONE)),
        # one slip against the rest of the column
        (["13/2/2026", "14/2/2026", "2/15/2026"], (DMY, Evidence.CLEAR)),
        (["13/2/2026", "2/15/2026"], (None, Evidence.AMBIGUOUS)),
    ],
)
def test_order_of_dates(values, expected):
    assert date_order(values) == expected


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1234.5", ".", "1234.5"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("12.34,5", ",", None),
        ("1,23,456.00", ".", None),
        ("1 234,50", ",", "1234.50"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("-5", ".", "-5"),
        ("\u22125", ".", "-5"),
        ("5-", ".", "-5"),
        ("(5.10)", ".", "-5.10"),
        ("$ 5.10", ".", "5.10"),
        ("5,10 €", ",", "5.10"),
        ("-€5", ".", None),
        ("5€", ".", "5"),
        ("EUR 5,10", ",", "5.10"),
        ("5,10 zł", ",", "5.10"),
        (".5", ".", "0.5"),
        ("5.", ".", "5"),
        (".", ".", None),
        ("", ".", None),
        ("INV12", ".", None),
        ("12 or 13", ".", None),
        (Decimal("7.10"), ",", "7.10"),
    ],
)
def test_amounts(text, decimal, expected):
    found = read_amount(text, decimal)
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1.5", "2"], (".", Evidence.CLEAR)),
        (["1,5", "1.234"], (",", Evidence.CLEAR)),
        (["1.234"], (None, Evidence.AMBIGUOUS)),
        (["1234.567"], (".", Evidence.CLEAR)),
        (["0.125"], (".", Evidence.CLEAR)),
        (["1.234.567"], (",", Evidence.CLEAR)),
        (["1.234,5"], (",", Evidence.CLEAR)),
        (["1", "2"], (".", Evidence.NONE)),
        ([Decimal("1.5")], (".", Evidence.NONE)),
        (["1.5", "1,5"], (None, Evidence.AMBIGUOUS)),
        ([], (".", Evidence.NONE)),
    ],
)
def test_decimal_sign(values, expected):
    assert decimal_sign(values) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Yes", True),
        ("sì", True),
        ("Tak", True),
        ("JA", True),
        (True, True),
        ("no", False),
        ("nie", False),
        ("0", False),
        ("", False),
        ("perhaps", None),
    ],
)
def test_answers(value, expected):
    assert read_boolean(value) is expected
