from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestStory(CareCommon):
    """The broken cups: from the phone call to the closed order."""

    def test_the_broken_cups(self):
        self.a_cafe_gets_what_it_ordered()
        self.it_calls_three_boxes_are_broken()
        self.it_does_not_pay_them()
        self.the_leader_grants_two()
        self.it_pays_what_it_owes_and_the_ticket_closes()
        self.accounting_posts_the_credit_note()
        self.a_week_later_a_fourth_turns_up()

    def a_cafe_gets_what_it_ordered(self):
        self.company.o2c_dispute_threshold = 100
        self.order = self._order()  # ten boxes of 100
        self._deliver(self.order)
        self.invoice = self._invoice(self.order)
        self.assertStage(self.order, "payment")

    def it_calls_three_boxes_are_broken(self):
        self.ticket = self._ticket(
            name="Three boxes broken", invoice_id=self.invoice.id, channel="phone"
        )
        self.assertEqual(self.ticket.order_id, self.order)
        call = self.ticket.o2c_contact_ids
        self.assertEqual(call.summary, self.ticket.display_name)
        self._go(self.ticket, "acknowledged", "assessed")

    def it_does_not_pay_them(self):
        self.dispute = self._dispute(self.invoice, 300, ticket=self.ticket)
        total = {self.invoice: Decimal(1000)}
        held = self.invoice._o2c_held_amount(Phase.COLLECTION, total)
        self.assertEqual(held[self.invoice], Decimal(300))
        self.assertEqual(self.invoice._o2c_pauses(Phase.COLLECTION)[self.invoice], [])
        self._pay(self.invoice, 700)
        self.assertStage(self.order, "payment")

    def the_leader_grants_two(self):
        self._go(self.ticket, "investigation")
        agent = self.dispute.with_user(self.agent)
        agent._propose(200, "One box was only scratched")
        self._decide(self.dispute, 200, note="As proposed, the pictures are clear")
        self.assertHeld(self.invoice, 200)
        credit = self.dispute.credit_note_id
        self.assertEqual((credit.state, credit.amount_total), ("draft", 200))

    def it_pays_what_it_owes_and_the_ticket_closes(self):
        self._close(self.ticket)
        self._pay(self.invoice, 100)
        self.assertEqual(self.invoice.amount_residual, 200)
        self.assertEqual(self.dispute.state, "partial")
        self.assertFalse(self.order.o2c_closed_at)

    def accounting_posts_the_credit_note(self):
        self.dispute.credit_note_id.with_user(self.accountant).action_post()
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(self.dispute.state, "settled")
        self.assertHeld(self.invoice, 0)
        self.assertStage(self.order, "closed")

    def a_week_later_a_fourth_turns_up(self):
        self.ticket.with_user(self.agent).action_reopen()
        self.assertStage(self.order, "settlement")
        self._close(self.ticket)
        self.assertStage(self.order, "closed")
        self.assertEqual(self.ticket.reopen_count, 1)
