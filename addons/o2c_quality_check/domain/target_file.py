"""A file of people to call: read whatever a spreadsheet wrote, line by line.

Only the text is judged here; whom a line means is looked up elsewhere.
"""

import csv
from dataclasses import dataclass
from enum import Enum

# how a column may be called; the first is what the template has
COLUMNS = {
    "order": ("order", "order number", "sales order", "so"),
    "ref": ("reference", "customer number", "customer reference", "ref"),
    "name": ("customer", "name", "company"),
    "email": ("email", "e-mail", "mail"),
    "phone": ("phone", "telephone", "mobile", "tel"),
    "vat": ("vat", "tax id", "vat number"),
}
TEMPLATE = [values[0] for values in COLUMNS.values()]
DELIMITERS = ";,\t|"
MOST_LINES = 50_000


class Why(str, Enum):
    """Why a file or a line of it cannot be used."""

    EMPTY = "empty"
    NO_COLUMN = "no_column"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    BLANK = "blank"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    TWICE = "twice"
    NOT_CALLED = "not_called"


@dataclass(frozen=True)
class Line:
    """One line: its number in the file and what it says, blanks cut."""

    number: int
    values: dict


class FileError(Exception):
    """The file as a whole cannot be read: ``why`` and ``params``."""

    def __init__(self, why, **params):
        super().__init__(why.value)
        self.why, self.params = why, params


def decode(content):
    """The text of ``content``: UTF-8 with or without mark, UTF-16, else Latin-1.

    >>> decode("Südwind".encode("latin-1")), decode("Südwind".encode("utf-8-sig"))
    ('Südwind', 'Südwind')
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\x00" in content:
        raise FileError(Why.NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(content):
    """The lines of a file.

    :param content: bytes
    :return: list of Line; empty lines of the file are left out
    :raise FileError: it has no lines, no column that says who, or too many lines

    >>> [line.values for line in read(b"Reference;Phone\\nC7; 02 5550 ")]
    [{'ref': 'C7', 'phone': '02 5550'}]
    """
    text = decode(content)
    rows = list(csv.reader(text.splitlines(True), delimiter=_delimiter(text)))
    rows = [(n, row) for n, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not rows:
        raise FileError(Why.EMPTY)
    names = [_column(title) for title in rows[0][1]]
    if not set(names) - {None, "phone"} and "phone" not in names:
        raise FileError(Why.NO_COLUMN, columns=TEMPLATE)
    if len(rows) - 1 > MOST_LINES:
        raise FileError(Why.TOO_LONG, most=MOST_LINES)
    return [Line(number, _values(names, row)) for number, row in rows[1:]]


def template():
    """What an empty file looks like: the titles, as a spreadsheet opens them.

    >>> template().decode("utf-8-sig").strip()
    'order;reference;customer;email;phone;vat'
    """
    return f"{';'.join(TEMPLATE)}\r\n".encode("utf-8-sig")


def digits(phone):
    """A phone number for comparing: digits alone, without leading zeros.

    >>> digits("+39 02 5550-1"), digits("0039 02 55501")
    ('390255501', '390255501')
    """
    return "".join(c for c in phone if c.isdigit()).lstrip("0")


def _delimiter(text):
    head = text.lstrip().split("\n", 1)[0]
    return max(DELIMITERS, key=head.count)


def _column(title):
    wanted = title.strip().lower()
    for name, titles in COLUMNS.items():
        if wanted in titles:
            return name
    return None


def _values(names, row):
    pairs = zip(names, row, strict=False)
    return {name: text.strip() for name, text in pairs if name and text.strip()}
