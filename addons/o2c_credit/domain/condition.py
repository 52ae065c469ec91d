"""Conditions on which a held order is let pass.

Amounts are Decimals in one currency each; days are dates.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was agreed. None: nothing of that kind.

    :param deposit: so much must be received first
    :param valid_until: last day on which the approval counts
    :param up_to: the order may grow to this amount (its own currency)
    """

    deposit: Decimal | None = None
    valid_until: date | None = None
    up_to: Decimal | None = None

    def __bool__(self):
        return self != Conditions()


def has_lapsed(valid_until, today):
    """Whether an approval counts no longer.

    >>> has_lapsed(date(2026, 3, 31), date(2026, 3, 31))
    False
    >>> has_lapsed(date(2026, 3, 31), date(2026, 4, 1))
    True
    """
    return valid_until is not None and today > valid_until


def allocate(sources, wanted):
    """Take ``wanted`` from what was received, the oldest first.

    :param sources: ((key, available), …)
    :return: ((key, amount), …) that make up ``wanted`` exactly; empty when there is
        not enough

    >>> allocate((("a", Decimal(3)), ("b", Decimal(9))), Decimal(5))
    (('a', Decimal('3')), ('b', Decimal('2')))
    >>> allocate((("a", Decimal(3)),), Decimal(5))
    ()
    """
    left, taken = wanted, []
    for key, available in sources:
        amount = min(available, left)
        if amount > 0:
            taken.append((key, amount))
            left -= amount
    return () if left > 0 else tuple(taken)
