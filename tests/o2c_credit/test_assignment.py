"""Who looks after whom: rules, balance, capacity, substitution."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.assignment import (
    Absence,
    Collector,
    Debtor,
    Portfolio,
    assign,
    matches,
    stands_in,
)

ANNA, BRUNO, CORA = 1, 2, 3
ALL = Portfolio(90, (ANNA, BRUNO))


def debtors(count, **values):
    return [Debtor(n, overdue=Decimal(n), **values) for n in range(1, count + 1)]


def load(given):
    return Counter(collector for collector, _rule in given.values())


def test_equal_capacity_is_shared_equally():
    given = assign(debtors(10), [ALL], [Collector(ANNA), Collector(BRUNO)], keep=True)
    assert load(given) == {ANNA: 5, BRUNO: 5}


def test_twice_the_capacity_takes_twice_the_customers():
    collectors = [Collector(ANNA, 20), Collector(BRUNO, 10)]
    given = assign(debtors(15), [ALL], collectors, keep=True)
    assert load(given) == {ANNA: 10, BRUNO: 5}


def test_who_is_full_takes_no_more_and_the_next_rule_is_asked():
    rules = [Portfolio(1, (ANNA,)), Portfolio(2, (BRUNO,))]
    collectors = [Collector(ANNA, 3), Collector(BRUNO, 2)]
    given = assign(debtors(7), rules, collectors, keep=True)
    assert load(given) == {ANNA: 3, BRUNO: 2}
    # the largest debts first; the two smallest found no place
    assert set(given) == {7, 6, 5, 4, 3}
    assert given[7] == (ANNA, 1)
    assert given[3] == (BRUNO, 2)


def test_customers_stay_and_count_against_the_capacity():
    known = [Debtor(1, collector=ANNA), Debtor(2, collector=ANNA), Debtor(3)]
    collectors = [Collector(ANNA, 2), Collector(BRUNO, 2)]
    assert assign(known, [ALL], collectors, keep=True) == {3: (BRUNO, 90)}


def test_sharing_out_anew_moves_them():
    known = [Debtor(n, collector=ANNA) for n in range(1, 5)]
    collectors = [Collector(ANNA, 2), Collector(BRUNO, 2)]
    given = assign(known, [ALL], collectors, keep=False)
    assert load(given) == {ANNA: 2, BRUNO: 2}


def test_whose_collector_left_is_given_to_another():
    given = assign([Debtor(1, collector=CORA)], [ALL], [Collector(BRUNO)], keep=True)
    assert given == {1: (BRUNO, 90)}


RULES = [
    ("from, included", {"start": Decimal(100)}, {"overdue": Decimal(100)}, True),
    ("from, below", {"start": Decimal(100)}, {"overdue": Decimal("99.99")}, False),
    ("end, not included", {"end": Decimal(100)}, {"overdue": Decimal(100)}, False),
    ("end, below", {"end": Decimal(100)}, {"overdue": Decimal("99.99")}, True),
    ("class in range", {"class_from": "B", "class_to": "D"}, {"risk_class": "D"}, True),
    ("class above", {"class_from": "B", "class_to": "D"}, {"risk_class": "A"}, False),
    ("class open end", {"class_from": "D"}, {"risk_class": "E"}, True),
    ("no class", {"class_from": "A"}, {}, False),
    ("country", {"countries": frozenset({5})}, {"country": 5}, True),
    ("other country", {"countries": frozenset({5})}, {"country": None}, False),
    ("sector", {"industries": frozenset({5})}, {"industry": 6}, False),
    ("salesperson", {"salespeople": frozenset({5})}, {"salesperson": 5}, True),
    ("one of his tags", {"tags": frozenset({5})}, {"tags": frozenset({4, 5})}, True),
    ("none of his tags", {"tags": frozenset({5})}, {"tags": frozenset({4})}, False),
    ("first letter", {"initials": ("A", "K")}, {"initial": "a"}, True),
    ("last letter", {"initials": ("A", "K")}, {"initial": "K"}, True),
    ("beyond it", {"initials": ("A", "K")}, {"initial": "L"}, False),
]


@pytest.mark.parametrize(
    ("_case", "rule", "debtor", "found"), RULES, ids=[row[0] for row in RULES]
)
def test_for_whom_a_rule_is(_case, rule, debtor, found):
    assert matches(Portfolio(1, (ANNA,), **rule), Debtor(1, **debtor)) is found


FIRST, LAST = date(2026, 8, 3), date(2026, 8, 14)
DAYS = [
    ("the day before", date(2026, 8, 2), ANNA),
    ("the first day", FIRST, BRUNO),
    ("the last day", LAST, BRUNO),
    ("the day after", date(2026, 8, 15), ANNA),
]


@pytest.mark.parametrize(("_case", "day", "worker"), DAYS, ids=[r[0] for r in DAYS])
def test_substitution_day_by_day(_case, day, worker):
    assert stands_in(ANNA, [Absence(ANNA, BRUNO, FIRST, LAST)], day) == worker


def test_who_stands_in_is_stood_in_for():
    away = [Absence(ANNA, BRUNO, FIRST, LAST), Absence(BRUNO, CORA, FIRST, LAST)]
    assert stands_in(ANNA, away, FIRST) == CORA


def test_two_who_stand_in_for_each_other_and_are_both_away():
    away = [Absence(ANNA, BRUNO, FIRST, LAST), Absence(BRUNO, ANNA, FIRST, LAST)]
    assert stands_in(ANNA, away, FIRST) is None
    assert stands_in(ANNA, [Absence(ANNA, None, FIRST, LAST)], FIRST) is None
