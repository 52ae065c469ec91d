"""A feed of due dates that calendars subscribe to (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 75  # octets of a line, its end not counted
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that falls due on a day.

    :param uid: the same for ever, so that a calendar changes it and adds no second one
    """

    uid: str
    day: date
    title: str
    text: str = ""


def feed(name, entries, stamp):
    """The feed as bytes.

    :param name: how the calendar is called
    :param stamp: the moment it was made, UTC, a datetime
    """
    made = f"{stamp:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//O2C//Due dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        *(line for entry in entries for line in _event(entry, made)),
        "END:VCALENDAR",
    ]
    return "".join(fold(line) + "\r\n" for line in lines).encode()


def _event(entry: Entry, made):
    after = entry.day + timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{made}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{escape(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escape(entry.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escape(text):
    r"""A text as it stands in a feed.

    >>> escape("1,5; a\\b")
    '1\\,5\\; a\\\\b'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(ESCAPED.get(letter, letter) for letter in text)


def fold(line):
    """A line as several, the next ones begin with a space; no letter is cut in two."""
    parts, size, start = [], 0, 0
    for place, letter in enumerate(line):
        width = len(letter.encode())
        room = LONGEST if not parts else LONGEST - 1
        if size + width > room:
            parts.append(line[start:place])
            start, size = place, 0
        size += width
    return "\r\n ".join([*parts, line[start:]])
