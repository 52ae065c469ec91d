"""Builders for the portal: a customer and a stranger, each with open invoices."""

from datetime import timedelta

from odoo import Command, http
from odoo.tests import HttpCase, new_test_user

from .promise_common import PromiseCommon

PAGE = "/my/statement"
WRITTEN = ("o2c.promise", "o2c.payment.plan", "o2c.hold", "o2c.contact")


class StatementCase(PromiseCommon, HttpCase):
    """A customer with two invoices, and a foreign one with an invoice of his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._visitor("o2c_buyer", cls.customer)
        cls.other = cls._customer(name="Other firm")
        cls._visitor("o2c_stranger", cls.other)
        cls.today = cls.company._o2c_credit_today()
        cls.late = cls._due(1000.0, -10)
        cls.later = cls._due(500.0, 10)
        cls.foreign = cls._due(4321.0, -5, partner_id=cls.other.id)
        cls.url = f"{PAGE}/{cls.company.id}"

    @classmethod
    def _visitor(cls, login, customer):
        user = new_test_user(cls.env, login, "base.group_portal")
        user.partner_id.parent_id = customer
        return user

    @classmethod
    def _due(cls, amount, days, **values):
        due = cls.today + timedelta(days=days)
        line = Command.create({"name": "Cups", "price_unit": amount, "tax_ids": []})
        options = {
            "move_type": "out_invoice",
            "partner_id": cls.customer.id,
            "invoice_date": due - timedelta(days=30),
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [line],
        }
        move = cls.env["account.move"].create({**options, **values})
        move.action_post()
        return move

    def _key(self, invoice):
        return self._item(invoice).id

    def _as(self, login="o2c_buyer"):
        self.authenticate(login, login)

    def _send(self, path, **form):
        """A form sent from a page of ours; the answer, not redirected."""
        data = {"csrf_token": http.Request.csrf_token(self), **form}
        return self.url_open(f"{self.url}{path}", data=data, allow_redirects=False)

    def assertDone(self, answer, done):
        self.assertEqual(answer.status_code, 303, answer.text[:500])
        self.assertIn(f"done={done}", answer.headers["Location"])
