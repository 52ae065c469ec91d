"""Which customers are about to leave, told from what they do and say.

Every sign is measured against the customer's own past, not against the others. Days
are whole days, amounts are in company currency without taxes, shares are 0 to 1.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason


class Sign(str, Enum):
    """What makes one think that a customer is leaving."""

    GAP = "gap"
    BASKET = "basket"
    SCORE = "score"
    NOT_ACCEPTED = "not_accepted"
    COMPLAINT = "complaint"
    LATE = "late"


class Level(str, Enum):
    """How much at risk a customer is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


# how heavy each sign weighs; from MEDIUM_FROM and HIGH_FROM on the level rises
WEIGHTS = {
    Sign.GAP: 3,
    Sign.BASKET: 2,
    Sign.SCORE: 2,
    Sign.NOT_ACCEPTED: 2,
    Sign.COMPLAINT: 2,
    Sign.LATE: 1,
}
MEDIUM_FROM = 3
HIGH_FROM = 5


@dataclass(frozen=True)
class Thresholds:
    """From where on something is a sign.

    ``gap_factor``: silent for so many times the usual interval, known after
    ``min_orders``. ``basket_share``: the last three orders are on average at most this
    share of those before. ``score_share``: a mark of at most this share of its scale.
    ``late_orders``: so many late deliveries; ``days``: how long back complaints, marks
    and deliveries count. ``lost_days``: silent for longer, a customer is gone and no
    longer at risk.
    """

    gap_factor: float = 1.5
    min_orders: int = 3
    basket_share: float = 0.6
    score_share: float = 0.6
    late_orders: int = 2
    days: int = 180
    lost_days: int = 730


@dataclass(frozen=True)
class Facts:
    """What is known of a customer; None: nothing.

    ``gap``: median days between his orders. ``recent``, ``before``: mean amount of his
    last three orders and of those before. ``score``: his last mark as a share of its
    scale, given on ``scored_on``. ``refused_on``: when he last did not accept a
    delivery. ``complaint``: number of an open or recent complaint. ``late``: late
    deliveries.
    """

    orders: int
    last_on: date
    gap: float | None = None
    recent: float | None = None
    before: float | None = None
    score: float | None = None
    scored_on: date | None = None
    refused_on: date | None = None
    complaint: str | None = None
    late: int = 0


@dataclass(frozen=True)
class Risk:
    """The signs of one customer, heaviest first; empty: not at risk."""

    reasons: tuple[Reason, ...] = ()

    @property
    def points(self):
        """The weight of all signs."""
        return sum(WEIGHTS[reason.code] for reason in self.reasons)

    @property
    def level(self):
        """How much at risk.

        >>> (
        ...     Risk((Reason(Sign.LATE),)).level.value,
        ...     Risk((Reason(Sign.GAP),)).level.value,
        ... )
        ('low', 'medium')
        """
        if self.points >= HIGH_FROM:
            return Level.HIGH
        return Level.MEDIUM if self.points >= MEDIUM_FROM else Level.LOW


def judge(facts, thresholds, today):
    """The signs that a customer gives.

    >>> quiet = Facts(orders=5, last_on=date(2026, 1, 1), gap=30.0)
    >>> [r.code.value for r in judge(quiet, Thresholds(), date(2026, 3, 1)).reasons]
    ['gap']
    >>> judge(quiet, Thresholds(), date(2026, 2, 1)).reasons
    ()
    """
    if (today - facts.last_on).days > thresholds.lost_days:
        return Risk()
    found = [
        *_gap(facts, thresholds, today),
        *_basket(facts, thresholds),
        *_said(facts, thresholds),
        *_late(facts, thresholds),
    ]
    return Risk(tuple(sorted(found, key=lambda r: (-WEIGHTS[r.code], r.code.value))))


def _gap(facts, thresholds, today):
    silent = (today - facts.last_on).days
    # somebody who orders several times a day has no rhythm in days
    usual = max(facts.gap or 0.0, 1.0)
    if facts.gap is None or facts.orders < thresholds.min_orders:
        return
    if silent >= thresholds.gap_factor * usual:
        yield Reason(Sign.GAP, {"silent": silent, "usual": round(usual)})


def _basket(facts, thresholds):
    # before there must be at least as many orders as are looked at now
    if facts.recent is None or not facts.before:
        return
    share = facts.recent / facts.before
    if share <= thresholds.basket_share:
        yield Reason(Sign.BASKET, {"percent": round(100 * (1 - share))})


def _said(facts, thresholds):
    # 0 is a mark, and the lowest there is
    if facts.score is not None and facts.score <= thresholds.score_share:
        params = {"percent": round(100 * facts.score), "on": facts.scored_on}
        yield Reason(Sign.SCORE, params)
    if facts.refused_on is not None:
        yield Reason(Sign.NOT_ACCEPTED, {"on": facts.refused_on})
    if facts.complaint:
        yield Reason(Sign.COMPLAINT, {"ticket": facts.complaint})


def _late(facts, thresholds):
    if thresholds.late_orders and facts.late >= thresholds.late_orders:
        yield Reason(Sign.LATE, {"late": facts.late})
