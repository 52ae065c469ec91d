"""Which targets and which statutory term a ticket falls under."""

from dataclasses import dataclass, field
from datetime import date

from .ticket import Kind

# what a law on complaints means when it says complaint
COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.WARRANTY, Kind.RETURN, Kind.REFUSAL})


@dataclass(frozen=True, slots=True)
class Subject:
    """The ticket, as conditions see it.

    ``reasons``, ``categories``: the one it has and all above it. ``day``: it came on,
    where the company is.
    """

    kind: Kind
    day: date
    team: int | None = None
    priority: int = 0
    tier: str = "standard"
    customer: int | None = None
    contract: bool = False
    reasons: frozenset = frozenset()
    categories: frozenset = frozenset()
    country: str | None = None
    sector: str | None = None
    is_business: bool = True


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a policy holds; None and False mean "whatever it is".

    ``priority``: this one or a higher one.
    """

    team: int | None = None
    kind: Kind | None = None
    reason: int | None = None
    priority: int = 0
    tier: str | None = None
    category: int | None = None
    customer: int | None = None
    contract: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Targets by measure, under conditions. The keys are the caller's own."""

    key: int
    conditions: Conditions = field(default_factory=Conditions)
    targets: tuple = ()  # pairs of a measure and the key of its target


def holds(conditions, subject):
    """Whether all conditions are met.

    >>> from datetime import date
    >>> late = Subject(Kind.COMPLAINT, date(2026, 3, 2), priority=2)
    >>> holds(Conditions(priority=1), late), holds(Conditions(priority=3), late)
    (True, False)
    """
    wanted = conditions
    return all(
        (
            wanted.team in (None, subject.team),
            wanted.kind in (None, subject.kind),
            wanted.reason is None or wanted.reason in subject.reasons,
            wanted.priority <= subject.priority,
            wanted.tier in (None, subject.tier),
            wanted.category is None or wanted.category in subject.categories,
            wanted.customer in (None, subject.customer),
            subject.contract or not wanted.contract,
        )
    )


def select(policies, subject):
    """The target of each measure: of the first policy that holds and has one.

    :param policies: in the order in which they count
    :return: ``{measure: key of the target}``
    """
    chosen = {}
    for policy in policies:
        if holds(policy.conditions, subject):
            chosen = dict(policy.targets) | chosen
    return chosen


@dataclass(frozen=True, slots=True)
class Term:
    """When a law gives a customer an answer within a time.

    ``kind`` None: any kind of complaint. ``sector`` None: in every trade.
    ``is_business``: None for consumers and businesses alike.
    """

    key: int
    country: str
    sector: str | None = None
    kind: Kind | None = None
    reason: int | None = None
    is_business: bool | None = None
    date_from: date | None = None
    date_to: date | None = None


def select_term(terms, subject):
    """The key of the first term that the ticket falls under, or None.

    >>> from datetime import date
    >>> spain = Term(1, "ES", date_from=date(2026, 12, 28))
    >>> on = lambda day: Subject(Kind.COMPLAINT, day, country="ES")
    >>> select_term([spain], on(date(2026, 12, 27)))
    >>> select_term([spain], on(date(2026, 12, 28)))
    1
    """
    return next((term.key for term in terms if _covers(term, subject)), None)


def _covers(term, subject):
    kinds = {term.kind} if term.kind else COMPLAINTS
    return all(
        (
            term.country == subject.country,
            term.sector in (None, subject.sector),
            subject.kind in kinds,
            term.reason is None or term.reason in subject.reasons,
            term.is_business in (None, subject.is_business),
            not term.date_from or term.date_from <= subject.day,
            not term.date_to or subject.day <= term.date_to,
        )
    )
