"""Builders for the credit policy: a rule in one line, a day on which things are due."""

from .common import CreditCommon

TODAY = "2026-06-15 10:00:00"
# the invoices below are due on their day
DUE_29, DUE_30, DUE_31 = "2026-05-17", "2026-05-16", "2026-05-15"


class PolicyCommon(CreditCommon):
    """Only the rules of the test are in force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["o2c.credit.rule"]
        cls.Rule.search([]).active = False
        cls.Decision = cls.env["o2c.credit.decision"]

    @classmethod
    def _rule(cls, kind, **values):
        return cls.Rule.create({"name": kind, "kind": kind, **values})

    @classmethod
    def _exemption(cls, kind, **values):
        Exemption = cls.env["o2c.credit.exemption"]
        return Exemption.create({"name": kind, "kind": kind, **values})

    @classmethod
    def _event(cls, kind, date, partner=None, **values):
        account = cls._account(None, partner=partner)
        vals = {"account_id": account.id, "kind": kind, "date": date, **values}
        return cls.env["o2c.credit.event"].create(vals)

    def _owed(self, amount, due, **values):
        """An invoice that was due on ``due``."""
        dates = {"invoice_date": due, "invoice_date_due": due}
        values = {"invoice_payment_term_id": False, **dates, **values}
        return self._bill(amount, **values)

    def _hit(self, order, phase="confirmation"):
        """The ids of the rules that the order hits; nothing is written."""
        verdict = order.sudo()._o2c_policy_verdicts(phase)[order]
        return [hit.rule.id for hit in verdict.hits]

    def _documents(self, order):
        return self.Decision.search([("order_id", "=", order.id)], order="id")
