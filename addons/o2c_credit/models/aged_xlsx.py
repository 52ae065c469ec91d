"""The aged balance as a workbook: formatted amounts, totals as formulas.

Rows are written in order and forgotten (constant memory): a hundred thousand items
need no more memory than ten.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

EPOCH = 693594  # the ordinal of the last day of 1899
FIRST = 5  # title, what was asked, an empty row, the head


def totals_book(words, currencies, buckets, rows, names):
    """The bytes of an XLSX file with one row for each key.

    :param words: dict of texts (``title``, ``asked``, ``by``, ``currency``, ``count``,
        ``total``, ``sum``)
    :param currencies: {id: (name, decimals)}
    :param buckets: names of the buckets
    :param rows: as of ``o2c.aged.balance._balance``
    :param names: {key: text}
    """
    heads = [words["by"], words["currency"], words["count"], *buckets, words["total"]]
    with _Book(words, [44, 10, 10, *[16] * (len(buckets) + 1)]) as book:
        for currency, (name, decimals) in currencies.items():
            own = [row for row in rows if row["currency_id"] == currency]
            sheet = book.sheet(name, heads)
            money = book.money(decimals)
            last = len(heads) - 1
            for place, row in enumerate(own, FIRST):
                sheet.write_string(place, 0, names[row["key"]])
                sheet.write_string(place, 1, name)
                sheet.write_number(place, 2, row["count"])
                for column, cell in enumerate(row["cells"], 3):
                    if cell:
                        sheet.write_number(place, column, float(cell), money)
                span = f"D{place + 1}:{xl_col_to_name(last - 1)}{place + 1}"
                total = float(row["total"])
                sheet.write_formula(place, last, f"=SUM({span})", money, total)
            sums = [sum(row["count"] for row in own)]
            sums += [
                sum(cells) for cells in zip(*(r["cells"] for r in own), strict=True)
            ]
            sums.append(sum(row["total"] for row in own))
            book.close_sheet(sheet, len(own), dict(enumerate(sums, 2)), decimals)
        return book.bytes()


def details_book(words, heads, kinds, rows, decimals):
    """The bytes of an XLSX file with one row for each open item.

    :param heads: titles of the columns
    :param kinds: what each column is: 'text', 'date', 'number', 'document' (amount in
        the document's currency) or 'company' (amount that is added up)
    :param rows: iterable of tuples
    :param decimals: of the company's currency
    """
    widths = {"text": 20, "date": 12, "number": 10, "document": 16, "company": 18}
    with _Book(words, [widths[kind] for kind in kinds]) as book:
        sheet = book.sheet(words["title"], heads)
        styles = {
            "date": book.date,
            "document": book.money(2),
            "company": book.money(decimals),
            "number": None,
            "text": None,
        }
        columns = [(place, kind, styles[kind]) for place, kind in enumerate(kinds)]
        sums = {place: 0 for place, kind in enumerate(kinds) if kind == "company"}
        count = 0
        for count, row in enumerate(rows, 1):
            _write(sheet, FIRST + count - 1, columns, row)
            for place in sums:
                sums[place] += row[place] or 0
        book.close_sheet(sheet, count, sums, decimals)
        return book.bytes()


def _write(sheet, place, columns, row):
    for column, kind, style in columns:
        value = row[column]
        if value is None:
            continue
        if kind == "text":
            sheet.write_string(place, column, value)
        elif kind == "date":
            # as Excel counts days: several times faster than a date
            sheet.write_number(place, column, value.toordinal() - EPOCH, style)
        else:
            sheet.write_number(place, column, value, style)


class _Book:
    """A workbook whose sheets look alike."""

    def __init__(self, words, widths):
        self._out, self._words, self._widths = io.BytesIO(), words, widths
        options = {"constant_memory": True, "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(self._out, options)
        self._formats = {}
        self.date = self._format(num_format="yyyy-mm-dd", align="left")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.bytes()

    def bytes(self):
        if not self._book.fileclosed:
            self._book.close()
        return self._out.getvalue()

    def _format(self, **values):
        key = tuple(sorted(values.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(values)
        return self._formats[key]

    def money(self, decimals, **values):
        cents = "." + "0" * decimals if decimals else ""
        return self._format(num_format=f"#,##0{cents};[Red]-#,##0{cents}", **values)

    def sheet(self, name, heads):
        """A sheet with title and head, frozen below the head."""
        sheet = self._book.add_worksheet(name[:31])
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(FIRST, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST - 1)
        sheet.write_string(0, 0, self._words["title"], self._format(bold=True))
        for place, text in enumerate(self._words["asked"], 1):
            sheet.write_string(place, 0, text)
        head = self._format(bold=True, bottom=1, bg_color="#EDEDED", text_wrap=True)
        for column, text in enumerate(heads):
            sheet.write_string(FIRST - 1, column, text, head)
        return sheet

    def close_sheet(self, sheet, count, sums, decimals):
        """Below ``count`` rows: formulas with the ``sums`` {column: number}."""
        if not count:
            return
        end, last = FIRST + count, len(self._widths) - 1
        sheet.autofilter(FIRST - 1, 0, end - 1, last)
        bold = self._format(bold=True, top=1)
        sheet.write_string(end, 0, self._words["sum"], bold)
        for column, value in sums.items():
            letter = xl_col_to_name(column)
            # 109: the sum of what the filter shows
            formula = f"=SUBTOTAL(109,{letter}{FIRST + 1}:{letter}{end})"
            whole = isinstance(value, int)
            style = bold if whole else self.money(decimals, bold=True, top=1)
            sheet.write_formula(end, column, formula, style, float(value))
