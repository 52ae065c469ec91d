"""Ageing: into which bucket of days something open falls.

A set of buckets is the days on which each begins, in order. The first takes all that
is below the second as well, the last has no end: whatever the days, one bucket takes
them, and only one.
"""

from bisect import bisect_right
from decimal import Decimal

ZERO = Decimal()


def index(days, starts):
    """The place of the bucket that takes ``days`` (overdue; below zero: not due).

    >>> [index(days, (0, 1, 31)) for days in (-400, 0, 1, 30, 31, 9999)]
    [0, 0, 1, 1, 2, 2]
    """
    return bisect_right(starts[1:], days)


def bounds(starts):
    """First and last day of each bucket; None where it has no end.

    >>> bounds((0, 1, 31))
    ((None, 0), (1, 30), (31, None))
    """
    firsts = (None, *starts[1:])
    lasts = (*(start - 1 for start in starts[1:]), None)
    return tuple(zip(firsts, lasts, strict=True))


def spread(items, starts):
    """The sum of each bucket; ``items`` are (days, amount).

    >>> spread([(0, Decimal(5)), (40, Decimal(7)), (2, Decimal(-1))], (0, 1, 31))
    (Decimal('5'), Decimal('-1'), Decimal('7'))
    """
    sums = [ZERO] * len(starts)
    for days, amount in items:
        sums[index(days, starts)] += amount
    return tuple(sums)
