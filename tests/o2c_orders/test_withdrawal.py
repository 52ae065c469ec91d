"""The right of withdrawal: a table of days, and who has the right to what."""

from datetime import date

import pytest

from odoo.addons.o2c_orders.domain import withdrawal as rules
from odoo.addons.o2c_orders.domain.withdrawal import Clock, Contract, Item, Kind, Lapse

# Easter Monday, Labour Day, Christmas and St Stephen's
HOLIDAYS = {
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 12, 25),
    date(2026, 12, 26),
}


def is_free(day):
    return day.weekday() >= rules.SATURDAY or day in HOLIDAYS


def _clock(start, informed=True, **values):
    values.setdefault("sells_goods", True)
    values.setdefault("delivered_on", start)
    values.setdefault("concluded_on", start)
    values.setdefault("informed_on", values["concluded_on"] if informed else None)
    return Clock(**values)


@pytest.mark.parametrize(
    ("_case", "delivered", "end"),
    [
        ("fourteen days, the day itself not counted", "2026-03-02", "2026-03-16"),
        ("last day a Saturday moves to Monday", "2026-03-07", "2026-03-23"),
        ("last day a Sunday moves to Monday", "2026-03-08", "2026-03-23"),
        ("last day a Monday stays", "2026-03-09", "2026-03-23"),
        ("Easter Monday moves to Tuesday", "2026-03-23", "2026-04-07"),
        ("Saturday before Easter moves past Easter", "2026-03-21", "2026-04-07"),
        ("Good Friday is not free here", "2026-03-20", "2026-04-03"),
        ("a Friday holiday moves past the weekend", "2026-04-17", "2026-05-04"),
        ("Christmas on a Friday", "2026-12-11", "2026-12-28"),
        ("over the end of February", "2026-02-16", "2026-03-02"),
        ("over a leap day", "2028-02-16", "2028-03-01"),
        ("over the turn of the year", "2026-12-21", "2027-01-04"),
    ],
)
def test_last_day_of_goods(_case, delivered, end):
    clock = _clock(date.fromisoformat(delivered))
    assert rules.last_day(clock, is_free) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("_case", "values", "end"),
    [
        (
            "services alone: from the contract",
            {"sells_goods": False, "delivered_on": None},
            "2026-03-16",
        ),
        (
            "goods with services: from the last of the goods",
            {"delivered_on": date(2026, 3, 10)},
            "2026-03-24",
        ),
        (
            "something still to arrive: no end yet",
            {"delivered_on": None},
            None,
        ),
    ],
)
def test_what_starts_the_clock(_case, values, end):
    clock = _clock(date(2026, 3, 2), **values)
    assert rules.last_day(clock, is_free) == (end and date.fromisoformat(end))


@pytest.mark.parametrize(
    ("_case", "informed", "end"),
    [
        ("told before", date(2026, 3, 1), "2026-03-16"),
        ("told on the day", date(2026, 3, 2), "2026-03-16"),
        ("told a day later: fourteen days from then", date(2026, 3, 3), "2026-03-17"),
        ("told after the usual end", date(2026, 6, 1), "2026-06-15"),
        ("told on the last day of the year", date(2027, 3, 2), "2027-03-16"),
        ("told too late to shorten it", date(2027, 3, 3), "2027-03-16"),
        ("never told: twelve months longer", None, "2027-03-16"),
    ],
)
def test_who_was_not_told(_case, informed, end):
    clock = _clock(date(2026, 3, 2), informed=False)
    clock = Clock(clock.concluded_on, clock.sells_goods, clock.delivered_on, informed)
    assert rules.last_day(clock, is_free) == date.fromisoformat(end)


def test_year_after_a_leap_day():
    # the usual end is 29 February 2028; a year later has none: its month ends the 28th
    clock = _clock(date(2028, 2, 15), informed=False)
    assert rules.last_day(clock, is_free) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("_case", "day", "late"),
    [
        ("the day before", "2026-03-15", None),
        ("the last day", "2026-03-16", None),
        ("the day after", "2026-03-17", 1),
        ("a month after", "2026-04-16", 31),
    ],
)
def test_in_time(_case, day, late):
    decision = rules.in_time(date.fromisoformat(day), date(2026, 3, 16))
    assert decision.ok == (late is None)
    if late:
        assert decision.reasons[0].code is Lapse.TOO_LATE
        assert decision.reasons[0].params["days"] == late


