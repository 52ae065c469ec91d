"""What the tables about clocks share: calendars, moments, short names."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from odoo.addons.o2c_customer_care.domain import work_time
from odoo.addons.o2c_customer_care.domain.clock import Clock, Measure, Target, Unit

ROME, WARSAW, UTC = (ZoneInfo(z) for z in ("Europe/Rome", "Europe/Warsaw", "UTC"))
NIGHT_AND_DAY = [(day, 0, 24) for day in range(7)]
OFFICE = [(day, 9, 17) for day in range(5)]
SPLIT = [(day, *part) for day in range(5) for part in ((9, 13), (14, 18))]


def cases(table):
    """Table rows ``(_case, …)`` as pytest parameters named by their label."""
    return [pytest.param(*row[1:], id=row[0]) for row in table]


def at(text, zone=ROME):
    """What the clocks of ``zone`` show, as UTC: "2026-03-02 09:00"."""
    return work_time.in_utc(datetime.fromisoformat(text), zone)


def shown(moment, zone=ROME):
    return moment and work_time.local(moment, zone).strftime("%Y-%m-%d %H:%M")


def week(hours, first, days, zone=ROME, holidays=()):
    """Working time from the day ``first`` on, without the holidays (dates)."""
    found = []
    start = datetime.fromisoformat(first)
    for day in (start + timedelta(days=n) for n in range(days)):
        if day.strftime("%Y-%m-%d") in holidays:
            continue
        for weekday, begin, end in hours:
            if weekday == day.weekday():
                close = day + timedelta(hours=end)
                found.append(
                    (
                        work_time.in_utc(day + timedelta(hours=begin), zone),
                        work_time.in_utc(close, zone),
                    )
                )
    return tuple(work_time.joined(found))


def clock(target, started, zone=ROME, measure=Measure.RESOLUTION, **more):
    return Clock(measure, target, at(started, zone), zone, **more)


def hours(amount, working=True, **more):
    return Target(amount, Unit.HOUR, working, **more)


def days(amount, working=True, **more):
    return Target(amount, Unit.DAY, working, **more)
