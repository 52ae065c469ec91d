"""Dunning: which step an open item takes on a day, and why it takes none.

All amounts are Decimals in one currency, that of the documents; days are whole days.
One call decides the items of one customer in one currency with one company.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from odoo.addons.o2c_orders.domain.decision import Reason

from .dunning_pause import days_counted
from .open_item import OpenItem

ZERO = Decimal()


class Why(str, Enum):
    """Why an item takes no step."""

    CREDIT = "credit"
    COVERED = "covered"
    HELD = "held"
    PROMISED = "promised"
    HELD_AND_PROMISED = "held_and_promised"
    EXCLUDED = "excluded"
    BLOCKED = "blocked"
    LEFT_OUT = "left_out"
    DAILY = "daily"
    NO_STRATEGY = "no_strategy"
    DO_NOT_DUN = "do_not_dun"
    NO_STEPS = "no_steps"
    NOT_YET = "not_yet"
    LAST_STEP = "last_step"
    PENDING = "pending"
    BOUND = "bound"
    SMALL_ITEM = "small_item"
    SMALL_BALANCE = "small_balance"
    NO_WORK = "no_work"
    QUIET = "quiet"
    CAP = "cap"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"
    ALREADY = "already"
    PAID = "paid"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a strategy, amounts in the currency of the items.

    :param days: after the due date; below zero a courtesy, before it
    :param bound: days overdue before which the company allows this step to nobody
    """

    id: int
    number: int
    days: int
    channel: str
    fallback: str | None = None
    min_amount: Decimal = ZERO
    consolidated: bool = True
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy on a day, as strict as the company's policy makes it.

    :param caps: ((number of contacts, days), …): no more than so many in so many days
    :param works: whether the day is a working day
    """

    id: int
    steps: tuple[Step, ...] = ()
    do_not_dun: bool = False
    min_balance: Decimal = ZERO
    quiet_days: int = 0
    caps: tuple = ()
    works: bool = True


@dataclass(frozen=True, slots=True)
class Contacts:
    """What is known about reaching a customer.

    :param last: the day of the last contact about payment, made by anybody
    :param made: days on which we contacted him about payment
    :param reach: {channel: id of the contact who is reached on it}
    :param refused: channels on which he does not want to hear from us
    """

    last: date | None = None
    made: tuple[date, ...] = ()
    reach: dict | None = None
    refused: frozenset = frozenset()


class Subject(NamedTuple):
    """An open item and what concerns it alone.

    :param strategy: None: nothing gives it one
    :param excluded: marked in the ledger as not to be followed up
    :param blocked: its payment was blocked by a person
    :param left_out: somebody took it out of this run
    :param waits: its strategy waits for the daily run
    :param pending: id of a notice about it that has not left yet
    :param paused: days since its due date on which all of it was held; the steps do
        not count them
    """

    item: OpenItem
    strategy: Strategy | None = None
    excluded: bool = False
    blocked: bool = False
    left_out: bool = False
    waits: bool = False
    pending: int | None = None
    paused: int = 0


class Verdict(NamedTuple):
    """What becomes of an item: the step it takes, or the reason why it takes none.

    ``claimed`` is what may be asked for, ``covered`` how much of it unmatched credits
    will pay.
    """

    subject: Subject
    step: Step | None = None
    reason: Reason | None = None
    claimed: Decimal = ZERO
    covered: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: the step of the highest level decides its words and channel."""

    strategy: Strategy
    step: Step
    channel: str
    contact: int
    verdicts: tuple[Verdict, ...]


def decide(subjects, contacts, today):
    """What becomes of the open items of a customer.

    :param subjects: Subjects of all of his open items, credits (below zero) as well
    :param contacts: his Contacts
    :return: ``(tuple of Verdicts in order of due date, tuple of Notices)``
    """
    subjects = sorted(subjects, key=lambda s: (s.item.due_date, s.item.key))
    verdicts = [_own(subject, today) for subject in subjects]
    verdicts = _less_credits(verdicts)
    if any(verdict.step for verdict in verdicts):
        verdicts = _of_customer(verdicts, contacts, today)
    return _notices(verdicts, contacts)


