"""Approval tiers: who may let how much pass, and when two people must agree.

Amounts are Decimals in one currency, the company's. What is at stake in a held order is
the amount by which it is over the limit; when it is held for another cause, the whole
order is.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Objection(str, Enum):
    """Why somebody may not let an order pass."""

    ABOVE_TIER = "above_tier"
    NO_TIER = "no_tier"
    SAME_PERSON = "same_person"


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier. A bound of None bounds nothing.

    :param members: ids of the users who decide up to its bounds
    :param max_stake: most that may be at stake
    :param max_order: largest order
    :param second_above: more than this at stake needs two people; None: one is enough
    """

    id: int
    members: frozenset
    max_stake: Decimal | None = None
    max_order: Decimal | None = None
    second_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An order that waits.

    :param first: id of the user who agreed already, None: nobody did
    """

    excess: Decimal
    order: Decimal
    first: int | None = None

    @property
    def stake(self):
        """How much is at stake."""
        return self.excess if self.excess > 0 else self.order


def needed(tiers, case):
    """The lowest tier whose bounds cover the case; None when none does.

    >>> low, high = Tier(1, frozenset(), Decimal(100)), Tier(2, frozenset())
    >>> needed([high, low], Case(Decimal(100), Decimal(900))).id
    1
    >>> needed([high, low], Case(Decimal("100.01"), Decimal(900))).id
    2
    """
    covering = [tier for tier in tiers if _covers(tier, case)]
    return min(covering, key=_height, default=None)


def needs_second(tiers, case):
    """Whether two people must agree to let it pass.

    >>> tiers = [Tier(1, frozenset(), second_above=Decimal(50))]
    >>> needs_second(tiers, Case(Decimal(50), Decimal(900)))
    False
    """
    tier = needed(tiers, case)
    if tier is None or tier.second_above is None:
        return False
    return case.stake > tier.second_above


def may_decide(tiers, case, user):
    """Whether ``user`` (an id) may let it pass, or be one of two who do.

    Without tiers everybody may who has the right to release credit holds.
    """
    if not tiers:
        return Decision(())
    if needed(tiers, case) is None:
        return Decision((Reason(Objection.NO_TIER, {"stake": case.stake}),))
    if not any(_covers(t, case) and user in t.members for t in tiers):
        return Decision((Reason(Objection.ABOVE_TIER, {"stake": case.stake}),))
    if case.first == user and needs_second(tiers, case):
        return Decision((Reason(Objection.SAME_PERSON, {}),))
    return Decision(())


def deciders(tiers, case):
    """Ids of the users whose tier covers the case; None without tiers: anybody."""
    if not tiers:
        return None
    return frozenset().union(*(t.members for t in tiers if _covers(t, case)))


def _covers(tier, case):
    stake_fits = tier.max_stake is None or case.stake <= tier.max_stake
    return stake_fits and (tier.max_order is None or case.order <= tier.max_order)


def _height(tier):
    bounds = (tier.max_stake, tier.max_order)
    return (*((bound is None, bound or Decimal(0)) for bound in bounds), tier.id)
