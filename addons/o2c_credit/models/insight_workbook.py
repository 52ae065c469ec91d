"""The figures of the receivables as a workbook.

Totals and ratios are formulas, so that they follow whoever changes a number; each comes
with its value, for programs that do not compute. Only what cannot be a formula of one
row (the days counted back, what is weighted over a year) is a number.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from .. import explain

MOST_CUSTOMERS = 20000
# columns of the sheet of the months: key, kind; those with a formula are marked
MONTH_COLUMNS = (
    ("date", "date"),
    ("days", "number"),
    ("receivable", "money"),
    ("overdue", "money"),
    ("current", "formula_money"),
    ("sales", "money"),
    ("paid", "money"),
    ("disputed", "money"),
    ("dso", "formula_days"),
    ("dso_three_months", "formula_days"),
    ("dso_count_back", "days"),
    ("best_dso", "formula_days"),
    ("days_delinquent", "formula_days"),
    ("effectiveness", "formula_percent"),
    ("dbt", "days"),
    ("share_in_time", "percent"),
    ("promise_share", "percent"),
)
COLUMN = {key: place for place, (key, _kind) in enumerate(MONTH_COLUMNS)}
SUMMED = ("sales", "paid")
# ratios over several months: above these rows the sheet does not have them all
NEEDS_ROWS = {"dso_three_months": 3, "effectiveness": 2}
BUCKETS = ("not_due", "bucket_30", "bucket_60", "bucket_90", "bucket_older")
CUSTOMER_COLUMNS = (
    *("receivable", "overdue", "bucket_older", "disputed", "sales", "paid"),
)


class InsightWorkbook:
    """Writes the workbook of a company.

    :param company: in the language of the texts
    :param rows: months with their ratios, the oldest first
    :param customers: snapshots of the last month, the largest first
    :param forecast: a cash forecast, may be empty; ``trials`` those of past months
    """

    def __init__(self, company, rows, customers, forecast, trials):
        self.env, self.company = company.env, company
        self.rows, self.customers = rows, customers
        self.forecast, self.trials = forecast, trials
        self.words = explain.insight.workbook(self.env)

    def data(self):
        """The bytes of the file."""
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(out, options) as self.book:
            self.styles = self._styles()
            self._months()
            self._ages()
            self._customers()
            self._forecast()
            self._notes()
        return out.getvalue()

    def _styles(self):
        money = money_format(self.company.currency_id)
        plain = {
            "money": {"num_format": money},
            "days": {"num_format": "0.0"},
            "percent": {"num_format": "0.0"},
            "number": {"num_format": "0"},
            "date": {"num_format": "yyyy-mm-dd", "align": "left"},
            "head": {"bold": True, "bottom": 1, "bg_color": "#EDEDED"}
            | {"text_wrap": True, "valign": "top"},
            "total": {"num_format": money, "bold": True, "top": 1},
            "total_days": {"num_format": "0.0", "bold": True, "top": 1},
            "bold": {"bold": True, "top": 1},
            "wrap": {"text_wrap": True, "valign": "top"},
        }
        return {name: self.book.add_format(style) for name, style in plain.items()}

    def _sheet(self, name, heads, widths=14, first=24):
        """A sheet with a frozen row of headings."""
        sheet = self.book.add_worksheet(self.words[name])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, first)
        sheet.set_column(1, len(heads), widths)
        sheet.set_row(0, 32)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.styles["head"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    # ------------------------------------------------------------- months
    def _months(self):
        heads = explain.insight.month_heads(self.env)
        names = [heads[key] for key, _kind in MONTH_COLUMNS]
        sheet = self._sheet("months", names, 13, 12)
        for number, row in enumerate(self.rows, 1):
            for column, (key, kind) in enumerate(MONTH_COLUMNS):
                self._month_cell(sheet, number, column, key, kind, row)
        last = len(self.rows)
        if not last:
            return
        sheet.write_string(last + 1, 0, self.words["total"], self.styles["bold"])
        for key in SUMMED:
            total = float(sum(row[key] for row in self.rows))
            self._sum(sheet, last + 1, COLUMN[key], 1, last, total)
        chart = self.book.add_chart({"type": "line"})
        for key in ("dso_count_back", "dso_three_months", "dso", "best_dso"):
            chart.add_series(self._series("months", COLUMN[key], last))
        chart.set_title({"name": self.words["dso"]})
        chart.set_y_axis({"name": self.words["days"], "min": 0})
        chart.set_size({"width": 900, "height": 360})
        sheet.insert_chart(last + 3, 0, chart)

    def _month_cell(self, sheet, number, column, key, kind, row):
        shown = kind.removeprefix("formula_")
        style = self.styles[shown]
        if key == "date":
            sheet.write_datetime(number, column, row[key], style)
            return
        value = row["receivable"] - row["overdue"] if key == "current" else row[key]
        if kind != shown and number >= NEEDS_ROWS.get(key, 1):
            text = self._formula(key, number)
            value = "" if value is None else float(value)
            sheet.write_formula(number, column, text, style, value)
        elif value is not None:
            sheet.write_number(number, column, float(value), style)

    def _formula(self, key, number):
        """The formula of a ratio; it shows nothing where it has no meaning."""
        at = {name: cell(number, place) for name, place in COLUMN.items()}
        if key == "current":
            return f"={at['receivable']}-{at['overdue']}"
        if key == "dso_three_months":
            place = COLUMN["sales"]
            three = f"SUM({cell(number - 2, place)}:{at['sales']})"
            return f'=IF({three}>0,{at["receivable"]}/({three}/3)*30,"")'
        if key == "effectiveness":
            return self._effectiveness(at, number)
        parts = {
            "dso": at["receivable"],
            "best_dso": at["current"],
            "days_delinquent": f"({at['receivable']}-{at['current']})",
        }
        ratio = f"{parts[key]}/{at['sales']}*{at['days']}"
        return f'=IF({at["sales"]}>0,{ratio},"")'

    def _effectiveness(self, at, number):
        begin = cell(number - 1, COLUMN["receivable"])
        could = f"({begin}+{at['sales']}-{at['current']})"
        got = f"({begin}+{at['sales']}-{at['receivable']})"
        return f'=IF({could}>0,{got}/{could}*100,"")'

    def _series(self, sheet, column, last):
        name = self.words[sheet]
        return {
            "name": [name, 0, column],
            "categories": [name, 1, 0, last, 0],
            "values": [name, 1, column, last, column],
        }

    def _sum(self, sheet, row, column, first, last, value):
        text = f"=SUM({cell(first, column)}:{cell(last, column)})"
        sheet.write_formula(row, column, text, self.styles["total"], value)

    # ------------------------------------------------------------- age, customers
    def _ages(self):
        names = explain.insight.buckets(self.env)
        heads = [self.words["month"], *names, self.words["total"]]
        sheet = self._sheet("ages", heads, first=12)
        last = len(self.rows)
        for number, row in enumerate(self.rows, 1):
            sheet.write_datetime(number, 0, row["date"], self.styles["date"])
            for column, key in enumerate(BUCKETS, 1):
                sheet.write_number(
                    number, column, float(row[key]), self.styles["money"]
                )
            total = len(BUCKETS) + 1
            text = f"=SUM({cell(number, 1)}:{cell(number, total - 1)})"
            value = float(sum(row[key] for key in BUCKETS))
            sheet.write_formula(number, total, text, self.styles["total"], value)
        if not last:
            return
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        for column in range(1, len(BUCKETS) + 1):
            chart.add_series(self._series("ages", column, last))
        chart.set_title({"name": self.words["ages"]})
        chart.set_size({"width": 900, "height": 360})
        sheet.insert_chart(last + 3, 0, chart)

    def _customers(self):
        heads = explain.insight.month_heads(self.env)
        names = [heads[key] for key in CUSTOMER_COLUMNS]
        titles = [self.words["customer"], heads["risk_class"], *names]
        sheet = self._sheet("customers", titles, first=36)
        sheet.set_column(1, 1, 8)
        last = len(self.customers)
        for number, snapshot in enumerate(self.customers, 1):
            sheet.write_string(number, 0, snapshot.partner_id.display_name or "")
            sheet.write_string(number, 1, snapshot.risk_class or "")
            for column, key in enumerate(CUSTOMER_COLUMNS, 2):
                sheet.write_number(number, column, snapshot[key], self.styles["money"])
        if not last:
            return
        sheet.autofilter(0, 0, last, len(titles) - 1)
        sheet.write_string(last + 1, 0, self.words["total"], self.styles["bold"])
        for column, key in enumerate(CUSTOMER_COLUMNS, 2):
            total = sum(self.customers.mapped(key))
            self._sum(sheet, last + 1, column, 1, last, total)

    # ------------------------------------------------------------- forecast, notes
    def _forecast(self):
        if not self.forecast:
            return
        heads = explain.insight.forecast_heads(self.env)
        sheet = self._sheet("forecast", heads["weeks"], first=14)
        weeks = self.forecast.week_ids
        for number, week in enumerate(weeks, 1):
            sheet.write_datetime(number, 0, week.start, self.styles["date"])
            for column, key in enumerate(("expected", "low", "high"), 1):
                sheet.write_number(number, column, week[key], self.styles["money"])
        last = len(weeks)
        sheet.write_string(last + 1, 0, self.words["total"], self.styles["bold"])
        self._sum(sheet, last + 1, 1, 1, last, sum(weeks.mapped("expected")))
        chart = self.book.add_chart({"type": "column"})
        chart.add_series(self._series("forecast", 1, last))
        chart.set_title({"name": self.words["forecast"]})
        chart.set_size({"width": 620, "height": 320})
        sheet.insert_chart(1, 10, chart)
        self._trials(sheet, heads["trials"])

    def _trials(self, sheet, heads):
        """Past forecasts beside what came, to the right of the weeks."""
        for column, head in enumerate(heads, 5):
            sheet.write_string(0, column, head, self.styles["head"])
        last = len(self.trials)
        for number, trial in enumerate(self.trials, 1):
            sheet.write_datetime(number, 5, trial.date, self.styles["date"])
            sheet.write_number(number, 6, trial.expected, self.styles["money"])
            sheet.write_number(number, 7, trial.actual, self.styles["money"])
            text = f"=ABS({cell(number, 6)}-{cell(number, 7)})"
            gap = abs(trial.expected - trial.actual)
            sheet.write_formula(number, 8, text, self.styles["money"], gap)
        if not last:
            return
        for column, key in ((6, "expected"), (7, "actual")):
            self._sum(sheet, last + 1, column, 1, last, sum(self.trials.mapped(key)))
        gaps = sum(abs(t.expected - t.actual) for t in self.trials)
        came = sum(self.trials.mapped("actual"))
        missed = f"SUM({cell(1, 8)}:{cell(last, 8)})"
        text = f'=IF({cell(last + 1, 7)}>0,{missed}/{cell(last + 1, 7)}*100,"")'
        value = gaps * 100 / came if came else ""
        sheet.write_formula(last + 1, 8, text, self.styles["total_days"], value)
        sheet.write_string(last + 1, 5, self.words["error"], self.styles["bold"])

    def _notes(self):
        sheet = self.book.add_worksheet(self.words["notes"])
        sheet.set_column(0, 0, 110)
        for row, text in enumerate(explain.insight.notes(self.env)):
            sheet.write_string(row, 0, text, self.styles["wrap"])


def money_format(currency):
    """The number format of amounts, with the symbol where the currency has it."""
    cents = "." + "0" * currency.decimal_places if currency.decimal_places else ""
    symbol = f'"{(currency.symbol or currency.name).replace(chr(34), "")}"'
    number = f"#,##0{cents}"
    shown = (
        f"{symbol} {number}" if currency.position == "before" else f"{number} {symbol}"
    )
    return f"{shown};[Red]-{shown}"
