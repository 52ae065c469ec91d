"""How old contested amounts are, in the steps that a clerk thinks in."""

from collections.abc import Iterable
from decimal import Decimal

# the last day of each step but the last one, which has no end
STEPS = (7, 30, 60, 90)


def step_of(days):
    """The place of the step in which something ``days`` old is.

    >>> [step_of(days) for days in (0, 7, 8, 30, 31, 60, 61, 90, 91, 400)]
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    """
    return next((place for place, end in enumerate(STEPS) if days <= end), len(STEPS))


def spread(items: Iterable[tuple[int, Decimal]]):
    """Amounts by step of age, as a list.

    :param items: pairs of age in days and amount

    >>> spread([(3, Decimal(5)), (7, Decimal(1)), (200, Decimal(4))])
    [Decimal('6'), Decimal('0'), Decimal('0'), Decimal('0'), Decimal('4')]
    """
    sums = [Decimal(0)] * (len(STEPS) + 1)
    for days, amount in items:
        sums[step_of(days)] += amount
    return sums


def share(part, whole):
    """``part`` of ``whole`` in percent; None of nothing.

    >>> share(Decimal(1), Decimal(4)), share(Decimal(0), Decimal(0))
    (25.0, None)
    """
    return float(100 * part / whole) if whole else None
