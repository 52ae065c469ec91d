from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyCost(RemedyCommon):
    """What remedies cost: read from the documents that they made."""

    def _costs(self, remedy):
        self.env.flush_all()
        self.env.invalidate_all()  # there is no table whose writing would do it
        found = self.env["o2c.ticket.cost"].search(
            [("ticket_id", "=", remedy.ticket_id.id)]
        )
        self.assertEqual(len(found.ids), len(set(found.ids)))
        for cost in found:
            self.assertTrue(cost.action_open_source()["res_id"])
        return sorted((cost.kind, round(cost.amount, 2)) for cost in found)

    def test_a_credit_note_costs_when_it_is_posted(self):
        remedy = self._give("credit", lines=self._of_invoice(1))
        self.assertEqual(self._costs(remedy), [])
        self.env["account.move"].browse(remedy.document_id).action_post()
        self.assertEqual(self._costs(remedy), [("credit", 100.0)])

    def test_goodwill_is_a_kind_of_its_own(self):
        remedy = self._give("goodwill", 61.0)
        move = self.env["account.move"].browse(remedy.document_id)
        move.action_post()
        self.assertEqual(self._costs(remedy), [("goodwill", move.amount_untaxed)])

    def test_a_voucher_costs_in_full_until_it_expires_unused(self):
        remedy = self._give("voucher", 30.0)
        card = self.env["loyalty.card"].browse(remedy.document_id)
        self.assertEqual(self._costs(remedy), [("goodwill", 30.0)])
        card.points = 12.0
        self.assertEqual(self._costs(remedy), [("goodwill", 30.0)])
        card.expiration_date = fields.Date.today() - timedelta(days=1)
        self.assertEqual(self._costs(remedy), [("goodwill", 18.0)])

    def test_a_voucher_taken_back_costs_nothing(self):
        remedy = self._give("voucher", 30.0)
        remedy.with_user(self.agent)._cancel("Wrong customer")
        self.assertEqual(self._costs(remedy), [])

    def test_a_replacement_costs_its_stock_value_and_freight(self):
        self.grinder.standard_price = 40.0
        remedy = self._give("replacement", lines=self._of_order(2))
        self.assertEqual(self._costs(remedy), [])
        order = self.env["sale.order"].browse(remedy.document_id)
        order.picking_ids.carrier_price = 7.5
        self._deliver(order)
        order.picking_ids.carrier_price = 7.5
        self.assertEqual(self._costs(remedy), [("freight", 7.5), ("replacement", 80.0)])
        self.grinder.standard_price = 99.0
        self.assertIn(("replacement", 80.0), self._costs(remedy))

    def test_what_the_order_lacked_costs_no_goods(self):
        order = self._sold(deliver=False)
        order.picking_ids.action_cancel()
        self.grinder.standard_price = 40.0
        ticket = self._case(order_id=order.id, invoice_id=False)
        remedy = self._give("redelivery", lines=self._of_order(3, order), ticket=ticket)
        picking = self.env["stock.picking"].browse(remedy.document_id)
        self.assertEqual(remedy.document_model, "stock.picking")
        picking.move_ids.quantity = 3
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        picking.carrier_price = 5.0
        self.assertEqual(self._costs(remedy), [("freight", 5.0)])

    def test_what_the_supplier_pays_back_is_less_than_nothing(self):
        remedy = self._give("credit", lines=self._of_invoice(1))
        self.env["account.move"].browse(remedy.document_id).action_post()
        supplier = self.env["res.partner"].create({"name": "Grinders Ltd"})
        refund = self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": supplier.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [
                    fields.Command.create(
                        {"name": "Claim", "quantity": 1, "price_unit": 70.0}
                    )
                ],
            }
        )
        refund.invoice_line_ids.tax_ids = False
        self.env["o2c.claim"].create(
            {
                "ticket_id": remedy.ticket_id.id,
                "kind": "supplier",
                "partner_id": supplier.id,
                "text": "Broken grinders",
                "amount": 100.0,
                "currency_id": self.company.currency_id.id,
                "opened_by_id": self.env.uid,
                "refund_id": refund.id,
            }
        )
        self.assertEqual(self._costs(remedy), [("credit", 100.0)])
        refund.action_post()
        self.assertEqual(self._costs(remedy), [("credit", 100.0), ("recovered", -70.0)])
        self.assertEqual(remedy.ticket_id.cost, 30.0)
