"""Every kind of rule on both sides of its threshold; scopes, exemptions, approvals."""

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.exposure import ExposureFacts, Request
from odoo.addons.o2c_credit.domain.policy import (
    CustomerFacts,
    Effect,
    Exemption,
    ExemptionKind,
    Kind,
    OrderFacts,
    Rule,
    Scope,
    evaluate,
    evaluate_all,
)

D = Decimal
WHO = CustomerFacts()
ORDER = OrderFacts(Request(D(100)))


def exposed(limit=None, **parts):
    amounts = {name: D(amount) for name, amount in parts.items()}
    return ExposureFacts(limit=None if limit is None else D(limit), **amounts)


def order(amount=100, **facts):
    return OrderFacts(Request(D(amount)), **facts)


def who(**facts):
    return CustomerFacts(**facts)


def overdue(days, amount):
    return who(overdue=((days, D(amount)),))


LIMIT = Rule(1, Kind.LIMIT_EXCEEDED)
GROUP = Rule(1, Kind.GROUP_LIMIT_EXCEEDED)
EXPIRED = Rule(1, Kind.LIMIT_EXPIRED, days=30)
USED = Rule(1, Kind.LIMIT_USED, percent=D(90))
DAYS = Rule(1, Kind.DAYS_OVERDUE, days=30, amount=D(5000))
OVERDUE = Rule(1, Kind.OVERDUE_AMOUNT, amount=D(5000))
AMOUNT = Rule(1, Kind.ORDER_AMOUNT, amount=D(100))
CLASS = Rule(1, Kind.RISK_CLASS, risk_class="D")
STEP = Rule(1, Kind.DUNNING_STEP, level=3)
PROMISE = Rule(1, Kind.BROKEN_PROMISE, days=30)
RETURNED = Rule(1, Kind.RETURNED_PAYMENT, days=30)
PAID = Rule(1, Kind.LAST_PAYMENT, days=30)
TERM = Rule(1, Kind.BETTER_TERM, days=30)
DISCOUNT = Rule(1, Kind.BETTER_DISCOUNT, percent=D(5))
QUANTITY = Rule(1, Kind.QUANTITY, days=7, quantity=D(10))
FORCED = Rule(1, Kind.FORCED_HOLD)

OWES = exposed(receivables=1)
EXPIRING = exposed(limit=1000)


