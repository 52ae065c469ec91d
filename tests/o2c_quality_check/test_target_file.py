"""Files as spreadsheets write them."""

import pytest

from odoo.addons.o2c_quality_check.domain import target_file
from odoo.addons.o2c_quality_check.domain.target_file import FileError, Why, read

SAME = [
    # _case, bytes of the same two lines
    ("comma", b"reference,phone\nC7,02 5550\nC8,\n"),
    ("semicolon, Windows lines", b"reference;phone\r\nC7;02 5550\r\nC8;\r\n"),
    ("tab", b"reference\tphone\nC7\t02 5550\nC8\t\n"),
    ("mark of UTF-8", b"\xef\xbb\xbfreference;phone\nC7;02 5550\nC8;\n"),
    ("UTF-16", "reference;phone\nC7;02 5550\nC8;\n".encode("utf-16")),
    ("other titles", b" Customer Number ;TEL;Note\nC7;02 5550;x\nC8;;y"),
    ("quoted", b'"reference","phone"\n"C7","02 5550"\n"C8",""'),
]


@pytest.mark.parametrize("content", [c[1] for c in SAME], ids=[c[0] for c in SAME])
def test_the_same_file(content):
    lines = read(content)
    assert [line.values for line in lines] == [
        {"ref": "C7", "phone": "02 5550"},
        {"ref": "C8"},
    ]
    assert [line.number for line in lines] == [2, 3]


def test_empty_lines_keep_the_numbers():
    assert [line.number for line in read(b"name\n\nA\n\n\nB\n")] == [3, 6]


def test_short_and_long_lines():
    lines = read(b"name;phone\nA\nB;1;2;3\n")
    assert [line.values for line in lines] == [
        {"name": "A"},
        {"name": "B", "phone": "1"},
    ]


BAD = [
    ("nothing", b"", Why.EMPTY),
    ("blank lines", b"\n ;\n", Why.EMPTY),
    ("no column that says who", b"colour;size\nred;9\n", Why.NO_COLUMN),
    ("a workbook", b"PK\x03\x04\x14\x00\x06\x00", Why.NOT_TEXT),
]


@pytest.mark.parametrize(
    ("content", "why"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_refused(content, why):
    with pytest.raises(FileError) as caught:
        read(content)
    assert caught.value.why is why


def test_as_many_lines_as_allowed(monkeypatch):
    monkeypatch.setattr(target_file, "MOST_LINES", 2)
    assert len(read(b"name\nA\nB\n")) == 2
    with pytest.raises(FileError) as caught:
        read(b"name\nA\nB\nC\n")
    assert (caught.value.why, caught.value.params) == (Why.TOO_LONG, {"most": 2})
