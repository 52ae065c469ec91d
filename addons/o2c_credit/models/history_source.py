"""The bytes of a file of receivables as rows of cells, and how they are written."""

import io
import zipfile
from collections import namedtuple
from datetime import datetime
from decimal import Decimal

import openpyxl

from ..domain import history_file
from ..domain.history_columns import Column
from ..domain.history_values import DateOrder, Evidence

# rows: [(line, cells)] without the headers
Sheet = namedtuple("Sheet", "headers rows encoding delimiter")
# what a person chose or the file tells; unsure: what he has to choose
Choices = namedtuple("Choices", "columns order decimal unsure")


class UnreadableError(Exception):
    """The file is no text and no workbook that can be read."""


def read_sheet(data, encoding=None, delimiter=None):
    """The first sheet of a workbook, or a text cut into cells.

    :raise UnreadableError: it is neither
    """
    if data[:4] == b"PK\x03\x04":
        return _workbook(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or (
        b"\0" in data[:2000] and data[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise UnreadableError
    text, encoding = history_file.decode(data, encoding)
    delimiter = delimiter or history_file.find_delimiter(text)
    try:
        rows = list(history_file.cut(text, delimiter))
    except history_file.csv.Error as error:
        raise UnreadableError from error
    return _sheet(rows, encoding, delimiter)


def choose(sheet, columns, order=None, decimal=None):
    """How the cells are to be read; ``unsure``: what nobody said and nothing shows.

    :param columns: {Column: index}
    :param order: of the dates, as chosen; None: found out
    :param decimal: the sign, as chosen; None: found out
    """
    unsure = []
    if order is None:
        order, evidence = history_file.find_order(sheet.rows, columns)
        if evidence == Evidence.AMBIGUOUS:
            unsure.append("date_order")
    if decimal is None:
        decimal, evidence = history_file.find_decimal(sheet.rows, columns)
        if evidence == Evidence.AMBIGUOUS:
            unsure.append("decimal")
    return Choices(columns, order, decimal, unsure)


def layout(choices):
    """The Layout of the domain; what is unsure is read the more usual way."""
    order = choices.order or DateOrder.DAY_MONTH
    return history_file.Layout(choices.columns, order, choices.decimal or ".")


def known_columns(columns, width):
    """{Column: index} from what a client sent: unknown names and cells left out."""
    names = {column.value: column for column in Column}
    return {
        names[name]: index
        for name, index in columns.items()
        if name in names and isinstance(index, int) and 0 <= index < width
    }


def _workbook(data):
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            (number, [_cell(value) for value in values])
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
        ]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise UnreadableError from error
    return _sheet(rows, "", "")


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool | str | datetime):
        return value
    if isinstance(value, int | float):
        return Decimal(repr(value))
    return str(value)


def _sheet(rows, encoding, delimiter):
    """Without the empty lines above the headers and the empty columns beside them."""
    for index, (_line, cells) in enumerate(rows):
        headers = [str(cell).strip() for cell in cells]
        if any(headers):
            while not headers[-1]:
                headers.pop()
            return Sheet(headers, rows[index + 1 :], encoding, delimiter)
    raise UnreadableError
