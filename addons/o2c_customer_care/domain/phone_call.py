"""A telephone call as the phone form reports it."""

import math
import re

KEY = re.compile(r"^[0-9a-f-]{16,64}$")
LONGEST_SUMMARY = 150
LONGEST_NOTES = 10_000
LONGEST_CALL = 12 * 3600  # seconds; a forgotten form is no call of a day


def minutes(seconds):
    """Started minutes of a call.

    >>> minutes(0), minutes(61), minutes("x")
    (0, 2, 0)
    """
    try:
        seconds = min(max(float(seconds), 0), LONGEST_CALL)
    except (TypeError, ValueError):
        return 0
    return math.ceil(seconds / 60)


def is_key(text):
    """Whether ``text`` can be the identity of a call.

    >>> is_key("c0ffee00-c0ffee00"), is_key("1")
    (True, False)
    """
    return bool(KEY.match(str(text or "")))


def summary(text, otherwise):
    """One line of at most a few words; ``otherwise`` when nothing was written."""
    return " ".join((text or "").split())[:LONGEST_SUMMARY] or otherwise
