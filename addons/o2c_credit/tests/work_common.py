"""Builders for the work list: a customer with an invoice that is 20 days overdue."""

from odoo import Command

from .common import CreditCommon

NOW = "2026-03-30 09:00:00"
DUE = "2026-03-10"


class WorkCommon(CreditCommon):
    """A collector and his colleague; the customer owes 1,000 since 20 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+39 02 5550 1234"
        cls.account = cls._account()
        cls.Item = cls.env["o2c.work.item"]
        cls.collector = cls._user("collector")
        cls.colleague = cls._user("collector", login="o2c_colleague")
        cls.account.collector_id = cls.collector
        cls.env["o2c.work.rule"].search([]).action_archive()
        cls.rule = cls._rule("days", 10, start=15)

    @classmethod
    def _rule(cls, measure, points, **values):
        vals = {"name": measure, "measure": measure, "points": points, **values}
        return cls.env["o2c.work.rule"].create(vals)

    @classmethod
    def _debtor(cls, name, amount=500.0, collector=None, **values):
        """Another customer with an overdue invoice; his credit account."""
        partner = cls._customer(name=name, phone="+39 1", **values)
        account = cls._account(partner=partner)
        account.collector_id = collector or cls.collector
        cls._overdue(amount, partner_id=partner.id)
        return account

    @classmethod
    def _overdue(cls, amount=1000.0, due=DUE, **values):
        line = Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
        options = {
            "move_type": "out_invoice",
            "partner_id": cls.customer.id,
            "invoice_date": "2026-03-02",
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [line],
        }
        move = cls.env["account.move"].create({**options, **values})
        move.action_post()
        return move

    def _item(self, account=None):
        """The entry of a customer, read anew at ``NOW``."""
        with self._at(NOW):
            return self.Item._refresh(account or self.account)

    def _next(self, user=None, **options):
        """The entry that a user is given."""
        with self._at(NOW):
            items = self.Item.with_user(user or self.collector).sudo(False)
            return items.browse(items.take_next(options) or [])

    def _as(self, user, item):
        return item.with_user(user).sudo(False)
