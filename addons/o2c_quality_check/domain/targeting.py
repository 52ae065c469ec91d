"""Who is called in a campaign after delivery, and why somebody is not.

Days are whole days in the company's time zone: somebody delivered on the 10th has
been delivered two days on the 12th, whatever the hour.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Why(str, Enum):
    """Why an order is not called about."""

    NOT_DELIVERED = "not_delivered"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CALLED = "called"
    OTHER_CARRIER = "other_carrier"
    COMPLAINT = "complaint"
    CONTACTED = "contacted"
    SAME_CUSTOMER = "same_customer"
    NO_PHONE = "no_phone"
    OPTED_OUT = "opted_out"
    BY_HAND = "by_hand"
    ENDED = "ended"


@dataclass(frozen=True)
class Rule:
    """The live rule of a campaign.

    Delivered from ``min_days`` to ``max_days`` ago, both included; the customer not
    called in the last ``quiet_days`` days (0: no such limit); shipped by one of
    ``carriers`` (empty: by any).
    """

    min_days: int
    max_days: int
    quiet_days: int = 0
    carriers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """What is known of one order and its customer.

    ``name``: of the order. ``delivered_on`` None: the delivery was undone.
    ``listed``: it is in the campaign's list. ``ongoing``: an agent is calling about it
    at this moment. ``attempts``: how often it was rung in this campaign. ``finished``:
    its call is over. ``agreed``: the customer asked to be called back.
    ``contacted_on``: the last phone call to the customer that was not about this very
    order in this campaign. ``pending``: name of another order of the customer that
    waits to be called about. ``complaint``: name of an open complaint.
    """

    order: int
    customer: int
    delivered_on: date | None
    name: str = ""
    phone: str = ""
    carrier: int | None = None
    listed: bool = False
    ongoing: bool = False
    attempts: int = 0
    finished: bool = False
    agreed: bool = False
    by_hand: bool = False
    opted_out: bool = False
    complaint: str = ""
    contacted_on: date | None = None
    pending: str = ""


def window(rule, today):
    """The first and the last day of delivery that the rule takes on ``today``.

    >>> window(Rule(min_days=2, max_days=5), date(2026, 3, 12))
    (datetime.date(2026, 3, 7), datetime.date(2026, 3, 10))
    """
    return today - timedelta(rule.max_days), today - timedelta(rule.min_days)


def decide(candidate, rule, today):
    """Decide whether to call about one order on ``today``; all reasons if not."""
    if candidate.by_hand:
        return Decision((Reason(Why.BY_HAND),))
    if candidate.finished:
        return Decision((Reason(Why.CALLED),))
    if candidate.ongoing:
        return Decision()
    if not candidate.delivered_on:
        return Decision((Reason(Why.NOT_DELIVERED),))
    reasons = list(_reach(candidate))
    if not candidate.agreed:
        reasons += _courtesy(candidate, rule, today)
    if not candidate.attempts:
        reasons += _fit(candidate, rule, today)
    return Decision(tuple(reasons))


def choose(candidates, rule, today):
    """Decide about many orders at once: at most one per customer when he has quiet.

    Who is listed already stays before who is new, then the earlier delivery.

    :return: {order id: Decision}
    """
    decisions, taken = {}, {}
    for one in sorted(candidates, key=_rank):
        decision = decide(one, rule, today)
        if decision.ok and rule.quiet_days and one.customer in taken:
            other = {"order": taken[one.customer]}
            decision = Decision((Reason(Why.SAME_CUSTOMER, other),))
        elif decision.ok:
            taken[one.customer] = one.name
        decisions[one.order] = decision
    return decisions


def _rank(candidate):
    return (
        not candidate.ongoing,
        not candidate.agreed,
        -candidate.attempts,
        not candidate.listed,
        candidate.delivered_on or date.min,
        candidate.order,
    )


def _reach(candidate):
    """What makes a call impossible or forbidden, agreed or not."""
    if not candidate.phone:
        yield Reason(Why.NO_PHONE)
    elif candidate.opted_out:
        yield Reason(Why.OPTED_OUT, {"phone": candidate.phone})


def _courtesy(candidate, rule, today):
    """When a call that nobody asked for would be one too many."""
    if candidate.complaint:
        yield Reason(Why.COMPLAINT, {"ticket": candidate.complaint})
    if not rule.quiet_days:
        return
    if candidate.pending:
        yield Reason(Why.SAME_CUSTOMER, {"order": candidate.pending})
    if candidate.contacted_on:
        days = (today - candidate.contacted_on).days
        if days < rule.quiet_days:
            yield Reason(Why.CONTACTED, {"days": days, "on": candidate.contacted_on})


def _fit(candidate, rule, today):
    """Whether the order is one that the campaign is about."""
    days = (today - candidate.delivered_on).days
    if days < rule.min_days:
        ready = candidate.delivered_on + timedelta(rule.min_days)
        yield Reason(Why.TOO_EARLY, {"days": days, "ready": ready})
    if days > rule.max_days:
        yield Reason(Why.TOO_LATE, {"days": days, "max_days": rule.max_days})
    if rule.carriers and candidate.carrier not in rule.carriers:
        yield Reason(Why.OTHER_CARRIER)
