"""The credit policy: which rules an order hits, and whether it passes.

Amounts are Decimals in one currency, the company's; shares are per cent; days are whole
days, given as numbers, so that nothing here knows a clock. A rule of a narrower scope
replaces those of a wider one of its kind; an exemption wins over the rules it names;
every rule that was hit is reported, not only the first.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum, IntEnum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from . import exposure
from .exposure import ZERO, ExposureFacts, Request

CLASSES = "ABCDE"


class Kind(str, Enum):
    """What a rule looks at."""

    LIMIT_EXCEEDED = "limit_exceeded"
    GROUP_LIMIT_EXCEEDED = "group_limit_exceeded"
    LIMIT_EXPIRED = "limit_expired"
    LIMIT_USED = "limit_used"
    DAYS_OVERDUE = "days_overdue"
    OVERDUE_AMOUNT = "overdue_amount"
    ORDER_AMOUNT = "order_amount"
    RISK_CLASS = "risk_class"
    DUNNING_STEP = "dunning_step"
    BROKEN_PROMISE = "broken_promise"
    LAST_PAYMENT = "last_payment"
    BETTER_TERM = "better_term"
    BETTER_DISCOUNT = "better_discount"
    QUANTITY = "quantity"
    RETURNED_PAYMENT = "returned_payment"
    FORCED_HOLD = "forced_hold"


class Scope(IntEnum):
    """Whom a rule is for; the narrower wins."""

    ALL = 0
    GROUP = 1
    CUSTOMER = 2


class Effect(str, Enum):
    """What a rule does when it is hit; ``OFF`` takes its kind out of a scope."""

    HOLD = "hold"
    WARN = "warn"
    OFF = "off"


class ExemptionKind(str, Enum):
    """Why an order need not obey a rule."""

    PREPAID = "prepaid"
    WHITELISTED = "whitelisted"
    SMALL_ORDER = "small_order"
    PAYMENT_TERM = "payment_term"


@dataclass(frozen=True)
class Exemption:
    """Something that frees orders from the rules that name it.

    :param amount: small orders: up to and including this amount
    :param percent: prepaid orders: from this paid share on
    :param terms: payment terms (ids) that are exempt
    """

    id: int
    kind: ExemptionKind
    amount: Decimal = ZERO
    percent: Decimal = Decimal(100)
    terms: frozenset = frozenset()


@dataclass(frozen=True)
class Rule:
    """One rule of the policy that is for the customer in hand.

    Only the thresholds of its kind are read; a threshold is exceeded when the fact is
    *more* than it (``level`` and ``risk_class``: reached or worse).

    :param product: quantity rules: what the facts call the product or category
    """

    id: int
    kind: Kind
    scope: Scope = Scope.ALL
    effect: Effect = Effect.HOLD
    amount: Decimal = ZERO
    days: int = 0
    percent: Decimal = ZERO
    level: int = 1
    risk_class: str = "E"
    quantity: Decimal = ZERO
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class CustomerFacts:
    """What is known about a customer when his order is looked at.

    :param exposure: his own exposure and limit
    :param group: exposure and limit of the group he belongs to, None without
    :param limit_expired_days: days since his limit expired, None: it has not
    :param overdue: ((days overdue, open amount), …), contested amounts left out; what
        is due today is not overdue
    :param risk_class: "A" (best) to "E", None when he was never scored
    :param dunning_step: highest dunning step that an open item has reached
    :param broken_promise_days: days since the last promise was broken, None: none was
    :param last_payment_days: days since the last payment, None: he never paid
    :param returned_payment_days: as ``broken_promise_days``
    :param forced_holds: how many holds that a person placed stop this order
    :param whitelisted: the policy is not for him
    """

    exposure: ExposureFacts = field(default_factory=ExposureFacts)
    group: ExposureFacts | None = None
    limit_expired_days: int | None = None
    overdue: tuple[tuple[int, Decimal], ...] = ()
    risk_class: str | None = None
    dunning_step: int = 0
    broken_promise_days: int | None = None
    last_payment_days: int | None = None
    returned_payment_days: int | None = None
    forced_holds: int = 0
    whitelisted: bool = False


@dataclass(frozen=True)
class OrderFacts:
    """What is known about one order.

    :param request: amount, whether it counts already, what a person let pass
    :param approved_kinds: the kinds of rule that this person saw; None: all
    :param paid: how much of it is paid, in company currency
    :param term: id of its payment term
    :param term_days: days until its last instalment is due
    :param own_term_days: the same with the customer's own payment term
    :param discount: its highest discount (line or for early payment), per cent
    :param own_discount: what the customer's price list and term give, per cent
    :param quantities: {rule id: (in this order, in the period before)}
    """

    request: Request
    approved_kinds: frozenset | None = None
    paid: Decimal = ZERO
    term: int | None = None
    term_days: int = 0
    own_term_days: int = 0
    discount: Decimal = ZERO
    own_discount: Decimal = ZERO
    quantities: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """A rule that an order hits.

    :param reason: kind and the numbers of this case
    :param exemption: id of the exemption that lets it pass, None without
    :param approved: a person let it pass
    """

    rule: Rule
    reason: Reason
    exemption: int | None = None
    approved: bool = False

    @property
    def holds(self):
        """Whether it stops the order."""
        free = self.exemption is not None or self.approved
        return self.rule.effect == Effect.HOLD and not free


@dataclass(frozen=True)
class Verdict:
    """All rules that an order hits, and the customer's facts once it has passed."""

    hits: tuple[Hit, ...] = ()
    customer: CustomerFacts = field(default_factory=CustomerFacts)

    @property
    def decision(self):
        """The Decision: its reasons are those of the hits that hold."""
        return Decision(tuple(hit.reason for hit in self.hits if hit.holds))


