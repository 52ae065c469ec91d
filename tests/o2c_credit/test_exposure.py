from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.exposure import (
    ExposureFacts,
    Part,
    Request,
    Standing,
    Why,
    bar,
    check,
    check_all,
    headroom,
    insurable,
    parts,
    standing,
    tightest,
    total,
    used_share,
    with_subsidiaries,
)

D = Decimal


def facts(limit="1000", **amounts):
    amounts = {name: D(amount) for name, amount in amounts.items()}
    return ExposureFacts(limit=None if limit is None else D(limit), **amounts)


def test_parts_are_signed_as_they_count():
    known = facts(
        receivables="700",
        overdue="300",
        imported="40",
        disputed="100",
        credits="50",
        orders="150",
        delivered="50",
        draft_invoices="30",
        insured="90",
        subsidiaries="25",
    )
    assert parts(known) == {
        Part.NOT_DUE: D(400),
        Part.OVERDUE: D(300),
        Part.IMPORTED: D(40),
        Part.DISPUTED: D(-100),
        Part.CREDITS: D(-50),
        Part.ORDERS: D(150),
        Part.DELIVERED: D(50),
        Part.DRAFT_INVOICES: D(30),
        Part.INSURED: D(-90),
        Part.SUBSIDIARIES: D(25),
    }
    # 400 + 300 + 40 - 100 - 50 + 150 + 50 + 30 - 90 + 25
    assert total(known) == D(755)
    assert headroom(known) == D(245)


def test_what_an_insurer_could_have_to_bear():
    known = facts(receivables="700", imported="40", disputed="100", orders="999")
    assert insurable(known) == D(640)


def test_a_limit_for_the_companies_below_as_well():
    below = [facts(None, orders="30", disputed="10"), facts("5", credits="4")]
    group = with_subsidiaries(facts("100", orders="50"), below)
    assert group.subsidiaries == D(16)
    assert (total(group), headroom(group)) == (D(66), D(34))


@pytest.mark.parametrize(
    ("_case", "groups", "expected"),
    [
        ("no group", [], None),
        ("a group without limit", [facts(None, orders="9")], None),
        ("the only one", [facts("10")], facts("10")),
        (
            "the least headroom, not the lowest limit",
            [facts("100", orders="95"), facts("10"), facts(None)],
            facts("100", orders="95"),
        ),
    ],
)
def test_the_tightest_group_decides(_case, groups, expected):
    assert tightest(groups) == expected


def test_parts_are_shown_in_their_order():
    assert list(parts(facts())) == list(Part)


@pytest.mark.parametrize(
    ("_case", "known", "expected"),
    [
        ("nothing used", facts(), D(1000)),
        ("a part", facts(orders="999.99"), D("0.01")),
        ("all", facts(orders="1000"), D(0)),
        ("too much", facts(orders="1000.01"), D("-0.01")),
        ("credit makes more room", facts(credits="5"), D(1005)),
        ("limit zero", facts("0"), D(0)),
        ("limit zero, paid ahead", facts("0", credits="5"), D(5)),
        ("no limit", facts(None, orders="9"), None),
    ],
)
def test_headroom(_case, known, expected):
    assert headroom(known) == expected


@pytest.mark.parametrize(
    ("_case", "known", "amount", "excess"),
    [
        ("a cent below", facts(orders="400"), "599.99", None),
        ("exactly the limit", facts(orders="400"), "600", None),
        ("a cent above", facts(orders="400"), "600.01", "0.01"),
        ("credit counts", facts(receivables="900", credits="100"), "200", None),
        (
            "credit, a cent above",
            facts(receivables="900", credits="100"),
            "200.01",
            "0.01",
        ),
        ("contested counts", facts(receivables="900", disputed="300"), "400", None),
        ("contested, above", facts(receivables="900", disputed="300"), "401", "1"),
        ("drafts count", facts(draft_invoices="1000"), "1", "1"),
        ("over before it", facts(orders="1500"), "10", "510"),
        ("limit zero", facts("0"), "0.01", "0.01"),
        ("limit zero, paid ahead", facts("0", credits="50"), "50", None),
        (
            "limit zero, a cent more than ahead",
            facts("0", credits="50"),
            "50.01",
            "0.01",
        ),
        ("no limit", facts(None, orders="1000000"), "1000000", None),
        ("asks for nothing although over", facts(orders="1500"), "0", None),
        ("gives back although over", facts(orders="1500"), "-5", None),
    ],
)
def test_check_of_a_new_order(_case, known, amount, excess):
    decision = check(known, Request(D(amount)))
    assert decision.ok == (excess is None)
    if excess:
        (reason,) = decision.reasons
        assert reason.code == Why.LIMIT_EXCEEDED
        assert reason.params["excess"] == D(excess)


def test_the_reason_has_what_a_sentence_needs():
    (reason,) = check(facts(receivables="450"), Request(D(600))).reasons
    assert reason.params == {
        "limit": D(1000),
        "exposure": D(450),
        "order": D(600),
        "excess": D(50),
        "counted": False,
    }