CASES = [
    ("limit: a cent below", LIMIT, who(exposure=exposed(100)), order("99.99"), False),
    ("limit: exactly", LIMIT, who(exposure=exposed(100)), order("100"), False),
    ("limit: a cent above", LIMIT, who(exposure=exposed(100)), order("100.01"), True),
    ("limit zero", LIMIT, who(exposure=exposed(0)), order("0.01"), True),
    ("no limit", LIMIT, who(exposure=exposed(orders=9)), order(9**9), False),
    ("group: exactly", GROUP, who(group=exposed(100, orders=1)), order(99), False),
    ("group: above", GROUP, who(group=exposed(100, orders=1)), order("99.01"), True),
    ("no group", GROUP, who(exposure=exposed(0)), order(99), False),
    (
        "expired 29",
        EXPIRED,
        who(exposure=EXPIRING, limit_expired_days=29),
        ORDER,
        False,
    ),
    (
        "expired 30",
        EXPIRED,
        who(exposure=EXPIRING, limit_expired_days=30),
        ORDER,
        False,
    ),
    ("expired 31", EXPIRED, who(exposure=EXPIRING, limit_expired_days=31), ORDER, True),
    ("not expired", EXPIRED, who(exposure=EXPIRING), ORDER, False),
    ("expired, no limit", EXPIRED, who(limit_expired_days=31), ORDER, False),
    ("used 90 %", USED, who(exposure=exposed(1000)), order(900), False),
    ("used a cent more", USED, who(exposure=exposed(1000)), order("900.01"), True),
    ("used, no limit", USED, WHO, order(900), False),
    ("overdue 30 days", DAYS, overdue(30, "9999"), ORDER, False),
    ("overdue 31 days", DAYS, overdue(31, "5000.01"), ORDER, True),
    ("overdue 31 days, exactly the amount", DAYS, overdue(31, 5000), ORDER, False),
    ("overdue 29 days", DAYS, overdue(29, "5000.01"), ORDER, False),
    ("overdue 1 day", OVERDUE, overdue(1, "5000.01"), ORDER, True),
    ("overdue, exactly", OVERDUE, overdue(1, "5000.00"), ORDER, False),
    ("nothing overdue", OVERDUE, WHO, ORDER, False),
    ("amount exactly", AMOUNT, WHO, order("100.00"), False),
    ("amount a cent above", AMOUNT, WHO, order("100.01"), True),
    ("class better", CLASS, who(risk_class="C"), ORDER, False),
    ("class reached", CLASS, who(risk_class="D"), ORDER, True),
    ("class worse", CLASS, who(risk_class="E"), ORDER, True),
    ("never scored", CLASS, WHO, ORDER, False),
    ("step before", STEP, who(dunning_step=2), ORDER, False),
    ("step reached", STEP, who(dunning_step=3), ORDER, True),
    ("promise 29 days ago", PROMISE, who(broken_promise_days=29), ORDER, True),
    ("promise 30 days ago", PROMISE, who(broken_promise_days=30), ORDER, True),
    ("promise 31 days ago", PROMISE, who(broken_promise_days=31), ORDER, False),
    ("no promise broken", PROMISE, WHO, ORDER, False),
    ("returned today", RETURNED, who(returned_payment_days=0), ORDER, True),
    ("returned 30 days ago", RETURNED, who(returned_payment_days=30), ORDER, True),
    ("returned 31 days ago", RETURNED, who(returned_payment_days=31), ORDER, False),
    ("paid 30 days ago", PAID, who(exposure=OWES, last_payment_days=30), ORDER, False),
    ("paid 31 days ago", PAID, who(exposure=OWES, last_payment_days=31), ORDER, True),
    ("paid 31 days ago, owes nothing", PAID, who(last_payment_days=31), ORDER, False),
    ("never paid, nor had to", PAID, who(exposure=OWES), ORDER, False),
    ("30 days more", TERM, WHO, order(term_days=60, own_term_days=30), False),
    ("31 days more", TERM, WHO, order(term_days=61, own_term_days=30), True),
    ("fewer days", TERM, WHO, order(term_days=0, own_term_days=90), False),
    ("5 % more", DISCOUNT, WHO, order(discount=D(15), own_discount=D(10)), False),
    ("5.01 %", DISCOUNT, WHO, order(discount=D("15.01"), own_discount=D(10)), True),
    ("quantity exactly", QUANTITY, WHO, order(quantities={1: (D(4), D(6))}), False),
    ("a bit more", QUANTITY, WHO, order(quantities={1: (D("4.1"), D(6))}), True),
    ("none in this order", QUANTITY, WHO, order(quantities={1: (D(0), D(60))}), False),
    ("another rule's", QUANTITY, WHO, order(quantities={2: (D(40), D(0))}), False),
    ("held by a person", FORCED, WHO, order(forced_holds=1), True),
    ("the customer is held", FORCED, who(forced_holds=1), ORDER, True),
    ("held by nobody", FORCED, WHO, ORDER, False),
]


@pytest.mark.parametrize(
    ("_case", "rule", "customer", "asked", "hit"),
    CASES,
    ids=[case[0] for case in CASES],
)
def test_thresholds(_case, rule, customer, asked, hit):
    verdict = evaluate(customer, asked, [rule])
    assert [found.rule for found in verdict.hits] == [rule] * hit
    assert verdict.decision.ok is not hit


def test_every_kind_is_tried_on_both_sides():
    tried = {(rule.kind, hit) for _case, rule, _who, _order, hit in CASES}
    assert tried == {(kind, hit) for kind in Kind for hit in (True, False)}


def test_nothing_is_at_stake_without_money():
    rules = [OVERDUE, CLASS, STEP, EXPIRED]
    customer = who(
        overdue=((90, D(9999)),), risk_class="E", dunning_step=5, exposure=EXPIRING
    )
    assert evaluate(customer, order(0), rules).hits == ()
    assert len(evaluate(customer, order("0.01"), rules).hits) == 3


