"""What an order may cost when it is not paid, beside what it earns.

Amounts are Decimals in one currency, the company's; shares are 0 to 1.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from . import exposure
from .exposure import ZERO


@dataclass(frozen=True)
class Sale:
    """One line as the margin sees it.

    :param cost: of the whole line, None when nobody entered one
    """

    revenue: Decimal
    cost: Decimal | None


@dataclass(frozen=True)
class Margin:
    """What an order earns; with costs missing, at most.

    :param missing: how many lines have no cost
    """

    amount: Decimal
    missing: int = 0


def at_risk(facts, request):
    """How much more would be lost with the order than without it.

    The exposure leaves out what is covered; money to the customer's credit covers too.

    >>> facts = exposure.ExposureFacts(credits=Decimal(30))
    >>> at_risk(facts, exposure.Request(Decimal(100)))
    Decimal('70')
    """
    amount = max(request.amount, ZERO)
    now = exposure.total(facts)
    before, after = (now - amount, now) if request.counted else (now, now + amount)
    return max(after, ZERO) - max(before, ZERO)


def expected_loss(probability, amount, lost_share, cent=Decimal("0.01")):
    """Probability times amount at risk times what of it is lost, in whole cents.

    >>> expected_loss(Decimal("0.1"), Decimal(500), Decimal("0.45"))
    Decimal('22.50')
    """
    loss = probability * amount * lost_share
    return loss.quantize(cent, rounding=ROUND_HALF_UP)


def margin(sales):
    """The margin of an order: a :class:`Margin`.

    >>> margin([Sale(Decimal(10), Decimal(6)), Sale(Decimal(5), None)])
    Margin(amount=Decimal('9'), missing=1)
    """
    sales = list(sales)
    earned = sum((s.revenue - (s.cost or ZERO) for s in sales), ZERO)
    return Margin(earned, sum(s.cost is None for s in sales))
