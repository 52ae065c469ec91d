"""After a ticket: who is asked how it went, what may be rated, what a rating sets off.

No clock and no words: moments come in as facts, sentences are made in explain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .ticket import Kind, Stage

WORST, BEST = 1, 5


class Matter(str, Enum):
    """What reaches the customer after the closing."""

    RATING = "rating"
    THANKS = "thanks"


class Answer(str, Enum):
    """What a low rating sets off."""

    CALL = "call"
    REOPEN = "reopen"
    NOTHING = "nothing"


class Why(str, Enum):
    """Why a rating is not taken."""

    NO_SUCH_VALUE = "no_such_value"
    RATED = "rated"
    TAKEN_UP_AGAIN = "taken_up_again"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class ClosedFacts:
    """A ticket that has been closed.

    ``is_part``: a department's part of a ticket; ``is_merged``: another ticket goes on
    with it. ``asks``: the company asks how it went.
    """

    kind: Kind
    is_part: bool = False
    is_merged: bool = False
    asks: bool = True


def matter_of(facts):
    """What follows a closing, None: nothing.

    >>> matter_of(ClosedFacts(Kind.COMPLAINT)).value
    'rating'
    >>> matter_of(ClosedFacts(Kind.PRAISE, asks=False)).value
    'thanks'
    >>> matter_of(ClosedFacts(Kind.COMPLAINT, is_merged=True)) is None
    True
    """
    if facts.is_part or facts.is_merged:
        return None
    if facts.kind is Kind.PRAISE:
        return Matter.THANKS
    return Matter.RATING if facts.asks else None


@dataclass(frozen=True)
class RateFacts:
    """A rating that comes in.

    ``round``: the closing it belongs to, ``ticket_round``: the latest one, both counted
    from 1. ``days``: how long after the closing a rating is taken.
    """

    value: int
    round: int
    ticket_round: int
    stage: Stage
    closed_at: datetime | None
    now: datetime
    days: int
    is_rated: bool = False


def may_rate(facts):
    """Decide whether a rating is taken; all objections are given."""
    reasons = []
    if facts.value not in range(WORST, BEST + 1):
        reasons.append(Reason(Why.NO_SUCH_VALUE, {"worst": WORST, "best": BEST}))
    if facts.is_rated:
        reasons.append(Reason(Why.RATED))
    elif facts.stage is not Stage.CLOSED or facts.round != facts.ticket_round:
        reasons.append(Reason(Why.TAKEN_UP_AGAIN))
    elif facts.now >= facts.closed_at + timedelta(days=facts.days):
        reasons.append(Reason(Why.TOO_LATE, {"days": facts.days}))
    return Decision(tuple(reasons))


def is_low(value, limit):
    """Whether a rating calls for an answer; a limit of zero: none does.

    >>> is_low(2, 2), is_low(3, 2), is_low(1, 0)
    (True, False, False)
    """
    return value <= limit
