"""What limits a customer on a day: permanent or temporary limit, guarantees, insurance.

Amounts are Decimals in company currency, dates are dates. Intervals are half open: the
last day of an interval does not belong to it. ``None`` as a limit: nobody limits him.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

ZERO = Decimal(0)


class CoverKind(str, Enum):
    """How a third party stands in for the customer."""

    GUARANTEE = "guarantee"
    INSURANCE = "insurance"


@dataclass(frozen=True)
class Cover:
    """A guarantee, or the share of a credit insurer.

    :param percent: insurance: how much of each receivable the insurer bears
    :param start: None: since ever
    :param end: the first day without it, None: open
    """

    kind: CoverKind
    amount: Decimal
    percent: Decimal = Decimal(100)
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Terms:
    """All that makes up a customer's limit.

    :param permanent: None when nobody limits him
    :param temporary: takes the place of the permanent one from ``start`` to ``end``;
        None: there is none
    :param expires: the last day on which the permanent limit is good
    """

    permanent: Decimal | None = None
    temporary: Decimal | None = None
    start: date | None = None
    end: date | None = None
    expires: date | None = None
    covers: tuple[Cover, ...] = ()
    covers_subsidiaries: bool = False


def in_force(start, end, day):
    """Whether ``day`` lies in the half-open interval.

    >>> in_force(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 2))
    False
    """
    return (start is None or start <= day) and (end is None or day < end)


def has_temporary(terms, day):
    """Whether the temporary limit is the one in force."""
    return terms.temporary is not None and in_force(terms.start, terms.end, day)


def base(terms, day):
    """The permanent limit or the temporary one that replaces it; None: no limit."""
    return terms.temporary if has_temporary(terms, day) else terms.permanent


def guaranteed(terms, day):
    """What guarantees in force add to the limit."""
    return sum((c.amount for c in _covers(terms, CoverKind.GUARANTEE, day)), ZERO)


def effective(terms, day):
    """What the check measures against; None: nobody limits the customer.

    >>> pledge = Cover(CoverKind.GUARANTEE, Decimal(50))
    >>> effective(Terms(Decimal(100), covers=(pledge,)), date(2026, 1, 1))
    Decimal('150')
    """
    found = base(terms, day)
    return None if found is None else found + guaranteed(terms, day)


def insured(terms, receivables, places, day):
    """What insurers would bear of the receivables, never more than these are.

    Each bears its share of the receivables up to its amount.

    :param receivables: without what is contested: no insurer pays for that
    :param places: decimal places of the currency
    """
    open_amount = max(receivables, ZERO)
    cent = Decimal(1).scaleb(-places)
    shares = (
        min(cover.amount, open_amount * cover.percent / 100)
        for cover in _covers(terms, CoverKind.INSURANCE, day)
    )
    borne = min(sum(shares, ZERO), open_amount)
    return borne.quantize(cent, ROUND_HALF_UP)


def expired_days(terms, day):
    """Days since the limit expired, None: it has not.

    A temporary limit in force needs no permanent one.

    >>> expired_days(Terms(Decimal(5), expires=date(2026, 1, 1)), date(2026, 1, 3))
    2
    """
    if terms.expires is None or has_temporary(terms, day) or day <= terms.expires:
        return None
    return (day - terms.expires).days


def loosens(before, after):
    """Whether new terms let the customer owe more, today or on some other day.

    >>> loosens(Terms(Decimal(5)), Terms(Decimal(4)))
    False
    """
    return any(
        (
            _is_more(before.permanent, after.permanent),
            _temporary(before) != _temporary(after),
            _is_more(before.expires, after.expires),
            before.covers_subsidiaries and not after.covers_subsidiaries,
            not _all_within(after.covers, before.covers),
        )
    )


def _temporary(terms):
    return terms.temporary, terms.start, terms.end


def _is_more(old, new):
    """Whether ``new`` is more or later than ``old``; None is no bound."""
    return old is not None and (new is None or new > old)


def _all_within(covers, known):
    left = list(known)
    for cover in covers:
        if cover not in left:
            return False
        left.remove(cover)
    return True


def _covers(terms, kind, day):
    return [
        cover
        for cover in terms.covers
        if cover.kind == kind and in_force(cover.start, cover.end, day)
    ]
