import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .insight_common import TODAY, InsightCommon


@tagged("post_install", "-at_install")
class TestCareWorkbook(InsightCommon):
    """The file says what the screen says."""

    def _books(self, **options):
        insight = self.env["o2c.care.insight"].with_user(self.leader)
        with freeze_time(TODAY):
            _name, data = insight._workbook(3, **options)
            shown = insight.dashboard(3, **options)
        books = [
            load_workbook(io.BytesIO(data), data_only=values)
            for values in (False, True)
        ]
        return shown, *books

    def test_sheets_and_figures(self):
        shown, formulas, values = self._books()
        self.assertEqual(
            formulas.sheetnames,
            ["Months", "By Reason", "Open by age", "Clocks", "Notes"],
        )
        months = values["Months"]
        heads = [cell.value for cell in months[1]]
        for number, row in enumerate(shown["months"], 2):
            found = dict(
                zip(heads, (cell.value for cell in months[number]), strict=True)
            )
            self.assertEqual(found["Month"], row["month"][:7])
            self.assertEqual(found["New"], row["opened"])
            self.assertAlmostEqual(
                found["Until closed, 90 % (h)"], row["resolution_p90"]
            )
            self.assertAlmostEqual(found["Reopened (%)"], row["reopen_rate"])
        self.assertEqual(
            [row[0].value for row in values["By Reason"].iter_rows(2, 4)],
            [row["label"] for row in shown["groups"]],
        )
        self.assertEqual(len(formulas["Months"]._charts), 1)

    def test_totals_and_ratios_are_formulas(self):
        shown, formulas, values = self._books()
        total = formulas["Months"]["B5"].value
        self.assertEqual(total, "=SUM(B2:B4)")
        self.assertEqual(
            values["Months"]["B5"].value, sum(row["opened"] for row in shown["months"])
        )
        heads = {cell.value: cell.column_letter for cell in formulas["Months"][1]}
        ratio = formulas["Months"][f"{heads['Reopened (%)']}2"].value
        part, whole = heads["Reopenings"], heads["Closings"]
        self.assertEqual(ratio, f'=IF({whole}2>0,{part}2/{whole}2*100,"")')

    def test_narrowed_it_has_no_contacts(self):
        _shown, formulas, _values = self._books(
            by="channel", narrow={"field": "channel", "value": "email"}
        )
        heads = [cell.value for cell in formulas["Months"][1]]
        self.assertNotIn("Contacts per order", heads)
        self.assertIn("By Channel", formulas.sheetnames)

    def test_only_who_asked_gets_it(self):
        insight = self.env["o2c.care.insight"]
        action = insight.with_user(self.leader).workbook(3)
        file = self.env["o2c.care.insight.file"].search([], order="id desc", limit=1)
        self.assertIn(f"/o2c.care.insight.file/{file.id}/data/", action["url"])
        self.assertTrue(file.with_user(self.leader).data)
        with self.assertRaises(AccessError):
            file.with_user(self.agent).read(["data"])
        with self.assertRaises(AccessError):
            insight.with_user(self._user("salesperson")).workbook(3)
