"""Which dunning strategy an item gets: its own, the customer's, a rule's, the default.

What is nearer to the item wins: the invoice, then the customer, then the first rule of
the company that fits, then the company's default.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason

LETTERS = "ABCDE"
TAGS = "tags"
INDUSTRY = "industry"
COUNTRY = "country"
STATE = "state"
SALESPERSON = "salesperson"
CATEGORIES = "categories"
BRANDS = "brands"
# what stands on the invoice, not at the customer
OF_DOCUMENT = frozenset({SALESPERSON, CATEGORIES, BRANDS})


class Source(str, Enum):
    """What gave an item its strategy."""

    INVOICE = "invoice"
    CUSTOMER = "customer"
    RULE = "rule"
    COMPANY = "company"
    NONE = "none"


@dataclass(frozen=True)
class Rule:
    """One assignment rule; what is empty does not matter, the rest must all be true.

    :param classes: risk classes; a customer without class is in none
    :param amount_from: what the customer owes in all, at least; company currency
    :param amount_to: less than this; None: any
    :param sets: ((name of a trait, ids of which one must be there), …)
    """

    id: int
    strategy: int
    classes: frozenset = frozenset()
    amount_from: Decimal = Decimal()
    amount_to: Decimal | None = None
    sets: tuple = ()

    @property
    def traits(self):
        """The names of the traits that it looks at, as a set."""
        return {name for name, _ids in self.sets}


@dataclass(frozen=True)
class Subject:
    """An item and its customer, as the assignment sees them.

    :param traits: {name of a trait: set of ids}
    :param owed: what the customer owes in all, company currency
    :param own: strategy of the invoice, of the customer; None: no exception made
    """

    risk_class: str | None = None
    owed: Decimal = Decimal()
    traits: tuple = ()
    of_invoice: int | None = None
    of_customer: int | None = None


def classes(first, last):
    """The classes from ``first`` to ``last``; neither: any, which is the empty set.

    >>> sorted(classes("B", None))
    ['B', 'C', 'D', 'E']
    """
    if not (first or last):
        return frozenset()
    start, end = first or LETTERS[0], last or LETTERS[-1]
    return frozenset(letter for letter in LETTERS if start <= letter <= end)


def fits(rule, subject):
    """Whether everything that the rule asks for is true."""
    if rule.classes and subject.risk_class not in rule.classes:
        return False
    if subject.owed < rule.amount_from:
        return False
    if rule.amount_to is not None and subject.owed >= rule.amount_to:
        return False
    traits = dict(subject.traits)
    return all(ids & traits.get(name, frozenset()) for name, ids in rule.sets)


def choose(subject, rules, default=None):
    """The strategy of an item: ``(strategy or None, Reason that says why)``.

    >>> choose(Subject(of_customer=7), [], default=1)[0]
    7
    """
    if subject.of_invoice:
        return subject.of_invoice, Reason(Source.INVOICE)
    if subject.of_customer:
        return subject.of_customer, Reason(Source.CUSTOMER)
    for rule in rules:
        if fits(rule, subject):
            return rule.strategy, Reason(Source.RULE, {"rule": rule.id})
    if default:
        return default, Reason(Source.COMPANY)
    return None, Reason(Source.NONE)
