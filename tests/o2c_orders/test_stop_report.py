"""What a driver's phone sends: nothing that happened is lost, nothing is believed."""

import base64
from datetime import datetime, timedelta

import pytest

from odoo.addons.o2c_orders.domain import stop_report
from odoo.addons.o2c_orders.domain.shipment import Status
from odoo.addons.o2c_orders.domain.stop_report import Fault

NOW = datetime(2026, 3, 2, 12)
KEY = "5b1e0c1e-7d5c-4c61-a1c3-0d2f6a4d3c11"
REASONS = ("damaged", "wrong")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff" + bytes(40)).decode()


def read(**values):
    sent = {"key": KEY, "stop": 7, "outcome": "delivered", **values}
    return stop_report.read(sent, NOW, REASONS)


OUTCOMES = [
    ("delivered", Status.DELIVERED),
    ("absent", Status.FAILED_ABSENT),
    ("address", Status.FAILED_ADDRESS),
]


@pytest.mark.parametrize(("outcome", "status"), OUTCOMES)
def test_outcome(outcome, status):
    found = read(outcome=outcome)
    assert found.fault is None
    assert found.report.status is status
    assert (found.report.key, found.report.stop_id) == (KEY, 7)


def test_refused_with_reason():
    report = read(outcome="refused", reason="damaged").report
    assert (report.status, report.reason) == (Status.REFUSED, "damaged")


REFUSED = [
    ("no key", {"key": None}, Fault.NO_KEY),
    ("key too short", {"key": "1234567"}, Fault.NO_KEY),
    ("key of eight", {"key": "12345678"}, None),
    ("key of 64", {"key": "a" * 64}, None),
    ("key too long", {"key": "a" * 65}, Fault.NO_KEY),
    ("key with a quote", {"key": "12345678'"}, Fault.NO_KEY),
    ("key is a number", {"key": 12345678}, Fault.NO_KEY),
    ("no stop", {"stop": None}, Fault.NO_STOP),
    ("stop as text", {"stop": "7"}, Fault.NO_STOP),
    ("stop is true", {"stop": True}, Fault.NO_STOP),
    ("no outcome", {"outcome": None}, Fault.NO_OUTCOME),
    ("unknown outcome", {"outcome": "eaten"}, Fault.NO_OUTCOME),
    ("outcome is a list", {"outcome": ["delivered"]}, Fault.NO_OUTCOME),
    ("a status of ours", {"outcome": "lost"}, Fault.NO_OUTCOME),
    ("refused, no reason", {"outcome": "refused"}, Fault.NO_REASON),
    ("refused, odd reason", {"outcome": "refused", "reason": "x"}, Fault.NO_REASON),
]


@pytest.mark.parametrize(
    ("_case", "values", "fault"), REFUSED, ids=[r[0] for r in REFUSED]
)
def test_refused_reports(_case, values, fault):
    found = read(**values)
    assert found.fault is fault
    assert (found.report is None) is bool(fault)


def z(moment):
    return moment.isoformat() + ".123Z"


HOUR, OLD = timedelta(hours=1), stop_report.OLDEST
MOMENTS = [
    ("sent at once", NOW, NOW, NOW, ()),
    ("waited an hour", NOW - HOUR, NOW, NOW - HOUR, ()),
    ("clock a day fast", NOW + 23 * HOUR, NOW + 24 * HOUR, NOW - HOUR, ()),
    (
        "clock a year slow",
        datetime(2025, 3, 2),
        datetime(2025, 3, 2, 1),
        NOW - HOUR,
        (),
    ),
    ("just not too old", NOW - OLD, NOW, NOW - OLD, ()),
    ("too old", NOW - OLD - timedelta(seconds=1), NOW, NOW, (Fault.TIME,)),
    ("happened after it was sent", NOW + HOUR, NOW, NOW, (Fault.TIME,)),
]


@pytest.mark.parametrize(
    ("_case", "at", "sent", "expected", "lost"), MOMENTS, ids=[m[0] for m in MOMENTS]
)
def test_moment(_case, at, sent, expected, lost):
    found = read(at=z(at), sent_at=z(sent))
    assert (found.report.at, found.lost) == (expected, lost)


@pytest.mark.parametrize("at", [None, "", "yesterday", 5, {"a": 1}])
def test_no_readable_moment(at):
    found = read(at=at)
    assert (found.report.at, found.lost) == (NOW, (Fault.TIME,))


def test_moment_with_another_zone():
    assert read(at="2026-03-02T12:30:00+01:00").report.at == NOW - HOUR / 2


POSITIONS = [
    ("both", 45.5, 9.2, (45.5, 9.2), False),
    ("as text", "45.5", "9.2", (45.5, 9.2), False),
    ("edge", 90, -180, (90.0, -180.0), False),
    ("beyond the pole", 90.001, 0, None, True),
    ("beyond the line", 0, 180.001, None, True),
    ("no number", float("nan"), 0, None, True),
    ("half", 45.5, None, None, True),
    ("words", "here", "there", None, True),
    ("none", None, None, None, False),
]


@pytest.mark.parametrize(
    ("_case", "north", "east", "expected", "lost"),
    POSITIONS,
    ids=[p[0] for p in POSITIONS],
)
def test_position(_case, north, east, expected, lost):
    found = read(latitude=north, longitude=east, at=z(NOW))
    assert found.report.position == expected
    assert found.lost == ((Fault.POSITION,) if lost else ())


IMAGES = [
    ("png", f"data:image/png;base64,{PNG}", PNG),
    ("jpeg", f"data:image/jpeg;base64,{JPEG}", JPEG),
    ("a script", "data:image/svg+xml;base64,PHN2Zz4=", None),
    ("no image inside", "data:image/png;base64,QUJDREVGR0g=", None),
    ("broken base64", "data:image/png;base64,A", None),
    ("too large", "data:image/png;base64," + PNG + "A" * 7_000_000, None),
    ("a number", 7, None),
]


@pytest.mark.parametrize(
    ("_case", "sent", "kept"), IMAGES, ids=[image[0] for image in IMAGES]
)
def test_images(_case, sent, kept):
    found = read(photo=sent, at=z(NOW))
    assert found.report.photo == kept
    assert found.lost == (() if kept else (Fault.PHOTO,))


def test_note_is_cut():
    assert read(note="  " + "x" * 600).report.note == "x" * 500
    assert read(note=None).report.note == ""
