"""Claims of ours on suppliers and couriers, back to back with a ticket."""

from enum import Enum


class State(str, Enum):
    """Where a claim is."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SETTLED = "settled"
    CANCELLED = "cancelled"


OPEN = frozenset({State.DRAFT, State.SENT, State.ANSWERED, State.ACCEPTED})
# we wait for them
WAITING = frozenset({State.SENT})
TRANSITIONS = frozenset(
    {
        (State.DRAFT, State.SENT),
        (State.DRAFT, State.CANCELLED),
        (State.SENT, State.ANSWERED),
        (State.SENT, State.ACCEPTED),
        (State.SENT, State.REJECTED),
        (State.SENT, State.CANCELLED),
        (State.ANSWERED, State.SENT),
        (State.ANSWERED, State.ACCEPTED),
        (State.ANSWERED, State.REJECTED),
        (State.ANSWERED, State.CANCELLED),
        (State.REJECTED, State.SENT),
        (State.ACCEPTED, State.SETTLED),
        (State.ACCEPTED, State.ANSWERED),
        (State.SETTLED, State.ACCEPTED),
    }
)


def outcome(accepted):
    """Where an answer over so much leads.

    >>> outcome(0).value
    'rejected'
    >>> outcome(10).value
    'accepted'
    """
    return State.ACCEPTED if accepted > 0 else State.REJECTED


def is_late(state, deadline, today):
    """Whether they should have answered by now; on the last day they are in time.

    >>> from datetime import date
    >>> is_late(State.SENT, date(2026, 3, 2), date(2026, 3, 2))
    False
    >>> is_late(State.SENT, date(2026, 3, 2), date(2026, 3, 3))
    True
    """
    return state in WAITING and deadline is not None and deadline < today
