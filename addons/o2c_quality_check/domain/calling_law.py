"""Whether somebody may be called now, and by which rule not.

The facts are of one person and one number; the rules are those of all countries. The
rules that hold must all allow the call. A rule for where no law says anything gives
way to a law of the callee's country of the same kind; what a company adds never does.
Moments are naive UTC datetimes, days are days of the callee.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason

from .calling_hours import Window, day_start, is_open, local, next_open

# obstacles that follow one another (closed, then used up, then a holiday ...)
ROUNDS = 60
# a check of a register may come any time: when to ask again
RECHECK = timedelta(hours=1)


class Purpose(str, Enum):
    """What the call wants."""

    SERVICE = "service"
    MARKETING = "marketing"


class Person(str, Enum):
    """Whom the law takes the callee for."""

    NATURAL = "natural"
    SOLE_TRADER = "sole_trader"
    COMPANY = "company"


class Kind(str, Enum):
    """What a rule asks for, the most final first."""

    CONSENT = "consent"
    REGISTER = "register"
    REFUSAL = "refusal"
    FREQUENCY = "frequency"
    HOURS = "hours"


class Why(str, Enum):
    """Why a call is not allowed."""

    NO_PHONE = "no_phone"
    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    NO_CONSENT = "no_consent"
    NO_AUTOMATIC = "no_automatic"
    CANCELLED = "cancelled"
    LISTED = "listed"
    UNCHECKED = "unchecked"
    STALE = "stale"
    REFUSED = "refused"
    FREQUENCY = "frequency"
    HOURS = "hours"
    CLOSED = "closed"


@dataclass(frozen=True)
class Rule:
    """One rule of a law or of a company.

    ``country`` None: everywhere; ``states``: only in these (codes); ``company`` None:
    for all. ``law``: it stands in a law. ``fallback``: only where no law of the
    callee's country of this kind holds. ``needed``: CONSENT is (False: expressly not).
    ``good_days``: how many days a check of ``register`` is good for.
    ``contract_days``: an earlier consent outlives an enrolment while a contract runs
    and fewer days than these after it ended (None: it never does). ``most`` calls in
    ``days`` days, today included; for REFUSAL the days of rest. ``automatic``: a
    consent that calls rung by a machine need beside the one to be called.
    """

    key: int
    kind: Kind
    purposes: frozenset[Purpose]
    persons: frozenset[Person] = frozenset(Person)
    country: str | None = None
    states: frozenset[str] = frozenset()
    company: int | None = None
    law: bool = False
    fallback: bool = False
    date_from: date | None = None
    date_to: date | None = None
    windows: tuple[Window, ...] = ()
    needed: bool = True
    automatic: bool = False
    register: int | None = None
    good_days: int = 15
    contract_days: int | None = None
    most: int = 0
    days: int = 0


@dataclass(frozen=True)
class Enrolment:
    """What is known of a number in a register: when it was checked last, and since
    when it is listed (None: it is not)."""

    checked_on: date | None = None
    since: date | None = None


@dataclass(frozen=True)
class Facts:
    """Who would be called. ``zones``: all that he may be in, at least one.

    ``given_at``, ``withdrawn_at``: the last word on calls for this purpose.
    ``contract_until``: last day of his last contract, ``date.max`` while it runs.
    ``called``: when he was called lately, by whomever. ``blocked``: he or this number
    is on the company's own list of those who want no calls. ``automatic``: a machine
    would ring him; ``agreed_automatic``: his last word on that, None: he said none.
    """

    purpose: Purpose
    person: Person
    phone: str
    zones: tuple[str, ...]
    country: str | None = None
    state: str | None = None
    company: int | None = None
    blocked: bool = False
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    registers: Mapping[int, Enrolment] = field(default_factory=dict)
    contract_until: date | None = None
    called: tuple[datetime, ...] = ()
    refused_at: datetime | None = None
    automatic: bool = False
    agreed_automatic: bool | None = None
    holidays: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DialDecision:
    """Allowed, or not by ``rule`` (its key; None: a list of the company's own).

    What is not allowed either becomes so at ``next_at`` (naive UTC), or ``never`` by
    itself.
    """

    allowed: bool
    rule: int | None = None
    reasons: tuple[Reason, ...] = ()
    next_at: datetime | None = None
    never: bool = False


@dataclass(frozen=True)
class _Obstacle:
    rule: int | None
    reason: Reason
    until: datetime | None = None


def choose(rules, facts, on):
    """The rules that hold for these facts on a day, the most final first."""
    held = [rule for rule in rules if _holds(rule, facts, on)]
    plain = [rule for rule in held if not rule.automatic]
    lawful = {rule.kind for rule in plain if rule.law and rule.country}
    order = list(Kind)
    return sorted(
        (rule for rule in held if not (rule.fallback and rule.kind in lawful)),
        key=lambda rule: (order.index(rule.kind), not rule.law, rule.key),
    )


def _holds(rule, facts, on):
    return (
        facts.purpose in rule.purposes
        and facts.person in rule.persons
        and (facts.automatic or not rule.automatic)
        and rule.country in (None, facts.country)
        and (not rule.states or facts.state in rule.states)
        and rule.company in (None, facts.company)
        and (rule.date_from is None or rule.date_from <= on)
        and (rule.date_to is None or on <= rule.date_to)
    )


def judge(rules, facts, now):
    """Decide whether the call may be made now; with all that speaks against it.

    >>> free = Facts(Purpose.SERVICE, Person.NATURAL, "+3902", ("Europe/Rome",))
    >>> judge((), free, datetime(2026, 3, 2, 9)).allowed
    True
    >>> judge((), Facts(**{**vars(free), "phone": ""}), datetime(2026, 3, 2)).never
    True
    """
    held = choose(rules, facts, _today(facts, now))
    final = list(_final(held, facts, now))
    waiting = list(_waiting(held, facts, now))
    obstacles = [*final, *waiting]
    if not obstacles:
        return DialDecision(True)
    next_at = None if final else _next_at(rules, facts, waiting)
    return DialDecision(
        allowed=False,
        rule=obstacles[0].rule,
        reasons=tuple(obstacle.reason for obstacle in obstacles),
        next_at=next_at,
        never=next_at is None,
    )


def _next_at(rules, facts, waiting):
    """The first moment without an obstacle, or None."""
    # an agent may call, and a consent may come any time
    facts = replace(facts, automatic=False)
    for _round in range(ROUNDS):
        if any(obstacle.until is None for obstacle in waiting):
            return None
        at = max(obstacle.until for obstacle in waiting)
        held = choose(rules, facts, _today(facts, at))
        # a check that is missing now is taken to come until then
        held = [rule for rule in held if rule.kind is not Kind.REGISTER]
        waiting = list(_waiting(held, facts, at))
        if not waiting:
            return at
    return None


def _today(facts, now):
    return local(now, facts.zones[0]).date()


# ----------------------------------------------------------------- for good
def _final(held, facts, now):
    """What no waiting helps against."""
    if not facts.phone:
        yield _Obstacle(None, Reason(Why.NO_PHONE))
        return
    if facts.blocked:
        yield _Obstacle(None, Reason(Why.BLOCKED, {"phone": facts.phone}))
    yield from _consent(held, facts)
    for rule in held:
        if rule.kind is Kind.REGISTER:
            yield from _listed(rule, facts, _today(facts, now))


def _consent(held, facts):
    rules = [r for r in held if r.kind is Kind.CONSENT and not r.automatic]
    needed = [rule for rule in rules if rule.needed]
    first = (needed or rules)[:1]
    if _is_withdrawn(facts):
        params = {"at": facts.withdrawn_at}
        yield _Obstacle(first[0].key if first else None, Reason(Why.WITHDRAWN, params))
    elif needed and not facts.given_at:
        yield _Obstacle(needed[0].key, Reason(Why.NO_CONSENT))


def _is_withdrawn(facts):
    """Whether the last word is no; said at the same moment, no counts."""
    given, withdrawn = facts.given_at, facts.withdrawn_at
    return bool(withdrawn) and (not given or given <= withdrawn)


def _listed(rule, facts, today):
    """An enrolment stands against all consents before it, except under a contract."""
    enrolment = facts.registers.get(rule.register)
    if not enrolment or not enrolment.since or _is_withdrawn(facts):
        return
    since = {"since": enrolment.since}
    if not facts.given_at:
        yield _Obstacle(rule.key, Reason(Why.LISTED, since))
        return
    given = _today(facts, facts.given_at)
    outlives = consent_outlives(rule, facts.contract_until, today)
    if given <= enrolment.since and not outlives:
        yield _Obstacle(rule.key, Reason(Why.CANCELLED, {**since, "given": given}))


def consent_outlives(rule, contract_until, today):
    """Whether a contract keeps an earlier consent alive against an enrolment.

    >>> rpo = Rule(1, Kind.REGISTER, frozenset(Purpose), contract_days=30)
    >>> consent_outlives(rpo, date(2026, 3, 1), date(2026, 3, 30))
    True
    >>> consent_outlives(rpo, date(2026, 3, 1), date(2026, 3, 31))
    False
    """
    if rule.contract_days is None or contract_until is None:
        return False
    return contract_until > today - timedelta(days=rule.contract_days)


# ----------------------------------------------------------------- for a while
def _waiting(held, facts, now):
    """What passes, and when."""
    yield from _unagreed(held, facts, now)
    tests = {
        Kind.REGISTER: _unchecked,
        Kind.REFUSAL: _refused,
        Kind.FREQUENCY: _too_often,
        Kind.HOURS: _closed,
    }
    for rule in held:
        test = tests.get(rule.kind)
        if test:
            yield from test(rule, facts, now)


def _unagreed(held, facts, now):
    """A machine may not ring: he said no to that, or a law wants a yes of its own."""
    if not facts.automatic or facts.agreed_automatic:
        return
    rules = [rule.key for rule in held if rule.automatic and rule.needed]
    if rules or facts.agreed_automatic is False:
        key = rules[0] if rules else None
        yield _Obstacle(key, Reason(Why.NO_AUTOMATIC), now + RECHECK)


def _unchecked(rule, facts, now):
    """A check that is missing or too old."""
    enrolment = facts.registers.get(rule.register) or Enrolment()
    if not enrolment.checked_on:
        yield _Obstacle(rule.key, Reason(Why.UNCHECKED), now + RECHECK)
        return
    age = (_today(facts, now) - enrolment.checked_on).days
    if age > rule.good_days:
        params = {"checked_on": enrolment.checked_on, "days": rule.good_days}
        yield _Obstacle(rule.key, Reason(Why.STALE, params), now + RECHECK)


def _refused(rule, facts, now):
    if not facts.refused_at:
        return
    refused = _today(facts, facts.refused_at)
    free = refused + timedelta(days=rule.days)
    if _today(facts, now) < free:
        params = {"on": refused, "days": rule.days}
        until = day_start(free, facts.zones[0])
        yield _Obstacle(rule.key, Reason(Why.REFUSED, params), until)


def _too_often(rule, facts, now):
    today = _today(facts, now)
    days = sorted((_today(facts, at) for at in facts.called), reverse=True)
    lately = [on for on in days if on > today - timedelta(days=rule.days)]
    if len(lately) < rule.most:
        return
    params = {"calls": len(lately), "most": rule.most, "days": rule.days}
    until = None
    if rule.most:
        free = lately[rule.most - 1] + timedelta(days=rule.days)
        until = day_start(free, facts.zones[0])
    yield _Obstacle(rule.key, Reason(Why.FREQUENCY, params), until)


def _closed(rule, facts, now):
    """All zones that he may be in must be open."""
    for zone in facts.zones:
        if is_open(now, zone, facts.holidays, rule.windows):
            continue
        here = local(now, zone)
        holiday = facts.holidays.get(here.date(), "")
        params = {"here": here, "zone": zone, "holiday": holiday}
        until = next_open(now, zone, facts.holidays, rule.windows)
        why = Why.HOURS if until else Why.CLOSED
        yield _Obstacle(rule.key, Reason(why, params), until)
        return
