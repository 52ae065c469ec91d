"""Working days of a country, as far as the suite needs them: Poland's."""

from datetime import date, timedelta

DAY = timedelta(days=1)
# (month, day) of the Polish holidays that have a fixed date
FIXED = {
    "PL": {
        (1, 1),
        (1, 6),
        (5, 1),
        (5, 3),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
        (12, 26),
    },
}
CHRISTMAS_EVE, FREE_SINCE = (12, 24), 2025
# days after Easter Sunday
MOVABLE = {"PL": (0, 1, 49, 60)}
SATURDAY = 5


def last_working_day_before_month(day, country):
    """The last working day of the month before that of ``day``.

    Weekends are no working days, nor are the holidays of ``country`` (a code) where
    they are known here.

    >>> last_working_day_before_month(date(2026, 6, 10), "PL")
    datetime.date(2026, 5, 29)
    """
    found = day.replace(day=1) - DAY
    while not is_working_day(found, country):
        found -= DAY
    return found


def is_working_day(day, country):
    """Whether people work on ``day`` in ``country``."""
    if day.weekday() >= SATURDAY:
        return False
    return not is_holiday(day, country)


def is_holiday(day, country):
    """Whether ``day`` is a public holiday; False where the country is not known."""
    if country not in FIXED:
        return False
    key = (day.month, day.day)
    if key in FIXED[country]:
        return True
    if key == CHRISTMAS_EVE and day.year >= FREE_SINCE:
        return True
    return (day - easter(day.year)).days in MOVABLE[country]


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter(2024), easter(2026)
    (datetime.date(2024, 3, 31), datetime.date(2026, 4, 5))
    """
    golden = year % 19
    century = year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + skipped + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
