from datetime import datetime

from odoo.tests import tagged

from .exception_common import FRIDAY, MONDAY, NEXT_MONDAY, ExceptionCase


@tagged("post_install", "-at_install")
class TestKinds(ExceptionCase):
    """Each kind: not before its time, then found, then gone by itself."""

    def _order_at(self, moment, *lines, **values):
        with self._at(moment):
            return self._order(*lines, user_id=self.seller.id, **values)

    def test_stuck_in_a_stage(self):
        order = self._order_at(MONDAY)
        rule = self._rule("stage_stuck", stage="processing", age=4)
        self.assertFound(rule, "2026-03-06 10:59:59")
        found = self.assertFound(rule, FRIDAY, order)
        self.assertEqual(found.text, "In stage “Processing” since 03/02/2026")
        self.assertEqual(found.owner_id, self.seller)
        with self._at(FRIDAY):
            self._deliver(order)
        self.assertFound(rule, FRIDAY)
        self.assertEqual(found.state, "closed")

    def test_stuck_in_any_stage(self):
        order = self._order_at(MONDAY)
        quote = self._order_at(MONDAY, confirm=False)
        gone = self._order_at(MONDAY)
        gone._action_cancel()
        self.assertFound(self._rule("stage_stuck", stage=False), FRIDAY, order, quote)

    def test_quotation_unanswered(self):
        order = self._order_at(MONDAY, confirm=False, validity_date="2026-03-20")
        rule = self._rule("quote_silent", age=4)
        self.assertFound(rule, NEXT_MONDAY)
        with self._at(MONDAY):
            order.action_quotation_sent()
        found = self.assertFound(rule, NEXT_MONDAY, order)
        self.assertEqual(
            found.text, "No answer since 03/02/2026; valid until 03/20/2026"
        )
        order._o2c_quote_suspend(None, None, "rebuilding")
        self.assertFound(rule, NEXT_MONDAY)
        order._o2c_quote_resume(None, None, "built")
        order.action_confirm()
        self.assertFound(rule, NEXT_MONDAY)

    def test_hold_too_old(self):
        order = self._order_at(MONDAY)
        invoiced = self._order_at(MONDAY)
        with self._at(MONDAY):
            hold = self._hold(order)
            self._deliver(invoiced)
            invoice = self._invoice(invoiced)
            on_invoice = self._hold(invoice, "collection")
            on_customer = self._hold(self.customer, "customer")
            self._hold(order, "delivery", date_to=datetime(2026, 3, 5))
        rule = self._rule("hold_old", age=4)
        self.assertFound(rule, "2026-03-06 10:59:59")
        found = self.assertFound(rule, FRIDAY, hold, on_invoice, on_customer)
        orders = {e.res_id: e.order_id for e in found}
        self.assertEqual(
            orders,
            {
                hold.id: order,
                on_invoice.id: invoiced,
                on_customer.id: order.browse(),
            },
        )
        hold._release("clear")
        self.assertFound(rule, FRIDAY, on_invoice, on_customer)

    def test_goods_missing(self):
        scarce = self._product(is_storable=True)
        order = self._order_at(MONDAY, self._line(scarce), self._line())
        self._order_at(MONDAY)
        rule = self._rule("goods_missing")
        found = self.assertFound(rule, MONDAY, order.picking_ids)
        self.assertEqual(found.order_id, order)
        self.assertEqual(found.text, "Goods missing for 1 lines, ordered on 03/02/2026")
        warehouse = order.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(scarce, warehouse, 10)
        order.picking_ids.action_assign()
        self.assertFound(rule, MONDAY)

    def test_transfer_late(self):
        order = self._order_at(MONDAY)
        self._deadline(order, "2026-03-05 11:00:00")
        rule = self._rule("picking_late", age=1)
        self.assertFound(rule, "2026-03-06 10:59:59")
        self.assertFound(rule, FRIDAY, order.picking_ids)
        with self._at(FRIDAY):
            self._deliver(order)
        self.assertFound(rule, FRIDAY)

    def test_promised_date_passed_and_late_on_the_way(self):
        order = self._order_at(MONDAY, commitment_date="2026-03-05 11:00:00")
        promise = self._rule("promise_overdue")
        late = self._rule("delivery_late")
        self.assertFound(promise, "2026-03-05 10:59:59")
        self.assertFound(promise, FRIDAY, order)
        self.assertFound(late, FRIDAY)
        with self._at(FRIDAY):
            self._deliver(order, qty=4)
        self.assertFound(promise, FRIDAY)
        self.assertFound(late, FRIDAY, order)
        with self._at(FRIDAY):
            self._deliver(order)
        self.assertFound(late, FRIDAY)

    def test_held_on_purpose_is_not_late(self):
        order = self._order_at(MONDAY, commitment_date="2026-03-05 11:00:00")
        self._deadline(order, "2026-03-05 11:00:00")
        rules = [self._rule("picking_late"), self._rule("promise_overdue")]
        with self._at(MONDAY):
            hold = self._hold(order, "delivery")
        for rule in rules:
            self.assertFound(rule, FRIDAY)
        hold._release("floor is ready")
        with self._at(MONDAY):
            self._hold(self.customer, "customer")
        for rule in rules:
            self.assertFound(rule, FRIDAY)

    def test_delivered_not_invoiced(self):
        order = self._order_at(MONDAY)
        with self._at(MONDAY):
            self._deliver(order)
        rule = self._rule("not_invoiced", age=4)
        draft = self._rule("invoice_draft")
        self.assertFound(rule, "2026-03-06 10:59:59")
        found = self.assertFound(rule, FRIDAY, order)
        self.assertIn("1,000.00", found.text)
        with self._at(FRIDAY):
            invoice = self._invoice(order, post=False)
        self.assertFound(rule, FRIDAY)
        self.assertFound(draft, NEXT_MONDAY, invoice)
        with self._at(NEXT_MONDAY):
            invoice.action_post()
        self.assertFound(draft, NEXT_MONDAY)

    def test_held_invoicing_is_meant(self):
        order = self._order_at(MONDAY)
        with self._at(MONDAY):
            self._deliver(order)
            self._hold(order, "invoicing")
        self.assertFound(self._rule("not_invoiced"), FRIDAY)

    def test_part_or_prepayment_not_invoiced(self):
        prepaid = self._product(invoice_policy="order")
        order = self._order_at(MONDAY, self._line(prepaid))
        part = self._order_at(MONDAY)
        whole = self._order_at(MONDAY)
        self._order_at(MONDAY)
        with self._at(MONDAY):
            self._deliver(part, qty=4)
            self._deliver(whole)
        rule = self._rule("invoice_missing")
        self.assertFound(rule, FRIDAY, order, part)
        with self._at(FRIDAY):
            self._invoice(order)
        self.assertFound(rule, FRIDAY, part)

    def test_price_mismatch(self):
        order = self._order_at(MONDAY, self._line(discount=10), self._line())
        with self._at(MONDAY):
            self._deliver(order)
            invoice = self._invoice(order, post=False)
            lines = invoice.invoice_line_ids
            lines[0].write({"price_unit": 90, "discount": 0})  # the same price
            lines[1].price_unit = 101
            invoice.action_post()
        rule = self._rule("price_mismatch", tolerance=10)
        self.assertFound(rule, FRIDAY)
        rule.tolerance = 9.98
        found = self.assertFound(rule, FRIDAY, invoice)
        self.assertIn("10.00 on 1 lines", found.text)
        with self._at(FRIDAY):
            self._pay(invoice)
        self.assertFound(rule, FRIDAY)

    def test_price_of_another_unit_is_the_same_price(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order_at(MONDAY, self._line(qty=12))
        with self._at(MONDAY):
            self._deliver(order)
            invoice = self._invoice(order, post=False)
            line = invoice.invoice_line_ids
            line.write({"product_uom_id": dozen.id, "quantity": 1})
            line.price_unit = 1200
            invoice.action_post()
        rule = self._rule("price_mismatch")
        self.assertFound(rule, FRIDAY)
        invoice.button_draft()
        line.price_unit = 1212
        invoice.action_post()
        self.assertFound(rule, FRIDAY, invoice)
