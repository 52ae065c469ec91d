from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.exposure import ExposureFacts
from odoo.addons.o2c_credit.domain.forecast import DAYS, WEEKS, forecast
from odoo.addons.o2c_credit.domain.limit import Cover, CoverKind, Terms

D = Decimal
TODAY = date(2026, 3, 2)


def day(number):
    return TODAY + timedelta(days=number)


def run(items=(), late=0, terms=None, **amounts):
    facts = ExposureFacts(**{name: D(value) for name, value in amounts.items()})
    items = [(day(number), D(amount)) for number, amount in items]
    options = {"mean_days_late": late, "places": 2}
    return forecast(facts, items, terms or Terms(D(1000)), TODAY, **options)


def test_eight_weeks_in_a_row():
    weeks = run().weeks
    assert len(weeks) == WEEKS == 8
    assert weeks[0].start == TODAY
    assert all(week.end - week.start == timedelta(days=DAYS) for week in weeks)
    assert [w.end for w in weeks[:-1]] == [w.start for w in weeks[1:]]


@pytest.mark.parametrize(
    ("_case", "due", "late", "week"),
    [
        ("today", 0, 0, 0),
        ("last day of the first week", 6, 0, 0),
        ("first day of the second", 7, 0, 1),
        ("late by habit", 6, 1, 1),
        ("part of a day counts as one", 6, 0.1, 1),
        ("early by habit", 7, -1, 0),
        ("overdue, yet within the habit", -10, 12, 0),
        ("last day of the last week", 55, 0, 7),
        ("beyond the weeks", 56, 0, None),
        ("later than the habit", -10, 9, None),
    ],
)
def test_when_a_payment_is_expected(_case, due, late, week):
    expected = [w.expected for w in run([(due, 30)], late, receivables=30).weeks]
    wanted = [D(30) if number == week else D(0) for number in range(WEEKS)]
    assert expected == wanted


def test_what_is_later_than_the_habit_is_said():
    assert run([(-10, 30), (-9, 5)], 9, receivables=35).late == D(30)


def test_headroom_grows_with_payments_and_orders_stay():
    found = run([(3, 100), (10, 200)], receivables=300, orders=400)
    assert [w.headroom for w in found.weeks[:3]] == [D(400), D(600), D(600)]
    assert [w.exposure for w in found.weeks[:3]] == [D(600), D(400), D(400)]


def test_nobody_limits_him():
    assert {w.headroom for w in run(terms=Terms(), orders=5).weeks} == {None}


def test_a_temporary_limit_ends_on_the_way():
    terms = Terms(D(100), temporary=D(500), start=day(-1), end=day(14))
    assert [w.headroom for w in run(terms=terms).weeks[:3]] == [D(500), D(500), D(100)]
    # the week has a day without it
    shorter = Terms(D(100), temporary=D(500), start=day(-1), end=day(13))
    assert [w.headroom for w in run(terms=shorter).weeks[:2]] == [D(500), D(100)]


def test_what_is_paid_is_no_longer_insured():
    cover = Cover(CoverKind.INSURANCE, D(1000), D(90))
    terms = Terms(D(1000), covers=(cover,))
    found = run([(0, 100)], terms=terms, receivables=300, insured=270)
    assert found.weeks[0].exposure == D(20)  # 200 less 180


def test_insurance_that_does_not_count_stays_out():
    cover = Cover(CoverKind.INSURANCE, D(1000), D(90))
    found = run(terms=Terms(D(1000), covers=(cover,)), receivables=300)
    assert found.weeks[0].exposure == D(300)
