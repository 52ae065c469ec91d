"""What stops a clock, and how it stands."""

import pytest

from odoo.addons.o2c_customer_care.domain import clock as rules
from odoo.addons.o2c_customer_care.domain.clock import ClockState, Stay
from odoo.addons.o2c_customer_care.domain.ticket import Stage

from .clock_cases import (
    NIGHT_AND_DAY,
    OFFICE,
    at,
    cases,
    clock,
    days,
    hours,
    shown,
    week,
)


def waits(start, end=None, whom="customer"):
    return Stay(Stage.WAITING, at(start), end and at(end), whom)


FOR_CUSTOMER = {"pauses": frozenset({"customer"})}
PAUSED = [
    (
        "an hour in the morning",
        hours(4, **FOR_CUSTOMER),
        [waits("2026-03-09 10:00", "2026-03-09 11:00")],
        "2026-03-09 14:00",
        60,
    ),
    (
        "outside working hours costs nothing",
        hours(4, **FOR_CUSTOMER),
        [waits("2026-03-09 17:00", "2026-03-10 09:00")],
        "2026-03-09 13:00",
        960,
    ),
    (
        "over night",
        hours(4, **FOR_CUSTOMER),
        [waits("2026-03-09 11:00", "2026-03-10 11:00")],
        "2026-03-10 13:00",
        1440,
    ),
    (
        "twice",
        hours(4, **FOR_CUSTOMER),
        [
            waits("2026-03-09 10:00", "2026-03-09 11:00"),
            waits("2026-03-09 12:00", "2026-03-09 12:30"),
        ],
        "2026-03-09 14:30",
        90,
    ),
    (
        "two waits that touch are one",
        hours(4, pauses=frozenset({"customer", "supplier"})),
        [
            waits("2026-03-09 10:00", "2026-03-09 11:00"),
            waits("2026-03-09 11:00", "2026-03-09 12:00", "supplier"),
        ],
        "2026-03-09 15:00",
        120,
    ),
    (
        "for somebody who does not stop it",
        hours(4, **FOR_CUSTOMER),
        [waits("2026-03-09 10:00", "2026-03-09 11:00", "supplier")],
        "2026-03-09 13:00",
        0,
    ),
    (
        "after it was due already",
        hours(4, **FOR_CUSTOMER),
        [waits("2026-03-09 13:00", "2026-03-09 16:00")],
        "2026-03-09 13:00",
        180,
    ),
    (
        "natural hours",
        hours(4, False, **FOR_CUSTOMER),
        [waits("2026-03-09 10:00", "2026-03-09 22:00")],
        "2026-03-10 01:00",
        720,
    ),
    (
        "over the evening: the day does not count",
        days(1, **FOR_CUSTOMER),
        [waits("2026-03-10 16:00", "2026-03-11 10:00")],
        "2026-03-11 17:00",
        1080,
    ),
    (
        "within a day: the day counts",
        days(1, **FOR_CUSTOMER),
        [waits("2026-03-10 10:00", "2026-03-10 16:00")],
        "2026-03-10 17:00",
        360,
    ),
    (
        "until the very end of the day: it does not count",
        days(1, **FOR_CUSTOMER),
        [waits("2026-03-10 16:00", "2026-03-10 17:00")],
        "2026-03-11 17:00",
        60,
    ),
    (
        "an hour that spring leaves out is no pause",
        hours(4, False, **FOR_CUSTOMER),
        [waits("2026-03-29 01:00", "2026-03-29 04:00")],
        "2026-03-09 13:00",
        120,
    ),
]


@pytest.mark.parametrize(("target", "stays", "due", "minutes"), cases(PAUSED))
def test_pauses(target, stays, due, minutes):
    work = week(OFFICE, "2026-03-09", 30)
    one = clock(target, "2026-03-09 09:00", work=work, stays=tuple(stays))
    reading = rules.read(one, at("2026-03-31 09:00"))
    assert (shown(reading.due), reading.paused) == (due, minutes)


