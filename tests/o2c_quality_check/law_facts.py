"""A callee and the rules of four countries, for tests about the law of calling."""

from datetime import date

from odoo.addons.o2c_quality_check.domain.calling_hours import Day, Window
from odoo.addons.o2c_quality_check.domain.calling_law import (
    Facts,
    Kind,
    Person,
    Purpose,
    Rule,
)

SELLS = frozenset({Purpose.MARKETING})
NATURAL = frozenset({Person.NATURAL, Person.SOLE_TRADER})
IT_HOURS = Rule(
    1,
    Kind.HOURS,
    SELLS,
    NATURAL,
    country="IT",
    law=True,
    windows=(
        Window(Day.WEEKDAY, 540, 1200),
        Window(Day.SATURDAY, 600, 1140),
        Window(Day.EVE, 600, 1140),
    ),
)
ES_HOURS = Rule(
    2,
    Kind.HOURS,
    SELLS,
    NATURAL,
    country="ES",
    law=True,
    windows=(Window(Day.WEEKDAY, 540, 1260),),
)
US_HOURS = Rule(
    3,
    Kind.HOURS,
    SELLS,
    country="US",
    law=True,
    windows=tuple(Window(day, 480, 1260) for day in Day if day is not Day.EVE),
)
ANY_HOURS = Rule(
    4, Kind.HOURS, SELLS, fallback=True, windows=(Window(Day.WEEKDAY, 540, 1140),)
)
HOURS = (IT_HOURS, ES_HOURS, US_HOURS, ANY_HOURS)
HOLIDAYS = {
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 1): "Labour Day",
    date(2026, 6, 2): "Republic Day",
}
ROME, MADRID, NEW_YORK = ("Europe/Rome",), ("Europe/Madrid",), ("America/New_York",)


def facts(country="IT", zones=ROME, purpose=Purpose.MARKETING, **values):
    options = {"person": Person.NATURAL, "phone": "+390255501234", "company": 1}
    return Facts(
        purpose=purpose,
        zones=zones,
        country=country,
        holidays=HOLIDAYS,
        **{**options, **values},
    )
