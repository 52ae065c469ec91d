from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestReopening(DisputeCommon):
    """A rejected dispute is taken up again."""

    def _reopen(self, dispute, user=None, note="A photo came"):
        dispute.with_user(user or self.agent)._reopen(note)

    def test_it_is_held_again_from_now_on(self):
        invoice = self._bill(1000)
        dispute = self._rejected(300, invoice)
        self.assertHeld(invoice, 0)
        self._reopen(dispute)
        self.assertEqual((dispute.state, dispute.reopen_count), ("open", 1))
        self.assertFalse(dispute.decided_by_id or dispute.decided_at)
        self.assertHeld(invoice, 300)
        self.assertEqual(invoice.o2c_disputed_amount, 300)
        holds = self.Hold.search([("invoice_id", "=", invoice.id)])
        # the time before stays as it was: two holds, the first one ended
        self.assertEqual(sorted(holds.mapped("state")), ["ended", "open"])

    def test_what_was_decided_before_stays_readable(self):
        dispute = self._rejected()
        self._reopen(dispute)
        body = dispute.message_ids[0].body
        for text in ("A photo came", "Rejected", "Seen the pictures"):
            self.assertIn(text, body)

    def test_it_is_decided_again(self):
        dispute = self._rejected()
        self._reopen(dispute)
        self._decide(dispute, 100)
        self.assertEqual((dispute.state, dispute.accepted_amount), ("partial", 100))

    def test_a_withdrawn_one_too(self):
        dispute = self._dispute(self._bill(1000))
        dispute.with_user(self.agent)._cancel("He paid")
        self._reopen(dispute)
        self.assertEqual(dispute.state, "open")

    def test_refused(self):
        paid = self._bill(1000)
        closed = self._rejected(ticket=self._ticket(name="closed"))
        self._close(closed.ticket_id)
        after_payment = self._rejected(300, paid)
        self._pay(paid, 701)
        cases = (
            ("accepted", self._accepted(), "x", "cannot be decided"),
            ("no words", self._rejected(), " ", "Say why"),
            ("closed ticket", closed, "x", "closed"),
            ("paid since", after_payment, "x", r"only .*299\.00"),
        )
        for name, dispute, note, text in cases:
            with (
                self.subTest(name),
                self.assertNothingWritten("o2c.dispute", "o2c.hold"),
                self.assertRaisesRegex(UserError, text),
            ):
                self._reopen(dispute, note=note)

    def _accepted(self):
        dispute = self._dispute(self._bill(1000))
        self._decide(dispute, 300)
        return dispute

    def test_up_to_what_is_left_and_no_cent_more(self):
        invoice = self._bill(1000)
        dispute = self._rejected(300, invoice)
        self._pay(invoice, 700)
        self._reopen(dispute)
        self.assertHeld(invoice, 300)

    def test_not_by_others(self):
        dispute = self._rejected()
        for user in (self.accountant, self._user("salesperson")):
            with self.assertRaises(AccessError):
                self._reopen(dispute, user)
        self.assertEqual(dispute.state, "rejected")

    def test_settled_by_a_payment_and_undone_it_is_open_again(self):
        invoice = self._bill(1000)
        dispute = self._rejected(300, invoice)
        self._reopen(dispute)
        self._pay(invoice, 1000)
        self.assertEqual(dispute.state, "settled")
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(dispute.state, "open")
        self.assertHeld(invoice, 300)

    def test_the_wizard(self):
        dispute = self._rejected()
        wizard = self.env["o2c.dispute.again"].with_user(self.agent)
        form = Form(wizard.with_context(default_dispute_ids=dispute.ids))
        form.note = "A photo came"
        form.save().action_reopen()
        self.assertEqual(dispute.state, "open")