@pytest.mark.parametrize(
    ("_case", "known", "excess"),
    [
        ("fits with it", facts(orders="1000"), None),
        ("a cent above", facts(orders="1000.01"), "0.01"),
        ("limit lowered to zero", facts("0", orders="600"), "600"),
        ("no limit", facts(None, orders="5000"), None),
        ("a person accepted as much", facts(orders="1600", accepted="1600"), None),
        ("a cent more than accepted", facts(orders="1600.01", accepted="1600"), "0.01"),
        ("accepted below the limit", facts(orders="1000", accepted="900"), None),
    ],
)
def test_check_of_a_confirmed_order(_case, known, excess):
    """It is in the exposure already and must not be added again."""
    decision = check(known, Request(D(600), counted=True))
    assert decision.ok == (excess is None)
    if excess:
        assert decision.reasons[0].params["excess"] == D(excess)
        assert decision.reasons[0].params["counted"] is True


def test_what_was_accepted_is_no_room_for_a_new_order():
    known = facts(orders="1600", accepted="5000")
    assert not check(known, Request(D(1))).ok


@pytest.mark.parametrize(
    ("_case", "amount", "approved", "passes"),
    [
        ("never approved", "600", None, False),
        ("as approved", "600", "600", True),
        ("smaller than approved", "599.99", "600", True),
        ("a cent more than approved", "600.01", "600", False),
        ("approved for nothing", "600", "0", False),
    ],
)
@pytest.mark.parametrize("counted", [False, True])
def test_what_a_person_let_pass_stays_so_until_it_grows(
    _case, amount, approved, passes, counted
):
    approved = None if approved is None else D(approved)
    request = Request(D(amount), counted, approved)
    assert check(facts(orders="5000"), request).ok is passes


@pytest.mark.parametrize(
    ("_case", "amounts", "passing"),
    [
        ("both alone, not together", ["600", "600"], [True, False]),
        (
            "a later one fits in what is left",
            ["600", "600", "400"],
            [True, False, True],
        ),
        ("exactly full", ["500", "500", "0.01"], [True, True, False]),
        ("the first is too big", ["1000.01", "1000"], [False, True]),
        ("five of equal size", ["300"] * 5, [True, True, True, False, False]),
        ("none", [], []),
    ],
)
def test_orders_of_a_batch_share_the_limit(_case, amounts, passing):
    outcomes = check_all(facts(), [Request(D(amount)) for amount in amounts])
    assert [outcome.decision.ok for outcome in outcomes] == passing


def test_an_approved_order_takes_room_from_the_others():
    asked = [Request(D(1500), approved=D(1500)), Request(D(1))]
    first, second = check_all(facts(), asked)
    assert first.decision.ok
    assert total(first.facts) == D(1500)
    assert second.decision.reasons[0].params["exposure"] == D(1500)
    assert second.decision.reasons[0].params["excess"] == D(501)


def test_confirmed_orders_of_a_batch_are_not_added():
    asked = [Request(D(600), counted=True), Request(D(400), counted=True)]
    outcomes = check_all(facts(orders="1000"), asked)
    assert all(outcome.decision.ok for outcome in outcomes)
    assert total(outcomes[-1].facts) == D(1000)


def test_check_does_not_touch_its_facts():
    known = facts()
    check_all(known, [Request(D(600))])
    assert known == facts()


@pytest.mark.parametrize(
    ("_case", "known", "share", "expected"),
    [
        ("no limit", facts(None, orders="9"), None, Standing.UNLIMITED),
        ("unused", facts(), D(0), Standing.WITHIN),
        ("paid ahead", facts(credits="5"), D(0), Standing.WITHIN),
        ("below near", facts(orders="799.99"), D("79.999"), Standing.WITHIN),
        ("near", facts(orders="800"), D(80), Standing.NEAR),
        ("full", facts(orders="1000"), D(100), Standing.NEAR),
        ("over", facts(orders="1000.01"), D("100.001"), Standing.OVER),
        ("limit zero, unused", facts("0"), D(0), Standing.WITHIN),
        ("limit zero, used", facts("0", orders="1"), D(100), Standing.OVER),
    ],
)
def test_standing(_case, known, share, expected):
    assert used_share(known) == share
    assert standing(known) == expected


@pytest.mark.parametrize(
    ("_case", "known", "request_", "expected"),
    [
        (
            "half used, a quarter asked",
            facts(orders="500"),
            Request(D(250)),
            (50, 25, 100),
        ),
        ("over it", facts(orders="1500"), Request(D(500)), (75, 25, 50)),
        ("counted", facts(orders="500"), Request(D(250), counted=True), (50, 0, 100)),
        ("no limit", facts(None, orders="30"), Request(D(10)), (75, 25, 0)),
        ("limit zero", facts("0"), Request(D(10)), (0, 100, 0)),
        ("nothing at all", facts("0"), Request(D(0)), (0, 0, 0)),
        ("paid ahead", facts(credits="100"), Request(D(-1)), (0, 0, 100)),
    ],
)
def test_bar(_case, known, request_, expected):
    assert bar(known, request_) == expected
