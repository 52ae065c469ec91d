from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestOpening(CareCommon):
    """An amount of an invoice is contested."""

    def test_it_holds_the_amount_and_no_more(self):
        invoice = self._bill(1000)
        dispute = self._dispute(invoice, 300)
        self.assertEqual((dispute.state, dispute.amount), ("open", 300.0))
        self.assertEqual(dispute.requested_by_id, self.agent)
        self.assertHeld(invoice, 300)
        hold = self.Hold.search([("invoice_id", "=", invoice.id)])
        self.assertTrue(hold.stops_collection and hold.stops_closing)
        self.assertFalse(hold.stops_invoicing or hold.stops_delivery or hold.forced)
        self.assertEqual(hold._origin_record(), dispute)
        self.assertIn("300.00", invoice.o2c_hold_text)
        self.assertEqual(invoice.o2c_disputed_amount, 300)

    def test_up_to_what_is_open_and_a_cent_more(self):
        invoice = self._bill(1000)
        self._pay(invoice, 400)
        self._dispute(invoice, 250)
        with (
            self.assertNothingWritten("o2c.dispute", "o2c.hold"),
            self.assertRaisesRegex(UserError, r"only .*350\.00.* can still be"),
        ):
            self._dispute(invoice, 350.01, ticket=self._ticket())
        self._dispute(invoice, 350)
        self.assertHeld(invoice, 600)
        self.assertEqual(invoice.o2c_disputed_amount, 600)

    def test_what_was_granted_is_still_taken(self):
        invoice = self._bill(1000)
        dispute = self._dispute(invoice, 600)
        self._decide(dispute, 250)
        with self.assertRaises(UserError):
            self._dispute(invoice, 750.01)
        self._dispute(invoice, 750)

    def test_what_was_rejected_can_be_contested_again(self):
        invoice = self._bill(1000)
        self._decide(self._dispute(invoice, 1000), 0)
        self._dispute(invoice, 1000)
        self.assertHeld(invoice, 1000)

    def test_not_on_what_is_no_posted_invoice(self):
        draft = self._bill(post=False)
        bill = self._bill(1000, move_type="in_invoice")
        refund = self._bill(1000, move_type="out_refund")
        with self.assertRaisesRegex(UserError, "not posted"):
            self._dispute(draft, 1, ticket=self._ticket())
        for document in (bill, refund):
            with self.assertRaisesRegex(UserError, "not a customer invoice"):
                self._dispute(
                    document,
                    1,
                    ticket=self._ticket(),
                    user=self.env.ref("base.user_root"),
                )

    def test_not_on_another_customers_invoice(self):
        invoice = self._bill(1000, partner_id=self._customer(name="Other").id)
        with self.assertRaisesRegex(UserError, "another customer"):
            self._dispute(invoice, 1, ticket=self._ticket())

    def test_on_the_invoice_of_a_branch_of_the_customer(self):
        branch = self._customer(name="Kiel", parent_id=self.customer.id)
        dispute = self._dispute(self._bill(1000, partner_id=branch.id), 1)
        self.assertEqual(dispute.partner_id, self.customer)

    def test_lines_of_this_invoice_only(self):
        invoice, other = self._bill(1000), self._bill(500)
        with self.assertRaisesRegex(UserError, "lines of"):
            self._dispute(invoice, 1, lines=other.invoice_line_ids)

    def test_no_more_than_the_lines_come_to(self):
        invoice = self._bill(100, 900)
        first = invoice.invoice_line_ids[0]
        with self.assertRaisesRegex(UserError, r"chosen lines come to .*100\.00"):
            self._dispute(invoice, 100.01, lines=first)
        self._dispute(invoice, 100, lines=first)

    def test_not_from_a_closed_ticket(self):
        ticket = self._close(self._ticket())
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            self._dispute(self._bill(), 1, ticket=ticket)

    def test_an_undecided_dispute_keeps_the_ticket_open(self):
        dispute = self._dispute(self._bill(), 300)
        ticket = self._go(dispute.ticket_id, "answered")
        with self.assertRaisesRegex(UserError, "1 dispute"):
            ticket.action_close()
        self._decide(dispute, 0)
        ticket.action_close()
        self.assertEqual(ticket.stage, "closed")

    def test_the_wizard_proposes_the_sum_of_the_lines(self):
        invoice = self._bill(100, 200, 700, tax=self._tax(10))
        ticket = self._ticket(invoice_id=invoice.id, description="Two are broken")
        wizard = self.env["o2c.dispute.open"].with_user(self.agent)
        wizard = wizard.create({"ticket_id": ticket.id})
        self.assertEqual(wizard.invoice_id, invoice)
        self.assertEqual(wizard.claim, "Two are broken")
        self.assertEqual(wizard.contestable, 1100)
        wizard.line_ids = invoice.invoice_line_ids[:2]
        self.assertEqual(wizard.amount, 330)  # (100 + 200) * 1.10
        action = wizard.action_open()
        dispute = self.env["o2c.dispute"].browse(action["res_id"])
        self.assertEqual(dispute.line_ids, invoice.invoice_line_ids[:2])

    def test_the_proposal_never_exceeds_what_is_left(self):
        invoice = self._bill(1000)
        self._pay(invoice, 900)
        wizard = self.env["o2c.dispute.open"].create(
            {"ticket_id": self._ticket(invoice_id=invoice.id).id}
        )
        wizard.line_ids = invoice.invoice_line_ids
        self.assertEqual(wizard.amount, 100)


