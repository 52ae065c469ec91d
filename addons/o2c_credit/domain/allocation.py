"""Which debts a payment settles, and in what order.

Debt by debt, the oldest due first; of one debt costs before interest before principal,
as the law of most countries has it unless the creditor agrees to something else. What
is left over after the last debt stays with the payer as a credit.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

ZERO = Decimal()


class Part(IntEnum):
    """The parts of a debt, in the order in which money settles them."""

    COSTS = 1
    INTEREST = 2
    PRINCIPAL = 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """One open part of a debt, in the currency of the payment.

    :param debt: which debt it belongs to
    :param due: the due date of the debt, not of the part
    """

    key: tuple
    debt: int
    due: date
    part: Part
    open: Decimal


def ordered(items, costs_first):
    """The open parts in the order in which money settles them.

    :param costs_first: False: the creditor agrees that the principal of a debt goes
        before its interest and costs
    """
    sign = 1 if costs_first else -1
    return sorted(items, key=lambda i: (i.due, i.debt, sign * i.part, i.key))


def allocate(amount, items, costs_first=True):
    """Lay ``amount`` on the open parts: ((Claimed, amount), …) in order, none of zero.

    >>> day = date(2026, 3, 31)
    >>> parts = [Claimed(("p",), 1, day, Part.PRINCIPAL, Decimal(1000))]
    >>> parts.append(Claimed(("c",), 1, day, Part.COSTS, Decimal(40)))
    >>> [(i.part.name, str(a)) for i, a in allocate(Decimal(1000), parts)]
    [('COSTS', '40'), ('PRINCIPAL', '960')]
    """
    result = []
    for item in ordered(items, costs_first):
        part = min(amount, item.open)
        if part > ZERO:
            result.append((item, part))
            amount -= part
    return tuple(result)
