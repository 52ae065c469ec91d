"""Builders for tests of the suite: real documents from one line each.

Every builder has defaults and takes keyword overrides last. ``cls.env`` is a
bookkeeper with superuser rights in a company of its own (time zone Europe/Rome),
so nothing depends on demo data; ``with_user(self._user("salesperson"))`` makes a
call as a person.
"""

from contextlib import contextmanager
from datetime import datetime

from odoo import Command
from odoo.tests import Form, freeze_time, new_test_user
from odoo.tools import SQL

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

ROLES = {
    "salesperson": "sales_team.group_sale_salesman",
    "order_desk": "o2c_orders.group_order_desk",
    "order_manager": "o2c_orders.group_order_manager",
    "warehouse": "stock.group_stock_user",
    "accountant": "account.group_account_invoice",
    "agent": "o2c_orders.group_external_agent",
    "customer": "base.group_portal",
}
DAY_ONE = "2026-03-02 09:00:00"


class O2cCommon(AccountTestInvoicingCommon):
    """A company with a customer and a product, and the builders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True)
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Europe/Rome"
        cls.Hold = cls.env["o2c.hold"]
        cls.Contact = cls.env["o2c.contact"]
        cls.customer = cls._customer()
        cls.product = cls._product()

    # ------------------------------------------------------------- people
    @classmethod
    def _user(cls, role, **values):
        """A user with the groups of ``role`` (see ``ROLES``); one per login."""
        login = values.pop("login", f"o2c_{role}")
        known = cls.env["res.users"].search([("login", "=", login)])
        if known:
            return known
        groups = values.pop("groups", ROLES.get(role, role))
        if role in ("agent", "customer") and "partner_id" not in values:
            values["partner_id"] = cls._customer(name=login).id
        company = values.pop("company", cls.env.company)
        options = {
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "email": f"{login}@desk.example.com",
            "tz": "Europe/Rome",
        }
        return new_test_user(cls.env, login, groups, **{**options, **values})

    @classmethod
    def _company(cls, **values):
        """Another company, without accounts: enough for holds and contacts."""
        return cls.env["res.company"].create({"name": "Other company", **values})

    @classmethod
    def _customer(cls, **values):
        options = {
            "name": "Nordlicht",
            "email": "kontor@nordlicht.example.com",
            "invoice_sending_method": "manual",
            "company_id": False,
        }
        return cls.env["res.partner"].create({**options, **values})

    # ------------------------------------------------------------- things
    @classmethod
    def _product(cls, **values):
        """Goods of 100 without tax, invoiced as delivered, never out of stock."""
        options = {
            "name": "Espresso machine",
            "type": "consu",
            "is_storable": False,
            "list_price": 100.0,
            "taxes_id": [Command.clear()],
            "invoice_policy": "delivery",
        }
        return cls._create_product(**{**options, **values})

    @classmethod
    def _service(cls, **values):
        options = {"name": "Installation", "type": "service"}
        return cls._product(**{**options, **values})

    @classmethod
    def _line(cls, product=None, qty=10, price=100.0, **values):
        """The command that adds one order line."""
        options = {
            "product_id": (product or cls.product).id,
            "product_uom_qty": qty,
            "price_unit": price,
            "tax_ids": [Command.clear()],
        }
        return Command.create({**options, **values})

    # ------------------------------------------------------------- documents
    @classmethod
    def _order(cls, *lines, confirm=True, **values):
        """An order over ten pieces of 100 (or ``lines``), confirmed."""
        options = {
            "partner_id": cls.customer.id,
            "order_line": list(lines) or [cls._line()],
            "payment_term_id": False,
        }
        order = cls.env["sale.order"].create({**options, **values})
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, order, qty=None, **context):
        """Ship what is open of ``order``; ``qty``: so much of each line, the rest
        becomes a backorder. Returns the delivery."""
        picking = order.picking_ids.filtered(
            lambda p: (
                p.state not in ("done", "cancel")
                and p.location_dest_id.usage == "customer"
            )
        )
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if qty is None else qty
            move.picked = True
        context = {"skip_sms": True, "skip_backorder": True, **context}
        picking.with_context(**context).button_validate()
        return picking

    @classmethod
    def _invoice(cls, order, post=True, **values):
        """The invoice over what is to be invoiced, posted."""
        invoice = order._create_invoices()
        if values:
            invoice.write(values)
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice, amount=None, **values):
        """Register a payment over ``amount`` (default: all) and match it."""
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        options = {} if amount is None else {"amount": amount}
        wizard = cls.env["account.payment.register"].with_context(**context)
        return wizard.create({**options, **values})._create_payments()

    @classmethod
    def _return(cls, picking, qty=None, receive=True, to_refund=True):
        """Send ``qty`` (default: all) of each line of a delivery back."""
        context = {"active_id": picking.id, "active_model": "stock.picking"}
        wizard = cls.env["stock.return.picking"].with_context(**context).create({})
        for line in wizard.product_return_moves:
            line.quantity = line.move_id.quantity if qty is None else qty
            line.to_refund = to_refund
        back = picking.browse(wizard.action_create_returns()["res_id"])
        if receive:
            back.move_ids.picked = True
            back.with_context(skip_backorder=True).button_validate()
        return back

    @classmethod
    def _credit(cls, invoice, qty=None, amount=None, post=True, **values):
        """A credit note over ``invoice``, matched with it when posted.

        ``qty``: so much of each line; ``amount``: one line over so much.
        """
        options = {"reason": "agreed", "journal_id": invoice.journal_id.id}
        wizard = cls.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard = wizard.create({**options, **values})
        credit = invoice.browse(wizard.reverse_moves()["res_id"])
        if qty is not None:
            credit.invoice_line_ids.quantity = qty
        if amount is not None:
            line = credit.invoice_line_ids[0]
            (credit.invoice_line_ids - line).unlink()
            line.write({"quantity": 1, "price_unit": amount})
        if post:
            credit.action_post()
        return credit

    @classmethod
    def _hold(cls, target, reason="manual", **options):
        """Hold ``target`` (the placing of the ledger, not the wizard)."""
        return cls.Hold._place(target, reason, **options)

    # ------------------------------------------------------------- time
    @classmethod
    @contextmanager
    def _at(cls, moment):
        """It is ``moment`` (naive UTC text) for Odoo, its cursor included."""
        cursor = cls.env.cr
        now = cursor.now()
        with freeze_time(moment):
            cursor._now = datetime.fromisoformat(moment)
            try:
                yield
            finally:
                cursor._now = now

    # ------------------------------------------------------------- asserts
    def assertMilestones(self, order, **expected):
        """The stored milestones: ``{kind: moment text}`` of what has happened."""
        steps = order.o2c_milestone_ids.filtered("actual_at")
        found = {step.kind: str(step.actual_at) for step in steps}
        self.assertEqual(found, expected)

    def assertStage(self, order, stage, since=None):
        """The stored stage of ``order`` and since when (moment text)."""
        self.assertEqual(order.o2c_stage, stage)
        if since:
            self.assertEqual(str(order.o2c_stage_since), since)

    def assertLedger(self, expected, domain=()):
        """The hold ledger holds exactly ``expected`` records under ``domain``."""
        self.assertEqual(self.Hold.search([*domain]), expected.sorted())

    @contextmanager
    def assertNothingWritten(self, *models):
        """The tables of ``models`` are the same afterwards, row by row."""
        before = [self._rows(model) for model in models]
        yield
        self.env.flush_all()
        for model, rows in zip(models, before, strict=True):
            self.assertEqual(self._rows(model), rows, model)

    def _rows(self, model):
        self.env.flush_all()
        table = SQL.identifier(self.env[model]._table)
        return self.env.execute_query(SQL("SELECT * FROM %s ORDER BY id", table))


__all__ = ["DAY_ONE", "ROLES", "Form", "O2cCommon"]