def test_no_end_is_never_too_late():
    assert rules.in_time(date(2030, 1, 1), None).ok


@pytest.mark.parametrize(
    ("_case", "declared", "send_back", "refund"),
    [
        ("a Monday", "2026-03-02", "2026-03-16", "2026-03-16"),
        ("a Saturday: only his day moves", "2026-03-07", "2026-03-23", "2026-03-21"),
        ("before Easter", "2026-03-23", "2026-04-07", "2026-04-06"),
    ],
)
def test_what_follows(_case, declared, send_back, refund):
    day = date.fromisoformat(declared)
    assert rules.send_back_by(day, is_free) == date.fromisoformat(send_back)
    assert rules.refund_by(day) == date.fromisoformat(refund)


@pytest.mark.parametrize(
    ("_case", "goods", "received", "proof", "waits"),
    [
        ("no goods to come", False, False, False, False),
        ("goods on their way, no proof", True, False, False, True),
        ("goods here", True, True, False, False),
        ("proof of sending", True, False, True, False),
    ],
)
def test_refund_may_wait(_case, goods, received, proof, waits):
    assert rules.may_wait(goods, received, proof) is waits


@pytest.mark.parametrize(
    ("_case", "values", "code"),
    [
        ("a consumer at a distance", {}, None),
        ("not confirmed", {"confirmed": False}, Lapse.NOT_CONFIRMED),
        ("in the shop", {"at_distance": False}, Lapse.NOT_AT_DISTANCE),
        ("a company", {"consumer": False}, Lapse.NO_CONSUMER),
        (
            "a company, granted to everybody",
            {"consumer": False, "scope": rules.Scope.EVERYBODY},
            None,
        ),
        ("granted to nobody", {"scope": rules.Scope.NOBODY}, Lapse.SWITCHED_OFF),
    ],
)
def test_who_has_the_right(_case, values, code):
    contract = {"confirmed": True, "at_distance": True, "consumer": True, **values}
    decision = rules.entitled(Contract(**contract))
    assert [r.code for r in decision.reasons] == ([code] if code else [])


@pytest.mark.parametrize(
    ("_case", "values", "code"),
    [
        ("goods", {}, None),
        ("made to measure", {"exception": "custom"}, Lapse.EXCEPTED),
        ("perishable", {"exception": "perishable"}, Lapse.EXCEPTED),
        ("sealed and unbroken", {"exception": "hygiene"}, None),
        (
            "sealed and broken",
            {"exception": "hygiene", "unsealed": True},
            Lapse.UNSEALED,
        ),
        ("broken, but no matter", {"unsealed": True}, None),
        (
            "service done as he asked",
            {"kind": Kind.SERVICE, "performed": True, "consent": True},
            Lapse.PERFORMED,
        ),
        (
            "service done, not asked for",
            {"kind": Kind.SERVICE, "performed": True},
            None,
        ),
        (
            "service begun as he asked",
            {"kind": Kind.SERVICE, "begun": True, "consent": True},
            None,
        ),
        (
            "digital content begun as he asked",
            {"kind": Kind.DIGITAL, "begun": True, "consent": True},
            Lapse.BEGUN,
        ),
        ("digital content not begun", {"kind": Kind.DIGITAL, "consent": True}, None),
        ("nothing left", {"left": False}, Lapse.NOTHING_LEFT),
    ],
)
def test_what_the_right_covers(_case, values, code):
    item = {"name": "Cups", "kind": Kind.GOODS, **values}
    decision = rules.covers(Item(**item))
    assert [r.code for r in decision.reasons] == ([code] if code else [])


def test_a_calendar_without_working_days_moves_nothing():
    assert rules.next_working_day(date(2026, 3, 2), lambda _day: True) == date(
        2026, 3, 2
    )
