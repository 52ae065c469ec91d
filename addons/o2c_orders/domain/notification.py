"""Notices about an order's progress: whether one may leave, on which channel, when."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from .decision import Reason


class Channel(str, Enum):
    """How a notice reaches the customer, in the order of falling back."""

    EMAIL = "email"
    SMS = "sms"
    PORTAL = "portal"


class Why(str, Enum):
    """Why a notice does not leave."""

    HISTORY = "history"
    UNDONE = "undone"
    TOO_OLD = "too_old"
    OPTED_OUT = "opted_out"
    PREFERS = "prefers"
    NO_ADDRESS = "no_address"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What is known when a notice is about to leave.

    :param event_at: when that happened of which the notice speaks
    :param max_age: older news is no news any more
    :param still_so: it is still so: not cancelled, not undone, not overtaken
    :param channel: the rule's channel; None: as the customer prefers
    :param preferred: what the customer prefers, None when he never said
    :param reachable: the channels on which he can be reached
    :param hour: the hour of the day where the customer is
    :param hours: from which hour to which a text message may arrive
    """

    event_at: object
    max_age: timedelta
    still_so: bool = True
    opted_out: bool = False
    channel: Channel | None = None
    preferred: Channel | None = None
    reachable: frozenset = frozenset()
    hour: int = 12
    hours: tuple = (8, 20)


@dataclass(frozen=True, slots=True)
class Notice:
    """The decision: a channel, or later, or never and why."""

    channel: Channel | None = None
    later: bool = False
    reason: Reason | None = None


def decide(facts, now):
    """Whether and how a notice leaves at ``now``.

    >>> from datetime import datetime
    >>> noon = datetime(2026, 3, 2, 12)
    >>> facts = NoticeFacts(noon, timedelta(days=3), reachable=frozenset(Channel))
    >>> decide(facts, noon).channel.value
    'email'
    >>> decide(facts, noon + timedelta(days=4)).reason.code.value
    'too_old'
    """
    if stopped := _stopped(facts, now):
        return Notice(reason=Reason(stopped))
    wished = facts.channel or facts.preferred
    channel = _channel(wished, facts.reachable, falls_back=facts.channel is None)
    if channel is None:
        return Notice(reason=Reason(Why.NO_ADDRESS, {"channel": wished}))
    if channel is Channel.SMS and not _awake(facts):
        return Notice(later=True)
    return Notice(channel=channel)


def _stopped(facts, now):
    if not facts.still_so:
        return Why.UNDONE
    if facts.opted_out:
        return Why.OPTED_OUT
    if now - facts.event_at > facts.max_age:
        return Why.TOO_OLD
    # one who has a wish is told once, on the channel he wished for
    if facts.channel and facts.preferred and facts.channel != facts.preferred:
        return Why.PREFERS
    return None


def _channel(wished, reachable, falls_back):
    if wished in reachable:
        return wished
    if wished and not falls_back:
        return None
    return next((channel for channel in Channel if channel in reachable), None)


def _awake(facts):
    start, end = facts.hours
    return start <= facts.hour < end
