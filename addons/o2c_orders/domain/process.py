"""How orders go through the company: whose time a stage is, and where it is lost.

Days are floats; shares are between nothing and one.
"""

from dataclasses import dataclass
from enum import Enum

from .decision import Decision, Reason
from .departments import Department
from .milestones import Stage

# the stages whose time is measured, and whose time that is
TURNS = {
    Stage.ACQUISITION: Department.SALES,
    Stage.PROCESSING: Department.WAREHOUSE,
    Stage.SHIPMENT: Department.TRANSPORT,
    Stage.DELIVERY: Department.ACCOUNTING,
    Stage.PAYMENT: Department.CUSTOMER,
    Stage.SETTLEMENT: Department.SALES,
}
# upper ends of the ages of open orders, in days; the last group has none
AGES = (2, 7, 14, 30)


class Bottleneck(str, Enum):
    """Why a stage is one."""

    SLOWEST = "slowest"
    GROWING = "growing"
    AGED = "aged"


@dataclass(frozen=True, slots=True)
class StageFacts:
    """One stage in a period.

    ``mean``, ``p90``: days of the orders that left it; ``entered``, ``left``: how
    many did in the period; ``waiting``: how many are in it now and ``age`` the median
    of their days in it. None where there was nothing to measure.
    """

    stage: Stage
    mean: float | None = None
    p90: float | None = None
    entered: int = 0
    left: int = 0
    waiting: int = 0
    age: float | None = None


def bottlenecks(stages):
    """``{stage: Decision}``: the reasons say in what way a stage is a bottleneck.

    Slowest: of our own stages the one that takes most of the time, if it takes any;
    the customer's own time (payment) never is. Growing: more came in than went out,
    by a tenth at least, and some wait. Aged: half of those that wait have waited
    longer than nine of ten ever did, and longer than a day.

    >>> busy = StageFacts(Stage.PROCESSING, mean=4.0, p90=6.0, entered=9, left=9)
    >>> quick = StageFacts(Stage.DELIVERY, mean=1.0, p90=2.0, entered=9, left=9)
    >>> [r.code.value for r in bottlenecks([busy, quick])[Stage.PROCESSING].reasons]
    ['slowest']
    """
    ours = [s for s in stages if TURNS[s.stage] is not Department.CUSTOMER and s.mean]
    slowest = max(ours, key=lambda s: s.mean, default=None)
    total = sum(s.mean for s in ours)
    return {
        facts.stage: Decision(tuple(_reasons(facts, slowest, total)))
        for facts in stages
    }


def _reasons(facts, slowest, total):
    if slowest is facts:
        yield Reason(Bottleneck.SLOWEST, {"share": facts.mean / total})
    surplus = facts.entered - facts.left
    if facts.waiting and surplus > 0 and surplus * 10 >= facts.entered:
        yield Reason(Bottleneck.GROWING, {"surplus": surplus})
    if facts.waiting and facts.p90 is not None and facts.age > max(facts.p90, 1):
        yield Reason(Bottleneck.AGED, {"age": facts.age, "p90": facts.p90})


def fragmentation(department_days):
    """How an order's time is spread over departments: 0 in one hand, near 1 in many.

    One less the sum of the squared shares of time.

    >>> fragmentation([5.0]), fragmentation([2.0, 2.0])
    (0.0, 0.5)
    >>> fragmentation([]) is None
    True
    """
    days = [value for value in department_days if value and value > 0]
    total = sum(days)
    if not total:
        return None
    return 1 - sum((value / total) ** 2 for value in days)
