"""The perfect-order index of many orders: SCOR and APQC, and its target band.

SCOR counts the orders that have all four components; APQC multiplies the rates of the
components. They agree only when failures are independent, so both are shown.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .perfect_order import Component

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Index:
    """The index of many orders, in percent; None when nothing can be said.

    ``joint``: SCOR, orders with all four of all orders. ``product``: APQC, the rates
    of the components multiplied.
    """

    orders: int
    rates: dict
    joint: Decimal | None
    product: Decimal | None

    @property
    def gap(self):
        """SCOR less APQC: above zero, failures come together on few orders."""
        if self.joint is None or self.product is None:
            return None
        return self.joint - self.product


def index(orders, perfect, counts):
    """The index of orders whose four components are all known.

    :param orders: how many
    :param perfect: how many of them are perfect
    :param counts: ``{Component: how many are yes}``
    """
    if not orders:
        return Index(0, dict.fromkeys(Component), None, None)
    rates = {c: Decimal(counts.get(c, 0)) * 100 / orders for c in Component}
    joint = Decimal(perfect) * HUNDRED / orders
    return Index(orders, rates, joint, product_of(rates.values()))


def product_of(rates):
    """Rates in percent multiplied, in percent.

    >>> round(product_of([Decimal(98), Decimal(97), Decimal(99), Decimal(82)]), 4)
    Decimal('77.1697')
    """
    result = Decimal(1)
    for rate in rates:
        result = result * rate / 100
    return result * 100


class Band(str, Enum):
    """Where a figure stands to its target band."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    UNKNOWN = "unknown"


def in_band(value, low, high):
    """Where ``value`` stands to the band from ``low`` to ``high``, both within.

    >>> [in_band(v, 75, 85).value for v in (74.9, 75, 85, 85.1)]
    ['below', 'within', 'within', 'above']
    """
    if value is None:
        return Band.UNKNOWN
    if value < low:
        return Band.BELOW
    return Band.ABOVE if value > high else Band.WITHIN
