"""What an answer means, how long to wait, and the seal."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain.call_out import (
    Answer,
    Outcome,
    Policy,
    Why,
    judge,
    sealed_by,
    signature,
    wait,
)

NOW = datetime(2026, 3, 2, 9)
POLICY = Policy(4, timedelta(seconds=60), 2.0, timedelta(minutes=5))


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 60), (2, 120), (3, 240), (4, 300), (1000, 300)]
)
def test_waits_grow_to_the_longest(tries, seconds):
    assert wait(POLICY, tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("_case", "status", "outcome", "code"),
    [
        ("done", 200, Outcome.DONE, None),
        ("made", 201, Outcome.DONE, None),
        ("accepted", 202, Outcome.ACCEPTED, None),
        ("no content", 204, Outcome.DONE, None),
        ("the last good one", 299, Outcome.DONE, None),
        ("a redirect is refused", 302, Outcome.FAILED, Why.REFUSED),
        ("wrong request", 400, Outcome.FAILED, Why.REFUSED),
        ("no right", 403, Outcome.FAILED, Why.REFUSED),
        ("too slow", 408, Outcome.RETRY, Why.SERVER),
        ("busy with it", 409, Outcome.RETRY, Why.SERVER),
        ("no such customer", 422, Outcome.FAILED, Why.REFUSED),
        ("too many", 429, Outcome.RETRY, Why.SERVER),
        ("broken", 500, Outcome.RETRY, Why.SERVER),
        ("away", 503, Outcome.RETRY, Why.SERVER),
        ("nobody answers", None, Outcome.RETRY, Why.UNREACHABLE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_judge(_case, status, outcome, code):
    verdict = judge(Answer(status, error="Timeout"), 1, POLICY, NOW)
    assert verdict.outcome is outcome
    assert [reason.code for reason in verdict.reasons] == ([code] if code else [])
    again = NOW + timedelta(seconds=60) if outcome is Outcome.RETRY else None
    assert verdict.again_at == again


@pytest.mark.parametrize(
    ("tries", "outcome"), [(3, Outcome.RETRY), (4, Outcome.FAILED), (5, Outcome.FAILED)]
)
def test_gives_up_after_the_last_try(tries, outcome):
    verdict = judge(Answer(503), tries, POLICY, NOW)
    assert verdict.outcome is outcome
    if outcome is Outcome.FAILED:
        assert [r.code for r in verdict.reasons] == [Why.SERVER, Why.EXHAUSTED]


@pytest.mark.parametrize(
    ("_case", "asked", "seconds"),
    [
        ("less than our own wait", 10, 60),
        ("longer", 90, 90),
        ("longer than we wait", 900, 300),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_asked_to_come_later(_case, asked, seconds):
    answer = Answer(503, retry_after=timedelta(seconds=asked))
    verdict = judge(answer, 1, POLICY, NOW)
    assert verdict.again_at == NOW + timedelta(seconds=seconds)


BODY = b'{"task": "1"}'
SEAL = signature("secret", "1000000", BODY)
UNSECRET = signature("", "1000000", BODY)


@pytest.mark.parametrize(
    ("_case", "secret", "stamp", "body", "seal", "now", "right"),
    [
        ("right", "secret", "1000000", BODY, SEAL, 1000000, True),
        ("five minutes old", "secret", "1000000", BODY, SEAL, 1000300, True),
        ("a second older", "secret", "1000000", BODY, SEAL, 1000301, False),
        ("five minutes ahead", "secret", "1000000", BODY, SEAL, 999700, True),
        ("further ahead", "secret", "1000000", BODY, SEAL, 999699, False),
        ("another secret", "secres", "1000000", BODY, SEAL, 1000000, False),
        (
            "no secret",
            "",
            "1000000",
            BODY,
            signature("", "1000000", BODY),
            10**6,
            False,
        ),
        ("another body", "secret", "1000000", BODY + b" ", SEAL, 1000000, False),
        ("another moment", "secret", "1000001", BODY, SEAL, 1000001, False),
        ("no moment", "secret", "", BODY, SEAL, 1000000, False),
        ("no number", "secret", "-1000000", BODY, SEAL, 1000000, False),
        ("no seal", "secret", "1000000", BODY, "", 1000000, False),
        ("a seal outside ASCII", "secret", "1000000", BODY, "ż", 1000000, False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_seal(_case, secret, stamp, body, seal, now, right):
    assert sealed_by(secret, stamp, body, seal, now) is right
