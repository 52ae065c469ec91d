"""Builders of remedies and claims: an order of ten machines, delivered and billed."""

from odoo import Command

from .common import CareCommon


class RemedyCommon(CareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Remedy = cls.env["o2c.remedy"]
        cls.Tier = cls.env["o2c.remedy.tier"]
        cls.other_leader = cls._person("care_leader", login="o2c_other_leader")
        cls.tax = cls._tax(22)
        cls.grinder = cls._product(
            name="Grinder", is_storable=True, invoice_policy="order"
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.grinder, cls.warehouse.lot_stock_id, 1000
        )
        cls.order = cls._sold()
        cls.invoice = cls._invoice(cls.order)

    @classmethod
    def _sold(cls, deliver=True, qty=10):
        """An order over ten grinders of 100 plus 22 % tax, delivered."""
        line = cls._line(cls.grinder, qty=qty, tax_ids=[Command.set(cls.tax.ids)])
        order = cls._order(line)
        order.picking_ids.action_assign()
        if deliver:
            cls._deliver(order)
        return order

    @classmethod
    def _case(cls, **values):
        """A complaint about the order and its invoice."""
        options = {"order_id": cls.order.id, "invoice_id": cls.invoice.id}
        return cls._ticket(**{**options, **values})

    @classmethod
    def _tiers(cls, **values):
        """Agents give 50 alone; leaders up to 1000, above 500 both of them."""
        cls.Tier.create(
            [
                {
                    "name": "Agents",
                    "group_id": cls.env.ref("o2c_customer_care.group_care_agent").id,
                    "alone_amount": 50,
                    "max_amount": 50,
                },
                {
                    "name": "Leaders",
                    "user_ids": [Command.set((cls.leader | cls.other_leader).ids)],
                    "alone_amount": 100,
                    "max_amount": 1000,
                    "four_eyes": True,
                    "second_above": 500,
                    **values,
                },
            ]
        )

    @classmethod
    def _ask(cls, kind, amount=None, lines=(), ticket=None, user=None, **values):
        """A remedy asked for by the care agent."""
        user = user or cls.agent
        ticket = ticket or cls._case()
        if amount is not None:
            values["amount"] = amount
        remedies = cls.Remedy.with_user(user)
        remedy = remedies._propose(
            ticket.with_user(user), kind, "Half of them broken", list(lines), **values
        )
        return remedy.with_env(cls.env)

    @classmethod
    def _give(cls, kind, amount=None, lines=(), **values):
        """The same, approved by the care leader."""
        remedy = cls._ask(kind, amount, lines, **values)
        if remedy.state == "proposed":
            remedy.with_user(cls.leader).action_approve()
        return remedy

    @classmethod
    def _of_order(cls, quantity, order=None):
        return [
            {"order_line_id": (order or cls.order).order_line, "quantity": quantity}
        ]

    @classmethod
    def _of_invoice(cls, quantity=None, amount=None, invoice=None, line=0):
        lines = (invoice or cls.invoice)._o2c_product_lines()
        vals = {"invoice_line_id": lines[line]}
        if quantity is not None:
            vals["quantity"] = quantity
        if amount is not None:
            vals["amount"] = amount
        return [vals]
