"""What a customer may still wish for his delivery, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from .decision import Decision, Reason
from .shipment import Status

FARTHEST = 30  # days ahead of today
LONGEST = 120  # characters of one answer
# a parcel on the van, at its end, or refused takes no more wishes
LATE = frozenset(Status) - {
    Status.LABEL_MADE,
    Status.COLLECTED,
    Status.IN_TRANSIT,
    Status.FAILED_ABSENT,
    Status.FAILED_ADDRESS,
}


class Kind(str, Enum):
    """The wishes that a delivery may have beside its normal way."""

    WINDOW = "window"
    NEIGHBOUR = "neighbour"
    POINT = "point"
    REDIRECT = "redirect"


NEEDED = {
    Kind.WINDOW: ("day", "window"),
    Kind.NEIGHBOUR: ("neighbour",),
    Kind.POINT: ("point",),
    Kind.REDIRECT: ("street", "zip", "city"),
}


class Why(str, Enum):
    """Why a wish is not taken."""

    TOO_LATE = "too_late"
    NOT_OFFERED = "not_offered"
    MISSING = "missing"
    TOO_LONG = "too_long"
    DAY_PAST = "day_past"
    DAY_FAR = "day_far"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished. ``answers``: field -> text or id, empty when not given."""

    kind: Kind
    answers: dict
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What it is wished for: where its parcels are and what its carrier offers."""

    statuses: frozenset
    cancelled: bool
    offered: frozenset


def decide(wish, delivery, today):
    """Whether the wish is taken.

    >>> delivery = Delivery(frozenset({Status.DELIVERED}), False, frozenset(Kind))
    >>> wish = Wish(Kind.NEIGHBOUR, {"neighbour": "Berg, first floor"})
    >>> decide(wish, delivery, date(2026, 3, 2)).reasons[0].code.value
    'too_late'
    """
    if delivery.cancelled or _is_late(delivery.statuses):
        return Decision((Reason(Why.TOO_LATE),))
    if wish.kind not in delivery.offered:
        return Decision((Reason(Why.NOT_OFFERED),))
    return Decision((*_faults(wish), *_day_faults(wish, today)))


def _is_late(statuses):
    """One parcel is on the van, or none is left that could go another way."""
    on_the_van = Status.OUT_FOR_DELIVERY in statuses
    return on_the_van or bool(statuses and statuses <= LATE)


def _faults(wish):
    for name in NEEDED[wish.kind]:
        value = wish.day if name == "day" else wish.answers.get(name)
        if not value:
            yield Reason(Why.MISSING, {"field": name})
        elif isinstance(value, str) and len(value) > LONGEST:
            yield Reason(Why.TOO_LONG, {"field": name})


def _day_faults(wish, today):
    if wish.kind is not Kind.WINDOW or not wish.day:
        return
    if wish.day < today:
        yield Reason(Why.DAY_PAST)
    elif (wish.day - today).days > FARTHEST:
        yield Reason(Why.DAY_FAR, {"days": FARTHEST})
