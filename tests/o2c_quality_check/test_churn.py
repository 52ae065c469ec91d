from dataclasses import replace
from datetime import date, timedelta

import pytest

from odoo.addons.o2c_quality_check.domain.churn import Facts, Thresholds, judge

TODAY = date(2026, 6, 1)
CALM = Facts(orders=8, last_on=TODAY - timedelta(days=10), gap=30.0)


def signs(today=TODAY, thresholds=None, **values):
    risk = judge(replace(CALM, **values), thresholds or Thresholds(), today)
    return [reason.code.value for reason in risk.reasons]


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("_case", "values", "expected"),
    [
        ("calm", {}, []),
        ("44 of 30 days", {"last_on": ago(44)}, []),
        ("45 of 30 days", {"last_on": ago(45)}, ["gap"]),
        ("two orders: no rhythm", {"last_on": ago(45), "orders": 2}, []),
        ("three orders", {"last_on": ago(45), "orders": 3}, ["gap"]),
        ("gap unknown", {"last_on": ago(300), "gap": None}, []),
        ("daily, one day", {"last_on": ago(1), "gap": 0.0}, []),
        ("daily, two days", {"last_on": ago(2), "gap": 0.0}, ["gap"]),
        ("gone: 731 days", {"last_on": ago(731)}, []),
        ("730 days", {"last_on": ago(730)}, ["gap"]),
        ("61 %", {"recent": 61.0, "before": 100.0}, []),
        ("60 %", {"recent": 60.0, "before": 100.0}, ["basket"]),
        ("nothing before", {"recent": 60.0, "before": None}, []),
        ("for nothing before", {"recent": 0.0, "before": 0.0}, []),
        ("for nothing now", {"recent": 0.0, "before": 10.0}, ["basket"]),
        ("mark 7 of 10", {"score": 0.7, "scored_on": TODAY}, []),
        ("mark 6 of 10", {"score": 0.6, "scored_on": TODAY}, ["score"]),
        ("mark 0 is a mark", {"score": 0.0, "scored_on": TODAY}, ["score"]),
        ("refused", {"refused_on": TODAY}, ["not_accepted"]),
        ("complained", {"complaint": "TK1"}, ["complaint"]),
        ("late once", {"late": 1}, []),
        ("late twice", {"late": 2}, ["late"]),
    ],
)
def test_signs(_case, values, expected):
    assert signs(**values) == expected


def test_late_may_be_switched_off():
    assert signs(late=9, thresholds=Thresholds(late_orders=0)) == []


@pytest.mark.parametrize(
    ("_case", "values", "points", "level"),
    [
        ("late", {"late": 2}, 1, "low"),
        ("complained", {"complaint": "TK1"}, 2, "low"),
        ("late and complained", {"complaint": "TK1", "late": 2}, 3, "medium"),
        ("silent", {"last_on": ago(45)}, 3, "medium"),
        ("silent, late", {"last_on": ago(45), "late": 2}, 4, "medium"),
        ("silent, complained", {"last_on": ago(45), "complaint": "T"}, 5, "high"),
    ],
)
def test_level(_case, values, points, level):
    risk = judge(replace(CALM, **values), Thresholds(), TODAY)
    assert (risk.points, risk.level.value) == (points, level)


def test_heaviest_first():
    assert signs(last_on=ago(60), late=3, score=0.1, scored_on=TODAY) == [
        "gap",
        "score",
        "late",
    ]


def test_reasons_carry_their_numbers():
    risk = judge(replace(CALM, last_on=ago(60)), Thresholds(), TODAY)
    assert dict(risk.reasons[0].params) == {"silent": 60, "usual": 30}
