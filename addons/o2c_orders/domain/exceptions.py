"""Exceptions: which kinds there are, whose they are, and what a person may do.

An exception is an order off its normal path. Found and closed by queries over all
orders (``models/exception_conditions.py``); what is decided about a single one
stands here.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from .decision import Decision, Reason


class Kind(str, Enum):
    """What can be wrong with an order. Each has one query."""

    STAGE_STUCK = "stage_stuck"
    QUOTE_SILENT = "quote_silent"
    HOLD_OLD = "hold_old"
    GOODS_MISSING = "goods_missing"
    PICKING_LATE = "picking_late"
    PROMISE_OVERDUE = "promise_overdue"
    DELIVERY_LATE = "delivery_late"
    DELIVERY_FAILED = "delivery_failed"
    NOT_RECEIVED = "not_received"
    REFUSAL_OPEN = "refusal_open"
    TRACKING_MISSING = "tracking_missing"
    COURIER_SILENT = "courier_silent"
    APPOINTMENT_OPEN = "appointment_open"
    NOT_INVOICED = "not_invoiced"
    INVOICE_MISSING = "invoice_missing"
    INVOICE_DRAFT = "invoice_draft"
    PRICE_MISMATCH = "price_mismatch"
    ACTIVATION_FAILED = "activation_failed"
    TASK_LATE = "task_late"
    RETURN_MISSING = "return_missing"
    REFUND_LATE = "refund_late"


class Unit(str, Enum):
    """In what the age of a rule is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORK_DAYS = "work_days"


class Refusal(str, Enum):
    """Why a person may not put an exception aside."""

    CLOSED = "closed"
    NO_REASON = "no_reason"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class AsideFacts:
    """One exception and the person who wants to put it aside."""

    state: str
    reason: str = ""
    is_owner: bool = False
    is_desk: bool = False


def may_put_aside(facts):
    """Whether this person may say: seen, and it is no exception.

    >>> may_put_aside(AsideFacts("open", "agreed by phone", is_owner=True)).ok
    True
    >>> may_put_aside(AsideFacts("open", "  ", is_desk=True)).reasons[0].code.value
    'no_reason'
    """
    reasons = []
    if facts.state != "open":
        reasons.append(Reason(Refusal.CLOSED))
    if not (facts.is_owner or facts.is_desk):
        reasons.append(Reason(Refusal.NOT_YOURS))
    if not facts.reason.strip():
        reasons.append(Reason(Refusal.NO_REASON))
    return Decision(tuple(reasons))


def moment_before(now, age, unit, work_back):
    """Since when a thing must have been so to be an exception at ``now``.

    :param age: how long it may last, in ``unit``
    :param work_back: a function of a number of working days: the moment so long
        before ``now``; None when there is no calendar, then every day counts

    >>> from datetime import datetime
    >>> noon = datetime(2026, 3, 4, 12)
    >>> moment_before(noon, 36, Unit.HOURS, None)
    datetime.datetime(2026, 3, 3, 0, 0)
    >>> moment_before(noon, 2, Unit.DAYS, None)
    datetime.datetime(2026, 3, 2, 12, 0)
    >>> moment_before(noon, 0, Unit.WORK_DAYS, None) == noon
    True
    """
    if unit is Unit.WORK_DAYS and age and work_back:
        return work_back(age) or now - timedelta(days=age)
    hours = age if unit is Unit.HOURS else age * 24
    return now - timedelta(hours=hours)
