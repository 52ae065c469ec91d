from odoo import Command

from odoo.addons.o2c_orders.tests.common import O2cCommon

GROUPS = {
    "care_agent": "o2c_customer_care.group_care_agent",
    "care_leader": "o2c_customer_care.group_care_leader",
}


class CareCommon(O2cCommon):
    """Builders of tickets and disputes; agents and leaders to make calls as."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls._person("care_agent")
        cls.leader = cls._person("care_leader")
        cls.accountant = cls._user("accountant")
        cls.team = cls.env["o2c.ticket.team"].create(
            {"name": "Care", "member_ids": [Command.set(cls.agent.ids)]}
        )

    @classmethod
    def _person(cls, role, **values):
        """A user of customer care."""
        return cls._user(role, groups=GROUPS[role], **values)

    @classmethod
    def _ticket(cls, **values):
        """A complaint of the customer, opened by the care agent."""
        options = {"name": "Cups arrived broken", "partner_id": cls.customer.id}
        tickets = cls.env["o2c.ticket"].with_user(cls.agent)
        return tickets.create({**options, **values})

    @classmethod
    def _go(cls, ticket, *stages):
        """Take ``ticket`` through ``stages``, one by one."""
        for stage in stages:
            ticket.stage = stage
        return ticket

    @classmethod
    def _close(cls, ticket):
        return cls._go(ticket, "answered", "closed")

    @classmethod
    def _bill(cls, *prices, tax=None, post=True, **values):
        """A posted invoice, one line per price (net unless the tax is included)."""
        taxes = [Command.set(tax.ids)] if tax else [Command.clear()]
        lines = [
            Command.create(
                {
                    "product_id": cls.product.id,
                    "name": f"Line {place}",
                    "quantity": 1,
                    "price_unit": price,
                    "tax_ids": taxes,
                }
            )
            for place, price in enumerate(prices or (1000,), start=1)
        ]
        options = {
            "move_type": "out_invoice",
            "partner_id": cls.customer.id,
            "invoice_date": "2026-03-02",
            "invoice_line_ids": lines,
            "invoice_payment_term_id": False,
        }
        invoice = cls.env["account.move"].create({**options, **values})
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _tax(cls, percent, included=False):
        return cls.env["account.tax"].create(
            {
                "name": f"{percent} % {'in' if included else 'ex'}",
                "amount": percent,
                "type_tax_use": "sale",
                "price_include_override": "tax_included"
                if included
                else "tax_excluded",
            }
        )

    @classmethod
    def _dispute(cls, invoice, amount=300.0, ticket=None, user=None, lines=None):
        """``amount`` of ``invoice`` contested, opened by the care agent."""
        user = user or cls.agent
        ticket = ticket or cls._ticket(invoice_id=invoice.id)
        disputes = cls.env["o2c.dispute"].with_user(user)
        dispute = disputes._open(
            ticket.with_user(user),
            invoice.with_user(user),
            amount,
            "Broken",
            lines and lines.with_user(user),
        )
        return dispute.with_env(cls.env)

    @classmethod
    def _decide(cls, dispute, amount, user=None, note="Seen the pictures"):
        return dispute.with_user(user or cls.leader)._decide(amount, note)

    def assertHeld(self, invoice, amount):
        """Exactly ``amount`` (company currency) of the invoice is held, by disputes."""
        holds = self.Hold.search(
            [("invoice_id", "=", invoice.id), ("state", "=", "open")]
        )
        self.assertEqual(set(holds.mapped("reason_id.code")) - {"dispute"}, set())
        self.assertTrue(all(holds.mapped("is_partial")))
        self.assertAlmostEqual(sum(holds.mapped("amount")), amount, places=2)
