"""Warranty: from the day of delivery, for so many months."""

from datetime import timedelta

from .recurrence import add_months


def last_day(start, months):
    """The last day that is covered.

    >>> from datetime import date
    >>> str(last_day(date(2026, 3, 10), 24)), str(last_day(date(2024, 2, 29), 12))
    ('2028-03-09', '2025-02-27')
    """
    return add_months(start, months) - timedelta(days=1)


def covered(start, end, day, returned, quantity):
    """Whether ``day`` is covered and something of it is still with the customer."""
    return start <= day <= end and returned < quantity
