import pytest

from odoo.addons.o2c_quality_check.domain.phone_events import (
    MOST,
    Does,
    Event,
    Told,
    Unreadable,
    known,
    read,
    what,
)

STATES = ("ringing", "waiting", "connected", "ended")


def _case(told, *expected):
    """What follows while it rings, waits, is with an agent, is over."""
    return pytest.param(told, expected, id=told.value)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        _case(Told.RINGING, "noted", "noted", "noted", "noted"),
        _case(Told.ANSWERED, "answer", "noted", "noted", "late"),
        _case(Told.MACHINE, "voicemail", "noted", "noted", "late"),
        _case(Told.BUSY, "busy", "noted", "noted", "late"),
        _case(Told.NO_ANSWER, "no_answer", "noted", "noted", "late"),
        _case(Told.NOT_IN_SERVICE, "not_in_service", "noted", "noted", "late"),
        _case(Told.FAILED, "fail", "noted", "noted", "late"),
        _case(Told.CONNECTED, "noted", "noted", "bridge", "noted"),
        _case(Told.ENDED, "no_answer", "abandon", "hang_up", "noted"),
        _case(Told.ABANDONED, "abandon", "abandon", "take_back", "noted"),
        _case(Told.TEST, "noted", "noted", "noted", "noted"),
    ],
)
def test_what_follows(told, expected):
    assert tuple(what(told, state).value for state in STATES) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, Does.NO_ANSWER), (0, Does.NO_ANSWER), (0.5, Does.ABANDON)],
)
def test_an_end_while_it_rings(seconds, expected):
    assert what(Told.ENDED, "ringing", seconds) is expected


def test_who_spoke_is_not_taken_back():
    assert what(Told.ABANDONED, "connected", bridged=True) is Does.NOTED


def test_words_of_older_connectors():
    assert known("hung_up") is Told.ENDED
    assert known("voicemail") is Told.MACHINE
    assert known("") is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"id": 7, "event": "busy"}', id="one"),
        pytest.param(b'[{"id": "7", "event": "busy"}]', id="list"),
        pytest.param(b'{"events": [{"id": " 7 ", "event": "busy"}]}', id="envelope"),
    ],
)
def test_three_ways_to_write_it(body):
    assert read(body) == [Event(key="7", kind="busy")]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"[5]", "object"),
        (b'{"event": "busy"}', "id"),
        (b'{"id": true, "event": "busy"}', "id"),
        (b'{"id": "' + b"x" * 201 + b'", "event": "busy"}', "id"),
        (b'{"id": "' + b"x" * 200 + b'", "event": "busy"}', ""),
        (b'{"id": "1"}', "event"),
        (b'{"id": "1", "event": {}}', "event"),
    ],
)
def test_what_an_event_lacks(body, fault):
    (event,) = read(body)
    assert event.fault == fault


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (b"0", 0.0),
        (b"86400", 86400.0),
        (b"86401", None),
        (b"-1", None),
        (b"1e999", None),
        (b'"3"', None),
        (b"true", None),
        (b"null", None),
    ],
)
def test_seconds(written, seconds):
    (event,) = read(b'{"id": "1", "event": "ended", "seconds": ' + written + b"}")
    assert event.seconds == seconds


def test_signs_that_a_database_does_not_take():
    (event,) = read(b'{"id": "a\\u0000\\ud800", "event": "busy", "dial": "\\ud800"}')
    assert (event.key, event.ref) == ("a?", "?")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"5", id="a number"),
        pytest.param(b'{"events": 5}', id="no list"),
        pytest.param(b'{"id": "1", "seconds": NaN}', id="no number"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[" + b"5," * MOST + b"5]", id="too many"),
    ],
)
def test_not_understood(body):
    with pytest.raises(Unreadable):
        read(body)