def next_step(strategy, level, days_overdue):
    """The step after ``level``, whether it is due or not; None: all were taken.

    A courtesy before the due date is passed over once the item is overdue.

    >>> steps = (Step(1, 1, -3, "email"), Step(2, 2, 8, "email"))
    >>> [next_step(Strategy(1, steps), 0, days).number for days in (-9, 0, 1)]
    [1, 1, 2]
    """
    for step in strategy.steps:
        if step.number > level and (step.days >= 0 or days_overdue <= 0):
            return step
    return None


# ------------------------------------------------------------------ of the item
def _own(subject, today):
    """The verdict as far as it depends on the item alone."""
    item = subject.item
    if item.residual <= 0:
        return Verdict(subject, reason=_CREDIT)
    reason = _not_at_all(subject)
    if reason is None:
        counted = days_counted(item.due_date, today, subject.paused)
        step, reason = _step(subject, counted)
        if reason is None:
            reason = _amount(item, step)
        if reason is None:
            return Verdict(subject, step, None, item.claimable)
    return Verdict(subject, None, reason, item.claimable)


_CREDIT = Reason(Why.CREDIT)


def _not_at_all(subject):
    """Why this item is not reminded of, whatever the day is."""
    strategy, why = subject.strategy, None
    if subject.left_out:
        why = Why.LEFT_OUT
    elif subject.excluded:
        why = Why.EXCLUDED
    elif subject.blocked:
        why = Why.BLOCKED
    elif strategy is None:
        why = Why.NO_STRATEGY
    elif strategy.do_not_dun:
        why = Why.DO_NOT_DUN
    elif not strategy.steps:
        why = Why.NO_STEPS
    elif subject.waits:
        why = Why.DAILY
    return why and Reason(why)


def _step(subject, days_overdue):
    """(the step that is due, None) or (None, why none is)."""
    item = subject.item
    step = next_step(subject.strategy, item.level, days_overdue)
    if step is None:
        return None, Reason(Why.LAST_STEP, {"level": item.level})
    if days_overdue < step.days:
        return None, _not_yet(step.id, item.due_date, step.days + subject.paused)
    if subject.pending:
        return None, Reason(Why.PENDING, {"notice": subject.pending})
    if step.bound is not None and days_overdue < step.bound:
        day = item.due_date + timedelta(days=step.bound + subject.paused)
        return None, Reason(Why.BOUND, {"step": step.id, "on": day})
    return step, None


@lru_cache(1000)
def _not_yet(step, due_date, days):
    """One reason for all items that wait for the same day: most of them do."""
    on = due_date + timedelta(days=days)
    return Reason(Why.NOT_YET, {"step": step, "on": on})


def _amount(item, step):
    """Why nothing, or too little, may be claimed of the item; None: enough may."""
    claimable = item.claimable
    if not claimable:
        known = {"held": item.held, "promised": item.promised}
        if item.held and item.promised:
            return Reason(Why.HELD_AND_PROMISED, known)
        return Reason(Why.HELD if item.held else Why.PROMISED, known)
    if claimable < step.min_amount:
        values = {"claimed": claimable, "least": step.min_amount}
        return Reason(Why.SMALL_ITEM, values)
    return None


def _less_credits(verdicts):
    """Let unmatched credits pay the oldest of what may be claimed."""
    credit = -sum((v.subject.item.residual for v in verdicts if _is_credit(v)), ZERO)
    if not credit:
        return verdicts
    found, left = [], credit
    for verdict in verdicts:
        taken = min(left, verdict.claimed)
        left -= taken
        step, reason = verdict.step, verdict.reason
        if step and taken == verdict.claimed:
            step, reason = None, Reason(Why.COVERED, {"credit": credit})
        found.append(
            Verdict(verdict.subject, step, reason, verdict.claimed, taken)
            if taken
            else verdict
        )
    return found


def _is_credit(verdict):
    return verdict.subject.item.residual < 0


