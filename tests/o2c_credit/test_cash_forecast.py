"""The forecast by hand: one customer's habit, what is open, what comes when."""

import pytest

from odoo.addons.o2c_credit.domain import cash_forecast as rules
from odoo.addons.o2c_credit.domain.cash_forecast import Trial, bin_of

WEEK_0 = bin_of(0)


def shares(paid, waiting=(), **options):
    counted = {bin_of(days): times for days, times in paid}
    return rules.paid_by(
        rules.hazards(counted, {bin_of(d): n for d, n in waiting}, **options)
    )


@pytest.mark.parametrize(
    ("_case", "days", "expected"),
    [
        ("the day itself", 0, 8),
        ("last day of the week", 6, 8),
        ("the next week", 7, 9),
        ("a day early", -1, 7),
        ("much too early", -100, 0),
        ("never", 1000, 34),
    ],
)
def test_bins(_case, days, expected):
    assert bin_of(days) == expected


def test_hazard_is_paid_of_what_was_left():
    found = rules.hazards({8: 5, 9: 3}, {9: 2})
    assert found[8] == 5 / 10
    assert found[9] == 3 / (5 - 1)
    assert found[10] == 0
    assert sum(found[:8]) == 0


def test_the_others_stand_in_for_who_paid_little():
    everybody = rules.hazards({8: 50, 9: 50}, {})
    assert rules.hazards({}, {}, everybody) == everybody
    one = rules.hazards({9: 1}, {}, everybody)
    assert one[8] == 4 * 0.5 / (1 + 4)
    many = rules.hazards({9: 400}, {}, everybody)
    assert many[8] == pytest.approx(2 / 404)


def test_paid_in_the_second_week_always():
    """Due today, always paid 7 to 13 days late: in the second week, and surely."""
    chances = rules.coming(shares([(7, 10)]), 0)
    assert chances[:3] == [0, 1, 0]


def test_item_within_its_week():
    """Ten days late, paid between 7 and 13 days late: in the next days, surely."""
    assert rules.coming(shares([(7, 10)]), 10)[:2] == [1, 0]


def test_two_weeks_are_touched():
    """Three days to go, paid in the first week of lateness: 4 of 7 days of it."""
    chances = rules.coming(shares([(0, 10)]), -3)
    assert chances[0] == pytest.approx(4 / 7)
    assert chances[1] == pytest.approx(3 / 7)
    assert sum(chances) == pytest.approx(1)


def test_given_that_it_was_not_paid_yet():
    """Half pays on time, half in the fifth week: who is late by two pays in it."""
    half = shares([(0, 5), (28, 5)])
    assert rules.coming(half, 0)[:5] == pytest.approx([0.5, 0, 0, 0, 0.5])
    assert rules.coming(half, 14)[:3] == pytest.approx([0, 0, 1])


@pytest.mark.parametrize("days", [183, 189, 1000])
def test_much_too_late_is_not_expected(days):
    everybody = shares([(7, 10), (400, 1)])
    assert sum(rules.coming(everybody, max(days, 189))) == 0


def test_long_before_it_is_due():
    """A hundred days to go: nothing within thirteen weeks, then its chance."""
    chances = rules.coming(shares([(0, 1)]), -100, weeks=16)
    assert sum(chances[:14]) == 0
    assert sum(chances) == pytest.approx(1)


def test_forecast_and_its_band():
    half = shares([(0, 5), (28, 5)])
    found = rules.forecast([("a", half, [(0, 100.0)]), ("b", half, [(0, 300.0)])])
    week = found.weeks[0]
    assert week.expected == pytest.approx(200)
    # the squares of 50 and 150 are added, then the root
    far = 1.2816 * (2500 + 22500) ** 0.5
    assert week.low == pytest.approx(max(0, 200 - far))
    assert week.high == pytest.approx(min(400, 200 + far))
    assert found.weeks[1].expected == 0
    assert found.total.expected == pytest.approx(400)
    assert found.rest == pytest.approx(0)
    assert found.by_customer["b"][4] == pytest.approx(150)
    month = rules.span(found, {"a": 100.0, "b": 300.0}, 4)
    assert month == week


def test_what_one_customer_pays_he_pays_together():
    half = shares([(0, 5), (28, 5)])
    parts = rules.forecast([("a", half, [(0, 50.0), (0, 50.0)])])
    whole = rules.forecast([("a", half, [(0, 100.0)])])
    assert parts.weeks == whole.weeks


def test_nothing_open():
    found = rules.forecast([])
    assert found.total == rules.Week(0, 0, 0)
    assert len(found.weeks) == 13


def test_credits_pay_the_oldest():
    items = [(5, 100.0), (30, 40.0), (-3, 10.0)]
    assert rules.less_credits(items, 0.0) == [(30, 40.0), (5, 100.0), (-3, 10.0)]
    assert rules.less_credits(items, 150.0) == []


def test_error():
    trials = [Trial(90, 80, 110, 100), Trial(130, 110, 150, 100)]
    assert rules.error_of(trials) == 0.2
    assert rules.covered(trials) == 0.5
    assert rules.error_of([]) is None
    assert rules.covered([]) is None
