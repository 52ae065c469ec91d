"""A basket that is filled while talking: what happens to it when the call is over, and
whether what is in it still fits what the customer may order.

Amounts are in company currency.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .calls import WRONG, Result


class Fate(str, Enum):
    """What becomes of the quotation when the call is over."""

    KEEP = "keep"
    DROP = "drop"
    CANCEL = "cancel"


# the customer said no, or there is nobody behind this number
LOST = WRONG | {Result.REFUSED, Result.DO_NOT_CALL, Result.DECEASED}


def fate(result, lines, sent):
    """What becomes of a quotation when nobody rings any more.

    :param result: how the attempt ended
    :param lines: how many products are in it
    :param sent: the customer has it already, so that it is his to answer

    >>> fate(Result.ANSWERED, 2, False).value, fate(Result.REFUSED, 2, False).value
    ('keep', 'cancel')
    >>> fate(Result.REFUSED, 2, True).value, fate(Result.ANSWERED, 0, False).value
    ('keep', 'drop')
    """
    if sent:
        return Fate.KEEP
    if not lines:
        return Fate.DROP
    return Fate.CANCEL if result in LOST else Fate.KEEP


@dataclass(frozen=True)
class Room:
    """What the customer may still order (None: nobody limits him) and this basket."""

    headroom: Decimal | None
    basket: Decimal

    @property
    def left(self):
        """What is left after this basket, negative when it is too much.

        >>> Room(Decimal(100), Decimal(130)).left, Room(None, Decimal(1)).left
        (Decimal('-30'), None)
        """
        return None if self.headroom is None else self.headroom - self.basket

    @property
    def is_over(self):
        """Whether the basket is more than there is room for; just filled is not.

        >>> Room(Decimal(100), Decimal(100)).is_over
        False
        """
        return self.left is not None and self.left < 0
