"""The order-to-cash timeline of one order, decided from its records alone.

No clock: an order's milestones and stage follow from what happened to it, so the
same facts give the same timeline today and in ten years, for one order after a
click and for all orders in a rebuild. Moments are naive UTC datetimes.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from . import closing


class Milestone(str, Enum):
    """The milestones, in the order in which an order normally passes them."""

    CAPTURED = "captured"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    INVOICED = "invoiced"
    DUE = "due"
    PAID = "paid"
    CLOSED = "closed"


class Stage(str, Enum):
    """Where the order is: the six stages of order management, and how it ends."""

    GENERATION = "generation"
    ACQUISITION = "acquisition"
    PROCESSING = "processing"
    SHIPMENT = "shipment"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    SETTLEMENT = "settlement"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of one order. ``*_plan`` are intentions, the others facts.

    ``goods``: the order has something to ship. ``due_at``: the last due date of
    its posted invoices. ``paid_at``: the last settlement of its invoices.
    ``hold_ended_at``: the end of the last hold on closing.
    """

    state: str
    captured_at: datetime
    closing: closing.ClosingFacts
    goods: bool = False
    invoices: int = 0
    confirmed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    returned_at: datetime | None = None
    invoiced_at: datetime | None = None
    due_at: datetime | None = None
    paid_at: datetime | None = None
    hold_ended_at: datetime | None = None
    confirm_plan: datetime | None = None
    ship_plan: datetime | None = None
    delivery_plan: datetime | None = None
    due_plan: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone: when it was meant to happen and when it did."""

    milestone: Milestone
    planned: datetime | None = None
    actual: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The decided timeline. ``since``: when the stage was entered."""

    steps: tuple[Step, ...]
    stage: Stage
    since: datetime
    next_due: datetime | None
    closed_at: datetime | None
    missing: closing.Decision = field(default_factory=closing.Decision)


def decide(facts):
    """The timeline that ``facts`` imply.

    >>> monday = datetime(2026, 3, 2)
    >>> sent = OrderFacts("sent", monday, closing.ClosingFacts(confirmed=False))
    >>> decide(sent).stage is Stage.ACQUISITION
    True
    >>> decide(sent).since == monday
    True
    """
    missing = _missing(facts)
    actual = _actual(facts, missing)
    planned = _planned(facts)
    steps = tuple(Step(m, planned.get(m), actual.get(m)) for m in Milestone)
    stage, since = _stage(facts, actual)
    return Timeline(
        steps=steps,
        stage=stage,
        since=since,
        next_due=_next_due(steps, stage),
        closed_at=actual[Milestone.CLOSED],
        missing=missing,
    )


def _missing(facts):
    """What the closing rule misses; goods of which nothing ever left count too."""
    rest = facts.closing
    if facts.goods and not facts.delivered_at and not rest.moves_open:
        rest = replace(rest, moves_open=1)
    return closing.decide(rest)


def _actual(facts, missing):
    """Milestone -> the moment it was reached, or None."""
    open_ = {reason.code for reason in missing.reasons}
    need = closing.Missing
    confirmed = facts.confirmed_at if facts.closing.confirmed else None
    delivered = invoiced = paid = None
    if confirmed and not open_ & {need.DELIVERY, need.SERVICE}:
        delivered = _latest(facts.delivered_at, None if facts.goods else confirmed)
    if confirmed and not open_ & {need.INVOICE, need.POSTING}:
        # an order worth nothing has no invoice: it counts as invoiced on delivery
        invoiced = facts.invoiced_at if facts.invoices else delivered
    if invoiced and need.PAYMENT not in open_:
        paid = facts.paid_at or invoiced
    closed = None
    if missing.ok and delivered and paid:
        closed = _latest(delivered, paid, facts.returned_at, facts.hold_ended_at)
    return {
        Milestone.CAPTURED: facts.captured_at,
        Milestone.CONFIRMED: confirmed,
        Milestone.SHIPPED: facts.shipped_at if facts.goods else delivered,
        Milestone.DELIVERED: delivered,
        Milestone.INVOICED: invoiced,
        Milestone.DUE: facts.due_at if invoiced else None,
        Milestone.PAID: paid,
        Milestone.CLOSED: closed,
    }


def _planned(facts):
    """Milestone -> the moment it is meant to be reached, where that is known."""
    due = facts.due_at or facts.due_plan
    return {
        Milestone.CONFIRMED: facts.confirm_plan,
        Milestone.SHIPPED: facts.ship_plan,
        Milestone.DELIVERED: facts.delivery_plan,
        Milestone.INVOICED: facts.delivery_plan,
        Milestone.DUE: due,
        Milestone.PAID: due,
        Milestone.CLOSED: due,
    }


def _stage(facts, actual):
    """The stage, and when the last of the milestones before it was reached."""
    if facts.state == "cancel":
        return Stage.CANCELLED, _latest(facts.captured_at, actual[Milestone.SHIPPED])
    if not actual[Milestone.CONFIRMED]:
        sent = facts.state == "sent"
        return Stage.ACQUISITION if sent else Stage.GENERATION, facts.captured_at
    since = _latest(facts.captured_at, actual[Milestone.CONFIRMED])
    ladder = (
        (Milestone.SHIPPED, Stage.PROCESSING),
        (Milestone.DELIVERED, Stage.SHIPMENT),
        (Milestone.INVOICED, Stage.DELIVERY),
        (Milestone.PAID, Stage.PAYMENT),
        (Milestone.CLOSED, Stage.SETTLEMENT),
    )
    for milestone, stage in ladder:
        if not actual[milestone]:
            return stage, since
        since = _latest(since, actual[milestone])
    return Stage.CLOSED, since


def _next_due(steps, stage):
    """When the first milestone that is still open is meant to be reached."""
    if stage in (Stage.CLOSED, Stage.CANCELLED):
        return None
    for step in steps:
        if not step.actual:
            return step.planned
    return None


def _latest(*moments):
    known = [moment for moment in moments if moment]
    return max(known) if known else None
