"""Where a parcel is, decided from everything that was ever reported about it.

Reports come late, twice, out of order and from several mouths. The state is a
function of the set of reports alone: whatever order they arrive in, the same
reports give the same state. Moments are naive UTC datetimes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Status(str, Enum):
    """What a courier, a driver or a person can say about a parcel."""

    LABEL_MADE = "label_made"
    COLLECTED = "collected"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    FAILED_ABSENT = "failed_absent"
    FAILED_ADDRESS = "failed_address"
    REFUSED = "refused"
    RETURNED = "returned"
    LOST = "lost"


# the order of reports of the same moment, and nothing else
RANK = {status: place for place, status in enumerate(Status)}
FAILED = frozenset({Status.FAILED_ABSENT, Status.FAILED_ADDRESS})
# somebody stood at the door
OUTCOMES = FAILED | {Status.DELIVERED, Status.REFUSED}
OPEN = frozenset(Status) - {Status.DELIVERED, Status.RETURNED, Status.LOST}
BEGINNINGS = (None, Status.LABEL_MADE, Status.COLLECTED)
# what an event may follow; those not named follow anything that is not over
AFTER = {
    Status.LABEL_MADE: (None, Status.LABEL_MADE),
    Status.COLLECTED: BEGINNINGS,
    Status.RETURNED: (None, *Status),
}
OVER = (Status.DELIVERED, Status.RETURNED)
# two reports of one attempt never lie further apart than this
SAME_ATTEMPT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Event:
    """One report. ``status`` None: a code that nobody has explained yet.

    ``by_hand``: a person corrects, and is believed over machines. ``number``
    breaks ties of moment and status.
    """

    status: Status | None
    at: datetime
    by_hand: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Where the parcel is, and the last moment of each kind of report that counts.

    ``attempts``: how often somebody stood at the door, the last time included.
    """

    status: Status | None = None
    status_at: datetime | None = None
    collected_at: datetime | None = None
    out_for_delivery_at: datetime | None = None
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    refused_at: datetime | None = None
    returned_at: datetime | None = None
    attempts: int = 0


def decide(events):
    """The :class:`State` that ``events`` (in any order) imply.

    >>> noon = datetime(2026, 3, 2, 12)
    >>> late = Event(Status.IN_TRANSIT, noon - timedelta(hours=1))
    >>> decide([Event(Status.DELIVERED, noon), late]).status.value
    'delivered'
    """
    counted = _counted(events)
    if not counted:
        return State()
    last = counted[-1]
    delivered = _last(counted, {Status.DELIVERED})
    # a person took it back, or the parcel went on: it was not delivered then
    stands = last.status in OVER
    return State(
        status=last.status,
        status_at=last.at,
        collected_at=_first(counted, {Status.COLLECTED}),
        out_for_delivery_at=_last(counted, {Status.OUT_FOR_DELIVERY}),
        delivered_at=delivered if stands else None,
        failed_at=_last(counted, FAILED),
        refused_at=_last(counted, {Status.REFUSED}),
        returned_at=_last(counted, {Status.RETURNED}),
        attempts=_attempts(counted),
    )


def _counted(events):
    """The events that move the parcel on, in their order."""
    known = [event for event in events if event.status]
    known.sort(key=lambda e: (e.at, RANK[e.status], e.number))
    counted, status = [], None
    for event in known:
        if event.by_hand or _may_follow(status, event.status):
            counted.append(event)
            status = event.status
    return counted


def _may_follow(before, status):
    if status in AFTER:
        return before in AFTER[status]
    return before not in OVER


def _attempts(counted):
    """Visits at the door; the same outcome told twice within minutes is one."""
    visits = [event for event in counted if event.status in OUTCOMES]
    count, previous = 0, None
    for visit in visits:
        again = (
            previous
            and visit.status == previous.status
            and visit.at - previous.at <= SAME_ATTEMPT
        )
        count += not again
        previous = visit
    return count


def _first(events, statuses):
    return next((event.at for event in events if event.status in statuses), None)


def _last(events, statuses):
    return _first(reversed(events), statuses)


def split_references(text):
    """The tracking references in one field, each once, in their order.

    >>> split_references("A1, B2,A1;")
    ['A1', 'B2']
    """
    parts = (part.strip() for part in (text or "").replace(";", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))
