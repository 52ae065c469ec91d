"""What is true of every timeline, whatever the facts: drawn with fixed seeds."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from odoo.addons.o2c_orders.domain import closing, milestones
from odoo.addons.o2c_orders.domain.closing import ClosingFacts
from odoo.addons.o2c_orders.domain.milestones import Milestone, OrderFacts, Stage

COUNTS = (
    "moves_open",
    "services_open",
    "returns_open",
    "lines_to_invoice",
    "draft_invoices",
    "unpaid_documents",
    "closing_holds",
)
MOMENTS = ("returned_at", "hold_ended_at")
PLANS = ("confirm_plan", "ship_plan", "delivery_plan", "due_plan")
LADDER = [
    Stage.GENERATION,
    Stage.ACQUISITION,
    Stage.PROCESSING,
    Stage.SHIPMENT,
    Stage.DELIVERY,
    Stage.PAYMENT,
    Stage.SETTLEMENT,
    Stage.CLOSED,
]
SEEDS = range(6)


def moment(rng):
    return datetime(2026, 1, 1) + timedelta(hours=rng.randrange(24 * 365))


def maybe(rng, share=0.5):
    return moment(rng) if rng.random() < share else None


def draw(rng):
    """Facts as the database could give them: consistent, but in any order of time."""
    state = rng.choice(("draft", "sent", "sale", "sale", "sale", "sale", "cancel"))
    confirmed = state == "sale"
    counts = {name: rng.choice((0, 0, 0, 1, 4)) for name in COUNTS}
    shipped = rng.random() < 0.7 and confirmed
    left = sorted((moment(rng), moment(rng)))
    invoices = rng.choice((0, 1, 3)) if confirmed else 0
    return OrderFacts(
        state=state,
        captured_at=moment(rng),
        closing=ClosingFacts(confirmed, **counts),
        goods=rng.random() < 0.7,
        invoices=invoices,
        confirmed_at=moment(rng) if confirmed else None,
        shipped_at=left[0] if shipped else None,
        delivered_at=left[1] if shipped else None,
        invoiced_at=moment(rng) if invoices else None,
        due_at=moment(rng) if invoices else None,
        paid_at=maybe(rng) if invoices else None,
        **{name: maybe(rng) for name in (*MOMENTS, *PLANS)},
    )


def many(seed, count=100):
    rng = Random(seed)
    for _ in range(count):
        order = draw(rng)
        yield rng, order, milestones.decide(order)


def actual(timeline):
    return {step.milestone: step.actual for step in timeline.steps}


@pytest.mark.parametrize("seed", SEEDS)
def test_closed_means_nothing_is_missing(seed):
    for _rng, _order, timeline in many(seed):
        closed = timeline.stage is Stage.CLOSED
        assert closed == (timeline.closed_at is not None)
        assert closed == (timeline.missing.ok and timeline.stage != Stage.CANCELLED)
        if closed:
            steps = actual(timeline)
            del steps[Milestone.DUE]  # an order worth nothing is never due
            assert all(steps.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_closed_is_the_last_of_all(seed):
    for _rng, _order, timeline in many(seed):
        if timeline.closed_at:
            steps = actual(timeline)
            assert timeline.closed_at >= steps[Milestone.DELIVERED]
            assert timeline.closed_at >= steps[Milestone.PAID]


@pytest.mark.parametrize("seed", SEEDS)
def test_since_is_a_moment_of_the_timeline(seed):
    for _rng, order, timeline in many(seed):
        moments = {at for m, at in actual(timeline).items() if m != Milestone.DUE}
        assert timeline.since in moments
        assert timeline.since >= order.captured_at


@pytest.mark.parametrize("seed", SEEDS)
def test_since_is_when_all_before_the_stage_was_reached(seed):
    rungs = {
        Stage.PROCESSING: Milestone.CONFIRMED,
        Stage.SHIPMENT: Milestone.SHIPPED,
        Stage.DELIVERY: Milestone.DELIVERED,
        Stage.PAYMENT: Milestone.INVOICED,
        Stage.SETTLEMENT: Milestone.PAID,
    }
    beside = {Milestone.DUE, *milestones.OPTIONAL}
    for _rng, order, timeline in many(seed):
        if timeline.stage not in rungs:
            continue
        passed = beside if order.goods else beside | {Milestone.SHIPPED}
        order_of_process = [m for m in Milestone if m not in passed]
        last = order_of_process.index(rungs[timeline.stage])
        steps = actual(timeline)
        before = [steps[m] for m in order_of_process[: last + 1]]
        assert all(before)
        assert timeline.since == max(before)
        assert steps[order_of_process[last + 1]] is None


@pytest.mark.parametrize("seed", SEEDS)
def test_unconfirmed_reaches_nothing_but_capture(seed):
    for _rng, order, timeline in many(seed):
        if order.state in ("draft", "sent"):
            assert {m for m, at in actual(timeline).items() if at} == {
                Milestone.CAPTURED
            }


@pytest.mark.parametrize("seed", SEEDS)
def test_settling_one_thing_never_takes_the_order_back(seed):
    """Whatever is settled, the stage stays or moves on: it is monotone."""
    for rng, order, timeline in many(seed):
        if order.state == "cancel":
            continue
        name = rng.choice(COUNTS)
        done = replace(order, closing=replace(order.closing, **{name: 0}))
        later = milestones.decide(done)
        assert LADDER.index(later.stage) >= LADDER.index(timeline.stage)
        before = {r.code for r in timeline.missing.reasons}
        assert {r.code for r in later.missing.reasons} <= before


@pytest.mark.parametrize("seed", SEEDS)
def test_something_missing_never_closes(seed):
    for rng, order, _timeline in many(seed):
        name = rng.choice(COUNTS)
        reopened = replace(order, closing=replace(order.closing, **{name: 1}))
        assert milestones.decide(reopened).closed_at is None


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_missing_follows_the_closing_rule(seed):
    for _rng, order, timeline in many(seed):
        named = [r.code for r in timeline.missing.reasons]
        ruled = [r.code for r in closing.decide(order.closing).reasons]
        nothing_left = order.goods and not order.delivered_at
        if order.state == "sale" and nothing_left:
            delivery = closing.Missing.DELIVERY
            assert named == [delivery, *(c for c in ruled if c is not delivery)]
        else:
            assert named == ruled


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_change_no_fact(seed):
    for _rng, order, timeline in many(seed, 50):
        bare = milestones.decide(replace(order, **dict.fromkeys(PLANS)))
        assert actual(bare) == actual(timeline)
        assert (bare.stage, bare.since) == (timeline.stage, timeline.since)


@pytest.mark.parametrize("seed", SEEDS)
def test_next_due_only_while_something_is_to_come(seed):
    for _rng, _order, timeline in many(seed):
        if timeline.next_due:
            assert timeline.stage not in (Stage.CLOSED, Stage.CANCELLED)
            waiting = [step for step in timeline.steps if not step.actual]
            assert timeline.next_due == waiting[0].planned
