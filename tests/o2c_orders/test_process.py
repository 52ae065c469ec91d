"""How orders go through the company: bottlenecks and the spread over departments."""

import pytest

from odoo.addons.o2c_orders.domain.departments import Department
from odoo.addons.o2c_orders.domain.milestones import Stage
from odoo.addons.o2c_orders.domain.process import (
    TURNS,
    Bottleneck,
    StageFacts,
    bottlenecks,
    fragmentation,
)

SLOWEST, GROWING, AGED = Bottleneck
PICKING, INVOICING, PAYMENT = Stage.PROCESSING, Stage.DELIVERY, Stage.PAYMENT


def codes(*stages):
    found = bottlenecks(stages)
    return {stage: [r.code for r in d.reasons] for stage, d in found.items()}


def test_the_slowest_of_our_own_stages():
    assert codes(
        StageFacts(PICKING, mean=4.0),
        StageFacts(INVOICING, mean=3.9),
        StageFacts(PAYMENT, mean=30.0),
    ) == {PICKING: [SLOWEST], INVOICING: [], PAYMENT: []}


def test_its_share_of_our_own_time():
    found = bottlenecks(
        [
            StageFacts(PICKING, mean=3.0),
            StageFacts(INVOICING, mean=1.0),
            StageFacts(PAYMENT, mean=96.0),
        ]
    )
    assert found[PICKING].reasons[0].params == {"share": 0.75}


@pytest.mark.parametrize("mean", [None, 0.0])
def test_no_time_no_slowest(mean):
    assert codes(StageFacts(PICKING, mean=mean)) == {PICKING: []}


GROWTH = [
    ("more out than in", {"entered": 90, "left": 100, "waiting": 5}, []),
    ("as many", {"entered": 100, "left": 100, "waiting": 5}, []),
    ("just under a tenth", {"entered": 100, "left": 91, "waiting": 9}, []),
    ("a tenth", {"entered": 100, "left": 90, "waiting": 10}, [GROWING]),
    ("nobody waits now", {"entered": 100, "left": 50, "waiting": 0}, []),
    ("nothing came in", {"entered": 0, "left": 0, "waiting": 4}, []),
]


@pytest.mark.parametrize(
    ("flow", "expected"), [pytest.param(*r[1:], id=r[0]) for r in GROWTH]
)
def test_growing(flow, expected):
    assert codes(StageFacts(PICKING, **flow)) == {PICKING: expected}


AGES = [
    ("as old as nine of ten", {"p90": 5.0, "age": 5.0, "waiting": 3}, []),
    ("older", {"p90": 5.0, "age": 5.1, "waiting": 3}, [AGED]),
    ("older, and not a day yet", {"p90": 0.1, "age": 1.0, "waiting": 3}, []),
    ("older, and more than a day", {"p90": 0.1, "age": 1.1, "waiting": 3}, [AGED]),
    ("nothing to compare with", {"p90": None, "age": 50.0, "waiting": 3}, []),
    ("nobody waits", {"p90": 5.0, "age": None, "waiting": 0}, []),
]


@pytest.mark.parametrize(
    ("ages", "expected"), [pytest.param(*r[1:], id=r[0]) for r in AGES]
)
def test_aged(ages, expected):
    assert codes(StageFacts(PICKING, **ages)) == {PICKING: expected}


def test_payment_may_grow_and_age():
    stage = StageFacts(
        PAYMENT, mean=30.0, p90=40.0, entered=10, left=1, waiting=9, age=60.0
    )
    assert codes(stage) == {PAYMENT: [GROWING, AGED]}


def test_every_measured_stage_has_a_department():
    assert set(TURNS) == set(Stage) - {
        Stage.GENERATION,
        Stage.CLOSED,
        Stage.CANCELLED,
    }
    assert TURNS[PAYMENT] is Department.CUSTOMER


SPREAD = [
    ("nothing known", [], None),
    ("no time at all", [0.0, None], None),
    ("one hand", [3.0, 0.0], 0.0),
    ("two hands, evenly", [2.0, 2.0], 0.5),
    ("five hands, evenly", [1.0] * 5, 0.8),
    ("mostly one", [9.0, 1.0], 0.18),
]


@pytest.mark.parametrize(
    ("days", "expected"), [pytest.param(*r[1:], id=r[0]) for r in SPREAD]
)
def test_fragmentation(days, expected):
    found = fragmentation(days)
    assert found is expected is None or found == pytest.approx(expected)
