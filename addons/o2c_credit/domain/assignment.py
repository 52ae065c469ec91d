"""Who looks after which customer: rules, capacity, and who stands in for whom."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CLASSES = "ABCDE"
ZERO = Decimal()


@dataclass(frozen=True)
class Debtor:
    """A customer to be given to a collector; ``collector`` who has him now."""

    key: int
    collector: int | None = None
    overdue: Decimal = ZERO
    risk_class: str | None = None
    country: int | None = None
    industry: int | None = None
    salesperson: int | None = None
    tags: frozenset = frozenset()
    initial: str = ""


@dataclass(frozen=True)
class Portfolio:
    """For whom a rule is and the collectors that share them. Empty: everybody.

    :param start: overdue amount from which it is, ``end`` up to which (open end: None)
    """

    key: int
    collectors: tuple
    start: Decimal = ZERO
    end: Decimal | None = None
    class_from: str | None = None
    class_to: str | None = None
    countries: frozenset = frozenset()
    industries: frozenset = frozenset()
    salespeople: frozenset = frozenset()
    tags: frozenset = frozenset()
    initials: tuple | None = None


@dataclass(frozen=True)
class Collector:
    """Who can take customers; ``capacity`` 0: as many as come."""

    key: int
    capacity: int = 0


@dataclass(frozen=True)
class Absence:
    """Away from ``start`` to ``end``, both included; ``substitute`` may be None."""

    collector: int
    substitute: int | None
    start: date
    end: date


def matches(rule, debtor):
    """Whether a rule is for this customer.

    >>> matches(Portfolio(1, (7,), start=Decimal(500)), Debtor(3, overdue=Decimal(500)))
    True
    """
    tests = (
        rule.start <= debtor.overdue,
        rule.end is None or debtor.overdue < rule.end,
        _in_classes(rule, debtor.risk_class),
        not rule.countries or debtor.country in rule.countries,
        not rule.industries or debtor.industry in rule.industries,
        not rule.salespeople or debtor.salesperson in rule.salespeople,
        not rule.tags or bool(rule.tags & debtor.tags),
        _in_initials(rule, debtor.initial),
    )
    return all(tests)


def _in_classes(rule, risk_class):
    if not (rule.class_from or rule.class_to):
        return True
    if not risk_class:
        return False
    return (rule.class_from or "A") <= risk_class <= (rule.class_to or "E")


def _in_initials(rule, initial):
    if not rule.initials:
        return True
    first, last = rule.initials
    return bool(initial) and first <= initial.upper() <= last


def assign(debtors, rules, collectors, *, keep):
    """Who gets whom: {debtor key: (collector key, rule key)}; without place: left out.

    The first rule that is for a customer and has room takes him; among its
    collectors the one with the most room left, by share of his capacity. The
    largest debts are given first, so that the load is balanced by work and number.

    :param keep: customers who have a collector of ``collectors`` stay with him
    """
    known = {collector.key: collector for collector in collectors}
    load = dict.fromkeys(known, 0)
    free = []
    for debtor in debtors:
        if keep and debtor.collector in known:
            load[debtor.collector] += 1
        else:
            free.append(debtor)
    given = {}
    for debtor in sorted(free, key=lambda d: (-d.overdue, d.key)):
        for rule in rules:
            taker = matches(rule, debtor) and _least_busy(rule, known, load)
            if taker:
                load[taker.key] += 1
                given[debtor.key] = (taker.key, rule.key)
                break
    return given


def _least_busy(rule, known, load):
    takers = [known[key] for key in rule.collectors if key in known]
    room = [c for c in takers if not c.capacity or load[c.key] < c.capacity]
    return min(room, key=lambda c: (_share(c, load), load[c.key], c.key), default=None)


def _share(collector, load):
    """How full he is; who takes as many as come counts as one of a thousand."""
    return load[collector.key] / (collector.capacity or 1000)


def stands_in(collector, absences, today):
    """Who works for ``collector`` today: himself, or who stands in; None: nobody.

    A substitute who is away himself is stood in for in turn.
    """
    away = {a.collector: a for a in absences if a.start <= today <= a.end}
    seen = set()
    while collector in away:
        if collector in seen:
            return None
        seen.add(collector)
        collector = away[collector].substitute
    return collector