LASTING = [
    ("in minutes", hours(4, **FOR_CUSTOMER), 180),
    ("in days", days(3, **FOR_CUSTOMER), 3 * 1440),
    ("in natural days", days(3, False, **FOR_CUSTOMER), 3 * 1440),
]


@pytest.mark.parametrize(("target", "left"), cases(LASTING))
def test_a_lasting_wait_has_no_due_moment(target, left):
    """What is left does not melt, however long the customer takes."""
    work = week(OFFICE, "2026-03-09", 30)
    stays = (waits("2026-03-09 10:00"),)
    one = clock(target, "2026-03-09 09:00", work=work, stays=stays)
    for now in ("2026-03-09 10:00", "2026-03-30 10:00"):
        reading = rules.read(one, at(now))
        assert reading.state is ClockState.PAUSED
        assert (reading.due, reading.left) == (None, left)
    assert rules.is_still(one)


def test_waiting_does_not_save_a_late_clock():
    work = week(OFFICE, "2026-03-09", 30)
    stays = (waits("2026-03-09 14:00"),)
    one = clock(hours(4, **FOR_CUSTOMER), "2026-03-09 09:00", work=work, stays=stays)
    reading = rules.read(one, at("2026-03-09 15:00"))
    assert reading.state is ClockState.MISSED
    assert shown(reading.due) == "2026-03-09 13:00"


# ------------------------------------------------------------- how it stands
STANDING = [
    # now, done, state, minutes left
    ("at the start", "09:00", None, ClockState.RUNNING, 240),
    ("at the due moment", "13:00", None, ClockState.RUNNING, 0),
    ("a second too late", "13:00:01", None, ClockState.MISSED, 0),
    ("done at the due moment", "15:00", "13:00", ClockState.MET, 0),
    ("done a second too late", "15:00", "13:00:01", ClockState.MISSED, 0),
    ("done early, read late", "15:00", "10:00", ClockState.MET, 180),
]


@pytest.mark.parametrize(("now", "done", "state", "left"), cases(STANDING))
def test_standing(now, done, state, left):
    work = week(OFFICE, "2026-03-09", 7)
    done = done and at(f"2026-03-09 {done}")
    one = clock(hours(4), "2026-03-09 09:00", work=work, done=done)
    reading = rules.read(one, at(f"2026-03-09 {now}"))
    assert (reading.state, reading.left) == (state, left)


WARNED = [
    (
        "three quarters of the working time",
        hours(4),
        "2026-03-06 16:00",
        "2026-03-09 11:00",
    ),
    ("half", hours(4, warn=50), "2026-03-06 16:00", "2026-03-09 10:00"),
    ("all of it", hours(4, warn=100), "2026-03-06 16:00", "2026-03-09 12:00"),
    ("days: of the time between", days(1), "2026-03-09 17:00", "2026-03-10 11:00"),
]


@pytest.mark.parametrize(("target", "started", "warned"), cases(WARNED))
def test_at_risk_from(target, started, warned):
    work = week(OFFICE, "2026-03-02", 14)
    reading = rules.read(clock(target, started, work=work), at(started))
    assert shown(reading.warn) == warned


def test_another_target_keeps_the_time_that_has_passed():
    """Eight hours become four after three: one is left, not four."""
    work = week(OFFICE, "2026-03-09", 14)
    now = at("2026-03-09 12:00")
    before = rules.read(clock(hours(8), "2026-03-09 09:00", work=work), now)
    after = rules.read(clock(hours(4), "2026-03-09 09:00", work=work), now)
    assert (before.left, after.left) == (300, 60)
    assert shown(after.due) == "2026-03-09 13:00"


def test_another_calendar_keeps_the_time_that_has_passed():
    """The hours since the start are counted anew in the calendar that holds now."""
    night = week(NIGHT_AND_DAY, "2026-03-06", 7)
    now = at("2026-03-09 09:00")
    reading = rules.read(clock(hours(80), "2026-03-06 09:00", work=night), now)
    assert reading.left == (80 - 72) * 60
