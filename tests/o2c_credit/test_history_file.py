"""A file of receivables as a whole."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.o2c_credit.domain.history_columns import (
    Column,
    missing,
    plain,
    propose,
    signature,
)
from odoo.addons.o2c_credit.domain.history_file import (
    Layout,
    Problem,
    cut,
    decode,
    find_delimiter,
    find_order,
    read_rows,
)
from odoo.addons.o2c_credit.domain.history_values import DateOrder

HEADERS = {
    "real ledger": (
        "invoice,customer,company,currency,invoice_date,due_date,amount,settled_date"
    ),
    "italian": "N. fattura;Codice cliente;Data fattura;Scadenza;Importo;Pagato il",
    "spanish": "Nº factura;Código cliente;Fecha factura;Vencimiento;Importe;Fecha pago",
    "polish": "Nr faktury;Kontrahent;Data wystawienia;Termin płatności;Kwota;Waluta",
    "german": "Rechnungsnr.;Kunde;Rechnungsdatum;Fällig am;Betrag;Bezahlt am",
    "french": "N° facture;Client;Date facture;Échéance;Montant TTC",
    "camel case": "invoiceNumber;customerID;InvoiceDate;DueDate;InvoiceAmount",
}
LINE = "F1,C1,2026-03-02,2026-04-01,100.50"
BASE = "invoice,customer,date,due,amount"


def reading(text, **options):
    rows = list(cut(text, ","))
    columns = propose(rows[0][1])
    return read_rows(rows[1:], Layout(columns, **options), len(rows[0][1]))


def problems(text, **options):
    _rows, findings = reading(text, **options)
    return [(f.line, f.problem, f.column) for f in findings]


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_recognised(name):
    header = HEADERS[name]
    headers = header.split(find_delimiter(header))
    assert missing(propose(headers)) == []


def test_headers_that_mean_the_same_are_taken_once():
    assert propose(["Invoice", "Invoice no."]) == {Column.NUMBER: 0}


def test_sample_ledger_keeps_what_it_does_not_know_out():
    headers = (
        "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,"
        "InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate"
    ).split(",")
    assert propose(headers) == {
        Column.NUMBER: 3,
        Column.CUSTOMER: 1,
        Column.INVOICE_DATE: 4,
        Column.DUE_DATE: 5,
        Column.AMOUNT: 6,
        Column.SETTLED_DATE: 8,
        Column.DISPUTED: 7,
    }


def test_signature():
    assert plain("Termin płatności") == "terminplatnosci"
    assert signature(["A b", "Ć"]) == "ab|c"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Zażółć".encode(), "utf-8-sig"),
        ("Zażółć".encode("utf-8-sig"), "utf-8-sig"),
        ("Zażółć".encode("utf-16"), "utf-16"),
        ("Fälligkeit".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data, encoding):
    text, found = decode(data)
    assert found == encoding
    assert text in ("Zażółć", "Fälligkeit")


def test_encoding_chosen():
    assert decode("Zażółć".encode("cp1250"), "cp1250") == ("Zażółć", "cp1250")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n", ";"),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a;b\n"x,y,z";2\n', ";"),
    ],
)
def test_delimiter(text, expected):
    assert find_delimiter(text) == expected


def test_lines_are_counted_as_a_person_does():
    rows = list(cut('a,b\r\n"x\r\ny",2\r\n3,4', ","))
    assert rows == [(1, ["a", "b"]), (2, ["x\ny", "2"]), (4, ["3", "4"])]


def test_a_row():
    rows, findings = reading(f"{BASE},settled\n{LINE},\n")
    assert findings == []
    assert (rows[0].line, rows[0].number, rows[0].external_id) == (2, "F1", "F1")
    assert rows[0].due_date == date(2026, 4, 1)
    assert rows[0].amount == rows[0].open_amount == Decimal("100.50")
    rows, _findings = reading(f"{BASE},settled\n{LINE},2026-05-01\n")
    assert (rows[0].open_amount, rows[0].settled_date) == (0, date(2026, 5, 1))


def test_optional_columns():
    head = f"{BASE},open amount,disputed,dunning level,broken promise,insoluto,rate"
    rows, findings = reading(f"{head}\n{LINE},20,Sì,2,2026-04-20,2026-04-25,1.5\n")
    assert findings == []
    row = rows[0]
    assert (row.open_amount, row.disputed, row.step) == (20, True, 2)
    assert (row.broken, row.returned) == (date(2026, 4, 20), date(2026, 4, 25))
    assert row.rate == Decimal("1.5")


CELLS = {
    "no number": (",C1,2026-03-02,2026-04-01,1", [Problem.EMPTY]),
    "no date": ("F1,C1,,2026-04-01,1", [Problem.EMPTY]),
    "short row": ("F1,C1,2026-03-02", [Problem.EMPTY, Problem.EMPTY]),
    "bad date": ("F1,C1,soon,2026-04-01,1", [Problem.BAD_DATE]),
    "bad amount": ("F1,C1,2026-03-02,2026-04-01,much", [Problem.BAD_AMOUNT]),
    "too wide": ("F1,C1,2026-03-02,2026-04-01,1,2", [Problem.TOO_WIDE]),
    "credit note": ("F1,C1,2026-03-02,2026-04-01,-1", [Problem.CREDIT_NOTE]),
    "empty line": (",,,,", [Problem.EMPTY_LINE]),
}


@pytest.mark.parametrize("case", CELLS)
def test_problems(case):
    line, expected = CELLS[case]
    assert [p for _line, p, _column in problems(f"{BASE}\n{line}\n")] == expected


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("settled", "2026-03-01", Problem.SETTLED_EARLY),
        ("open", "100.51", Problem.OPEN_TOO_MUCH),
        ("open", "-1", Problem.OPEN_TOO_MUCH),
        ("open,settled", "5,2026-05-01", Problem.OPEN_THOUGH_SETTLED),
        ("disputed", "perhaps", Problem.BAD_ANSWER),
        ("dunning step", "two", Problem.BAD_STEP),
        ("rate", "0", Problem.BAD_RATE),
    ],
)
def test_problems_of_optional_columns(columns, cells, expected):
    found = problems(f"{BASE},{columns}\n{LINE},{cells}\n")
    assert [problem for _line, problem, _column in found] == [expected]


def test_settled_on_the_day_of_the_invoice_is_fine():
    assert problems(f"{BASE},settled\n{LINE},2026-03-02\n") == []
    assert problems(f"{BASE},open\n{LINE},100.50\n") == []


def test_doubles():
    found = problems(f"{BASE}\n{LINE}\n{LINE}\n")
    assert found == [(3, Problem.DOUBLE, Column.EXTERNAL_ID)]
    _rows, findings = reading(f"{BASE}\n{LINE}\n{LINE}\n")
    assert findings[0].value == "2"


def test_the_same_number_in_two_companies_is_no_double():
    assert problems(f"{BASE},company\n{LINE},A\n{LINE},B\n") == []


def test_notes_leave_the_row_in():
    rows, findings = reading(f"{BASE}\nF1,C1,2026-03-02,2026-04-01,-1\n\n")
    assert [row.amount for row in rows] == [-1]
    assert [finding.is_error for finding in findings] == [False] * len(findings)


def test_evidence_of_all_columns_of_dates_together():
    rows = [(2, ["1/2/2026", "13/2/2026"])]
    columns = {Column.INVOICE_DATE: 0, Column.DUE_DATE: 1}
    assert find_order(rows, columns)[0] == DateOrder.DAY_MONTH


def test_a_number_that_a_spreadsheet_took_for_an_amount():
    row = [Decimal("4711"), Decimal("17.0"), date(2026, 3, 2), date(2026, 4, 1)]
    columns = dict(
        zip(
            ("number", "customer", "invoice_date", "due_date", "amount"),
            range(5),
            strict=True,
        )
    )
    layout = Layout({Column(name): index for name, index in columns.items()})
    rows, findings = read_rows([(2, [*row, Decimal("12.5")])], layout, 5)
    assert findings == []
    assert (rows[0].number, rows[0].customer) == ("4711", "17")
    assert rows[0].amount == Decimal("12.5")
