"""Entry checks: is an order taken well enough to be confirmed?

A rule asks one thing of an order. Quantities are in the unit of the line, amounts in
one currency, days are dates of the company. No clock: ``today`` is a fact.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason


class Kind(str, Enum):
    """What a check looks at."""

    ADDRESS = "address"
    CONTACT = "contact"
    REFERENCE = "reference"
    QUANTITY = "quantity"
    DATE = "date"
    PRICE = "price"
    CONSENT = "consent"
    DOCUMENT = "document"


class Problem(str, Enum):
    """What is wrong with an order."""

    ADDRESS_PARTS = "address_parts"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    NO_REACH = "no_reach"
    NO_REFERENCE = "no_reference"
    REFERENCE_FORM = "reference_form"
    REFERENCE_TWICE = "reference_twice"
    NO_QUANTITY = "no_quantity"
    UNUSUAL_QUANTITY = "unusual_quantity"
    NO_DATE = "no_date"
    DATE_PAST = "date_past"
    DATE_TOO_SOON = "date_too_soon"
    DATE_TOO_FAR = "date_too_far"
    NO_PRICE = "no_price"
    PRICE_OFF = "price_off"
    BELOW_COST = "below_cost"
    NO_CONSENT = "no_consent"
    NO_DOCUMENT = "no_document"


class ErrorKind(str, Enum):
    """The four kinds of entry errors."""

    REFERENCE = "reference"
    QUANTITY = "quantity"
    TIME = "time"
    ADDRESS = "address"


# which of the four a failed check counts as, unless its rule says otherwise
ERROR_OF = {
    Kind.ADDRESS: ErrorKind.ADDRESS,
    Kind.CONTACT: ErrorKind.ADDRESS,
    Kind.REFERENCE: ErrorKind.REFERENCE,
    Kind.QUANTITY: ErrorKind.QUANTITY,
    Kind.DATE: ErrorKind.TIME,
    Kind.PRICE: ErrorKind.REFERENCE,
    Kind.CONSENT: ErrorKind.REFERENCE,
    Kind.DOCUMENT: ErrorKind.REFERENCE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the order. ``usual``: the customer's mean quantity, or None.

    ``price`` is what one unit costs after discount, ``listed`` what the price list
    says, ``cost`` what it costs us; None where nothing is known.
    """

    name: str
    quantity: Decimal
    usual: Decimal | None = None
    price: Decimal = Decimal(0)
    listed: Decimal | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One order as it was taken. ``missing_parts``: names of empty address parts."""

    today: date
    missing_parts: frozenset = frozenset()
    email: str = ""
    phone: str = ""
    reference: str = ""
    reference_used_by: str = ""
    promised: date | None = None
    lines: tuple[Line, ...] = ()
    consent: bool = False
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What one check asks. Of the settings only those of its kind count.

    ``reach``: email, phone, either or both. ``factor``: how many times the usual
    quantity is too much. ``deviation``: percent off the price list that is too much.
    A limit that is None is not asked for.
    """

    kind: Kind
    parts: frozenset = frozenset()
    reach: str = "either"
    pattern: str = ""
    once: bool = False
    factor: Decimal | None = None
    date_needed: bool = False
    lead_days: int | None = None
    far_days: int | None = None
    deviation: Decimal | None = None
    no_loss: bool = False
    documents: int = 1
    word: str = ""


def check(rule, facts):
    """What ``rule`` finds wrong with an order.

    >>> rule = Rule(Kind.REFERENCE)
    >>> check(rule, EntryFacts(date(2026, 3, 2), reference="PO-7")).ok
    True
    >>> check(rule, EntryFacts(date(2026, 3, 2))).reasons[0].code.value
    'no_reference'
    """
    return Decision(tuple(_CHECKS[rule.kind](rule, facts)))


def is_pattern(text):
    """Whether ``text`` can be used as a pattern of references.

    >>> is_pattern("[0-9]+"), is_pattern("[")
    (True, False)
    """
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _address(rule, facts):
    missing = rule.parts & facts.missing_parts
    if missing:
        yield Reason(Problem.ADDRESS_PARTS, {"parts": sorted(missing)})


def _contact(rule, facts):
    if rule.reach == "either" and not (facts.email or facts.phone):
        yield Reason(Problem.NO_REACH)
    if rule.reach in ("email", "both") and not facts.email:
        yield Reason(Problem.NO_EMAIL)
    if rule.reach in ("phone", "both") and not facts.phone:
        yield Reason(Problem.NO_PHONE)


def _reference(rule, facts):
    reference = facts.reference.strip()
    if not reference:
        yield Reason(Problem.NO_REFERENCE)
        return
    if rule.pattern and not re.fullmatch(rule.pattern, reference):
        yield Reason(Problem.REFERENCE_FORM, {"reference": reference})
    if rule.once and facts.reference_used_by:
        yield Reason(
            Problem.REFERENCE_TWICE,
            {"reference": reference, "order": facts.reference_used_by},
        )


def _quantity(rule, facts):
    for line in facts.lines:
        if line.quantity <= 0:
            yield Reason(Problem.NO_QUANTITY, {"line": line.name})
        elif _is_unusual(rule, line):
            yield Reason(
                Problem.UNUSUAL_QUANTITY,
                {
                    "line": line.name,
                    "quantity": str(line.quantity),
                    "usual": str(line.usual),
                },
            )


def _is_unusual(rule, line):
    return rule.factor and line.usual and line.quantity > line.usual * rule.factor


def _date(rule, facts):
    promised = facts.promised
    if promised is None:
        if rule.date_needed:
            yield Reason(Problem.NO_DATE)
        return
    days = (promised - facts.today).days
    values = {"date": promised.isoformat(), "days": days}
    if days < 0:
        yield Reason(Problem.DATE_PAST, values)
    elif rule.lead_days is not None and days < rule.lead_days:
        yield Reason(Problem.DATE_TOO_SOON, {**values, "limit": rule.lead_days})
    elif rule.far_days is not None and days > rule.far_days:
        yield Reason(Problem.DATE_TOO_FAR, {**values, "limit": rule.far_days})


def _price(rule, facts):
    for line in facts.lines:
        values = {"line": line.name, "price": str(line.price)}
        if line.price <= 0:
            yield Reason(Problem.NO_PRICE, values)
            continue
        if rule.deviation is not None and line.listed:
            off = abs(line.price - line.listed) / line.listed * 100
            if off > rule.deviation:
                percent = str(off.quantize(Decimal("0.1")))
                yield Reason(
                    Problem.PRICE_OFF,
                    {**values, "listed": str(line.listed), "percent": percent},
                )
        if rule.no_loss and line.cost is not None and line.price < line.cost:
            yield Reason(Problem.BELOW_COST, {**values, "cost": str(line.cost)})


def _consent(_rule, facts):
    if not facts.consent:
        yield Reason(Problem.NO_CONSENT)


def _document(rule, facts):
    word = rule.word.strip().casefold()
    found = [name for name in facts.documents if word in name.casefold()]
    if len(found) < rule.documents:
        yield Reason(
            Problem.NO_DOCUMENT,
            {"found": len(found), "needed": rule.documents, "word": rule.word},
        )


_CHECKS = {
    Kind.ADDRESS: _address,
    Kind.CONTACT: _contact,
    Kind.REFERENCE: _reference,
    Kind.QUANTITY: _quantity,
    Kind.DATE: _date,
    Kind.PRICE: _price,
    Kind.CONSENT: _consent,
    Kind.DOCUMENT: _document,
}
