from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.receivable_facts import RECEIVABLES_FLUSHED, receivables_sql
from .history_common import HistoryCommon

COLUMNS = ("due_date", "amount", "open_amount", "settled_date", "credited")


@tagged("post_install", "-at_install")
class TestReceivables(HistoryCommon):
    """One row for each instalment, of the ledger and of the history."""

    def _rows(self, as_of=None, customer=None, company=None, **options):
        for model, names in RECEIVABLES_FLUSHED.items():
            self.env[model].flush_model(names)
        query = SQL(
            "SELECT * FROM (%s) AS r WHERE customer_id = %s AND company_id = %s"
            " ORDER BY due_date, origin, origin_id",
            receivables_sql(as_of and date.fromisoformat(as_of), **options),
            (customer or self.customer).id,
            (company or self.company).id,
        )
        return self.env.execute_query_dict(query)

    def assertRows(self, expected, *args, **options):
        """``expected``: (due, amount, open, settled, credited)."""
        found = [
            tuple(row[name] for name in COLUMNS) for row in self._rows(*args, **options)
        ]
        found = [
            (str(due), amount, still, settled and str(settled), credited)
            for due, amount, still, settled, credited in found
        ]
        self.assertEqual(found, expected)

    def _due(self, amount, **values):
        """An invoice of 2 March that is due on 1 April."""
        return self._bill(
            amount,
            invoice_payment_term_id=False,
            **{"invoice_date_due": "2026-04-01", **values},
        )

    # ------------------------------------------------------------- the ledger
    def test_each_instalment_is_a_row(self):
        bill = self._bill(1000, invoice_payment_term_id=self.pay_terms_b.id)
        lines = bill.line_ids.filtered("date_maturity").sorted("date_maturity")
        first, second = (str(line.date_maturity) for line in lines)
        self.assertRows(
            [
                (first, 300, 300, None, False),
                (second, 700, 700, None, False),
            ]
        )
        self._pay(bill, 300, payment_date="2026-03-20")
        self.assertRows(
            [
                (first, 300, 0, "2026-03-20", False),
                (second, 700, 700, None, False),
            ]
        )
        row = self._rows()[0]
        self.assertEqual(row["origin"], "ledger")
        self.assertEqual(row["origin_id"], lines[0].id)
        self.assertEqual(row["number"], bill.name)
        self.assertEqual(row["invoice_date"], date(2026, 3, 2))

    def test_partial_payment_and_what_was_known_before(self):
        bill = self._due(512.5)
        self._pay(bill, 12.25, payment_date="2026-04-03")
        self._pay(bill, payment_date="2026-04-20")
        paid = ("2026-04-01", 512.5, 0, "2026-04-20", False)
        for as_of, row in {
            None: paid,
            "2026-04-20": paid,
            "2026-04-19": ("2026-04-01", 512.5, 500.25, None, False),
            "2026-04-03": ("2026-04-01", 512.5, 500.25, None, False),
            "2026-04-02": ("2026-04-01", 512.5, 512.5, None, False),
            "2026-03-02": ("2026-04-01", 512.5, 512.5, None, False),
        }.items():
            with self.subTest(as_of):
                self.assertRows([row], as_of)
        self.assertRows([], "2026-03-01")

    def test_open_only(self):
        bill = self._due(100)
        row = ("2026-04-01", 100, 100, None, False)
        self.assertRows([row], open_only=True)
        self._pay(bill, payment_date="2026-04-20")
        self.assertRows([], open_only=True)
        self.assertRows([row], "2026-04-19", open_only=True)
        self.assertRows([], "2026-04-20", open_only=True)

    def test_credit_note_is_not_money(self):
        bill = self._due(100)
        self._credit(bill, amount=40, date="2026-03-05")
        self.assertRows([("2026-04-01", 100, 60, None, False)])
        self._credit(bill, amount=60, date="2026-03-09")
        self.assertRows([("2026-04-01", 100, 0, "2026-03-09", True)])
        self.assertRows([("2026-04-01", 100, 60, None, False)], "2026-03-08")

    def test_credit_note_and_money(self):
        bill = self._due(100)
        self._credit(bill, amount=40, date="2026-03-05")
        self._pay(bill, payment_date="2026-05-05")
        self.assertRows([("2026-04-01", 100, 0, "2026-05-05", False)])

    def test_two_currencies(self):
        """In company currency; what rates make of it is no payment."""
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        )
        bill = self._due(500, currency_id=euro.id)  # 625.00
        pay = {"currency_id": euro.id, "payment_date": "2026-03-20"}
        self._pay(bill, 100, **pay)
        self.assertRows([("2026-04-01", 625, 500, None, False)])
        self._pay(bill, **{**pay, "payment_date": "2026-04-04"})
        self.assertRows([("2026-04-01", 625, 0, "2026-04-04", False)])
        self.assertRows([("2026-04-01", 625, 500, None, False)], "2026-04-03")

    def test_rates_that_lose_are_no_payment_either(self):
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.5), ("2026-03-10", 0.8)]
        )
        bill = self._due(100, currency_id=euro.id)  # 200.00, paid with 125.00
        self._pay(bill, currency_id=euro.id, payment_date="2026-03-20")
        self.assertRows([("2026-04-01", 200, 0, "2026-03-20", False)])

    def test_drafts_and_loose_credit_notes_are_no_rows(self):
        self._bill(100, post=False)
        self._bill(50, move_type="out_refund")
        self._payment(30)
        self.assertRows([])

    def test_contacts_count_with_their_customer(self):
        contact = self._customer(parent_id=self.customer.id)
        self._due(10, partner_id=contact.id)
        self._due(500, partner_id=self._customer(name="Another").id)
        self.assertRows([("2026-04-01", 10, 10, None, False)])

    # ------------------------------------------------------------- the history
    def test_history(self):
        self._item(100)
        self._item(80, open_amount=20)
        self._item(60, settled_date="2026-04-20")
        part = ("2026-04-01", 80, 20, None, False)
        whole = ("2026-04-01", 100, 100, None, False)
        paid = ("2026-04-01", 60, 0, "2026-04-20", False)
        then = ("2026-04-01", 60, 60, None, False)
        self.assertRows([whole, part, paid])
        self.assertRows([whole, part, paid], "2026-04-20")
        self.assertRows([whole, part, then], "2026-04-19")
        self.assertRows([whole, part, then], "2026-04-19", open_only=True)
        self.assertRows([whole, part], open_only=True)
        self.assertRows([], "2026-03-01")
        self.assertEqual(self._rows()[0]["origin"], "history")
        self.assertEqual(self._rows()[0]["number"], "OLD/0")

    def test_credit_notes_of_the_history_are_no_rows(self):
        self._item(-100)
        self.assertRows([])

    # ------------------------------------------------------------- companies
    def test_two_companies(self):
        other = self.setup_other_company()["company"]
        self._item(100)
        self._item(70, company_id=other.id)
        self._due(10)
        own = [(10, "ledger"), (100, "history")]
        found = {(r["amount"], r["origin"]) for r in self._rows()}
        self.assertEqual(found, set(own))
        self.assertRows([("2026-04-01", 70, 70, None, False)], company=other)
