from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.o2c_credit.models import o2c_credit_snapshot

from .insight_common import UNTIL, InsightCommon

# an independent reading of the ledger: the balance of the receivable accounts
BALANCE = """
SELECT COALESCE(SUM(l.balance), 0)::float8 FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id
 WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
   AND l.company_id = %s AND l.partner_id IS NOT NULL AND l.date <= %s
"""


@tagged("post_install", "-at_install")
class TestSnapshot(InsightCommon):
    """What is written of a month is what the ledger said at its end."""

    # ------------------------------------------------------------- what was owed
    def test_open_until_the_day_it_was_paid(self):
        bill = self._due(1000)
        self._pay(bill, 400, payment_date="2026-04-30")
        self._pay(bill, payment_date="2026-06-01")
        self._take()
        self.assertFalse(self._snapshot("2026-02"))
        self.assertFigures(
            self._snapshot("2026-03"), receivable=1000, overdue=0, sales=1000, paid=0
        )
        self.assertFigures(
            self._snapshot("2026-04"), receivable=600, overdue=600, sales=0, paid=400
        )
        self.assertFigures(self._snapshot("2026-05"), receivable=600, overdue=600)
        self.assertFigures(
            self._snapshot("2026-06"), receivable=0, overdue=0, paid=600, sales=0
        )

    def test_buckets_at_their_borders(self):
        """Due on the last day of the month is not overdue; 30, 31, 60, 61, 90, 91."""
        for amount, due in (
            (1, "2026-06-30"),
            (2, "2026-06-29"),
            (4, "2026-05-31"),
            (8, "2026-05-30"),
            (16, "2026-05-01"),
            (32, "2026-04-30"),
            (64, "2026-04-01"),
            (128, "2026-03-31"),
        ):
            self._due(amount, due=due)
        self._take(1)
        self.assertFigures(
            self._snapshot("2026-06"),
            receivable=255,
            not_due=1,
            bucket_30=6,
            bucket_60=24,
            bucket_90=96,
            bucket_older=128,
            overdue=254,
        )

    def test_unmatched_credits_count_against_what_is_overdue(self):
        self._due(300, due="2026-03-20")
        self._due(500, due="2026-08-01")
        self._payment(100, date="2026-05-10")
        self._bill(
            50, move_type="out_refund", invoice_date="2026-06-15", date="2026-06-15"
        )
        self._take()
        self.assertFigures(
            self._snapshot("2026-05"), receivable=700, credits=100, overdue=200
        )
        self.assertFigures(
            self._snapshot("2026-06"),
            receivable=650,
            credits=150,
            overdue=150,
            sales=-50,
            paid=0,
        )

    def test_more_credits_than_overdue(self):
        self._due(300, due="2026-03-20")
        self._due(500, due="2026-08-01")
        self._payment(400, date="2026-03-10")
        self._take()
        self.assertFigures(
            self._snapshot("2026-03"), receivable=400, credits=400, overdue=0
        )

    def test_matched_credit_note_is_no_payment(self):
        bill = self._due(100)
        self._credit(bill, amount=40, date="2026-04-05")
        self._pay(bill, payment_date="2026-05-05")
        self._take()
        self.assertFigures(
            self._snapshot("2026-04"), receivable=60, sales=-40, paid=0, credits=0
        )
        self.assertFigures(
            self._snapshot("2026-05"), receivable=0, paid=60, paid_count=1
        )

    def test_two_currencies_agree_with_the_ledger(self):
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.8), ("2026-03-10", 0.5)]
        )
        bill = self._due(500, currency_id=euro.id)
        self._pay(bill, 100, currency_id=euro.id, payment_date="2026-03-20")
        self._pay(bill, currency_id=euro.id, payment_date="2026-05-04")
        self._due(70, day="2026-05-07")
        self._take()
        self.assertFigures(self._snapshot("2026-03"), receivable=500, sales=625)
        self.assertFigures(self._snapshot("2026-05"), receivable=70, sales=70)
        self.assertAgreed()

    def assertAgreed(self):
        """Every month agrees with the balance of the accounts, to the cent."""
        for month in self.Month.search([("company_id", "=", self.company.id)]):
            query = SQL(BALANCE, self.company.id, month.date)
            ((balance,),) = self.env.execute_query(query)
            self.assertAlmostEqual(month.receivable, balance, 2, str(month.date))

    def test_agrees_with_the_ledger(self):
        other = self._customer(name="Another")
        contact = self._customer(parent_id=self.customer.id)
        bills = [
            self._due(100.01 * number, day=f"2026-0{number}-10", partner_id=who.id)
            for number, who in enumerate((self.customer, other, contact, other), 1)
        ]
        self._pay(bills[0], 33.33, payment_date="2026-02-11")
        self._pay(bills[1], payment_date="2026-05-31")
        self._credit(bills[2], amount=10, date="2026-04-30")
        self._payment(77.7, partner_id=other.id, date="2026-06-30")
        self._take()
        self.assertAgreed()
        self.assertFigures(self._snapshot("2026-06"), receivable=356.71)
        self.assertFigures(self._snapshot("2026-06", other), receivable=322.34)

    # ------------------------------------------------------------- how it was paid
    def test_days(self):
        bill = self._due(1000)
        self._pay(bill, 400, payment_date="2026-03-22")
        self._pay(bill, 100, payment_date="2026-04-01")
        self._pay(bill, payment_date="2026-04-21")
        self._take()
        self.assertFigures(
            self._snapshot("2026-03"),
            paid=400,
            paid_in_time=400,
            days_to_pay=8000,
            days_beyond=-4000,
        )
        self.assertFigures(
            self._snapshot("2026-04"),
            paid=600,
            paid_in_time=100,
            paid_count=2,
            paid_in_time_count=1,
            days_beyond=500 * 20,
            count_days_beyond=20,
        )

    def test_disputed(self):
        bill = self._due(1000)
        with self._at("2026-04-10 09:00:00"):
            hold = self._hold(bill, "collection", amount=300)
        with self._at("2026-06-10 09:00:00"):
            hold._release("agreed")
        self._take()
        found = [
            self._snapshot(month).disputed
            for month in ("2026-03", "2026-04", "2026-05", "2026-06")
        ]
        self.assertEqual(found, [0, 300, 300, 0])

    def test_never_more_disputed_than_open(self):
        bill = self._due(1000)
        with self._at("2026-04-10 09:00:00"):
            self._hold(bill, "collection", amount=300)
        self._pay(bill, 900, payment_date="2026-05-02")
        self._take()
        self.assertEqual(self._snapshot("2026-04").disputed, 300)
        self.assertEqual(self._snapshot("2026-05").disputed, 100)

    def test_promises(self):
        """Counted in the month of their last day, in company currency."""
        account = self._account()
        self._due(1000, due="2026-04-01")
        with self._at("2026-04-02 09:00:00"):
            account._promise(300, date(2026, 4, 10), tolerance=2)
        with self._at("2026-05-20 09:00:00"):
            account.promise_ids._judge()
        self._take()
        self.assertFigures(
            self._snapshot("2026-04"), promised=300, promise_kept=0, promise_count=1
        )
        self.assertFigures(self._snapshot("2026-05"), promised=0)
        self.assertEqual(self._month("2026-04").promise_share, 0)

    # ------------------------------------------------------------- the history
    def test_imported_history(self):
        self._item(100, settled_date="2026-05-10")
        self._item(80, open_amount=20)
        self._item(60, counts=False)
        self._item(-10, settled_date="2026-06-10")
        self._take()
        self.assertFigures(
            self._snapshot("2026-03"), receivable=110, sales=230, credits=10
        )
        self.assertFigures(
            self._snapshot("2026-05"),
            receivable=10,
            overdue=10,
            paid=100,
            days_beyond=3900,
        )
        self.assertFigures(self._snapshot("2026-06"), receivable=20)

    # ------------------------------------------------------------- again and again
    def test_taken_again_writes_nothing(self):
        self._due(100)
        self.assertEqual(self._take(), 4)
        self.assertEqual(self._take(), 0)

    def test_the_past_that_changed_is_taken_anew(self):
        bill = self._due(100)
        self._take()
        self._pay(bill, payment_date="2026-05-31")
        self.assertEqual(self._take(), 2)  # May, and June has nothing left
        self.assertFigures(self._snapshot("2026-05"), receivable=0, paid=100)
        self.assertFalse(self._snapshot("2026-06"))
        bill.line_ids.remove_move_reconcile()
        self._take()
        self.assertFigures(self._snapshot("2026-05"), receivable=0, credits=100)

    def test_goes_on_where_it_was_killed(self):
        self._due(100, day="2025-05-02", due="2025-06-01")
        pieces = list(o2c_credit_snapshot.pieces(UNTIL, 24))
        for start, end in pieces[:3]:
            self.Snapshot._take_piece(self.company, start, end)
        self.assertEqual(self._take(24), 6)
        self.assertEqual(self.Month.search_count(self._mine), 24)

    @property
    def _mine(self):
        return [("company_id", "=", self.company.id)]

    def test_job(self):
        self._due(100)
        with self._at("2026-07-01 12:00:00"), self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_snapshot").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFigures(self._snapshot("2026-06"), receivable=100)
        self.assertFalse(self._snapshot("2026-07"))

    def test_companies_are_apart(self):
        other = self.setup_other_company()["company"]
        self._item(100)
        self._item(70, company_id=other.id)
        self._take()
        self.assertFigures(self._snapshot("2026-06"), receivable=100)
        self.assertFalse(self._snapshot("2026-06", company=other))
        self._take(company=other)
        self.assertFigures(self._snapshot("2026-06", company=other), receivable=70)

    # ------------------------------------------------------------- ways on
    def test_what_is_behind(self):
        paid, still = self._due(100), self._due(50)
        self._pay(paid, payment_date="2026-05-31")
        self._take()
        for month, lines in (("2026-04", paid | still), ("2026-05", still)):
            action = self._snapshot(month).action_open_items()
            found = self.env["account.move.line"].search(action["domain"])
            self.assertEqual(found.move_id, lines)
            self.assertEqual(
                sum(found.mapped("balance")), self._snapshot(month).receivable
            )
        action = self._month("2026-05").action_customers()
        self.assertEqual(
            self.Snapshot.search(action["domain"]).partner_id, self.customer
        )

    # ------------------------------------------------------------- rights
    def test_rights(self):
        self._due(100)
        self._take()
        snapshot = self._snapshot("2026-06")
        reader = self._user("o2c_credit.group_credit_insight")
        self.assertEqual(snapshot.with_user(reader).receivable, 100)
        with self.assertRaises(AccessError):
            snapshot.with_user(self.seller).read(["receivable"])
        for user in (reader, self.manager):
            for record in (snapshot, self._month("2026-06")):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"receivable": 0})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
        self.assertEqual(snapshot.receivable, 100)

    def test_foreign_company_is_not_seen(self):
        other = self.setup_other_company()["company"]
        self._item(70, company_id=other.id)
        self._take(company=other)
        record = self._snapshot("2026-06", company=other)
        with self.assertRaises(AccessError):
            record.with_user(self.manager).read(["receivable"])


