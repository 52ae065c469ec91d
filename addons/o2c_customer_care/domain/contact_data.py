"""How good what is known of a customer's telephone, e-mail and address is.

No clock and no words: moments come in as facts, sentences are made in explain/.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

PERMANENT = "5"  # first figure of a status after RFC 3463
FAILED = "failed"


class PointState(str, Enum):
    """What the last check of a contact point said."""

    UNKNOWN = "unknown"
    VERIFIED = "verified"
    BOUNCED = "bounced"
    DEAD = "dead"


class Standing(str, Enum):
    """What a contact point is worth today."""

    FAILED = "failed"
    NEVER = "never"
    STALE = "stale"
    FRESH = "fresh"


@dataclass(frozen=True)
class PointFacts:
    """A contact point: the state its last check left, and the moment of that."""

    state: PointState
    checked_at: datetime | None = None


def standing(point, now, days):
    """What ``point`` is worth at ``now`` if a check is good for ``days`` days.

    >>> now = datetime(2026, 3, 31)
    >>> standing(PointFacts(PointState.UNKNOWN), now, 30).value
    'never'
    >>> standing(PointFacts(PointState.VERIFIED, datetime(2026, 3, 1)), now, 30).value
    'fresh'
    >>> standing(PointFacts(PointState.VERIFIED, datetime(2026, 2, 28)), now, 30).value
    'stale'
    >>> standing(PointFacts(PointState.DEAD, datetime(2020, 1, 1)), now, 30).value
    'failed'
    """
    if point.state in (PointState.BOUNCED, PointState.DEAD):
        return Standing.FAILED
    if point.state is PointState.UNKNOWN or not point.checked_at:
        return Standing.NEVER
    if now - point.checked_at > timedelta(days=days):
        return Standing.STALE
    return Standing.FRESH


def is_lasting(action, status):
    """Whether a report of delivery says that the address is no good.

    A report that tells neither is believed; one of delay, or of a trouble that may
    pass (a full mailbox, a server that is down), says nothing of the address.

    :param str action: ``Action`` of RFC 3464: failed, delayed, delivered…
    :param str status: ``Status`` of RFC 3463, such as 5.1.1

    >>> is_lasting("failed", "5.1.1")
    True
    >>> is_lasting("failed", "4.2.2")
    False
    >>> is_lasting("failed", "5.2.2")
    False
    >>> is_lasting("delayed", "")
    False
    >>> is_lasting("", "")
    True
    """
    action, status = action.strip().lower(), status.strip()
    if action and action != FAILED:
        return False
    if not status:
        return True
    return status.startswith(PERMANENT) and not status.startswith("5.2.2")


def plain_address(text):
    """An address as it is compared: small letters, one space, no punctuation.

    >>> plain_address("Via Roma, 12  20121 MILANO")
    'via roma 12 20121 milano'
    """
    letters = (c if c.isalnum() else " " for c in text.lower())
    return " ".join("".join(letters).split())
