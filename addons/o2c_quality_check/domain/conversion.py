"""What selling calls bring in: how many that were spoken to order, and how much.

Amounts are in company currency, without taxes.
"""

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.o2c_customer_care.domain.care_figures import Share

from .uplift import rates


@dataclass(frozen=True)
class Selling:
    """Calls of one group.

    ``reached``: the customer was spoken to. ``quoted``: a quotation was made.
    ``sold``: it was confirmed. ``won``: confirmed, and he was spoken to.
    ``revenue``: of the confirmed ones.
    """

    calls: int
    reached: int
    quoted: int
    sold: int
    won: int
    revenue: Decimal

    @property
    def conversion(self):
        """Confirmed orders of those spoken to; what came unspoken is none of them.

        >>> Selling(50, 40, 12, 9, 8, Decimal(900)).conversion.value
        0.2
        """
        return Share(self.won, self.reached)

    @property
    def per_call(self):
        """Revenue for each customer spoken to; None when nobody was.

        >>> Selling(50, 40, 12, 8, 8, Decimal(900)).per_call
        Decimal('22.5')
        """
        return self.revenue / self.reached if self.reached else None

    @property
    def average(self):
        """Revenue of an order; None without one."""
        return self.revenue / self.sold if self.sold else None


def together(parts):
    """All groups as one.

    >>> one = Selling(2, 1, 1, 1, 1, Decimal(5))
    >>> together([one, one]).revenue
    Decimal('10')
    """
    parts = list(parts)
    return Selling(
        sum(p.calls for p in parts),
        sum(p.reached for p in parts),
        sum(p.quoted for p in parts),
        sum(p.sold for p in parts),
        sum(p.won for p in parts),
        sum((p.revenue for p in parts), Decimal(0)),
    )


def against(first, second):
    """How much better ``first`` converts than ``second`` (two scripts, say)."""
    return rates(first.conversion, second.conversion)
