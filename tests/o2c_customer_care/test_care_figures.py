import pytest

from odoo.addons.o2c_customer_care.domain.care_figures import Share, backlog, ratio

# part, whole, low, high: Wilson's interval as published tables have it
INTERVALS = [
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (8, 10, 0.4902, 0.9433),
    (15, 30, 0.3315, 0.6685),
    (81, 263, 0.2553, 0.3662),
]


@pytest.mark.parametrize(("part", "whole", "low", "high"), INTERVALS)
def test_interval(part, whole, low, high):
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_share():
    share = Share(0, 0)
    assert (share.value, share.interval, share.is_enough) == (None, None, False)


@pytest.mark.parametrize(("whole", "enough"), [(29, False), (30, True), (31, True)])
def test_from_thirty_answers_on_the_point_is_shown(whole, enough):
    assert Share(3, whole).is_enough is enough


def test_ratio():
    assert ratio(6, 4) == 1.5
    assert ratio(6, 0) is None
    assert ratio(0, 4) == 0


def test_backlog_follows_what_comes_goes_and_comes_back():
    assert backlog([5, 0, 2], [2, 3, 0], [0, 1, 1]) == [3, 1, 4]
