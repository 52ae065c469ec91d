"""The order-to-cash timeline of one order, decided from its records alone.

No clock: an order's milestones and stage follow from what happened to it, so the
same facts give the same timeline today and in ten years, for one order after a
click and for all orders in a rebuild. Moments are naive UTC datetimes.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from . import closing
from .departments import NOBODY, Department, Held


class Milestone(str, Enum):
    """The milestones, in the order in which an order normally passes them."""

    CAPTURED = "captured"
    CREDIT_CLEARED = "credit_cleared"
    CONFIRMED = "confirmed"
    RESERVED = "reserved"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
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


class Plan(str, Enum):
    """Where a planned moment comes from."""

    VALIDITY = "validity"
    TRANSFER = "transfer"
    PROMISE = "promise"
    DEADLINE = "deadline"
    APPOINTMENT = "appointment"
    DELIVERY = "delivery"
    TERM = "term"
    INVOICE = "invoice"


OPTIONAL = frozenset(
    (
        Milestone.CREDIT_CLEARED,
        Milestone.RESERVED,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.ACCEPTED,
    )
)
DONE = (Stage.CLOSED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is known of one order. ``*_plan`` are intentions, the others facts.

    ``goods``: the order has something to ship. ``from_stock``: some of it leaves a
    warehouse of ours, so it is reserved first; ``unreserved``: moves that still wait
    for goods. ``credit_checked``: the company checks credit at confirmation;
    ``credit_holds``: such checks that hold the order now; ``cleared_at``: the end of
    the last one. ``carrier_reports``: the carrier tells when it is on the road.
    ``delivered_at``: the last arrival at the customer; ``ended_at``: when the last of
    what left came to its end without arriving (refused, lost, sent back).
    ``due_at``: the last due date of its posted invoices. ``paid_at``: the last
    settlement of its invoices. ``hold_ended_at``: the end of the last hold on closing.
    ``appointment_plan``: the end of the window that the customer agreed to.
    ``held``: the departments of the open holds, by phase.
    """

    state: str
    captured_at: datetime
    closing: closing.ClosingFacts
    goods: bool = False
    from_stock: bool = False
    unreserved: int = 0
    credit_checked: bool = False
    credit_holds: int = 0
    carrier_reports: bool = False
    invoices: int = 0
    held: Held = NOBODY
    cleared_at: datetime | None = None
    confirmed_at: datetime | None = None
    reserved_at: datetime | None = None
    shipped_at: datetime | None = None
    out_for_delivery_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    accepted_at: datetime | None = None
    returned_at: datetime | None = None
    invoiced_at: datetime | None = None
    due_at: datetime | None = None
    paid_at: datetime | None = None
    hold_ended_at: datetime | None = None
    confirm_plan: datetime | None = None
    ship_plan: datetime | None = None
    delivery_plan: datetime | None = None
    delivery_plan_source: Plan = Plan.PROMISE
    appointment_plan: datetime | None = None
    due_plan: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone: when it was meant to happen, says who, and when it did."""

    milestone: Milestone
    planned: datetime | None = None
    actual: datetime | None = None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The decided timeline. ``since``: when the stage was entered.

    ``steps``: the milestones that this order passes; ``department``: who has the
    order now, None when it is over.
    """

    steps: tuple[Step, ...]
    stage: Stage
    since: datetime
    next_due: datetime | None
    closed_at: datetime | None
    department: Department | None = None
    missing: closing.Decision = field(default_factory=closing.Decision)


def decide(facts):
    """The timeline that ``facts`` imply.

    >>> monday = datetime(2026, 3, 2)
    >>> sent = OrderFacts("sent", monday, closing.ClosingFacts(confirmed=False))
    >>> decide(sent).stage is Stage.ACQUISITION
    True
    >>> decide(sent).since == monday
    True
    >>> decide(sent).department is Department.CUSTOMER
    True
    """
    missing = _missing(facts)
    actual, settled = _actual(facts, missing)
    planned = _planned(facts)
    steps = tuple(
        Step(m, planned[m][0], actual[m], planned[m][1] if planned[m][0] else None)
        for m in Milestone
        if m not in OPTIONAL or actual[m] or _expected(m, facts)
        if m is not Milestone.SHIPPED or facts.goods
    )
    stage, since = _stage(facts, actual, settled)
    return Timeline(
        steps=steps,
        stage=stage,
        since=since,
        next_due=_next_due(steps, stage, settled),
        closed_at=actual[Milestone.CLOSED],
        department=_department(facts, stage, missing),
        missing=missing,
    )


def _missing(facts):
    """What the closing rule misses; goods of which nothing ever left count too."""
    rest = facts.closing
    under_way = rest.moves_open or rest.shipments_open
    if facts.goods and not under_way and not (facts.delivered_at or facts.ended_at):
        rest = replace(rest, moves_open=1)
    return closing.decide(rest)