@tagged("post_install", "-at_install")
class TestRebill(DisputeCommon):
    """The whole invoice is credited and a corrected one is drafted."""

    def _replaced(self, invoice=None, amount=300.0):
        invoice = invoice or self._bill(1000)
        dispute = self._dispute(invoice, amount)
        dispute.with_user(self.leader)._replace_invoice("Wrong address")
        return dispute

    def test_both_documents_are_drafted_over_everything(self):
        dispute = self._replaced()
        credit, rebill = dispute.credit_note_id, dispute.rebill_id
        self.assertEqual((dispute.state, dispute.resolution), ("accepted", "rebill"))
        self.assertEqual((credit.move_type, credit.state), ("out_refund", "draft"))
        self.assertEqual((rebill.move_type, rebill.state), ("out_invoice", "draft"))
        self.assertEqual((credit.amount_total, rebill.amount_total), (1000, 1000))
        self.assertEqual(rebill.partner_id, dispute.invoice_id.partner_id)
        self.assertIn(dispute.invoice_id.name, rebill.ref)

    def test_all_of_the_old_invoice_is_held_until_it_is_credited(self):
        invoice = self._bill(1000)
        self._pay(invoice, 200)
        dispute = self._replaced(invoice)
        self.assertHeld(invoice, 800)
        self.assertEqual(invoice.o2c_disputed_amount, 800)
        dispute.credit_note_id.action_post()
        self._match(invoice, dispute.credit_note_id)
        self.assertEqual(dispute.state, "settled")
        self.assertHeld(invoice, 0)
        self.assertEqual(invoice.amount_residual, 0)

    def _match(self, invoice, credit):
        lines = (invoice | credit).line_ids.filtered(
            lambda li: li.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()

    def test_the_order_is_invoiced_once(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        before = order.order_line.mapped("qty_invoiced")
        dispute = self._replaced(invoice, 100)
        self.assertEqual(dispute.rebill_id.o2c_order_ids, order)
        (dispute.credit_note_id | dispute.rebill_id).action_post()
        self.assertEqual(order.order_line.mapped("qty_invoiced"), before)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_no_goods_move_by_it(self):
        dispute = self._replaced()
        for move in (dispute.credit_note_id, dispute.rebill_id):
            lines = move.invoice_line_ids
            self.assertFalse(any(li._eligible_for_stock_account() for li in lines))

    def test_refused_while_another_dispute_waits(self):
        invoice = self._bill(1000)
        self._dispute(invoice, 100)
        dispute = self._dispute(invoice, 200, ticket=self._ticket())
        with (
            self.assertNothingWritten("o2c.dispute", "account.move"),
            self.assertRaisesRegex(UserError, "Other amounts"),
        ):
            dispute.with_user(self.leader)._replace_invoice("x")

    def test_above_the_limit_it_takes_a_leader_who_did_not_open_it(self):
        self.env.company.o2c_dispute_threshold = 200
        dispute = self._dispute(self._bill(1000), 300)
        with self.assertRaisesRegex(AccessError, "care leader"):
            dispute.with_user(self.agent)._replace_invoice("x")
        own = self._dispute(self._bill(1000), 300, user=self.leader)
        with self.assertRaisesRegex(AccessError, "yourself"):
            own.with_user(self.leader)._replace_invoice("x")

    def test_deleted_drafts_are_drafted_again(self):
        dispute = self._replaced()
        dispute.rebill_id.unlink()
        dispute.credit_note_id.unlink()
        self.assertTrue(dispute.misses_credit_note)
        dispute.with_user(self.agent).action_draft_credit_note()
        self.assertTrue(dispute.credit_note_id and dispute.rebill_id)

    def test_an_agent_who_proposes_it_is_understood(self):
        self.env.company.o2c_dispute_threshold = 200
        dispute = self._dispute(self._bill(1000), 300)
        wizard = self.env["o2c.dispute.decide"].with_user(self.agent)
        form = Form(wizard.with_context(default_dispute_id=dispute.id))
        form.outcome = "rebill"
        form.note = "Wrong address"
        form.save().action_propose()
        self.assertEqual(dispute.proposed_amount, 300)
        self.assertEqual(dispute.proposal, "Accept, and bill anew: Wrong address")

    def test_another_currency(self):
        # 2 of the document are 1 of the company since 2017
        dollar = self.setup_other_currency("EUR")
        invoice = self._bill(1000, currency_id=dollar.id)
        dispute = self._replaced(invoice, 300)
        self.assertEqual(dispute.rebill_id.currency_id, dollar)
        self.assertHeld(invoice, 500)
