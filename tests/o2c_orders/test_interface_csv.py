import pytest

from odoo.addons.o2c_orders.domain.interface import read_order
from odoo.addons.o2c_orders.domain.interface_csv import (
    CsvError,
    orders_of,
    read_rows,
    write_rows,
)

HEAD = "external_id;customer_ref;reference;product;quantity\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiters(delimiter):
    text = (HEAD + "A;C;PO;CUPS;5\n").replace(";", delimiter)
    rows = read_rows(text)
    assert rows[0]["product"] == "CUPS"


def test_lines_of_one_order():
    text = HEAD + "A;C;PO;CUPS;5\nB;D;;CUPS;1\nA;;;DESK;2\n"
    (numbers, first), (_two, second) = orders_of(read_rows(text))
    assert numbers == (2, 4)
    assert first == {
        "external_id": "A",
        "reference": "PO",
        "customer": {"ref": "C"},
        "lines": [
            {"product": "CUPS", "quantity": "5"},
            {"product": "DESK", "quantity": "2"},
        ],
    }
    assert second["customer"] == {"ref": "D"}
    assert read_order(first)[1] == ()


@pytest.mark.parametrize(
    ("_case", "text"),
    [
        ("strange column", "external_id;colour\nA;red\n"),
        ("no id", "customer_ref;product\nC;P\n"),
        ("empty", ""),
    ],
)
def test_no_table_of_orders(_case, text):
    with pytest.raises(CsvError):
        read_rows(text)


def test_a_header_with_a_mark_and_capitals():
    assert read_rows("\ufeffExternal_ID ;Product\nA;P\n")[0]["external_id"] == "A"


def test_quoted_line_breaks():
    rows = read_rows('external_id;text\nA;"two\nlines"\n')
    assert rows[0]["text"] == "two\nlines"


def test_more_cells_than_columns_are_an_error():
    (_numbers, raw), *_ = orders_of(read_rows(HEAD + "A;C;PO;CUPS;5;oops\n"))
    assert [issue.field for issue in read_order(raw)[1]] == ["more_cells"]


def test_rows_without_id_stay_apart():
    found = orders_of(read_rows(HEAD + ";C;;CUPS;5\n;C;;CUPS;5\n"))
    assert [numbers for numbers, _raw in found] == [(2,), (3,)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_formulas_stay_texts(text):
    assert write_rows(["a"], [[text]]).splitlines()[1].strip('"') == f"'{text}"


def test_written_values():
    assert write_rows(["a", "b"], [[None, -5.5]]) == "a,b\n,-5.5\n"
