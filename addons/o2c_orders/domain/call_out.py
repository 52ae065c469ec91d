"""Calls to other systems: what an answer means, and when to try again."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from .decision import Reason

FAR_AWAY = timedelta(minutes=5)  # clocks of two systems differ by less
# the server asks to come again; any other refusal stays one
LATER = frozenset({408, 409, 425, 429})
ACCEPTED = 202


class Outcome(str, Enum):
    """What one call came to."""

    DONE = "done"
    ACCEPTED = "accepted"
    RETRY = "retry"
    FAILED = "failed"


class Why(str, Enum):
    """Why a call did not succeed."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    SERVER = "server"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and how soon: each wait is ``factor`` times the one before."""

    max_tries: int
    first_wait: timedelta
    factor: float
    longest_wait: timedelta


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status or, when nothing did, the error."""

    status: int | None = None
    error: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows: the outcome, when to try again, and why."""

    outcome: Outcome
    again_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()


def wait(policy, tries):
    """How long to wait after ``tries`` calls.

    >>> policy = Policy(5, timedelta(minutes=1), 2, timedelta(minutes=5))
    >>> [int(wait(policy, tries).total_seconds()) for tries in (1, 2, 3, 4)]
    [60, 120, 240, 300]
    """
    longest = policy.longest_wait
    # a power of many tries would pass what a timedelta can hold
    growth = min(
        policy.factor ** min(tries - 1, 64),
        longest / policy.first_wait if policy.first_wait else 1,
    )
    return min(policy.first_wait * growth, longest)


def judge(answer, tries, policy, now):
    """What the answer to call number ``tries`` means: a :class:`Verdict`."""
    if answer.status == ACCEPTED:
        return Verdict(Outcome.ACCEPTED)
    if answer.status is not None and 200 <= answer.status < 300:
        return Verdict(Outcome.DONE)
    reason = _reason(answer)
    if reason.code is Why.REFUSED:
        return Verdict(Outcome.FAILED, reasons=(reason,))
    if tries >= policy.max_tries:
        exhausted = Reason(Why.EXHAUSTED, {"tries": tries})
        return Verdict(Outcome.FAILED, reasons=(reason, exhausted))
    pause = wait(policy, tries)
    if answer.retry_after:
        pause = max(pause, min(answer.retry_after, policy.longest_wait))
    return Verdict(Outcome.RETRY, now + pause, (reason,))


def _reason(answer):
    if answer.status is None:
        return Reason(Why.UNREACHABLE, {"error": answer.error})
    server = answer.status >= 500 or answer.status in LATER
    return Reason(Why.SERVER if server else Why.REFUSED, {"status": answer.status})


def signature(secret, timestamp, body):
    """The seal on a call: HMAC-SHA256 over ``timestamp.body``, hexadecimal.

    :param secret: text; :param timestamp: text; :param body: bytes
    """
    sealed = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), sealed, hashlib.sha256).hexdigest()


def sealed_by(secret, timestamp, body, seal, now):
    """Whether ``seal`` is ours over this body and not older than five minutes.

    :param timestamp: seconds since 1970 as text; :param now: seconds since 1970
    """
    if not secret or not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    if abs(now - int(timestamp)) > FAR_AWAY.total_seconds():
        return False
    # as bytes: a seal with letters outside ASCII is wrong, not an error
    right = signature(secret, timestamp, body).encode()
    return hmac.compare_digest(right, seal.encode())
