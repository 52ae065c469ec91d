from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import DAY_ONE, O2cCommon
from .test_confirm import CONTEXTS


@tagged("post_install", "-at_install")
class TestInvoicing(O2cCommon):
    """A held order is neither invoiced nor its invoice posted; credit always is."""

    def setUp(self):
        super().setUp()
        self.accountant = self._user("accountant")

    def _delivered(self, **values):
        order = self._order(**values)
        self._deliver(order)
        return order

    def _draft(self):
        return self._invoice(self._delivered(), post=False)

    def assertHeld(self, action, *names):
        self.assertEqual(action["tag"], "display_notification")
        message = action["params"]["message"]
        self.assertEqual(len(message.splitlines()), len(names))
        for name in names:
            self.assertIn(name, message)

    def _wizard(self, orders, **values):
        context = {"active_model": "sale.order", "active_ids": orders.ids}
        wizard = self.env["sale.advance.payment.inv"].with_context(**context)
        return wizard.create({"advance_payment_method": "delivered", **values})

    # ------------------------------------------------------------- making
    def test_wizard_invoices_the_free(self):
        held, free = self._delivered(), self._delivered()
        self._hold(held, "invoicing", note="reference missing")
        action = self._wizard(held | free).create_invoices()
        self.assertHeld(action, held.name)
        self.assertIn("reference missing", action["params"]["message"])
        self.assertFalse(held.invoice_ids)
        self.assertEqual(free.invoice_ids.amount_total, 1000)

    def test_wizard_of_a_held_one_writes_nothing(self):
        order = self._delivered()
        self._hold(order, "invoicing")
        with self.assertNothingWritten("account.move", "account.move.line"):
            self.assertHeld(self._wizard(order).create_invoices(), order.name)

    def test_wizard_down_payment(self):
        order = self._order()
        hold = self._hold(order, "invoicing")
        values = {"advance_payment_method": "percentage", "amount": 30}
        self.assertHeld(self._wizard(order, **values).create_invoices(), order.name)
        self.assertFalse(order.invoice_ids)
        hold._release("go")
        self._wizard(order, **values).create_invoices()
        self.assertEqual(order.invoice_ids.amount_total, 300)

    def test_direct_call(self):
        held, free = self._delivered(), self._delivered()
        self._hold(held, "invoicing")
        with self.assertNothingWritten("account.move"), self.assertRaises(UserError):
            held._create_invoices()
        invoices = (held | free)._create_invoices()
        self.assertEqual(invoices.line_ids.sale_line_ids.order_id, free)

    def test_held_by_the_customer(self):
        order = self._delivered()
        reason = self.env["o2c.hold.reason"].create(
            {"name": "Address", "code": "test_address", "stops_invoicing": True}
        )
        self._hold(self.customer, reason)
        with self.assertRaises(UserError):
            order._create_invoices()

    def test_only_holds_on_invoicing_stop_it(self):
        order = self._delivered()
        for code in ("manual", "delivery", "collection", "closing"):
            self._hold(order, code)
        self._hold(self.customer, "customer")
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")

    def test_shipped_goods_stay_invoiceable_under_a_delivery_hold(self):
        order = self._order()
        self._deliver(order, 4)
        self._hold(order, "delivery")
        self._hold(self.customer, "customer")
        invoice = self._invoice(order)
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 400))

    def test_no_context_key_lets_it_pass(self):
        order = self._delivered()
        self._hold(order, "invoicing")
        for context in CONTEXTS:
            with self.assertRaises(UserError):
                order.with_context(**context)._create_invoices()
            wizard = self._wizard(order).with_context(**context)
            self.assertHeld(wizard.create_invoices(), order.name)
        self.assertFalse(order.invoice_ids)

    # ------------------------------------------------------------- posting
    def test_post_waits(self):
        invoice = self._draft()
        self._hold(invoice, "invoicing", note="price")
        action = invoice.with_user(self.accountant).action_post()
        self.assertHeld(action, "price")
        self.assertEqual(action["params"]["title"], "Invoicing: 1 on hold")
        self.assertEqual(invoice.state, "draft")

    def test_post_waits_for_its_order(self):
        invoice = self._draft()
        order = invoice.line_ids.sale_line_ids.order_id
        hold = self._hold(order, "invoicing")
        invoice.action_post()
        self.assertEqual(invoice.state, "draft")
        hold._release("go")
        self.assertIs(invoice.action_post(), False)
        self.assertEqual(invoice.state, "posted")

    def test_post_of_several(self):
        invoices = self._draft() | self._draft()
        self._hold(invoices[0], "invoicing")
        self.assertHeld(invoices.action_post(), "Do not invoice yet")
        self.assertEqual(invoices.mapped("state"), ["draft", "posted"])

    def test_post_by_rpc_and_no_context_key(self):
        invoice = self._draft()
        self._hold(invoice, "invoicing")
        model = self.env["account.move"].with_user(self.accountant)
        for context in CONTEXTS:
            call_kw(model, "action_post", [invoice.ids], {"context": context})
            self.assertEqual(invoice.state, "draft", context)

    def test_post_from_the_list(self):
        invoices = self._draft() | self._draft()
        self._hold(invoices[0], "invoicing")
        wizard = self.env["validate.account.move"].with_user(self.accountant)
        wizard = wizard.create({"move_ids": [Command.set(invoices.ids)]})
        wizard.validate_move()
        self.assertEqual(invoices.mapped("state"), ["draft", "posted"])

    def test_post_by_the_scheduled_job(self):
        with self._at(DAY_ONE):
            invoices = self._draft() | self._draft()
            invoices.write(
                {
                    "auto_post": "at_date",
                    "invoice_date": fields.Date.today(),
                    "date": fields.Date.today(),
                }
            )
            self._hold(invoices[0], "invoicing")
            with self.enter_registry_test_mode():
                self.env.ref("account.ir_cron_auto_post_draft_entry").sudo().with_user(
                    self.env.ref("base.user_root")
                ).method_direct_trigger()
        invoices.invalidate_recordset()
        self.assertEqual(invoices.mapped("state"), ["draft", "posted"])

    def test_other_documents_are_not_asked(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 5})],
            }
        )
        reason = self.env["o2c.hold.reason"].create(
            {"name": "All", "code": "test_all", "stops_invoicing": True}
        )
        self._hold(self.customer, reason)
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_credit_note_always_goes_through(self):
        order = self._delivered()
        invoice = self._invoice(order)
        for target in (order, invoice):
            self._hold(target, "invoicing")
        credit = self._credit(invoice)
        self.assertEqual(credit.state, "posted")
        self.assertEqual(invoice.payment_state, "reversed")

    def test_credit_note_from_the_order_goes_through(self):
        # a return makes the order want a credit note: it settles what is held
        order = self._delivered()
        invoice = self._invoice(order)
        self._return(order.picking_ids, 4)
        self._hold(order, "invoicing")
        with self.assertRaises(UserError):
            order._create_invoices()
        credit = self._credit(invoice, amount=400.0)
        self.assertEqual(credit.state, "posted")
        self.assertEqual(invoice.amount_residual, 600)
