"""The next best action and the points, at every border."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.work_list import (
    Action,
    Customer,
    Measure,
    Rule,
    Why,
    advise,
    in_quiet,
    measures,
    points,
)

TODAY = date(2026, 3, 20)
REST = 3
LATE = Customer(overdue=Decimal(1000), open=Decimal(1500), items=2, days=40)
HABIT = {"paid": 6, "usual_days": 10.0, "spread": 5.0}


def day(back):
    return TODAY - timedelta(days=back)


ADVICE = [
    ("nothing at all", Customer(), Action.NONE, Why.NOTHING),
    ("not due yet", Customer(open=Decimal(5)), Action.NONE, Why.NOTHING),
    ("overdue", LATE, Action.CALL, Why.OVERDUE),
    (
        "all of it contested",
        Customer(open=Decimal(5), held=Decimal(5)),
        Action.DISPUTE,
        Why.CONTESTED,
    ),
    (
        "contested, spoken of yesterday",
        Customer(open=Decimal(5), held=Decimal(5), last_contact=day(1)),
        Action.NONE,
        Why.NOTHING,
    ),
    (
        "all of it promised",
        Customer(open=Decimal(5), promised=Decimal(5), promise_date=day(-4)),
        Action.WAIT,
        Why.PROMISED,
    ),
    (
        "payments cover it to the cent",
        replace(LATE, credits=Decimal(1000)),
        Action.MATCH,
        Why.CREDITS_COVER,
    ),
    (
        "payments cover it but for a cent",
        replace(LATE, credits=Decimal("999.99")),
        Action.CALL,
        Why.OVERDUE,
    ),
    ("insolvent", replace(LATE, insolvent=True), Action.ESCALATE, Why.INSOLVENT),
    (
        "insolvent in a quiet period",
        replace(LATE, insolvent=True, quiet_to=day(-9)),
        Action.ESCALATE,
        Why.INSOLVENT,
    ),
    (
        "contact 2 days ago",
        replace(LATE, last_contact=day(2)),
        Action.WAIT,
        Why.RESTING,
    ),
    (
        "contact 3 days ago",
        replace(LATE, last_contact=day(3)),
        Action.CALL,
        Why.OVERDUE,
    ),
    (
        "contact yesterday, broken on that day",
        replace(LATE, last_contact=day(1), broken=1, broken_on=day(1)),
        Action.CALL,
        Why.BROKEN,
    ),
    (
        "broken the day before the last contact",
        replace(LATE, last_contact=day(1), broken=1, broken_on=day(2)),
        Action.WAIT,
        Why.RESTING,
    ),
    (
        "broken long before the last contact",
        replace(LATE, last_contact=day(9), broken=1, broken_on=day(20)),
        Action.CALL,
        Why.OVERDUE,
    ),
    (
        "three broken",
        replace(LATE, broken=3, broken_on=day(1)),
        Action.ESCALATE,
        Why.MANY_BROKEN,
    ),
    (
        "two broken",
        replace(LATE, broken=2, broken_on=day(1)),
        Action.CALL,
        Why.BROKEN,
    ),
    ("phone step", replace(LATE, phone_since=day(1)), Action.CALL, Why.PHONE_STEP),
    (
        "phone step, no number",
        replace(LATE, phone_since=day(1), has_phone=False),
        Action.CONTACT_DATA,
        Why.PHONE_STEP,
    ),
    (
        "within his habit",
        replace(LATE, days=15, **HABIT),
        Action.EMAIL,
        Why.WITHIN_HABIT,
    ),
    (
        "a day beyond his habit",
        replace(LATE, days=16, **HABIT),
        Action.CALL,
        Why.BEYOND_HABIT,
    ),
    (
        "five payments are no habit",
        replace(LATE, days=15, **{**HABIT, "paid": 5}),
        Action.CALL,
        Why.OVERDUE,
    ),
    (
        "a habit of 60 days: 30 days late is borne",
        replace(LATE, days=30, paid=9, usual_days=60.0, spread=5.0),
        Action.EMAIL,
        Why.WITHIN_HABIT,
    ),
    (
        "a habit of 60 days: 31 days late is not",
        replace(LATE, days=31, paid=9, usual_days=60.0, spread=5.0),
        Action.CALL,
        Why.BEYOND_HABIT,
    ),
    (
        "wants to be written to",
        replace(LATE, channel="email"),
        Action.EMAIL,
        Why.PREFERS_EMAIL,
    ),
    (
        "wants it, has no address",
        replace(LATE, channel="email", has_email=False),
        Action.CALL,
        Why.OVERDUE,
    ),
    ("no number", replace(LATE, has_phone=False), Action.EMAIL, Why.NO_PHONE),
    (
        "neither",
        replace(LATE, has_phone=False, has_email=False),
        Action.CONTACT_DATA,
        Why.NO_ADDRESS,
    ),
]


@pytest.mark.parametrize(
    ("_case", "customer", "action", "why"), ADVICE, ids=[row[0] for row in ADVICE]
)
def test_next_best_action(_case, customer, action, why):
    advice = advise(customer, TODAY, REST)
    assert (advice.action, advice.reason.code) == (action, why)
    assert advice.is_work == (action not in (Action.WAIT, Action.NONE))


def test_a_wait_says_until_when():
    rested = advise(replace(LATE, last_contact=day(1)), TODAY, REST)
    assert rested.until == day(-2)
    promised = Customer(promised=Decimal(5), promise_date=day(-4))
    assert advise(promised, TODAY, REST).until == day(-4)


QUIET = [
    ("no period", None, None, False),
    ("begins today", TODAY, day(-5), True),
    ("begins tomorrow", day(-1), day(-5), False),
    ("ends today: open again", day(5), TODAY, False),
    ("ends tomorrow", day(5), day(-1), True),
    ("no beginning", None, day(-1), True),
    ("no end", day(1), None, True),
]


@pytest.mark.parametrize(
    ("_case", "start", "end", "quiet"), QUIET, ids=[row[0] for row in QUIET]
)
def test_quiet_period(_case, start, end, quiet):
    customer = replace(LATE, quiet_from=start, quiet_to=end)
    assert in_quiet(customer, TODAY) is quiet
    assert (advise(customer, TODAY, REST).action is Action.WAIT) is quiet


RULE = Rule(1, Measure.DAYS, 10, start=31, end=61)
BORDERS = [(30, ()), (31, ((1, 31, 10),)), (60, ((1, 60, 10),)), (61, ())]


@pytest.mark.parametrize(("days", "found"), BORDERS)
def test_a_rule_at_its_borders(days, found):
    assert points([RULE], replace(LATE, days=days), TODAY, 0) == found


def test_points_of_all_rules_that_apply_are_kept_apart():
    rules = [
        Rule(1, Measure.DAYS, 10, start=31),
        Rule(2, Measure.AMOUNT, 20, start=1000),
        Rule(3, Measure.AMOUNT, 40, start=1000.01),
        Rule(4, Measure.RISK_CLASS, -5, start=4),
    ]
    worst = replace(LATE, risk_class="E")
    assert points(rules, worst, TODAY, 0) == ((1, 40, 10), (2, 1000.0, 20), (4, 5, -5))


def test_what_is_not_known_gives_no_points():
    rules = [
        Rule(1, Measure.RISK_CLASS, 5, start=0),
        Rule(2, Measure.PROBABILITY, 5, start=0),
        Rule(3, Measure.BEYOND_HABIT, 5, start=-999),
    ]
    assert points(rules, LATE, TODAY, 0) == ()


def test_tags_narrow_a_rule():
    rule = Rule(1, Measure.DAYS, 10, tags=frozenset({7}))
    assert points([rule], LATE, TODAY, 0) == ()
    assert points([rule], replace(LATE, tags=frozenset({7, 8})), TODAY, 0)


def test_silence_counts_from_the_due_date_when_nobody_ever_spoke():
    assert measures(LATE, TODAY, 0)[Measure.SILENCE] == 40
    spoken = replace(LATE, last_contact=day(12))
    assert measures(spoken, TODAY, 0)[Measure.SILENCE] == 12
