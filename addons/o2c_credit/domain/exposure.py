"""Credit exposure: what a customer owes or is about to owe, against his limit.

All amounts are Decimals in one currency, the company's. A limit of zero is a limit;
``None`` means that nobody limits the customer.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

ZERO = Decimal(0)
# from this share of the limit on, the customer is shown as near it
NEAR_SHARE = Decimal(80)


class Part(str, Enum):
    """What the exposure is made of, in the order in which it is shown."""

    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    IMPORTED = "imported"
    DISPUTED = "disputed"
    CREDITS = "credits"
    ORDERS = "orders"
    DELIVERED = "delivered"
    DRAFT_INVOICES = "draft_invoices"
    INSURED = "insured"
    SUBSIDIARIES = "subsidiaries"


class Why(str, Enum):
    """Why an order does not pass the credit check."""

    LIMIT_EXCEEDED = "limit_exceeded"


class Standing(str, Enum):
    """How a customer stands against his limit."""

    UNLIMITED = "unlimited"
    WITHIN = "within"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class ExposureFacts:
    """What is known about one customer. Every amount is given as a positive number.

    :param limit: None when nobody limits him
    :param receivables: open posted receivables
    :param overdue: how much of the receivables is overdue
    :param imported: open items whose ledger is elsewhere
    :param disputed: how much of receivables and imported items is contested
    :param credits: payments and credit notes not matched yet
    :param orders: confirmed and not yet delivered
    :param delivered: delivered and not yet invoiced
    :param draft_invoices: invoices not posted yet
    :param insured: what a credit insurer would bear
    :param subsidiaries: exposure of the companies below, where the limit is for all
    :param accepted: the total that a person let pass beyond the limit, while the
        orders it was for are open
    """

    limit: Decimal | None = None
    receivables: Decimal = ZERO
    overdue: Decimal = ZERO
    imported: Decimal = ZERO
    disputed: Decimal = ZERO
    credits: Decimal = ZERO
    orders: Decimal = ZERO
    delivered: Decimal = ZERO
    draft_invoices: Decimal = ZERO
    insured: Decimal = ZERO
    subsidiaries: Decimal = ZERO
    accepted: Decimal = ZERO


@dataclass(frozen=True)
class Request:
    """One order that wants to pass.

    :param amount: of the order; with ``counted`` it is in the exposure already
    :param counted: the order is confirmed and only looked at again
    :param approved: the order amount up to which a person let it pass
    """

    amount: Decimal
    counted: bool = False
    approved: Decimal | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a request, and the facts after it."""

    decision: Decision
    facts: ExposureFacts


def parts(facts):
    """The exposure part by part, signed as it counts: ``{Part: Decimal}``.

    >>> facts = ExposureFacts(receivables=Decimal(9), disputed=Decimal(2))
    >>> parts(facts)[Part.DISPUTED]
    Decimal('-2')
    """
    return {
        Part.NOT_DUE: facts.receivables - facts.overdue,
        Part.OVERDUE: facts.overdue,
        Part.IMPORTED: facts.imported,
        Part.DISPUTED: -facts.disputed,
        Part.CREDITS: -facts.credits,
        Part.ORDERS: facts.orders,
        Part.DELIVERED: facts.delivered,
        Part.DRAFT_INVOICES: facts.draft_invoices,
        Part.INSURED: -facts.insured,
        Part.SUBSIDIARIES: facts.subsidiaries,
    }


def insurable(facts):
    """What an insurer could have to bear: receivables that nobody contests."""
    return facts.receivables + facts.imported - facts.disputed


def matched(items):
    """Open items once credit notes among them are matched with the oldest.

    :param items: [(due date, open amount), …] in order; credit notes below zero
    :return: tuple of those of which something is left

    >>> matched([(1, Decimal(30)), (2, Decimal(-40)), (3, Decimal(50))])
    ((3, Decimal('40')),)
    """
    credit = -sum((amount for _due, amount in items if amount < 0), ZERO)
    left = []
    for due, amount in items:
        taken = min(credit, max(amount, ZERO))
        credit -= taken
        if amount > taken:
            left.append((due, amount - taken))
    return tuple(left)


def total(facts):
    """The exposure; below zero when the customer has more to his credit than he owes.

    >>> total(ExposureFacts(receivables=Decimal(9), credits=Decimal(10)))
    Decimal('-1')
    """
    return sum(parts(facts).values(), ZERO)


