"""Builders for the score."""

from datetime import date

from .history_common import HistoryCommon


class ScoreCommon(HistoryCommon):
    """A customer with a past of six invoices, and others to be ranked with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account()
        cls.card = cls.env["o2c.scorecard"]._in_force(cls.company)

    @classmethod
    def _past(cls, partner=None, late=0, count=6, first=1, **values):
        """Invoices due on the first of each month of 2025, paid ``late`` days late."""
        for month in range(first, first + count):
            due = date(2025, month, 1)
            owner = partner or cls.customer
            known = [("partner_id", "=", owner.id)]
            serial = cls.env["o2c.history.item"].search_count(known)
            cls._item(
                partner_id=owner.id,
                external_id=f"{owner.id} {serial}",
                invoice_date=due.replace(year=2024),
                due_date=due,
                settled_date=date.fromordinal(due.toordinal() + late),
                **values,
            )

    @classmethod
    def _portfolio(cls, *lates):
        """Other customers, one for each of ``lates`` days."""
        for number, late in enumerate(lates):
            cls._past(cls._customer(name=f"Other {number}"), late)

    def _features(self, as_of, account=None):
        account = account or self.account
        portfolio = account._read_portfolio(self.card, date.fromisoformat(as_of))
        found = portfolio.features_of(account.partner_id.id)
        return {feature.value: value for feature, value in found.items()}

    def _run(self):
        return self.Account._score_company(self.company)

    def assertFeatures(self, as_of, **expected):
        found = self._features(as_of)
        self.assertEqual({name: found.get(name) for name in expected}, expected)
