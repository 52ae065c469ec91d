"""Builders for insight: months that are taken from a known ledger."""

from datetime import date

from .history_common import HistoryCommon

UNTIL = date(2026, 7, 1)


class InsightCommon(HistoryCommon):
    """Months of 2026 up to June of the test company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Snapshot = cls.env["o2c.credit.snapshot"]
        cls.Month = cls.env["o2c.credit.month"]

    def _take(self, months=6, until=UNTIL, company=None):
        return self.Snapshot._take(company or self.company, months, until)

    def _snapshot(self, month, customer=None, company=None):
        """The snapshot of a customer (the usual one) of a month like '2026-03'."""
        return self.Snapshot.search(
            [
                ("partner_id", "=", (customer or self.customer).id),
                ("company_id", "=", (company or self.company).id),
                ("month", "=", f"{month}-01"),
            ]
        )

    def _month(self, month):
        return self.Month.search(
            [("company_id", "=", self.company.id), ("month", "=", f"{month}-01")]
        )

    def _due(self, amount, day="2026-03-02", due="2026-04-01", **values):
        """An invoice of a day that is due on another."""
        return self._bill(
            amount,
            invoice_date=day,
            date=day,
            invoice_payment_term_id=False,
            invoice_date_due=due,
            **values,
        )

    def assertFigures(self, snapshot, **expected):
        """The figures of a snapshot, exactly; those not named are not looked at."""
        found = {name: round(snapshot[name], 2) for name in expected}
        self.assertEqual(found, expected)
