"""Signed messages of couriers: who may be believed.

The courier signs ``timestamp + "." + body`` with a secret that only both know
(HMAC-SHA256). The timestamp keeps an intercepted message from being sent again
later; within the few minutes it lives, the keys of its events make it harmless.
"""

import hashlib
import hmac
from enum import Enum

from .decision import Decision, Reason

TOLERANCE = 300  # seconds a signed message lives, either way
LARGEST = 5 * 1024 * 1024  # bytes of one message
PREFIX = "sha256="


class Refused(str, Enum):
    """Why a message is not believed."""

    NO_SIGNATURE = "no_signature"
    NO_TIMESTAMP = "no_timestamp"
    STALE = "stale"
    BAD_SIGNATURE = "bad_signature"
    TOO_LARGE = "too_large"


def sign(secret, timestamp, body):
    """The signature header of ``body`` (bytes) sent at ``timestamp`` (text).

    >>> sign("s3cret", "1772445600", b"{}")[:15]
    'sha256=f0377b60'
    """
    message = timestamp.encode() + b"." + body
    digest = hmac.new(secret.encode(), message, hashlib.sha256)
    return PREFIX + digest.hexdigest()


def check(secrets, timestamp, body, signature, now):
    """Whether a message is believed.

    :param secrets: the secrets in force (two while a new one is being rolled out)
    :param timestamp: the header as it came: seconds since 1970
    :param body: the bytes as they came
    :param signature: the header as it came, ``sha256=`` and hexadecimal digits
    :param int now: seconds since 1970
    """
    if len(body) > LARGEST:
        return _refuse(Refused.TOO_LARGE, size=len(body), largest=LARGEST)
    if not signature:
        return _refuse(Refused.NO_SIGNATURE)
    if not (timestamp or "").isascii() or not (timestamp or "").isdigit():
        return _refuse(Refused.NO_TIMESTAMP)
    expected = [sign(secret, timestamp, body) for secret in secrets if secret]
    # every secret is compared, so that the time taken tells nothing
    found = [hmac.compare_digest(e.encode(), signature.encode()) for e in expected]
    if not any(found):
        return _refuse(Refused.BAD_SIGNATURE)
    if abs(now - int(timestamp)) > TOLERANCE:
        return _refuse(Refused.STALE, seconds=abs(now - int(timestamp)))
    return Decision()


def _refuse(code, **params):
    return Decision((Reason(code, params),))
