"""The statement of account: what is open and what happened, currency by currency.

Nothing is converted: each currency is a section of its own. The closing balance of a
section is the sum of what is open in it, credits taken off.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from . import ageing

ZERO = Decimal()


class Kind(str, Enum):
    """What a line of a statement is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    ENTRY = "entry"
    CLEARING = "clearing"


@dataclass(frozen=True)
class Item:
    """One open instalment, or an unmatched credit (``residual`` below zero).

    ``held`` is contested or otherwise out of collection, ``promised`` what open
    promises cover; in the currency of the document like all amounts.
    """

    key: int
    document: int
    kind: Kind
    number: str
    reference: str
    currency: int
    date: date
    due_date: date
    amount: Decimal
    residual: Decimal
    held: Decimal = ZERO
    promised: Decimal = ZERO

    def days_overdue(self, today):
        """Days since the due date; below zero before it."""
        return (today - self.due_date).days


@dataclass(frozen=True)
class Movement:
    """Something that changed the balance; ``balance`` is that after it."""

    date: date
    kind: Kind
    number: str
    document: int
    currency: int
    amount: Decimal
    due_date: date | None = None
    balance: Decimal = ZERO


@dataclass(frozen=True)
class Section:
    """One currency. ``cells`` are the sums of the buckets, oldest last.

    ``opening`` and ``movements`` are there when a first day was asked for.
    """

    currency: int
    items: tuple[Item, ...]
    credits: tuple[Item, ...]
    cells: tuple[Decimal, ...]
    overdue: Decimal
    opening: Decimal | None = None
    movements: tuple[Movement, ...] = ()

    @property
    def open_amount(self):
        """What the customer owes, due or not, before his credits."""
        return sum((item.residual for item in self.items), ZERO)

    @property
    def credit_amount(self):
        """His credits that are matched with nothing yet, as a positive amount."""
        return -sum((item.residual for item in self.credits), ZERO)

    @property
    def closing(self):
        """The balance: what is owed less the credits."""
        return self.open_amount - self.credit_amount

    @property
    def held(self):
        """What of it is contested or held."""
        return sum((item.held for item in self.items), ZERO)

    @property
    def promised(self):
        """What of it the customer promised to pay."""
        return sum((item.promised for item in self.items), ZERO)


@dataclass(frozen=True)
class Statement:
    """The account of one customer at the end of a day."""

    as_of: date
    date_from: date | None
    starts: tuple[int, ...]
    sections: tuple[Section, ...]

    @property
    def is_empty(self):
        """Whether there is nothing to tell."""
        return not self.sections


def build(as_of, date_from, starts, items, movements=(), openings=None):
    """The statement over these facts.

    >>> day = date(2026, 3, 31)
    >>> due = Item(1, 1, Kind.INVOICE, "A1", "", 7, day, day, Decimal(90), Decimal(60))
    >>> paid = Item(2, 2, Kind.PAYMENT, "P1", "", 7, day, day, ZERO, Decimal(-20))
    >>> found = build(date(2026, 4, 5), None, (0, 1, 31), [due, paid])
    >>> (section,) = found.sections
    >>> section.open_amount, section.credit_amount, section.closing, section.overdue
    (Decimal('60'), Decimal('20'), Decimal('40'), Decimal('60'))
    >>> section.cells
    (Decimal('0'), Decimal('40'), Decimal('0'))

    :param starts: the days on which the buckets of the ageing begin
    :param items: open items and credits of all currencies
    :param movements: of the period, in the order in which they are shown
    :param openings: {currency: balance before ``date_from``}; None: no activity
    """
    currencies = dict.fromkeys(
        (*(i.currency for i in items), *(m.currency for m in movements))
    )
    # what was settled before is no section of its own
    wanted = [c for c, amount in (openings or {}).items() if amount]
    currencies.update(dict.fromkeys(wanted))
    sections = tuple(
        _section(
            currency,
            as_of,
            starts,
            [item for item in items if item.currency == currency],
            [move for move in movements if move.currency == currency],
            None if openings is None else openings.get(currency, ZERO),
        )
        for currency in currencies
    )
    return Statement(as_of, date_from, tuple(starts), sections)


def _section(currency, as_of, starts, items, movements, opening):
    ordered = sorted(items, key=lambda i: (i.due_date, i.date, i.number, i.key))
    owed = tuple(item for item in ordered if item.residual > 0)
    ages = [(item.days_overdue(as_of), item.residual) for item in ordered]
    return Section(
        currency=currency,
        items=owed,
        credits=tuple(item for item in ordered if item.residual <= 0),
        cells=ageing.spread(ages, starts),
        overdue=sum((i.residual for i in owed if i.due_date < as_of), ZERO),
        opening=opening,
        movements=tuple(_running(movements, opening or ZERO)),
    )


def _running(movements, balance):
    for movement in movements:
        balance += movement.amount
        yield replace(movement, balance=balance)
