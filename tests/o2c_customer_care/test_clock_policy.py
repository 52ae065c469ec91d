"""Which times and which statutory term a ticket falls under."""

from datetime import date

import pytest

from odoo.addons.o2c_customer_care.domain import clock_policy as rules
from odoo.addons.o2c_customer_care.domain.clock import Measure
from odoo.addons.o2c_customer_care.domain.clock_policy import (
    Conditions,
    Policy,
    Subject,
    Term,
)
from odoo.addons.o2c_customer_care.domain.ticket import Kind

from .clock_cases import cases

DAY = date(2026, 3, 2)


def subject(**values):
    return Subject(**{"kind": Kind.COMPLAINT, "day": DAY, **values})


HOLDS = [
    ("no condition", Conditions(), {}, True),
    ("the team", Conditions(team=1), {"team": 1}, True),
    ("another team", Conditions(team=1), {"team": 2}, False),
    ("no team", Conditions(team=1), {}, False),
    ("the kind", Conditions(kind=Kind.COMPLAINT), {}, True),
    ("another kind", Conditions(kind=Kind.PRAISE), {}, False),
    ("the reason itself", Conditions(reason=7), {"reasons": frozenset({3, 7})}, True),
    ("a reason beside it", Conditions(reason=7), {"reasons": frozenset({3, 8})}, False),
    ("no reason yet", Conditions(reason=7), {}, False),
    ("below the priority", Conditions(priority=2), {"priority": 1}, False),
    ("at the priority", Conditions(priority=2), {"priority": 2}, True),
    ("above the priority", Conditions(priority=2), {"priority": 3}, True),
    ("the level", Conditions(tier="key"), {"tier": "key"}, True),
    ("another level", Conditions(tier="key"), {"tier": "preferred"}, False),
    ("a category above", Conditions(category=1), {"categories": {1, 2}}, True),
    ("another category", Conditions(category=9), {"categories": {1, 2}}, False),
    ("the customer", Conditions(customer=5), {"customer": 5}, True),
    ("another customer", Conditions(customer=5), {"customer": 6}, False),
    ("with a contract", Conditions(contract=True), {"contract": True}, True),
    ("without contract", Conditions(contract=True), {}, False),
    ("contract not asked", Conditions(), {"contract": True}, True),
    (
        "one of two fails",
        Conditions(tier="key", kind=Kind.PRAISE),
        {"tier": "key"},
        False,
    ),
]


@pytest.mark.parametrize(("conditions", "values", "expected"), cases(HOLDS))
def test_holds(conditions, values, expected):
    assert rules.holds(conditions, subject(**values)) is expected


FIRST, RESOLVED = Measure.FIRST_REPLY, Measure.RESOLUTION
KEY = Policy(1, Conditions(tier="key"), ((FIRST, 11),))
ALL = Policy(2, Conditions(), ((FIRST, 21), (RESOLVED, 22)))


def test_the_first_policy_that_has_the_measure_gives_it():
    assert rules.select([KEY, ALL], subject(tier="key")) == {FIRST: 11, RESOLVED: 22}
    assert rules.select([KEY, ALL], subject()) == {FIRST: 21, RESOLVED: 22}


def test_the_order_decides():
    assert rules.select([ALL, KEY], subject(tier="key")) == {FIRST: 21, RESOLVED: 22}


def test_no_policy_no_clock():
    assert rules.select([KEY], subject()) == {}


POLAND = Term(1, "PL", is_business=False)
DOUBLE = Term(2, "IT", sector="energy", reason=7)
ENERGY = Term(3, "IT", sector="energy")
SPAIN = Term(4, "ES", sector="basic", date_from=date(2026, 12, 28))
QUESTIONS = Term(5, "FR", kind=Kind.ENQUIRY, date_to=date(2026, 3, 2))
TERMS = [POLAND, DOUBLE, ENERGY, SPAIN, QUESTIONS]
CHOICE = [
    ("Polish consumer", {"country": "PL", "is_business": False}, 1),
    ("Polish business", {"country": "PL", "is_business": True}, None),
    (
        "Polish warranty claim",
        {"country": "PL", "is_business": False, "kind": Kind.WARRANTY},
        1,
    ),
    (
        "Polish praise",
        {"country": "PL", "is_business": False, "kind": Kind.PRAISE},
        None,
    ),
    (
        "Polish question",
        {"country": "PL", "is_business": False, "kind": Kind.ENQUIRY},
        None,
    ),
    ("Italian trade", {"country": "IT", "sector": "trade"}, None),
    ("Italian energy", {"country": "IT", "sector": "energy"}, 3),
    (
        "Italian energy, billed twice",
        {"country": "IT", "sector": "energy", "reasons": frozenset({2, 7})},
        2,
    ),
    (
        "Spain, the day before",
        {"country": "ES", "sector": "basic", "day": date(2026, 12, 27)},
        None,
    ),
    (
        "Spain, the first day",
        {"country": "ES", "sector": "basic", "day": date(2026, 12, 28)},
        4,
    ),
    ("the last day", {"country": "FR", "kind": Kind.ENQUIRY}, 5),
    (
        "a day later",
        {"country": "FR", "kind": Kind.ENQUIRY, "day": date(2026, 3, 3)},
        None,
    ),
    ("country unknown", {"country": None}, None),
]


@pytest.mark.parametrize(("values", "expected"), cases(CHOICE))
def test_terms(values, expected):
    assert rules.select_term(TERMS, subject(**values)) == expected
