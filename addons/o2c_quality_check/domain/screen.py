"""What the agent's screen offers: keys for results, numbers in order, figures of a day.

Moments are naive UTC datetimes.
"""

from datetime import UTC, timedelta

from odoo.addons.o2c_orders.domain.card_search import digits

from .calls import Result

# recorded by the dialler, not by a person
NOT_BY_HAND = frozenset({Result.ABANDONED.value})
# letters that Odoo's web client does not use with Alt on this screen
LETTERS = {
    "answered": "a",
    "no_answer": "w",
    "busy": "b",
    "voicemail": "m",
    "call_back": "k",
    "refused": "f",
    "wrong_number": "q",
}
SPARE = "xytjvzsr"
# shown without opening the rest
FIRST = frozenset(LETTERS)
NEEDS = {Result.CALL_BACK.value: "call_back", Result.LANGUAGE.value: "language"}
TONES = {
    "answered": "success",
    "refused": "danger",
    "wrong_number": "danger",
    "do_not_call": "danger",
}
# what goes with a result besides the notes
DRAFT = {
    Result.CALL_BACK.value: ("call_back_at", "call_back_any"),
    Result.LANGUAGE.value: ("language_id",),
}
NUMBER_TONES = {"wrong": "danger", "blocked": "danger", "used_up": "warning"}
# before that a rate per hour says nothing
LEAST = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def result_keys(codes):
    """A letter for each result that an agent records, the same on every screen.

    >>> result_keys(["answered", "moved", "abandoned"])
    {'answered': 'a', 'moved': 'x'}
    """
    spare = iter(SPARE)
    by_hand = [code for code in codes if code not in NOT_BY_HAND]
    return {code: LETTERS.get(code) or next(spare, "") for code in by_hand}


def numbers(current, rows):
    """The numbers of a call, each once, the one to ring first.

    :param rows: dicts with ``number``, as the customer's contacts have them

    >>> rows = [{"number": "02 1"}, {"number": "02 2"}, {"number": "022"}]
    >>> [(n["number"], n["current"]) for n in numbers("02 2", rows)]
    [('02 2', True), ('02 1', False)]
    """
    found = {}
    for row in rows:
        found.setdefault(digits(row["number"]), row)
    if current and digits(current) not in found:
        found[digits(current)] = {"number": current}
    mine = digits(current) if current else None
    listed = [{**row, "current": key == mine} for key, row in found.items()]
    return sorted(listed, key=lambda row: not row["current"])


def day_start(now, zone):
    """Midnight of the day that a clock in ``zone`` shows, in UTC.

    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> day_start(datetime(2026, 3, 5, 23, 30), ZoneInfo("Europe/Rome"))
    datetime.datetime(2026, 3, 5, 23, 0)
    """
    local = now.replace(tzinfo=UTC).astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def today(counts, first, now):
    """An agent's figures of the day.

    :param counts: {result: attempts}
    :param first: moment of the first attempt, None without one
    :return: calls, answered, and calls per hour since the first (None: too early)

    >>> from datetime import datetime
    >>> eight, ten = datetime(2026, 3, 5, 8), datetime(2026, 3, 5, 10)
    >>> today({"answered": 6, "busy": 4}, eight, ten)
    {'calls': 10, 'answered': 6, 'per_hour': 5.0}
    """
    calls = sum(counts.values())
    worked = now - first if first else timedelta()
    rate = round(calls / (worked / HOUR), 1) if worked >= LEAST else None
    answered = counts.get(Result.ANSWERED.value, 0)
    return {"calls": calls, "answered": answered, "per_hour": rate}
