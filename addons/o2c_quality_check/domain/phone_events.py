"""What a telephone system tells about a line, and what follows from it.

It tells at any time, twice, late, or in another order than things happened: what
follows depends on where the line stands, never on what was told before.
"""

import json
from dataclasses import dataclass
from enum import Enum
from math import isfinite

# how many events one message may hold, and how long a key may be
MOST, LONGEST = 100, 200
DAY = 86400


class Unreadable(ValueError):
    """The message as a whole is not understood."""


class Told(str, Enum):
    """What a telephone system may tell."""

    RINGING = "ringing"
    ANSWERED = "answered"
    MACHINE = "machine"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_IN_SERVICE = "not_in_service"
    FAILED = "failed"
    CONNECTED = "connected"
    ENDED = "ended"
    ABANDONED = "abandoned"
    TEST = "test"


# the words of connectors written before
ALIASES = {"hung_up": Told.ENDED, "voicemail": Told.MACHINE}


class Does(str, Enum):
    """What follows."""

    NOTED = "noted"
    LATE = "late"
    ANSWER = "answer"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_IN_SERVICE = "not_in_service"
    FAIL = "fail"
    BRIDGE = "bridge"
    HANG_UP = "hang_up"
    ABANDON = "abandon"
    TAKE_BACK = "take_back"


_RINGING = {
    Told.ANSWERED: Does.ANSWER,
    Told.MACHINE: Does.VOICEMAIL,
    Told.BUSY: Does.BUSY,
    Told.NO_ANSWER: Does.NO_ANSWER,
    Told.NOT_IN_SERVICE: Does.NOT_IN_SERVICE,
    Told.FAILED: Does.FAIL,
    Told.ENDED: Does.NO_ANSWER,
    Told.ABANDONED: Does.ABANDON,
}
_WAITING = {Told.ENDED: Does.ABANDON, Told.ABANDONED: Does.ABANDON}
_CONNECTED = {
    Told.CONNECTED: Does.BRIDGE,
    Told.ENDED: Does.HANG_UP,
    Told.ABANDONED: Does.TAKE_BACK,
}
_ENDED = {
    Told.ANSWERED: Does.LATE,
    Told.MACHINE: Does.LATE,
    Told.BUSY: Does.LATE,
    Told.NO_ANSWER: Does.LATE,
    Told.NOT_IN_SERVICE: Does.LATE,
    Told.FAILED: Does.LATE,
}
TABLE = {
    "ringing": _RINGING,
    "waiting": _WAITING,
    "connected": _CONNECTED,
    "ended": _ENDED,
}


@dataclass(frozen=True)
class Event:
    """One event as it came. ``fault``: what it lacks; such a one is not taken in."""

    key: str = ""
    ref: str = ""
    kind: str = ""
    seconds: float | None = None
    played: bool = False
    fault: str = ""


def known(kind):
    """The member of :class:`Told` that a word means, or None.

    >>> known("hung_up").value, known("dancing")
    ('ended', None)
    """
    if kind in ALIASES:
        return ALIASES[kind]
    try:
        return Told(kind)
    except ValueError:
        return None


def what(told, state, seconds=None, bridged=False):
    """What follows when ``told`` comes about a line in ``state``.

    :param seconds: how long somebody spoke, as told with the end
    :param bridged: the system said before that customer and agent spoke

    >>> what(Told.ANSWERED, "ringing").value, what(Told.ANSWERED, "ended").value
    ('answer', 'late')
    >>> what(Told.ENDED, "ringing", 4).value, what(Told.ENDED, "ringing", 0).value
    ('abandon', 'no_answer')
    """
    if told is Told.ENDED and state == "ringing" and seconds:
        # somebody took it, though nobody told: he heard nothing
        return Does.ABANDON
    if told is Told.ABANDONED and bridged:
        return Does.NOTED
    return TABLE[state].get(told, Does.NOTED)


def read(body):
    """The events of one message.

    :param body: bytes: JSON, one event, a list of them, or ``{"events": [...]}``
    :raise Unreadable: it is none of these

    >>> read(b'{"id": "1", "dial": "a", "event": "ended", "seconds": 3}')
    [Event(key='1', ref='a', kind='ended', seconds=3.0, played=False, fault='')]
    """
    try:
        data = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if isinstance(data, dict):
        data = data.get("events", [data])
    if not isinstance(data, list):
        raise Unreadable("no list of events")
    if len(data) > MOST:
        raise Unreadable(f"more than {MOST} events")
    return [_event(row) for row in data]


def _refuse(name):
    raise ValueError(name)


def _event(row):
    if not isinstance(row, dict):
        return Event(fault="object")
    key, kind = _text(row.get("id")), _text(row.get("event"))
    fault = "" if kind else "event"
    if not key or len(key) > LONGEST:
        key, fault = key[:LONGEST], "id"
    return Event(
        key=key,
        ref=_text(row.get("dial"))[:LONGEST],
        kind=kind[:50],
        seconds=_seconds(row.get("seconds")),
        played=row.get("message_played") is True,
        fault=fault,
    )


def _text(value):
    """Text that a database takes; numbers are keys as well."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # half a pair of a sign outside the first plane is no sign
    text = str(value).encode("utf-8", "replace").decode()
    return text.replace("\0", "").strip()


def _seconds(value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) and 0 <= value <= DAY else None
