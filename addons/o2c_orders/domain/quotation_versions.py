"""Two versions of a quotation compared, line by line."""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum


class Kind(str, Enum):
    """What happened to a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the customer read it. ``key``: the same line in each version."""

    key: int
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal
    subtotal: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """A line that came, went, or has another value in ``field``."""

    kind: Kind
    name: str
    field: str | None = None
    old: object = None
    new: object = None


COMPARED = tuple(f.name for f in fields(Line) if f.name not in ("key", "subtotal"))


def compare(old, new):
    """The changes from ``old`` to ``new``, in the order of the new lines.

    >>> a = Line(1, "Cups", Decimal(5), "box", Decimal(120), Decimal(0), Decimal(600))
    >>> b = Line(1, "Cups", Decimal(6), "box", Decimal(120), Decimal(0), Decimal(720))
    >>> [(c.field, c.old, c.new) for c in compare([a], [b])]
    [('quantity', Decimal('5'), Decimal('6'))]
    """
    before = {line.key: line for line in old}
    after = {line.key for line in new}
    changes = []
    for line in new:
        if line.key in before:
            changes += _line_changes(before[line.key], line)
        else:
            changes.append(Change(Kind.ADDED, line.name, new=line))
    gone = [line for line in old if line.key not in after]
    return (*changes, *(Change(Kind.REMOVED, line.name, old=line) for line in gone))


def _line_changes(old, new):
    return [
        Change(Kind.CHANGED, new.name, name, getattr(old, name), getattr(new, name))
        for name in COMPARED
        if getattr(old, name) != getattr(new, name)
    ]
