"""The figures of customer care as a workbook.

Totals and shares that follow from the columns beside are formulas; each comes with its
value, for programs that do not compute. Medians cannot be added up and are numbers.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from .. import explain

# columns of figures: key, kind
FIGURES = (
    ("opened", "count"),
    ("closed", "count"),
    ("backlog", "count"),
    ("first_reply_median", "hours"),
    ("first_reply_p90", "hours"),
    ("resolution_median", "hours"),
    ("resolution_p90", "hours"),
    ("decided", "count"),
    ("attainment", "percent"),
    ("first_contact", "percent"),
    ("closings", "count"),
    ("reopenings", "count"),
    ("reopen_rate", "percent"),
    ("cost", "money"),
    ("rated", "count"),
    ("satisfaction", "percent"),
    ("satisfaction_low", "percent"),
    ("satisfaction_high", "percent"),
)
BESIDE = (
    ("contacts", "count"),
    ("orders", "count"),
    ("contacts_per_order", "ratio"),
    ("kept_off", "count"),
    ("kept_off_percent", "percent"),
)
SUMMED = (
    *("opened", "closed", "decided", "closings", "reopenings", "rated"),
    *("contacts", "orders", "kept_off"),
)
# what follows from two columns: key, part, whole, factor
RATIOS = {
    "reopen_rate": ("reopenings", "closings", 100),
    "contacts_per_order": ("contacts", "orders", 1),
}


class CareWorkbook:
    """Writes the workbook.

    :param env: in the language of the texts
    :param data: what the dashboard shows
    """

    def __init__(self, env, data):
        self.env, self.data = env, data
        self.words = explain.insight.workbook(env)
        self.heads = explain.insight.heads(env)

    def file(self):
        """The bytes of the file."""
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(out, options) as self.book:
            self.styles = self._styles()
            columns = FIGURES if self.data["narrow"] else FIGURES + BESIDE
            self._figures("months", self.heads["month"], self._months(), columns)
            names = {d["key"]: d["name"] for d in self.data["dimensions"]}
            by = names[self.data["by"]]
            sheet = self._figures("groups", by, self._groups(), FIGURES, by)
            sheet.autofilter(0, 0, len(self.data["groups"]), len(FIGURES))
            self._ages()
            self._clocks()
            self._notes()
        return out.getvalue()

    def _styles(self):
        plain = {
            "count": {"num_format": "#,##0"},
            "hours": {"num_format": "#,##0.0"},
            "percent": {"num_format": "0.0"},
            "ratio": {"num_format": "0.00"},
            "money": {"num_format": "#,##0.00"},
            "head": {"bold": True, "bottom": 1, "bg_color": "#EDEDED"}
            | {"text_wrap": True, "valign": "top"},
            "total": {"num_format": "#,##0", "bold": True, "top": 1},
            "bold": {"bold": True, "top": 1},
            "wrap": {"text_wrap": True, "valign": "top"},
        }
        return {name: self.book.add_format(style) for name, style in plain.items()}

    def _sheet(self, name, heads):
        """A sheet with a frozen row of headings."""
        sheet = self.book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(heads), 12)
        sheet.set_row(0, 32)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.styles["head"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    # ------------------------------------------------------------- figures
    def _months(self):
        return [(row["month"][:7], row) for row in self.data["months"]]

    def _groups(self):
        return [(row["label"], row) for row in self.data["groups"]]

    def _figures(self, name, first, rows, columns, *names):
        title = self.words[name] % names if names else self.words[name]
        heads = [first, *(self.heads[key] for key, _kind in columns)]
        sheet = self._sheet(title, heads)
        at = {key: place for place, (key, _kind) in enumerate(columns, 1)}
        for number, (label, row) in enumerate(rows, 1):
            sheet.write_string(number, 0, label)
            for key, kind in columns:
                self._figure(sheet, number, at, key, kind, row[key])
        self._totals(sheet, rows, at)
        if name == "months" and rows:
            self._chart(sheet, title, at, len(rows))
        return sheet

    def _figure(self, sheet, number, at, key, kind, value):
        style = self.styles[kind]
        if key in RATIOS:
            part, whole, factor = RATIOS[key]
            a, b = cell(number, at[part]), cell(number, at[whole])
            text = f'=IF({b}>0,{a}/{b}*{factor},"")'
            sheet.write_formula(
                number, at[key], text, style, "" if value is None else value
            )
        elif value is not None:
            sheet.write_number(number, at[key], value, style)

    def _totals(self, sheet, rows, at):
        last = len(rows)
        if not last:
            return
        sheet.write_string(last + 1, 0, self.words["total"], self.styles["bold"])
        for key in SUMMED:
            if key in at:
                text = f"=SUM({cell(1, at[key])}:{cell(last, at[key])})"
                value = sum(row[key] for _label, row in rows)
                sheet.write_formula(
                    last + 1, at[key], text, self.styles["total"], value
                )

    def _chart(self, sheet, title, at, last):
        chart = self.book.add_chart({"type": "column"})
        for key in ("opened", "closings", "backlog"):
            chart.add_series(
                {
                    "name": [title, 0, at[key]],
                    "categories": [title, 1, 0, last, 0],
                    "values": [title, 1, at[key], last, at[key]],
                }
            )
        chart.set_size({"width": 900, "height": 360})
        sheet.insert_chart(last + 3, 0, chart)

    # ------------------------------------------------------------- the rest
    def _ages(self):
        sheet = self._sheet(
            self.words["ages"], [self.words["age"], self.words["count"]]
        )
        for number, age in enumerate(self.data["ages"], 1):
            sheet.write_string(number, 0, age["label"])
            sheet.write_number(number, 1, age["count"], self.styles["count"])
        last = len(self.data["ages"])
        sheet.write_string(last + 1, 0, self.words["total"], self.styles["bold"])
        value = sum(age["count"] for age in self.data["ages"])
        text = f"=SUM({cell(1, 1)}:{cell(last, 1)})"
        sheet.write_formula(last + 1, 1, text, self.styles["total"], value)

    def _clocks(self):
        heads = [self.words["measure"], self.heads["decided"], self.words["in_time"]]
        sheet = self._sheet(self.words["clocks"], [*heads, self.heads["attainment"]])
        for number, row in enumerate(self.data["measures"], 1):
            sheet.write_string(number, 0, row["label"])
            sheet.write_number(number, 1, row["decided"], self.styles["count"])
            sheet.write_number(number, 2, row["in_time"], self.styles["count"])
            part, whole = cell(number, 2), cell(number, 1)
            text = f'=IF({whole}>0,{part}/{whole}*100,"")'
            value = row["attainment"]
            sheet.write_formula(
                number, 3, text, self.styles["percent"], "" if value is None else value
            )

    def _notes(self):
        sheet = self.book.add_worksheet(self.words["notes"][:31])
        sheet.set_column(0, 0, 110)
        for row, text in enumerate(self.data["notes"]):
            sheet.write_string(row, 0, text, self.styles["wrap"])
