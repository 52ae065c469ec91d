"""What a customer is like: his bands, whether he drifts, whether softer terms suit him.

Days are days beyond terms, weighted by amount; shares go from 0 to 1; amounts are in
one currency, for twelve months.
"""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

# from so many payments on a habit is one
FEW = 6
FEW_RECENT = 2
GOOD_CLASSES = ("A", "B")
IN_TIME = 0.9
ACTIVE_MONTHS = 6
# so many days later than before, and beyond terms
DRIFT_DAYS = 7
OVERDUE_SHARE = 0.2
RISING_MONTHS = 3
CLASS_STEPS = 2
YEAR = 365


class Band(str, Enum):
    """How a customer pays, by his days beyond terms."""

    NONE = "none"
    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"
    LATER = "later"
    VERY_LATE = "very_late"


class Margin(str, Enum):
    """What he leaves, as a share of his sales."""

    UNKNOWN = "unknown"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Against(str, Enum):
    """Why a customer is not offered softer terms."""

    FEW_PAYMENTS = "few_payments"
    YOUNG = "young"
    NOT_IN_TIME = "not_in_time"
    RISK_CLASS = "risk_class"
    DRIFTS = "drifts"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    BROKEN_PROMISE = "broken_promise"


class Trend(str, Enum):
    """What goes the wrong way."""

    SLOWER = "slower"
    MORE_OVERDUE = "more_overdue"
    WORSE_CLASS = "worse_class"


@dataclass(frozen=True)
class Behaviour:
    """Twelve months of a customer.

    :param days: beyond terms; None: he paid nothing; ``days_recent`` of the last three
        months, ``days_before`` of those before
    :param paid_count, recent_count, before_count: payments
    :param months: with sales
    :param margin: of what has a known cost; None: nothing has
    :param overdue_shares: of what was owed at the ends of the last months, newest last
    :param risk_class, class_before: now and three months ago
    """

    sales: float = 0.0
    receivable: float = 0.0
    overdue: float = 0.0
    disputed: float = 0.0
    days: float | None = None
    days_recent: float | None = None
    days_before: float | None = None
    in_time: float | None = None
    paid_count: int = 0
    recent_count: int = 0
    before_count: int = 0
    months: int = 0
    margin: float | None = None
    broken: int = 0
    probability: float = 0.0
    risk_class: str | None = None
    class_before: str | None = None
    overdue_shares: tuple = ()


@dataclass(frozen=True)
class Effect:
    """What longer terms would do.

    :param receivable: so much more is owed on average
    :param dso: by so many days the company's DSO grows
    :param loss: the expected loss on it
    :param growth: by so much of his sales must grow to pay for loss and capital, None:
        his margin is not known
    """

    receivable: float
    dso: float | None
    loss: float
    cost: float
    growth: float | None


def band(days):
    """The band of days beyond terms.

    >>> [band(d).value for d in (None, -3, 0, 1, 15, 16, 30.5)]
    ['none', 'early', 'in_time', 'late', 'late', 'later', 'very_late']
    """
    if days is None:
        return Band.NONE
    for most, found in (
        (-3, Band.EARLY),
        (0, Band.IN_TIME),
        (15, Band.LATE),
        (30, Band.LATER),
    ):
        if days <= most:
            return found
    return Band.VERY_LATE


def margin_band(share):
    """The band of a margin.

    >>> [margin_band(s).value for s in (None, 0.09, 0.1, 0.25)]
    ['unknown', 'low', 'middle', 'high']
    """
    if share is None:
        return Margin.UNKNOWN
    if share < 0.1:
        return Margin.LOW
    return Margin.MIDDLE if share < 0.25 else Margin.HIGH


def drift(behaviour):
    """By how many days he pays later than before; None: too little is known."""
    b = behaviour
    known = b.recent_count >= FEW_RECENT and b.before_count >= FEW_RECENT
    if not known or b.days_recent is None or b.days_before is None:
        return None
    return b.days_recent - b.days_before


def drifts(behaviour):
    """Whether he pays clearly later than before, and late."""
    days = drift(behaviour)
    return days is not None and days >= DRIFT_DAYS and behaviour.days_recent > 0


def softer_terms(behaviour):
    """Whether softer terms suit him: a Decision with all that speaks against it."""
    b = behaviour
    tests = (
        (b.paid_count < FEW, Against.FEW_PAYMENTS, {"count": b.paid_count}),
        (b.months < ACTIVE_MONTHS, Against.YOUNG, {"months": b.months}),
        ((b.in_time or 0) < IN_TIME, Against.NOT_IN_TIME, {"share": b.in_time or 0}),
        (
            b.risk_class not in GOOD_CLASSES,
            Against.RISK_CLASS,
            {"risk_class": b.risk_class or ""},
        ),
        (drifts(b), Against.DRIFTS, {"days": drift(b) or 0}),
        (b.overdue > 0, Against.OVERDUE, {"amount": b.overdue}),
        (b.disputed > 0, Against.DISPUTED, {"amount": b.disputed}),
        (b.broken > 0, Against.BROKEN_PROMISE, {"count": b.broken}),
    )
    reasons = tuple(Reason(why, values) for wrong, why, values in tests if wrong)
    return Decision(reasons)


def effect(behaviour, days, *, company_sales, loss_share, capital_cost):
    """What ``days`` more would do, if he goes on paying as he does.

    :param company_sales: of all customers, twelve months
    :param loss_share: what is lost of a debt that is not paid
    :param capital_cost: a year, as a share

    >>> one = Behaviour(sales=73000, probability=0.02, margin=0.2)
    >>> found = effect(one, 15, company_sales=730000, loss_share=0.5, capital_cost=0.05)
    >>> found.receivable, found.dso, round(found.loss, 2), round(found.cost, 2)
    (3000.0, 1.5, 30.0, 150.0)
    >>> round(found.growth, 4)
    0.0123
    """
    more = behaviour.sales * days / YEAR
    loss = more * behaviour.probability * loss_share
    cost = more * capital_cost
    earned = behaviour.sales * (behaviour.margin or 0)
    return Effect(
        more,
        more * YEAR / company_sales if company_sales > 0 else None,
        loss,
        cost,
        (loss + cost) / earned if earned > 0 else None,
    )


def trends(behaviour):
    """What goes the wrong way: Reasons, each once."""
    b = behaviour
    found = []
    if drifts(b):
        values = {"days": drift(b), "now": b.days_recent, "before": b.days_before}
        found.append(Reason(Trend.SLOWER, values))
    last = b.overdue_shares[-RISING_MONTHS:]
    if _rises(last) and last[-1] >= OVERDUE_SHARE:
        values = {"now": last[-1], "before": last[0], "months": RISING_MONTHS}
        found.append(Reason(Trend.MORE_OVERDUE, values))
    if b.risk_class and b.class_before:
        steps = ord(b.risk_class) - ord(b.class_before)
        if steps >= CLASS_STEPS:
            values = {"now": b.risk_class, "before": b.class_before}
            found.append(Reason(Trend.WORSE_CLASS, values))
    return found


def _rises(shares):
    pairs = pairwise(shares)
    return len(shares) == RISING_MONTHS and all(a < b for a, b in pairs)
