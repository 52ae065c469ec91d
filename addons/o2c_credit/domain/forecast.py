"""Headroom of the coming weeks, if the customer pays as he is used to.

An open item is expected on its due date plus the customer's own mean delay. What is
later than that already is not expected at all: nobody knows when it comes. Orders and
drafts stay as they are.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from . import exposure, limit
from .exposure import ZERO

WEEKS = 8
DAYS = 7


@dataclass(frozen=True)
class Week:
    """One week and how the customer stands at its end.

    :param end: the first day after it
    :param expected: what he is expected to pay in it
    :param headroom: None: nobody limits him
    """

    start: date
    end: date
    expected: Decimal
    exposure: Decimal
    headroom: Decimal | None


@dataclass(frozen=True)
class Forecast:
    """The weeks to come, and what is later than the customer's habit.

    :param late: open amount that is not expected in any week for that reason
    """

    weeks: tuple[Week, ...]
    late: Decimal


def forecast(facts, items, terms, today, *, mean_days_late, places):
    """What the headroom of the next eight weeks is: a :class:`Forecast`.

    :param facts: ExposureFacts of today
    :param items: ((due date, open amount), …), contested amounts left out
    :param terms: Terms of the limit, so that what ends on the way ends here too
    :param mean_days_late: the customer's own, negative when he pays early
    :param places: decimal places of the currency

    >>> open_facts = exposure.ExposureFacts(receivables=Decimal(30))
    >>> items = [(date(2026, 3, 6), Decimal(30))]
    >>> terms = limit.Terms(permanent=Decimal(100))
    >>> found = forecast(
    ...     open_facts, items, terms, date(2026, 3, 2), mean_days_late=4, places=2
    ... )
    >>> [int(week.headroom) for week in found.weeks[:2]]
    [70, 100]
    """
    delay = timedelta(days=ceil(mean_days_late))
    expected = [(due + delay, amount) for due, amount in items]
    weeks, paid = [], ZERO
    for number in range(WEEKS):
        start = today + timedelta(days=number * DAYS)
        end = start + timedelta(days=DAYS)
        coming = _between(expected, start, end)
        paid += coming
        last_day = end - timedelta(days=1)
        after = _after(facts, paid, terms, places, last_day)
        room = exposure.headroom(after)
        weeks.append(Week(start, end, coming, exposure.total(after), room))
    late = sum((amount for day, amount in expected if day < today), ZERO)
    return Forecast(tuple(weeks), late)


def _between(expected, start, end):
    return sum((amount for day, amount in expected if start <= day < end), ZERO)


def _after(facts, paid, terms, places, day):
    """The facts once ``paid`` has come in, with the limit of ``day``."""
    left = replace(facts, receivables=facts.receivables - paid)
    borne = ZERO
    if facts.insured:
        borne = limit.insured(terms, exposure.insurable(left), places, day)
    return replace(left, insured=borne, limit=limit.effective(terms, day))
