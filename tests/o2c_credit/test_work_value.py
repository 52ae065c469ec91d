"""What a call is worth: the formula, by hand."""

from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.work_list import Customer
from odoo.addons.o2c_credit.domain.work_value import (
    call_effect,
    call_value,
    stays_unpaid,
    still_open,
)


def customer(**values):
    known = {"overdue": Decimal(1000), "paid": 10, "usual_days": 10.0, "spread": 5.0}
    return Customer(**{**known, **values})


def test_half_are_open_after_the_usual_days():
    assert still_open(10, 10.0, 5.0) == pytest.approx(0.5)
    # one standard deviation: 15.87 %
    assert still_open(15, 10.0, 5.0) == pytest.approx(0.1587, abs=1e-4)


def test_bayes_by_hand():
    # 10 days late, usually 10 +/- 5, chance of being late for good 20 %, 5 days ahead:
    # open now .8 x .5 + .2 = .6; pays by himself .8 x (.5 - .15866) = .27307
    stays = stays_unpaid(customer(mean_days=10, probability=0.2), 5)
    assert stays == pytest.approx(1 - 0.27307 / 0.6, abs=1e-4)


def test_far_beyond_his_habit_nothing_comes_by_itself():
    inside = stays_unpaid(customer(mean_days=5, probability=0.2), 14)
    beyond = stays_unpaid(customer(mean_days=60, probability=0.2), 14)
    assert inside < 0.4
    assert beyond > 0.999


def test_who_never_pays_late_stays_unpaid_for_certain_when_he_is():
    assert stays_unpaid(customer(mean_days=400, probability=0.0), 14) == 1.0


def test_a_newcomer_is_taken_as_even_odds():
    stays = stays_unpaid(Customer(overdue=Decimal(10), mean_days=0.0), 15)
    # open now .5 x .5 + .5 = .75; pays by himself .5 x (.5 - .15866) = .17067
    assert stays == pytest.approx(1 - 0.17067 / 0.75, abs=1e-4)


EFFECTS = [
    ("no calls yet: the estimate", (0.3, 0, 0, 0, 0), 0.3),
    ("20 calls weigh as much as the estimate", (0.3, 20, 10, 0, 0), 0.4),
    ("half of the promises are kept", (0.3, 20, 10, 10, 5), 0.275),
    ("calls without any promise", (0.3, 80, 0, 0, 0), 0.06),
]


@pytest.mark.parametrize(
    ("_case", "known", "effect"), EFFECTS, ids=[row[0] for row in EFFECTS]
)
def test_effect_of_a_call(_case, known, effect):
    assert call_effect(*known) == pytest.approx(effect)


def test_the_value_is_the_product_less_the_cost():
    beyond = customer(mean_days=400, probability=0.5)
    value = call_value(beyond, 14, 0.3, Decimal(4))
    assert value.total == Decimal("296.00")
    assert (value.amount, value.stays, value.effect) == (Decimal(1000), 1.0, 0.3)


def test_payments_that_are_not_matched_are_no_gain():
    beyond = customer(mean_days=400, credits=Decimal(600))
    assert call_value(beyond, 14, 0.5, Decimal(0)).total == Decimal("200.00")
    covered = customer(mean_days=400, credits=Decimal(1200))
    assert call_value(covered, 14, 0.5, Decimal(9)).total == 0


def test_nothing_overdue_is_worth_nothing():
    assert call_value(Customer(), 14, 0.5, Decimal(9)).total == 0
