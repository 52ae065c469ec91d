"""A file of receivables: what its rows say, and what is wrong with them.

A file is read as a whole: bytes become text, text becomes rows of cells, cells become
:class:`Row`. Amounts are Decimals in the currency of the row.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from .history_columns import AMOUNTS, DATES, REQUIRED, Column
from .history_values import (
    DateOrder,
    date_order,
    decimal_sign,
    read_amount,
    read_boolean,
    read_date,
)

ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "cp1250", "iso8859-15")
DELIMITERS = (",", ";", "\t", "|")


class Problem(str, Enum):
    """What can be wrong with a cell or a row."""

    EMPTY = "empty"
    BAD_DATE = "bad_date"
    BAD_AMOUNT = "bad_amount"
    BAD_ANSWER = "bad_answer"
    BAD_STEP = "bad_step"
    BAD_RATE = "bad_rate"
    TOO_WIDE = "too_wide"
    DOUBLE = "double"
    OPEN_TOO_MUCH = "open_too_much"
    OPEN_THOUGH_SETTLED = "open_though_settled"
    UNKNOWN_CURRENCY = "unknown_currency"
    NO_RATE = "no_rate"
    UNKNOWN_COMPANY = "unknown_company"
    UNKNOWN_CUSTOMER = "unknown_customer"
    AMBIGUOUS_CUSTOMER = "ambiguous_customer"
    # worth knowing, no reason to refuse the file
    SETTLED_EARLY = "settled_early"
    CREDIT_NOTE = "credit_note"
    EMPTY_LINE = "empty_line"


NOTES = frozenset({Problem.SETTLED_EARLY, Problem.CREDIT_NOTE, Problem.EMPTY_LINE})


@dataclass(frozen=True)
class Finding:
    """A problem: where it is and what stands there.

    :param line: of the file, as a person counts them; the headers are line 1
    """

    line: int
    problem: Problem
    column: Column | None = None
    value: str = ""

    @property
    def is_error(self):
        """Whether the file is refused for it."""
        return self.problem not in NOTES


@dataclass(frozen=True)
class Layout:
    """How a file is to be read.

    :param columns: {Column: index of the cell}
    """

    columns: dict
    order: DateOrder = DateOrder.DAY_MONTH
    decimal: str = "."


@dataclass(frozen=True)
class Row:
    """One receivable as it was understood; ``broken`` and ``returned`` are dates."""

    line: int
    number: str
    external_id: str
    customer: str
    invoice_date: date
    due_date: date
    amount: Decimal
    open_amount: Decimal
    settled_date: date | None = None
    currency: str = ""
    rate: Decimal | None = None
    company: str = ""
    customer_name: str = ""
    vat: str = ""
    disputed: bool = False
    step: int = 0
    broken: date | None = None
    returned: date | None = None


def decode(data, encoding=None):
    """(text, encoding) of a file's bytes; without ``encoding`` it is found out.

    >>> decode("Zażółć".encode("utf-8-sig"))
    ('Zażółć', 'utf-8-sig')
    """
    if encoding:
        return data.decode(encoding, errors="replace"), encoding
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def find_delimiter(text):
    """The separator that cuts the first lines into the most cells of equal number.

    >>> find_delimiter('a;b;c\\n1,5;2;"x;y"\\n')
    ';'
    """
    lines = _lines(text)[:20]

    def worth(sign):
        widths = [len(cells) for cells in csv.reader(lines, delimiter=sign) if cells]
        return min(widths, default=0), -len(set(widths)), -DELIMITERS.index(sign)

    return max(DELIMITERS, key=worth)


def cut(text, delimiter):
    """The rows of a CSV text as lists of cells, with the line each begins on."""
    reader = csv.reader(_lines(text), delimiter=delimiter)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def find_order(rows, columns):
    """As ``history_values.date_order``, over all columns of dates at once."""
    return date_order(list(_values(rows, columns, DATES)))


def find_decimal(rows, columns):
    """As ``history_values.decimal_sign``, over all columns of amounts at once."""
    return decimal_sign(list(_values(rows, columns, AMOUNTS)))


def read_rows(rows, layout, width):
    """What the rows say.

    :param rows: iterable of (line, cells), without the headers
    :param width: how many columns the headers have
    :return: (list of :class:`Row`, list of :class:`Finding`); a row with an error is
        not among the rows
    """
    understood, findings, seen = [], [], {}
    for line, cells in rows:
        if not any(str(cell).strip() for cell in cells):
            findings.append(Finding(line, Problem.EMPTY_LINE))
            continue
        reading = _Reading(line, cells, layout)
        if len(cells) > width and any(str(c).strip() for c in cells[width:]):
            reading.report(Problem.TOO_WIDE, None, len(cells))
        row = reading.row()
        first = seen.setdefault((row.company, row.external_id), line)
        if row.external_id and first != line:
            reading.report(Problem.DOUBLE, Column.EXTERNAL_ID, first)
        findings += reading.findings
        if not any(finding.is_error for finding in reading.findings):
            understood.append(row)
    return understood, findings


def _lines(text):
    # not splitlines(): it cuts at signs that stand inside names
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")]


def _values(rows, columns, wanted):
    indexes = [columns[column] for column in wanted if column in columns]
    for _line, cells in rows:
        for index in indexes:
            if index < len(cells) and cells[index] not in ("", None):
                yield cells[index]


class _Reading:
    """The reading of one row; gathers what is wrong with it."""

    def __init__(self, line, cells, layout):
        self.line, self.cells, self.layout = line, cells, layout
        self.findings = []

    def report(self, problem, column, value=""):
        self.findings.append(Finding(self.line, problem, column, str(value)))

    def row(self):
        amount = self.amount(Column.AMOUNT) or Decimal(0)
        settled = self.date(Column.SETTLED_DATE)
        number = self.text(Column.NUMBER)
        row = Row(
            line=self.line,
            number=number,
            external_id=self.text(Column.EXTERNAL_ID) or number,
            customer=self.text(Column.CUSTOMER),
            invoice_date=self.date(Column.INVOICE_DATE),
            due_date=self.date(Column.DUE_DATE),
            amount=amount,
            open_amount=self.open_amount(amount, settled),
            settled_date=settled,
            currency=self.text(Column.CURRENCY).upper(),
            rate=self.rate(),
            company=self.text(Column.COMPANY),
            customer_name=self.text(Column.CUSTOMER_NAME),
            vat=self.text(Column.VAT),
            disputed=self.answer(Column.DISPUTED),
            step=self.step(),
            broken=self.date(Column.BROKEN_PROMISE),
            returned=self.date(Column.RETURNED_PAYMENT),
        )
        self.look_at(row)
        return row

    def look_at(self, row):
        for column in REQUIRED:
            if self.cell(column) == "":
                self.report(Problem.EMPTY, column)
        settled, invoiced = row.settled_date, row.invoice_date
        if settled and invoiced and settled < invoiced:
            self.report(Problem.SETTLED_EARLY, Column.SETTLED_DATE, settled)
        if row.amount < 0:
            self.report(Problem.CREDIT_NOTE, Column.AMOUNT, row.amount)

    def cell(self, column):
        index = self.layout.columns.get(column)
        if index is None or index >= len(self.cells):
            return ""
        value = self.cells[index]
        return value.strip() if isinstance(value, str) else value

    def text(self, column):
        value = self.cell(column)
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return str(int(value))  # a number that a spreadsheet took for an amount
        return str(value)

    def date(self, column):
        value = self.cell(column)
        if value == "":
            return None
        found = read_date(value, self.layout.order)
        if found is None:
            self.report(Problem.BAD_DATE, column, value)
        return found

    def amount(self, column):
        value = self.cell(column)
        if value == "":
            return None
        found = read_amount(value, self.layout.decimal)
        if found is None:
            self.report(Problem.BAD_AMOUNT, column, value)
        return found

    def open_amount(self, amount, settled):
        given = self.amount(Column.OPEN_AMOUNT)
        if given is None:
            return Decimal(0) if settled else amount
        if settled and given:
            self.report(Problem.OPEN_THOUGH_SETTLED, Column.OPEN_AMOUNT, given)
        if given * amount < 0 or abs(given) > abs(amount):
            self.report(Problem.OPEN_TOO_MUCH, Column.OPEN_AMOUNT, given)
        return given

    def rate(self):
        value = self.cell(Column.RATE)
        if value == "":
            return None
        found = read_amount(value, self.layout.decimal)
        if found is None or found <= 0:
            self.report(Problem.BAD_RATE, Column.RATE, value)
            return None
        return found

    def answer(self, column):
        value = self.cell(column)
        found = read_boolean(value)
        if found is None:
            self.report(Problem.BAD_ANSWER, column, value)
        return bool(found)

    def step(self):
        text = self.text(Column.DUNNING_STEP)
        if not text:
            return 0
        if not text.isdecimal() or len(text) > 3:
            self.report(Problem.BAD_STEP, Column.DUNNING_STEP, text)
            return 0
        return int(text)
