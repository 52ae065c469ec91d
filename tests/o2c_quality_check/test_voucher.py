from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.o2c_quality_check.domain.voucher import Limits, Wish, decide

LIMITS = Limits(Decimal(10), Decimal(50), Decimal(500), Decimal(60))
NOTHING = Wish(Decimal(10), Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("_case", "wish", "limits", "outcome", "why"),
    [
        ("alone", {}, {}, "give", None),
        ("a cent more", {"amount": "10.01"}, {}, "ask", "above_own"),
        ("approved", {"amount": "50", "approved": True}, {}, "give", None),
        ("at most", {"amount": "50.01", "approved": True}, {}, "refuse", "too_much"),
        ("nothing", {"amount": "0"}, {}, "refuse", "nothing"),
        ("less than nothing", {"amount": "-1"}, {}, "refuse", "nothing"),
        ("budget just enough", {"spent": "490"}, {}, "give", None),
        ("budget a cent short", {"spent": "490.01"}, {}, "refuse", "budget"),
        (
            "nobody approves over the budget",
            {"spent": "495", "approved": True},
            {},
            "refuse",
            "budget",
        ),
        ("own budget just enough", {"agent_spent": "50"}, {}, "give", None),
        ("own budget over", {"agent_spent": "50.01"}, {}, "ask", "agent_budget"),
        (
            "no own budget",
            {"agent_spent": "400"},
            {"agent_budget": None},
            "give",
            None,
        ),
        ("given before", {"given": True}, {}, "refuse", "already"),
        ("no vouchers here", {}, {"most": Decimal(0)}, "refuse", "no_vouchers"),
        ("no budget", {}, {"budget": Decimal(0)}, "refuse", "no_vouchers"),
        ("nobody alone", {}, {"alone": Decimal(0)}, "ask", "above_own"),
    ],
)
def test_decide(_case, wish, limits, outcome, why):
    values = {k: Decimal(v) if isinstance(v, str) else v for k, v in wish.items()}
    found, reason = decide(replace(NOTHING, **values), replace(LIMITS, **limits))
    assert found.value == outcome
    assert (reason and reason.code.value) == why
