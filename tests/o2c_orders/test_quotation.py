from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_orders.domain import quotation
from odoo.addons.o2c_orders.domain.quotation import (
    Action,
    Basis,
    ChaseRule,
    Status,
    Step,
    Waiting,
    Why,
)

TODAY = date(2026, 3, 31)
TOMORROW = date(2026, 4, 1)


def codes(action, status, sent=True, **given):
    step = Step(action, status, sent, TODAY, **given)
    return [reason.code for reason in quotation.may(step).reasons]


@pytest.mark.parametrize("action", Action)
def test_an_order_is_left_alone(action):
    assert codes(action, Status.WON, day=TOMORROW, reason=True) == [Why.WON]


@pytest.mark.parametrize(
    ("_case", "action", "status", "expected"),
    [
        ("open is chased", Action.CHASE, Status.OPEN, []),
        ("postponed rests", Action.CHASE, Status.POSTPONED, [Why.RESTING]),
        ("suspended rests", Action.CHASE, Status.SUSPENDED, [Why.RESTING]),
        ("lost is over", Action.CHASE, Status.LOST, [Why.CLOSED]),
        ("open is revised", Action.REVISE, Status.OPEN, []),
        ("abandoned is not revised", Action.REVISE, Status.ABANDONED, [Why.CLOSED]),
        ("open needs no resuming", Action.RESUME, Status.OPEN, [Why.NOT_RESTING]),
        ("postponed is resumed", Action.RESUME, Status.POSTPONED, []),
        ("suspended is resumed", Action.RESUME, Status.SUSPENDED, []),
        ("lost twice", Action.LOSE, Status.LOST, [Why.CLOSED]),
        ("suspended is lost", Action.LOSE, Status.SUSPENDED, []),
        ("open is abandoned", Action.ABANDON, Status.OPEN, []),
        ("lost is relaunched", Action.RELAUNCH, Status.LOST, []),
        ("abandoned is relaunched", Action.RELAUNCH, Status.ABANDONED, []),
        ("cancelled is relaunched", Action.RELAUNCH, Status.CANCELLED, []),
        ("cancelled is not suspended", Action.SUSPEND, Status.CANCELLED, [Why.CLOSED]),
    ],
)
def test_status(_case, action, status, expected):
    assert codes(action, status, day=TOMORROW, reason=True) == expected


@pytest.mark.parametrize("action", [Action.RELAUNCH, Action.REVISE, Action.CHASE])
def test_what_was_never_sent(action):
    assert codes(action, Status.OPEN, False, day=TOMORROW) == [Why.NEVER_SENT]


@pytest.mark.parametrize("action", [Action.RELAUNCH, Action.POSTPONE])
@pytest.mark.parametrize(
    ("day", "expected"),
    [(None, [Why.NO_DAY]), (TODAY, [Why.PAST_DAY]), (TOMORROW, [])],
)
def test_day(action, day, expected):
    assert codes(action, Status.OPEN, day=day) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.SUSPEND, [Why.NO_REASON]),
        (Action.LOSE, [Why.NO_REASON]),
        (Action.ABANDON, [Why.NO_REASON]),
        (Action.CHASE, []),
    ],
)
def test_reason(action, expected):
    assert codes(action, Status.OPEN) == expected


# ------------------------------------------------------------- chasing
SENT = date(2026, 3, 2)


def rule(key, days=7, **values):
    return ChaseRule(key, days, values.pop("since", SENT), **values)


def waiting(**values):
    options = {"sent_on": SENT, "silent_on": SENT, "valid_until": date(2026, 4, 1)}
    return Waiting(**{**options, "amount": Decimal(1000), **values})


def due(quote, rules, today):
    return [r.key for r in quotation.due_rules(quote, rules, today)]


@pytest.mark.parametrize(
    ("_case", "today", "used", "expected"),
    [
        ("a day early", date(2026, 3, 8), (), []),
        ("on the day", date(2026, 3, 9), (), [1]),
        ("a day late", date(2026, 3, 10), (), [1]),
        ("done already", date(2026, 3, 10), (1,), []),
        ("the second", date(2026, 3, 16), (1,), [2]),
        ("the first was missed", date(2026, 3, 16), (), [2]),
        ("both are done", date(2026, 3, 30), (1, 2), []),
        ("after the validity", date(2026, 5, 1), (1, 2), [3]),
        ("a day before that", date(2026, 4, 30), (1, 2), []),
    ],
)
def test_age(_case, today, used, expected):
    rules = [rule(1, 7), rule(2, 14), rule(3, 30, basis=Basis.VALIDITY)]
    assert due(waiting(used=frozenset(used)), rules, today) == expected


def test_before_the_validity_ends():
    rules = [rule(1, -2, basis=Basis.VALIDITY)]
    assert due(waiting(), rules, date(2026, 3, 29)) == []
    assert due(waiting(), rules, date(2026, 3, 30)) == [1]
    assert due(waiting(valid_until=None), rules, date(2026, 12, 31)) == []


def test_two_rules_of_one_day_are_both_due():
    rules = [rule(1), rule(2)]
    today = date(2026, 3, 9)
    assert due(waiting(), rules, today) == [1, 2]
    assert due(waiting(used=frozenset({1})), rules, today) == [2]


@pytest.mark.parametrize(
    ("_case", "limits", "values", "expected"),
    [
        ("history", {"since": date(2026, 3, 3)}, {}, []),
        ("amount reached", {"minimum": Decimal(1000)}, {}, [1]),
        ("amount missed", {"minimum": Decimal("1000.01")}, {}, []),
        ("own team", {"teams": frozenset({5})}, {"team": 5}, [1]),
        ("other team", {"teams": frozenset({5})}, {"team": 6}, []),
        ("no team", {"teams": frozenset({5})}, {}, []),
        ("own channel", {"media": frozenset({8})}, {"medium": 8}, [1]),
        ("other channel", {"media": frozenset({8})}, {"medium": 9}, []),
        ("he spoke last week", {}, {"silent_on": date(2026, 3, 9)}, []),
    ],
)
def test_limits(_case, limits, values, expected):
    assert due(waiting(**values), [rule(1, **limits)], date(2026, 3, 9)) == expected


def test_he_waits_for_us():
    quote = waiting(our_turn=True)
    rules = [rule(1), rule(2, to_customer=False)]
    assert due(quote, rules, date(2026, 3, 9)) == [2]
