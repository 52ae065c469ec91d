"""What comes of an attempt to call: the state of the call and the next moment.

Moments are naive UTC datetimes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class State(str, Enum):
    """Where a call is."""

    TO_CALL = "to_call"
    IN_CALL = "in_call"
    DONE = "done"
    EXHAUSTED = "exhausted"
    EXCLUDED = "excluded"


TRANSITIONS = frozenset(
    {
        (State.TO_CALL, State.IN_CALL),
        (State.TO_CALL, State.EXCLUDED),
        (State.EXCLUDED, State.TO_CALL),
        (State.IN_CALL, State.TO_CALL),
        (State.IN_CALL, State.DONE),
        (State.IN_CALL, State.EXHAUSTED),
        (State.IN_CALL, State.EXCLUDED),
    }
)


class Result(str, Enum):
    """How an attempt ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    CALL_BACK = "call_back"


# how long to wait before the number is rung again
RETRY_AFTER = {
    Result.NO_ANSWER: timedelta(hours=3),
    Result.BUSY: timedelta(minutes=20),
    Result.VOICEMAIL: timedelta(hours=24),
}
# the customer was spoken to, whatever he said
REACHED = frozenset({Result.ANSWERED, Result.REFUSED, Result.CALL_BACK})


class Why(str, Enum):
    """Why an attempt cannot be recorded, or why no further one follows."""

    NOT_YOURS = "not_yours"
    NOT_TAKEN = "not_taken"
    NO_MOMENT = "no_moment"
    PAST_MOMENT = "past_moment"
    AFTER_END = "after_end"
    UNANSWERED = "unanswered"
    MAX_ATTEMPTS = "max_attempts"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True)
class Next:
    """What follows: the state, when to ring again, and why not again."""

    state: State
    at: datetime | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class AttemptFacts:
    """An attempt about to be recorded.

    ``ends_at``: the first moment at which the campaign is over (None: open end).
    ``unanswered``: titles of the mandatory questions without an answer.
    """

    result: Result
    state: State
    mine: bool
    call_back_at: datetime | None = None
    ends_at: datetime | None = None
    unanswered: tuple[str, ...] = ()


def may_record(facts, now):
    """Decide whether an agent may record this result now."""
    if facts.state is not State.IN_CALL:
        return Decision((Reason(Why.NOT_TAKEN),))
    if not facts.mine:
        return Decision((Reason(Why.NOT_YOURS),))
    if facts.result is Result.CALL_BACK:
        return Decision(tuple(_moment(facts, now)))
    if facts.result is Result.ANSWERED and facts.unanswered:
        titles = {"titles": facts.unanswered}
        return Decision((Reason(Why.UNANSWERED, titles),))
    return Decision()


def next_try(result, attempts, now, *, max_attempts, call_back_at=None):
    """What follows on an attempt that ended with ``result``.

    :param attempts: how many there were, this one included
    :param call_back_at: the moment agreed with the customer, for CALL_BACK only; it
        is kept also when the attempts are used up

    >>> next_try(Result.BUSY, 1, datetime(2026, 3, 2, 9), max_attempts=3).at
    datetime.datetime(2026, 3, 2, 9, 20)
    >>> next_try(Result.BUSY, 3, datetime(2026, 3, 2, 9), max_attempts=3).state.value
    'exhausted'
    """
    if result is Result.CALL_BACK:
        return Next(State.TO_CALL, call_back_at)
    if result in REACHED:
        return Next(State.DONE)
    if result is Result.WRONG_NUMBER:
        return Next(State.EXHAUSTED, reasons=(Reason(Why.WRONG_NUMBER),))
    if attempts >= max_attempts:
        used = Reason(Why.MAX_ATTEMPTS, {"attempts": attempts})
        return Next(State.EXHAUSTED, reasons=(used,))
    return Next(State.TO_CALL, now + RETRY_AFTER[result])


def subject_key(appointment, order, customer):
    """What a call is about, so that a campaign calls about it once.

    :param appointment, order: ids, or a false value

    >>> subject_key(None, 42, 7), subject_key(None, None, 7)
    ('order:42', 'customer:7')
    """
    if appointment:
        return f"appointment:{appointment}"
    return f"order:{order}" if order else f"customer:{customer}"


def minutes(started, now):
    """Whole minutes from ``started`` to ``now``, begun ones counted, never negative.

    >>> minutes(datetime(2026, 3, 2, 9), datetime(2026, 3, 4, 9, 5))
    2885
    """
    seconds = max((now - started).total_seconds(), 0)
    return int(-(-seconds // 60))


def lock_is_over(locked_at, now, lock_minutes):
    """Whether a call taken at ``locked_at`` was abandoned.

    >>> taken = datetime(2026, 3, 2, 9)
    >>> lock_is_over(taken, datetime(2026, 3, 2, 9, 29), 30)
    False
    >>> lock_is_over(taken, datetime(2026, 3, 2, 9, 30), 30)
    True
    """
    return locked_at + timedelta(minutes=lock_minutes) <= now


def _moment(facts, now):
    if not facts.call_back_at:
        yield Reason(Why.NO_MOMENT)
    elif facts.call_back_at <= now:
        yield Reason(Why.PAST_MOMENT, {"at": facts.call_back_at})
    elif facts.ends_at and facts.call_back_at >= facts.ends_at:
        yield Reason(Why.AFTER_END, {"at": facts.call_back_at})