def applicable(rules):
    """The rules that count: for each kind only those of its narrowest scope.

    >>> general = Rule(1, Kind.ORDER_AMOUNT, amount=Decimal(100))
    >>> own = Rule(2, Kind.ORDER_AMOUNT, Scope.CUSTOMER, Effect.OFF)
    >>> applicable([general, own])
    []
    """
    narrowest = {}
    for rule in rules:
        narrowest[rule.kind] = max(narrowest.get(rule.kind, Scope.ALL), rule.scope)
    return [
        rule
        for rule in rules
        if rule.scope == narrowest[rule.kind] and rule.effect != Effect.OFF
    ]


def evaluate(customer, order, rules):
    """All rules of ``rules`` that the order hits: a :class:`Verdict`.

    :param rules: those that are for this customer and this phase, any scope
    """
    hits = []
    for rule in applicable(rules):
        params = _MEASURES[rule.kind](rule, customer, order)
        if params is not None:
            hits.append(
                Hit(
                    rule,
                    Reason(rule.kind, params),
                    _exemption(rule, customer, order),
                    _is_approved(rule, order),
                )
            )
    verdict = Verdict(tuple(hits), customer)
    if verdict.decision.ok:
        return replace(verdict, customer=with_order(customer, order.request))
    return verdict


def evaluate_all(customer, orders, rules):
    """Several orders of one customer, each in its turn: a list of Verdicts.

    An order that passes uses up the limit for those after it.
    """
    verdicts = []
    for order in orders:
        verdict = evaluate(customer, order, rules)
        customer = verdict.customer
        verdicts.append(verdict)
    return verdicts


def with_order(customer, request):
    """The facts as they are once the order is let pass."""
    group = customer.group and exposure.with_order(customer.group, request)
    return replace(
        customer, exposure=exposure.with_order(customer.exposure, request), group=group
    )


def overdue_beyond(overdue, days, credits):
    """How much is more than ``days`` days overdue, after what is paid on account.

    What is to the customer's credit is matched with his oldest items, as the law of
    most countries does when nobody says otherwise.

    :param overdue: ((days, amount), …)
    :param credits: payments and credit notes not matched yet

    >>> overdue_beyond([(40, Decimal(50)), (10, Decimal(30))], 30, Decimal(20))
    Decimal('30')
    """
    left, found = credits, ZERO
    for age, amount in sorted(overdue, reverse=True):
        matched = min(left, amount)
        left -= matched
        if age > days:
            found += amount - matched
    return found


def _exemption(rule, customer, order):
    for exemption in rule.exemptions:
        if _EXEMPT[exemption.kind](exemption, customer, order):
            return exemption.id
    return None


def _is_approved(rule, order):
    request = order.request
    if rule.kind == Kind.FORCED_HOLD or request.approved is None:
        return False
    known = order.approved_kinds is None or rule.kind in order.approved_kinds
    return known and request.amount <= request.approved


def _limit_exceeded(rule, customer, order):
    return _over_limit(customer.exposure, order)


def _group_limit_exceeded(rule, customer, order):
    return None if customer.group is None else _over_limit(customer.group, order)


def _over_limit(facts, order):
    decision = exposure.check(facts, replace(order.request, approved=None))
    return None if decision.ok else dict(decision.reasons[0].params)


