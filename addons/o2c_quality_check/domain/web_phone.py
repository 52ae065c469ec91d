"""Requests to a telephone system: where they may go, what its answer means.

Nobody is rung twice: a request has a key, and the same request sent again has the same
one. What leaves no trace of an answer may have been heard.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

# plain http never leaves this machine
LOCAL = ("localhost", "127.0.0.1", "::1")
# the system asks to come again; any other refusal stays one
LATER = frozenset({408, 409, 425, 429})
FIRST_WAIT = timedelta(seconds=2)


class Do(str, Enum):
    """What a telephone system is asked to do."""

    DIAL = "dial"
    CONNECT = "connect"
    HANG_UP = "hang_up"
    TEST = "test"


# older requests do not leave: the agent is gone, the customer has hung up
LIVES = {
    Do.DIAL: timedelta(seconds=30),
    Do.CONNECT: timedelta(seconds=15),
    Do.HANG_UP: timedelta(minutes=2),
    Do.TEST: timedelta(seconds=30),
}


class Why(str, Enum):
    """What stands against an address or a request."""

    ADDRESS = "address"
    PLAIN = "plain"
    USER = "user"
    PRIVATE = "private"
    NO_HOST = "no_host"
    UNREACHED = "unreached"
    SILENT = "silent"
    REDIRECT = "redirect"
    REFUSED = "refused"
    SERVER = "server"
    EXPIRED = "expired"
    UNWANTED = "unwanted"


# of these the system certainly has heard nothing, or has said no
CERTAIN = frozenset(
    {Why.PRIVATE, Why.NO_HOST, Why.UNREACHED, Why.REDIRECT, Why.REFUSED, Why.EXPIRED}
)
AGAIN = frozenset({Why.NO_HOST, Why.UNREACHED, Why.SILENT, Why.SERVER})


class Outcome(str, Enum):
    """What one request came to."""

    DONE = "done"
    AGAIN = "again"
    FAILED = "failed"


@dataclass(frozen=True)
class Address:
    """The parts of a web address. ``has_user``: it has a name, or a password."""

    scheme: str
    host: str
    has_user: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back: an HTTP status or, when nothing did, why; the text of it."""

    status: int | None = None
    error: Why | None = None
    text: str = ""


@dataclass(frozen=True)
class Verdict:
    """What follows. ``certain``: it has certainly not rung because of this request."""

    outcome: Outcome
    again_at: datetime | None = None
    reason: Reason | None = None
    certain: bool = True


def check(parts):
    """Whether requests may go to an address, with what stands against it.

    :param parts: its :class:`Address`; None: it is none

    >>> check(Address("https", "pbx.example.com")).ok
    True
    >>> [r.code.value for r in check(Address("http", "example.com", True)).reasons]
    ['plain', 'user']
    """
    if not parts or parts.scheme not in ("http", "https") or not parts.host:
        return Decision((Reason(Why.ADDRESS),))
    reasons = []
    if parts.scheme == "http" and parts.host not in LOCAL:
        reasons.append(Reason(Why.PLAIN))
    if parts.has_user:
        reasons.append(Reason(Why.USER))
    return Decision(tuple(reasons))


def is_public(address):
    """Whether an IP address stands in the internet and in nobody's own network.

    >>> [is_public(a) for a in ("93.184.215.14", "10.1.2.3", "::ffff:10.1.2.3")]
    [True, False, False]
    """
    found = ip_address(address.split("%")[0])
    if isinstance(found, IPv6Address):
        # an address of the old kind inside one of the new kind is what is reached
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def judge(answer, tries, now, until):
    """What the answer to try number ``tries`` means.

    :param until: later than this it is not tried again
    :return: a :class:`Verdict`

    >>> now = datetime(2026, 3, 5, 9)
    >>> until = now + timedelta(seconds=30)
    >>> judge(Answer(200), 1, now, until).outcome.value
    'done'
    >>> judge(Answer(500), 2, now, until).again_at - now
    datetime.timedelta(seconds=4)
    """
    why = answer.error or _why(answer.status)
    if why is None:
        return Verdict(Outcome.DONE)
    reason = Reason(why, {"status": answer.status} if answer.status else {})
    # who asks to come again may be at it already
    certain = why in CERTAIN and answer.status not in LATER
    again_at = now + FIRST_WAIT * 2 ** (tries - 1)
    tried = why in AGAIN or answer.status in LATER
    if tried and again_at <= until:
        return Verdict(Outcome.AGAIN, again_at, reason, certain)
    return Verdict(Outcome.FAILED, None, reason, certain)


def _why(status):
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Why.REDIRECT
    return Why.SERVER if status >= 500 else Why.REFUSED
