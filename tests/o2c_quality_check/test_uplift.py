import random
from decimal import Decimal

import pytest

from odoo.addons.o2c_customer_care.domain.care_figures import Share
from odoo.addons.o2c_quality_check.domain.conversion import Selling, against
from odoo.addons.o2c_quality_check.domain.uplift import (
    Difference,
    Sample,
    Verdict,
    draw,
    means,
    rates,
    student,
)


# Newcombe 1998, table II, method 10
@pytest.mark.parametrize(
    ("_case", "first", "second", "low", "high"),
    [
        ("a", (56, 70), (48, 80), 0.0524, 0.3339),
        ("b", (9, 10), (3, 10), 0.1705, 0.8090),
        ("c", (6, 7), (2, 7), 0.0582, 0.8062),
        ("d", (5, 56), (0, 29), -0.0381, 0.1926),
        ("e", (0, 10), (0, 20), -0.1611, 0.2775),
        ("f", (0, 10), (0, 10), -0.2775, 0.2775),
        ("g", (10, 10), (0, 20), 0.6791, 1.0),
        ("h", (10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_rates_as_published(_case, first, second, low, high):
    found = rates(Share(*first), Share(*second))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# the usual table of Student's t, two sides, 95 %
@pytest.mark.parametrize(
    ("freedom", "expected"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (29, 2.045), (100, 1.984), (10**6, 1.960)],
)
def test_student(freedom, expected):
    assert round(student(freedom), 3) == expected


def test_means_of_unequal_spread():
    found = means(Sample(10, 20.0, 4.0), Sample(20, 18.0, 25.0))
    # by hand: error 1.2845, freedom 27.19, t 2.0511
    assert found.value == 2.0
    assert (round(found.low, 3), round(found.high, 3)) == (-0.635, 4.635)


@pytest.mark.parametrize(
    ("_case", "first", "second"),
    [
        ("nobody", Sample(0, 0.0, 0.0), Sample(9, 1.0, 1.0)),
        ("one", Sample(1, 5.0, 0.0), Sample(9, 1.0, 1.0)),
        ("all alike", Sample(50, 0.0, 0.0), Sample(50, 0.0, 0.0)),
    ],
)
def test_nothing_to_say(_case, first, second):
    found = means(first, second)
    assert found.low is None
    assert found.verdict is Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("_case", "first", "second", "verdict"),
    [
        ("29 left alone", (29, 30), (0, 29), Verdict.TOO_FEW),
        ("30 left alone", (29, 30), (0, 30), Verdict.BETTER),
        ("worse", (0, 30), (29, 30), Verdict.WORSE),
        ("as good", (10, 30), (10, 30), Verdict.OPEN),
        ("an empty arm", (10, 30), (0, 0), Verdict.TOO_FEW),
    ],
)
def test_verdict(_case, first, second, verdict):
    assert rates(Share(*first), Share(*second)).verdict is verdict


def test_an_interval_that_touches_zero_is_open():
    assert Difference(0.1, 0.0, 0.2, True).verdict is Verdict.OPEN


@pytest.mark.parametrize(
    ("_case", "size", "share", "expected"),
    [
        ("a fifth", 100, 0.2, 20),
        ("of few at least one", 3, 0.1, 1),
        ("never all", 2, 1.0, 1),
        ("of one nobody", 1, 0.5, 0),
        ("nobody", 100, 0.0, 0),
        ("empty", 0, 0.5, 0),
    ],
)
def test_draw(_case, size, share, expected):
    keys = list(range(1000, 1000 + size))
    found = draw(keys, share, "seed")
    assert len(found) == expected
    random.Random(7).shuffle(keys)
    assert draw(keys + keys, share, "seed") == found


def test_draws_are_fair():
    """Over many seeds everybody is left alone about as often."""
    times = dict.fromkeys(range(20), 0)
    for seed in range(2000):
        for key in draw(range(20), 0.25, seed):
            times[key] += 1
    assert sum(times.values()) == 10000
    assert all(430 < count < 570 for count in times.values())


def test_interval_covers():
    """Where nothing differs, 95 % of the intervals hold 0."""
    dice = random.Random(11)
    hits = 0
    for _round in range(400):
        a, b = ([dice.gauss(100, 30) for _ in range(40)] for _arm in range(2))
        found = means(_sample(a), _sample(b))
        hits += found.low <= 0 <= found.high
    assert 368 <= hits <= 392


def _sample(values):
    mean = sum(values) / len(values)
    squares = sum((value - mean) ** 2 for value in values)
    return Sample(len(values), mean, squares / (len(values) - 1))


@pytest.mark.parametrize(
    ("_case", "selling", "conversion", "per_call", "average"),
    [
        ("usual", Selling(9, 8, 4, 2, 2, Decimal(100)), 0.25, Decimal("12.5"), 50),
        ("nobody spoken to", Selling(9, 0, 0, 0, 0, Decimal(0)), None, None, None),
        ("ordered unspoken", Selling(9, 4, 2, 2, 1, Decimal(10)), 0.25, 2.5, 5),
        ("nothing sold", Selling(9, 8, 4, 0, 0, Decimal(0)), 0.0, 0, None),
    ],
)
def test_conversion(_case, selling, conversion, per_call, average):
    assert selling.conversion.value == conversion
    assert (selling.per_call, selling.average) == (per_call, average)


def test_two_scripts():
    one = Selling(80, 70, 60, 56, 56, Decimal(0))
    other = Selling(90, 80, 60, 48, 48, Decimal(0))
    assert against(one, other).verdict is Verdict.BETTER
    assert against(other, one).verdict is Verdict.WORSE
