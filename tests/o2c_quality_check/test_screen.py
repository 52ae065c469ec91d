from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from odoo.addons.o2c_quality_check.domain import call_back, screen
from odoo.addons.o2c_quality_check.domain.calls import Result

ROME, AZORES = ZoneInfo("Europe/Rome"), ZoneInfo("Atlantic/Azores")


def keys(now, zone=ROME):
    return {offer.key: offer.at for offer in call_back.offers(now, zone)}


@pytest.mark.parametrize(
    ("_case", "now", "expected"),
    [
        ("just before three", datetime(2026, 3, 5, 13, 59), True),
        ("at three on his clock", datetime(2026, 3, 5, 14, 0), False),
        ("after three", datetime(2026, 3, 5, 14, 1), False),
    ],
)
def test_this_afternoon_is_offered_while_it_lies_ahead(_case, now, expected):
    assert ("afternoon" in keys(now)) is expected


def test_in_an_hour_is_rounded_up_to_a_quarter():
    assert keys(datetime(2026, 3, 5, 9, 1))["hour"] == datetime(2026, 3, 5, 10, 15)
    assert keys(datetime(2026, 3, 5, 9, 0))["hour"] == datetime(2026, 3, 5, 10, 0)


def test_the_day_is_that_of_the_customer():
    # half past midnight in Rome, still the evening before on the Azores
    now = datetime(2026, 3, 5, 23, 30)
    assert keys(now)["tomorrow_morning"] == datetime(2026, 3, 7, 9, 0)
    assert keys(now, AZORES)["tomorrow_morning"] == datetime(2026, 3, 6, 11, 0)


def test_the_clock_is_put_forward_in_the_night_between():
    # Saturday before summer time begins in Europe
    now = datetime(2026, 3, 28, 12, 0)
    assert keys(now)["tomorrow_morning"] == datetime(2026, 3, 29, 8, 0)


def test_a_monday_is_the_next_one():
    assert keys(datetime(2026, 3, 2, 9, 0))["monday"] == datetime(2026, 3, 9, 9, 0)
    # on a Sunday next Monday is tomorrow: said once
    assert "monday" not in keys(datetime(2026, 3, 8, 9, 0))


def test_offers_come_in_order_and_none_twice():
    for hour in range(24):
        found = call_back.offers(datetime(2026, 3, 6, hour), ROME)
        moments = [offer.at for offer in found]
        assert moments == sorted(set(moments))


@pytest.mark.parametrize("text", ["", None, "soon", "2026-13-01T10:00", 7])
def test_what_is_no_moment(text):
    assert call_back.from_local(text, ROME) is None


def test_every_result_of_a_person_has_its_own_key():
    found = screen.result_keys([result.value for result in Result])
    assert "abandoned" not in found
    assert all(found.values())
    assert len(set(found.values())) == len(found)
    # used by the screen itself, its panels and the web client
    assert not set(found.values()) & set("cdeghilnopu")


def test_no_rate_before_a_quarter_of_an_hour():
    first = datetime(2026, 3, 5, 9, 0)
    early = screen.today({"busy": 3}, first, datetime(2026, 3, 5, 9, 14, 59))
    later = screen.today({"busy": 3}, first, datetime(2026, 3, 5, 9, 15))
    assert early == {"calls": 3, "answered": 0, "per_hour": None}
    assert later == {"calls": 3, "answered": 0, "per_hour": 12.0}
    nothing = {"calls": 0, "answered": 0, "per_hour": None}
    assert screen.today({}, None, first) == nothing


def test_a_number_that_no_contact_has_stands_first():
    found = screen.numbers("02 9", [{"number": "02 1", "whose": "Anna"}])
    assert [(n["number"], n["current"]) for n in found] == [
        ("02 9", True),
        ("02 1", False),
    ]
    assert screen.numbers("", []) == []
