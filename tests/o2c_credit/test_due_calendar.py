"""The feed of due dates as RFC 5545 wants it."""

from datetime import date, datetime

import pytest

from odoo.addons.o2c_credit.domain import due_calendar
from odoo.addons.o2c_credit.domain.due_calendar import Entry

STAMP = datetime(2026, 3, 2, 9, 30)


def feed(*entries):
    return due_calendar.feed("Due", entries, STAMP).decode()


def test_an_entry_lasts_its_day():
    text = feed(Entry("item-1@x", date(2026, 2, 28), "100 due"))
    assert text == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//O2C//Due dates//EN\r\n"
        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Due\r\n"
        "BEGIN:VEVENT\r\nUID:item-1@x\r\nDTSTAMP:20260302T093000Z\r\n"
        "DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n"
        "SUMMARY:100 due\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_nothing_due_is_a_calendar_too():
    assert feed().endswith("X-WR-CALNAME:Due\r\nEND:VCALENDAR\r\n")


def test_a_text_cannot_make_lines_of_its_own():
    entry = Entry("1", date(2026, 3, 1), "a\nBEGIN:VALARM;b,c\\", "x\r\ny")
    text = feed(entry)
    assert "SUMMARY:a\\nBEGIN:VALARM\\;b\\,c\\\\\r\n" in text
    assert "DESCRIPTION:x\\ny\r\n" in text
    assert "\r\nBEGIN:VALARM" not in text


@pytest.mark.parametrize(
    ("_case", "line", "expected"),
    [
        ("exactly one line", "x" * 75, ["x" * 75]),
        ("one more", "x" * 76, ["x" * 75, " x"]),
        ("three lines", "x" * 150, ["x" * 75, " " + "x" * 74, " x"]),
        ("a letter of two octets is not cut", "x" * 74 + "é", ["x" * 74, " é"]),
    ],
)
def test_fold(_case, line, expected):
    parts = due_calendar.fold(line).split("\r\n")
    assert parts == expected
    assert all(len(part.encode()) <= 75 for part in parts)
