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


class ClaimCommon(InterestCommon):
    """A company that can post late interest and write off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"]
        values = {"company_ids": [Command.set(cls.company.ids)]}
        income, costs, loss = accounts.create(
            [
                {**values, "name": name, "code": code, "account_type": kind}
                for name, code, kind in (
                    ("Late interest", "O2C100", "income_other"),
                    ("Recovery compensation", "O2C101", "income_other"),
                    ("Bad debts", "O2C102", "expense"),
                )
            ]
        )
        journal = cls.company_data["default_journal_misc"]
        cls.company.write(
            {
                "o2c_late_journal_id": journal.id,
                "o2c_late_interest_account_id": income.id,
                "o2c_late_compensation_account_id": costs.id,
                "o2c_write_off_journal_id": journal.id,
                "o2c_write_off_account_id": loss.id,
            }
        )
        cls.income, cls.costs, cls.loss = income, costs, loss

    @classmethod
    def _claim(cls, line, as_of="2026-04-10"):
        return cls.Claim._propose(line, date.fromisoformat(as_of))

    @classmethod
    def _posted(cls, line, as_of="2026-04-10"):
        claim = cls._claim(line, as_of)
        claim.with_user(cls.accountant).sudo(False).action_post()
        return claim

    @staticmethod
    def _parts(claim):
        """{part: what is still open of it}."""
        return {
            line.o2c_late_part: line.amount_residual_currency
            for line in claim.entry_line_ids
        }
