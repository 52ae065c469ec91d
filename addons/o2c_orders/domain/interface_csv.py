"""Orders in CSV: one row for each line, rows of one order stand together or apart."""

import csv

from .interface import CUSTOMER_FIELDS, LINE_FIELDS

CUSTOMER_COLUMNS = {
    ("customer_" + name if name in ("ref", "vat", "email", "name") else name): name
    for name in CUSTOMER_FIELDS
}
LINE_COLUMNS = {name: name for name in LINE_FIELDS}
ORDER_COLUMNS = (
    "external_id",
    "reference",
    "delivery_date",
    "channel",
    "currency",
    "note",
)
COLUMNS = (*ORDER_COLUMNS, *CUSTOMER_COLUMNS, *LINE_COLUMNS)
RISKY = ("=", "+", "-", "@", "\t", "\r")


class CsvError(ValueError):
    """The file is no table of orders. ``args[0]``: the unknown or missing columns."""


def read_rows(text):
    """The rows of a CSV file with a header, by column name.

    Semicolon, comma or tabulator, whichever stands in the header.

    :raise CsvError: a column is not known, or ``external_id`` is missing
    """
    text = text.lstrip("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or "external_id" not in names:
        raise CsvError(", ".join(unknown) or "external_id")
    reader.fieldnames = names
    return list(reader)


def orders_of(rows):
    """``[(numbers of its rows, raw order)]`` of the rows, numbered from 2 (the header
    is row 1); the values of an order come from its first row.

    >>> row = {"external_id": "A", "customer_ref": "C", "product": "P", "quantity": "1"}
    >>> orders_of([row, row])[0][0]
    (2, 3)
    """
    orders = {}
    for number, row in enumerate(rows, 2):
        key = (row.get("external_id") or "").strip() or number
        numbers, raw = orders.setdefault(key, ([], _order(row)))
        numbers.append(number)
        raw["lines"].append(_filled(row, LINE_COLUMNS))
        if None in row:  # more cells than columns
            raw["more_cells"] = True
    return [(tuple(numbers), raw) for numbers, raw in orders.values()]


def _order(row):
    raw = {name: row[name] for name in ORDER_COLUMNS if row.get(name)}
    return {**raw, "customer": _filled(row, CUSTOMER_COLUMNS), "lines": []}


def _filled(row, columns):
    return {name: row[column] for column, name in columns.items() if row.get(column)}


def write_rows(names, rows):
    """CSV text; what a spreadsheet would take for a formula is kept a text.

    >>> print(write_rows(["a"], [["=1+1"]]), end="")
    a
    '=1+1
    """
    target = _Text()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_safe(value) for value in row] for row in rows])
    return "".join(target)


class _Text(list):
    """As much of a file as the writer needs."""

    write = list.append


def _safe(value):
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return "" if value is None else value
