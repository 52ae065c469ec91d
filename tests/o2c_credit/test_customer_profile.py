"""Bands, drift, softer terms and their effect, negative trends: at their borders."""

from dataclasses import replace

import pytest

from odoo.addons.o2c_credit.domain import customer_profile as rules
from odoo.addons.o2c_credit.domain.customer_profile import Against, Behaviour, Trend

GOOD = Behaviour(
    sales=36_500.0,
    receivable=3_000.0,
    days=-2.0,
    days_recent=-1.0,
    days_before=-2.0,
    in_time=1.0,
    paid_count=12,
    recent_count=3,
    before_count=9,
    months=12,
    margin=0.3,
    probability=0.02,
    risk_class="A",
    class_before="A",
)


def test_good_payer_deserves_softer_terms():
    assert rules.softer_terms(GOOD).ok


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"paid_count": 5}, Against.FEW_PAYMENTS),
        ({"months": 5}, Against.YOUNG),
        ({"in_time": 0.89}, Against.NOT_IN_TIME),
        ({"in_time": None}, Against.NOT_IN_TIME),
        ({"risk_class": "C"}, Against.RISK_CLASS),
        ({"risk_class": None}, Against.RISK_CLASS),
        ({"days_recent": 5.0}, Against.DRIFTS),
        ({"overdue": 0.01}, Against.OVERDUE),
        ({"disputed": 10.0}, Against.DISPUTED),
        ({"broken": 1}, Against.BROKEN_PROMISE),
    ],
)
def test_each_reason_alone_is_enough(changes, why):
    found = rules.softer_terms(replace(GOOD, **changes))
    assert [reason.code for reason in found.reasons] == [why]


@pytest.mark.parametrize(
    "changes",
    [
        {"paid_count": 6},
        {"months": 6},
        {"in_time": 0.9},
        {"risk_class": "B"},
        {"days_recent": 4.9, "days_before": -2.0},
    ],
)
def test_the_other_side_of_each_border(changes):
    assert rules.softer_terms(replace(GOOD, **changes)).ok


def test_all_that_speaks_against_it_is_said():
    found = rules.softer_terms(Behaviour())
    assert len(found.reasons) == 4


@pytest.mark.parametrize(
    ("_case", "changes", "expected"),
    [
        ("a week later, and late", {"days_recent": 5.0}, True),
        ("not quite a week", {"days_recent": 4.9}, False),
        ("later, but in time", {"days_recent": 0.0, "days_before": -20.0}, False),
        ("one recent payment", {"days_recent": 50.0, "recent_count": 1}, False),
        ("hardly any before", {"days_recent": 50.0, "before_count": 1}, False),
        ("nothing paid", {"days_recent": None}, False),
    ],
)
def test_drift(_case, changes, expected):
    assert rules.drifts(replace(GOOD, **changes)) is expected


def test_effect_by_hand():
    found = rules.effect(
        GOOD, 30, company_sales=365_000.0, loss_share=0.45, capital_cost=0.06
    )
    assert found.receivable == 3_000
    assert found.dso == 3
    assert found.loss == pytest.approx(27)
    assert found.cost == pytest.approx(180)
    assert found.growth == pytest.approx(207 / 10_950)


def test_effect_of_what_is_not_known():
    unknown = replace(GOOD, margin=None)
    options = {"loss_share": 0.45, "capital_cost": 0.06}
    assert rules.effect(unknown, 30, company_sales=1.0, **options).growth is None
    assert rules.effect(GOOD, 30, company_sales=0.0, **options).dso is None


@pytest.mark.parametrize(
    ("_case", "changes", "expected"),
    [
        ("nothing", {}, []),
        ("slower", {"days_recent": 9.0}, [Trend.SLOWER]),
        ("rising", {"overdue_shares": (0.9, 0.1, 0.15, 0.2)}, [Trend.MORE_OVERDUE]),
        ("rising, still little", {"overdue_shares": (0.1, 0.15, 0.19)}, []),
        ("not rising all the time", {"overdue_shares": (0.1, 0.3, 0.3)}, []),
        ("two months only", {"overdue_shares": (0.1, 0.3)}, []),
        ("two classes worse", {"risk_class": "C"}, [Trend.WORSE_CLASS]),
        ("one class worse", {"risk_class": "B"}, []),
        ("better", {"class_before": "E"}, []),
        ("never scored before", {"risk_class": "E", "class_before": None}, []),
    ],
)
def test_trends(_case, changes, expected):
    found = rules.trends(replace(GOOD, **changes))
    assert [reason.code for reason in found] == expected


def test_values_of_a_trend():
    (reason,) = rules.trends(replace(GOOD, overdue_shares=(0.2, 0.3, 0.5)))
    assert reason.params == {"now": 0.5, "before": 0.2, "months": 3}
