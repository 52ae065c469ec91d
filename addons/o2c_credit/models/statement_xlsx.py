"""The statement of account as a workbook: totals are formulas, amounts are numbers."""

import io

import xlsxwriter

from .. import explain

ITEM_WIDTHS = (16, 16, 20, 12, 12, 10, 16, 16, 14, 14)


def workbook(account, statement):
    """The bytes of an XLSX file, a sheet for each currency.

    :param account: in the language of the texts
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(out, options) as book:
        styles = _Styles(book)
        if statement.is_empty:
            sheet = book.add_worksheet()
            sheet.write_string(0, 0, explain.statement.nothing(account.env))
        for section in statement.sections:
            _sheet(book, styles, account, statement, section)
    return out.getvalue()


class _Styles:
    def __init__(self, book):
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EDEDED", "text_wrap": True}
        )
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._book, self._money = book, {}

    def money(self, currency, bold=False):
        """The format of amounts: the decimals of the currency."""
        key = (currency.decimal_places, bold)
        if key not in self._money:
            cents = "." + "0" * key[0] if key[0] else ""
            number = f"#,##0{cents};[Red]-#,##0{cents}"
            self._money[key] = self._book.add_format(
                {"num_format": number, "bold": bold, "top": int(bold)}
            )
        return self._money[key]


def _sheet(book, styles, account, statement, section):
    env = account.env
    words = explain.statement.headings(env)
    currency = env["res.currency"].browse(section.currency)
    sheet = book.add_worksheet(currency.name)
    for column, width in enumerate(ITEM_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, words["title"], styles.title)
    sheet.write_string(1, 0, account.partner_id.name or "", styles.bold)
    sheet.write_string(2, 0, explain.statement.period(env, statement))
    sheet.write_string(3, 0, words["in_currency"] % currency.name)
    row = _ageing(sheet, 5, styles, account, section, currency)
    row = _items(sheet, row + 2, styles, words, statement, section, currency)
    if section.opening is not None:
        _movements(sheet, row + 2, styles, words, section, currency)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _ageing(sheet, row, styles, account, section, currency):
    names = [*explain.statement.bucket_names(account)]
    for column, (name, amount) in enumerate(zip(names, section.cells, strict=True)):
        sheet.write_string(row, column, name, styles.head)
        sheet.write_number(row + 1, column, amount, styles.money(currency))
    last = len(names)
    total = explain.statement.headings(account.env)["balance"]
    sheet.write_string(row, last, total, styles.head)
    span = f"{_cell(row + 1, 0)}:{_cell(row + 1, last - 1)}"
    sheet.write_formula(
        row + 1,
        last,
        f"=SUM({span})",
        styles.money(currency, bold=True),
        float(section.closing),
    )
    return row + 2


def _items(sheet, row, styles, words, statement, section, currency):
    heads = "kind number reference date due late amount open held promised".split()
    sheet.write_row(row, 0, [words[head] for head in heads], styles.head)
    money = styles.money(currency)
    first = row + 1
    found = (*section.items, *section.credits)
    for place, item in enumerate(found, first):
        texts = (words["kinds"][item.kind], item.number, item.reference)
        for column, text in enumerate(texts):
            sheet.write_string(place, column, text)
        sheet.write_datetime(place, 3, item.date, styles.date)
        sheet.write_datetime(place, 4, item.due_date, styles.date)
        late = item.days_overdue(statement.as_of)
        sheet.write_number(place, 5, max(late, 0) if item.residual > 0 else 0)
        amounts = (item.amount, item.residual, item.held, item.promised)
        for column, amount in enumerate(amounts, 6):
            sheet.write_number(place, column, amount, money)
    end = first + len(found)
    if not found:
        return end
    sheet.write_string(end, 0, words["balance"], styles.bold)
    sums = (section.closing, section.held, section.promised)
    for column, value in enumerate(sums, 7):
        span = f"{_cell(first, column)}:{_cell(end - 1, column)}"
        style = styles.money(currency, bold=True)
        sheet.write_formula(end, column, f"=SUM({span})", style, float(value))
    return end + 1


def _movements(sheet, row, styles, words, section, currency):
    money, bold = styles.money(currency), styles.money(currency, bold=True)
    heads = "kind number date due amount balance".split()
    sheet.write_row(row, 0, [words[head] for head in heads], styles.head)
    sheet.write_string(row + 1, 0, words["opening"], styles.bold)
    sheet.write_number(row + 1, 5, section.opening, bold)
    last = row + 1 + len(section.movements)
    for place, move in enumerate(section.movements, row + 2):
        sheet.write_string(place, 0, words["kinds"][move.kind])
        sheet.write_string(place, 1, move.number)
        sheet.write_datetime(place, 2, move.date, styles.date)
        if move.due_date:
            sheet.write_datetime(place, 3, move.due_date, styles.date)
        sheet.write_number(place, 4, move.amount, money)
        formula = f"={_cell(place - 1, 5)}+{_cell(place, 4)}"
        sheet.write_formula(place, 5, formula, money, float(move.balance))
    sheet.write_string(last + 1, 0, words["closing"], styles.bold)
    sheet.write_formula(last + 1, 5, f"={_cell(last, 5)}", bold, float(section.closing))


def _cell(row, column):
    return xlsxwriter.utility.xl_rowcol_to_cell(row, column)
