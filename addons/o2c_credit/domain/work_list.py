"""What to do next with a customer who owes, and how many points that is worth.

All amounts are in the currency of the company: they rank, they are asked of nobody.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason

ZERO = Decimal()
CLASSES = "ABCDE"
# from so many broken promises on, another one is not asked for
MANY_BROKEN = 3
# who is later than this is called, whatever he is used to
PATIENCE = 30


class Action(str, Enum):
    """The next best action; the last two leave the customer in peace."""

    CALL = "call"
    EMAIL = "email"
    MATCH = "match"
    DISPUTE = "dispute"
    ESCALATE = "escalate"
    CONTACT_DATA = "contact_data"
    WAIT = "wait"
    NONE = "none"


class Why(str, Enum):
    """Why this action; the sentences are in ``explain/work.py``."""

    PHONE_STEP = "phone_step"
    BROKEN = "broken"
    OVERDUE = "overdue"
    BEYOND_HABIT = "beyond_habit"
    WITHIN_HABIT = "within_habit"
    PREFERS_EMAIL = "prefers_email"
    NO_PHONE = "no_phone"
    NO_ADDRESS = "no_address"
    CREDITS_COVER = "credits_cover"
    CONTESTED = "contested"
    INSOLVENT = "insolvent"
    MANY_BROKEN = "many_broken"
    RESTING = "resting"
    QUIET = "quiet"
    PROMISED = "promised"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Customer:
    """What is known of one customer.

    :param overdue: past due, neither held nor promised
    :param days: of the oldest item in ``overdue``; ``mean_days`` weighted by amount
    :param credits: payments and credits that are matched with nothing
    :param last_contact: the last contact about collection that took place
    :param phone_since: since when a phone step of dunning waits
    :param broken: promises broken within a year, the newest on ``broken_on``
    :param probability: that he pays late, 0 to 1; None: nobody knows
    """

    overdue: Decimal = ZERO
    open: Decimal = ZERO
    held: Decimal = ZERO
    promised: Decimal = ZERO
    credits: Decimal = ZERO
    items: int = 0
    days: int = 0
    mean_days: float = 0.0
    level: int = 0
    last_contact: date | None = None
    phone_since: date | None = None
    broken: int = 0
    broken_on: date | None = None
    promise_date: date | None = None
    insolvent: bool = False
    risk_class: str | None = None
    probability: float | None = None
    paid: int = 0
    usual_days: float = 0.0
    spread: float = 0.0
    channel: str | None = None
    has_phone: bool = True
    has_email: bool = True
    quiet_from: date | None = None
    quiet_to: date | None = None
    tags: frozenset = frozenset()


@dataclass(frozen=True)
class Advice:
    """The next best action and why; ``until``: the day on which a wait ends."""

    action: Action
    reason: Reason
    until: date | None = None

    @property
    def is_work(self):
        """Whether somebody has to do something now."""
        return self.action not in (Action.WAIT, Action.NONE)


def advise(customer, today, rest_days):
    """The next best action for ``customer``.

    :param rest_days: so many days after a contact nobody asks again

    >>> advise(Customer(overdue=Decimal(90), days=5), date(2026, 3, 2), 3).action.value
    'call'
    """
    if customer.overdue <= 0:
        return _nothing_claimable(customer, today, rest_days)
    for rule in (_first_of_all, _leave_in_peace, _call_first):
        if advice := rule(customer, today, rest_days):
            return advice
    return _ask(customer)


def _nothing_claimable(customer, today, rest_days):
    if customer.held > 0 and not _rests(customer, today, rest_days):
        return _advice(Action.DISPUTE, Why.CONTESTED, amount=customer.held)
    if customer.promised > 0:
        return _advice(
            Action.WAIT,
            Why.PROMISED,
            until=customer.promise_date,
            amount=customer.promised,
            date=customer.promise_date,
        )
    return _advice(Action.NONE, Why.NOTHING)


def _first_of_all(customer, _today, _rest_days):
    if customer.credits >= customer.overdue:
        return _advice(Action.MATCH, Why.CREDITS_COVER, amount=customer.credits)
    if customer.insolvent:
        return _advice(Action.ESCALATE, Why.INSOLVENT)
    return None


def _leave_in_peace(customer, today, rest_days):
    if in_quiet(customer, today):
        until = customer.quiet_to
        return _advice(Action.WAIT, Why.QUIET, until=until, date=until)
    if _rests(customer, today, rest_days) and not _broken_since(customer):
        until = customer.last_contact + timedelta(days=rest_days)
        return _advice(
            Action.WAIT, Why.RESTING, until=until, date=customer.last_contact
        )
    return None


def _call_first(customer, _today, _rest_days):
    if customer.broken >= MANY_BROKEN:
        return _advice(Action.ESCALATE, Why.MANY_BROKEN, count=customer.broken)
    by_phone = Action.CALL if customer.has_phone else Action.CONTACT_DATA
    if customer.phone_since:
        return _advice(by_phone, Why.PHONE_STEP, date=customer.phone_since)
    if _broken_since(customer):
        return _advice(by_phone, Why.BROKEN, date=customer.broken_on)
    return None


def _ask(customer):
    late = {"amount": customer.overdue, "days": customer.days}
    usual = round(customer.usual_days)
    if customer.has_email:
        if within_habit(customer):
            return _advice(Action.EMAIL, Why.WITHIN_HABIT, usual=usual, **late)
        if customer.channel == "email":
            return _advice(Action.EMAIL, Why.PREFERS_EMAIL, **late)
        if not customer.has_phone:
            return _advice(Action.EMAIL, Why.NO_PHONE, **late)
    if not customer.has_phone:
        return _advice(Action.CONTACT_DATA, Why.NO_ADDRESS, **late)
    if has_habit(customer):
        return _advice(Action.CALL, Why.BEYOND_HABIT, usual=usual, **late)
    return _advice(Action.CALL, Why.OVERDUE, **late)


def in_quiet(customer, today):
    """Whether ``today`` lies in the customer's quiet period (its end is open again)."""
    start, end = customer.quiet_from, customer.quiet_to
    if not (start or end):
        return False
    return (start or today) <= today < (end or date.max)


