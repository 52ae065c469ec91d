"""Rules of lawsuits and of small disputes, without Odoo."""

from decimal import Decimal
from itertools import product

import pytest

from odoo.addons.o2c_customer_care.domain import litigation as rules
from odoo.addons.o2c_customer_care.domain import small_dispute as small
from odoo.addons.o2c_customer_care.domain.dispute import State as Dispute

D = Decimal
CENT = D("0.01")


def contested(state=Dispute.REJECTED, amount=300, left=300, **more):
    return rules.Contested(state, D(amount), D(left), 1, more.pop("company", 1), **more)


@pytest.mark.parametrize("state", Dispute)
def test_only_rejected_disputes_go_to_court(state):
    decision = rules.may_open([contested(state)], is_leader=True)
    assert decision.ok == (state is Dispute.REJECTED)


@pytest.mark.parametrize(
    ("disputes", "why"),
    [
        ([], rules.Why.NOTHING),
        ([contested(in_court=True)], rules.Why.IN_COURT),
        ([contested(), contested(company=2)], rules.Why.MIXED),
        ([contested(left="299.99")], rules.Why.PAID),
    ],
)
def test_what_is_not_brought_to_court(disputes, why):
    decision = rules.may_open(disputes, is_leader=True)
    assert [reason.code for reason in decision.reasons] == [why]


def test_every_move_is_in_the_set():
    allowed = {
        (a.value, b.value)
        for a, b in product(rules.State, rules.State)
        if rules.may_move(a, b, is_leader=True).ok
    }
    assert allowed == {
        ("prepared", "filed"),
        ("prepared", "ended"),
        ("filed", "ended"),
    }
    assert not rules.may_move(rules.State.PREPARED, rules.State.FILED, False).ok


@pytest.mark.parametrize(
    ("outcome", "fitting"),
    [
        ("won", {"300"}),
        ("withdrawn", {"300"}),
        ("lost", {"0"}),
        ("partly", {"0.01", "299.99"}),
        ("agreement", {"0", "0.01", "299.99", "300"}),
    ],
)
def test_what_is_awarded_fits_the_outcome(outcome, fitting):
    found = {
        awarded
        for awarded in ("-0.01", "0", "0.01", "299.99", "300", "300.01")
        if rules.may_end(rules.Outcome(outcome), D(awarded), D(300), "x").ok
    }
    assert found == fitting


@pytest.mark.parametrize(
    ("amounts", "awarded"),
    [([200, 100], 100), ([1, 1, 1], 1), (["0.01", "99.99"], "33.33"), ([5], 5)],
)
def test_what_is_granted_and_awarded_adds_up(amounts, awarded):
    amounts = [D(amount) for amount in amounts]
    shares = rules.granted(amounts, D(awarded), CENT)
    assert sum(shares) == sum(amounts) - D(awarded)
    assert all(0 <= s <= a for s, a in zip(shares, amounts, strict=True))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, None),
        ({"value": D("25.01"), "total": D(0)}, small.Why.ABOVE_LIMIT),
        ({"share": D("0.1001")}, small.Why.ABOVE_SHARE),
        ({"times": 3}, small.Why.TOO_OFTEN),
        ({"total": D("25.01")}, small.Why.TOO_MUCH),
        ({"tier": "standard"}, small.Why.NO_RULE),
        ({"reason": "quality"}, small.Why.NO_RULE),
    ],
)
def test_each_bound_of_a_rule(values, why):
    rule = small.Allowance(
        7,
        D(25),
        share=D("0.1"),
        times=3,
        total=D(50),
        tiers=frozenset({"key"}),
        reasons=frozenset({"price"}),
    )
    known = {"value": D(25), "share": D("0.1"), "reason": "price", "tier": "key"}
    facts = small.SmallFacts(**{**known, "times": 2, "total": D(25), **values})
    key, decision = small.judge(facts, [rule])
    assert [reason.code for reason in decision.reasons] == ([why] if why else [])
    assert key == (None if why is small.Why.NO_RULE else 7)
