"""What follows on an attempt, result by result."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_quality_check.domain.calls import (
    REACHED,
    RETRY_AFTER,
    TRANSITIONS,
    WRONG,
    AttemptFacts,
    Result,
    State,
    Why,
    lock_is_over,
    may_record,
    minutes,
    next_try,
)

NOW = datetime(2026, 3, 2, 9, 0)

NEXT = [
    # _case, result, attempts, state, moment); at most 3 attempts
    ("answered", Result.ANSWERED, 1, State.DONE, None),
    ("answered at the last", Result.ANSWERED, 3, State.DONE, None),
    ("refused", Result.REFUSED, 1, State.DONE, None),
    ("wrong number", Result.WRONG_NUMBER, 1, State.EXHAUSTED, None),
    # 9:00 + 3 hours
    ("1st no answer", Result.NO_ANSWER, 1, State.TO_CALL, datetime(2026, 3, 2, 12)),
    ("2nd no answer", Result.NO_ANSWER, 2, State.TO_CALL, datetime(2026, 3, 2, 12)),
    ("3rd no answer", Result.NO_ANSWER, 3, State.EXHAUSTED, None),
    # 9:00 + 20 minutes
    ("2nd busy", Result.BUSY, 2, State.TO_CALL, datetime(2026, 3, 2, 9, 20)),
    ("3rd busy", Result.BUSY, 3, State.EXHAUSTED, None),
    # 9:00 + 24 hours
    ("2nd voicemail", Result.VOICEMAIL, 2, State.TO_CALL, datetime(2026, 3, 3, 9)),
    ("4th voicemail", Result.VOICEMAIL, 4, State.EXHAUSTED, None),
    ("call back", Result.CALL_BACK, 1, State.TO_CALL, datetime(2026, 3, 4, 15)),
    # what was agreed is kept although the attempts are used up
    (
        "call back at the last",
        Result.CALL_BACK,
        3,
        State.TO_CALL,
        datetime(2026, 3, 4, 15),
    ),
]


@pytest.mark.parametrize(
    ("result", "attempts", "state", "at"),
    [c[1:] for c in NEXT],
    ids=[c[0] for c in NEXT],
)
def test_next_try(result, attempts, state, at):
    agreed = datetime(2026, 3, 4, 15) if result is Result.CALL_BACK else None
    following = next_try(result, attempts, NOW, max_attempts=3, call_back_at=agreed)
    assert (following.state, following.at) == (state, at)
    assert bool(following.reasons) == (state is State.EXHAUSTED)


def test_every_result_has_a_consequence():
    final = {Result.DECEASED, Result.LANGUAGE}
    assert {*RETRY_AFTER, *REACHED, *WRONG, *final} == set(Result)
    assert not set(RETRY_AFTER) & (REACHED | WRONG | final)


def test_exhausted_says_how_many():
    (reason,) = next_try(Result.BUSY, 5, NOW, max_attempts=5).reasons
    assert (reason.code, reason.params) == (Why.MAX_ATTEMPTS, {"attempts": 5})


def facts(result=Result.ANSWERED, **values):
    return AttemptFacts(
        **{"result": result, "state": State.IN_CALL, "mine": True, **values}
    )


RECORD = [
    # _case, facts, reasons
    ("mine", facts(), []),
    ("somebody else's", facts(mine=False), [Why.NOT_YOURS]),
    ("not taken", facts(state=State.TO_CALL), [Why.NOT_TAKEN]),
    ("over", facts(state=State.DONE), [Why.NOT_TAKEN]),
    ("not all asked", facts(unanswered=("Received?",)), [Why.UNANSWERED]),
    ("busy needs no answers", facts(Result.BUSY, unanswered=("Received?",)), []),
    ("call back without a moment", facts(Result.CALL_BACK), [Why.NO_MOMENT]),
    ("call back now", facts(Result.CALL_BACK, call_back_at=NOW), [Why.PAST_MOMENT]),
    (
        "call back in a minute",
        facts(Result.CALL_BACK, call_back_at=NOW + timedelta(minutes=1)),
        [],
    ),
    (
        "call back in the campaign's last minute",
        facts(
            Result.CALL_BACK,
            call_back_at=datetime(2026, 3, 2, 22, 59),
            ends_at=datetime(2026, 3, 2, 23),
        ),
        [],
    ),
    (
        "call back when it is over",
        facts(
            Result.CALL_BACK,
            call_back_at=datetime(2026, 3, 2, 23),
            ends_at=datetime(2026, 3, 2, 23),
        ),
        [Why.AFTER_END],
    ),
]


@pytest.mark.parametrize(
    ("case", "expected"), [c[1:] for c in RECORD], ids=[c[0] for c in RECORD]
)
def test_may_record(case, expected):
    assert [reason.code for reason in may_record(case, NOW).reasons] == expected


@pytest.mark.parametrize(
    ("started", "now", "expected"),
    [
        (NOW, NOW, 0),
        (NOW, NOW + timedelta(seconds=1), 1),
        (NOW, NOW + timedelta(seconds=60), 1),
        (NOW, NOW + timedelta(seconds=61), 2),
        (NOW, NOW + timedelta(days=2, minutes=5), 2885),  # 2 * 1440 + 5
        (NOW, NOW - timedelta(minutes=3), 0),
    ],
)
def test_minutes(started, now, expected):
    assert minutes(started, now) == expected


@pytest.mark.parametrize(
    ("waited", "expected"), [(29, False), (30, True), (31, True), (-5, False)]
)
def test_lock_is_over(waited, expected):
    assert lock_is_over(NOW, NOW + timedelta(minutes=waited), 30) is expected


def test_nothing_follows_on_what_is_over():
    over = {State.DONE, State.EXHAUSTED}
    # but that the customer answers by the link he got instead
    by_link = (State.EXHAUSTED, State.DONE)
    assert [pair for pair in TRANSITIONS if pair[0] in over] == [by_link]
    assert {new for _, new in TRANSITIONS} == set(State)
