"""What comes of an attempt to call: the state of the call and the next moment.

Moments are naive UTC datetimes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .retry import NO_RULE, Tried, when


class State(str, Enum):
    """Where a call is."""

    TO_CALL = "to_call"
    IN_CALL = "in_call"
    DONE = "done"
    EXHAUSTED = "exhausted"
    EXCLUDED = "excluded"


# no further attempt follows
OVER = frozenset({State.DONE, State.EXHAUSTED})
TRANSITIONS = frozenset(
    {
        (State.TO_CALL, State.IN_CALL),
        (State.TO_CALL, State.EXCLUDED),
        (State.TO_CALL, State.DONE),
        (State.EXHAUSTED, State.DONE),
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
    THIRD_PARTY = "third_party"
    DO_NOT_CALL = "do_not_call"
    LANGUAGE = "language"
    NOT_IN_SERVICE = "not_in_service"
    MOVED = "moved"
    DECEASED = "deceased"
    ABANDONED = "abandoned"


# how long to wait before the number is rung again
RETRY_AFTER = {
    Result.NO_ANSWER: timedelta(hours=3),
    Result.BUSY: timedelta(minutes=20),
    Result.VOICEMAIL: timedelta(hours=24),
    Result.THIRD_PARTY: timedelta(hours=3),
    Result.ABANDONED: timedelta(hours=24),
}
# the customer was spoken to, whatever he said
REACHED = frozenset(
    {Result.ANSWERED, Result.REFUSED, Result.CALL_BACK, Result.DO_NOT_CALL}
)
# the person cannot be reached at this number, now or later
WRONG = frozenset({Result.WRONG_NUMBER, Result.NOT_IN_SERVICE, Result.MOVED})
# a person took the call, though not always the one asked for
ALIVE = (
    REACHED
    | WRONG - {Result.NOT_IN_SERVICE}
    | {
        Result.THIRD_PARTY,
        Result.LANGUAGE,
        Result.DECEASED,
        Result.ABANDONED,
    }
)


class Why(str, Enum):
    """Why an attempt cannot be recorded, or why no further one follows."""

    NOT_YOURS = "not_yours"
    NOT_TAKEN = "not_taken"
    NO_MOMENT = "no_moment"
    PAST_MOMENT = "past_moment"
    AFTER_END = "after_end"
    UNANSWERED = "unanswered"
    NO_LANGUAGE = "no_language"
    MAX_ATTEMPTS = "max_attempts"
    NUMBER_USED_UP = "number_used_up"
    WRONG_NUMBER = "wrong_number"
    NO_SPEAKER = "no_speaker"
    DECEASED = "deceased"


@dataclass(frozen=True)
class Next:
    """What follows: the state, when to ring again, and why not again.

    ``other_number``: another number of the customer is rung.
    ``link``: who was not reached gets the script as a link.
    """

    state: State
    at: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    other_number: bool = False
    link: bool = False


@dataclass(frozen=True)
class AttemptFacts:
    """An attempt about to be recorded.

    ``ends_at``: the first moment at which the campaign is over (None: open end).
    ``unanswered``: titles of the mandatory questions without an answer.
    ``language``: whether it is said which language the customer speaks.
    """

    result: Result
    state: State
    mine: bool
    call_back_at: datetime | None = None
    ends_at: datetime | None = None
    unanswered: tuple[str, ...] = ()
    language: bool = False


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
    if facts.result is Result.LANGUAGE and not facts.language:
        return Decision((Reason(Why.NO_LANGUAGE),))
    return Decision()


def next_try(
    result, attempts, now, *, max_attempts, call_back_at=None, rule=None, tried=None
):
    """What follows on an attempt that ended with ``result``.

    :param attempts: how many there were, this one included
    :param call_back_at: the moment agreed with the customer, for CALL_BACK only; it
        is kept also when the attempts are used up
    :param RetryRule rule: for this result; None: the waiting time of `RETRY_AFTER`
    :param Tried tried: what was tried before and what there is besides

    >>> next_try(Result.BUSY, 1, datetime(2026, 3, 2, 9), max_attempts=3).at
    datetime.datetime(2026, 3, 2, 9, 20)
    >>> next_try(Result.BUSY, 3, datetime(2026, 3, 2, 9), max_attempts=3).state.value
    'exhausted'
    """
    tried = tried or Tried()
    if result is Result.CALL_BACK:
        return Next(State.TO_CALL, call_back_at)
    if result in REACHED:
        return Next(State.DONE)
    if result is Result.DECEASED:
        return _over(Why.DECEASED)
    if result is Result.LANGUAGE:
        return Next(State.TO_CALL, now) if tried.speaker else _over(Why.NO_SPEAKER)
    rule = rule or default_rule(result)
    return _ring_again(result, attempts, now, max_attempts, rule, tried)


def _ring_again(result, attempts, now, max_attempts, rule, tried):
    if attempts >= max_attempts or 0 < rule.per_contact <= tried.with_result:
        return _over(Why.MAX_ATTEMPTS, rule.link, attempts=attempts)
    wrong = result in WRONG
    if not wrong and not 0 < rule.per_number <= tried.on_number:
        return Next(State.TO_CALL, when(now, rule, tried))
    if rule.other_numbers and tried.other_number:
        at = now if wrong else when(now, rule, tried)
        return Next(State.TO_CALL, at, other_number=True)
    if wrong:
        return _over(Why.WRONG_NUMBER, rule.link)
    return _over(Why.NUMBER_USED_UP, rule.link, attempts=tried.on_number)


def default_rule(result):
    """The rule for ``result`` where nobody set one."""
    return replace(NO_RULE, wait=RETRY_AFTER.get(result, timedelta()))


def _over(why, link=False, **params):
    return Next(State.EXHAUSTED, reasons=(Reason(why, params),), link=link)


def kept(promised_at, begun_at, grace_minutes):
    """Whether a promised call-back was begun in time.

    >>> agreed = datetime(2026, 3, 2, 15)
    >>> kept(agreed, datetime(2026, 3, 2, 15, 15), 15)
    True
    >>> kept(agreed, datetime(2026, 3, 2, 15, 15, 1), 15)
    False
    """
    return begun_at <= promised_at + timedelta(minutes=grace_minutes)


@dataclass(frozen=True)
class Spent:
    """Seconds that one attempt took: talking, writing up, and in all."""

    talk: int
    wrap: int
    handle: int


def spent(taken_at, now, *, reached, dialled_at=None, hung_up_at=None):
    """The seconds of one attempt, from the moments that are known.

    :param dialled_at: when the number was rung; None: when the call was taken
    :param hung_up_at: when the line was closed; None: now

    >>> at = datetime(2026, 3, 2, 9)
    >>> spent(
    ...     at,
    ...     at + timedelta(seconds=90),
    ...     reached=True,
    ...     dialled_at=at + timedelta(seconds=20),
    ...     hung_up_at=at + timedelta(seconds=60),
    ... )
    Spent(talk=40, wrap=30, handle=90)
    """
    begun, closed = dialled_at or taken_at, hung_up_at or now
    talk = seconds(begun, closed) if reached else 0
    return Spent(talk, seconds(closed, now), seconds(taken_at, now))


def seconds(start, end):
    """Whole seconds from ``start`` to ``end``, never negative."""
    return max(int((end - start).total_seconds()), 0)


@dataclass(frozen=True)
class MergeFacts:
    """A call about a customer who was merged with another one of the same campaign.

    ``agreed``: he asked to be called back. ``by_hand``: a person took him off the list.
    """

    state: State
    agreed: bool = False
    by_hand: bool = False
    attempts: int = 0
    number: int = 0


def merge_rank(call):
    """Which of two calls to one customer counts: the one of the lowest rank.

    What was said stands before what is still to be asked, a promise before a decision
    of the team, and that before the rule.

    >>> done, waits = MergeFacts(State.DONE), MergeFacts(State.TO_CALL, attempts=2)
    >>> min(waits, done, key=merge_rank) == done
    True
    """
    steps = (
        call.state is State.DONE,
        call.state is State.IN_CALL,
        call.state is State.EXHAUSTED,
        call.state is State.TO_CALL and call.agreed,
        call.by_hand,
        call.state is State.TO_CALL,
        True,
    )
    return steps.index(True), -call.attempts, call.number


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
