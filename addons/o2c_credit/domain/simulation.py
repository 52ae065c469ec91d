"""What a customer owed when each of his orders was confirmed, retold from the moves.

Amounts are Decimals in company currency, days are dates. What happened on a day counts
from the next day on; orders count at once, each for those after it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

ZERO = Decimal(0)


class What(str, Enum):
    """What a move does."""

    OPENED = "opened"
    SETTLED = "settled"
    CREDITED = "credited"
    PAID = "paid"
    BILLED = "billed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """Something that happened to what a customer owes.

    :param key: the item (opened, settled) or the order (billed, closed)
    :param amount: of the item, of the settlement, of what is to his credit (less when
        it is matched), of what was invoiced of the order
    :param due: of an item
    :param imported: an item whose ledger is elsewhere
    """

    day: date
    what: What
    key: object = None
    amount: Decimal = ZERO
    due: date | None = None
    imported: bool = False


@dataclass(frozen=True)
class Asked:
    """An order that was confirmed.

    :param wanted: the facts of its moment are asked for, not only that it counts
    """

    key: object
    day: date
    amount: Decimal
    wanted: bool = True


@dataclass(frozen=True)
class Moment:
    """What a customer owed at one moment.

    :param overdue: ((days, open amount), …)
    :param last_payment_days: None: he had not paid yet
    """

    receivables: Decimal = ZERO
    imported: Decimal = ZERO
    credits: Decimal = ZERO
    orders: Decimal = ZERO
    overdue: tuple = ()
    last_payment_days: int | None = None


class Fate(str, Enum):
    """What became of an order."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
    NOT_INVOICED = "not_invoiced"


@dataclass(frozen=True)
class Tally:
    """The orders that a rule, or the whole policy, would have held.

    :param caught: those that were paid late or are open and late
    :param false_alarms: those that were paid in time
    """

    count: int = 0
    amount: Decimal = ZERO
    caught: int = 0
    caught_amount: Decimal = ZERO
    false_alarms: int = 0

    def add(self, amount, is_bad, is_good):
        """The tally with one more order."""
        return Tally(
            self.count + 1,
            self.amount + amount,
            self.caught + bool(is_bad),
            self.caught_amount + (amount if is_bad else ZERO),
            self.false_alarms + bool(is_good),
        )


@dataclass(frozen=True)
class _Ledger:
    """What is open while the moves are retold."""

    items: dict = field(default_factory=dict)
    backlog: dict = field(default_factory=lambda: defaultdict(Decimal))
    figures: dict = field(default_factory=dict)

    def apply(self, move):
        _APPLY[move.what](self, move)

    def moment(self, day):
        sums = {True: ZERO, False: ZERO}
        overdue = []
        for item, left in self.items.values():
            sums[item.imported] += left
            if item.due < day:
                overdue.append(((day - item.due).days, left))
        paid = self.figures.get("paid")
        return Moment(
            receivables=sums[False],
            imported=sums[True],
            credits=max(self.figures.get("credits", ZERO), ZERO),
            orders=sum((max(left, ZERO) for left in self.backlog.values()), ZERO),
            overdue=tuple(sorted(overdue, reverse=True)),
            last_payment_days=None if paid is None else (day - paid).days,
        )


def retell(moves, asked):
    """What the customer owed when each order was confirmed: ``{key: Moment}``.

    :param moves: of one customer, in any order
    :param asked: his orders in the order in which they were confirmed

    >>> day = date(2026, 3, 2)
    >>> bill = Move(day, What.OPENED, 1, Decimal(50), day)
    >>> retell([bill], [Asked("S1", date(2026, 3, 3), Decimal(9))])["S1"].receivables
    Decimal('50')
    """
    ledger, found = _Ledger(), {}
    waiting = sorted(moves, key=lambda m: (m.day, m.what != What.OPENED), reverse=True)
    for order in asked:
        while waiting and waiting[-1].day < order.day:
            ledger.apply(waiting.pop())
        if order.wanted:
            found[order.key] = ledger.moment(order.day)
        ledger.backlog[order.key] += order.amount
    return found


def fate(days_late, open_late_days, is_invoiced, is_open, allowed):
    """What became of an order: (:class:`Fate`, days late).

    :param days_late: the latest of its settled instalments; None: none is settled
    :param open_late_days: the same of the open ones, as of today
    :param allowed: so many days late is still in time
    """
    if not is_invoiced:
        return Fate.NOT_INVOICED, 0
    worst = max(days_late or 0, open_late_days or 0)
    if worst > allowed:
        return Fate.LATE, worst
    return (Fate.OPEN if is_open else Fate.IN_TIME), max(worst, 0)


def _open(ledger, move):
    ledger.items[move.key] = (move, move.amount)


def _settle(ledger, move):
    item, left = ledger.items.get(move.key, (None, ZERO))
    if item is None:
        return
    if left > move.amount:
        ledger.items[move.key] = (item, left - move.amount)
    else:
        del ledger.items[move.key]


def _credit(ledger, move):
    figures = ledger.figures
    figures["credits"] = figures.get("credits", ZERO) + move.amount


def _pay(ledger, move):
    ledger.figures["paid"] = move.day


def _bill(ledger, move):
    # an invoice before the order was confirmed counts as well
    ledger.backlog[move.key] -= move.amount


def _close(ledger, move):
    ledger.backlog.pop(move.key, None)


_APPLY = {
    What.OPENED: _open,
    What.SETTLED: _settle,
    What.CREDITED: _credit,
    What.PAID: _pay,
    What.BILLED: _bill,
    What.CLOSED: _close,
}
