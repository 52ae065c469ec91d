"""Who is believed, and what couriers write."""

import base64
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from odoo.addons.o2c_orders.domain import courier
from odoo.addons.o2c_orders.domain.courier import Refused
from odoo.addons.o2c_orders.domain.courier_report import (
    LONGEST,
    Fault,
    read_csv,
    read_items,
    read_json,
    read_moment,
)
from odoo.addons.o2c_orders.domain.practice_courier import (
    SCRIPT,
    events_until,
    read_script,
)

NOW = 1772445600
BODY = b'{"tracking": "P1"}'
ROME = ZoneInfo("Europe/Rome")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()
NINE = datetime(2026, 3, 2, 9)


def stamp(seconds=0):
    return str(NOW + seconds)


@pytest.mark.parametrize(
    ("_case", "options", "refused"),
    [
        ("right", {}, None),
        ("just still alive", {"timestamp": stamp(-300)}, None),
        ("a second too old", {"timestamp": stamp(-301)}, Refused.STALE),
        ("just not yet ahead", {"timestamp": stamp(300)}, None),
        ("a second ahead", {"timestamp": stamp(301)}, Refused.STALE),
        ("other body", {"sent": b"{}"}, Refused.BAD_SIGNATURE),
        ("other secret", {"secrets": ["other"]}, Refused.BAD_SIGNATURE),
        ("one of two secrets", {"secrets": ["new", "old"], "secret": "old"}, None),
        ("no secret at all", {"secrets": [False], "secret": ""}, Refused.BAD_SIGNATURE),
        ("no signature", {"signature": ""}, Refused.NO_SIGNATURE),
        ("signature of letters", {"signature": "é"}, Refused.BAD_SIGNATURE),
        ("no timestamp", {"timestamp": ""}, Refused.NO_TIMESTAMP),
        ("timestamp in words", {"timestamp": "today"}, Refused.NO_TIMESTAMP),
        ("timestamp of other digits", {"timestamp": "\u0661"}, Refused.NO_TIMESTAMP),
        ("negative timestamp", {"timestamp": "-5"}, Refused.NO_TIMESTAMP),
        ("too large", {"sent": b"x" * (courier.LARGEST + 1)}, Refused.TOO_LARGE),
    ],
)
def test_signature(_case, options, refused):
    timestamp = options.get("timestamp", stamp())
    made = courier.sign(options.get("secret", "s3cret"), timestamp, BODY)
    decision = courier.check(
        options.get("secrets", ["s3cret"]),
        timestamp,
        options.get("sent", BODY),
        options.get("signature", made),
        NOW,
    )
    codes = [reason.code for reason in decision.reasons]
    assert codes == ([refused] if refused else [])


def test_timestamp_is_signed_too():
    signature = courier.sign("s3cret", stamp(-900), BODY)
    decision = courier.check(["s3cret"], stamp(), BODY, signature, NOW)
    assert decision.reasons[0].code is Refused.BAD_SIGNATURE


# ---------------------------------------------------------------- JSON
def item(**values):
    return {"tracking": "P1", "code": "OFD", "at": "2026-03-02T10:00:00", **values}


def read(*items):
    return read_json(json.dumps({"events": items}).encode(), ROME)


def faults(report):
    return [reason.code for reason in report.faults]


def test_one_report():
    (report,) = read(item(key="e1", latitude="45.4", longitude=9, photo=PNG)).reports
    assert (report.tracking, report.code, report.key) == ("P1", "OFD", "e1")
    assert (report.latitude, report.longitude, report.photo) == (45.4, 9.0, PNG)
    assert (report.at, report.faults) == (NINE, ())
    assert json.loads(report.raw)["key"] == "e1"


@pytest.mark.parametrize(
    ("_case", "body", "found"),
    [
        ("an object", json.dumps(item()).encode(), 1),
        ("a list", json.dumps([item(), item(code="X")]).encode(), 2),
        ("events", json.dumps({"events": [item()]}).encode(), 1),
        ("no events", b'{"events": []}', Fault.NO_REPORTS),
        ("events of another kind", b'{"events": 5}', Fault.NO_REPORTS),
        ("a number", b"5", Fault.NO_REPORTS),
        ("no JSON", b"tracking=P1", Fault.NOT_JSON),
        ("no text", b"\xff\xfe", Fault.NOT_TEXT),
        ("nothing", b"", Fault.NOT_JSON),
        ("without end", b"[" * 200_000, Fault.NOT_JSON),
    ],
)
def test_message(_case, body, found):
    reading = read_json(body, ROME)
    codes = [reason.code for reason in reading.faults]
    assert (len(reading.reports) or codes[0]) == found


