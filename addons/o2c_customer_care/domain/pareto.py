"""Pareto: which few causes make most of the trouble."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

HUNDRED = Decimal(100)
# the causes that together reach the first share are A, those up to the second B
A_SHARE, B_SHARE = Decimal(80), Decimal(95)


class Letter(str, Enum):
    """How much a cause matters."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True)
class Bar:
    """A cause with its amount, its share and the share of it and all before it, in %.

    ``letter``: None where there is no share because the total is zero.
    """

    key: object
    amount: Decimal
    share: Decimal | None
    cumulated: Decimal | None
    letter: Letter | None


def bars(amounts):
    """The causes, the largest amount first; equal ones in the order they came.

    Only what is more than zero counts for shares: what others paid back beyond a cost
    would make a share of more than everything.

    :param amounts: pairs (key, Decimal)
    :return: tuple of :class:`Bar`

    >>> [
    ...     (b.key, str(b.cumulated), b.letter.value)
    ...     for b in bars([("lot", Decimal(20)), ("box", Decimal(80))])
    ... ]
    [('box', '80', 'A'), ('lot', '100', 'B')]
    """
    ranked = sorted(amounts, key=lambda pair: -pair[1])
    total = sum((amount for _key, amount in ranked if amount > 0), Decimal(0))
    found, before = [], Decimal(0)
    for key, amount in ranked:
        if amount <= 0 or not total:
            found.append(Bar(key, amount, None, None, None))
            continue
        letter = _letter(before * HUNDRED / total)
        before += amount
        share, cumulated = amount * HUNDRED / total, before * HUNDRED / total
        found.append(Bar(key, amount, share, cumulated, letter))
    return tuple(found)


def _letter(before):
    """A cause that begins below the border belongs to it: the one that crosses too."""
    if before < A_SHARE:
        return Letter.A
    return Letter.B if before < B_SHARE else Letter.C
