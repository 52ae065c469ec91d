"""Whether a complaint is a repeat: the same customer, the same thing, not long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Same(str, Enum):
    """What two complaints have in common, the most exact first."""

    LOT = "lot"
    CAUSE = "cause"
    PRODUCT = "product"
    REASON = "reason"
    ORDER = "order"


@dataclass(frozen=True)
class Complaint:
    """A complaint of one customer; ids, None where it is not known."""

    id: int
    opened_at: datetime
    lot: int | None = None
    product: int | None = None
    cause: int | None = None
    reason: int | None = None
    order: int | None = None


@dataclass(frozen=True)
class Repeat:
    """The earlier complaints, the newest first, and what is the same."""

    earlier: tuple[int, ...]
    same: Same


def repeat_of(complaint, others, days):
    """What ``complaint`` repeats, None: nothing.

    The most exact thing in common that any of ``others`` has with it counts, and then
    all of them that have it.

    :param others: earlier and later complaints of the same customer
    :param days: how long ago a complaint may be; exactly that long ago counts

    >>> first = Complaint(1, datetime(2026, 3, 2), product=7)
    >>> found = repeat_of(Complaint(2, datetime(2026, 3, 9), product=7), [first], 30)
    >>> found.earlier, found.same.value
    ((1,), 'product')
    """
    since = complaint.opened_at - timedelta(days=days)
    before = [
        o
        for o in others
        if since <= o.opened_at and (o.opened_at, o.id) < _place(complaint)
    ]
    for same in Same:
        found = [o for o in before if _have_in_common(complaint, o, same)]
        if found:
            newest = sorted(found, key=_place, reverse=True)
            return Repeat(tuple(o.id for o in newest), same)
    return None


def _have_in_common(one, other, same):
    value = getattr(one, same.value)
    if not value or value != getattr(other, same.value):
        return False
    # two things wrong with one product are no repeat of each other
    return same is not Same.PRODUCT or not _differ(one, other)


def _differ(one, other):
    """Whether it is known that they came for different things."""
    if one.cause and other.cause:
        return one.cause != other.cause
    return bool(one.reason and other.reason and one.reason != other.reason)


def _place(complaint):
    return complaint.opened_at, complaint.id
