"""What to propose to a customer on the phone, best first, each with its reason.

Days are whole days, quantities are in the product's own unit.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason

# a product counts as due from so much of the usual interval on
DUE_FROM = 0.8
# how many customers at the least must buy what is proposed because others buy it
ENOUGH_BUYERS = 2


class Why(str, Enum):
    """Why a product is proposed."""

    DUE = "due"
    BOUGHT = "bought"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Bought:
    """What the customer bought: in how many orders, when, how much usually."""

    product: int
    orders: int
    first_on: date
    last_on: date
    quantity: float

    @property
    def gap(self):
        """Usual days from one order to the next; None after a single one.

        >>> Bought(1, 3, date(2026, 1, 1), date(2026, 3, 2), 10.0).gap
        30.0
        """
        if self.orders < 2:
            return None
        return (self.last_on - self.first_on).days / (self.orders - 1)


@dataclass(frozen=True)
class Similar:
    """What others like him buy: ``buyers`` of ``customers`` who share his taste."""

    product: int
    buyers: int
    customers: int


@dataclass(frozen=True)
class Proposal:
    """A product, how much of it, and why."""

    product: int
    quantity: float
    reason: Reason


def propose(bought, similar, today, limit=12):
    """What to propose: what is due, what he buys anyway, what others like him buy.

    >>> old = Bought(7, 3, date(2026, 1, 1), date(2026, 3, 2), 10.0)
    >>> [
    ...     p.reason.code.value
    ...     for p in propose([old], [Similar(8, 3, 5)], date(2026, 4, 1))
    ... ]
    ['due', 'similar']
    """
    own = sorted(
        bought, key=lambda b: (-_ripeness(b, today), -b.orders, b.last_on, b.product)
    )
    others = sorted(
        (s for s in similar if s.buyers >= ENOUGH_BUYERS),
        key=lambda s: (-s.buyers, s.product),
    )
    # what others buy shall not vanish behind a long history
    room = min(len(others), max(limit - len(own), limit // 3))
    found = [_of_own(b, today) for b in own[: limit - room]]
    return found + [_of_others(s) for s in others[:room]]


def _ripeness(bought, today):
    """How much of the usual interval has passed, if it makes the product due."""
    passed = (today - bought.last_on).days / bought.gap if bought.gap else 0.0
    return passed if passed >= DUE_FROM else 0.0


def _of_own(bought, today):
    days = (today - bought.last_on).days
    facts = {"orders": bought.orders, "days": days, "last_on": bought.last_on}
    if _ripeness(bought, today):
        reason = Reason(Why.DUE, {**facts, "gap": round(bought.gap)})
    else:
        reason = Reason(Why.BOUGHT, facts)
    return Proposal(bought.product, bought.quantity, reason)


def _of_others(similar):
    facts = {"buyers": similar.buyers, "customers": similar.customers}
    return Proposal(similar.product, 1.0, Reason(Why.SIMILAR, facts))
