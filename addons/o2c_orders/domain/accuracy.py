"""Accuracy of order entry: how many orders were taken well, against a target band."""

from dataclasses import dataclass
from decimal import Decimal

from .perfect_index import in_band


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of ``orders`` taken, ``wrong`` had an entry error. Bounds in percent."""

    orders: int
    wrong: int
    low: Decimal = Decimal(96)
    high: Decimal = Decimal(99)

    @property
    def percent(self):
        """Orders taken well, in percent; None when none was taken.

        >>> Accuracy(200, 6).percent
        Decimal('97')
        """
        if not self.orders:
            return None
        return Decimal(self.orders - self.wrong) * 100 / self.orders

    @property
    def band(self):
        """Where it stands to the band.

        >>> Accuracy(100, 5).band.value
        'below'
        """
        return in_band(self.percent, self.low, self.high)
