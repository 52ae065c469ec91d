"""The people of the story and what each of them does, with his own rights."""

from decimal import Decimal

from odoo import Command, fields

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import QualityCommon


class StoryCommon(QualityCommon):
    """Nordlicht buys ten boxes of cups at 100, 20 % tax: 1,200."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls._user("salesperson")
        cls.warehouse = cls._user("warehouse")
        cls.accountant = cls._user("accountant")
        cls.care_agent = cls._user(
            "care_agent", groups="o2c_customer_care.group_care_agent"
        )
        cls.care_leader = cls._user(
            "care_leader", groups="o2c_customer_care.group_care_leader"
        )
        cls.tax = cls.env["account.tax"].create(
            {"name": "20 %", "amount": 20.0, "type_tax_use": "sale"}
        )
        cls.cups = cls._product(name="Cups, box of 24")

    # ------------------------------------------------------------- the people
    def quotation(self):
        """The salesperson's quotation over ten boxes: 1,000 and 200 tax."""
        line = self._line(self.cups, qty=10, price=100.0, tax_ids=[self.tax.id])
        order = self._order(line, confirm=False, user_id=self.salesperson.id)
        self.assertEqual(order.amount_total, 1200.0)
        return order

    def confirms(self, order, user=None):
        return order.with_user(user or self.salesperson).action_confirm()

    def ships(self, order):
        """The warehouse ships everything."""
        picking = order.picking_ids.with_user(self.warehouse)
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        return picking

    def invoices(self, order):
        """The accountant invoices what was delivered and posts it."""
        invoice = order.with_user(self.accountant)._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 1200.0)
        return invoice.sudo()

    def takes_next_call(self):
        """The call agent presses “Next call”."""
        action = self.Call.with_user(self.agent).action_next_call()
        return self.Call.with_user(self.agent).browse(action["params"]["call_id"])

    def hears(self, call, **answers):
        """The call agent writes the answers down and ends the call."""
        self._answer(call, **answers)
        call.action_answered()

    def ticket_of(self, call):
        return call.sudo().effect_ids.ticket_id

    def disputes(self, ticket, invoice, amount):
        """The care agent takes ``amount`` of the invoice out of collection."""
        wizard = self.env["o2c.dispute.open"].with_user(self.care_agent).sudo(False)
        action = wizard.create(
            {
                "ticket_id": ticket.id,
                "invoice_id": invoice.id,
                "line_ids": [Command.clear()],
                "amount": amount,
                "claim": "Two of ten boxes arrived broken.",
            }
        ).action_open()
        return self.env["o2c.dispute"].browse(action["res_id"])

    def decides(self, dispute, outcome):
        """The care leader decides, who did not open the dispute."""
        wizard = self.env["o2c.dispute.decide"].with_user(self.care_leader).sudo(False)
        wizard.create(
            {
                "dispute_id": dispute.id,
                "outcome": outcome,
                "note": "The photos show it.",
            }
        ).action_decide()

    def posts(self, document):
        document.with_user(self.accountant).action_post()

    def receives(self, invoice, amount):
        """The accountant books the customer's payment."""
        wizard = self.env["account.payment.register"].with_user(self.accountant)
        wizard = wizard.sudo(False).with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create(
            {"amount": amount, "payment_date": fields.Date.today()}
        )._create_payments()

    def closes(self, ticket):
        """The care agent answers the customer and closes the ticket."""
        ticket = ticket.with_user(self.care_agent)
        ticket.stage = "answered"
        ticket.stage = "closed"

    # ------------------------------------------------------------- what is so
    def assertCollectable(self, invoice, expected):
        """So much of the invoice may be reminded of and counts as overdue."""
        residual = Decimal(str(invoice.amount_residual))
        held = invoice._o2c_held_amount(Phase.COLLECTION, {invoice: residual})[invoice]
        self.assertEqual(residual - held, Decimal(expected))

    def assertKeptOpen(self, order, *reasons):
        """What keeps the order from closing, by the codes of the reasons."""
        self.env.flush_all()
        holds = self.Hold.union(
            *order._o2c_holds(Phase.CLOSING).values(),
            *order.invoice_ids._o2c_holds(Phase.CLOSING).values(),
        )
        codes = holds.mapped("reason_id.code")
        self.assertEqual(sorted(codes), sorted(reasons))
