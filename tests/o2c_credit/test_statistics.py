"""Each measure against a value computed by hand."""

import math

import pytest

from odoo.addons.o2c_credit.domain import statistics as s

# bads score 3 and 1, goods 2, 1 and 0
SCORES, BADS = [3, 1, 2, 1, 0], [1, 1, 0, 0, 0]


def test_auc_by_pairs():
    # 3 beats 2, 1, 0; 1 loses to 2, ties with 1, beats 0: 3 + 0 + .5 + 1 of 6
    assert s.auc(SCORES, BADS) == pytest.approx(4.5 / 6)
    assert s.gini(SCORES, BADS) == pytest.approx(0.5)


def test_ks_is_the_largest_gap():
    # up to 0: 1/3 of goods; up to 1: 2/3 of goods and 1/2 of bads; up to 2: 1 and 1/2
    assert s.ks(SCORES, BADS) == pytest.approx(0.5)


@pytest.mark.parametrize("bads", [[0, 0], [1, 1]])
def test_without_both_kinds_there_is_no_answer(bads):
    assert s.auc([1, 2], bads) is None
    assert s.ks([1, 2], bads) is None
    assert s.gini([1, 2], bads) is None


def test_brier():
    assert s.brier([0.5, 0.1], [1, 0]) == pytest.approx((0.25 + 0.01) / 2)


def test_calibration_table_and_error():
    chances, bads = [0.1, 0.3, 0.6, 0.8], [0, 1, 1, 1]
    low, high = s.calibration(chances, bads, groups=2)
    assert (low.count, low.expected, low.found) == (2, pytest.approx(0.2), 0.5)
    assert (high.count, high.expected, high.found) == (2, pytest.approx(0.7), 1.0)
    # half of .3 and half of .3
    assert s.calibration_error(chances, bads, groups=2) == pytest.approx(0.3)


def test_line_through_two_groups():
    # at 0 one of four is bad, at 1 three of four: log odds -ln 3 and ln 3
    xs, bads = [0] * 4 + [1] * 4, [1, 0, 0, 0, 1, 1, 1, 0]
    offset, slope = s.fit_line(xs, bads)
    assert offset == pytest.approx(-math.log(3), abs=0.01)
    assert slope == pytest.approx(2 * math.log(3), abs=0.01)


def test_separated_data_have_a_finite_line():
    offset, slope = s.fit_line([0, 1, 2, 3], [0, 0, 1, 1])
    assert math.isfinite(offset)
    assert 0 < slope < 100


@pytest.mark.parametrize(
    ("_case", "chances", "slope"),
    [
        ("right", [0.25] * 4 + [0.75] * 4, 1.0),
        ("too timid by half", [1 / (1 + 3**0.5)] * 4 + [1 / (1 + 3**-0.5)] * 4, 2.0),
    ],
)
def test_calibration_slope(_case, chances, slope):
    bads = [1, 0, 0, 0, 1, 1, 1, 0]
    assert s.calibration_slope(chances, bads) == pytest.approx(slope, abs=0.01)


def test_psi_by_hand():
    expected = 0.1 * math.log(0.6 / 0.5) - 0.1 * math.log(0.4 / 0.5)
    assert s.psi([0.5, 0.5], [0.6, 0.4]) == pytest.approx(expected)
    assert s.psi([0.5, 0.5], [0.5, 0.5]) == 0


def test_psi_bears_an_empty_bin():
    assert s.psi([1.0, 0.0], [0.5, 0.5]) > 1


def test_shares_count_an_edge_downwards():
    assert s.shares([1, 2, 2, 9], [2]) == [0.75, 0.25]
    assert s.shares([], [2]) == [0, 0]


def test_weight_by_hand():
    # of 90 goods 30 and of 10 bads 8 are here; half a case is added everywhere
    found = s.weight(38, 8, 100, 10)
    assert found == pytest.approx(math.log((30.5 / 91) / (8.5 / 11)))


VALUES = list(range(100))


def _bads(*places):
    return [int(value in places) for value in VALUES]


def test_bins_rise_with_the_risk():
    bads = [int(v >= 80 or v % 10 == 0) for v in VALUES]
    bins = s.woe_bins(VALUES, bads, smallest=10)
    rates = [b.bads / b.count for b in bins]
    assert rates == sorted(rates)
    assert sum(b.count for b in bins) == 100
    assert sum(b.bads for b in bins) == sum(bads)
    assert bins[-1].upper is None
    assert bins[0].weight > 0 > bins[-1].weight


def test_bins_are_never_smaller_than_asked():
    for smallest in (5, 20, 34):
        bins = s.woe_bins(VALUES, _bads(97, 98, 99), smallest)
        assert min(b.count for b in bins) >= smallest


def test_the_direction_can_be_given():
    falling = _bads(*range(10))
    assert len(s.woe_bins(VALUES, falling, 10, rising=True)) == 1
    assert len(s.woe_bins(VALUES, falling, 10, rising=False)) > 1
    assert len(s.woe_bins(VALUES, falling, 10)) > 1


def test_equal_values_stay_together():
    bins = s.woe_bins([0] * 50 + [1] * 50, [0] * 50 + [1] * 50, smallest=10)
    assert [(b.upper, b.count, b.bads) for b in bins] == [(0, 50, 0), (None, 50, 50)]


def test_information_of_one_bin_is_nothing():
    bins = s.woe_bins(VALUES, _bads(5), 10, rising=True)
    assert s.information(bins, 100, 1) == pytest.approx(0, abs=0.01)
    assert s.woe_bins([], [], 10) == []
