"""The causal chain of an order: from the entry error to what it led to.

Each thing that went wrong is an event. An event is led back to the nearest earlier
event that can have caused it; one without such a cause is a root. That is an
inference from kinds and moments, not a proof: the chain shows both so that a person
can judge it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum


class Event(str, Enum):
    """What can go wrong with an order, in the order in which it normally does."""

    ENTRY_REFERENCE = "entry_reference"
    ENTRY_QUANTITY = "entry_quantity"
    ENTRY_TIME = "entry_time"
    ENTRY_ADDRESS = "entry_address"
    FAILED_ADDRESS = "failed_address"
    FAILED_ABSENT = "failed_absent"
    WRONG_DELIVERY = "wrong_delivery"
    LATE = "late"
    REFUSED = "refused"
    LOST = "lost"
    RETURN = "return"
    COMPLAINT = "complaint"
    CONTESTED = "contested"
    CREDIT_NOTE = "credit_note"
    LATE_PAYMENT = "late_payment"


_E = Event
_ENTRIES = (_E.ENTRY_REFERENCE, _E.ENTRY_QUANTITY, _E.ENTRY_TIME, _E.ENTRY_ADDRESS)
_AT_THE_DOOR = (_E.FAILED_ADDRESS, _E.FAILED_ABSENT, _E.LATE, _E.WRONG_DELIVERY)
# effect -> what can have caused it
CAUSES = {
    _E.FAILED_ADDRESS: (_E.ENTRY_ADDRESS,),
    _E.FAILED_ABSENT: (_E.ENTRY_TIME, _E.ENTRY_ADDRESS),
    _E.WRONG_DELIVERY: (_E.ENTRY_REFERENCE, _E.ENTRY_QUANTITY),
    _E.LATE: (
        _E.FAILED_ADDRESS,
        _E.FAILED_ABSENT,
        _E.REFUSED,
        _E.LOST,
        *_ENTRIES,
    ),
    _E.REFUSED: (*_AT_THE_DOOR, *_ENTRIES),
    _E.LOST: (_E.ENTRY_ADDRESS, _E.FAILED_ADDRESS),
    _E.RETURN: (_E.REFUSED, *_AT_THE_DOOR, *_ENTRIES),
    _E.COMPLAINT: (_E.RETURN, _E.REFUSED, _E.LOST, *_AT_THE_DOOR, *_ENTRIES),
    _E.CONTESTED: (
        _E.COMPLAINT,
        _E.RETURN,
        _E.REFUSED,
        _E.LOST,
        _E.WRONG_DELIVERY,
        _E.ENTRY_REFERENCE,
        _E.ENTRY_QUANTITY,
    ),
    _E.CREDIT_NOTE: (
        _E.CONTESTED,
        _E.COMPLAINT,
        _E.RETURN,
        _E.REFUSED,
        _E.LOST,
        _E.WRONG_DELIVERY,
        _E.ENTRY_REFERENCE,
        _E.ENTRY_QUANTITY,
    ),
    _E.LATE_PAYMENT: (
        _E.CONTESTED,
        _E.CREDIT_NOTE,
        _E.COMPLAINT,
        _E.RETURN,
        _E.REFUSED,
        _E.LOST,
        _E.LATE,
        _E.WRONG_DELIVERY,
    ),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that went wrong. ``days``: the delay it stands for, if it does."""

    kind: Event
    at: datetime
    cost: Decimal = Decimal()
    days: int = 0
    note: str = ""
    record: tuple = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A happening in the chain. ``cause``: place of its cause, None at a root.

    ``depth``: how far from the root. ``behind``: cost of all that follows from it,
    its own included.
    """

    happening: Happening
    cause: int | None
    depth: int
    behind: Decimal


def chain(happenings):
    """The chain of ``happenings``, in order of time.

    >>> wrong = Happening(Event.ENTRY_ADDRESS, datetime(2026, 3, 2))
    >>> failed = Happening(Event.FAILED_ADDRESS, datetime(2026, 3, 4), Decimal(14))
    >>> [(link.cause, link.depth, link.behind) for link in chain([failed, wrong])]
    [(None, 0, Decimal('14')), (0, 1, Decimal('14'))]
    """
    rank = {kind: place for place, kind in enumerate(Event)}
    ordered = sorted(happenings, key=lambda h: (h.at, rank[h.kind]))
    causes, depths = [], []
    for place, happening in enumerate(ordered):
        cause = _cause(ordered[:place], happening.kind)
        causes.append(cause)
        depths.append(0 if cause is None else depths[cause] + 1)
    behind = [happening.cost for happening in ordered]
    for place in reversed(range(len(ordered))):
        if causes[place] is not None:
            behind[causes[place]] += behind[place]
    return tuple(map(Link, ordered, causes, depths, behind))


def root_of(links, place):
    """The place of the root from which ``links[place]`` follows."""
    while links[place].cause is not None:
        place = links[place].cause
    return place


def _cause(before, kind):
    """The nearest earlier event that can have caused ``kind``.

    The causes are asked in the order of their weight: the nearest in kind first.
    """
    for possible in CAUSES.get(kind, ()):
        for place in reversed(range(len(before))):
            if before[place].kind is possible:
                return place
    return None