def with_subsidiaries(facts, below):
    """The facts of a customer whose limit is for the companies below him as well.

    :param below: the ExposureFacts of these companies, each of its own documents only
    """
    return replace(facts, subsidiaries=sum(map(total, below), ZERO))


def tightest(groups):
    """Of the facts of several groups those with the least headroom; None of none.

    Groups without limit leave everything to the others.
    """
    limited = [facts for facts in groups if facts.limit is not None]
    return min(limited, key=headroom, default=None)


def headroom(facts):
    """How much more the customer may order; None when nobody limits him.

    >>> headroom(ExposureFacts(limit=Decimal(100), orders=Decimal(130)))
    Decimal('-30')
    """
    return None if facts.limit is None else facts.limit - total(facts)


def used_share(facts):
    """The share of the limit that is used, in per cent and not below zero.

    None without limit. A limit of zero is used up by any exposure at all.

    >>> used_share(ExposureFacts(limit=Decimal(200), orders=Decimal(50)))
    Decimal('25')
    """
    if facts.limit is None:
        return None
    used = max(total(facts), ZERO)
    if not facts.limit:
        return Decimal(100) if used else ZERO
    return used * 100 / facts.limit


def standing(facts):
    """How the customer stands against his limit, as a :class:`Standing`."""
    if facts.limit is None:
        return Standing.UNLIMITED
    if headroom(facts) < 0:
        return Standing.OVER
    return Standing.NEAR if used_share(facts) >= NEAR_SHARE else Standing.WITHIN


def check(facts, request):
    """Whether one order passes.

    An order that asks for nothing passes, and so does one whose amount a person let
    pass. A confirmed order that is looked at again is measured against what a person
    accepted for the customer, if that is more than the limit: the release of one
    order must not stop the goods of another.

    :return: a Decision; its reason has ``limit``, ``exposure`` (with the order when it
        is counted), ``order``, ``excess`` and ``counted``
    """
    excess = _excess(facts, request)
    if excess <= 0 or _is_approved(request):
        return Decision()
    values = {
        "limit": facts.limit,
        "exposure": total(facts),
        "order": request.amount,
        "excess": excess,
        "counted": request.counted,
    }
    return Decision((Reason(Why.LIMIT_EXCEEDED, values),))


def check_all(facts, requests):
    """Whether several orders of one customer pass, each in its turn.

    An order that passes uses up the limit for those after it; one that does not pass
    leaves it to them.

    :return: a list of Outcomes, in the order of ``requests``

    >>> facts = ExposureFacts(limit=Decimal(100))
    >>> asked = [Request(Decimal(60)), Request(Decimal(60)), Request(Decimal(40))]
    >>> [outcome.decision.ok for outcome in check_all(facts, asked)]
    [True, False, True]
    """
    outcomes = []
    for request in requests:
        decision = check(facts, request)
        if decision.ok:
            facts = with_order(facts, request)
        outcomes.append(Outcome(decision, facts))
    return outcomes


def with_order(facts, request):
    """The facts as they are once the order is let pass.

    >>> with_order(ExposureFacts(orders=Decimal(5)), Request(Decimal(2))).orders
    Decimal('7')
    """
    if request.counted:
        return facts
    return replace(facts, orders=facts.orders + request.amount)


def bar(facts, request):
    """How the limit is shown as a bar: ``(used, asked, limit)`` in per cent of it.

    The bar is as long as the limit or the exposure with the order, whichever is more.

    >>> bar(ExposureFacts(limit=Decimal(50), orders=Decimal(60)), Request(Decimal(40)))
    (Decimal('60'), Decimal('40'), Decimal('50'))
    """
    used = max(total(facts), ZERO)
    asked = ZERO if request.counted else max(request.amount, ZERO)
    length = max(facts.limit or ZERO, used + asked)
    if not length:
        return ZERO, ZERO, ZERO
    return tuple(amount * 100 / length for amount in (used, asked, facts.limit or ZERO))


def _excess(facts, request):
    asks_nothing = request.amount <= 0 and not request.counted
    if facts.limit is None or asks_nothing:
        return ZERO
    allowed = max(facts.limit, facts.accepted) if request.counted else facts.limit
    return total(with_order(facts, request)) - allowed


def _is_approved(request):
    return request.approved is not None and request.amount <= request.approved
