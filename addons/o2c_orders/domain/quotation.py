"""The life of a quotation after it was sent: what may be done, what falls due.

Days are days of the company's time zone, amounts are in company currency.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason


class Status(str, Enum):
    """How a quotation stands. Lost: somebody else got it. Abandoned: nobody did."""

    OPEN = "open"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    LOST = "lost"
    ABANDONED = "abandoned"
    WON = "won"
    CANCELLED = "cancelled"


class Action(str, Enum):
    """What somebody does with a quotation."""

    RELAUNCH = "relaunch"
    REVISE = "revise"
    CHASE = "chase"
    POSTPONE = "postpone"
    SUSPEND = "suspend"
    RESUME = "resume"
    LOSE = "lost"
    ABANDON = "abandoned"


class Why(str, Enum):
    """Why an action is refused."""

    WON = "won"
    CLOSED = "closed"
    NEVER_SENT = "never_sent"
    RESTING = "resting"
    NOT_RESTING = "not_resting"
    NO_DAY = "no_day"
    PAST_DAY = "past_day"
    NO_REASON = "no_reason"


RESTING = frozenset({Status.POSTPONED, Status.SUSPENDED})
ALIVE = RESTING | {Status.OPEN}
NEEDS_SENDING = frozenset({Action.RELAUNCH, Action.REVISE, Action.CHASE})
NEEDS_DAY = frozenset({Action.RELAUNCH, Action.POSTPONE})
NEEDS_REASON = frozenset({Action.SUSPEND, Action.LOSE, Action.ABANDON})


@dataclass(frozen=True, slots=True)
class Step:
    """An action with what was given for it.

    :param sent: the customer has got the quotation at least once
    :param day: the new validity or the day it is postponed to
    :param reason: a reason was chosen
    """

    action: Action
    status: Status
    sent: bool
    today: date
    day: date | None = None
    reason: bool = False


def may(step):
    """Whether ``step`` may be taken.

    >>> may(Step(Action.CHASE, Status.OPEN, True, date(2026, 3, 2))).ok
    True
    >>> may(Step(Action.CHASE, Status.WON, True, date(2026, 3, 2))).reasons[0].code
    <Why.WON: 'won'>
    """
    return Decision(tuple(_objections(step)))


def _objections(step):
    action, status = step.action, step.status
    if status is Status.WON:
        yield Reason(Why.WON)
        return
    if action is not Action.RELAUNCH and status not in ALIVE:
        yield Reason(Why.CLOSED)
    if action is Action.RESUME and status not in RESTING:
        yield Reason(Why.NOT_RESTING)
    if action is Action.CHASE and status in RESTING:
        yield Reason(Why.RESTING)
    if action in NEEDS_SENDING and not step.sent:
        yield Reason(Why.NEVER_SENT)
    if action in NEEDS_DAY:
        yield from _wrong_day(step)
    if action in NEEDS_REASON and not step.reason:
        yield Reason(Why.NO_REASON)


def _wrong_day(step):
    if step.day is None:
        yield Reason(Why.NO_DAY)
    elif step.day <= step.today:
        yield Reason(Why.PAST_DAY, {"day": step.day})


class Basis(str, Enum):
    """From which day a rule counts."""

    SILENCE = "silence"
    VALIDITY = "validity"


@dataclass(frozen=True, slots=True)
class ChaseRule:
    """When a quotation without an answer is chased, or given up.

    :param days: after the basis; before it when negative
    :param since: quotations sent before are history and left alone
    :param to_customer: the step goes to the customer, not to a colleague
    :param teams, media: sales teams and channels it is for; empty: all
    """

    key: int
    days: int
    since: date
    basis: Basis = Basis.SILENCE
    minimum: Decimal = Decimal(0)
    to_customer: bool = True
    teams: frozenset = frozenset()
    media: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open quotation that waits for the customer.

    :param sent_on: when it was sent (again)
    :param silent_on: since when the customer is silent: sent, or his last word
    :param our_turn: the last word was his, and nobody answered
    :param used: keys of the rules that were carried out since it was sent
    """

    sent_on: date
    silent_on: date
    valid_until: date | None
    amount: Decimal
    team: int | None = None
    medium: int | None = None
    our_turn: bool = False
    used: frozenset = frozenset()


def due_rules(quote, rules, today):
    """The rules to be carried out today: those that fell due last, each once.

    Rules that fell due earlier and were missed are not made up for: nobody gets
    three reminders on one day.

    >>> rules = [ChaseRule(k, d, date(2026, 1, 1)) for k, d in ((1, 3), (2, 7))]
    >>> quote = Waiting(date(2026, 3, 2), date(2026, 3, 2), None, Decimal(100))
    >>> [rule.key for rule in due_rules(quote, rules, date(2026, 3, 20))]
    [2]
    """
    due = [(day, rule) for rule in rules if (day := _due_on(quote, rule, today))]
    last = max((day for day, _rule in due), default=None)
    return tuple(
        rule
        for day, rule in due
        if day == last
        and rule.key not in quote.used
        and not (quote.our_turn and rule.to_customer)
    )


def _due_on(quote, rule, today):
    """The day on which ``rule`` fell due for ``quote``; None when it has not."""
    if not _applies(quote, rule):
        return None
    start = quote.silent_on if rule.basis is Basis.SILENCE else quote.valid_until
    if start is None:
        return None
    day = start + timedelta(days=rule.days)
    return day if day <= today else None


def _applies(quote, rule):
    return (
        quote.sent_on >= rule.since
        and quote.amount >= rule.minimum
        and (not rule.teams or quote.team in rule.teams)
        and (not rule.media or quote.medium in rule.media)
    )
