from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .insight_common import InsightCommon

TODAY = date(2026, 7, 1)


@tagged("post_install", "-at_install")
class TestCashForecast(InsightCommon):
    """From invoices of a known habit to the weeks in which their money comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Forecast = cls.env["o2c.cash.forecast"]
        # due on the first of each month, paid on the ninth: in the second week
        for month in range(1, 7):
            cls._item(
                100,
                invoice_date=f"2025-{month + 6:02}-20",
                due_date=f"2026-{month:02}-01",
                settled_date=f"2026-{month:02}-09",
            )

    def _open(self, amount, due, **values):
        return self._item(amount, invoice_date="2026-06-20", due_date=due, **values)

    def test_weeks(self):
        self._open(700, "2026-06-30")
        self._open(40, "2026-07-14")
        forecast = self.Forecast._refresh(self.company, today=TODAY)
        self.assertEqual(str(forecast.date), "2026-06-30")
        expected = [round(week.expected) for week in forecast.week_ids]
        # everybody else pays like that too: for certain, one week after the due date
        self.assertEqual(expected[:4], [0, 700, 0, 40])
        self.assertEqual(sum(expected[4:]), 0)
        self.assertEqual(len(expected), 13)
        self.assertEqual(str(forecast.week_ids[0].start), "2026-07-01")
        self.assertEqual(round(forecast.expected), 740)
        self.assertEqual(forecast.open_amount, 740)

    def test_customers(self):
        self._open(700, "2026-06-30")
        self._open(90, "2025-06-30")
        other = self._customer(name="Another")
        self._open(-30, "2026-06-30", partner_id=other.id)
        self._open(50, "2026-06-30", partner_id=other.id)
        forecast = self.Forecast._refresh(self.company, today=TODAY)
        rows = self.env["o2c.cash.forecast.customer"].search(
            [("forecast_id", "=", forecast.id)]
        )
        found = {row.partner_id: (row.open_amount, round(row.rest)) for row in rows}
        # what is a year late is not expected; of what is due, six of seven pay in the
        # second week and the seventh never; the credit note of 30 pays a part
        self.assertEqual(found, {self.customer: (790, 90 + 100), other: (20, 3)})
        action = forecast.action_customers()
        self.assertEqual(rows.search(action["domain"]), rows)

    def test_past_months_are_judged(self):
        self.Forecast._refresh(self.company, today=TODAY)
        trials = self.Forecast.search(
            [("company_id", "=", self.company.id), ("is_trial", "=", True)]
        )
        days = [str(trial.date) for trial in trials]
        self.assertEqual(days[:2], ["2026-05-31", "2026-04-30"])
        self.assertEqual(len(days), 6)
        may = trials[0]
        self.assertEqual(may.actual, 100)
        self.assertEqual(round(may.expected), 100)
        self.assertTrue(may.is_within)
        self.assertEqual(round(may.miss), 0)

    def test_ledger_of_odoo(self):
        bill = self._due(300, due="2026-05-20")
        self._pay(bill, payment_date="2026-06-10")
        self._due(80, due="2026-06-20")
        forecast = self.Forecast._refresh(self.company, today=TODAY)
        self.assertEqual(forecast.open_amount, 80)
        may = self.Forecast.search(
            [("company_id", "=", self.company.id), ("date", "=", "2026-05-31")]
        )
        self.assertEqual(may.actual, 400)
        self.assertEqual(may.open_amount, 480)

    def test_repeated(self):
        self._open(700, "2026-06-30")
        first = self.Forecast._refresh(self.company, today=TODAY)
        values = first.read(["expected", "low", "high"])[0]
        again = self.Forecast._refresh(self.company, today=TODAY)
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(self.Forecast.search_count(domain), 7)
        del values["id"]
        self.assertEqual({n: again[n] for n in values}, values)
        # the next day takes its place
        self.Forecast._refresh(self.company, today=date(2026, 7, 2))
        self.assertEqual(self.Forecast.search_count(domain), 7)

    def test_job(self):
        with self._at("2026-07-01 12:00:00"), self.enter_registry_test_mode():
            self.env.ref("o2c_credit.ir_cron_cash_forecast").method_direct_trigger()
        domain = [("company_id", "=", self.company.id), ("is_trial", "=", False)]
        self.assertEqual(str(self.Forecast.search(domain).date), "2026-06-30")

    def test_nobody_enters_a_forecast(self):
        with self.assertRaises(AccessError):
            self.Forecast.with_user(self.manager).create(
                {"company_id": self.company.id, "date": "2026-06-30"}
            )
