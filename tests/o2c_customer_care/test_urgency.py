from dataclasses import replace

import pytest

from odoo.addons.o2c_customer_care.domain.urgency import (
    Floors,
    Stake,
    Tier,
    Why,
    urgency,
)

FLOORS = Floors()
CASES = [
    ("nothing", Stake(), "0", []),
    ("preferred", Stake(tier=Tier.PREFERRED), "1", [Why.TIER]),
    ("key", Stake(tier=Tier.KEY), "2", [Why.TIER]),
    ("contract", Stake(contract=True), "1", [Why.CONTRACT]),
    (
        "two of the same weight",
        Stake(tier=Tier.PREFERRED, contract=True),
        "1",
        [Why.TIER, Why.CONTRACT],
    ),
    ("the highest counts", Stake(tier=Tier.KEY, contract=True), "2", [Why.TIER]),
    ("danger", Stake(safety=True, tier=Tier.KEY), "3", [Why.SAFETY]),
    ("at once", Stake(immediate=True), "2", [Why.IMMEDIATE]),
    ("critical", Stake(severity="critical"), "2", [Why.CRITICAL]),
    ("major is not enough", Stake(severity="major"), "0", []),
    ("higher already", Stake("3", tier=Tier.KEY), "3", []),
    ("equal already", Stake("2", tier=Tier.KEY), "2", []),
    ("raised by one", Stake("1", tier=Tier.KEY), "2", [Why.TIER]),
]


@pytest.mark.parametrize(
    ("stake", "priority", "codes"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_urgency(stake, priority, codes):
    raised, reasons = urgency(stake, FLOORS)
    assert (raised, [reason.code for reason in reasons]) == (priority, codes)


def test_a_company_may_raise_nobody():
    floors = replace(FLOORS, key="0", preferred="0", contract="0")
    assert urgency(Stake(tier=Tier.KEY, contract=True), floors) == ("0", ())


def test_the_tier_is_named():
    _raised, reasons = urgency(Stake(tier=Tier.KEY), FLOORS)
    assert reasons[0].params["tier"] is Tier.KEY