class TestOverdue:
    def test_credits_pay_the_oldest(self):
        customer = who(
            overdue=((40, D(5000)), (31, D(100))), exposure=exposed(credits=99)
        )
        # 5,100 overdue, 99 paid on account
        verdict = evaluate(customer, ORDER, [DAYS])
        assert verdict.hits[0].reason.params["amount"] == D(5001)
        paid = replace(customer, exposure=exposed(credits=100))
        assert evaluate(paid, ORDER, [DAYS]).decision.ok

    def test_items_add_up(self):
        customer = who(overdue=((31, D(3000)), (60, D("2000.01")), (30, D(9000))))
        (hit,) = evaluate(customer, ORDER, [DAYS]).hits
        assert hit.reason.params == {
            "amount": D("5000.01"),
            "allowed": D(5000),
            "days": 30,
            "oldest": 60,
        }


class TestScope:
    ALL = Rule(1, Kind.ORDER_AMOUNT, Scope.ALL, amount=D(10))
    GROUP = Rule(2, Kind.ORDER_AMOUNT, Scope.GROUP, amount=D(50))
    MINE = Rule(3, Kind.ORDER_AMOUNT, Scope.CUSTOMER, amount=D(90))

    @pytest.mark.parametrize(
        ("_case", "rules", "found"),
        [
            ("all alone", [ALL], [1]),
            ("a segment before all", [ALL, GROUP], [2]),
            ("a customer before segments", [GROUP, MINE, ALL], [3]),
            ("two segments", [GROUP, replace(GROUP, id=9)], [2, 9]),
            ("off for the customer", [ALL, replace(MINE, effect=Effect.OFF)], []),
            ("off for all, on for him", [replace(ALL, effect=Effect.OFF), MINE], [3]),
            (
                "on wins within one scope",
                [GROUP, replace(GROUP, id=9, effect=Effect.OFF)],
                [2],
            ),
            ("another kind stays", [LIMIT, replace(MINE, effect=Effect.OFF)], [1]),
        ],
    )
    def test_the_narrowest_counts(self, _case, rules, found):
        customer = who(exposure=exposed(limit=0))
        assert [h.rule.id for h in evaluate(customer, ORDER, rules).hits] == found

    def test_each_product_is_a_matter_of_its_own(self):
        wine = Rule(1, Kind.QUANTITY, quantity=D(1), target=("product", 1))
        beer = Rule(2, Kind.QUANTITY, Scope.CUSTOMER, target=("product", 2))
        asked = order(quantities={1: (D(2), D(0)), 2: (D(2), D(0))})
        assert len(evaluate(WHO, asked, [wine, beer]).hits) == 2


class TestExemptions:
    def exempt(self, kind, customer, asked, **terms):
        exemption = Exemption(7, kind, **terms)
        rule = replace(AMOUNT, amount=D(1), exemptions=(exemption,))
        verdict = evaluate(customer, asked, [rule])
        assert len(verdict.hits) == 1  # the trace shows it all the same
        assert verdict.decision.ok is (verdict.hits[0].exemption == 7)
        return verdict.decision.ok

    @pytest.mark.parametrize(
        ("_case", "paid", "percent", "free"),
        [
            ("a cent missing", "99.99", 100, False),
            ("paid in full", "100", 100, True),
            ("more than paid", "120", 100, True),
            ("half, a cent missing", "49.99", 50, False),
            ("half", "50.00", 50, True),
            ("nothing", "0", 1, False),
        ],
    )
    def test_prepaid(self, _case, paid, percent, free):
        asked = order(100, paid=D(paid))
        found = self.exempt(ExemptionKind.PREPAID, WHO, asked, percent=D(percent))
        assert found is free

    @pytest.mark.parametrize(
        ("_case", "amount", "free"),
        [("below", "49.99", True), ("exactly", 50, True), ("above", "50.01", False)],
    )
    def test_small_orders(self, _case, amount, free):
        kind = ExemptionKind.SMALL_ORDER
        assert self.exempt(kind, WHO, order(amount), amount=D(50)) is free

    @pytest.mark.parametrize(("term", "free"), [(3, True), (4, False), (None, False)])
    def test_payment_terms(self, term, free):
        kind = ExemptionKind.PAYMENT_TERM
        asked = order(term=term)
        assert self.exempt(kind, WHO, asked, terms=frozenset({3})) is free

    @pytest.mark.parametrize("white", [True, False])
    def test_chosen_customers(self, white):
        kind = ExemptionKind.WHITELISTED
        assert self.exempt(kind, who(whitelisted=white), ORDER) is white

    def test_no_exemption_frees_what_a_person_holds(self):
        free = Exemption(7, ExemptionKind.SMALL_ORDER, D(9999))
        rule = replace(FORCED, exemptions=(free,))
        assert not evaluate(WHO, order(forced_holds=1), [rule]).decision.ok

    def test_only_for_the_rules_that_name_it(self):
        free = Exemption(7, ExemptionKind.SMALL_ORDER, D(9999))
        rules = [replace(OVERDUE, exemptions=(free,)), replace(STEP, id=2)]
        customer = who(overdue=((9, D(9999)),), dunning_step=3)
        verdict = evaluate(customer, ORDER, rules)
        assert [hit.holds for hit in verdict.hits] == [False, True]


