"""How many days of DSO disputes cause.

Simple DSO: receivables at the end of a period / its sales * its days. It is a sum over
the receivables, so that the disputed part of them is a part of the days: disputed /
sales * days, and the rest of the DSO is what it would be without disputes.
"""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Period:
    """Receivables and the disputed part of them at the end; sales and days."""

    receivable: Decimal
    disputed: Decimal
    sales: Decimal
    days: int


@dataclass(frozen=True)
class Days:
    """DSO, the part of it that disputes cause, and the rest; None without sales."""

    dso: Decimal | None
    by_disputes: Decimal | None
    without: Decimal | None


def days_of(period):
    """The days of a period.

    >>> found = days_of(Period(Decimal(15000), Decimal(2000), Decimal(10000), 30))
    >>> str(found.dso), str(found.by_disputes), str(found.without)
    ('45.0', '6.0', '39.0')
    """
    if period.sales <= ZERO:
        return Days(None, None, None)
    dso = period.receivable / period.sales * period.days
    disputed = period.disputed / period.sales * period.days
    return Days(dso, disputed, dso - disputed)


def weighted_days(amounts):
    """The mean of days weighted by amounts; None without any.

    :param amounts: pairs (Decimal, days)

    >>> str(weighted_days([(Decimal(100), 10), (Decimal(300), 30)]))
    '25'
    """
    total = sum((amount for amount, _days in amounts), ZERO)
    if total <= ZERO:
        return None
    return sum(amount * days for amount, days in amounts) / total
