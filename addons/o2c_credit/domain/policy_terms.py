"""The words of the credit policy: rules, exemptions, facts, hits, verdicts.

Amounts are Decimals in one currency, the company's; shares are per cent; days are whole
days, given as numbers.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, IntEnum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

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


# nothing is at stake in an order that asks for no money
AT_STAKE = frozenset(
    {
        Kind.LIMIT_EXPIRED,
        Kind.LIMIT_USED,
        Kind.DAYS_OVERDUE,
        Kind.OVERDUE_AMOUNT,
        Kind.RISK_CLASS,
        Kind.DUNNING_STEP,
        Kind.BROKEN_PROMISE,
        Kind.LAST_PAYMENT,
        Kind.RETURNED_PAYMENT,
    }
)


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

    :param target: quantity rules: what is counted; each product or category is a
        matter of its own
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
    target: tuple | None = None
    exemptions: tuple[Exemption, ...] = ()

    @property
    def matter(self):
        """What the rule is about: rules on the same matter replace each other."""
        return self.kind, self.target


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
    :param forced_holds: how many holds that a person placed stop all his orders,
        beside those that the facts of an order count
    :param whitelisted: an exemption for whitelisted customers names him
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
    :param forced_holds: how many holds that a person placed stop this order
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
    forced_holds: int = 0
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
