"""The figures of quality calls as a workbook.

Sums and shares that follow from the columns beside are formulas; each comes with its
value, for programs that do not compute. Intervals are numbers. A share of fewer than
thirty has only its interval.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH

from ..domain.satisfaction import Measure
from ..explain import calling
from ..explain import figures as explain

SCORE = (("n", "count"), ("value", "figure"), ("low", "figure"), ("high", "figure"))
COURIERS = (
    ("asked", "count"),
    ("part", "count"),
    ("share", "figure"),
    ("low", "figure"),
    ("high", "figure"),
)
BETWEEN = ("low", "high")
CALLING = (
    *(("dials", "count"), ("contacts", "count"), ("contact_rate", "share")),
    *(("right", "count"), ("right_rate", "share"), ("results", "count")),
    *(("handling", "figure"), ("median", "figure"), ("per_hour", "figure")),
    *(("promises", "count"), ("kept", "count"), ("kept_rate", "share")),
    *(("called", "count"), ("sold", "count"), ("conversion", "share")),
)
THEMES = (
    *(("count", "count"), ("percent", "figure"), ("low", "figure")),
    *(("high", "figure"), ("level", "figure")),
)
# what follows from two columns: key -> part, whole
RATES = {
    "share": ("part", "asked"),
    "contact_rate": ("contacts", "dials"),
    "right_rate": ("right", "contacts"),
    "kept_rate": ("kept", "promises"),
    "conversion": ("sold", "called"),
}
SUMMED = frozenset(
    "asked part dials contacts right results promises kept called sold".split()
)


class QualityWorkbook:
    """Writes the workbook.

    :param env: in the language of the texts
    :param data: the parts of the dashboard, "trends" and "by"
    """

    def __init__(self, env, data):
        self.env, self.data = env, data
        self.names, self.heads = explain.sheets(env), explain.heads(env)
        self.measures = explain.measures(env)

    def file(self):
        """The bytes of the file."""
        out = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(out, options) as self.book:
            self.styles = self._styles()
            self._scores()
            for name, rows in self.data["by"]:
                self._by(name, rows)
            self._couriers()
            self._calling()
            self._words()
            self._notes()
        return out.getvalue()

    def _styles(self):
        plain = {
            "count": {"num_format": "#,##0"},
            "figure": {"num_format": "#,##0.0"},
            "head": {"bold": True, "bottom": 1, "bg_color": "#EDEDED"}
            | {"text_wrap": True, "valign": "top"},
            "total": {"num_format": "#,##0", "bold": True, "top": 1},
            "wrap": {"text_wrap": True, "valign": "top"},
        }
        return {name: self.book.add_format(style) for name, style in plain.items()}

    # ------------------------------------------------------------- sheets
    def _sheet(self, name, heads):
        """A sheet with a frozen row of headings."""
        sheet = self.book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(heads), 14)
        sheet.set_row(0, 32)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.styles["head"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _table(self, name, firsts, rows, columns, total=False):
        """A sheet of figures.

        :param firsts: headings of the columns of text
        :param rows: (texts, figures)
        """
        columns = list(_with_intervals(columns))
        heads = [*firsts, *(self._head(key) for key, _kind in columns)]
        sheet = self._sheet(name, heads)
        at = {key: len(firsts) + n for n, (key, _kind) in enumerate(columns)}
        for number, (texts, row) in enumerate(rows, 1):
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text or "")
            for key, kind in columns:
                self._figure(sheet, number, at, (key, kind), row.get(key))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        if rows and total:
            self._totals(sheet, rows, at)
        return sheet

    def _head(self, key):
        return self.heads[key if key in self.heads else key.rpartition("_")[2]]

    def _figure(self, sheet, number, at, column, value):
        key, kind = column
        style = self.styles[kind]
        if key in RATES:
            part, whole = (cell(number, at[name]) for name in RATES[key])
            text = f'=IF({whole}>={ENOUGH},{part}/{whole}*100,"")'
            known = "" if value is None else value
            sheet.write_formula(number, at[key], text, style, known)
        elif value is not None:
            sheet.write_number(number, at[key], value, style)

    def _totals(self, sheet, rows, at):
        last = len(rows)
        sheet.write_string(last + 1, 0, self.names["total"], self.styles["total"])
        for key in SUMMED & set(at):
            text = f"=SUM({cell(1, at[key])}:{cell(last, at[key])})"
            value = sum(row.get(key) or 0 for _texts, row in rows)
            sheet.write_formula(last + 1, at[key], text, self.styles["total"], value)

    # ------------------------------------------------------------- satisfaction
    def _scores(self):
        tiles = self.data["satisfaction"]["tiles"]
        rows = [((tile["name"],), _shown(tile)) for tile in tiles]
        self._table(self.names["scores"], [self.heads["measure"]], rows, SCORE)
        rows = [
            ((row["month"][:7], self.measures[measure]), _shown(row))
            for measure in Measure
            for row in self.data["trends"][measure]
            if row["n"]
        ]
        firsts = [self.heads["month"], self.heads["measure"]]
        self._table(self.names["trend"], firsts, rows, SCORE)

    def _by(self, name, rows):
        firsts = [name, self.heads["measure"]]
        texts = [((row["label"], row["measure"]), _shown(row)) for row in rows]
        self._table(self.names["by"] % name, firsts, texts, SCORE)

    # ------------------------------------------------------------- the rest
    def _couriers(self):
        if "couriers" not in self.data:
            return
        rows = [
            (
                (group["label"],),
                {**_shown(group), "asked": group["n"], "share": _point(group)},
            )
            for group in self.data["couriers"]["groups"]
        ]
        firsts = [explain.dimensions(self.env)["courier"]]
        self._table(self.names["couriers"], firsts, rows, COURIERS, total=True)

    def _calling(self):
        part = self.data["operations"]
        first = calling.operation_groups(self.env)[part["by"]]
        rows = [((row["label"],), _with_shares(row)) for row in part["groups"]]
        self._table(self.names["calling"], [first], rows, CALLING, total=True)

    def _words(self):
        part = self.data["words"]
        rows = [
            ((theme["name"],), {**theme, "percent": _point(theme)})
            for theme in part["themes"]
        ]
        self._table(self.names["themes"], [self.heads["theme"]], rows, THEMES)
        keys = ("when", "customer", "words", "themes")
        sheet = self._sheet(self.names["words"], [self.heads[key] for key in keys])
        sheet.set_column(2, 2, 80)
        for number, row in enumerate(part["latest"], 1):
            themes = ", ".join(row["themes"])
            texts = row["at"][:16], row["customer"], row["text"], themes
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text or "", self.styles["wrap"])

    def _notes(self):
        sheet = self.book.add_worksheet(self.names["notes"][:31])
        sheet.set_column(0, 0, 110)
        order = ("satisfaction", "couriers", "operations", "words")
        notes = [
            n for key in order if key in self.data for n in self.data[key]["notes"]
        ]
        for row, text in enumerate(notes):
            sheet.write_string(row, 0, text, self.styles["wrap"])


def _point(score):
    return score["value"] if score["enough"] else None


def _shown(score):
    """A score without its point where too few answers stand behind it."""
    return {**score, "value": _point(score)}


def _with_intervals(columns):
    """Two more columns after each share: between what it lies."""
    for key, kind in columns:
        yield key, "figure" if kind == "share" else kind
        if kind == "share":
            yield from ((f"{key}_{end}", "figure") for end in BETWEEN)


def _with_shares(row):
    """A row of calling with its shares and between what they lie."""
    ends = {
        f"{key}_{end}": share[end]
        for key, share in row["shares"].items()
        for end in BETWEEN
    }
    return {**row, **ends, **{k: _point(s) for k, s in row["shares"].items()}}
