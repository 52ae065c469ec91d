"""Builders for late interest: a law of Italy with round rates, late invoices."""

from datetime import date
from decimal import Decimal

from odoo import Command

from .common import CreditCommon

D = Decimal


class InterestCommon(CreditCommon):
    """An Italian company; the shipped rates are replaced by known ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.it")
        cls.company.currency_id = cls.env.ref("base.EUR")
        cls.env["res.currency.rate"].search([]).unlink()
        cls.customer.is_company = True
        cls.law = cls.env.ref("o2c_credit.late_law_it")
        cls.Rate = cls.env["o2c.interest.rate"]
        cls.Rate.search([("law_id", "=", cls.law.id)]).active = False
        cls._rate("2026-01-01", "2026-07-01", 10.15)
        cls.accountant = cls._user("accountant")
        cls.collector = cls._user("collector")
        cls.Claim = cls.env["o2c.late.claim"]

    @classmethod
    def _rate(cls, date_from, date_to, percent, law=None, **values):
        options = {
            "law_id": (law or cls.law).id,
            "date_from": date_from,
            "date_to": date_to,
            "percent": percent,
            "source": "Official journal",
        }
        return cls.Rate.create({**options, **values})

    @classmethod
    def _late(cls, amount=1000.0, due="2026-03-31", **values):
        """A posted invoice due on ``due``; its receivable line."""
        line = Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
        options = {
            "move_type": "out_invoice",
            "partner_id": cls.customer.id,
            "invoice_date": "2026-01-02",
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [line],
        }
        move = cls.env["account.move"].create({**options, **values})
        move.action_post()
        return cls._receivable(move)

    @staticmethod
    def _receivable(move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def _pay(cls, line, amount, day, **values):
        """A payment of ``amount`` on ``day``, matched with ``line``."""
        options = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": line.partner_id.id,
            "amount": amount,
            "date": day,
            "currency_id": line.currency_id.id,
        }
        payment = cls.env["account.payment"].create({**options, **values})
        payment.action_post()
        credit = cls._receivable(payment.move_id)
        (credit | line).reconcile()
        return payment

    @staticmethod
    def _sheet(line, as_of):
        return line._o2c_interest(date.fromisoformat(as_of))[line]
