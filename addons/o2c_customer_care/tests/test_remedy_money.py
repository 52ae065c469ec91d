from odoo.exceptions import UserError
from odoo.tests import tagged

from .remedy_common import RemedyCommon


@tagged("post_install", "-at_install")
class TestRemedyCredit(RemedyCommon):
    def test_a_credit_note_on_the_lines(self):
        remedy = self._give("credit", lines=self._of_invoice(quantity=3))
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertEqual(remedy.state, "made")
        self.assertEqual(remedy.amount, 366.0)
        self.assertEqual(note.o2c_remedy_id, remedy)
        self.assertEqual(note.reversed_entry_id, self.invoice)
        self.assertEqual(note.move_type, "out_refund")
        self.assertEqual(note.state, "draft")
        self.assertEqual(note.amount_total, 366.0)
        self.assertEqual(note.amount_tax, 66.0)
        self.assertEqual(note.invoice_line_ids.quantity, 3)
        self.assertEqual(note.invoice_line_ids.price_unit, 100)
        note.action_post()
        self.assertEqual(remedy.state, "done")
        self.assertTrue(remedy.done_at)
        # money only: nothing of it is invoiced again
        self.assertEqual(self.order.order_line.qty_invoiced, 10)
        self.assertEqual(self.order.invoice_status, "invoiced")

    def test_a_part_of_the_price(self):
        remedy = self._give("credit", lines=self._of_invoice(quantity=2, amount=50.01))
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertEqual(note.amount_total, 50.01)
        self.assertEqual(note.amount_tax, 9.02)

    def test_only_the_chosen_line(self):
        invoice = self._bill(100, 30, 7, tax=self.tax)
        remedy = self._give(
            "credit",
            lines=self._of_invoice(1, invoice=invoice, line=1),
            ticket=self._case(order_id=False, invoice_id=invoice.id),
        )
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertEqual(note.amount_total, 36.6)
        self.assertEqual(note.invoice_line_ids.mapped("price_unit"), [30])

    def test_never_more_than_is_left(self):
        _cases = [  # credited before, then asked for, may it be
            (9, 1, True),
            (9, 2, False),
            (10, 1, False),
        ]
        for before, then, allowed in _cases:
            with self.subTest(before=before, then=then):
                order = self._sold()
                invoice = self._invoice(order)
                ticket = self._case(order_id=order.id, invoice_id=invoice.id)
                lines = self._of_invoice(before, invoice=invoice)
                self._give("credit", lines=lines, ticket=ticket)
                more = self._of_invoice(then, invoice=invoice)
                if allowed:
                    self._ask("credit", lines=more, ticket=ticket)
                else:
                    with (
                        self.assertRaisesRegex(UserError, "can still be credited"),
                        self.assertNothingWritten("o2c.remedy", "account.move"),
                        self.env.cr.savepoint(),
                    ):
                        self._ask("credit", lines=more, ticket=ticket)

    def test_what_is_asked_for_counts(self):
        """Two requests that nobody has approved yet do not come to more together."""
        ticket = self._case()
        self._ask("credit", lines=self._of_invoice(6), ticket=ticket)
        with self.assertRaisesRegex(UserError, r"488\.00"):
            self._ask("credit", lines=self._of_invoice(5), ticket=ticket)

    def test_what_others_credit_counts(self):
        self._credit(self.invoice, amount=1000)  # with tax 1220: all of it
        with self.assertRaisesRegex(UserError, "can still be credited"):
            self._ask("credit", lines=self._of_invoice(1))

    def test_what_is_contested_counts(self):
        ticket = self._case()
        self._dispute(self.invoice, 1000.0, ticket=ticket)
        self._ask("credit", lines=self._of_invoice(1), ticket=ticket)
        with self.assertRaisesRegex(UserError, "in dispute"):
            self._ask("credit", lines=self._of_invoice(1), ticket=ticket)

    def test_others_credited_between_request_and_approval(self):
        remedy = self._ask("credit", lines=self._of_invoice(10))
        self._credit(self.invoice, qty=1)
        with (
            self.assertRaisesRegex(UserError, "can still be credited"),
            self.env.cr.savepoint(),
        ):
            remedy.with_user(self.leader).action_approve()
        remedy.invalidate_recordset()
        self.assertEqual(remedy.state, "proposed")

    def test_foreign_currency(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 0.5)])
        invoice = self._bill(100, tax=self.tax, currency_id=currency.id)
        ticket = self._case(order_id=False, invoice_id=invoice.id)
        remedy = self._give(
            "credit", lines=self._of_invoice(1, invoice=invoice), ticket=ticket
        )
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertEqual(remedy.currency_id, currency)
        self.assertEqual(remedy.amount, 122.0)
        self.assertEqual(remedy.amount_company, 244.0)
        self.assertEqual(note.currency_id, currency)
        self.assertEqual(note.amount_total, 122.0)

    def test_another_customers_invoice(self):
        foreign = self._customer(name="Other")
        invoice = self._bill(100, partner_id=foreign.id)
        with self.assertRaisesRegex(UserError, "invoice of this customer"):
            self._ask(
                "credit",
                lines=self._of_invoice(1, invoice=invoice),
                invoice_id=invoice.id,
            )

    def test_a_line_of_another_invoice(self):
        invoice = self._bill(100)
        with self.assertRaisesRegex(UserError, "can still be credited"):
            self._ask("credit", lines=self._of_invoice(1, invoice=invoice))

    # ------------------------------------------------------------- taken back
    def test_the_draft_is_deleted(self):
        remedy = self._give("credit", lines=self._of_invoice(3))
        self.env["account.move"].browse(remedy.document_id).unlink()
        self.assertEqual(remedy.state, "approved")
        self.assertFalse(remedy.document_id)
        self.assertIn("is gone", remedy.activity_ids.summary)
        remedy.with_user(self.agent).action_carry_out()
        self.assertEqual(remedy.state, "made")
        self.assertEqual(remedy.document_model, "account.move")

    def test_cancelled_and_drafted_again(self):
        remedy = self._give("credit", lines=self._of_invoice(3))
        note = self.env["account.move"].browse(remedy.document_id)
        note.action_post()
        note.button_draft()
        self.assertEqual(remedy.state, "made")
        self.assertFalse(remedy.done_at)
        note.button_cancel()
        self.assertEqual(remedy.state, "approved")

    def test_cancelling_the_remedy_cancels_the_draft(self):
        remedy = self._give("credit", lines=self._of_invoice(3))
        note = self.env["account.move"].browse(remedy.document_id)
        remedy.with_user(self.agent)._cancel("The customer keeps them")
        self.assertEqual(remedy.state, "cancelled")
        self.assertEqual(note.state, "cancel")
        left, _rooms = self.invoice._o2c_credit_room(self.Remedy)
        self.assertEqual(left, 1220)

    def test_a_posted_one_is_not_undone(self):
        remedy = self._give("credit", lines=self._of_invoice(3))
        self.env["account.move"].browse(remedy.document_id).action_post()
        with (
            self.assertRaisesRegex(UserError, "too far"),
            self.env.cr.savepoint(),
        ):
            remedy.with_user(self.agent)._cancel("Oh")
        remedy.invalidate_recordset()
        self.assertEqual(remedy.state, "done")


