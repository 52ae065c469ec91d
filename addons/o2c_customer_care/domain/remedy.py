"""Remedies: what a customer gets for a complaint, who grants it, how far it has come.

Amounts are Decimals; who grants is decided in company currency, what may be credited
in the currency of the invoice, taxes included.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

ZERO = Decimal(0)


class Kind(str, Enum):
    """What the customer gets."""

    CREDIT = "credit"
    GOODWILL = "goodwill"
    VOUCHER = "voucher"
    REPLACEMENT = "replacement"
    REDELIVERY = "redelivery"
    RETURN = "return"
    REPAIR = "repair"
    EXPLANATION = "explanation"


class State(str, Enum):
    """Where a remedy is. Made: its document is there, and not through yet."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    MADE = "made"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Progress(str, Enum):
    """How far the document of a remedy is."""

    OPEN = "open"
    DONE = "done"
    GONE = "gone"


class Scope(str, Enum):
    """The kinds that an approval tier is about."""

    ALL = "all"
    CREDIT = "credit"
    GIFTS = "gifts"
    GOODS = "goods"


class Why(str, Enum):
    """Why a remedy is not granted so, or not by this person."""

    NOT_OPEN = "not_open"
    NO_RIGHT = "no_right"
    OWN_REQUEST = "own_request"
    SAME_PERSON = "same_person"
    ABOVE_TIER = "above_tier"
    NO_TIER = "no_tier"


class Fault(str, Enum):
    """Why a remedy cannot be proposed."""

    TICKET_CLOSED = "ticket_closed"
    NO_NOTE = "no_note"
    NO_AMOUNT = "no_amount"
    NO_INVOICE = "no_invoice"
    NO_ORDER = "no_order"
    NO_LINES = "no_lines"
    NO_PRODUCT = "no_product"
    NO_REASON = "no_reason"
    TOO_MUCH = "too_much"
    TOO_MUCH_OF_PRODUCT = "too_much_of_product"
    TOO_MANY = "too_many"


# they cost nothing that has not been decided elsewhere: the order desk decides about
# returns, the workshop about repairs
FREE = frozenset({Kind.RETURN, Kind.REPAIR, Kind.EXPLANATION})
MONEY = frozenset({Kind.CREDIT, Kind.GOODWILL, Kind.VOUCHER})
GOODS = frozenset({Kind.REPLACEMENT, Kind.REDELIVERY, Kind.RETURN})
# what is neither through nor given up
OPEN = frozenset({State.PROPOSED, State.APPROVED, State.MADE})
# what counts against the amount or quantity that is left: not granted yet, or granted
# and its document to come
RESERVED = frozenset({State.PROPOSED, State.APPROVED})
SCOPES = {
    Kind.CREDIT: Scope.CREDIT,
    Kind.GOODWILL: Scope.GIFTS,
    Kind.VOUCHER: Scope.GIFTS,
    Kind.REPLACEMENT: Scope.GOODS,
    Kind.REDELIVERY: Scope.GOODS,
}
TRANSITIONS = frozenset(
    {
        (State.PROPOSED, State.APPROVED),
        (State.PROPOSED, State.REFUSED),
        (State.PROPOSED, State.CANCELLED),
        (State.APPROVED, State.MADE),
        (State.APPROVED, State.DONE),
        (State.APPROVED, State.CANCELLED),
        (State.MADE, State.DONE),
        (State.MADE, State.APPROVED),
        (State.MADE, State.CANCELLED),
        (State.DONE, State.MADE),
        (State.DONE, State.APPROVED),
        (State.DONE, State.CANCELLED),
    }
)


