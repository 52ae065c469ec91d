from odoo.exceptions import UserError
from odoo.tests import tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyGoods(RemedyCommon):
    def test_a_replacement_leaves(self):
        remedy = self._give("replacement", lines=self._of_order(2))
        order = self.env["sale.order"].browse(remedy.document_id)
        self.assertEqual((remedy.state, remedy.amount), ("made", 244.0))
        self.assertEqual((order.state, order.amount_total), ("sale", 0.0))
        self.assertEqual(order.o2c_remedy_id, remedy)
        self.assertEqual(order.order_line.o2c_replaces_line_id, self.order.order_line)
        self._deliver(order)
        self.assertEqual(remedy.state, "done")
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(self.order.order_line.qty_delivered, 10)

    def test_never_more_than_was_ordered(self):
        _cases = [(4, 6, True), (4, 7, False), (10, 1, False)]
        for before, then, allowed in _cases:
            with self.subTest(before=before, then=then):
                order = self._sold()
                ticket = self._case(order_id=order.id, invoice_id=False)
                self._ask(
                    "replacement", lines=self._of_order(before, order), ticket=ticket
                )
                more = self._of_order(then, order)
                if allowed:
                    self._ask("redelivery", lines=more, ticket=ticket)
                    continue
                with (
                    self.assertRaisesRegex(UserError, "can still be given"),
                    self.assertNothingWritten("o2c.remedy"),
                    self.env.cr.savepoint(),
                ):
                    self._ask("redelivery", lines=more, ticket=ticket)

    def test_the_replacement_is_cancelled(self):
        remedy = self._give("replacement", lines=self._of_order(2))
        self.env["sale.order"].browse(remedy.document_id)._action_cancel()
        self.assertEqual(remedy.state, "approved")

    def test_cancelling_it_before_and_after_it_left(self):
        remedy = self._give("replacement", lines=self._of_order(2))
        order = self.env["sale.order"].browse(remedy.document_id)
        remedy.with_user(self.agent)._cancel("Not needed")
        self.assertEqual(order.state, "cancel")
        remedy = self._give("replacement", lines=self._of_order(2))
        self._deliver(self.env["sale.order"].browse(remedy.document_id))
        with self.assertRaisesRegex(UserError, "too far"):
            remedy.with_user(self.agent)._cancel("Not needed")

    # ------------------------------------------------------------- new delivery
    def test_what_the_order_lacks_leaves_on_the_order(self):
        picking = self.order.picking_ids
        self._return(picking, qty=4)  # refused at the door, back in stock
        self.assertEqual(self.order.order_line.qty_delivered, 6)
        remedy = self._give("redelivery", lines=self._of_order(4))
        again = self.env["stock.picking"].browse(remedy.document_id)
        self.assertEqual(remedy.document_model, "stock.picking")
        self.assertEqual(again.sale_id, self.order)
        for move in again.move_ids:
            move.quantity = 4
            move.picked = True
        again.with_context(skip_sms=True).button_validate()
        self.assertEqual(remedy.state, "done")
        self.assertEqual(self.order.order_line.qty_delivered, 10)

    def test_part_of_it_in_a_backorder(self):
        self._return(self.order.picking_ids, qty=4)
        remedy = self._give("redelivery", lines=self._of_order(4))
        first = self.env["stock.picking"].browse(remedy.document_id)
        first.move_ids.write({"quantity": 1, "picked": True})
        first.with_context(skip_sms=True, skip_backorder=True).button_validate()
        self.assertEqual(remedy.state, "made")
        rest = first.backorder_ids
        rest.move_ids.write({"quantity": 3, "picked": True})
        rest.with_context(skip_sms=True).button_validate()
        self.assertEqual(remedy.state, "done")

    def test_lost_goods_leave_again_and_are_billed_once(self):
        remedy = self._give("redelivery", lines=self._of_order(10))
        order = self.env["sale.order"].browse(remedy.document_id)
        self.assertEqual(remedy.document_model, "sale.order")
        self._deliver(order)
        self.assertEqual(remedy.state, "done")
        self.assertEqual(self.order.order_line.qty_delivered, 10)
        self.assertEqual(order.amount_total, 0)

    def test_a_refused_parcel_goes_out_again(self):
        order = self._sold()
        picking = order.picking_ids
        shipment = picking._o2c_ensure_shipments(wanted=True)
        shipment._report("refused", "2026-03-03 10:00:00", "webhook", "ref-1")
        refusal = self.env["o2c.refusal"].search([("order_id", "=", order.id)])
        remedy = self._give(
            "redelivery",
            lines=self._of_order(10, order),
            ticket=self._case(order_id=order.id, invoice_id=False),
        )
        self.assertEqual(remedy._document(), refusal)
        self.assertEqual((refusal.outcome, refusal.state), ("redelivery", "waiting"))
        shipment._report("delivered", "2026-03-04 10:00:00", "webhook", "del-2")
        self.assertEqual(remedy.state, "done")

    # ------------------------------------------------------------- return, repair
    def test_a_return(self):
        reason = self.env.ref("o2c_orders.return_reason_changed_mind")
        reason.write({"automatic": False, "inspect": True})
        remedy = self._ask(
            "return", lines=self._of_order(3), return_reason_id=reason.id
        )
        back = self.env["o2c.return"].browse(remedy.document_id)
        self.assertEqual((remedy.state, back.state), ("made", "requested"))
        self.assertEqual(back.o2c_remedy_id, remedy)
        back._refuse_request("Too late")
        self.assertEqual(remedy.state, "approved")
        self.assertIn("is gone", remedy.activity_ids.summary)

    def test_a_return_to_its_end(self):
        reason = self.env.ref("o2c_orders.return_reason_changed_mind")
        remedy = self._ask(
            "return", lines=self._of_order(3), return_reason_id=reason.id
        )
        back = self.env["o2c.return"].browse(remedy.document_id)
        if back.state == "requested":
            back.action_authorise()
        receipt = back.picking_ids
        receipt.move_ids.write({"quantity": 3, "picked": True})
        receipt.with_context(skip_sms=True).button_validate()
        if back.waits_for_inspection:
            back.action_dispose()
        back.credit_note_ids.action_post()
        self.assertEqual(back.state, "settled")
        self.assertEqual(remedy.state, "done")

    def test_more_than_came(self):
        reason = self.env.ref("o2c_orders.return_reason_changed_mind")
        with self.assertRaises(UserError):
            self._ask("return", lines=self._of_order(11), return_reason_id=reason.id)

    def test_a_repair(self):
        remedy = self._ask("repair", product_id=self.grinder.id, quantity=1)
        repair = self.env["repair.order"].browse(remedy.document_id)
        self.assertEqual(remedy.state, "made")
        self.assertEqual((repair.state, repair.under_warranty), ("confirmed", True))
        self.assertEqual(repair.partner_id, self.customer)
        repair.action_repair_cancel()
        self.assertEqual(remedy.state, "approved")
        remedy.with_user(self.agent).action_carry_out()
        repair = self.env["repair.order"].browse(remedy.document_id)
        repair.action_repair_start()
        repair.action_repair_end()
        self.assertEqual(remedy.state, "done")

    def test_an_explanation_reaches_the_customer(self):
        ticket = self._case()
        remedy = self._ask(
            "explanation", ticket=ticket, customer_text="We are sorry, it was us."
        )
        self.assertEqual(remedy.state, "done")
        said = ticket.message_ids.filtered(lambda m: "it was us" in (m.body or ""))
        self.assertEqual(said.partner_ids, self.customer)
