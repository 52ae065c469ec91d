"""Small disputes: accepted at once by a rule that a leader wrote, or not and why.

Amounts are in company currency; shares are parts of one.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Why(str, Enum):
    """Why a dispute is not accepted at once, or that it is."""

    ACCEPTED = "accepted"
    NO_RULE = "no_rule"
    ABOVE_LIMIT = "above_limit"
    ABOVE_SHARE = "above_share"
    TOO_OFTEN = "too_often"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Allowance:
    """Up to ``limit`` is accepted at once; None of the others: no such condition.

    ``share``: the largest part of the invoice. ``times`` and ``total``: how often and
    how much of one customer in a year. ``tiers``, ``reasons``: whom and what it is
    about, empty for all.
    """

    key: int
    limit: Decimal
    share: Decimal | None = None
    times: int | None = None
    total: Decimal | None = None
    tiers: frozenset = frozenset()
    reasons: frozenset = frozenset()

    def covers(self, facts):
        """Whether it is about this customer and this reason."""
        return (not self.tiers or facts.tier in self.tiers) and (
            not self.reasons or facts.reason in self.reasons
        )


@dataclass(frozen=True)
class SmallFacts:
    """A dispute just opened. ``times``, ``total``: what was accepted of this customer
    by rule in the last 365 days, this one left out."""

    value: Decimal
    share: Decimal
    reason: str
    tier: str
    times: int = 0
    total: Decimal = Decimal(0)


def judge(facts, allowances):
    """The rule that covers a dispute, and what speaks against accepting it at once.

    The first rule that covers it decides.

    :return: (key of the rule or None, Decision)

    >>> rules = [Allowance(1, Decimal(25), times=2)]
    >>> judge(SmallFacts(Decimal(25), Decimal("0.1"), "price", "standard"), rules)[1].ok
    True
    >>> late = SmallFacts(Decimal(25), Decimal("0.1"), "price", "standard", times=2)
    >>> judge(late, rules)[1].reasons[0].code.value
    'too_often'
    """
    rule = next((one for one in allowances if one.covers(facts)), None)
    if rule is None:
        return None, Decision((Reason(Why.NO_RULE),))
    total = facts.total + facts.value
    checks = (
        (Why.ABOVE_LIMIT, facts.value <= rule.limit, rule.limit),
        (Why.ABOVE_SHARE, rule.share is None or facts.share <= rule.share, rule.share),
        (Why.TOO_OFTEN, rule.times is None or facts.times < rule.times, rule.times),
        (Why.TOO_MUCH, rule.total is None or total <= rule.total, rule.total),
    )
    reasons = [Reason(why, {"bound": bound}) for why, fine, bound in checks if not fine]
    return rule.key, Decision(tuple(reasons))
