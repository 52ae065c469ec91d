"""Recurring services: periods, what is due, what a stop gives back.

Days are whole days of the company. A period runs from its first to its last day,
both included; ``stop`` is the first day without the service.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

DAY = timedelta(days=1)


class Unit(str, Enum):
    """What the length of a period is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a service is billed: every ``every`` ``unit`` from ``start``, at the
    beginning of a period (``in_advance``) or after its end. ``aligned`` periods
    follow the calendar (months, quarters, years), so the first is only a part."""

    start: date
    unit: Unit
    every: int
    in_advance: bool
    aligned: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``days`` of service out of ``of_days`` that a full one has."""

    number: int
    first: date
    last: date
    of_days: int

    @property
    def days(self):
        """Days of service in it."""
        return (self.last - self.first).days + 1

    @property
    def share(self):
        """The part of a full period, exactly."""
        return Fraction(self.days, self.of_days)


def add_months(day, months):
    """``months`` later; where the month is too short, its last day.

    >>> str(add_months(date(2026, 1, 31), 1)), str(add_months(date(2026, 1, 31), 2))
    ('2026-02-28', '2026-03-31')
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _later(day, unit, count):
    if unit is Unit.DAY:
        return day + count * DAY
    if unit is Unit.WEEK:
        return day + 7 * count * DAY
    return add_months(day, count * (12 if unit is Unit.YEAR else 1))


def _anchor(terms):
    """Where counting begins: the start, or the beginning of its calendar period."""
    start = terms.start
    if not terms.aligned or terms.unit is Unit.DAY:
        return start
    if terms.unit is Unit.WEEK:
        return start - start.weekday() * DAY
    if terms.unit is Unit.YEAR:
        return date(start.year, 1, 1)
    # a quarter begins where the months of the calendar can be divided by three
    index = start.year * 12 + start.month - 1
    index -= index % terms.every
    return date(index // 12, index % 12 + 1, 1)


def period(terms, number, stop=None):
    """Period ``number`` (from 0), cut at ``stop``; None if nothing of it is left."""
    anchor = _anchor(terms)
    begin = _later(anchor, terms.unit, number * terms.every)
    end = _later(anchor, terms.unit, (number + 1) * terms.every)
    first = max(begin, terms.start)
    last = (min(end, stop) if stop else end) - DAY
    if last < first:
        return None
    return Period(number, first, last, (end - begin).days)


def due_on(terms, part):
    """The day from which a period is billed."""
    return part.first if terms.in_advance else part.last + DAY


def due(terms, number, today, stop=None):
    """The periods to bill on ``today``, from period ``number`` on, as a list."""
    found = []
    while part := period(terms, number, stop):
        if due_on(terms, part) > today:
            break
        found.append(part)
        number += 1
    return found


def next_due(terms, number, stop=None):
    """The day on which period ``number`` is billed; None after the last one."""
    part = period(terms, number, stop)
    return part and due_on(terms, part)


def amount(price, quantity, share, digits):
    """What a (part of a) period costs, rounded to ``digits`` decimals.

    >>> amount(Decimal("30"), Decimal(1), Fraction(10, 31), 2)
    Decimal('9.68')
    """
    exact = Fraction(price) * Fraction(quantity) * share
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def unused_days(first, last, stop):
    """Days of a billed period that lie at or after ``stop``.

    >>> unused_days(date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 18))
    14
    """
    return max(0, (last - max(first, stop)).days + 1)


def give_back(billed, first, last, stop, digits):
    """What of the ``billed`` amount the customer gets back when service stops.

    The used days are rounded, so that used and given back add up to what was billed.
    """
    unused = unused_days(first, last, stop)
    if not unused:
        return Decimal(0)
    days = (last - first).days + 1
    used = amount(billed, 1, Fraction(days - unused, days), digits)
    return billed - used


def earliest_end(start, today, min_months, notice_days):
    """The first day on which the customer may be free: notice and least term kept."""
    return max(add_months(start, min_months), today + notice_days * DAY)