def _actual(facts, missing):
    """Milestone -> the moment it was reached, or None; and the moments that count.

    The second, ``settled``, differs where nothing arrived or was to be invoiced:
    the order goes on all the same.
    """
    open_ = {reason.code for reason in missing.reasons}
    need = closing.Missing
    confirmed = facts.confirmed_at if facts.closing.confirmed else None
    delivered = over = invoiced = paid = None
    if confirmed and not open_ & {need.DELIVERY, need.TRANSIT, need.SERVICE}:
        delivered = facts.delivered_at if facts.goods else confirmed
        over = _latest(delivered, facts.ended_at)
    if confirmed and not open_ & {need.INVOICE, need.POSTING}:
        # an order worth nothing has no invoice: it counts as invoiced on delivery
        invoiced = facts.invoiced_at if facts.invoices else over
    if invoiced and need.PAYMENT not in open_:
        paid = facts.paid_at or invoiced
    closed = None
    if missing.ok and over and paid:
        closed = _latest(over, paid, facts.returned_at, facts.hold_ended_at)
    actual = {
        Milestone.CAPTURED: facts.captured_at,
        Milestone.CREDIT_CLEARED: _cleared(facts, confirmed),
        Milestone.CONFIRMED: confirmed,
        Milestone.RESERVED: _reserved(facts, confirmed),
        Milestone.SHIPPED: facts.shipped_at if facts.goods else None,
        Milestone.OUT_FOR_DELIVERY: facts.out_for_delivery_at,
        Milestone.DELIVERED: delivered,
        Milestone.ACCEPTED: facts.accepted_at,
        Milestone.INVOICED: invoiced,
        Milestone.DUE: facts.due_at if invoiced else None,
        Milestone.PAID: paid,
        Milestone.CLOSED: closed,
    }
    return actual, {**actual, Milestone.DELIVERED: over}


def _cleared(facts, confirmed):
    """When credit stood in the way no more: the end of its last hold, if any."""
    if facts.credit_holds:
        return None
    return facts.cleared_at or (confirmed if facts.credit_checked else None)


def _reserved(facts, confirmed):
    """When the last of the goods was reserved; at the latest when it left."""
    if not confirmed or not facts.from_stock or facts.unreserved:
        return None
    return facts.reserved_at


def _expected(milestone, facts):
    """Whether an order like this passes a milestone that others may not pass."""
    return {
        Milestone.CREDIT_CLEARED: bool(facts.credit_holds),
        Milestone.RESERVED: facts.from_stock,
        Milestone.OUT_FOR_DELIVERY: facts.carrier_reports and facts.goods,
        Milestone.ACCEPTED: False,
    }[milestone]


def _planned(facts):
    """Milestone -> (the moment it is meant to be reached, where that comes from)."""
    due = (facts.due_at, Plan.INVOICE) if facts.due_at else (facts.due_plan, Plan.TERM)
    delivery = _delivery_plan(facts)
    ship = (facts.ship_plan, Plan.TRANSFER)
    nothing = (None, None)
    return {
        Milestone.CAPTURED: nothing,
        Milestone.CREDIT_CLEARED: nothing,
        Milestone.CONFIRMED: (facts.confirm_plan, Plan.VALIDITY),
        Milestone.RESERVED: ship,
        Milestone.SHIPPED: ship,
        Milestone.OUT_FOR_DELIVERY: delivery,
        Milestone.DELIVERED: delivery,
        Milestone.ACCEPTED: nothing,
        Milestone.INVOICED: (delivery[0], Plan.DELIVERY),
        Milestone.DUE: due,
        Milestone.PAID: due,
        Milestone.CLOSED: due,
    }


def _delivery_plan(facts):
    """When the customer is to have the goods: what he agreed to goes before all."""
    if facts.appointment_plan:
        return facts.appointment_plan, Plan.APPOINTMENT
    return facts.delivery_plan, facts.delivery_plan_source


def _stage(facts, actual, settled):
    """The stage, and when the last of the milestones before it was reached."""
    if facts.state == "cancel":
        return Stage.CANCELLED, _latest(facts.captured_at, actual[Milestone.SHIPPED])
    if not actual[Milestone.CONFIRMED]:
        sent = facts.state == "sent"
        return Stage.ACQUISITION if sent else Stage.GENERATION, facts.captured_at
    since = _latest(facts.captured_at, actual[Milestone.CONFIRMED])
    # without goods nothing is shipped: the service is at work until it is fulfilled
    first = Milestone.SHIPPED if facts.goods else Milestone.DELIVERED
    ladder = (
        (first, Stage.PROCESSING),
        (Milestone.DELIVERED, Stage.SHIPMENT),
        (Milestone.INVOICED, Stage.DELIVERY),
        (Milestone.PAID, Stage.PAYMENT),
        (Milestone.CLOSED, Stage.SETTLEMENT),
    )
    for milestone, stage in ladder:
        if not settled[milestone]:
            return stage, since
        since = _latest(since, settled[milestone])
    return Stage.CLOSED, since


def _department(facts, stage, missing):
    """Who has the order now: whoever holds it, else whose turn it is."""
    if stage in DONE:
        return None
    first = missing.reasons[0].params["department"] if missing.reasons else None
    handling = Department.WAREHOUSE if facts.goods else Department.SALES
    return {
        Stage.GENERATION: facts.held.confirmation or Department.SALES,
        Stage.ACQUISITION: facts.held.confirmation or Department.CUSTOMER,
        Stage.PROCESSING: facts.held.delivery or handling,
        Stage.SHIPMENT: facts.held.delivery or first,
        Stage.DELIVERY: facts.held.invoicing or Department.ACCOUNTING,
        Stage.PAYMENT: Department.CUSTOMER,
        Stage.SETTLEMENT: first,
    }[stage]


def _next_due(steps, stage, settled):
    """When the first milestone that is still open is meant to be reached."""
    if stage in DONE:
        return None
    for step in steps:
        if settled[step.milestone]:
            continue
        if step.planned or step.milestone not in OPTIONAL:
            return step.planned
    return None


def _latest(*moments):
    known = [moment for moment in moments if moment]
    return max(known) if known else None
