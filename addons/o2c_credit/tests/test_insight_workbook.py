import base64
import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .insight_common import InsightCommon


class WorkbookCommon(InsightCommon):
    """Three months of one customer; a forecast."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for month, amount in (("04", 700), ("05", 800), ("06", 1000)):
            cls._item(
                amount,
                invoice_date=f"2026-{month}-10",
                due_date=f"2026-{month}-25",
                settled_date="2026-05-30" if month == "04" else False,
                open_amount=0 if month == "04" else amount,
            )
        cls.Snapshot._take(cls.company, 6, date(2026, 7, 1))
        cls.env["o2c.cash.forecast"]._refresh(cls.company, today=date(2026, 7, 1))
        cls.reader = cls._user("o2c_credit.group_credit_insight")


@tagged("post_install", "-at_install")
class TestWorkbook(WorkbookCommon):
    """What stands in the file, and that its totals are formulas."""

    def _books(self):
        model = self.env["o2c.credit.insight"].with_user(self.reader)
        _name, data = model._workbook(self.company)
        return [
            load_workbook(io.BytesIO(data), data_only=values)
            for values in (False, True)
        ]

    def test_sheets(self):
        formulas, values = self._books()
        self.assertEqual(
            formulas.sheetnames,
            ["Months", "Age of open items", "Customers", "Cash forecast", "Notes"],
        )
        for name in formulas.sheetnames[:4]:
            self.assertEqual(formulas[name].freeze_panes, "B2")
        for name in ("Months", "Age of open items", "Cash forecast"):
            self.assertEqual(len(formulas[name]._charts), 1, name)
        self.assertEqual(values["Months"]["A4"].value.date(), date(2026, 6, 30))

    def test_months_are_formulas_with_their_values(self):
        formulas, values = self._books()
        months, found = formulas["Months"], values["Months"]
        heads = {cell.value: cell.column_letter for cell in months[1]}
        june = {name: found[f"{at}4"].value for name, at in heads.items()}
        self.assertEqual(june["Receivable"], 1800)
        self.assertEqual(june["Not overdue"], 0)
        self.assertEqual(june["DSO"], 54)
        # 1,800 of the 1,800 sold in May and June
        self.assertEqual(june["DSO counted back"], 61)
        self.assertEqual(months[f"{heads['DSO']}4"].value, '=IF(F4>0,C4/F4*B4,"")')
        self.assertEqual(months[f"{heads['Not overdue']}4"].value, "=C4-D4")
        total = months[f"{heads['Sold on credit']}5"]
        self.assertEqual(total.value, "=SUM(F2:F4)")
        self.assertEqual(found[total.coordinate].value, 2500)
        self.assertIn("#,##0.00", total.number_format)
        self.assertIn(self.company.currency_id.symbol, total.number_format)

    def test_what_needs_months_above_is_a_number(self):
        model = self.env["o2c.credit.insight"].with_user(self.reader)
        _name, data = model._workbook(self.company, 1)
        sheet = load_workbook(io.BytesIO(data))["Months"]
        june = {
            head.value: cell.value
            for head, cell in zip(sheet[1], sheet[2], strict=True)
        }
        # 1,800 owed after sales of 2,500 in three months
        self.assertEqual(june["DSO over three months"], 64.8)
        self.assertEqual(june["DSO"], '=IF(F2>0,C2/F2*B2,"")')

    def test_customers(self):
        formulas, values = self._books()
        row = [cell.value for cell in values["Customers"][2]]
        self.assertEqual(row[0], self.customer.display_name)
        self.assertEqual(row[2:4], [1800, 1800])
        self.assertEqual(formulas["Customers"]["C3"].value, "=SUM(C2:C2)")

    def test_before_the_first_snapshot(self):
        """The months come from the ledger until somebody has taken them."""
        taken = self._books()[1]["Months"]
        self.Month.search([]).unlink()
        read = self._books()[1]["Months"]
        names = [
            {row[0] for row in s.iter_rows(values_only=True)} for s in (taken, read)
        ]
        self.assertGreater(taken.max_row, 1)
        self.assertLessEqual(names[0], names[1])

    def test_a_name_is_no_formula(self):
        self.customer.name = "=1+1"
        formulas, _values = self._books()
        cell = formulas["Customers"]["A2"]
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    def test_download(self):
        model = self.env(user=self.reader, su=False)["o2c.credit.insight"]
        action = call_kw(model, "workbook", [], {})
        file = self.env["o2c.insight.file"].search([], order="id desc", limit=1)
        self.assertIn(f"/o2c.insight.file/{file.id}/data/", action["url"])
        self.assertEqual(base64.b64decode(file.data)[:2], b"PK")
        with self.assertRaises(AccessError):
            file.with_user(self.manager).read(["data"])
        model = self.env(user=self.seller, su=False)["o2c.credit.insight"]
        with self.assertRaises(AccessError):
            call_kw(model, "workbook", [], {})


@tagged("post_install", "-at_install")
class TestMailing(WorkbookCommon):
    """Once for each user and period, to those who may read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.reader | cls.manager | cls.seller
        cls.mailing = cls.env["o2c.insight.mailing"].create(
            {"company_id": cls.company.id, "user_ids": users.ids}
        )

    def _mails(self):
        readers = self.mailing.user_ids.partner_id
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", readers.ids), ("id", ">", self.last)]
        )

    def setUp(self):
        super().setUp()
        self.last = self.env["mail.mail"].search([], order="id desc", limit=1).id

    def _run(self, moment):
        with self._at(moment), self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_insight_mailing").method_direct_trigger()
        self.env.invalidate_all()

    def test_once_a_month(self):
        self._run("2026-07-01 05:00:00")
        mails = self._mails()
        self.assertEqual(mails.recipient_ids, (self.reader | self.manager).partner_id)
        self.assertEqual(len(mails), 2)
        book = load_workbook(io.BytesIO(mails[0].attachment_ids.raw))
        self.assertEqual(book["Months"].max_row, 5)
        self._run("2026-07-31 12:00:00")
        self.assertEqual(len(self._mails()), 2)
        self._run("2026-08-01 05:00:00")
        self.assertEqual(len(self._mails()), 4)

    def test_once_a_week(self):
        self.mailing.period = "week"
        for moment, count in (
            ("2026-07-05 12:00:00", 2),  # a Sunday
            ("2026-07-06 12:00:00", 4),
            ("2026-07-12 12:00:00", 4),
        ):
            self._run(moment)
            self.assertEqual(len(self._mails()), count, moment)

    def test_two_at_once(self):
        """Who is claimed already gets nothing, whoever asks."""
        Sent = self.env["o2c.insight.sent"]
        period = date(2026, 7, 1)
        self.assertTrue(Sent._claim(self.mailing, self.reader, period))
        self.assertFalse(Sent._claim(self.mailing, self.reader, period))
        self._run("2026-07-01 05:00:00")
        self.assertEqual(self._mails().recipient_ids, self.manager.partner_id)

    def test_in_the_language_of_each(self):
        self.env["res.lang"]._activate_lang("it_IT")
        ours = [("name", "=", "o2c_credit")]
        self.env["ir.module.module"].search(ours)._update_translations(["it_IT"])
        self.reader.lang = "it_IT"
        self._run("2026-07-01 05:00:00")
        subjects = {m.recipient_ids: m.subject for m in self._mails()}
        self.assertEqual(len(subjects), 2)
        self.assertIn("Receivables of", subjects[self.manager.partner_id])
        self.assertIn("Crediti di", subjects[self.reader.partner_id])

    def test_nothing_to_send(self):
        self.Month.search([("company_id", "=", self.company.id)]).unlink()
        self._run("2026-07-01 05:00:00")
        self.assertFalse(self._mails())
        with self.assertRaisesRegex(UserError, "No month was computed yet"):
            self.mailing.action_send()
        self.assertFalse(self.mailing.sent_ids)

    def test_by_hand(self):
        with self._at("2026-07-01 12:00:00"):
            self._rpc(self.manager, self.mailing._name, "action_send", self.mailing.ids)
            self.assertEqual(len(self._mails()), 2)
            self._rpc(self.manager, self.mailing._name, "action_send", self.mailing.ids)
        self.assertEqual(len(self._mails()), 2)
        with self.assertRaises(AccessError):
            self._rpc(self.reader, self.mailing._name, "action_send", self.mailing.ids)
