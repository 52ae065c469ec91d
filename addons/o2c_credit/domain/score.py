"""The credit score: features of a customer, bins with points, class and probability.

A card starts at its base and each factor adds the points of one bin, so that every
point of the total traces to a factor, a bin and the value that fell into it. The
total lies within 0 and 1000, more is better. Days are whole days, shares are 0 to 1,
ranks are shares of the portfolio that are at or below the customer.
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import Enum

LOWEST, HIGHEST = 0, 1000
CLASSES = "ABCDE"
# a thin file is pulled towards the portfolio as if it held so many average invoices
PRIOR_INVOICES = 5
QUANTILES = 200


class Block(str, Enum):
    """Where a feature comes from: the paid past, what is open now, other sources."""

    BEHAVIOUR = "behaviour"
    SITUATION = "situation"
    OTHER = "other"


class Feature(str, Enum):
    """What a factor can look at."""

    SHARE_LATE = "share_late"
    WORST_DELAY = "worst_delay"
    MEAN_DELAY = "mean_delay"
    RECENT_DELAY = "recent_delay"
    WEIGHTED_DELAY = "weighted_delay"
    TERM_DAYS = "term_days"
    RELATION_DAYS = "relation_days"
    DAYS_OVERDUE = "days_overdue"
    OVERDUE_AMOUNT = "overdue_amount"
    OVERDUE_SHARE = "overdue_share"
    UTILISATION = "utilisation"
    DISPUTES = "disputes"
    BROKEN_PROMISES = "broken_promises"
    PROMISES_KEPT = "promises_kept"
    RETURNED_PAYMENTS = "returned_payments"
    RATING = "rating"
    PRIOR = "prior"


SITUATION = frozenset(
    {
        Feature.DAYS_OVERDUE,
        Feature.OVERDUE_AMOUNT,
        Feature.OVERDUE_SHARE,
        Feature.UTILISATION,
    }
)
OTHER = frozenset(
    {
        Feature.DISPUTES,
        Feature.BROKEN_PROMISES,
        Feature.PROMISES_KEPT,
        Feature.RETURNED_PAYMENTS,
        Feature.RATING,
        Feature.PRIOR,
    }
)


@dataclass(frozen=True)
class Bin:
    """A range of a factor and what it is worth.

    :param upper: the highest value that belongs to it, None: no end
    :param missing: the bin of customers without a value; ``upper`` is not read
    """

    id: int
    points: int
    upper: float | None = None
    missing: bool = False


@dataclass(frozen=True)
class Factor:
    """One line of a card.

    :param ranked: the bins are over the customer's rank in the portfolio, 0 to 1
    :param bins: by rising ``upper``, the last without end, one ``missing`` at most
    """

    id: int
    feature: Feature
    bins: tuple[Bin, ...]
    ranked: bool = False


@dataclass(frozen=True)
class Card:
    """A scorecard.

    :param base: points that everybody starts with
    :param floors: the lowest total of the classes A, B, C, D
    :param odds: good customers for one bad at ``odds_at`` points
    :param double: points that double these odds
    """

    base: int
    factors: tuple[Factor, ...]
    floors: tuple[int, int, int, int]
    odds: float
    odds_at: int
    double: float


@dataclass(frozen=True)
class Contribution:
    """What one factor gave: the value, its rank when ranked, the bin, its points."""

    factor: int
    feature: Feature
    value: float | None
    rank: float | None
    bin: int | None
    points: int


@dataclass(frozen=True)
class ScoreResult:
    """A score and where it comes from.

    :param risk_class: the class that counts, also when a person set it
    :param override: the class that a person set, None: nobody did
    :param scored_class: the class that the points give
    """

    points: int
    risk_class: str
    probability: float
    contributions: tuple[Contribution, ...] = ()
    override: str | None = None
    scored_class: str = ""


def block(feature):
    """The block a feature belongs to."""
    if feature in SITUATION:
        return Block.SITUATION
    return Block.OTHER if feature in OTHER else Block.BEHAVIOUR


def score(card, values, quantiles, override=None):
    """Score one customer.

    :param values: {Feature: number or None}; a feature left out is None
    :param quantiles: {Feature: sorted values of the portfolio} for ranked factors
    :param override: a class set by a person
    """
    contributions = tuple(_contribution(f, values, quantiles) for f in card.factors)
    total = card.base + sum(c.points for c in contributions)
    points = max(LOWEST, min(HIGHEST, total))
    letter = risk_class(card, points)
    return ScoreResult(
        points,
        override or letter,
        probability(card, points),
        contributions,
        override,
        letter,
    )


def risk_class(card, points):
    """The class of a total."""
    for letter, floor in zip(CLASSES, card.floors, strict=False):
        if points >= floor:
            return letter
    return CLASSES[-1]


def probability(card, points):
    """The chance of a bad customer at so many points, 0 to 1."""
    exponent = (points - card.odds_at) / card.double
    return 1 / (1 + card.odds * 2.0 ** max(-60.0, min(60.0, exponent)))


def calibrated(card, offset, slope):
    """The card with the odds of a fit: log odds of good = offset + slope x points.

    :raises ValueError: when more points would mean more risk
    """
    if slope <= 0:
        raise ValueError("points and risk must run against each other")
    middle = (LOWEST + HIGHEST) // 2
    odds = math.exp(max(-30.0, min(30.0, offset + slope * middle)))
    return replace(card, odds=odds, odds_at=middle, double=math.log(2) / slope)


def shrunk_share(late, known, portfolio):
    """The share of late invoices, pulled towards that of the portfolio.

    None without any known invoice: no history is a bin of its own.

    >>> shrunk_share(0, 0, 0.2) is None
    True
    >>> shrunk_share(5, 5, 0.2)
    0.6
    """
    if not known:
        return None
    return (late + PRIOR_INVOICES * portfolio) / (known + PRIOR_INVOICES)


def utilisation(open_amount, monthly):
    """What is open against the usual billing of a month; None: nothing to compare."""
    if open_amount <= 0:
        return 0.0
    return open_amount / monthly if monthly > 0 else None


def quantiles(values):
    """At most ``QUANTILES`` + 1 values that stand for all, sorted; None is left out.

    >>> quantiles([3, None, 1])
    (1, 3)
    """
    known = sorted(value for value in values if value is not None)
    if len(known) <= QUANTILES + 1:
        return tuple(known)
    last = len(known) - 1
    return tuple(known[round(last * n / QUANTILES)] for n in range(QUANTILES + 1))


def rank(known, value):
    """The share of ``known`` (sorted) below ``value``, equal ones count half.

    Nothing at all is the best there is, however many have it.

    >>> rank((1, 2, 2, 3), 2), rank((0, 0, 0, 3), 0)
    (0.5, 0.0)
    """
    if value <= 0:
        return 0.0
    if not known:
        return 0.5
    below, upto = bisect_left(known, value), bisect_right(known, value)
    return (below + upto) / 2 / len(known)


def _contribution(factor, values, quantiles_of):
    value, place = values.get(factor.feature), None
    if value is not None and factor.ranked:
        place = rank(quantiles_of.get(factor.feature, ()), value)
    found = find_bin(factor, place if factor.ranked else value)
    points = found.points if found else 0
    return Contribution(
        factor.id, factor.feature, value, place, found.id if found else None, points
    )


def find_bin(factor, value):
    """The bin that ``value`` falls into; None when no bin is for it."""
    if value is None:
        return next((b for b in factor.bins if b.missing), None)
    for candidate in factor.bins:
        if not candidate.missing and (
            candidate.upper is None or value <= candidate.upper
        ):
            return candidate
    return None
