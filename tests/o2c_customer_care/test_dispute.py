"""Contested amounts: who may open and decide, what stays held, the split by line."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from odoo.addons.o2c_customer_care.domain import dispute as rules
from odoo.addons.o2c_customer_care.domain.dispute import (
    DecideFacts,
    OpenFacts,
    SettleFacts,
    State,
    Why,
)

CENT = Decimal("0.01")


def cases(table):
    """Table rows ``(_case, …)`` as pytest parameters named by their label."""
    return [pytest.param(*row[1:], id=row[0]) for row in table]


def codes(decision):
    return [reason.code for reason in decision.reasons]


# ------------------------------------------------------------------ opening
# an invoice of 1000 of which 400 is paid: 600 open, 250 of it in another dispute
OPEN = OpenFacts(Decimal(350), Decimal(600), Decimal(250))
OPENING = [
    ("exactly what is left", {}, []),
    ("a cent too much", {"amount": Decimal("350.01")}, [Why.TOO_MUCH]),
    ("a cent", {"amount": CENT}, []),
    ("nothing", {"amount": Decimal(0)}, [Why.NOT_POSITIVE]),
    ("less than nothing", {"amount": Decimal(-1)}, [Why.NOT_POSITIVE]),
    ("paid", {"residual": Decimal(0)}, [Why.TOO_MUCH]),
    ("a credit note", {"customer_invoice": False}, [Why.NOT_CUSTOMER_INVOICE]),
    ("a draft", {"posted": False}, [Why.NOT_POSTED]),
    ("of another customer", {"same_customer": False}, [Why.OTHER_CUSTOMER]),
    ("lines of another invoice", {"own_lines": False}, [Why.FOREIGN_LINES]),
    ("all of the chosen lines", {"lines_total": Decimal(350)}, []),
    (
        "a cent more than the chosen lines",
        {"lines_total": Decimal("349.99")},
        [Why.ABOVE_LINES],
    ),
    ("a discount line alone", {"lines_total": Decimal(-10)}, [Why.ABOVE_LINES]),
    ("ticket closed", {"ticket_open": False}, [Why.TICKET_CLOSED]),
    (
        "everything wrong is said at once",
        {"posted": False, "own_lines": False, "amount": Decimal(351)},
        [Why.NOT_POSTED, Why.FOREIGN_LINES, Why.TOO_MUCH],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), cases(OPENING))
def test_opening(changes, expected):
    assert codes(rules.may_open(replace(OPEN, **changes))) == expected


def test_too_much_says_what_is_left():
    (reason,) = rules.may_open(replace(OPEN, amount=Decimal(400))).reasons
    assert reason.params["left"] == Decimal(350)  # 600 - 250


def test_disputes_may_exceed_a_residual_that_was_paid_down():
    assert rules.contestable(Decimal(100), Decimal(250)) == 0


# ------------------------------------------------------------------ deciding
DECIDE = DecideFacts(
    state=State.OPEN,
    amount=Decimal(300),
    accepted=Decimal(300),
    value=Decimal(300),
    threshold=Decimal(300),
    is_agent=True,
    is_leader=False,
    is_requester=True,
    note="Box was wet",
)
ABOVE = {"value": Decimal("300.01")}
DECIDING = [
    ("agent, own dispute, at the threshold", {}, []),
    ("agent above it", ABOVE | {"is_requester": False}, [Why.NEEDS_LEADER]),
    ("agent, own dispute above it", ABOVE, [Why.NEEDS_LEADER, Why.OWN_REQUEST]),
    ("leader above it", ABOVE | {"is_leader": True, "is_requester": False}, []),
    ("leader, own dispute above it", ABOVE | {"is_leader": True}, [Why.OWN_REQUEST]),
    ("leader, own dispute at it", {"is_leader": True}, []),
    (
        "threshold zero",
        {"threshold": Decimal(0), "is_requester": False},
        [Why.NEEDS_LEADER],
    ),
    (
        "rejecting takes the same right",
        ABOVE | {"accepted": Decimal(0), "is_requester": False},
        [Why.NEEDS_LEADER],
    ),
    ("somebody else", {"is_agent": False, "is_requester": False}, [Why.NO_RIGHT]),
    ("no words", {"note": "  "}, [Why.NO_NOTE]),
    ("a cent too much", {"accepted": Decimal("300.01")}, [Why.OUT_OF_RANGE]),
    ("less than nothing", {"accepted": Decimal("-0.01")}, [Why.OUT_OF_RANGE]),
    ("decided before", {"state": State.REJECTED}, [Why.NO_SUCH_MOVE]),
    ("withdrawn before", {"state": State.CANCELLED}, [Why.NO_SUCH_MOVE]),
    (
        "paid before",
        {"state": State.SETTLED, "accepted": Decimal(0)},
        [Why.NO_SUCH_MOVE],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), cases(DECIDING))
def test_deciding(changes, expected):
    assert codes(rules.may_decide(replace(DECIDE, **changes))) == expected


OUTCOMES = [
    ("nothing", "0", State.REJECTED),
    ("a cent", "0.01", State.PARTIAL),
    ("all but a cent", "299.99", State.PARTIAL),
    ("everything", "300", State.ACCEPTED),
]


@pytest.mark.parametrize(("accepted", "state"), cases(OUTCOMES))
def test_outcome(accepted, state):
    assert rules.outcome(Decimal(300), Decimal(accepted)) is state


def test_rights_are_told_from_mistakes():
    assert {Why.NO_RIGHT, Why.NEEDS_LEADER, Why.OWN_REQUEST} == rules.RIGHTS


# ------------------------------------------------------------------ what stays held
HELD = [
    ("open: all of it", State.OPEN, "300"),
    ("accepted", State.ACCEPTED, "120"),
    ("partly accepted: what was granted", State.PARTIAL, "120"),
    ("rejected", State.REJECTED, "0"),
    ("settled", State.SETTLED, "0"),
    ("withdrawn", State.CANCELLED, "0"),
]


@pytest.mark.parametrize(("state", "expected"), cases(HELD))
def test_held(state, expected):
    assert rules.held(state, Decimal(300), Decimal(120)) == Decimal(expected)


# ------------------------------------------------------------------ after payments
# 300 contested
SETTLING = [
    ("open, nothing happened", State.OPEN, 0, 0, False, State.OPEN),
    ("open, invoice paid", State.OPEN, 0, 0, True, State.SETTLED),
    ("open, a credit note of somebody else", State.OPEN, 0, 300, False, State.OPEN),
    (
        "accepted, credit note still a draft",
        State.ACCEPTED,
        300,
        0,
        False,
        State.ACCEPTED,
    ),
    (
        "accepted, credited but a cent",
        State.ACCEPTED,
        300,
        "299.99",
        False,
        State.ACCEPTED,
    ),
    ("accepted, credited", State.ACCEPTED, 300, 300, False, State.SETTLED),
    ("accepted, invoice paid instead", State.ACCEPTED, 300, 0, True, State.SETTLED),
    ("partly, credited", State.PARTIAL, 120, 120, False, State.SETTLED),
    ("partly, half credited", State.PARTIAL, 120, 60, False, State.PARTIAL),
    ("rejected and paid: stays rejected", State.REJECTED, 0, 0, True, State.REJECTED),
    ("withdrawn and paid", State.CANCELLED, 0, 0, True, State.CANCELLED),
]


@pytest.mark.parametrize(
    ("decided", "accepted", "credited", "paid", "expected"), cases(SETTLING)
)
def test_after_payment(decided, accepted, credited, paid, expected):
    facts = SettleFacts(decided, Decimal(accepted), Decimal(credited), paid)
    assert rules.after_payment(facts) is expected


def test_payments_make_only_moves_that_exist():
    for _case, decided, *_rest, expected in SETTLING:
        if decided is not expected:
            assert (decided, expected) in rules.TRANSITIONS
            assert (expected, decided) in rules.TRANSITIONS  # a payment can be undone


# ------------------------------------------------------------------ two currencies
CONVERTED = [
    # 300.00 of a document are 272.73 of the company
    ("all of it, untouched", "272.73", 300, 300, "272.73"),
    ("a third: 90.91", "272.73", 100, 300, "90.91"),
    ("half: 136.365 up", "272.73", 150, 300, "136.37"),
    ("nothing", "272.73", 0, 300, "0.00"),
]


@pytest.mark.parametrize(("total", "part", "whole", "expected"), cases(CONVERTED))
def test_converted(total, part, whole, expected):
    value = rules.converted(Decimal(total), Decimal(part), Decimal(whole), CENT)
    assert value == Decimal(expected)


# ------------------------------------------------------------------ the split
SPLITS = [
    ("one line", "300", ["1000"], CENT, ["300"]),
    ("in proportion", "300", ["600", "400"], CENT, ["180", "120"]),
    ("one cent over three", "0.01", ["1", "1", "1"], CENT, ["0.01", "0", "0"]),
    ("two cents over three", "0.02", ["1", "1", "1"], CENT, ["0.01", "0.01", "0"]),
    # 10 * 2/3 = 6.666…, 10 * 1/3 = 3.333…: the first lost more
    ("the cent goes where most is lost", "10", ["2", "1"], CENT, ["6.67", "3.33"]),
    ("a discount line", "90", ["1000", "-100"], CENT, ["100", "-10"]),
    ("a free line", "50", ["100", "0"], CENT, ["50", "0"]),
    ("whole yen", "100", ["1", "1", "1"], Decimal(1), ["34", "33", "33"]),
    (
        "five-cent coins",
        "1.00",
        ["1", "1", "1"],
        Decimal("0.05"),
        ["0.35", "0.35", "0.30"],
    ),
]


@pytest.mark.parametrize(("amount", "weights", "unit", "expected"), cases(SPLITS))
def test_split(amount, weights, unit, expected):
    shares = rules.split(Decimal(amount), [Decimal(w) for w in weights], unit)
    assert shares == [Decimal(share) for share in expected]


def test_split_adds_up_whatever_comes():
    chance = Random(2026)
    for _round in range(500):
        weights = [Decimal(chance.randint(1, 10**6)) / 100 for _ in range(7)]
        amount = Decimal(chance.randint(1, 10**7)) / 100
        shares = rules.split(amount, weights, CENT)
        assert sum(shares) == amount
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share - amount * weight / sum(weights)) < CENT


@pytest.mark.parametrize("weights", [[], ["0"], ["5", "-5"], ["-1"]])
def test_split_over_nothing(weights):
    with pytest.raises(ValueError, match="more than zero"):
        rules.split(Decimal(1), [Decimal(w) for w in weights], CENT)
