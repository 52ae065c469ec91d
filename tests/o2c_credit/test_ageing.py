import random
from decimal import Decimal
from itertools import pairwise

import pytest

from odoo.addons.o2c_credit.domain import ageing

STANDARD = (0, 1, 31, 61, 91, 181)


@pytest.mark.parametrize(
    ("_case", "days", "place"),
    [
        ("long before it is due", -4000, 0),
        ("due tomorrow", -1, 0),
        ("due today", 0, 0),
        ("due yesterday", 1, 1),
        ("last day of the first month", 30, 1),
        ("first of the second", 31, 2),
        ("last of the second", 60, 2),
        ("first of the third", 61, 3),
        ("last but one", 180, 4),
        ("the last bucket begins", 181, 5),
        ("years late", 99_999, 5),
    ],
)
def test_both_sides_of_every_border(_case, days, place):
    assert ageing.index(days, STANDARD) == place


@pytest.mark.parametrize("starts", [(0,), (10, 20), (-30, 0, 7), STANDARD])
def test_bounds_touch_and_leave_nothing_out(starts):
    bounds = ageing.bounds(starts)
    assert bounds[0][0] is None
    assert bounds[-1][1] is None
    for (_first, last), (first, _last) in pairwise(bounds):
        assert first == last + 1
    for days in range(-50, 250):
        first, last = bounds[ageing.index(days, starts)]
        assert first is None or days >= first
        assert last is None or days <= last


def test_nothing_is_lost():
    chance = random.Random(3)
    items = [
        (chance.randrange(-400, 900), Decimal(chance.randrange(-9999, 99999)) / 100)
        for _n in range(500)
    ]
    for starts in ((0,), (10, 20), STANDARD):
        assert sum(ageing.spread(items, starts)) == sum(a for _d, a in items)
