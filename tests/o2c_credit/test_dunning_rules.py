"""Which strategy wins, and what each condition of a rule asks for."""

from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain import dunning_rules as rules
from odoo.addons.o2c_credit.domain.dunning_rules import (
    Rule,
    Source,
    Subject,
    choose,
    classes,
    fits,
)

D = Decimal


@pytest.mark.parametrize(
    ("subject", "default", "expected"),
    [
        (Subject(of_invoice=1, of_customer=2), 9, (1, Source.INVOICE)),
        (Subject(of_customer=2), 9, (2, Source.CUSTOMER)),
        (Subject(risk_class="D"), 9, (5, Source.RULE)),
        (Subject(risk_class="A"), 9, (9, Source.COMPANY)),
        (Subject(risk_class="A"), None, (None, Source.NONE)),
    ],
)
def test_what_is_nearer_wins(subject, default, expected):
    strict = Rule(3, 5, classes=classes("D", None))
    strategy, reason = choose(subject, [strict], default)
    assert (strategy, reason.code) == expected


def test_the_first_rule_that_fits():
    given = [Rule(3, 5, classes=classes("D", "E")), Rule(4, 6), Rule(7, 8)]
    strategy, reason = choose(Subject(risk_class="B"), given)
    assert (strategy, reason.params) == (6, {"rule": 4})


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(None, None, ""), ("B", "C", "BC"), ("D", None, "DE"), (None, "B", "AB")],
)
def test_classes(first, last, expected):
    assert "".join(sorted(classes(first, last))) == expected


def test_a_customer_without_class_is_in_none():
    assert not fits(Rule(1, 1, classes=classes("A", "E")), Subject())


@pytest.mark.parametrize(
    ("owed", "expected"),
    [("99.99", False), ("100", True), ("499.99", True), ("500", False)],
)
def test_the_amounts_of_a_rule(owed, expected):
    rule = Rule(1, 1, amount_from=D(100), amount_to=D(500))
    assert fits(rule, Subject(owed=D(owed))) is expected


@pytest.mark.parametrize(
    "name",
    [
        rules.TAGS,
        rules.INDUSTRY,
        rules.COUNTRY,
        rules.STATE,
        rules.SALESPERSON,
        rules.CATEGORIES,
        rules.BRANDS,
    ],
)
@pytest.mark.parametrize(("ids", "expected"), [((1, 2), True), ((3,), False)])
def test_the_traits_of_a_rule(name, ids, expected):
    rule = Rule(1, 1, sets=((name, frozenset({2, 4})),))
    assert rule.traits == {name}
    assert fits(rule, Subject(traits=((name, frozenset(ids)),))) is expected
    assert not fits(rule, Subject())


def test_all_conditions_must_be_true():
    sets = ((rules.TAGS, frozenset({1})), (rules.COUNTRY, frozenset({9})))
    one_of_two = ((rules.TAGS, frozenset({1})), (rules.COUNTRY, frozenset({8})))
    assert not fits(Rule(1, 1, sets=sets), Subject(traits=one_of_two))
