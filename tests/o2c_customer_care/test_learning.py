"""Pareto, repeats, effect of actions, days of DSO: the rules, on plain figures."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from odoo.addons.o2c_customer_care.domain import (
    aftercare,
    corrective,
    dispute_days,
    effect,
    pareto,
    repeat,
)
from odoo.addons.o2c_customer_care.domain.aftercare import RateFacts, Why
from odoo.addons.o2c_customer_care.domain.corrective import MoveFacts, State
from odoo.addons.o2c_customer_care.domain.effect import EffectFacts, Verdict
from odoo.addons.o2c_customer_care.domain.repeat import Complaint, Same
from odoo.addons.o2c_customer_care.domain.ticket import Stage

DAY = datetime(2026, 3, 31, 10)


# ----------------------------------------------------------------- Pareto
def test_bars_stand_in_order_and_add_up():
    found = pareto.bars([("c", Decimal(5)), ("a", Decimal(75)), ("b", Decimal(20))])
    assert [bar.key for bar in found] == ["a", "b", "c"]
    assert [bar.share for bar in found] == [75, 20, 5]
    assert [bar.cumulated for bar in found] == [75, 95, 100]
    assert [bar.letter.value for bar in found] == ["A", "A", "C"]


def test_what_was_paid_back_has_no_share():
    found = pareto.bars([("a", Decimal(-10)), ("b", Decimal(40)), ("c", Decimal(0))])
    assert [bar.key for bar in found] == ["b", "c", "a"]
    assert found[0].cumulated == 100
    assert [bar.share for bar in found[1:]] == [None, None]


@pytest.mark.parametrize("amounts", [[], [("a", Decimal(0))], [("a", Decimal(-1))]])
def test_nothing_to_share(amounts):
    assert all(bar.letter is None for bar in pareto.bars(amounts))


# ----------------------------------------------------------------- repeats
@pytest.mark.parametrize(
    ("ago", "days", "expected"),
    [(89, 90, True), (90, 90, True), (91, 90, False), (0, 90, True), (1, 0, False)],
)
def test_repeat_within_days(ago, days, expected):
    first = Complaint(1, DAY - timedelta(days=ago), product=7)
    found = repeat.repeat_of(Complaint(2, DAY, product=7), [first], days)
    assert bool(found) is expected


def test_the_most_exact_thing_counts():
    others = [
        Complaint(1, DAY - timedelta(days=9), product=7, lot=3),
        Complaint(2, DAY - timedelta(days=8), product=7),
        Complaint(3, DAY - timedelta(days=7), lot=3),
    ]
    found = repeat.repeat_of(Complaint(9, DAY, product=7, lot=3), others, 30)
    assert found.same is Same.LOT
    assert found.earlier == (3, 1)


@pytest.mark.parametrize(
    "other",
    [
        Complaint(1, DAY - timedelta(days=1)),  # nothing known is nothing in common
        Complaint(1, DAY - timedelta(days=1), product=8),
        Complaint(3, DAY + timedelta(seconds=1), product=7),  # a later one
        Complaint(2, DAY, product=7),  # itself
    ],
)
def test_no_repeat(other):
    assert repeat.repeat_of(Complaint(2, DAY, product=7), [other], 30) is None


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        ({}, {}, True),
        ({"cause": 1}, {"cause": 2}, False),
        ({"cause": 1}, {}, True),
        ({"reason": 1}, {"reason": 2}, False),
        ({"reason": 1}, {"reason": 1}, True),
        ({"cause": 1, "reason": 1}, {"cause": 1, "reason": 2}, True),
    ],
)
def test_another_thing_wrong_with_one_product(mine, others, expected):
    first = Complaint(1, DAY - timedelta(days=5), product=7, **others)
    found = repeat.repeat_of(Complaint(2, DAY, product=7, **mine), [first], 30)
    assert bool(found) is expected


# ----------------------------------------------------------------- effect
@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (4, 0, Verdict.TOO_FEW),  # 1/16
        (5, 0, Verdict.FEWER),  # 1/32
        (0, 0, Verdict.TOO_FEW),
        (6, 2, Verdict.PERHAPS_FEWER),
        (12, 2, Verdict.FEWER),
        (5, 5, Verdict.NOT_FEWER),
        (2, 9, Verdict.NOT_FEWER),
    ],
)
def test_verdict(before, after, verdict):
    assert effect.effect_of(EffectFacts(before, after, 400, 400)).verdict is verdict


def test_chance_is_exact():
    found = effect.effect_of(EffectFacts(9, 3, 300, 100))
    share = Fraction(1, 4)
    exact = sum(comb(12, k) * share**k * (1 - share) ** (12 - k) for k in range(4))
    assert found.chance == pytest.approx(float(exact), abs=1e-12)
    assert found.before_rate == 3.0
    assert found.after_rate == 3.0


def test_more_orders_make_the_same_number_fewer():
    """Seven complaints as before, but on ten times the orders."""
    found = effect.effect_of(EffectFacts(7, 7, 100, 1000))
    assert found.verdict is Verdict.FEWER


@pytest.mark.parametrize("exposure", [(0, 10), (10, 0)])
def test_nothing_to_compare_with(exposure):
    found = effect.effect_of(EffectFacts(3, 1, *exposure))
    assert found.verdict is Verdict.NO_EXPOSURE


# ----------------------------------------------------------------- actions
TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"has_root_cause": False}, ["no_root_cause"]),
        (
            {"has_root_cause": False, "has_action": False},
            ["no_root_cause", "no_action"],
        ),
        ({}, []),
    ],
)
def test_done_needs_cause_and_action(facts, codes):
    decision = corrective.may_move(MoveFacts(State.OPEN, State.DONE, TODAY, **facts))
    assert [reason.code.value for reason in decision.reasons] == codes


@pytest.mark.parametrize(
    ("target", "facts", "codes"),
    [
        (State.EFFECTIVE, {}, []),
        (State.EFFECTIVE, {"is_leader": False}, ["no_leader"]),
        (State.EFFECTIVE, {"is_owner": True}, ["own_action"]),
        (State.EFFECTIVE, {"has_note": False}, ["no_note"]),
        (State.EFFECTIVE, {"check_date": date(2026, 4, 1)}, ["too_early"]),
        (State.INEFFECTIVE, {"check_date": date(2026, 4, 1)}, []),
        (State.INEFFECTIVE, {"is_owner": True}, ["own_action"]),
    ],
)
def test_judging(target, facts, codes):
    options = {"is_leader": True, "has_note": True, "check_date": TODAY, **facts}
    decision = corrective.may_move(MoveFacts(State.DONE, target, TODAY, **options))
    assert [reason.code.value for reason in decision.reasons] == codes


def test_moves_are_a_literal_set():
    allowed = {
        (state, target)
        for state in State
        for target in State
        if corrective.may_move(
            MoveFacts(state, target, TODAY, is_leader=True, has_note=True)
        ).ok
    }
    assert allowed == corrective.TRANSITIONS


# ----------------------------------------------------------------- days of DSO
def test_parts_add_up_to_the_dso():
    period = dispute_days.Period(Decimal(212000), Decimal(9000), Decimal(250000), 90)
    found = dispute_days.days_of(period)
    assert found.dso == Decimal("76.32")
    assert found.by_disputes == Decimal("3.24")
    assert found.by_disputes + found.without == found.dso


@pytest.mark.parametrize("sales", [0, -1])
def test_without_sales_there_are_no_days(sales):
    period = dispute_days.Period(Decimal(1), Decimal(1), Decimal(sales), 30)
    assert dispute_days.days_of(period) == dispute_days.Days(None, None, None)


# ----------------------------------------------------------------- ratings
@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"value": 0}, [Why.NO_SUCH_VALUE]),
        ({"value": 6}, [Why.NO_SUCH_VALUE]),
        ({"is_rated": True}, [Why.RATED]),
        ({"stage": Stage.INVESTIGATION}, [Why.TAKEN_UP_AGAIN]),
        ({"ticket_round": 2}, [Why.TAKEN_UP_AGAIN]),
        ({"now": DAY + timedelta(days=30, seconds=-1)}, []),
        ({"now": DAY + timedelta(days=30)}, [Why.TOO_LATE]),
        ({"value": 9, "is_rated": True}, [Why.NO_SUCH_VALUE, Why.RATED]),
    ],
)
def test_what_is_taken(facts, codes):
    options = {
        "value": 5,
        "round": 1,
        "ticket_round": 1,
        "stage": Stage.CLOSED,
        "closed_at": DAY,
        "now": DAY,
        "days": 30,
        **facts,
    }
    decision = aftercare.may_rate(RateFacts(**options))
    assert [reason.code for reason in decision.reasons] == codes
