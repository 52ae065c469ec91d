"""What a driver's phone says about one stop, checked before anybody believes it.

A phone has been without network for hours, its clock is wrong, its camera gave
something strange. What happened at the door must not be lost for that: only a report
that names no stop or no outcome is refused, everything else is kept as far as it goes.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import Enum

from .shipment import Status

OUTCOMES = {
    "delivered": Status.DELIVERED,
    "absent": Status.FAILED_ABSENT,
    "address": Status.FAILED_ADDRESS,
    "refused": Status.REFUSED,
}
KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
IMAGE = re.compile(r"data:image/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=]+)")
SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
LARGEST = 5 * 1024 * 1024  # bytes of one image
OLDEST = timedelta(days=14)  # a report that waited longer on a phone
LONGEST = 500  # characters of a note


class Fault(str, Enum):
    """Why a report is refused, or what of it could not be kept."""

    NO_KEY = "no_key"
    NO_STOP = "no_stop"
    NO_OUTCOME = "no_outcome"
    NO_REASON = "no_reason"
    TIME = "time"
    PHOTO = "photo"
    SIGNATURE = "signature"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class StopReport:
    """One outcome at one door. ``at``: naive UTC; images: base64 text or None."""

    key: str
    stop_id: int
    status: Status
    at: datetime
    reason: str = ""
    note: str = ""
    position: tuple[float, float] | None = None
    photo: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, or why there is none. ``lost``: parts that were unreadable."""

    report: StopReport | None = None
    fault: Fault | None = None
    lost: tuple[Fault, ...] = field(default=())


def read(values, now, reasons):
    """Read what the phone sent.

    :param dict values: as sent; nothing in it is trusted
    :param datetime now: naive UTC moment of arrival
    :param reasons: the codes a refusal may carry

    >>> noon = datetime(2026, 3, 2, 12)
    >>> sent = {"key": "2f1c9a77", "stop": 5, "outcome": "absent"}
    >>> read(sent, noon, ()).report.status.value
    'failed_absent'
    >>> read({**sent, "outcome": "eaten"}, noon, ()).fault.value
    'no_outcome'
    """
    fault = _fault(values, reasons)
    if fault:
        return Reading(fault=fault)
    at = _moment(values, now)
    position = _position(values)
    images = {name: _image(values.get(name)) for name in ("photo", "signature")}
    lost = [] if at else [Fault.TIME]
    lost += [Fault(n) for n, image in images.items() if values.get(n) and not image]
    if not position and values.get("latitude") is not None:
        lost.append(Fault.POSITION)
    report = StopReport(
        key=values["key"],
        stop_id=values["stop"],
        status=OUTCOMES[values["outcome"]],
        at=at or now,
        reason=values.get("reason") if values.get("reason") in reasons else "",
        note=str(values.get("note") or "").strip()[:LONGEST],
        position=position,
        **images,
    )
    return Reading(report, lost=tuple(lost))


def _fault(values, reasons):
    key = values.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        return Fault.NO_KEY
    if type(values.get("stop")) is not int:  # True is no stop
        return Fault.NO_STOP
    outcome = values.get("outcome")
    if not isinstance(outcome, str) or outcome not in OUTCOMES:
        return Fault.NO_OUTCOME
    if outcome == "refused" and values.get("reason") not in reasons:
        return Fault.NO_REASON
    return None


def _moment(values, now):
    """When it happened by our clock: the phone's moment, its clock set right.

    The phone says when it happened and when it sent, both by its own clock; the time
    between the two is right even if the clock is not.
    """
    at, sent = (_parsed(values.get(name)) for name in ("at", "sent_at"))
    if not at:
        return None
    moment = now - (sent - at) if sent else at
    return moment if now - OLDEST <= moment <= now else None


def _parsed(text):
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if moment.tzinfo:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _position(values):
    try:
        north, east = float(values["latitude"]), float(values["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    on_earth = -90 <= north <= 90 and -180 <= east <= 180
    return (north, east) if on_earth else None


def _image(text):
    """The base64 text of an image, None when it is none or too large."""
    found = isinstance(text, str) and IMAGE.fullmatch(text)
    if not found or len(found[1]) > LARGEST * 4 / 3 + 4:
        return None
    try:
        head = base64.b64decode(found[1], validate=True)[:12]
    except binascii.Error:
        return None
    return found[1] if head.startswith(SIGNS) else None
