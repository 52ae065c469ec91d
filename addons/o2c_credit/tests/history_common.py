"""Builders for the imported history."""

from odoo import fields

from .common import CreditCommon


class HistoryCommon(CreditCommon):
    """A customer with items of another ledger."""

    @classmethod
    def _item(cls, amount=100, settled_date=None, **values):
        """One imported receivable of 2 March, due on 1 April."""
        serial = cls.env["o2c.history.item"].search_count([])
        options = {
            "company_id": cls.company.id,
            "partner_id": cls.customer.id,
            "source": "old",
            "external_id": f"X{serial}",
            "number": f"OLD/{serial}",
            "currency_id": cls.company.currency_id.id,
            "amount_currency": amount,
            "amount": amount,
            "open_amount": 0 if settled_date else amount,
            "settled_date": settled_date,
            "invoice_date": fields.Date.to_date("2026-03-02"),
            "due_date": fields.Date.to_date("2026-04-01"),
        }
        return cls.env["o2c.history.item"].create({**options, **values})