def test_the_trace_shows_every_hit():
    rules = [OVERDUE, replace(STEP, id=2, effect=Effect.WARN), replace(CLASS, id=3)]
    customer = who(overdue=((9, D(9999)),), dunning_step=3, risk_class="E")
    verdict = evaluate(customer, ORDER, rules)
    assert [(h.rule.id, h.holds) for h in verdict.hits] == [
        (1, True),
        (2, False),
        (3, True),
    ]
    assert len(verdict.decision.reasons) == 2


class TestApproval:
    RULES = (OVERDUE, replace(STEP, id=2))

    @pytest.mark.parametrize(
        ("_case", "amount", "kinds", "dunning", "ok"),
        [
            ("as approved", 100, {Kind.OVERDUE_AMOUNT}, 0, True),
            ("a cent more", "100.01", {Kind.OVERDUE_AMOUNT}, 0, False),
            ("what nobody saw", 100, {Kind.OVERDUE_AMOUNT}, 3, False),
            ("both seen", 100, {Kind.OVERDUE_AMOUNT, Kind.DUNNING_STEP}, 3, True),
            ("all kinds", 100, None, 3, True),
            ("nothing seen", 100, set(), 0, False),
        ],
    )
    def test_what_was_seen_up_to_the_amount(self, _case, amount, kinds, dunning, ok):
        customer = who(overdue=((9, D(9999)),), dunning_step=dunning)
        request = Request(D(amount), approved=D(100))
        seen = None if kinds is None else frozenset(kinds)
        asked = OrderFacts(request, approved_kinds=seen)
        assert evaluate(customer, asked, self.RULES).decision.ok is ok

    def test_never_what_a_person_holds(self):
        asked = OrderFacts(Request(D(1), approved=D(1)), forced_holds=1)
        assert not evaluate(WHO, asked, [FORCED]).decision.ok


class TestInTurn:
    def test_the_limit_is_used_up(self):
        customer = who(exposure=exposed(100), group=exposed(150))
        rules = [LIMIT, replace(GROUP, id=2)]
        asked = [order(60), order(60), order(40), order(1)]
        found = evaluate_all(customer, asked, rules)
        assert [verdict.decision.ok for verdict in found] == [True, False, True, False]

    def test_quantities_are_used_up(self):
        ten = [order(1, quantities={1: (D(6), D(0))}) for _number in range(2)]
        small = order(1, quantities={1: (D(4), D(0))})
        found = evaluate_all(WHO, [*ten, small, small], [QUANTITY])
        assert [verdict.decision.ok for verdict in found] == [True, False, True, False]

    def test_a_confirmed_order_takes_nothing_anew(self):
        confirmed = OrderFacts(
            Request(D(1), counted=True), quantities={1: (D(6), D(0))}
        )
        asked = [confirmed, order(1, quantities={1: (D(4), D(6))})]
        found = evaluate_all(WHO, asked, [QUANTITY])
        assert [verdict.decision.ok for verdict in found] == [True, True]
