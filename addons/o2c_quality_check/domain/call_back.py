"""Moments that are offered for calling back, as the customer's clock has them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

SOON = timedelta(hours=1)
STEP = timedelta(minutes=15)
# when a part of the day is called in, on the customer's clock
MORNING, AFTERNOON, EVENING = time(10), time(15), time(18)
WEEK = 7


@dataclass(frozen=True)
class Offer:
    """One moment: what it is called and when it is.

    :ivar at: naive UTC
    """

    key: str
    at: datetime


def offers(now, zone):
    """What an agent offers with one key: each later than the one before.

    :param now: naive UTC
    :param zone: the customer's tzinfo
    :return: offers that lie ahead, none twice

    >>> from zoneinfo import ZoneInfo
    >>> friday_noon = datetime(2026, 3, 6, 11)
    >>> [(o.key, str(o.at)) for o in offers(friday_noon, ZoneInfo("Europe/Rome"))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('hour', '2026-03-06 12:00:00'), ('afternoon', '2026-03-06 14:00:00'),
     ('evening', '2026-03-06 17:00:00'), ('tomorrow_morning', '2026-03-07 09:00:00'),
     ('tomorrow_afternoon', '2026-03-07 14:00:00'), ('monday', '2026-03-09 09:00:00')]
    """
    local = _local(now, zone)
    today = local.date()
    monday = today + timedelta(days=WEEK - today.weekday())
    tomorrow = today + timedelta(days=1)
    wanted = [
        ("hour", _rounded(local + SOON)),
        ("afternoon", _on(today, AFTERNOON, zone)),
        ("evening", _on(today, EVENING, zone)),
        ("tomorrow_morning", _on(tomorrow, MORNING, zone)),
        ("tomorrow_afternoon", _on(tomorrow, AFTERNOON, zone)),
        ("monday", _on(monday, MORNING, zone)),
    ]
    found = {}
    for key, moment in wanted:
        at = to_utc(moment)
        if at > now and at not in found:
            found[at] = Offer(key, at)
    return tuple(found[at] for at in sorted(found))


def from_local(text, zone):
    """The moment that the customer's clock shows as ``text``.

    :param text: "2026-03-06T15:30" or with seconds or a blank, without a zone
    :return: naive UTC, or None when that is no moment

    >>> from zoneinfo import ZoneInfo
    >>> from_local("2026-07-01T15:30", ZoneInfo("Europe/Rome"))
    datetime.datetime(2026, 7, 1, 13, 30)
    >>> from_local("soon", ZoneInfo("Europe/Rome"))
    """
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return to_utc(moment.replace(tzinfo=zone))


def to_utc(moment):
    """An aware moment as naive UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _local(now, zone):
    return now.replace(tzinfo=UTC).astimezone(zone)


def _on(day, hour, zone):
    return datetime.combine(day, hour, tzinfo=zone)


def _rounded(local):
    """Up to the next quarter of an hour."""
    floor = local.replace(minute=0, second=0, microsecond=0)
    steps = -(-(local - floor) // STEP)
    return floor + steps * STEP
