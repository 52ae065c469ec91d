import base64
import io
from datetime import date, datetime

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from .history_common import HEADERS, ImportCommon

LINE = "F1,C1,USD,2026-03-02,2026-04-01,100.50,"
PAID = "F1,C1,USD,2026-03-02,2026-04-01,100.50,2026-04-20"
OTHER = "F2,C2,USD,2026-03-03,2026-04-02,200,2026-04-02"


@tagged("post_install", "-at_install")
class TestHistoryImport(ImportCommon):
    """A file of receivables, from its bytes to the items."""

    # ------------------------------------------------------------- the whole way
    def test_a_file(self):
        record, result = self._import(LINE, OTHER)
        self.assertEqual(result, {"new": 2, "changed": 0, "same": 0, "customers": 2})
        first, second = self._items()
        self.assertEqual((first.number, first.external_id), ("F1", "F1"))
        self.assertEqual(first.partner_id.name, "C1")
        self.assertEqual(first.partner_id.ref, "C1")
        self.assertEqual(first.invoice_date, date(2026, 3, 2))
        self.assertEqual(first.due_date, date(2026, 4, 1))
        self.assertEqual((first.amount, first.open_amount), (100.5, 100.5))
        self.assertEqual((second.amount, second.open_amount), (200, 0))
        self.assertEqual(second.settled_date, date(2026, 4, 2))
        self.assertEqual(first.import_id, record)
        self.assertEqual(first.source, "old ledger")
        self.assertTrue(first.counts)
        self.assertEqual(record.state, "done")
        self.assertEqual((record.amount, record.open_amount), (300.5, 100.5))
        self.assertEqual(record.done_by_id, self.manager)
        accounts = self.Account.search([("partner_id", "=", first.partner_id.id)])
        self.assertEqual(accounts.company_id, self.company)

    def test_sent_in_small_pieces(self):
        """Cut in the middle of a line and of a letter."""
        data = self._file(LINE.replace("C1", "Żółw"), OTHER)
        record = self._send(data, size=7)
        info = self._step(record, "prepare")
        self.assertEqual(info["lines"], 2)
        self.assertEqual(info["sample"][0][1], "Żółw")
        self.assertFalse(record.sudo().chunk_ids)

    def test_a_piece_that_comes_twice(self):
        record = self._send(self._file(LINE))
        piece = base64.b64encode(self._file(LINE)).decode()
        self._step(record, "upload", 0, piece)
        self.assertEqual(self._step(record, "prepare")["lines"], 1)
        with self.assertRaises(UserError):
            self._step(record, "upload", 1, piece)

    def test_the_same_file_again_changes_nothing(self):
        self._import(LINE, OTHER)
        before = self._items().read(["write_date", "last_import_id", "amount"])
        customers = self.env["res.partner"].search_count([])
        _record, result = self._import(LINE, OTHER)
        self.assertEqual(result, {"new": 0, "changed": 0, "same": 2, "customers": 0})
        after = self._items().read(["write_date", "last_import_id", "amount"])
        self.assertEqual(after, before)
        self.assertEqual(self.env["res.partner"].search_count([]), customers)

    def test_a_later_file_settles(self):
        first, _result = self._import(LINE, OTHER)
        check = self._check(PAID, OTHER, LINE.replace("F1", "F3"))
        self.assertEqual(check["counts"], {"new": 1, "changed": 1, "same": 1})
        second, result = self._import(PAID, OTHER, LINE.replace("F1", "F3"))
        self.assertEqual(result, {"new": 1, "changed": 1, "same": 1, "customers": 0})
        item = self._items(external_id="F1")
        self.assertEqual((item.open_amount, str(item.settled_date)), (0, "2026-04-20"))
        self.assertEqual((item.import_id, item.last_import_id), (first, second))

    def test_one_error_and_nothing_is_imported(self):
        record = self._send(self._file(LINE, "F2,C2,USD,soon,2026-04-01,1,"))
        settings = self._step(record, "prepare")["settings"]
        with (
            self.assertNothingWritten("o2c.history.item"),
            self.assertNothingWritten("res.partner"),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            self._step(record, "apply", settings)
        self.assertEqual(record.state, "ready")

    def test_importing_twice_at_once(self):
        """A double click: the second finds the work done."""
        record, _result = self._import(LINE)
        with self.assertRaises(UserError):
            self._step(record, "apply", {})

    def test_the_dry_run_imports_nothing(self):
        with (
            self.assertNothingWritten("o2c.history.item"),
            self.assertNothingWritten("res.partner"),
        ):
            result = self._check(LINE, OTHER)
        self.assertEqual(result["counts"], {"new": 2, "changed": 0, "same": 0})
        self.assertEqual((result["errors"], result["new_customers"]), (0, 2))
        self.assertEqual(result["customer_names"], ["C1", "C2"])
        self.assertEqual(
            result["totals"],
            [
                {
                    "currency": "USD",
                    "count": 2,
                    "amount": "$\xa0300.50",
                    "open": "$\xa0100.50",
                }
            ],
        )
        row = result["rows"][0]
        self.assertEqual((row["line"], row["due_date"]), (2, "2026-04-01"))

    # ------------------------------------------------------------- what is remembered
    def test_a_layout_is_remembered(self):
        headers = "A,B,C,D,E"
        line = "F1,C1,03/02/2026,04/01/2026,7"
        columns = {"number": 0, "customer": 1, "invoice_date": 2, "due_date": 3}
        options = {
            "columns": {**columns, "amount": 4},
            "date_order": "mdy",
            "decimal": ".",
            "source": "SAP",
        }
        self._import(line, headers=headers, options=options)
        record = self._send(self._file(line, headers=headers), name="later.csv")
        info = self._step(record, "prepare")
        self.assertEqual(info["mapping"], "old ledger.csv")
        self.assertEqual(info["settings"]["columns"], {**columns, "amount": 4})
        self.assertEqual(info["settings"]["date_order"], "mdy")
        self.assertEqual(info["settings"]["source"], "SAP")
        self.assertEqual(info["sources"], ["SAP"])

    def test_the_ledger_is_recognised_by_its_items(self):
        """With one more column the layout is new and the ledger is not."""
        self._import(LINE, OTHER, options={"source": "SAP"})
        file = self._file(f"{PAID},no", headers=f"{HEADERS},disputed")
        record = self._send(file, name="april.csv")
        info = self._step(record, "prepare")
        self.assertFalse(info["mapping"])
        self.assertEqual(info["settings"]["source"], "SAP")

    def test_two_ledgers_have_the_same_numbers(self):
        self._import(LINE, options={"source": "one"})
        _record, result = self._import(LINE, options={"source": "two"})
        self.assertEqual(result["new"], 1)
        self.assertEqual(len(self._items(external_id="F1")), 2)

    # ------------------------------------------------------------- ways of writing
    def test_dates_that_can_be_read_both_ways_are_asked_for(self):
        line = "F1,C1,USD,02/03/2026,01/04/2026,100,"
        result = self._check(line)
        self.assertEqual(len(result["unsure"]), 1)
        record = self._send(self._file(line))
        settings = self._step(record, "prepare")["settings"]
        self.assertEqual(settings["date_order"], "")
        with self.assertRaises(UserError):
            self._step(record, "apply", settings)
        self._import(line, options={"date_order": "mdy"})
        self.assertEqual(self._items().invoice_date, date(2026, 2, 3))

    def test_amounts_that_can_be_read_both_ways_are_asked_for(self):
        line = "F1;C1;2026-03-02;2026-04-01;1.234"
        headers = "invoice;customer;invoice date;due date;amount"
        self.assertEqual(len(self._check(line, headers=headers)["unsure"]), 1)
        self._import(line, headers=headers, options={"decimal": ","})
        self.assertEqual(self._items().amount, 1234)

    def test_italian_file(self):
        headers = "N. fattura;Codice cliente;Data fattura;Scadenza;Importo;Contestata"
        line = "12/A;77;28/02/2026;31/03/2026;1.234,50 €;Sì"
        self._import(line, headers=headers, encoding="cp1252")
        item = self._items()
        self.assertEqual((item.number, item.amount), ("12/A", 1234.5))
        self.assertEqual(item.due_date, date(2026, 3, 31))
        self.assertTrue(item.disputed)

    def test_other_encoding_and_separator(self):
        data = self._file("a|b", "Żółw|1", headers="x|y", encoding="cp1250")
        record = self._send(data)
        settings = self._step(record, "prepare")["settings"]
        self.assertEqual(settings["delimiter"], "|")
        info = self._step(record, "recut", {**settings, "encoding": "cp1250"})
        self.assertEqual(info["sample"][1][0], "Żółw")
        info = self._step(record, "recut", {**settings, "delimiter": ";"})
        self.assertEqual(info["headers"], ["x|y"])

    def test_workbook(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append([])
        sheet.append(["Invoice", "Customer", "Invoice date", "Due date", "Amount"])
        day, due = datetime(2026, 3, 2), datetime(2026, 4, 1)
        sheet.append([4711, "C1", day, due, 1234.56])
        sheet.append([])
        sheet.append([4712, "C1", "2.3.2026", "13.4.2026", "1.234,5"])
        out = io.BytesIO()
        book.save(out)
        record = self._send(out.getvalue(), name="open items.xlsx")
        settings = self._step(record, "prepare")["settings"]
        self._step(record, "apply", settings)
        first, second = self._items()
        self.assertEqual((first.number, first.amount), ("4711", 1234.56))
        self.assertEqual((second.amount, str(second.due_date)), (1234.5, "2026-04-13"))

    def test_what_is_no_file_of_ours(self):
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
        for data in (old, b"PK\x03\x04 no workbook", b"", b"\0" * 50, b"\n\n"):
            with self.subTest(data[:4]), self.assertRaises(UserError):
                self._step(self._send(data), "prepare")

    # ------------------------------------------------------------- what is wrong
    def test_missing_columns(self):
        result = self._check("F1,C1", headers="invoice,customer")
        self.assertEqual(result["missing"], ["invoice_date", "due_date", "amount"])
        self.assertIn("Due date", result["text"])

    def test_errors_by_line_and_column(self):
        found = self._problems(
            LINE,
            "F2,C2,XXX,2026-03-02,2026-04-01,1,",
            "F3,C2,USD,2026-03-02,31 April,1,",
            "F4,,USD,2026-03-02,2026-04-01,one,",
            LINE,
        )
        self.assertEqual(
            found,
            [
                (3, "currency", "There is no currency “XXX”."),
                (4, "due date", "“31 April” is no date."),
                (5, "amount", "“one” is no amount."),
                (5, "customer", "Nothing is written here."),
                (
                    6,
                    "External ID (else the invoice number)",
                    "The same item as in line 2.",
                ),
            ],
        )

    def test_errors_as_a_file(self):
        record = self._send(self._file("F1,C1,XXX,2026-03-02,2026-04-01,-1,"))
        settings = self._step(record, "prepare")["settings"]
        self._step(record, "check", settings)
        text = base64.b64decode(record.sudo().problems_file).decode("utf-8-sig")
        self.assertEqual(
            text.splitlines(),
            [
                "Line,Column,Problem",
                "2,amount,'-1 is taken for a credit note.",
                "2,currency,There is no currency “XXX”.",
            ],
        )

    def test_notes_do_not_refuse(self):
        result = self._check(
            "F1,C1,USD,2026-03-02,2026-04-01,100,2026-03-01",
            "",
            "F2,C1,USD,2026-03-02,2026-04-01,-40,",
        )
        self.assertEqual(result["errors"], 0)
        self.assertEqual(
            sorted(result["notes"]),
            [
                "1 empty lines are left out.",
                "1 items have negative amounts and are taken for credit notes.",
                "1 items were settled before the date of their invoice.",
            ],
        )

    # ------------------------------------------------------------- upkeep
    def test_what_was_never_imported_is_thrown_away(self):
        started = self._send(self._file(LINE))
        ready = self._send(self._file(LINE))
        self._step(ready, "prepare")
        done, _result = self._import(OTHER)
        old = (started | ready | done).sudo()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE o2c_history_import SET write_date = now() - interval '25 hours'"
            " WHERE id = ANY(%s)",
            [old.ids],
        )
        fresh = self._send(self._file(LINE))
        self.env.invalidate_all()
        self.env["o2c.history.import"]._gc_unfinished()
        self.assertEqual((old | fresh).exists(), done | fresh)
