from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase
from odoo.addons.o2c_orders.models.res_partner import ResPartner

from .common import O2cCommon


@tagged("post_install", "-at_install")
class TestHooks(O2cCommon):
    """The hooks of DEVELOP.md run when it says so and return what it says."""

    def _watched(self, model, method):
        """The calls of a hook from now on: (ids, arguments)."""
        calls = []
        inner = getattr(self.registry[model], method)

        def watched(records, *args):
            calls.append((records.ids, *args))
            return inner(records, *args)

        self.patch(self.registry[model], method, watched)
        return calls

    def test_refresh_before_confirmation_for_all_at_once(self):
        orders = self._order(confirm=False) | self._order(confirm=False)
        calls = self._watched("sale.order", "_o2c_refresh_holds")
        orders.action_confirm()
        self.assertEqual(calls, [(orders.ids, Phase.CONFIRMATION)])

    def test_refresh_before_delivery(self):
        orders = self._order() | self._order()
        pickings = orders.picking_ids
        pickings.move_ids.write({"quantity": 10, "picked": True})
        of_orders = self._watched("sale.order", "_o2c_refresh_holds")
        of_pickings = self._watched("stock.picking", "_o2c_refresh_holds")
        pickings.with_context(skip_sms=True).button_validate()
        self.assertEqual(of_pickings, [(pickings.ids, Phase.DELIVERY)])
        self.assertEqual(of_orders, [(pickings.sale_id.ids, Phase.DELIVERY)])

    def test_no_refresh_for_what_does_not_leave(self):
        delivery = self._deliver(self._order())
        calls = self._watched("sale.order", "_o2c_refresh_holds")
        self._return(delivery)
        self.assertEqual([call for call in calls if call[0]], [])

    def test_refresh_before_invoicing_and_posting(self):
        order = self._order()
        self._deliver(order)
        of_orders = self._watched("sale.order", "_o2c_refresh_holds")
        of_moves = self._watched("account.move", "_o2c_refresh_holds")
        invoice = order._create_invoices()
        self.assertEqual(of_orders, [(order.ids, Phase.INVOICING)])
        invoice.action_post()
        self.assertEqual(of_moves, [(invoice.ids, Phase.INVOICING)])

    def test_followup_fields_are_written_while_open_and_by_code_alone(self):
        order = self._order(confirm=False)
        hold = self._hold(order)
        other = self._hold(order, "delivery")
        with self.assertRaises(UserError):
            hold.write({"note": "mine"})
        self.patch(
            self.registry["o2c.hold"], "_followup_fields", lambda holds: {"note"}
        )
        hold.write({"note": "looked at"})
        self.assertEqual(hold.note, "looked at")
        with self.assertRaises(UserError):  # nothing else on the way
            hold.write({"note": "mine", "amount": 5})
        person = hold.with_user(self._user("order_manager")).sudo(False)
        with self.assertRaises(UserError):
            person.write({"note": "mine"})
        hold._release("done")
        with self.assertRaises(UserError):
            (hold | other).write({"note": "later"})
        self.assertEqual((hold.note, other.note), ("looked at", False))

    def test_after_place_once(self):
        order = self._order(confirm=False)
        calls = self._watched("o2c.hold", "_after_place")
        hold = self._hold(order)
        self._hold(order)
        self.assertEqual(calls, [(hold.ids,)])

    def test_after_release_once_for_all(self):
        order = self._order(confirm=False)
        holds = self._hold(order) | self._hold(order, "delivery")
        calls = self._watched("o2c.hold", "_after_release")
        holds._release("done")
        self.assertEqual(calls, [(holds.ids,)])
        holds._release("again", automatic=True)
        self.assertEqual(calls, [(holds.ids,)])

    def test_targets_and_their_reverse_agree(self):
        """Whatever stops a document names it, and the other way round."""
        orders = [self._order() for _ in range(2)]
        for order in orders:
            self._deliver(order)
            self._invoice(order)
        invoice = orders[0].invoice_ids
        holds = [
            self._hold(orders[0], "closing"),
            self._hold(invoice, "closing"),
            self._hold(invoice.line_ids.filtered("date_maturity"), "closing"),
            self._hold(self.customer, "customer"),
        ]
        both = orders[0] | orders[1]
        for hold in holds:
            for documents in (
                both,
                both.picking_ids,
                both.invoice_ids,
                both.invoice_ids.line_ids.filtered("date_maturity"),
                both.partner_id,
            ):
                found = documents._o2c_holds().items()
                stopped = {record.id for record, held in found if hold in held}
                ids = documents._o2c_held_ids(hold) & set(documents.ids)
                self.assertEqual(ids, stopped, (hold, documents._name))

    def test_headroom_nobody_limits(self):
        # what this module alone answers, whichever others are installed
        headroom = ResPartner._o2c_sales_headroom
        self.assertIsNone(headroom(self.customer, self.company))

    def test_card_sections_are_dicts_in_their_own_words(self):
        for section in self.customer._o2c_card_sections():
            self.assertLessEqual({"key", "sequence", "title", "lines"}, set(section))

    def test_contact_facts(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        picking = order.picking_ids
        for record, purpose, documents in (
            (order, "order", [order]),
            (picking, "delivery", [picking, order]),
            (invoice, "invoicing", [invoice, order]),
        ):
            facts = record._o2c_contact_facts()
            self.assertEqual(facts["purpose"], purpose)
            self.assertEqual(facts["documents"], documents)
            self.assertEqual(facts["company"], self.company)
            self.assertEqual(facts["partner"].commercial_partner_id, self.customer)

    def test_no_contact_facts(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 5})],
            }
        )
        self.assertIsNone(bill._o2c_contact_facts())
        self.assertIsNone(self.product.product_tmpl_id._o2c_contact_facts())
        thread = self.env["mail.thread"]
        self.assertIsNone(thread._o2c_facts_about("sale.order", 0))
        self.assertIsNone(thread._o2c_facts_about(False, 1))
        self.assertIsNone(thread._o2c_facts_about("no.such.model", 1))
        self.assertIsNone(thread._o2c_facts_about("res.country", 1))