@dataclass(frozen=True, slots=True)
class Tier:
    """People who grant up to a bound.

    :param members: ids of the users
    :param alone: up to this what they ask for themselves needs nobody else
    :param limit: most that they grant to others' requests; None: any amount
    :param second_above: more than this needs two people; None: one is enough
    """

    id: int
    members: frozenset
    scope: Scope = Scope.ALL
    alone: Decimal = ZERO
    limit: Decimal | None = None
    second_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A remedy that waits. ``value`` in company currency; ids of users, None: nobody.

    ``first``: who agreed already.
    """

    kind: Kind
    value: Decimal
    requester: int
    state: State = State.PROPOSED
    first: int | None = None


@dataclass(frozen=True, slots=True)
class CreditWish:
    """So much of an invoice line is to be credited; ``total`` is the whole line."""

    name: str
    product: int
    total: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class GoodsWish:
    """So many of an order line; ``free`` is how many may still be given."""

    name: str
    quantity: Decimal
    free: Decimal


def is_free(case):
    """Whether nobody has to grant it.

    >>> is_free(Case(Kind.REPAIR, Decimal(50), 7))
    True
    """
    return case.kind in FREE or case.value <= 0


def granted_alone(tiers, case):
    """The tier by which the requester grants it alone; None: somebody else has to.

    >>> tier = Tier(1, frozenset({7}), alone=Decimal(20))
    >>> granted_alone([tier], Case(Kind.GOODWILL, Decimal(20), 7)).id
    1
    >>> granted_alone([tier], Case(Kind.GOODWILL, Decimal("20.01"), 7)) is None
    True
    """
    fitting = (
        tier
        for tier in tiers
        if _concerns(tier, case)
        and case.requester in tier.members
        and tier.alone > 0
        and case.value <= tier.alone
    )
    return min(fitting, key=lambda tier: tier.alone, default=None)


def needed(tiers, case):
    """The lowest tier whose bound covers the case; None when none does."""
    covering = [tier for tier in tiers if _covers(tier, case)]
    return min(covering, key=_height, default=None)


def needs_second(tiers, case):
    """Whether two people must agree.

    >>> tiers = [Tier(1, frozenset(), second_above=Decimal(50))]
    >>> needs_second(tiers, Case(Kind.CREDIT, Decimal(50), 7))
    False
    >>> needs_second(tiers, Case(Kind.CREDIT, Decimal("50.01"), 7))
    True
    """
    tier = needed(tiers, case)
    if tier is None or tier.second_above is None:
        return False
    return case.value > tier.second_above


def may_grant(tiers, case, user, is_leader):
    """Whether ``user`` (an id) may grant it, or be one of two who do.

    Without tiers leaders decide about everything but their own requests.

    >>> case = Case(Kind.CREDIT, Decimal(90), 7)
    >>> may_grant([], case, 8, True).ok
    True
    >>> may_grant([], case, 7, True).reasons[0].code.value
    'own_request'
    """
    if case.state is not State.PROPOSED:
        return Decision((Reason(Why.NOT_OPEN, {}),))
    reasons = list(_objections(tiers, case, user, is_leader))
    if case.requester == user:
        reasons.append(Reason(Why.OWN_REQUEST, {}))
    return Decision(tuple(reasons))


def _objections(tiers, case, user, is_leader):
    mine = [tier for tier in tiers if _concerns(tier, case)]
    params = {"value": case.value}
    if not mine:
        if not is_leader:
            yield Reason(Why.NO_RIGHT, {})
    elif needed(mine, case) is None:
        yield Reason(Why.NO_TIER, params)
    elif not any(user in tier.members and _covers(tier, case) for tier in mine):
        yield Reason(Why.ABOVE_TIER, params)
    elif case.first == user and needs_second(mine, case):
        yield Reason(Why.SAME_PERSON, {})


def deciders(tiers, case):
    """Ids of those who may grant it; None: every leader but the one who asked."""
    mine = [tier for tier in tiers if _concerns(tier, case)]
    if not mine:
        return None
    members = frozenset().union(*(t.members for t in mine if _covers(t, case)))
    return members - {case.requester, case.first}


def credit_faults(wishes, rooms, left):
    """Whether so much may be credited.

    :param rooms: {product: what of it is not credited yet}
    :param left: what of the whole invoice is not credited yet

    >>> wish = CreditWish("Cups", 1, Decimal(100), Decimal(60))
    >>> credit_faults([wish], {1: Decimal(60)}, Decimal(60)).ok
    True
    >>> credit_faults([wish], {1: Decimal(59)}, Decimal(60)).reasons[0].code.value
    'too_much_of_product'
    """
    reasons = []
    wanted, names, whole = defaultdict(Decimal), {}, ZERO
    for wish in wishes:
        whole += wish.amount
        wanted[wish.product] += wish.amount
        names[wish.product] = wish.name
        if wish.amount > wish.total:
            params = {"name": wish.name, "left": wish.total}
            reasons.append(Reason(Fault.TOO_MUCH_OF_PRODUCT, params))
    for product, amount in wanted.items():
        room = max(rooms.get(product, ZERO), ZERO)
        if amount > room and not reasons:
            params = {"name": names[product], "left": room}
            reasons.append(Reason(Fault.TOO_MUCH_OF_PRODUCT, params))
    if whole > left:
        reasons.append(Reason(Fault.TOO_MUCH, {"left": max(left, ZERO)}))
    return Decision(tuple(reasons))


def goods_faults(wishes):
    """Whether so many may be given.

    >>> goods_faults([GoodsWish("Cup", Decimal(3), Decimal(2))]).reasons[0].code.value
    'too_many'
    """
    reasons = [
        Reason(Fault.TOO_MANY, {"name": wish.name, "free": wish.free})
        for wish in wishes
        if wish.quantity > wish.free
    ]
    if not any(wish.quantity > 0 for wish in wishes):
        reasons.append(Reason(Fault.NO_LINES, {}))
    return Decision(tuple(reasons))


def after_document(state, progress):
    """Where a remedy is, seen from its document.

    >>> after_document(State.MADE, Progress.DONE).value
    'done'
    >>> after_document(State.DONE, Progress.GONE).value
    'approved'
    >>> after_document(State.CANCELLED, Progress.DONE).value
    'cancelled'
    """
    if state not in (State.MADE, State.DONE):
        return state
    return {
        Progress.OPEN: State.MADE,
        Progress.DONE: State.DONE,
        Progress.GONE: State.APPROVED,
    }[progress]


def _concerns(tier, case):
    return tier.scope in (Scope.ALL, SCOPES.get(case.kind))


def _covers(tier, case):
    return _concerns(tier, case) and (tier.limit is None or case.value <= tier.limit)


def _height(tier):
    return (tier.limit is None, tier.limit or ZERO, tier.id)
