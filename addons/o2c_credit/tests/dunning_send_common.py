"""Notices to be sent, and what the mail server gets of them."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command

from ..models.o2c_dunning_outbox import Outbox
from .common import CreditCommon

STREET = {"street": "Via Roma 1", "city": "Milano", "zip": "20121"}


class SendingCase(CreditCommon):
    """A strategy of one step and a customer with one overdue invoice over 100."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._o2c_credit_today()
        cls.Notice = cls.env["o2c.dunning.notice"]
        cls.company.email = "office@seller.example.com"
        cls.customer.write(
            {"email": "pay@buyer.example.com", "lang": "en_US", **STREET}
        )
        cls.customer.country_id = cls.env.ref("base.it")
        cls.strategy = cls.env["o2c.dunning.strategy"].create(
            {
                "name": "Test",
                "currency_id": cls.company.currency_id.id,
                "any_day": True,
                "quiet_days": 0,
                "max_contacts": 0,
            }
        )
        cls.step = cls._step()
        cls.account = cls._account()
        cls.account.strategy_id = cls.strategy

    @classmethod
    def _step(cls, **values):
        options = {
            "strategy_id": cls.strategy.id,
            "name": "First",
            "days": 5,
            "channel": "email",
            "payment_link": False,
        }
        return cls.env["o2c.dunning.step"].create({**options, **values})

    # ------------------------------------------------------------- builders
    def _overdue(self, amount=100.0, days=10, **values):
        """A posted invoice that fell due so many days ago."""
        due = self.today - timedelta(days=days)
        options = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_date": due - timedelta(days=30),
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
            ],
        }
        move = self.env["account.move"].create({**options, **values})
        move.action_post()
        return move

    def _notices(self, *accounts):
        """Approved notices of a run over these accounts (the customer's)."""
        accounts = self.account.union(*accounts)
        run = self.env["o2c.dunning.run"].create(
            {
                "company_id": self.company.id,
                "day": self.today,
                "account_ids": accounts.ids,
                "sending": True,
            }
        )
        run._generate()
        run.notice_ids.filtered(lambda n: n.state == "proposed").state = "approved"
        return run.notice_ids

    def _item(self, move):
        return move.line_ids.filtered(
            lambda li: li.account_id.account_type == "asset_receivable"
        )

    def _pay_move(self, move, amount=None):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        values = {"amount": amount} if amount else {}
        wizard.create(values).action_create_payments()

    def _credit_note(self, amount, match=None):
        move = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": amount, "tax_ids": []})
                ],
            }
        )
        move.action_post()
        if match:
            (self._item(move) | self._item(match)).reconcile()
        return move

    # ------------------------------------------------------------- sending
    @contextmanager
    def _mail_server(self, answers=None):
        """What the mail server gets: a list of (message, recipients).

        :param answers: a function of the message that may raise
        """
        got = []

        def send(_outbox, message, recipients):
            if answers:
                answers(message)
            got.append((message, tuple(recipients)))

        with patch.object(Outbox, "send", send):
            yield got

    def _send(self, notices=None, answers=None):
        """Send as the job does, each in a transaction of its own; what left."""
        self.env.flush_all()
        with (
            self._mail_server(answers) as got,
            self.enter_registry_test_mode(),
            self.env.registry.cursor() as cr,
        ):
            Notice = self.env(cr=cr)["o2c.dunning.notice"]
            if notices is None:
                Notice._cron_send()
            else:
                Notice.browse(notices.ids)._send()
        self.env.invalidate_all()
        return got

    def assertSent(self, notice, total):
        self.assertEqual(notice.state, "sent", notice.drop_code or notice.failure)
        self.assertAlmostEqual(notice.total, total)

    def assertDropped(self, notice, code):
        self.assertEqual((notice.state, notice.drop_code), ("dropped", code))
        self.assertFalse(notice.left_at)
        self.assertFalse(notice.line_ids.filtered("live"))
        self.assertTrue(notice.drop_reason)
