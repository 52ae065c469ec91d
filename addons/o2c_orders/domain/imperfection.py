"""What imperfection costs: ways, credit notes, handling. One currency per call."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal()


@dataclass(frozen=True, slots=True)
class Prices:
    """What imperfection costs: money for a way, minutes for a case."""

    way: Decimal = ZERO
    minute: Decimal = ZERO
    error_minutes: int = 0
    credit_minutes: int = 0
    return_minutes: int = 0
    complaint_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with an order, in numbers.

    ``ways``: deliveries, tries and ways back that a perfect order does not need.
    ``errors``: entry errors without minutes of their own. ``minutes``: minutes that
    somebody wrote down. ``charged``: money that somebody wrote down.
    """

    ways: int = 0
    credited: Decimal = ZERO
    credit_notes: int = 0
    errors: int = 0
    returns: int = 0
    complaints: int = 0
    minutes: int = 0
    charged: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of imperfection of an order, in its parts."""

    redelivery: Decimal
    credit: Decimal
    minutes: int
    handling: Decimal

    @property
    def total(self):
        """All parts together."""
        return self.redelivery + self.credit + self.handling


def cost(trouble, prices):
    """What ``trouble`` cost.

    >>> cost(Trouble(ways=1, errors=1), Prices(Decimal(14), Decimal(1), 10)).total
    Decimal('24')
    """
    minutes = (
        trouble.minutes
        + trouble.errors * prices.error_minutes
        + trouble.credit_notes * prices.credit_minutes
        + trouble.returns * prices.return_minutes
        + trouble.complaints * prices.complaint_minutes
    )
    return Cost(
        redelivery=trouble.ways * prices.way + trouble.charged,
        credit=trouble.credited,
        minutes=minutes,
        handling=minutes * prices.minute,
    )
