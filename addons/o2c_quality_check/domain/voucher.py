"""Whether a voucher may be given in a call: at once, after somebody agreed, or not.

Amounts are in company currency.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason


class Outcome(str, Enum):
    """What becomes of a wish for a voucher."""

    GIVE = "give"
    ASK = "ask"
    REFUSE = "refuse"


class Why(str, Enum):
    """Why it is not given, or not at once."""

    NOTHING = "nothing"
    NO_VOUCHERS = "no_vouchers"
    ALREADY = "already"
    TOO_MUCH = "too_much"
    BUDGET = "budget"
    ABOVE_OWN = "above_own"
    AGENT_BUDGET = "agent_budget"


@dataclass(frozen=True)
class Limits:
    """Of a campaign: of one voucher, alone and at all; of all vouchers; of one agent's.

    ``agent_budget`` None: agents have no budget of their own.
    """

    alone: Decimal
    most: Decimal
    budget: Decimal
    agent_budget: Decimal | None = None


@dataclass(frozen=True)
class Wish:
    """A voucher that somebody wants to give.

    ``spent``, ``agent_spent``: given in the campaign before, and by this agent.
    ``approved``: a second person agreed.
    """

    amount: Decimal
    spent: Decimal
    agent_spent: Decimal
    given: bool = False
    approved: bool = False


def decide(wish, limits):
    """(what becomes of it, why).

    >>> limits = Limits(Decimal(10), Decimal(50), Decimal(500))
    >>> decide(Wish(Decimal(10), Decimal(0), Decimal(0)), limits)[0].value
    'give'
    >>> decide(Wish(Decimal(11), Decimal(0), Decimal(0)), limits)[0].value
    'ask'
    """
    if reason := _refusal(wish, limits):
        return Outcome.REFUSE, reason
    if wish.approved:
        return Outcome.GIVE, None
    if wish.amount > limits.alone:
        return Outcome.ASK, Reason(Why.ABOVE_OWN, {"amount": limits.alone})
    own = limits.agent_budget
    if own is not None and wish.agent_spent + wish.amount > own:
        left = max(own - wish.agent_spent, Decimal(0))
        return Outcome.ASK, Reason(Why.AGENT_BUDGET, {"amount": left})
    return Outcome.GIVE, None


def _refusal(wish, limits):
    if wish.given:
        return Reason(Why.ALREADY)
    if limits.most <= 0 or limits.budget <= 0:
        return Reason(Why.NO_VOUCHERS)
    if wish.amount <= 0:
        return Reason(Why.NOTHING)
    if wish.amount > limits.most:
        return Reason(Why.TOO_MUCH, {"amount": limits.most})
    left = limits.budget - wish.spent
    if wish.amount > left:
        return Reason(Why.BUDGET, {"amount": max(left, Decimal(0))})
    return None
