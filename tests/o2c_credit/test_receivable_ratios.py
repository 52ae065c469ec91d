"""The worked examples of the ratios, and where they have no meaning."""

from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain import receivable_ratios as rules
from odoo.addons.o2c_credit.domain.receivable_ratios import Period

D = Decimal
# the example of the research: 15,000 owed, 4,000 of it not due, 10,000 sold in 30 days
EXAMPLE = Period(30, D(10_000), D(15_000), D(4_000))


def sold(*sales, days=30, receivable=0, current=0):
    """Months with these sales, the oldest first."""
    return [Period(days, D(s), D(receivable), D(current)) for s in sales]


def test_worked_example_simple():
    assert rules.dso(EXAMPLE) == 45
    assert rules.best_possible_dso(EXAMPLE) == 12
    assert rules.days_delinquent(EXAMPLE) == 33


def test_gap_is_what_is_overdue():
    """With the simple ratios the gap says nothing new: it is the overdue amount."""
    gap = rules.gap_cash(D(33), EXAMPLE.sales, EXAMPLE.days)
    assert gap == 11_000 == EXAMPLE.overdue


def test_worked_example_count_back():
    months = sold(70_000, 80_000, 100_000)
    days = rules.count_back_dso(D(212_000), months)
    assert round(days, 1) == D("73.7")
    assert days == 60 + D(32_000) / D(70_000) * 30


@pytest.mark.parametrize(
    ("_case", "owed", "expected"),
    [
        ("nothing owed", 0, 0),
        ("more was paid than billed", -5, 0),
        ("half of the last month", 50, 14),
        ("exactly the last month", 100, 28),
        ("a little more", 140, 28 + D("15.5")),
        ("exactly all", 260, 28 + 31 + 30),
        ("more than was ever sold", 261, None),
    ],
)
def test_count_back_takes_real_days(_case, owed, expected):
    months = [
        Period(30, D(80), D(), D()),
        Period(31, D(80), D(), D()),
        Period(28, D(100), D(), D()),
    ]
    assert rules.count_back_dso(D(owed), months) == expected


def test_count_back_passes_a_month_without_sales():
    assert rules.count_back_dso(D(40), sold(80, 0, 20)) == 30 + 30 + D("7.5")


def test_count_back_passes_a_month_of_credit_notes():
    # 20 of the newest month, then 10 more are owed for what was credited
    assert rules.count_back_dso(D(30), sold(80, -10, 20)) == 60 + D(20) / 80 * 30


def test_three_months():
    months = sold(60, 90, 150, receivable=100)
    assert rules.three_month_dso(months) == 30
    assert rules.three_month_dso(months[1:]) is None
    assert rules.three_month_dso(sold(999, 60, 90, 150, receivable=100)) == 30
    assert rules.three_month_dso(sold(0, 0, 0, receivable=100)) is None


@pytest.mark.parametrize("ratio", [rules.dso, rules.best_possible_dso])
@pytest.mark.parametrize("sales", [0, -10])
def test_no_sales_no_ratio(ratio, sales):
    assert ratio(Period(30, D(sales), D(100), D(50))) is None
    assert rules.days_delinquent(Period(30, D(sales), D(100), D(50))) is None


@pytest.mark.parametrize(
    ("_case", "begin", "receivable", "current", "expected"),
    [
        ("everything due was collected", 8_000, 4_000, 4_000, 100),
        ("half of it", 16_000, 15_000, 4_000, 50),
        ("nothing of it", 8_000, 18_000, 4_000, 0),
        ("not known at the beginning", None, 15_000, 4_000, None),
        ("nothing could be collected", 0, 10_000, 10_000, None),
    ],
)
def test_effectiveness(_case, begin, receivable, current, expected):
    period = Period(30, D(10_000), D(receivable), D(current))
    begin = None if begin is None else D(begin)
    assert rules.effectiveness(begin, period) == expected


def test_all_of_a_month():
    months = [
        Period(30, D(70_000), D(190_000), D(60_000)),
        Period(30, D(80_000), D(200_000), D(70_000)),
        Period(30, D(100_000), D(212_000), D(100_000)),
    ]
    found = rules.ratios(months)
    assert round(found.dso_count_back, 1) == D("73.7")
    assert found.best_dso_count_back == 30
    assert found.dso == D("63.6")
    assert found.best_dso == 30
    assert found.days_delinquent == D("33.6")
    assert found.gap_cash == 112_000
    assert round(found.dso_three_months, 2) == D("76.32")
    # 43.71 days of 250,000 in 90 days
    assert round(found.gap_cash_count_back) == 121_429
    assert found.effectiveness == D(88_000) / D(200_000) * 100


def test_first_month_knows_what_it_is_told():
    (month,) = sold(100, receivable=80, current=60)
    assert rules.ratios([month]).effectiveness is None
    assert rules.ratios([month], D(20)).effectiveness == D(40) / D(60) * 100
    assert rules.ratios([month]).dso_three_months is None


def test_count_back_unknown_leaves_its_gap_unknown():
    (month,) = sold(100, receivable=180, current=60)
    found = rules.ratios([month])
    assert found.dso_count_back is None
    assert found.gap_cash_count_back is None
    assert found.gap_cash == 120


def test_roll_rates():
    assert rules.roll_rates((100, 50, 20, 10, 10), (90, 25, 10, 5, 8)) == (
        0.25,
        0.2,
        0.25,
        0.4,
    )
    assert rules.roll_rates((0, 0, 0, 0, 0), (90, 25, 0, 0, 0)) == (None,) * 4


def test_disputed_days():
    assert rules.days_of(D(1_000), EXAMPLE) == 3
    assert rules.days_of(D(1_000), Period(30, D(0), D(1), D(1))) is None
