"""The ratios of receivables: what they are made of and how they are computed.

Amounts are in one currency, sales on credit with tax, as they stand on the receivable
account. A ratio that has no meaning (nothing was sold, too few months are known) is
None, never zero.
"""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal()
# days that the three-month ratio counts for a month, whatever the month
MONTH = 30
QUARTER = 3
# upper ends, in days past due, of the buckets that follow "not due"
BUCKET_ENDS = (30, 60, 90)


@dataclass(frozen=True)
class Period:
    """A month of a company or of a part of its customers.

    :param days: real days of the month
    :param sales: sold on credit in it, credit notes taken off
    :param receivable: owed at its end, unmatched credits taken off
    :param current: the part of it that was not overdue
    """

    days: int
    sales: Decimal
    receivable: Decimal
    current: Decimal

    @property
    def overdue(self):
        """What should have been paid by the end of the month."""
        return self.receivable - self.current


def dso(period):
    """Days sales outstanding, the simple way.

    >>> dso(Period(30, Decimal(10000), Decimal(15000), Decimal(4000)))
    Decimal('45')
    """
    return _days(period.receivable, period.sales, period.days)


def best_possible_dso(period):
    """The DSO if everybody paid on the due date.

    >>> best_possible_dso(Period(30, Decimal(10000), Decimal(15000), Decimal(4000)))
    Decimal('12')
    """
    return _days(period.current, period.sales, period.days)


def days_delinquent(period):
    """Average days delinquent: what overdue items add to the DSO."""
    if dso(period) is None:
        return None
    return dso(period) - best_possible_dso(period)


def three_month_dso(periods):
    """The DSO over the average sales of three months.

    :param periods: the oldest first; the last three count
    """
    last = periods[-QUARTER:]
    if len(last) < QUARTER:
        return None
    sales = sum((period.sales for period in last), ZERO)
    return _days(last[-1].receivable, sales / QUARTER, MONTH)


def count_back_dso(receivable, periods):
    """How many days of the newest sales make up what is owed (exhaustion).

    :param periods: the oldest first; the newest one is that of ``receivable``
    :return: None when the sales of all these months are less than what is owed

    >>> months = [Period(30, Decimal(s), Decimal(), Decimal()) for s in (70, 80, 100)]
    >>> round(count_back_dso(Decimal(212), months), 1)
    Decimal('73.7')
    """
    rest, days = receivable, Decimal()
    if rest <= 0:
        return days
    for period in reversed(periods):
        if period.sales > 0 and rest <= period.sales:
            return days + rest / period.sales * period.days
        rest -= period.sales
        days += period.days
    return None


def gap_cash(delinquent_days, sales, days):
    """The cash that lies between the DSO and the best possible one.

    With the simple ratios this is the overdue amount and nothing new; with ratios that
    were counted back it says more.
    """
    if delinquent_days is None or not days:
        return None
    return delinquent_days * sales / days


def effectiveness(begin, period):
    """Collection effectiveness index, in percent; 80 is good, 50 is poor.

    :param begin: receivable at the beginning of the period

    >>> period = Period(30, Decimal(10000), Decimal(15000), Decimal(4000))
    >>> int(effectiveness(Decimal(16000), period))
    50
    """
    if begin is None:
        return None
    could = begin + period.sales - period.current
    if could <= 0:
        return None
    return (begin + period.sales - period.receivable) / could * 100


def days_of(amount, period):
    """How many days of the DSO an amount makes, a disputed one for instance."""
    return _days(amount, period.sales, period.days)


def share(part, whole):
    """A share from 0 to 1; None of nothing.

    >>> share(Decimal(1), Decimal(4)), share(1, 0)
    (Decimal('0.25'), None)
    """
    return part / whole if whole else None


def roll_rates(before, now):
    """Which share of each bucket rolled on within the month.

    :param before: amounts not due and by bucket at the end of the month before
    :param now: the same a month later
    :return: as many rates less one; the last is what stayed in the oldest bucket or
        came into it, as a share of what was in the last two

    >>> roll_rates((100, 50, 20, 10, 10), (90, 25, 10, 5, 8))
    (0.25, 0.2, 0.25, 0.4)
    """
    sources = [*before[:-2], before[-2] + before[-1]]
    return tuple(
        share(arrived, source) for source, arrived in zip(sources, now[1:], strict=True)
    )


@dataclass(frozen=True)
class Ratios:
    """The ratios of one month; days, percent, or an amount for the cash."""

    dso: Decimal | None
    dso_three_months: Decimal | None
    dso_count_back: Decimal | None
    best_dso: Decimal | None
    best_dso_count_back: Decimal | None
    days_delinquent: Decimal | None
    effectiveness: Decimal | None
    gap_cash: Decimal | None
    gap_cash_count_back: Decimal | None


def ratios(periods, begin=None):
    """The ratios of the last of some months.

    :param periods: consecutive, the oldest first; twelve or more are best
    :param begin: receivable at the beginning of the first of them, when it is known
    """
    last = periods[-1]
    opening = periods[-2].receivable if len(periods) > 1 else begin
    counted = count_back_dso(last.receivable, periods)
    best = count_back_dso(last.current, periods)
    gap = None if counted is None or best is None else counted - best
    return Ratios(
        dso=dso(last),
        dso_three_months=three_month_dso(periods),
        dso_count_back=counted,
        best_dso=best_possible_dso(last),
        best_dso_count_back=best,
        days_delinquent=days_delinquent(last),
        effectiveness=effectiveness(opening, last),
        gap_cash=gap_cash(days_delinquent(last), last.sales, last.days),
        gap_cash_count_back=gap_cash(gap, *_recent_sales(periods)),
    )


def _recent_sales(periods):
    """(sales, days) of the last three months."""
    last = periods[-QUARTER:]
    return sum((p.sales for p in last), ZERO), sum(p.days for p in last)


def _days(amount, sales, days):
    return amount * days / sales if sales > 0 else None
