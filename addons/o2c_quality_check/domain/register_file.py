"""Reads what a register sent: numbers, one a line, with the day of enrolment or not.

A line holds a number and perhaps a day (``2026-03-02`` or ``02/03/2026``), split by
comma, semicolon or tab. Empty lines and a heading are passed over.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d")
SEPARATORS = ";\t,"
# characters that people put between the digits of a number
FILLING = str.maketrans("", "", " -./()\u00a0\ufeff\"'")
SHORTEST, LONGEST = 5, 15


@dataclass(frozen=True)
class Reading:
    """``rows``: (number as it was written without filling, day or None).

    ``faults``: (line, text) of what is no number, or no day.
    """

    rows: tuple[tuple[str, date | None], ...] = ()
    faults: tuple[tuple[int, str], ...] = field(default_factory=tuple)


def read(text):
    """Read a file.

    >>> read("number;since\\n+39 02 5550 1234;2026-03-02\\n").rows
    (('+390255501234', datetime.date(2026, 3, 2)),)
    >>> read("333 1234567\\nabc").faults
    ((2, 'abc'),)
    """
    lines = text.splitlines()
    separator = _separator(lines[0]) if lines else None
    rows, faults = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _row(line, separator)
        if row:
            rows.append(row)
        elif number > 1 or any(char.isdigit() for char in line):
            faults.append((number, line.strip()))
    return Reading(tuple(rows), tuple(faults))


def _separator(line):
    return next((char for char in SEPARATORS if char in line), None)


def _row(line, separator):
    cells = line.split(separator) if separator else [line]
    phone = cells[0].translate(FILLING)
    if not _is_number(phone):
        return None
    day = cells[1].strip().strip('"') if len(cells) > 1 else ""
    if not day:
        return phone, None
    since = _day(day)
    return (phone, since) if since else None


def _is_number(phone):
    digits = phone.removeprefix("+")
    return digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST


def _day(text):
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