# ------------------------------------------------------------------ of the customer
def _of_customer(verdicts, contacts, today):
    """Stop the items of each strategy that must not go out to this customer today."""
    reasons = {}
    for strategy in {v.subject.strategy.id for v in _due(verdicts)}:
        mine = [v for v in verdicts if _has(v, strategy)]
        reasons[strategy] = _not_today(mine, contacts, today)
    return [_stopped_by(verdict, reasons) for verdict in verdicts]


def _stopped_by(verdict, reasons):
    reason = reasons[verdict.subject.strategy.id] if verdict.step else None
    return _stopped(verdict, reason) if reason else verdict


def _due(verdicts):
    return [verdict for verdict in verdicts if verdict.step]


def _has(verdict, strategy):
    own = verdict.subject.strategy
    return own is not None and own.id == strategy


def _stopped(verdict, reason):
    return Verdict(verdict.subject, None, reason, verdict.claimed, verdict.covered)


def _not_today(verdicts, contacts, today):
    """Why the customer is left in peace; None: he is not."""
    strategy = next(v.subject.strategy for v in verdicts if v.step)
    balance = _balance(verdicts, today)
    if balance < strategy.min_balance:
        values = {"balance": balance, "least": strategy.min_balance}
        return Reason(Why.SMALL_BALANCE, values)
    if not strategy.works:
        return Reason(Why.NO_WORK, {"on": today})
    return _too_soon(strategy, contacts, today)


def _balance(verdicts, today):
    """What the customer owes: due and claimable, less his credits."""
    return sum(
        (
            verdict.claimed - verdict.covered
            for verdict in verdicts
            if verdict.step or verdict.subject.item.due_date < today
        ),
        ZERO,
    )


def _too_soon(strategy, contacts, today):
    last = contacts.last
    if last and (today - last).days < strategy.quiet_days:
        until = last + timedelta(days=strategy.quiet_days)
        return Reason(Why.QUIET, {"on": last, "until": until})
    return capped(strategy.caps, contacts.made, today)


def capped(caps, made, today):
    """Why another contact would be too many; None: it would not.

    :param caps: ((number of contacts, days), …)
    :param made: the days of the contacts that we made

    >>> capped(((1, 7),), (date(2026, 3, 2),), date(2026, 3, 9)) is None
    True
    """
    for most, days in caps:
        since = today - timedelta(days=days)
        count = sum(day > since for day in made)
        if count >= most:
            values = {"count": count, "most": most, "days": days}
            return Reason(Why.CAP, values)
    return None


# ------------------------------------------------------------------ the notices
def _notices(verdicts, contacts):
    """Bring together what goes out on one notice, on a channel that reaches him."""
    groups = defaultdict(list)
    for verdict in _due(verdicts):
        groups[_together(verdict)].append(verdict)
    notices, failed = [], {}
    for group in groups.values():
        step = max((v.step for v in group), key=lambda s: s.number)
        channel, reason = channel_for(step, contacts)
        if reason:
            failed |= {v.subject.item.key: _stopped(v, reason) for v in group}
            continue
        strategy, contact = group[0].subject.strategy, contacts.reach[channel]
        notices.append(Notice(strategy, step, channel, contact, tuple(group)))
    verdicts = [failed.get(v.subject.item.key, v) for v in verdicts]
    return tuple(verdicts), tuple(notices)


def _together(verdict):
    """What goes out on one notice has the same of these."""
    strategy, step = verdict.subject.strategy, verdict.step
    return strategy.id, None if step.consolidated else verdict.subject.item.document


def channel_for(step, contacts):
    """(the channel on which the customer can be reached, None) or (None, why not)."""
    wanted = [step.channel, *([step.fallback] if step.fallback else [])]
    reach = contacts.reach or {}
    for channel in wanted:
        if channel in reach and channel not in contacts.refused:
            return channel, None
    refused = [channel for channel in wanted if channel in contacts.refused]
    if refused:
        return None, Reason(Why.OPTED_OUT, {"channel": refused[0]})
    return None, Reason(Why.NO_ADDRESS, {"channel": step.channel})
