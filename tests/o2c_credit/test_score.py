"""The card, bin by bin, by hand-computed totals."""

import math

import pytest

from odoo.addons.o2c_credit.domain import habit, score
from odoo.addons.o2c_credit.domain.score import Bin, Card, Factor, Feature

OVERDUE = Factor(
    1,
    Feature.DAYS_OVERDUE,
    (Bin(11, 0, 0), Bin(12, -100, 30), Bin(13, -300), Bin(14, -40, missing=True)),
)
WORST = Factor(
    2,
    Feature.WORST_DELAY,
    (Bin(21, 0, 0.5), Bin(22, -200), Bin(23, -90, missing=True)),
    ranked=True,
)
CARD = Card(1000, (OVERDUE, WORST), (900, 750, 600, 450), 20.0, 800, 100.0)
PORTFOLIO = {Feature.WORST_DELAY: (0, 0, 10, 40)}


@pytest.mark.parametrize(
    ("_case", "overdue", "worst", "points", "bins"),
    [
        ("the best of both", 0, 0, 1000, (11, 21)),
        ("a day overdue", 1, 0, 900, (12, 21)),
        ("the last day of a range", 30, 0, 900, (12, 21)),
        ("the first of the next", 31, 0, 700, (13, 21)),
        ("rank .625 of the portfolio", 0, 10, 800, (11, 22)),
        ("no delay, as half of them", 0, 0, 1000, (11, 21)),
        ("rank .5 between two", 0, 5, 1000, (11, 21)),
        ("no history", 0, None, 910, (11, 23)),
        ("nothing known at all", None, None, 870, (14, 23)),
    ],
)
def test_points_come_from_bins(_case, overdue, worst, points, bins):
    values = {Feature.DAYS_OVERDUE: overdue, Feature.WORST_DELAY: worst}
    result = score.score(CARD, values, PORTFOLIO)
    assert result.points == points
    assert tuple(c.bin for c in result.contributions) == bins
    assert CARD.base + sum(c.points for c in result.contributions) == points


def test_a_contribution_tells_value_and_rank():
    values = {Feature.DAYS_OVERDUE: 3, Feature.WORST_DELAY: 10}
    first, second = score.score(CARD, values, PORTFOLIO).contributions
    assert (first.factor, first.value, first.rank, first.points) == (1, 3, None, -100)
    assert (second.factor, second.value, second.rank) == (2, 10, 0.625)


def test_points_stay_within_the_scale():
    worse = Factor(3, Feature.DISPUTES, (Bin(31, -2000),))
    better = Factor(3, Feature.DISPUTES, (Bin(31, 50),))
    values = {Feature.DISPUTES: 1}
    for factor, points in ((worse, 0), (better, 1000)):
        card = Card(1000, (factor,), CARD.floors, 20.0, 800, 100.0)
        assert score.score(card, values, {}).points == points


@pytest.mark.parametrize(
    ("points", "letter"),
    [
        (1000, "A"),
        (900, "A"),
        (899, "B"),
        (750, "B"),
        (749, "C"),
        (600, "C"),
        (599, "D"),
        (450, "D"),
        (449, "E"),
        (0, "E"),
    ],
)
def test_classes_begin_at_their_floors(points, letter):
    assert score.risk_class(CARD, points) == letter


def test_probability_by_hand():
    assert score.probability(CARD, 800) == pytest.approx(1 / 21)
    assert score.probability(CARD, 700) == pytest.approx(1 / 11)
    assert score.probability(CARD, 900) == pytest.approx(1 / 41)


def test_a_class_set_by_hand_wins_and_points_stay():
    result = score.score(CARD, {Feature.DAYS_OVERDUE: 31}, PORTFOLIO, "A")
    assert (result.points, result.risk_class, result.override) == (610, "A", "A")
    assert result.scored_class == "C"


def test_calibration_gives_the_fitted_odds():
    card = score.calibrated(CARD, offset=-3.0, slope=0.01)
    for points in (0, 400, 1000):
        odds = math.exp(-3.0 + 0.01 * points)
        assert score.probability(card, points) == pytest.approx(1 / (1 + odds))


def test_calibration_refuses_points_that_mean_risk():
    with pytest.raises(ValueError, match="against each other"):
        score.calibrated(CARD, 0.0, -0.01)


@pytest.mark.parametrize(
    ("late", "known", "mean", "expected"),
    [(0, 0, 0.2, None), (0, 5, 0.2, 0.1), (1, 1, 0.4, 0.5), (95, 95, 0.0, 0.95)],
)
def test_a_thin_file_is_pulled_to_the_portfolio(late, known, mean, expected):
    found = score.shrunk_share(late, known, mean)
    assert found == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("_case", "open_amount", "monthly", "expected"),
    [
        ("nothing open", 0, 0, 0.0),
        ("a month", 100, 100, 1.0),
        ("never billed of late", 100, 0, None),
    ],
)
def test_utilisation(_case, open_amount, monthly, expected):
    assert score.utilisation(open_amount, monthly) == expected


def test_quantiles_keep_the_ends_and_the_ranks():
    values = list(range(10001))
    kept = score.quantiles(values)
    assert len(kept) == score.QUANTILES + 1
    assert (kept[0], kept[-1]) == (0, 10000)
    assert score.rank(kept, 2500) == pytest.approx(0.25, abs=0.005)


def test_rank_counts_equals_half():
    assert score.rank((0, 1, 1, 9), 1) == 0.5
    assert score.rank((), 5) == 0.5


def test_no_delay_is_the_best_rank_even_when_all_have_none():
    assert score.rank((0, 0, 0), 0) == 0.0


def test_every_feature_has_a_block():
    blocks = {feature: score.block(feature).value for feature in Feature}
    assert blocks[Feature.UTILISATION] == "situation"
    assert blocks[Feature.SHARE_LATE] == "behaviour"
    assert blocks[Feature.RATING] == "other"


Habit, Trait = habit.Habit, habit.Trait


@pytest.mark.parametrize(
    ("_case", "known", "expected"),
    [
        ("nobody knows", Habit(), [Trait.NEWCOMER]),
        ("owes and paid nothing", Habit(known=2), [Trait.NOTHING_PAID]),
        ("one payment on time", Habit(known=1, paid=1, on_time=1.0), [Trait.ON_TIME]),
        (
            "two of three on time",
            Habit(known=3, paid=3, on_time=2 / 3),
            [Trait.ON_TIME],
        ),
        (
            "half of them on time",
            Habit(known=4, paid=4, on_time=0.5),
            [Trait.MIXED],
        ),
        (
            "late, steady, on Fridays",
            Habit(known=9, paid=9, median=3, spread=10, weekday=5),
            [Trait.LATE, Trait.STEADY, Trait.WEEKDAY],
        ),
        (
            "everything else",
            Habit(
                9, 9, spread=11, on_time=1.0, monthday=4, amount_effect=0.4, partial=0.2
            ),
            [
                Trait.ON_TIME,
                Trait.UNSTEADY,
                Trait.MONTHDAY,
                Trait.LARGE_LATER,
                Trait.IN_PARTS,
            ],
        ),
        (
            "just below every threshold",
            Habit(9, 9, spread=10, on_time=1.0, amount_effect=-0.39, partial=0.19),
            [Trait.ON_TIME, Trait.STEADY],
        ),
        (
            "large ones sooner",
            Habit(9, 9, on_time=1.0, amount_effect=-0.4),
            [Trait.ON_TIME, Trait.STEADY, Trait.LARGE_SOONER],
        ),
    ],
)
def test_traits(_case, known, expected):
    assert habit.traits(known) == expected
