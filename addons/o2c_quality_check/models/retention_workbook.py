"""A retention list with its effect as a workbook.

Shares and means that follow from the columns beside are formulas; each comes with its
value, for programs that do not compute. Names are text, never formulas.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH

from ..explain import retention as explain

KINDS = {
    "count": {"num_format": "#,##0"},
    "percent": {"num_format": "0.0"},
    "money": {"num_format": "#,##0.00"},
    "head": {"bold": True, "bottom": 1, "bg_color": "#EDEDED", "text_wrap": True},
    "wrap": {"text_wrap": True, "valign": "top"},
}


class RetentionWorkbook:
    """Writes the workbook of one ``o2c.retention.list``, in the user's language."""

    def __init__(self, record):
        self.record = record
        self.words = explain.workbook(record.env)

    def file(self):
        """The bytes of the file."""
        out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        with xlsxwriter.Workbook(out, options) as self.book:
            self.styles = {n: self.book.add_format(k) for n, k in KINDS.items()}
            if self.record.started_at:
                self._effect()
            self._customers()
        return out.getvalue()

    def _sheet(self, name, heads):
        sheet = self.book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(heads), 16)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.styles["head"])
        return sheet

    def _effect(self):
        effect, words = self.record.effect, self.words
        heads = [words["arm"], words["customers"], words["reached"], words["ordered"]]
        heads += [words["rate"], words["low"], words["high"]]
        sheet = self._sheet(words["effect"], [*heads, words["revenue"], words["mean"]])
        for row, arm in enumerate(effect["arms"], 1):
            self._arm(sheet, row, arm)
        last = len(effect["arms"]) + 2
        texts = [effect["rate"]["text"], effect["money"]["text"], *effect["notes"]]
        for row, text in enumerate(texts, last):
            sheet.merge_range(row, 0, row, len(heads) + 1, text, self.styles["wrap"])
            sheet.set_row(row, 32)

    def _arm(self, sheet, row, arm):
        styles = self.styles
        sheet.write_string(row, 0, arm["name"])
        for column, key in enumerate(("customers", "reached", "ordered"), 1):
            sheet.write_number(row, column, arm[key], styles["count"])
        rate = arm["rate"] if arm["enough"] else None
        customers, ordered, revenue = (cell(row, column) for column in (1, 3, 7))
        formulas = (
            # of fewer only the interval says something
            (4, f"{customers}>={ENOUGH},{ordered}/{customers}*100", rate, "percent"),
            (8, f"{customers}>0,{revenue}/{customers}", arm["mean"], "money"),
        )
        for column, text, known, kind in formulas:
            value = "" if known is None else known
            formula = f'=IF({text},"")'
            sheet.write_formula(row, column, formula, styles[kind], value)
        for column, key in ((5, "low"), (6, "high")):
            if arm[key] is not None:
                sheet.write_number(row, column, arm[key], styles["percent"])
        sheet.write_number(row, 7, arm["revenue"], styles["money"])

    def _customers(self):
        words, lines = self.words, self.record.line_ids
        heads = [words[key] for key in ("customer", "arm", "risk", "why", "turnover")]
        heads += [words["reached"], words["has_ordered"], words["revenue"]]
        sheet = self._sheet(words["customers"], heads)
        sheet.set_column(3, 3, 60)
        sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
        names = {
            name: dict(lines._fields[name]._description_selection(lines.env))
            for name in ("arm", "level")
        }
        for row, line in enumerate(lines, 1):
            # whoever may read the list may read whom it names
            texts = [line.partner_id.sudo().display_name, names["arm"].get(line.arm)]
            texts += [names["level"].get(line.level), line.reasons]
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text or "")
            sheet.write_number(row, 4, line.turnover, self.styles["money"])
            sheet.write_string(row, 5, words["yes"] if line.reached else "")
            sheet.write_string(row, 6, words["yes"] if line.ordered else "")
            sheet.write_number(row, 7, line.revenue, self.styles["money"])