def has_habit(customer):
    """Whether enough was paid to speak of a habit."""
    return customer.paid >= 6


def within_habit(customer):
    """Whether he is no later than usual, a spread above his mean included."""
    limit = min(PATIENCE, customer.usual_days + customer.spread)
    return has_habit(customer) and customer.days <= limit


def _rests(customer, today, rest_days):
    contact = customer.last_contact
    return contact is not None and (today - contact).days < rest_days


def _broken_since(customer):
    """Whether a promise was broken after the last contact (or on its day)."""
    if not customer.broken_on:
        return False
    contact = customer.last_contact
    return contact is None or customer.broken_on >= contact


def _advice(action, why, until=None, **params):
    return Advice(action, Reason(why, params), until)


# ---------------------------------------------------------------- rules with points
class Measure(str, Enum):
    """What a rule with points looks at."""

    AMOUNT = "amount"
    DAYS = "days"
    ITEMS = "items"
    LEVEL = "level"
    RISK_CLASS = "risk_class"
    PROBABILITY = "probability"
    BEYOND_HABIT = "beyond_habit"
    SILENCE = "silence"
    BROKEN = "broken"
    PHONE_STEP = "phone_step"
    HELD = "held"
    VALUE = "value"


@dataclass(frozen=True)
class Rule:
    """So many points when a measure is at least ``start`` and less than ``end``.

    :param tags: only for customers with one of these; empty: for all
    """

    key: int
    measure: Measure
    points: int
    start: float = 0.0
    end: float | None = None
    tags: frozenset = frozenset()


def measures(customer, today, value):
    """What rules look at: {Measure: number}; what is not known is left out.

    Class A is 1, E is 5; days of silence count from the due date when nobody ever
    spoke to the customer.
    """
    found = {
        Measure.AMOUNT: float(customer.overdue),
        Measure.DAYS: customer.days,
        Measure.ITEMS: customer.items,
        Measure.LEVEL: customer.level,
        Measure.SILENCE: _silence(customer, today),
        Measure.BROKEN: customer.broken,
        Measure.PHONE_STEP: int(bool(customer.phone_since)),
        Measure.HELD: float(customer.held),
        Measure.VALUE: float(value),
    }
    if customer.risk_class:
        found[Measure.RISK_CLASS] = CLASSES.index(customer.risk_class) + 1
    if customer.probability is not None:
        found[Measure.PROBABILITY] = 100 * customer.probability
    if has_habit(customer):
        found[Measure.BEYOND_HABIT] = customer.days - customer.usual_days
    return found


def _silence(customer, today):
    if customer.last_contact:
        return (today - customer.last_contact).days
    return customer.days


def points(rules, customer, today, value):
    """The rules that apply: ((key, number looked at, points), …) in their order."""
    numbers = measures(customer, today, value)
    return tuple(
        (rule.key, numbers[rule.measure], rule.points)
        for rule in rules
        if rule.measure in numbers and _applies(rule, numbers[rule.measure], customer)
    )


def _applies(rule, number, customer):
    if rule.tags and not rule.tags & customer.tags:
        return False
    return rule.start <= number and (rule.end is None or number < rule.end)