@pytest.mark.parametrize(
    ("_case", "values", "expected"),
    [
        ("right", {}, []),
        ("no parcel", {"tracking": " "}, [Fault.MISSING]),
        ("no code", {"code": None}, [Fault.MISSING]),
        ("no moment", {"at": ""}, [Fault.MISSING]),
        ("bad moment", {"at": "yesterday"}, [Fault.BAD_MOMENT]),
        ("moment of no calendar", {"at": "2026-02-30T10:00:00"}, [Fault.BAD_MOMENT]),
        ("a number of two hundred", {"code": "x" * LONGEST}, []),
        ("one more", {"code": "x" * (LONGEST + 1)}, [Fault.TOO_LONG]),
        ("north pole", {"latitude": 90, "longitude": 180}, []),
        ("beyond", {"latitude": 90.1, "longitude": 0}, [Fault.BAD_POSITION]),
        ("half a position", {"latitude": 45}, [Fault.BAD_POSITION]),
        ("nowhere", {"latitude": "nan", "longitude": 9}, [Fault.BAD_POSITION]),
        ("picture", {"signature": PNG}, []),
        ("no base64", {"photo": "%%"}, [Fault.BAD_PICTURE]),
        ("no picture", {"photo": "PHN2Zz4="}, [Fault.BAD_PICTURE]),
        ("two things", {"tracking": "", "photo": "%"}, ["missing", "bad_picture"]),
    ],
)
def test_report(_case, values, expected):
    (report,) = read(item(**values)).reports
    assert faults(report) == expected


def test_what_is_no_object():
    (report,) = read_items(["P1"], ROME)
    assert faults(report) == [Fault.NOT_AN_OBJECT]


def test_key_of_a_report_without_one():
    same, other, later = read(
        item(text="a"), item(text="b"), item(at="2026-03-02T10:00:01")
    ).reports
    assert same.key == other.key
    assert same.key != later.key


def test_what_no_database_stores_is_left_out():
    body = b'[{"tracking": "P\\u00001", "code": "\\ud800x", "at": "2026-03-02"}]'
    (report,) = read_json(body, ROME).reports
    assert (report.tracking, report.code, faults(report)) == ("P1", "?x", [])


@pytest.mark.parametrize(
    ("_case", "text", "expected"),
    [
        ("with offset", "2026-03-02T10:00:00+05:00", datetime(2026, 3, 2, 5)),
        ("Zulu", "2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10)),
        ("winter", "2026-03-02 10:00:00", NINE),
        ("summer", "2026-07-02T10:00:00", datetime(2026, 7, 2, 8)),
        ("a day", "2026-03-02", datetime(2026, 3, 1, 23)),
        ("before time", "0001-01-01T00:00:00+10:00", None),
        ("words", "noon", None),
    ],
)
def test_moment(_case, text, expected):
    assert read_moment(text, ROME) == expected


# ---------------------------------------------------------------- CSV
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(separator):
    lines = [["Tracking ", "CODE", "at"], ["P1", "OFD", "2026-03-02 10:00"]]
    content = "\r\n".join(separator.join(line) for line in lines)
    (report,) = read_csv(b"\xef\xbb\xbf" + content.encode(), ROME).reports
    assert (report.tracking, report.code, report.at) == ("P1", "OFD", NINE)
    assert (report.place, report.faults) == (2, ())


def test_csv_lines_with_errors_have_their_number():
    content = b"tracking;code;at;text\nP1;OFD;2026-03-02;\n;;;\nP2;;noon;M\xfcller\n"
    good, bad = read_csv(content, UTC).reports
    assert (good.place, faults(good)) == (2, [])
    assert (bad.place, faults(bad)) == (4, [Fault.MISSING, Fault.BAD_MOMENT])
    assert bad.text == "Müller"


@pytest.mark.parametrize(
    ("_case", "content", "expected"),
    [
        ("empty", b"", [Fault.NO_COLUMN] * 3),
        ("one column missing", b"tracking,at\nP1,2026-03-02", [Fault.NO_COLUMN]),
        ("heading only", b"tracking,code,at\n", [Fault.NO_REPORTS]),
        ("no text", b"tracking,code,at\n\x81\x8d", [Fault.NOT_TEXT]),
        ("a picture", b"tracking,code,at\n" + b'"x' * 70_000, [Fault.NOT_TEXT]),
    ],
)
def test_csv_that_cannot_be_read(_case, content, expected):
    assert [reason.code for reason in read_csv(content, UTC).faults] == expected


# ---------------------------------------------------------------- practice
@pytest.mark.parametrize(
    ("_case", "hours", "codes"),
    [
        ("at once", 0, []),
        ("just before", 1.99, []),
        ("at the hub", 2, ["in_transit"]),
        ("in the morning", 20, ["in_transit", "out_for_delivery"]),
        ("done", 24, ["in_transit", "out_for_delivery", "delivered"]),
    ],
)
def test_practice(_case, hours, codes):
    now = NINE + timedelta(hours=hours)
    events = events_until(read_script(SCRIPT), [("P1", NINE)], now)
    assert [event["code"] for event in events] == codes
    assert not any(report.faults for report in read_items(events, ROME))


@pytest.mark.parametrize("script", ["soon delivered", "5", "inf delivered"])
def test_script_that_is_none(script):
    with pytest.raises(ValueError, match=script):
        read_script(script)
