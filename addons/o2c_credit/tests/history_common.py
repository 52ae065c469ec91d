"""Builders for the imported history."""

import base64

from odoo import fields
from odoo.service.model import call_kw

from .common import CreditCommon


class HistoryCommon(CreditCommon):
    """A customer with items of another ledger."""

    @classmethod
    def _item(cls, amount=100, settled_date=None, **values):
        """One imported receivable of 2 March, due on 1 April."""
        serial = cls.env["o2c.history.item"].search_count(
            [("company_id", "=", cls.company.id)]
        )
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


HEADERS = "invoice,customer,currency,invoice date,due date,amount,settled date"


class ImportCommon(HistoryCommon):
    """Files made line by line, imported as the screen does it."""

    def _file(self, *lines, headers=HEADERS, encoding="utf-8"):
        return "\n".join([headers, *lines]).encode(encoding)

    def _send(self, data, name="old ledger.csv", user=None, size=100000):
        """The import of a file that was sent in pieces of ``size`` bytes."""
        user = user or self.manager
        model = "o2c.history.import"
        import_id = call_kw(self.env(user=user, su=False)[model], "start", [name], {})
        for number, at in enumerate(range(0, max(len(data), 1), size)):
            piece = base64.b64encode(data[at : at + size]).decode()
            self._rpc(user, model, "upload", [import_id], number, piece)
        return self.env[model].browse(import_id)

    def _step(self, record, method, *args, user=None):
        return self._rpc(user or self.manager, record._name, method, record.ids, *args)

    def _check(self, *lines, options=None, **file):
        """What the dry run says about a file of these lines."""
        record = self._send(self._file(*lines, **file))
        settings = self._step(record, "prepare")["settings"]
        return self._step(record, "check", {**settings, **(options or {})})

    def _import(self, *lines, options=None, name="old ledger.csv", **file):
        """Import a file of these lines: (its import, what was said)."""
        record = self._send(self._file(*lines, **file), name=name)
        settings = self._step(record, "prepare")["settings"]
        result = self._step(record, "apply", {**settings, **(options or {})})
        return record, result

    def _items(self, **values):
        domain = [("company_id", "=", self.company.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["o2c.history.item"].search(domain, order="external_id")

    def _problems(self, *args, **options):
        """(line, column, text) of what the dry run finds wrong."""
        result = self._check(*args, **options)
        return [(p["line"], p["column"], p["text"]) for p in result["problems"]]
