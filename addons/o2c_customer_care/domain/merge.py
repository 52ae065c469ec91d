"""Which tickets are one: may one be merged into another, and which look alike.

No clock and no words: moments come in as facts, sentences are made in explain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

ALIKE_DAYS = 30  # further apart, two tickets are two matters


class Why(str, Enum):
    """Why a ticket is not merged into another one."""

    ITSELF = "itself"
    OTHER_CUSTOMER = "other_customer"
    OTHER_COMPANY = "other_company"
    IS_PART = "is_part"
    TARGET_CLOSED = "target_closed"
    MERGED_ELSEWHERE = "merged_elsewhere"


@dataclass(frozen=True)
class MergeFacts:
    """A duplicate that is to go on in another ticket.

    ``part``: one of the two is a part for a department.
    ``merged_elsewhere``: the duplicate goes on in a third ticket already.
    """

    itself: bool = False
    same_customer: bool = True
    same_company: bool = True
    part: bool = False
    target_closed: bool = False
    merged_elsewhere: bool = False


def may_merge(facts):
    """Decide a merge; all objections are given.

    >>> may_merge(MergeFacts()).ok
    True
    """
    objections = (
        (facts.itself, Why.ITSELF),
        (not facts.same_customer, Why.OTHER_CUSTOMER),
        (not facts.same_company, Why.OTHER_COMPANY),
        (facts.part, Why.IS_PART),
        (facts.target_closed, Why.TARGET_CLOSED),
        (facts.merged_elsewhere, Why.MERGED_ELSEWHERE),
    )
    return Decision(tuple(Reason(why) for holds, why in objections if holds))


@dataclass(frozen=True)
class Matter:
    """What a ticket is about, by the ids of records; 0: not known."""

    id: int
    customer: int
    opened_at: datetime
    order: int = 0
    picking: int = 0
    invoice: int = 0
    reason: int = 0
    product: int = 0


# what two tickets have in common, and how much it says that they are one
WEIGHTS = (("invoice", 8), ("picking", 8), ("order", 8), ("product", 4), ("reason", 2))


def likeness(one, other):
    """How much says that two tickets are about the same: 0, nothing does.

    >>> day = datetime(2026, 3, 2)
    >>> likeness(Matter(1, 5, day, order=7), Matter(2, 5, day, order=7))
    8
    >>> likeness(Matter(1, 5, day, order=7), Matter(2, 6, day, order=7))
    0
    """
    apart = abs(one.opened_at - other.opened_at)
    strangers = one.customer != other.customer or one.id == other.id
    if strangers or apart > timedelta(days=ALIKE_DAYS):
        return 0
    return sum(
        weight
        for name, weight in WEIGHTS
        if getattr(one, name) and getattr(one, name) == getattr(other, name)
    )


def alike(matter, candidates, limit=5):
    """The ids of those ``candidates`` that look like ``matter``, the likest first."""
    scores = [(likeness(matter, c), c.opened_at, c.id) for c in candidates]
    found = sorted((score for score in scores if score[0]), reverse=True)
    return [id_ for _score, _opened, id_ in found[:limit]]
