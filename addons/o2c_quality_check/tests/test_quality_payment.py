from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from ..domain.correlation import correlate
from .figures_common import SCALES, TODAY, FiguresCommon

DAY = date(2026, 1, 20)


@tagged("post_install", "-at_install")
class TestQualityPayment(FiguresCommon):
    """Satisfaction beside payment: invoices with known delays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # days from due date to payment, None: still open
        cls.delays = {n: [(0, 5, None)[n % 3], 3 * n] for n in range(8)}
        with freeze_time("2026-01-05 09:00:00"):
            cls.invoices = {
                n: [cls._bill(cls.buyers[n]) for _delay in delays]
                for n, delays in cls.delays.items()
            }
        for n, delays in cls.delays.items():
            for invoice, delay in zip(cls.invoices[n], delays, strict=True):
                if delay is not None:
                    day = DAY + timedelta(days=delay)
                    cls._pay(invoice, payment_date=day)
        cls.env.flush_all()

    @classmethod
    def _bill(cls, buyer, amount=100.0):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": buyer.id,
                "invoice_date": "2026-01-05",
                "invoice_payment_term_id": False,
                "invoice_date_due": DAY,
                "invoice_line_ids": [
                    (0, 0, {"name": "x", "price_unit": amount, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        return invoice

    def _days(self, n):
        today = date.fromisoformat(TODAY[:10])
        open_ = (today - DAY).days
        return [open_ if d is None else max(d, 0) for d in self.delays[n]]

    def _level(self, n):
        marks = [
            (fact[role] - low) / (high - low)
            for fact in self.facts
            for role, (low, high) in SCALES.items()
            if fact["buyer"] == n and role != "ces" and fact[role] is not None
        ]
        return sum(marks) / len(marks)

    def test_correlation(self):
        data = self._dashboard("payment")
        self.assertEqual(data["customers"], 8)
        pairs = [(self._level(n), sum(self._days(n)) / 2) for n in range(8)]
        expected = correlate(pairs)
        found = data["correlation"]
        self.assertEqual(found["n"], 8)
        self.assertAlmostEqual(found["value"], expected.value)
        self.assertAlmostEqual(found["low"], expected.low)
        self.assertFalse(found["enough"])

    def test_bands(self):
        data = self._dashboard("payment")
        for band in data["bands"]:
            low, high = ((0, 0.7), (0.7, 0.9), (0.9, 2))[band["key"]]
            mine = [n for n in range(8) if low <= self._level(n) < high]
            self.assertEqual(band["customers"], len(mine))
            self.assertEqual(band["invoices"], 2 * len(mine))
            if not mine:
                self.assertIsNone(band["days"])
                continue
            days = [day for n in mine for day in self._days(n)]
            self.assertAlmostEqual(band["days"], sum(days) / len(days))
            late = sum(day > 0 for day in days)
            self.assertAlmostEqual(band["late"]["value"], 100 * late / len(days))
            self.assertEqual(band["late"]["n"], len(days))
            self.assertFalse(band["enough"])
            still = sum(d is None for n in mine for d in self.delays[n])
            self.assertAlmostEqual(band["overdue"], 100 * still / len(days))

    def test_not_yet_due_does_not_count(self):
        self._bill(self.buyers[11]).invoice_date_due = "2026-03-18"
        self.assertEqual(self._dashboard("payment")["customers"], 8)

    def test_nobody_paid(self):
        data = self._dashboard("payment", campaign=self.service.copy().id)
        self.assertEqual((data["customers"], data["correlation"]["value"]), (0, None))
