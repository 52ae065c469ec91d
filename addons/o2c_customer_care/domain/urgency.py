"""How urgent a ticket is at least: by customer, contract and what is at stake."""

from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason


class Tier(str, Enum):
    """What a customer is to the company."""

    STANDARD = "standard"
    PREFERRED = "preferred"
    KEY = "key"


class Why(str, Enum):
    """What raised the priority."""

    TIER = "tier"
    CONTRACT = "contract"
    SAFETY = "safety"
    IMMEDIATE = "immediate"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Floors:
    """The lowest priority of a ticket where these hold; "0" is normal, "3" critical."""

    preferred: str = "1"
    key: str = "2"
    contract: str = "1"
    safety: str = "3"
    immediate: str = "2"
    critical: str = "2"


@dataclass(frozen=True)
class Stake:
    """A ticket and its customer.

    :param contract: the customer has a running contract
    """

    priority: str = "0"
    tier: Tier = Tier.STANDARD
    contract: bool = False
    safety: bool = False
    immediate: bool = False
    severity: str | None = None


def urgency(stake, floors):
    """The priority and the reasons that raised it; it is never lowered.

    >>> raised, reasons = urgency(Stake(tier=Tier.KEY, contract=True), Floors())
    >>> raised, [reason.code.value for reason in reasons]
    ('2', ['tier'])
    >>> urgency(Stake(priority="3", tier=Tier.KEY), Floors())
    ('3', ())
    """
    found = list(_floors(stake, floors))
    highest = max((floor for floor, _reason in found), default="0")
    if highest <= stake.priority:
        return stake.priority, ()
    return highest, tuple(reason for floor, reason in found if floor == highest)


def _floors(stake, floors):
    if stake.tier is not Tier.STANDARD:
        yield getattr(floors, stake.tier.value), Reason(Why.TIER, {"tier": stake.tier})
    holding = (
        (stake.contract, floors.contract, Why.CONTRACT),
        (stake.safety, floors.safety, Why.SAFETY),
        (stake.immediate, floors.immediate, Why.IMMEDIATE),
        (stake.severity == "critical", floors.critical, Why.CRITICAL),
    )
    for holds, floor, why in holding:
        if holds:
            yield floor, Reason(why)