@tagged("post_install", "-at_install")
class TestRemedyGifts(RemedyCommon):
    def test_goodwill_on_the_invoice(self):
        remedy = self._give("goodwill", 61.0, invoice_id=self.invoice.id)
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertEqual(note.reversed_entry_id, self.invoice)
        self.assertEqual((note.amount_untaxed, note.amount_tax), (50.0, 11.0))

    def test_goodwill_of_its_own(self):
        self.company._o2c_goodwill_product().taxes_id = self.tax
        remedy = self._give("goodwill", 25.0, ticket=self._case(invoice_id=False))
        note = self.env["account.move"].browse(remedy.document_id)
        self.assertFalse(note.reversed_entry_id)
        self.assertEqual(note.amount_total, 25.0)
        self.assertEqual(note.amount_tax, 4.51)
        self.assertEqual(note.partner_id, self.customer)

    def test_a_voucher_buys_something(self):
        remedy = self._give("voucher", 30.0)
        card = self.env["loyalty.card"].browse(remedy.document_id)
        self.assertEqual(remedy.state, "done")
        self.assertEqual((card.points, card.partner_id), (30.0, self.customer))
        self.assertEqual(card.history_ids.issued, 30.0)
        order = self._order(self._line(self.grinder, qty=1), confirm=False)
        status = order._try_apply_code(card.code)
        self.assertNotIn("error", status)
        coupon, rewards = next(iter(status.items()))
        order._apply_program_reward(rewards, coupon)
        self.assertEqual(order.amount_total, 70.0)
        order.action_confirm()
        self.assertEqual(card.points, 0.0)
        with self.assertRaisesRegex(UserError, "too far"):
            remedy.with_user(self.agent)._cancel("Oh")

    def test_the_voucher_is_mailed_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        template = self.env.ref("o2c_customer_care.mail_remedy_voucher")
        template.with_context(lang="it_IT").subject = "Il suo buono"
        remedy = self._give("voucher", 30.0)
        mails = remedy.message_ids.filtered(lambda m: m.subject == "Il suo buono")
        card = self.env["loyalty.card"].browse(remedy.document_id)
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.partner_ids, self.customer)
        self.assertIn(card.code, mails.body)

    def test_an_unused_voucher_is_taken_back(self):
        remedy = self._give("voucher", 30.0)
        card = self.env["loyalty.card"].browse(remedy.document_id)
        remedy.with_user(self.agent)._cancel("Wrong customer")
        self.assertFalse(card.active)
        self.assertEqual(remedy.state, "cancelled")

    def test_an_archived_voucher_is_owed_again(self):
        remedy = self._give("voucher", 30.0)
        self.env["loyalty.card"].browse(remedy.document_id).active = False
        self.assertEqual(remedy.state, "approved")
