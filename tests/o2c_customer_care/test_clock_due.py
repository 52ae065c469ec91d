"""When a clock is due: week-ends, holidays, both changes of the clocks, all hours."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_customer_care.domain import clock as rules
from odoo.addons.o2c_customer_care.domain.clock import Clock, Measure, Target, Unit

from .clock_cases import (
    NIGHT_AND_DAY,
    OFFICE,
    ROME,
    SPLIT,
    WARSAW,
    cases,
    clock,
    days,
    hours,
    shown,
    week,
)

# started and due as the clocks of the zone show them
DUE = [
    # hours of working time; 2026-03-06 is a Friday
    ("within the day", hours(4), "2026-03-06 10:00", OFFICE, "2026-03-06 14:00"),
    ("to the last minute", hours(4), "2026-03-06 13:00", OFFICE, "2026-03-06 17:00"),
    ("a minute over", hours(4), "2026-03-06 13:01", OFFICE, "2026-03-09 09:01"),
    ("over the week-end", hours(4), "2026-03-06 16:00", OFFICE, "2026-03-09 12:00"),
    ("begun on Saturday", hours(2), "2026-03-07 11:00", OFFICE, "2026-03-09 11:00"),
    ("before the day begins", hours(2), "2026-03-09 06:30", OFFICE, "2026-03-09 11:00"),
    ("lunch", hours(4), "2026-03-09 12:00", SPLIT, "2026-03-09 17:00"),
    ("two weeks of it", hours(80), "2026-03-09 09:00", OFFICE, "2026-03-20 17:00"),
    (
        "half an hour",
        Target(30, Unit.MINUTE, True),
        "2026-03-06 16:45",
        OFFICE,
        "2026-03-09 09:15",
    ),
    # night and day: every hour is one
    ("24x7", hours(24), "2026-03-06 16:00", NIGHT_AND_DAY, "2026-03-07 16:00"),
    # clocks forward on 2026-03-29, back on 2026-10-25: 24 hours are 24 hours
    (
        "24x7, spring",
        hours(24),
        "2026-03-28 16:00",
        NIGHT_AND_DAY,
        "2026-03-29 17:00",
    ),
    (
        "24x7, autumn",
        hours(24),
        "2026-10-24 16:00",
        NIGHT_AND_DAY,
        "2026-10-25 15:00",
    ),
    # office hours stay office hours, whatever the night did
    ("office, spring", hours(4), "2026-03-27 15:00", OFFICE, "2026-03-30 11:00"),
    ("office, autumn", hours(4), "2026-10-23 15:00", OFFICE, "2026-10-26 11:00"),
    (
        "night shift over the spring change",
        hours(6),
        "2026-03-28 23:00",
        [(5, 22, 24), (6, 0, 6), (6, 22, 24)],
        "2026-03-29 06:00",
    ),
    # days of working time end with the working time of the last day
    ("one day", days(1), "2026-03-09 10:00", OFFICE, "2026-03-10 17:00"),
    ("one day, from Friday", days(1), "2026-03-06 10:00", OFFICE, "2026-03-09 17:00"),
    ("one day, from Saturday", days(1), "2026-03-07 10:00", OFFICE, "2026-03-09 17:00"),
    ("five days", days(5), "2026-03-06 23:59", OFFICE, "2026-03-13 17:00"),
    ("fifteen days", days(15), "2026-03-02 08:00", OFFICE, "2026-03-23 17:00"),
    (
        "a day with lunch counts once",
        days(1),
        "2026-03-09 8:00",
        SPLIT,
        "2026-03-10 18:00",
    ),
    ("days, spring", days(1), "2026-03-27 10:00", OFFICE, "2026-03-30 17:00"),
    # all hours, all days
    ("natural hours", hours(4, False), "2026-03-06 22:00", (), "2026-03-07 02:00"),
    (
        "natural hours, spring",
        hours(4, False),
        "2026-03-29 00:00",
        (),
        "2026-03-29 05:00",
    ),
    (
        "natural hours, autumn",
        hours(4, False),
        "2026-10-25 00:00",
        (),
        "2026-10-25 03:00",
    ),
    ("natural days", days(14, False), "2026-03-02 10:00", (), "2026-03-16 23:59"),
    (
        "natural days, spring",
        days(1, False),
        "2026-03-28 10:00",
        (),
        "2026-03-29 23:59",
    ),
    (
        "natural days, autumn",
        days(1, False),
        "2026-10-24 10:00",
        (),
        "2026-10-25 23:59",
    ),
    ("thirty days", days(30, False), "2026-01-31 10:00", (), "2026-03-02 23:59"),
    ("over a leap day", days(30, False), "2028-01-31 10:00", (), "2028-03-01 23:59"),
    # the day that began late at night is the day of the customer's place
    (
        "just before midnight",
        days(1, False),
        "2026-03-02 23:59",
        (),
        "2026-03-03 23:59",
    ),
    ("just after midnight", days(1, False), "2026-03-03 00:00", (), "2026-03-04 23:59"),
]


@pytest.mark.parametrize("zone", [ROME, WARSAW], ids=["Rome", "Warsaw"])
@pytest.mark.parametrize(("target", "started", "open_", "due"), cases(DUE))
def test_due(target, started, open_, due, zone):
    begin = datetime.fromisoformat(started.replace(" 8:", " 08:"))
    work = week(open_, (begin - timedelta(days=1)).strftime("%Y-%m-%d"), 40, zone)
    one = clock(target, begin.strftime("%Y-%m-%d %H:%M"), zone, work=work)
    assert shown(rules.due(one), zone) == due


HOLIDAY = [
    ("Friday is a holiday", hours(4), "2026-03-05 15:00", "2026-03-09 11:00"),
    ("begun on the holiday", hours(4), "2026-03-06 10:00", "2026-03-09 13:00"),
    ("a day over the holiday", days(1), "2026-03-05 10:00", "2026-03-09 17:00"),
    (
        "natural hours know none",
        hours(24, False),
        "2026-03-05 15:00",
        "2026-03-06 15:00",
    ),
    ("natural days know none", days(1, False), "2026-03-05 15:00", "2026-03-06 23:59"),
]


@pytest.mark.parametrize(("target", "started", "due"), cases(HOLIDAY))
def test_due_over_a_holiday(target, started, due):
    work = week(OFFICE, "2026-03-02", 14, holidays=("2026-03-06",))
    assert shown(rules.due(clock(target, started, work=work))) == due


def test_christmas_to_epiphany():
    free = ("2026-12-25", "2026-12-26", "2026-12-31", "2027-01-01", "2027-01-06")
    work = week(OFFICE, "2026-12-21", 30, holidays=free)
    one = clock(days(5), "2026-12-23 11:00", work=work)
    # 24, 28, 29, 30 December and 4 January
    assert shown(rules.due(one)) == "2027-01-04 17:00"


def test_an_office_in_another_zone():
    """Answered from Warsaw, asked at night: the office's hours count."""
    work = week(OFFICE, "2026-03-09", 7, WARSAW)
    one = Clock(
        Measure.FIRST_REPLY, hours(1), datetime(2026, 3, 10, 7, 30), WARSAW, work=work
    )
    assert rules.due(one) == datetime(2026, 3, 10, 9, 0)


def test_too_little_working_time_is_said():
    work = week(OFFICE, "2026-03-09", 2)
    assert rules.due(clock(hours(20), "2026-03-09 09:00", work=work)) is None
    assert not rules.is_still(clock(hours(20), "2026-03-09 09:00", work=work))