@tagged("post_install", "-at_install")
class TestDeciding(CareCommon):
    """What a decision does to the hold and the accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._bill(1000)

    def test_rejected(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 0, note="Signed for as sound")
        self.assertEqual(dispute.state, "rejected")
        self.assertEqual(dispute.decision_note, "Signed for as sound")
        self.assertEqual(dispute.decided_by_id, self.leader)
        self.assertHeld(self.invoice, 0)
        self.assertFalse(dispute.credit_note_id)
        self.assertEqual(self.invoice.o2c_disputed_amount, 0)

    def test_accepted(self):
        dispute = self._dispute(self.invoice)
        hold = self.Hold.search([("invoice_id", "=", self.invoice.id)])
        self._decide(dispute, 300)
        self.assertEqual(dispute.state, "accepted")
        credit = dispute.credit_note_id
        self.assertEqual((credit.state, credit.move_type), ("draft", "out_refund"))
        self.assertEqual(credit.amount_total, 300)
        self.assertEqual(credit.reversed_entry_id, self.invoice)
        self.assertIn(dispute.ticket_id.number, credit.ref)
        self.assertEqual(hold.state, "open", "held until the credit note is settled")
        self.assertHeld(self.invoice, 300)

    def test_partly_accepted(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 120)
        self.assertEqual(dispute.state, "partial")
        self.assertEqual(dispute.credit_note_id.amount_total, 120)
        self.assertHeld(self.invoice, 120)
        holds = self.Hold.search([("invoice_id", "=", self.invoice.id)], order="id")
        self.assertEqual(holds.mapped("amount"), [300, 120])
        self.assertEqual(holds.mapped("state"), ["ended", "open"])

    def test_settled_by_the_credit_note(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 300)
        dispute.credit_note_id.with_user(self.accountant).action_post()
        self.assertEqual(self.invoice.amount_residual, 700)
        self.assertEqual(dispute.state, "settled")
        self.assertTrue(dispute.settled_at)
        self.assertHeld(self.invoice, 0)

    def test_settled_by_the_credit_note_in_part(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 120)
        dispute.credit_note_id.action_post()
        self.assertEqual(dispute.state, "settled")
        self.assertEqual(self.invoice.amount_residual, 880)

    def test_not_settled_by_a_credit_note_over_less(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 300)
        dispute.credit_note_id.invoice_line_ids.price_unit = 299.99
        dispute.credit_note_id.action_post()
        self.assertEqual(dispute.state, "accepted")
        self.assertHeld(self.invoice, 300)

    def test_not_settled_by_a_part_payment(self):
        dispute = self._dispute(self.invoice)
        self._pay(self.invoice, 700)
        self.assertEqual(dispute.state, "open")
        self.assertHeld(self.invoice, 300)

    def test_settled_when_the_customer_pays_all(self):
        dispute = self._dispute(self.invoice)
        self._pay(self.invoice)
        self.assertEqual(dispute.state, "settled")
        self.assertHeld(self.invoice, 0)

    def test_open_again_when_the_payment_is_undone(self):
        dispute = self._dispute(self.invoice)
        self._pay(self.invoice)
        self.invoice.line_ids.remove_move_reconcile()
        self.assertEqual(dispute.state, "open")
        self.assertFalse(dispute.settled_at)
        self.assertHeld(self.invoice, 300)

    def test_accepted_again_when_the_credit_note_is_undone(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 120)
        dispute.credit_note_id.action_post()
        dispute.credit_note_id.button_draft()
        self.assertEqual(dispute.state, "partial")
        self.assertHeld(self.invoice, 120)
        dispute.credit_note_id.action_post()
        self.assertEqual(dispute.state, "settled")

    def test_a_rejected_dispute_stays_rejected(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 0)
        self._pay(self.invoice)
        self.assertEqual(dispute.state, "rejected")

    def test_withdrawn(self):
        dispute = self._dispute(self.invoice)
        wizard = (
            self.env["o2c.dispute.cancel"]
            .with_user(self.agent)
            .create({"dispute_ids": dispute.ids, "note": "Found the missing box"})
        )
        wizard.action_cancel()
        self.assertEqual(dispute.state, "cancelled")
        self.assertHeld(self.invoice, 0)
        with self.assertRaisesRegex(UserError, "cannot be decided any more"):
            self._decide(dispute, 300)

    def test_twice_is_refused(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 300)
        with (
            self.assertNothingWritten("o2c.dispute", "o2c.hold", "account.move"),
            self.assertRaisesRegex(UserError, "cannot be decided any more"),
        ):
            self._decide(dispute, 100)

    def test_the_credit_note_is_drafted_once(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 300)
        credit = dispute.credit_note_id
        dispute.with_user(self.leader).action_draft_credit_note()
        self.assertEqual(dispute.credit_note_id, credit)
        self.assertEqual(self.invoice.reversal_move_ids, credit)

    def test_a_deleted_credit_note_is_drafted_again(self):
        dispute = self._dispute(self.invoice)
        self._decide(dispute, 300)
        dispute.credit_note_id.unlink()
        self.assertTrue(dispute.misses_credit_note)
        self.assertHeld(self.invoice, 300)
        dispute.with_user(self.leader).action_draft_credit_note()
        self.assertEqual(dispute.credit_note_id.amount_total, 300)

    def test_a_payment_never_fails_for_a_dispute(self):
        dispute = self._dispute(self.invoice)
        with self._broken(), self.assertLogs("odoo.addons.o2c_customer_care", "ERROR"):
            self._pay(self.invoice)
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(dispute.state, "open")

    def test_the_job_follows_what_a_payment_could_not_tell(self):
        dispute = self._dispute(self.invoice)
        with self._broken(), self.assertLogs("odoo.addons.o2c_customer_care", "ERROR"):
            self._pay(self.invoice)
        cron = self.env.ref("o2c_customer_care.cron_follow_payments")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(dispute.state, "settled")
        self.assertHeld(self.invoice, 0)

    def _broken(self):
        return patch.object(
            self.registry["o2c.dispute"], "_apply_payment", lambda *_args: 1 / 0
        )
