from odoo import Command
from odoo.tests import Form, tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyScreens(RemedyCommon):
    """Who works with remedies opens the screens with no more than his own rights."""

    def test_the_wizard_of_an_agent(self):
        ticket = self._case(invoice_line_ids=[Command.set(self._lines().ids)])
        form = Form(self._wizard(ticket, kind="credit"))
        self.assertEqual(form.invoice_id, self.invoice)
        with form.line_ids.edit(0) as line:
            self.assertEqual((line.whole, line.quantity), (10, 10))
            line.quantity = 4
            self.assertEqual(line.amount, 488.0)
        self.assertIn("To be approved by", form.verdict)
        form.note = "Broken"
        wizard = form.save()
        first, second = wizard.action_offer(), wizard.action_offer()
        self.assertEqual(first["res_id"], second["res_id"])
        remedy = self.Remedy.browse(first["res_id"])
        self.assertEqual((remedy.kind, remedy.amount), ("credit", 488.0))

    def test_who_approves_is_said_with_the_amount(self):
        form = Form(self._wizard(self._case(), kind="voucher"))
        self.assertFalse(form.verdict)
        form.amount = 5.0
        self.assertIn("To be approved by", form.verdict)

    def test_each_kind_from_the_wizard(self):
        reason = self.env.ref("o2c_orders.return_reason_changed_mind")
        _cases = [
            ("goodwill", {"amount": 10.0}, "proposed"),
            ("voucher", {"amount": 10.0}, "proposed"),
            ("replacement", {}, "proposed"),
            ("redelivery", {}, "proposed"),
            ("return", {"return_reason_id": reason}, "made"),
            ("repair", {"product_id": self.grinder}, "made"),
            ("explanation", {"customer_text": "Sorry"}, "done"),
        ]
        for kind, values, state in _cases:
            with self.subTest(kind=kind):
                form = Form(self._wizard(self._case(), kind=kind))
                form.note = "Broken"
                for name, value in values.items():
                    setattr(form, name, value)
                if kind in ("replacement", "redelivery", "return"):
                    with form.line_ids.edit(0) as line:
                        line.quantity = 1
                found = form.save().action_offer()
                self.assertEqual(self.Remedy.browse(found["res_id"]).state, state)

    def test_who_reads_them(self):
        remedy = self._give("goodwill", 5.0)
        self._give("voucher", 5.0, ticket=remedy.ticket_id)
        self.env["o2c.claim"]._open(
            remedy.ticket_id, "courier", self._customer(name="Kurier"), 9.0, "Crushed"
        )
        _cases = [
            (self.agent, True),
            (self.leader, True),
            (self.accountant, True),
            (self._user("warehouse"), True),
        ]
        for user, reads in _cases:
            with self.subTest(user=user.login):
                remedies = self.Remedy.with_user(user)
                found = remedies.search([("ticket_id", "=", remedy.ticket_id.id)])
                self.assertEqual(len(found) == 2, reads)
                for one in found:
                    Form(one)
                claims = self.env["o2c.claim"].with_user(user).search([])
                Form(claims[:1])

    def test_the_salesperson_reads_his_customers(self):
        mine = self._user("salesperson")
        other = self._user("salesperson", login="o2c_other_sales")
        self.customer.user_id = mine
        remedy = self._ask("goodwill", 5.0)
        self.order.user_id = mine
        domain = [("id", "=", remedy.id)]
        self.assertTrue(self.Remedy.with_user(mine).search(domain))
        self.assertFalse(self.Remedy.with_user(other).search(domain))
        self.assertFalse(
            self.Remedy.with_user(self._user("customer")).has_access("read")
        )

    def _lines(self):
        return self.invoice._o2c_product_lines()

    def _wizard(self, ticket, **values):
        wizards = self.env["o2c.remedy.propose"].with_user(self.agent)
        defaults = {f"default_{name}": value for name, value in values.items()}
        return wizards.with_context(default_ticket_id=ticket.id, **defaults)
