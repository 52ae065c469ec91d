"""When a number is rung again, and which campaign is in turn."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_quality_check.domain.calls import (
    Result,
    Spent,
    State,
    Why,
    kept,
    next_try,
    spent,
)
from odoo.addons.o2c_quality_check.domain.retry import (
    Daypart,
    RetryRule,
    Tried,
    daypart,
    when,
)
from odoo.addons.o2c_quality_check.domain.turn import Share, in_turn

ROME = "Europe/Rome"
MORNING, MIDDAY, AFTERNOON, EVENING = Daypart
HOUR = timedelta(hours=1)

PARTS = [
    # _case, moment (UTC; Rome is an hour ahead), part
    ("before nine", datetime(2026, 3, 2, 7, 59), None),
    ("nine", datetime(2026, 3, 2, 8), MORNING),
    ("before noon", datetime(2026, 3, 2, 10, 59), MORNING),
    ("noon", datetime(2026, 3, 2, 11), MIDDAY),
    ("before two", datetime(2026, 3, 2, 12, 59), MIDDAY),
    ("two", datetime(2026, 3, 2, 13), AFTERNOON),
    ("before six", datetime(2026, 3, 2, 16, 59), AFTERNOON),
    ("six", datetime(2026, 3, 2, 17), EVENING),
    ("before eight", datetime(2026, 3, 2, 18, 59), EVENING),
    ("eight", datetime(2026, 3, 2, 19), None),
    # summer time: two hours ahead
    ("nine in summer", datetime(2026, 7, 2, 7), MORNING),
]


@pytest.mark.parametrize(
    ("moment", "part"), [c[1:] for c in PARTS], ids=[c[0] for c in PARTS]
)
def test_daypart(moment, part):
    assert daypart(moment, ROME) is part


WHEN = [
    # _case, now, hours, tried, moment
    ("new part, at once", (2, 9), 3, (MORNING,), (2, 12)),
    ("same part: the next one", (2, 8), 1, (MORNING,), (2, 11)),
    ("two tried", (2, 8), 1, (MORNING, MIDDAY), (2, 13)),
    ("only the evening is left", (2, 8), 1, (MORNING, MIDDAY, AFTERNOON), (2, 17)),
    ("evening over: tomorrow", (2, 18), 1, (MORNING, MIDDAY, AFTERNOON), (3, 17)),
    (
        "all tried: not the last",
        (2, 17),
        1,
        (MORNING, MIDDAY, AFTERNOON, EVENING),
        (3, 8),
    ),
    ("at night: the morning", (2, 20), 0, (AFTERNOON,), (3, 8)),
    ("nothing tried", (2, 9), 0, (), (2, 9)),
]


@pytest.mark.parametrize(
    ("now", "hours", "tried", "moment"), [c[1:] for c in WHEN], ids=[c[0] for c in WHEN]
)
def test_when(now, hours, tried, moment):
    rule = RetryRule(hours * HOUR, vary=True)
    facts = Tried(dayparts=tried, zone=ROME)
    assert when(datetime(2026, 3, *now), rule, facts) == datetime(2026, 3, *moment)


def test_when_across_the_change_of_the_clock():
    # 29 March 2026: Rome goes from UTC+1 to UTC+2 in the night
    facts = Tried(dayparts=(MIDDAY, AFTERNOON, EVENING), zone=ROME)
    rule = RetryRule(HOUR, vary=True)
    assert when(datetime(2026, 3, 28, 18), rule, facts) == datetime(2026, 3, 29, 7)


NOW = datetime(2026, 3, 2, 9)
BUSY = RetryRule(HOUR)
NEXT = [
    # _case, result, attempts, rule, tried, state, why, other number, link
    (
        "below per number",
        Result.BUSY,
        1,
        (2, 0),
        (1, 1, True),
        State.TO_CALL,
        None,
        False,
    ),
    ("at per number", Result.BUSY, 2, (2, 0), (2, 2, True), State.TO_CALL, None, True),
    (
        "at per number, no other",
        Result.BUSY,
        2,
        (2, 0),
        (2, 2, False),
        State.EXHAUSTED,
        Why.NUMBER_USED_UP,
        False,
    ),
    (
        "below per contact",
        Result.BUSY,
        1,
        (0, 2),
        (1, 1, True),
        State.TO_CALL,
        None,
        False,
    ),
    (
        "at per contact",
        Result.BUSY,
        2,
        (0, 2),
        (1, 2, True),
        State.EXHAUSTED,
        Why.MAX_ATTEMPTS,
        False,
    ),
    (
        "wrong, another",
        Result.MOVED,
        1,
        (0, 0),
        (1, 1, True),
        State.TO_CALL,
        None,
        True,
    ),
    (
        "wrong, none",
        Result.NOT_IN_SERVICE,
        1,
        (0, 0),
        (1, 1, False),
        State.EXHAUSTED,
        Why.WRONG_NUMBER,
        False,
    ),
    (
        "wrong at the last attempt",
        Result.WRONG_NUMBER,
        5,
        (0, 0),
        (1, 1, True),
        State.EXHAUSTED,
        Why.MAX_ATTEMPTS,
        False,
    ),
    (
        "deceased",
        Result.DECEASED,
        1,
        (0, 0),
        (1, 1, True),
        State.EXHAUSTED,
        Why.DECEASED,
        False,
    ),
    (
        "no speaker",
        Result.LANGUAGE,
        1,
        (0, 0),
        (1, 1, True),
        State.EXHAUSTED,
        Why.NO_SPEAKER,
        False,
    ),
    (
        "no more calls",
        Result.DO_NOT_CALL,
        1,
        (0, 0),
        (1, 1, True),
        State.DONE,
        None,
        False,
    ),
]


@pytest.mark.parametrize(
    ("result", "attempts", "most", "tried", "state", "why", "other"),
    [c[1:] for c in NEXT],
    ids=[c[0] for c in NEXT],
)
def test_next_try(result, attempts, most, tried, state, why, other):
    rule = RetryRule(HOUR, per_number=most[0], per_contact=most[1], link=True)
    facts = Tried(on_number=tried[0], with_result=tried[1], other_number=tried[2])
    found = next_try(result, attempts, NOW, max_attempts=5, rule=rule, tried=facts)
    assert (found.state, found.other_number) == (state, other)
    assert [reason.code for reason in found.reasons] == ([why] if why else [])
    linked = {Why.MAX_ATTEMPTS, Why.NUMBER_USED_UP, Why.WRONG_NUMBER}
    assert found.link == (why in linked)


def test_another_number_only_when_the_rule_says_so():
    rule = RetryRule(HOUR, other_numbers=False)
    tried = Tried(other_number=True)
    found = next_try(Result.MOVED, 1, NOW, max_attempts=5, rule=rule, tried=tried)
    assert found.state is State.EXHAUSTED


def test_a_speaker_gets_the_call_at_once():
    tried = Tried(speaker=True)
    found = next_try(Result.LANGUAGE, 1, NOW, max_attempts=5, tried=tried)
    assert (found.state, found.at) == (State.TO_CALL, NOW)


@pytest.mark.parametrize(
    ("dialled", "hung_up", "reached", "seconds"),
    [
        (None, None, True, Spent(100, 0, 100)),
        (10, None, True, Spent(90, 0, 100)),
        (10, 70, True, Spent(60, 30, 100)),
        (10, 70, False, Spent(0, 30, 100)),
        # a clock that was set back makes nothing negative
        (10, 5, True, Spent(0, 95, 100)),
    ],
)
def test_spent(dialled, hung_up, reached, seconds):
    moment = {None: None}
    moment |= {n: NOW + timedelta(seconds=n) for n in (5, 10, 70)}
    end = NOW + timedelta(seconds=100)
    found = spent(
        NOW,
        end,
        reached=reached,
        dialled_at=moment[dialled],
        hung_up_at=moment[hung_up],
    )
    assert found == seconds


@pytest.mark.parametrize(("late", "in_time"), [(-60, True), (900, True), (901, False)])
def test_kept(late, in_time):
    assert kept(NOW, NOW + timedelta(seconds=late), 15) is in_time


def test_shares_follow_the_weights():
    weights, given = {1: 3, 2: 1, 3: 2}, {1: 0, 2: 0, 3: 0}
    for _call in range(60):
        first = in_turn([Share(c, weights[c], given[c]) for c in weights])[0]
        given[first] += 1
    assert given == {1: 30, 2: 10, 3: 20}


def test_weight_nothing_comes_last():
    shares = [Share(1, 0, 0), Share(2, 1, 500), Share(3, 0, 9)]
    assert in_turn(shares) == [2, 1, 3]
