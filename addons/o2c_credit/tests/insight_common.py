"""Builders for insight: months that are taken from a known ledger."""

from datetime import date

from odoo import fields

from odoo.addons.o2c_credit.models.snapshot_facts import FIGURES
from odoo.addons.o2c_credit.models.snapshot_totals import totals_query

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
        taken = self.Snapshot._take(company or self.company, months, until)
        self._check_totals(company or self.company, months, until)
        return taken

    def _check_totals(self, company, months, until):
        """The months are the same straight from the ledger, figure by figure."""
        start = fields.Date.subtract(until, months=months)
        zone = company.partner_id.tz or "UTC"
        rows = self.env.execute_query(totals_query(company.id, start, until, zone))
        domain = [("company_id", "=", company.id), ("month", ">=", start)]
        kept = self.Month.search([*domain, ("month", "<", until)], order="month")
        for month, (day, *figures) in zip(kept, rows, strict=True):
            self.assertEqual(month.month, day)
            found = {
                n: round(float(x), 2) for n, x in zip(FIGURES, figures, strict=True)
            }
            self.assertFigures(month, **found)

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
