from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestStatement(CreditCommon):
    """What the customer is told that he owes, as of any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        )
        cls.account = cls._account()

    def _due(self, amount, due="2026-04-01", **values):
        options = {"invoice_payment_term_id": False, "invoice_date_due": due}
        return self._bill(amount, **{**options, **values})

    def _statement(self, as_of, date_from=None, account=None):
        first = date_from and date.fromisoformat(date_from)
        account = account or self.account
        return account._statement(date.fromisoformat(as_of), first)

    def assertOpen(self, as_of, *expected):
        """(currency, owed, credit, closing, overdue) of each section."""
        found = [
            (
                self.env["res.currency"].browse(s.currency).name,
                s.open_amount,
                s.credit_amount,
                s.closing,
                s.overdue,
            )
            for s in self._statement(as_of).sections
        ]
        wanted = [(name, *map(Decimal, amounts)) for name, *amounts in expected]
        self.assertEqual(found, wanted)

    def assertActivity(self, date_from, as_of, opening, *expected):
        """(day, kind, amount, balance) of the movements of the first section."""
        section = self._statement(as_of, date_from).sections[0]
        self.assertEqual(section.opening, Decimal(opening))
        found = [
            (str(m.date), m.kind.value, m.amount, m.balance) for m in section.movements
        ]
        wanted = [(d, k, Decimal(a), Decimal(b)) for d, k, a, b in expected]
        self.assertEqual(found, wanted)
        last = section.movements[-1].balance if section.movements else section.opening
        self.assertEqual(last, section.closing)

    # ------------------------------------------------------------- as of a day
    def test_partial_payment(self):
        bill = self._due(512.5)
        self._pay(bill, 12.25, payment_date="2026-04-03")
        self._pay(bill, payment_date="2026-04-20")
        self.assertOpen("2026-03-01")
        self.assertOpen("2026-03-02", ("USD", "512.5", 0, "512.5", 0))
        self.assertOpen("2026-04-01", ("USD", "512.5", 0, "512.5", 0))
        self.assertOpen("2026-04-02", ("USD", "512.5", 0, "512.5", "512.5"))
        self.assertOpen("2026-04-03", ("USD", "500.25", 0, "500.25", "500.25"))
        self.assertOpen("2026-04-20")

    def test_credit_note_counts_before_it_is_matched(self):
        bill = self._due(100)
        credit = self._due(40, move_type="out_refund", invoice_date="2026-03-05")
        self.assertOpen("2026-03-04", ("USD", 100, 0, 100, 0))
        self.assertOpen("2026-03-05", ("USD", 100, 40, 60, 0))
        lines = (bill | credit).line_ids.filtered("date_maturity")
        lines.reconcile()
        self.assertOpen("2026-03-04", ("USD", 100, 0, 100, 0))
        self.assertOpen("2026-03-05", ("USD", 60, 0, 60, 0))

    def test_payment_of_the_future(self):
        """Entered and matched today, dated tomorrow: open until then."""
        bill = self._due(100)
        self._pay(bill, payment_date="2026-06-30")
        self.assertEqual(bill.amount_residual, 0)
        self.assertOpen("2026-06-29", ("USD", 100, 0, 100, 100))
        self.assertOpen("2026-06-30")

    def test_currencies_are_kept_apart(self):
        bill = self._due(500, currency_id=self.euro.id)
        self._due(70)
        pay = {"currency_id": self.euro.id, "payment_date": "2026-03-20"}
        self._pay(bill, 100, **pay)
        self.assertOpen("2026-03-20", ("EUR", 400, 0, 400, 0), ("USD", 70, 0, 70, 0))
        self._pay(bill, **{**pay, "payment_date": "2026-03-25"})
        self.assertOpen("2026-03-24", ("EUR", 400, 0, 400, 0), ("USD", 70, 0, 70, 0))
        self.assertOpen("2026-03-25", ("USD", 70, 0, 70, 0))

    def test_instalments_and_ageing(self):
        self._bill(1000, invoice_payment_term_id=self.pay_terms_b.id)
        section = self._statement("2026-04-05").sections[0]
        found = [(i.residual, i.days_overdue(date(2026, 4, 5))) for i in section.items]
        self.assertEqual(found, [(Decimal(300), 34), (Decimal(700), -25)])
        cells = tuple(map(Decimal, (700, 0, 300, 0, 0, 0)))
        self.assertEqual(section.cells, cells)
        self.assertEqual(sum(section.cells), section.closing)

    def test_contested_amounts_are_marked(self):
        bill = self._due(100)
        line = bill.line_ids.filtered("date_maturity")
        reason = self.env.ref("o2c_orders.hold_reason_manual").sudo()
        reason.stops_collection = True
        self._hold(line, amount=30)
        section = self._statement(str(self.company._o2c_credit_today())).sections[0]
        self.assertEqual(section.held, Decimal(30))
        self.assertEqual(section.closing, Decimal(100))
        # nobody contested it at that time
        self.assertEqual(self._statement("2026-04-05").sections[0].held, 0)

    # ------------------------------------------------------------- activity
    def test_activity(self):
        bill = self._due(100)
        self._pay(bill, 30, payment_date="2026-03-12")
        self._payment(25, date="2026-03-15")
        self._due(10, invoice_date="2026-03-20")
        self.assertActivity(
            "2026-03-12",
            "2026-03-19",
            "100",
            ("2026-03-12", "payment", "-30", "70"),
            ("2026-03-15", "payment", "-25", "45"),
        )
        self.assertActivity("2026-03-16", "2026-03-19", "45")
        self.assertActivity(
            "2026-03-16", "2026-03-20", "45", ("2026-03-20", "invoice", "10", "55")
        )

    def test_paid_in_another_currency(self):
        """The balance of each currency is what is open in it, whatever paid it."""
        bill = self._due(100, currency_id=self.euro.id)  # 125.00 at the old rate
        self._pay(
            bill, payment_date="2026-03-05", currency_id=self.company.currency_id.id
        )
        self.assertEqual(bill.amount_residual, 0)
        self.assertOpen("2026-03-04", ("EUR", 100, 0, 100, 0))
        self.assertOpen("2026-03-05")
        sections = self._statement("2026-03-05", "2026-03-05").sections
        found = {
            s.currency: (s.opening, [(m.kind.value, m.amount) for m in s.movements])
            for s in sections
        }
        euro, dollar = self.euro.id, self.company.currency_id.id
        cleared = [("clearing", Decimal(-100))]
        self.assertEqual(found[euro], (Decimal(100), cleared))
        moves = [("payment", Decimal(-125)), ("clearing", Decimal(125))]
        self.assertEqual(found[dollar], (Decimal(0), moves))

    def test_paid_by_another_customer(self):
        bill = self._due(100)
        other = self._customer(name="Another")
        payment = self._payment(100, partner_id=other.id, date="2026-03-05")
        lines = (bill | payment.move_id).line_ids
        lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        self.assertOpen("2026-03-05")
        self.assertActivity(
            "2026-03-05", "2026-03-05", "100", ("2026-03-05", "clearing", "-100", "0")
        )

    # ------------------------------------------------------------- whose
    def test_contacts_branches_and_other_companies(self):
        contact = self._customer(parent_id=self.customer.id)
        self._due(10, partner_id=contact.id)
        self._due(500, partner_id=self._customer(name="Another").id)
        other = self.setup_other_company()["company"]
        self._due(
            33,
            company_id=other.id,
            journal_id=self.env["account.journal"]
            .search([("company_id", "=", other.id), ("type", "=", "sale")], limit=1)
            .id,
        )
        self.assertOpen("2026-03-05", ("USD", 10, 0, 10, 0))
        foreign = self._account(company=other)
        section = self._statement("2026-03-05", account=foreign).sections[0]
        self.assertEqual(section.closing, Decimal(33))

    def test_rights(self):
        with self.assertRaises(AccessError):
            self._statement(
                "2026-03-05", account=self.account.with_user(self._user("customer"))
            )
        collector = self._user("collector")
        self.assertTrue(
            self._statement(
                "2026-03-05", account=self.account.with_user(collector)
            ).is_empty
        )