def _limit_expired(rule, customer, order):
    days = customer.limit_expired_days
    if customer.exposure.limit is None or days is None or days <= rule.days:
        return None
    return {"days": days, "allowed": rule.days, "limit": customer.exposure.limit}


def _limit_used(rule, customer, order):
    after = exposure.with_order(customer.exposure, order.request)
    used = exposure.used_share(after)
    if used is None or used <= rule.percent:
        return None
    return {"used": used, "allowed": rule.percent, "limit": after.limit}


def _days_overdue(rule, customer, order):
    amount = overdue_beyond(customer.overdue, rule.days, customer.exposure.credits)
    if amount <= rule.amount:
        return None
    oldest = max(days for days, _amount in customer.overdue)
    values = {"amount": amount, "allowed": rule.amount}
    return {**values, "days": rule.days, "oldest": oldest}


def _overdue_amount(rule, customer, order):
    amount = overdue_beyond(customer.overdue, 0, customer.exposure.credits)
    if amount <= rule.amount:
        return None
    return {"amount": amount, "allowed": rule.amount}


def _order_amount(rule, customer, order):
    amount = order.request.amount
    return _more(amount, rule.amount, "amount")


def _risk_class(rule, customer, order):
    found = customer.risk_class
    if found is None or CLASSES.index(found) < CLASSES.index(rule.risk_class):
        return None
    return {"risk_class": found, "allowed": rule.risk_class}


def _dunning_step(rule, customer, order):
    if customer.dunning_step < rule.level:
        return None
    return {"step": customer.dunning_step, "allowed": rule.level}


def _broken_promise(rule, customer, order):
    return _within(customer.broken_promise_days, rule.days)


def _returned_payment(rule, customer, order):
    return _within(customer.returned_payment_days, rule.days)


def _last_payment(rule, customer, order):
    days = customer.last_payment_days
    owes = customer.exposure.receivables > 0
    if not owes or days is None or days <= rule.days:
        return None
    return {"days": days, "allowed": rule.days}


def _better_term(rule, customer, order):
    if order.term_days - order.own_term_days <= rule.days:
        return None
    return {"days": order.term_days, "own": order.own_term_days, "allowed": rule.days}


def _better_discount(rule, customer, order):
    if order.discount - order.own_discount <= rule.percent:
        return None
    own = order.own_discount
    return {"percent": order.discount, "own": own, "allowed": rule.percent}


def _quantity(rule, customer, order):
    asked, before = order.quantities.get(rule.id, (ZERO, ZERO))
    if not asked or asked + before <= rule.quantity:
        return None
    values = {"quantity": asked, "before": before, "days": rule.days}
    return {**values, "allowed": rule.quantity}


def _forced_hold(rule, customer, order):
    return {"count": customer.forced_holds} if customer.forced_holds else None


def _more(value, allowed, name):
    return {name: value, "allowed": allowed} if value > allowed else None


def _within(days, allowed):
    if days is None or days > allowed:
        return None
    return {"days": days, "allowed": allowed}


_MEASURES = {
    Kind.LIMIT_EXCEEDED: _limit_exceeded,
    Kind.GROUP_LIMIT_EXCEEDED: _group_limit_exceeded,
    Kind.LIMIT_EXPIRED: _limit_expired,
    Kind.LIMIT_USED: _limit_used,
    Kind.DAYS_OVERDUE: _days_overdue,
    Kind.OVERDUE_AMOUNT: _overdue_amount,
    Kind.ORDER_AMOUNT: _order_amount,
    Kind.RISK_CLASS: _risk_class,
    Kind.DUNNING_STEP: _dunning_step,
    Kind.BROKEN_PROMISE: _broken_promise,
    Kind.LAST_PAYMENT: _last_payment,
    Kind.BETTER_TERM: _better_term,
    Kind.BETTER_DISCOUNT: _better_discount,
    Kind.QUANTITY: _quantity,
    Kind.RETURNED_PAYMENT: _returned_payment,
    Kind.FORCED_HOLD: _forced_hold,
}

_EXEMPT = {
    ExemptionKind.PREPAID: lambda exemption, customer, order: (
        order.request.amount > 0
        and order.paid * 100 >= exemption.percent * order.request.amount
    ),
    ExemptionKind.WHITELISTED: lambda exemption, customer, order: customer.whitelisted,
    ExemptionKind.SMALL_ORDER: lambda exemption, customer, order: (
        order.request.amount <= exemption.amount
    ),
    ExemptionKind.PAYMENT_TERM: lambda exemption, customer, order: (
        order.term in exemption.terms
    ),
}
