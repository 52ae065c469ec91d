"""Scores with their intervals: published figures, both sides of every boundary."""

from math import sqrt

import pytest

from odoo.addons.o2c_quality_check.domain.satisfaction import Cut, Measure, Score, cut

NPS, CSAT, CES, OVERALL = Measure.NPS, Measure.CSAT, Measure.CES, Measure.OVERALL

CUTS = [
    ("nps as it is", NPS, 0, 10, Cut(9, 6)),
    ("nps from 1", NPS, 1, 10, None),
    ("nps to 5", NPS, 0, 5, None),
    ("csat as it is", CSAT, 1, 5, Cut(4, 2)),
    ("csat from 0 to 10", CSAT, 0, 10, Cut(8, 2, mapped=True)),
    ("csat from 1 to 10", CSAT, 1, 10, Cut(8, 3, mapped=True)),
    ("csat from 1 to 7", CSAT, 1, 7, Cut(6, 2, mapped=True)),
    ("csat of three marks", CSAT, 1, 3, None),
    ("csat of four marks", CSAT, 1, 4, None),
    ("csat of five marks from 0", CSAT, 0, 4, Cut(3, 1, mapped=True)),
    ("ces as it is", CES, 1, 7, Cut(5, 3)),
    ("ces from 1 to 5", CES, 1, 5, Cut(4, 2, mapped=True)),
    ("overall from 0 to 10", OVERALL, 0, 10, Cut(8, 2)),
    ("overall from 1 to 5", OVERALL, 1, 5, Cut(4, 2)),
    ("overall turned round", OVERALL, 10, 0, None),
]


@pytest.mark.parametrize(
    ("_case", "measure", "low", "high", "expected"), CUTS, ids=lambda v: str(v)[:24]
)
def test_cut(_case, measure, low, high, expected):
    assert cut(measure, low, high) == expected


VALUES = [
    ("nobody", NPS, 0, 0, 0, None),
    ("all promoters", NPS, 40, 0, 40, 100.0),
    ("all detractors", NPS, 0, 40, 40, -100.0),
    ("as many of both", NPS, 20, 20, 60, 0.0),
    ("csat counts no bad ones", CSAT, 30, 10, 40, 75.0),
    ("none is satisfied", CSAT, 0, 40, 40, 0.0),
]


@pytest.mark.parametrize(("_case", "measure", "good", "bad", "n", "expected"), VALUES)
def test_value(_case, measure, good, bad, n, expected):
    assert Score(measure, good, bad, n).value == expected


@pytest.mark.parametrize(("n", "expected"), [(29, False), (30, True), (31, True)])
def test_enough(n, expected):
    assert Score(CSAT, 1, 1, n).is_enough is expected


def test_interval_of_nps_is_its_variance():
    good, bad, n = 48, 17, 130
    p, d = good / n, bad / n
    half = 1.959963984540054 * sqrt((p + d - (p - d) ** 2) / n)
    low, high = Score(NPS, good, bad, n).interval
    assert low == pytest.approx(100 * (p - d - half))
    assert high == pytest.approx(100 * (p - d + half))


def test_interval_of_a_share_is_wilsons():
    # 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, method 3)
    low, high = Score(CSAT, 81, 0, 263).interval
    assert (round(low, 2), round(high, 2)) == (25.53, 36.62)


@pytest.mark.parametrize(("good", "bad"), [(7, 0), (0, 7), (0, 0)])
def test_agreement_of_few_is_not_certainty(good, bad):
    score = Score(NPS, good, bad, 7)
    low, high = score.interval
    assert -100 <= low <= score.value <= high <= 100
    assert high - low > 30


@pytest.mark.parametrize("n", [1, 2, 5, 30, 1000])
def test_the_interval_holds_the_value_and_stays_in_bounds(n):
    for good in range(0, n + 1, max(1, n // 5)):
        for bad in range(0, n - good + 1, max(1, n // 5)):
            for measure in Measure:
                score = Score(measure, good, bad, n)
                low, high = score.interval
                least = -100 if measure is NPS else 0
                assert least <= low <= score.value + 1e-9
                assert score.value - 1e-9 <= high <= 100
