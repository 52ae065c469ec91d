"""Rank correlation against figures worked out by hand."""

import pytest

from odoo.addons.o2c_quality_check.domain.correlation import (
    correlate,
    mean_interval,
    ranks,
)


@pytest.mark.parametrize(
    ("_case", "pairs", "value"),
    [
        ("none", [], None),
        ("three", [(1, 1), (2, 2), (3, 3)], None),
        ("one side never changes", [(1, 5), (2, 5), (3, 5), (4, 5)], None),
        ("straight", [(1, 1), (2, 4), (3, 9), (4, 16)], 1.0),
        ("turned round", [(1, 16), (2, 9), (3, 4), (4, 1)], -1.0),
        # sum of squared differences of ranks is 194, n = 10: 1 - 6*194/990
        (
            "textbook",
            list(
                zip(
                    (106, 100, 86, 101, 99, 103, 97, 113, 112, 110),
                    (7, 27, 2, 50, 28, 29, 20, 12, 6, 17),
                    strict=True,
                )
            ),
            1 - 6 * 194 / 990,
        ),
    ],
)
def test_value(_case, pairs, value):
    found = correlate(pairs)
    assert found.n == len(pairs)
    assert found.value == (value if value is None else pytest.approx(value))


def test_a_straight_line_of_few_has_no_interval():
    found = correlate([(n, n) for n in range(5)])
    assert (found.low, found.high, found.is_certain) == (None, None, False)


def test_the_interval_narrows_with_n():
    pairs = [(n % 7, (n * 3 + n % 5) % 11) for n in range(200)]
    few, many = correlate(pairs[:20]), correlate(pairs)
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low
    assert (few.is_enough, many.is_enough) == (False, True)


@pytest.mark.parametrize(("n", "expected"), [(29, False), (30, True), (31, True)])
def test_enough(n, expected):
    assert correlate([(k, (k * 7) % n) for k in range(n)]).is_enough is expected


def test_ties_share_their_rank():
    assert ranks([5, 1, 5, 5]) == [3.0, 1.0, 3.0, 3.0]
    assert ranks([]) == []


def test_mean_of_none_and_one():
    assert mean_interval([]) == (None, None, None)
    assert mean_interval([3.0]) == (3.0, None, None)
    assert mean_interval([2.0, 2.0]) == (2.0, 2.0, 2.0)
