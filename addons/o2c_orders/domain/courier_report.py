"""What couriers write, read into reports: JSON messages and CSV files.

Nothing is guessed: a report that lacks its parcel or its moment has faults and
is not entered. Moments are naive UTC datetimes.
"""

import base64
import binascii
import csv
import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from .decision import Reason

LONGEST = 200  # characters of a key, a code or a reference
COLUMNS = ("tracking", "code", "at", "key", "text", "note", "latitude", "longitude")
NEEDED = COLUMNS[:3]


class Fault(str, Enum):
    """What is wrong with one report, or with a whole file."""

    NOT_JSON = "not_json"
    NOT_TEXT = "not_text"
    NO_REPORTS = "no_reports"
    NOT_AN_OBJECT = "not_an_object"
    NO_COLUMN = "no_column"
    MISSING = "missing"
    TOO_LONG = "too_long"
    BAD_MOMENT = "bad_moment"
    BAD_POSITION = "bad_position"
    BAD_PICTURE = "bad_picture"


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a courier. ``faults`` is empty when it can be entered.

    ``key`` makes it unique for the courier; ``raw`` is its text as it came;
    ``place`` its number in the message or its line in the file.
    """

    raw: str
    place: int
    key: str = ""
    tracking: str = ""
    code: str = ""
    at: datetime | None = None
    text: str = ""
    note: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo: str = ""
    signature: str = ""
    faults: tuple[Reason, ...] = ()

    @property
    def identity(self):
        """What it has alone: couriers number the events of one parcel, or of all."""
        return self.tracking, self.key


@dataclass(frozen=True, slots=True)
class Reading:
    """The reports of one message, or the faults that make all of it unreadable."""

    reports: tuple[Report, ...] = ()
    faults: tuple[Reason, ...] = ()


def read_json(body, zone):
    """The reports in the bytes of a JSON message: one object, or ``events`` of it.

    :param zone: tzinfo of moments that name none
    """
    try:
        message = json.loads(body.decode())
    except UnicodeDecodeError:
        return Reading(faults=(Reason(Fault.NOT_TEXT),))
    except (ValueError, RecursionError):
        return Reading(faults=(Reason(Fault.NOT_JSON),))
    if isinstance(message, dict):
        message = message.get("events", [message])
    if not isinstance(message, list) or not message:
        return Reading(faults=(Reason(Fault.NO_REPORTS),))
    return Reading(read_items(message, zone))


def read_items(items, zone):
    """The reports that ``items`` (dicts as in a JSON message) stand for."""
    return tuple(_read(item, place, zone) for place, item in enumerate(items, 1))


def read_csv(content, zone):
    """The reports in the bytes of a CSV file with a heading line.

    Comma, semicolon and tab separate; the place of a report is its line.
    """
    text = _decode(content)
    if text is None:
        return Reading(faults=(Reason(Fault.NOT_TEXT),))
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    lines = [f"{line}\n" for line in text.split("\n")]
    rows = csv.DictReader(lines, delimiter=separator)
    try:
        return _read_rows(rows, zone)
    except csv.Error:
        return Reading(faults=(Reason(Fault.NOT_TEXT),))


def _read_rows(rows, zone):
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or []]
    absent = [name for name in NEEDED if name not in rows.fieldnames]
    if absent:
        faults = tuple(Reason(Fault.NO_COLUMN, {"column": name}) for name in absent)
        return Reading(faults=faults)
    reports = tuple(
        _read({name: row.get(name) or "" for name in COLUMNS}, rows.line_num, zone)
        for row in rows
        if any(value for value in row.values())
    )
    return Reading(reports, () if reports else (Reason(Fault.NO_REPORTS),))


def read_moment(text, zone):
    """A naive UTC datetime of ISO 8601 text; None when it is none.

    >>> read_moment("2026-03-02T10:00:00+01:00", UTC)
    datetime.datetime(2026, 3, 2, 9, 0)
    """
    try:
        moment = datetime.fromisoformat(str(text).strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _decode(content):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read(item, place, zone):
    raw = _clean(json.dumps(item, ensure_ascii=False, sort_keys=True))
    if not isinstance(item, dict):
        fault = Reason(Fault.NOT_AN_OBJECT)
        return Report(raw, place, key=_digest(raw), faults=(fault,))
    words = {
        name: _clean(str(item.get(name) or "")).strip()
        for name in ("tracking", "code", "key", "text", "note")
    }
    at = read_moment(item.get("at") or "", zone)
    position, pictures = _position(item), _pictures(item)
    faults = (*_word_faults(words, item, at), *_value_faults(position, pictures))
    key = words.pop("key")[:LONGEST]
    for name in ("tracking", "code"):
        words[name] = words[name][:LONGEST]
    return Report(
        raw,
        place,
        key=key or _digest(words["tracking"], words["code"], at or item.get("at")),
        at=at,
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        photo=pictures[0] if pictures else "",
        signature=pictures[1] if pictures else "",
        faults=faults,
        **words,
    )


def _word_faults(words, item, at):
    for name in ("tracking", "code"):
        if not words[name]:
            yield Reason(Fault.MISSING, {"column": name})
    for name in ("tracking", "code", "key"):
        if len(words[name]) > LONGEST:
            yield Reason(Fault.TOO_LONG, {"column": name})
    if not item.get("at"):
        yield Reason(Fault.MISSING, {"column": "at"})
    elif at is None:
        yield Reason(Fault.BAD_MOMENT, {"value": str(item["at"])[:40]})


def _value_faults(position, pictures):
    if position is None:
        yield Reason(Fault.BAD_POSITION)
    if pictures is None:
        yield Reason(Fault.BAD_PICTURE)


def _position(item):
    """(latitude, longitude), both None when not given; None when not on earth."""
    values = [item.get("latitude"), item.get("longitude")]
    if all(value in (None, "") for value in values):
        return None, None
    try:
        latitude, longitude = (float(value) for value in values)
    except (TypeError, ValueError):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    finite = math.isfinite(latitude) and math.isfinite(longitude)
    return (latitude, longitude) if on_earth and finite else None


def _pictures(item):
    """(photo, signature) in base64, empty when not given; None when unreadable."""
    pictures = []
    for name in ("photo", "signature"):
        text = item.get(name) or ""
        if text and not is_picture(text):
            return None
        pictures.append(text)
    return tuple(pictures)


def is_picture(text):
    """Whether ``text`` is the base64 of a JPEG, PNG or WebP picture.

    >>> is_picture(base64.b64encode(b"<svg onload='...'/>").decode())
    False
    """
    try:
        content = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return False
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _clean(text):
    """``text`` without what no database stores: zero bytes, halves of characters."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _digest(*parts):
    text = "|".join(str(part) for part in parts)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
