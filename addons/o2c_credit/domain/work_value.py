"""What a call to a customer is worth.

    value = (overdue - payments not matched yet)
            x (chance that he does not pay by himself) x (effect of a call) - cost

A customer pays as he is used to, or he does not pay by himself. The first is the more
unlikely the longer he is beyond his habit: what his score says before (a chance
``late`` of being late for good) is weighed with how many of those who keep to their
habit would still be open after so many days (Bayes). The effect of a call is measured:
how many calls brought a promise, how many promises were kept; where there are few, the
company's own estimate stands in for calls not made yet.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import erf, sqrt

# what is taken for granted of a customer without history
UNKNOWN = 0.5
NEW_SPREAD = 15.0
LEAST_SPREAD = 3.0
FEW = 6
# the company's estimate weighs as much as so many calls
ESTIMATE_CALLS = 20
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Value:
    """What a call is worth, with what it is made of (chances from 0 to 1)."""

    amount: Decimal
    stays: float
    effect: float
    cost: Decimal
    total: Decimal


def still_open(days, usual, spread):
    """How many of those who pay ``usual`` days late are open after ``days``: 0 to 1.

    >>> round(still_open(10, 10, 5), 2), round(still_open(20, 10, 5), 2)
    (0.5, 0.02)
    """
    return 0.5 * (1 - erf((days - usual) / (spread * sqrt(2))))


def stays_unpaid(customer, ahead):
    """The chance that nothing comes by itself within ``ahead`` days."""
    late = UNKNOWN if customer.probability is None else customer.probability
    usual, spread = _habit(customer)
    now = still_open(customer.mean_days, usual, spread)
    then = still_open(customer.mean_days + ahead, usual, spread)
    whole = (1 - late) * now + late
    if whole <= 0:
        return 1.0
    return 1 - (1 - late) * (now - then) / whole


def _habit(customer):
    if customer.paid < FEW:
        return customer.usual_days if customer.paid else 0.0, NEW_SPREAD
    return customer.usual_days, max(customer.spread, LEAST_SPREAD)


def call_effect(estimate, calls, brought, matured, kept):
    """How often a call brings money that would not have come, 0 to 1.

    :param estimate: what the company thinks, 0 to 1
    :param calls: calls that were made, ``brought`` of them brought a promise
    :param matured: promises that fell due, ``kept`` of them were kept

    >>> call_effect(0.3, 0, 0, 0, 0), round(call_effect(0.3, 80, 40, 50, 40), 2)
    (0.3, 0.38)
    """
    if not calls:
        return estimate
    honoured = kept / matured if matured else 1.0
    seen = brought * honoured
    return (estimate * ESTIMATE_CALLS + seen) / (ESTIMATE_CALLS + calls)


def call_value(customer, ahead, effect, cost):
    """What a call to ``customer`` is worth now, a Value.

    :param ahead: days within which money counts
    :param cost: of one call, in the currency of the amounts
    """
    stays = stays_unpaid(customer, ahead)
    amount = max(Decimal(), customer.overdue - customer.credits)
    gain = amount * Decimal(str(stays)) * Decimal(str(effect))
    total = (gain - cost).quantize(CENT) if amount else Decimal()
    return Value(amount, stays, effect, cost, total)
