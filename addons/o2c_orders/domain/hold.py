"""Holds: which phases of order-to-cash are stopped, since when and for how much.

A hold is in force over the half-open interval ``[date_from, date_to)``; without
``date_to`` it has no end yet. Moments are naive UTC datetimes, amounts are in
one currency, the company's.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason

# after every moment there is: the end of a hold that has none yet
_NEVER = datetime(9999, 12, 31, 23, 59, 59, 999999)


class Phase(str, Enum):
    """What a hold can stop. A sixth phase needs a decision record."""

    CONFIRMATION = "confirmation"
    DELIVERY = "delivery"
    INVOICING = "invoicing"
    COLLECTION = "collection"
    CLOSING = "closing"


class ReleaseReason(str, Enum):
    """Why a hold may not be released."""

    ENDED = "ended"
    FORCED = "forced"
    NO_RIGHT = "no_right"
    OWN_REQUEST = "own_request"
    NO_NOTE = "no_note"


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """One hold. ``amount`` None means the whole document is held."""

    phases: frozenset
    date_from: datetime
    date_to: datetime | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Who wants to release which hold. ``automatic``: no person asked for it."""

    is_open: bool
    forced: bool
    automatic: bool
    has_right: bool
    is_requester: bool
    note: str


def in_force(hold, phase, at):
    """Whether ``hold`` stops ``phase`` at the moment ``at``.

    >>> h = HoldFacts(frozenset({Phase.DELIVERY}), datetime(2026, 3, 1))
    >>> in_force(h, Phase.DELIVERY, datetime(2026, 3, 1))
    True
    >>> in_force(h, Phase.INVOICING, datetime(2026, 3, 1))
    False
    """
    if phase not in hold.phases or at < hold.date_from:
        return False
    return hold.date_to is None or at < hold.date_to


def pauses(holds, phase):
    """The intervals in which ``phase`` was stopped as a whole, merged and in order.

    Holds on an amount stop only that amount and make no pause. An end of None
    means that the pause goes on.

    >>> day = lambda d: datetime(2026, 3, d)
    >>> stop = frozenset({Phase.COLLECTION})
    >>> one = HoldFacts(stop, day(1), day(5))
    >>> other = HoldFacts(stop, day(5), day(9))
    >>> pauses([one, other], Phase.COLLECTION) == [(day(1), day(9))]
    True
    """
    spans = sorted(
        (h.date_from, h.date_to or _NEVER)
        for h in holds
        if phase in h.phases and h.amount is None
    )
    merged = []
    for start, end in spans:
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(s, None if e == _NEVER else e) for s, e in merged]


def held_amount(holds, phase, at, total):
    """How much of ``total`` (not negative) is stopped: never more than ``total``.

    >>> stop = frozenset({Phase.COLLECTION})
    >>> h = HoldFacts(stop, datetime(2026, 3, 1), amount=Decimal(300))
    >>> held_amount([h], Phase.COLLECTION, datetime(2026, 3, 2), Decimal(1000))
    Decimal('300')
    """
    now = [h for h in holds if in_force(h, phase, at)]
    if any(h.amount is None for h in now):
        return total
    return min(total, sum((h.amount for h in now), Decimal(0)))


def may_release(facts):
    """Decide a release; all objections are given, not only the first.

    Automation never releases a forced hold. A person needs the right, words,
    and must not be the one whose request the hold stopped.
    """
    reasons = []
    if not facts.is_open:
        reasons.append(ReleaseReason.ENDED)
    if facts.automatic:
        if facts.forced:
            reasons.append(ReleaseReason.FORCED)
    else:
        if not facts.has_right:
            reasons.append(ReleaseReason.NO_RIGHT)
        if facts.is_requester:
            reasons.append(ReleaseReason.OWN_REQUEST)
        if not facts.note.strip():
            reasons.append(ReleaseReason.NO_NOTE)
    return Decision(tuple(Reason(code) for code in reasons))