@tagged("post_install", "-at_install")
class TestMonth(InsightCommon):
    """The ratios of the months are those of the worked examples."""

    def test_count_back(self):
        """212,000 owed after sales of 70, 80 and 100 thousand in April to June."""
        for month, amount in (("04", 70_000), ("05", 80_000), ("06", 100_000)):
            self._item(
                amount,
                invoice_date=f"2026-{month}-10",
                due_date="2026-09-30",
                open_amount=62_000 if month == "05" else amount,
            )
        self.Month.search([("company_id", "=", self.company.id)]).unlink()
        self._item(
            20_000, invoice_date="2026-01-05", due_date="2026-02-05", counts=False
        )
        self._take(3)
        month = self._month("2026-06")
        self.assertEqual(month.receivable, 232_000)
        # 30 days of June, 31 of May, 52 of 70 thousand of April's 30
        self.assertEqual(round(month.dso_count_back, 1), 83.3)
        self.assertEqual(round(month.dso, 1), 69.6)
        self.assertEqual(round(month.dso_three_months, 2), 83.52)
        self.assertEqual(month.days, 30)

    def test_ratio_without_meaning_is_null(self):
        self._item(100, invoice_date="2026-03-02")
        self._take()
        self.assertEqual(self._month("2026-06").dso, 0)
        query = "SELECT dso, dso_count_back FROM o2c_credit_month WHERE id = %s"
        self.env.cr.execute(query, self._month("2026-06").ids)
        ((dso, counted),) = self.env.cr.fetchall()
        self.assertIsNone(dso)
        # March's 31 days and those of April, May and June in which nothing was sold
        self.assertEqual(counted, 31 + 30 + 31 + 30)

    def test_months_without_anything_are_there(self):
        self._item(100, invoice_date="2026-06-02")
        self._take()
        months = self.Month.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(months), 6)
        self.assertEqual(sum(months.mapped("receivable")), 100)

    def test_weighted_days(self):
        self._item(300, settled_date="2026-04-11")
        self._item(100, settled_date="2026-03-22")
        self._take()
        april = self._month("2026-04")
        self.assertEqual(round(april.dbt, 2), round((300 * 10 - 100 * 10) / 400, 2))
        self.assertEqual(april.dbt_plain, 0)
        self.assertEqual(april.share_in_time, 25)
        self.assertEqual(april.mean_days_to_pay, 40)
        # a year of payments: still there in June
        self.assertEqual(round(self._month("2026-06").dbt, 2), 5)

    def test_effectiveness(self):
        self._item(100, settled_date="2026-04-11")
        self._item(50)
        self._take()
        # 150 at the beginning of April, 100 of it collected, all of it due
        self.assertEqual(
            round(self._month("2026-04").effectiveness, 2), round(100 / 150 * 100, 2)
        )
