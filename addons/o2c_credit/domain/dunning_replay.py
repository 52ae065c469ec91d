"""What a strategy would have done in a past period, and what came after it.

The rule is that of the runs (``domain.dunning.decide``); only the days are those of the
past: an item is what was open of it at the end of the day before.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from .dunning import Contacts, Subject, decide, next_step
from .open_item import ZERO, OpenItem

# money that comes within so many days of a notice follows it
FOLLOWS = 14


@dataclass(frozen=True)
class PastItem:
    """An item as it was settled piece by piece.

    :param pieces: ((amount, day it was settled or None), …); below zero: a credit
    """

    key: int
    document: int
    number: str
    opened: date
    due: date
    pieces: tuple

    def open_on(self, day):
        """What was open of it at the end of a day."""
        if self.opened > day:
            return ZERO
        return sum(
            (amount for amount, closed in self.pieces if not closed or closed > day),
            ZERO,
        )

    def came(self, day, before=None):
        """What was settled of it within two weeks after a day, and before another.

        >>> day = date(2026, 3, 1)
        >>> pieces = ((Decimal(5), date(2026, 3, 15)), (Decimal(7), date(2026, 3, 16)))
        >>> PastItem(1, 1, "INV/1", day, day, pieces).came(day)
        Decimal('5')
        """
        last = day + timedelta(days=FOLLOWS)
        if before:
            last = min(last, before)
        return sum(
            (a for a, closed in self.pieces if closed and day < closed <= last), ZERO
        )


@dataclass(frozen=True)
class Sent:
    """One item on one notice that would have gone out.

    :param notice: number of the notice of this customer
    """

    day: date
    notice: int
    step: int
    channel: str
    item: PastItem
    claimed: Decimal
    came: Decimal


def replay(items, strategy, works, start, end, reach):
    """The notices to one customer in a period: a list of :class:`Sent`.

    :param items: his PastItems, credits too
    :param works: days on which the strategy may send
    :param start, end: first and last day
    :param reach: {channel: contact} that is assumed
    """
    sent, made, levels, number = [], [], {}, 0
    day, end = _between(items, strategy, start, end)
    while day <= end:
        standing = _standing(items, levels, day)
        if _is_due(standing, strategy, day):
            rule = replace(strategy, works=day in works)
            contacts = Contacts(made[-1] if made else None, tuple(made), reach)
            subjects = [Subject(item, rule) for item in standing.values()]
            _verdicts, notices = decide(subjects, contacts, day)
            for notice in notices:
                number += 1
                made.append(day)
                sent += _sent(notice, number, day, items, levels)
        day += timedelta(days=1)
    return _once(sent)


def _once(sent):
    """Money that came after two notices of an item follows the later one alone."""
    later, found = {}, []
    for one in reversed(sent):
        came = one.item.came(one.day, later.get(one.item.key))
        later[one.item.key] = one.day
        found.append(replace(one, came=came))
    return found[::-1]


def _between(items, strategy, start, end):
    """The days on which anything can happen at all."""
    owed = [item for item in items if item.pieces[0][0] > 0]
    if not (owed and strategy.steps):
        return start, start - timedelta(days=1)
    soonest = min(step.days for step in strategy.steps)
    first = min(item.due for item in owed) + timedelta(days=soonest)
    closed = [day for item in owed for _amount, day in item.pieces]
    last = end if None in closed else max(closed)
    return max(start, first), min(end, last)


def _standing(items, levels, day):
    """{key: OpenItem} of what was open at the end of the day before."""
    before = day - timedelta(days=1)
    found = {}
    for item in items:
        still = item.open_on(before)
        if still:
            found[item.key] = OpenItem(
                item.key,
                item.document,
                item.number,
                0,
                item.opened,
                item.due,
                still,
                still,
                level=levels.get(item.key, 0),
            )
    return found


def _is_due(standing, strategy, day):
    """Whether any item has come to its next step; most days none has."""
    for item in standing.values():
        late = item.days_overdue(day)
        step = item.residual > 0 and next_step(strategy, item.level, late)
        if step and late >= step.days:
            return True
    return False


def _sent(notice, number, day, items, levels):
    by_key = {item.key: item for item in items}
    found = []
    for verdict in notice.verdicts:
        key = verdict.subject.item.key
        levels[key] = verdict.step.number
        found.append(
            Sent(
                day,
                number,
                verdict.step.id,
                notice.channel,
                by_key[key],
                verdict.claimed - verdict.covered,
                ZERO,
            )
        )
    return found
