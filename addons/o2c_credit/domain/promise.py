"""Promises to pay: what they cover, and whether they were kept.

All amounts are Decimals in one currency, that of the documents. A promise is judged by
what was matched with its items: money that came between the day it was made and its
last day (the promised one and some days of tolerance). A credit note is not money: it
lessens what is left to be paid. What comes later heals nothing.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

ZERO = Decimal()


class State(str, Enum):
    """How a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


# its last day is over and it was judged
MATURED = frozenset({State.KEPT, State.PARTLY, State.BROKEN})
FAILED = frozenset({State.PARTLY, State.BROKEN})


class Why(str, Enum):
    """Why a promise cannot be taken."""

    NOTHING = "nothing"
    MORE_THAN_OPEN = "more_than_open"
    PAST = "past"
    TOO_FAR = "too_far"
    OTHER_ITEMS = "other_items"
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to promise.

    :param amount: in the currency of the items
    :param day: the day until which he wants to pay
    :param free: {item: what of it is open and not promised yet}; the oldest first
    :param furthest: the last day that may be promised, None: any
    :param foreign: items were named that are not his, or not open
    :param currencies: how many currencies the named items have
    """

    amount: Decimal
    day: date
    free: dict
    furthest: date | None = None
    foreign: bool = False
    currencies: int = 1


@dataclass(frozen=True, slots=True)
class Settlement:
    """Something that settled a part of an item: ``money``, or a credit, a write-off."""

    day: date
    amount: Decimal
    money: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one promise covers of one item.

    :param made: the day the promise was made
    :param last: the last day on which money counts
    :param free: what of the item was open and not promised otherwise when it was made
    :param paid_before: money of that day and later that was matched already then
    :param settled_before: everything else that was matched already then
    """

    key: Hashable
    amount: Decimal
    made: date
    last: date
    free: Decimal
    paid_before: Decimal = ZERO
    settled_before: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a share.

    :param due: what of the promised amount there was to pay
    :param day: when the last of the money came
    """

    due: Decimal
    paid: Decimal = ZERO
    day: date | None = None

    @property
    def missing(self):
        """What of it was not paid."""
        return max(ZERO, self.due - self.paid)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a promise stands, and since when if it was kept."""

    state: State
    due: Decimal
    paid: Decimal
    day: date | None = None

    @property
    def missing(self):
        """What of it was not paid."""
        return max(ZERO, self.due - self.paid)


def check(asked, today):
    """Whether the promise can be taken."""
    return Decision(tuple(_objections(asked, today)))


def _objections(asked, today):
    if asked.foreign:
        yield Reason(Why.OTHER_ITEMS)
    if asked.currencies > 1:
        yield Reason(Why.OTHER_CURRENCY)
    if asked.amount <= 0:
        yield Reason(Why.NOTHING)
    open_amount = sum(asked.free.values(), ZERO)
    if asked.amount > open_amount:
        yield Reason(Why.MORE_THAN_OPEN, {"amount": asked.amount, "open": open_amount})
    if asked.day < today:
        yield Reason(Why.PAST, {"day": asked.day})
    if asked.furthest and asked.day > asked.furthest:
        yield Reason(Why.TOO_FAR, {"day": asked.day, "furthest": asked.furthest})


def allocate(amount, free):
    """``amount`` over items in their order: {item: part}, those without one left out.

    >>> allocate(Decimal(70), {"a": Decimal(50), "b": Decimal(40)})
    {'a': Decimal('50'), 'b': Decimal('20')}
    """
    parts = {}
    for item, most in free.items():
        part = min(amount, max(ZERO, most))
        if part > 0:
            parts[item] = part
            amount -= part
    return parts


def outcomes(shares, settlements, today):
    """What came of all shares of one item: {key: Outcome}.

    Money counts once: for the share whose last day is the earliest of those that were
    promised when it came.
    """
    shares = sorted(shares, key=lambda s: (s.last, s.made, str(s.key)))
    paid, day = _distribute(shares, settlements, today)
    found = {}
    for share in shares:
        until = min(today, share.last)
        otherwise = sum(
            (
                s.amount
                for s in settlements
                if (s.day <= until if not s.money else s.day < share.made)
            ),
            ZERO,
        )
        left = share.free - (otherwise - share.settled_before)
        due = min(share.amount, max(ZERO, left))
        found[share.key] = Outcome(due, paid[share.key], day.get(share.key))
    return found


def _distribute(shares, settlements, today):
    paid, day = defaultdict(Decimal), {}
    known = {share.key: share.paid_before for share in shares}
    for money in sorted((s for s in settlements if s.money), key=lambda s: s.day):
        left = money.amount
        for share in shares:
            if not share.made <= money.day <= min(share.last, today):
                continue
            # what was paid before it was promised is not the promise's
            old = min(known[share.key], money.amount)
            known[share.key] -= old
            part = min(left, money.amount - old, share.amount - paid[share.key])
            if part > 0:
                paid[share.key] += part
                day[share.key] = money.day
                left -= part
    return paid, day


def judge(found, last, today):
    """How a promise stands whose shares came out as ``found``.

    :param last: its last day; on the day after it is judged
    """
    due = sum((outcome.due for outcome in found), ZERO)
    paid = sum((outcome.paid for outcome in found), ZERO)
    day = max((outcome.day for outcome in found if outcome.day), default=None)
    return Verdict(_state(due, paid, last, today), due, paid, day)


def _state(due, paid, last, today):
    if due <= 0 and paid <= 0:
        return State.WITHDRAWN  # nothing was left to be paid
    if paid >= due:
        return State.KEPT
    if today <= last:
        return State.OPEN
    return State.PARTLY if paid > 0 else State.BROKEN


def plan_state(states):
    """How a plan stands by its instalments: one that fails breaks it.

    >>> plan_state([State.KEPT, State.OPEN]).value, plan_state([]).value
    ('open', 'withdrawn')
    """
    states = [State(state) for state in states]
    if FAILED & set(states):
        return State.BROKEN
    if State.OPEN in states:
        return State.OPEN
    return State.KEPT if State.KEPT in states else State.WITHDRAWN


def instalments(amount, days, unit):
    """``amount`` in equal parts, one for each day; the last takes what is left over.

    :param unit: the smallest amount of the currency

    >>> instalments(Decimal(100), ["a", "b", "c"], Decimal("0.01"))[2]
    ('c', Decimal('33.34'))
    """
    part = (amount / len(days)) // unit * unit
    first = [(day, part) for day in days[:-1]]
    return [*first, (days[-1], amount - part * len(first))]


def kept_rate(kept, matured):
    """The share of kept promises, in percent; None when none was due yet.

    >>> kept_rate(2, 3), kept_rate(0, 0)
    (66.7, None)
    """
    return round(100 * float(kept) / float(matured), 1) if matured else None
