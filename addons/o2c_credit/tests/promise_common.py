"""Builders for promises: an invoice of March, a promise over it, a payment on a day."""

from datetime import date

from odoo import Command

from .common import CreditCommon

MADE = "2026-03-10 09:00:00"
DAY = date(2026, 3, 20)
IN_TIME = "2026-03-23 09:00:00"
TOO_LATE = "2026-03-24 09:00:00"


class PromiseCommon(CreditCommon):
    """A customer with an invoice of 1,000, and a collector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account()
        cls.collector = cls._user("collector")
        cls.Promise = cls.env["o2c.promise"]

    def _take(self, amount=1000.0, day=DAY, lines=None, user=None, **options):
        """A promise, taken by the collector on the day ``MADE``."""
        account = self.account.with_user(user or self.collector).sudo(False)
        with self._at(MADE):
            return account._promise(amount, day, lines, **options).sudo()

    @classmethod
    def _euro(cls):
        """A foreign currency: two of it are one of the company's."""
        currency = cls.env.ref("base.EUR")
        currency.active = True
        rate = {"name": "2026-01-01", "rate": 2.0, "company_id": cls.company.id}
        currency.rate_ids = [Command.clear(), Command.create(rate)]
        return currency

    def _pay_on(self, invoice, day, amount=None, **values):
        """A payment of that date, matched with the invoice."""
        payment = self._pay(invoice, amount, payment_date=day, **values)
        self.env.flush_all()
        return payment

    def _judge_at(self, moment, promises=None):
        # other companies have demo promises, which were made after this moment
        mine = self.Promise.search([("company_id", "=", self.account.company_id.id)])
        with self._at(moment):
            (promises or mine)._judge()

    def _events(self):
        return self.env["o2c.credit.event"].search(
            [("account_id", "=", self.account.id), ("kind", "=", "broken_promise")]
        )

    def _item(self, invoice):
        """The receivable line of an invoice."""
        return self.Account._receivable(invoice)

    def assertPromise(self, promise, **expected):
        found = {name: promise[name] for name in expected}
        self.assertEqual(found, expected)
