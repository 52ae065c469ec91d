"""Who is called in a campaign, and why somebody is not.

Days are whole days in the company's time zone: somebody delivered on the 10th has
been delivered two days on the 12th, whatever the hour.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Source(str, Enum):
    """Where the candidates of a campaign come from."""

    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    QUOTATION = "quotation"
    APPOINTMENT = "appointment"
    CUSTOMER = "customer"


# those whose candidates have a day, so that the rule says how long ago
DATED = frozenset({Source.DELIVERED, Source.CONFIRMED, Source.QUOTATION})


class Why(str, Enum):
    """Why somebody is not called."""

    NOT_DELIVERED = "not_delivered"
    NOT_CONFIRMED = "not_confirmed"
    QUOTATION_CLOSED = "quotation_closed"
    APPOINTMENT_SETTLED = "appointment_settled"
    NO_CUSTOMER = "no_customer"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CALLED = "called"
    CONDITION = "condition"
    COMPLAINT = "complaint"
    CONTACTED = "contacted"
    SAME_CUSTOMER = "same_customer"
    NO_PHONE = "no_phone"
    OPTED_OUT = "opted_out"
    LAW = "law"
    HOLDOUT = "holdout"
    NOT_DRAWN = "not_drawn"
    CELL_FULL = "cell_full"
    BY_HAND = "by_hand"
    ENDED = "ended"


# the candidate is no longer what its source lists
FALLEN = {
    Source.DELIVERED: Why.NOT_DELIVERED,
    Source.CONFIRMED: Why.NOT_CONFIRMED,
    Source.QUOTATION: Why.QUOTATION_CLOSED,
    Source.APPOINTMENT: Why.APPOINTMENT_SETTLED,
    Source.CUSTOMER: Why.NO_CUSTOMER,
}


@dataclass(frozen=True)
class Rule:
    """The live rule of a campaign.

    Delivered (confirmed, offered) from ``min_days`` to ``max_days`` ago, both
    included; the customer not called in the last ``quiet_days`` days (0: no such
    limit). What else is asked was judged before: see ``Candidate.failed``.
    """

    min_days: int
    max_days: int
    quiet_days: int = 0
    source: Source = Source.DELIVERED


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one that could be called, and of the customer.

    ``key``: what the call is about, coded. ``name``: of the order, or of the customer.
    ``stands`` False: the source lists it no more. ``day``: when it was delivered,
    confirmed or offered. ``failed``: ids of the conditions that it does not meet.
    ``picked``: a person or a file put it on the list; the rule need not fit.
    ``listed``: it is on the campaign's list. ``ongoing``: an agent is calling at this
    moment. ``attempts``: how often it was rung in this campaign. ``finished``: its
    call is over. ``agreed``: the customer asked to be called back.
    ``contacted_on``: the last phone call to the customer that was not about this very
    matter in this campaign. ``pending``: name of something else that the customer
    waits to be called about. ``complaint``: number of an open complaint.
    """

    key: str
    customer: int
    day: date | None = None
    stands: bool = True
    name: str = ""
    phone: str = ""
    failed: tuple[int, ...] = ()
    picked: bool = False
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
    """The first and the last day that the rule takes on ``today``.

    >>> window(Rule(min_days=2, max_days=5), date(2026, 3, 12))
    (datetime.date(2026, 3, 7), datetime.date(2026, 3, 10))
    """
    return today - timedelta(rule.max_days), today - timedelta(rule.min_days)


def decide(candidate, rule, today):
    """Decide whether to call about one candidate on ``today``; all reasons if not."""
    if candidate.by_hand:
        return Decision((Reason(Why.BY_HAND),))
    if candidate.finished:
        return Decision((Reason(Why.CALLED),))
    if candidate.ongoing:
        return Decision()
    if not (candidate.stands or candidate.picked):
        return Decision((Reason(FALLEN[rule.source]),))
    reasons = list(_reach(candidate))
    if not candidate.agreed:
        reasons += _courtesy(candidate, rule, today)
    if not (candidate.attempts or candidate.picked):
        reasons += _fit(candidate, rule, today)
    return Decision(tuple(reasons))


def choose(candidates, rule, today):
    """Decide about many at once: at most one per customer when he has quiet.

    Who is listed already stays before who is new, then the earlier day.

    :return: {key: Decision}
    """
    decisions, taken = {}, {}
    for one in sorted(candidates, key=_rank):
        decision = decide(one, rule, today)
        if decision.ok and rule.quiet_days and one.customer in taken:
            other = {"order": taken[one.customer]}
            decision = Decision((Reason(Why.SAME_CUSTOMER, other),))
        elif decision.ok:
            taken[one.customer] = one.name
        decisions[one.key] = decision
    return decisions


def count_reasons(decisions):
    """How many are called, and how many are not for which first reason.

    :param decisions: an iterable of Decision
    :return: (called, {(code, id of the condition or None): how many})

    >>> refused = Decision((Reason(Why.CONDITION, {"rule": 4}),))
    >>> count_reasons([Decision(), refused, refused])
    (1, {('condition', 4): 2})
    """
    called, refused = 0, {}
    for decision in decisions:
        if decision.ok:
            called += 1
            continue
        reason = decision.reasons[0]
        kind = (reason.code.value, reason.params.get("rule"))
        refused[kind] = refused.get(kind, 0) + 1
    return called, refused


def _rank(candidate):
    return (
        not candidate.ongoing,
        not candidate.agreed,
        -candidate.attempts,
        not candidate.listed,
        candidate.day or date.min,
        candidate.key,
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
    """Whether the candidate is one that the campaign is about."""
    if rule.source in DATED and candidate.day:
        yield from _in_window(candidate.day, rule, today)
    for rule_id in candidate.failed:
        yield Reason(Why.CONDITION, {"rule": rule_id})


def _in_window(day, rule, today):
    days = (today - day).days
    source = rule.source.value
    if days < rule.min_days:
        ready = day + timedelta(rule.min_days)
        yield Reason(Why.TOO_EARLY, {"days": days, "ready": ready, "source": source})
    if days > rule.max_days:
        limit = {"max_days": rule.max_days, "source": source}
        yield Reason(Why.TOO_LATE, {"days": days, **limit})
