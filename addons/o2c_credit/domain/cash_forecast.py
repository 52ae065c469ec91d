"""What comes in during the next weeks, if customers pay as they did until now.

How many days late a customer pays is no single number: his payments of the last year,
week by week of lateness, and his items still open (which were not paid by now) give a
distribution; where he paid little, the one of all customers stands in for him. An open
item then has a chance for each of the weeks to come, given that it was not paid yet. An
item later than half a year is not expected at all.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

DAYS = 7
# weeks of lateness that are told apart; sooner or later counts as the first or the last
FIRST, LAST = -8, 26
BINS = LAST - FIRST + 1
WEEKS = 13
# so many payments of all customers stand in for those that a customer did not make
PRIOR_WEIGHT = 4.0
# four of five weeks come to lie within the band
BAND = 1.2816


@dataclass(frozen=True)
class Week:
    """What is expected in a week, and the band in which it lies four times in five."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """The weeks, all of them together, and what is not expected within them.

    :param by_customer: {customer: [expected in each week]}
    """

    weeks: tuple
    total: Week
    rest: float
    by_customer: dict


def bin_of(days_late):
    """The week of lateness of a number of days, counted from 0.

    >>> bin_of(0) - bin_of(-1), bin_of(6) - bin_of(0), bin_of(-400), bin_of(400)
    (1, 0, 0, 34)
    """
    return min(max(days_late // DAYS, FIRST), LAST) - FIRST


def hazards(paid, waiting, prior=None, weight=PRIOR_WEIGHT):
    """The chance in each week of lateness to be paid in it, if not paid before.

    :param paid: {week of lateness: payments}
    :param waiting: {week of lateness: items still open}; they were there to be paid
        in all weeks before, and half of their own
    :param prior: the same chances of all customers; None: nobody stands in
    """
    left = float(sum(paid.values()) + sum(waiting.values()))
    found = []
    for place in range(BINS):
        now, gone = paid.get(place, 0), waiting.get(place, 0)
        at_risk = left - gone / 2
        if prior is None:
            found.append(now / at_risk if at_risk > 0 else 0.0)
        else:
            found.append((now + weight * prior[place]) / (at_risk + weight))
        left -= now + gone
    return tuple(found)


def paid_by(chances):
    """The share that is paid by the end of each week of lateness, with a leading 0.

    >>> paid_by((0.5, 0.5, 0.0))
    (0.0, 0.5, 0.75, 0.75)
    """
    left, found = 1.0, [0.0]
    for chance in chances:
        left *= 1 - min(chance, 1.0)
        found.append(1 - left)
    return tuple(found)


def coming(shares, days_late, weeks=WEEKS):
    """The chance of an item to be paid in each of the next weeks.

    :param shares: of :func:`paid_by`
    :param days_late: of the item today, below zero before it is due
    """
    place, rest = divmod(days_late - FIRST * DAYS, DAYS)
    part = rest / DAYS

    def by(number):
        """The share paid by an age of so many weeks and the part of one."""
        if number < 0:
            return 0.0
        here = shares[min(number, BINS)]
        after = shares[min(number + 1, BINS)]
        return here + part * (after - here)

    known = [by(place + week) for week in range(weeks + 1)]
    left = 1 - known[0]
    if left <= 0 or place >= BINS:
        return [0.0] * weeks
    return [(late - soon) / left for soon, late in pairwise(known)]


def forecast(customers, weeks=WEEKS):
    """What comes in: a :class:`Forecast`.

    What one customer pays in a week he pays together: the band takes his open items as
    one amount that comes or does not, and those of different customers apart.

    :param customers: (customer, shares of :func:`paid_by`, [(days late, amount), …])
    """
    expected, spread = [0.0] * weeks, [0.0] * weeks
    whole = within = 0.0
    by_customer = {}
    for customer, shares, items in customers:
        mine = [0.0] * weeks
        for days_late, amount in items:
            for week, chance in enumerate(coming(shares, days_late, weeks)):
                mine[week] += amount * chance
        total = sum(amount for _days, amount in items)
        for week, amount in enumerate(mine):
            expected[week] += amount
            spread[week] += amount * (total - amount)
        whole += total
        within += sum(mine) * (total - sum(mine))
        by_customer[customer] = mine
    total = sum(expected)
    return Forecast(
        tuple(_week(*pair, whole) for pair in zip(expected, spread, strict=True)),
        _week(total, within, whole),
        whole - total,
        by_customer,
    )


def span(found, customers, weeks):
    """The first weeks of a forecast as one: a :class:`Week`.

    :param customers: {customer: what is open of him}
    """
    expected = spread = 0.0
    for customer, amounts in found.by_customer.items():
        mine = sum(amounts[:weeks])
        expected += mine
        spread += mine * (customers[customer] - mine)
    return _week(expected, spread, sum(customers.values()))


def less_credits(items, credit):
    """The items without what unmatched credits pay of them, the most overdue first.

    >>> less_credits([(5, 100.0), (30, 40.0)], 60.0)
    [(5, 80.0)]
    """
    left = []
    for days_late, amount in sorted(items, reverse=True):
        taken = min(amount, credit)
        credit -= taken
        if amount > taken:
            left.append((days_late, amount - taken))
    return left


def _week(expected, spread, most):
    far = BAND * sqrt(max(spread, 0.0))
    return Week(expected, max(0.0, expected - far), min(most, expected + far))


@dataclass(frozen=True)
class Trial:
    """A forecast of the past, and what came."""

    expected: float
    low: float
    high: float
    actual: float


def error_of(trials):
    """How wrong forecasts were, as a share of what came; None: nothing came."""
    came = sum(trial.actual for trial in trials)
    missed = sum(abs(trial.expected - trial.actual) for trial in trials)
    return missed / came if came else None


def covered(trials):
    """The share of the past months that came to lie within the band."""
    if not trials:
        return None
    within = sum(trial.low <= trial.actual <= trial.high for trial in trials)
    return within / len(trials)
