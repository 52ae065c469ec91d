"""Promises to pay, judged by what is matched with their items."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .promise_common import IN_TIME, MADE, TOO_LATE, PromiseCommon


@tagged("post_install", "-at_install")
class TestPromise(PromiseCommon):
    def test_taken_by_a_collector(self):
        invoice = self._bill()
        promise = self._take(600, note="He waits for a transfer")
        self.assertPromise(
            promise,
            state="open",
            amount=600.0,
            missing=600.0,
            made_on=date(2026, 3, 10),
            last_day=date(2026, 3, 23),
            user_id=self.collector,
        )
        self.assertEqual(promise.line_ids.line_id, self._item(invoice))
        self.assertEqual(promise.line_ids.remaining, 600.0)
        self.assertEqual(promise.contact_id.purpose, "collection")
        self.assertEqual(promise.contact_id.document_ids.res_id, invoice.id)
        self.assertEqual(self.account.promised_amount, 600.0)

    def test_the_oldest_items_first(self):
        new = self._bill(500, invoice_date_due="2026-03-05")
        old = self._bill(300, invoice_date_due="2026-03-04")
        promise = self._take(400)
        parts = {line.invoice_id: line.amount for line in promise.line_ids}
        self.assertEqual(parts, {old: 300.0, new: 100.0})

    def test_not_more_than_is_open_and_not_promised(self):
        self._bill()
        self._take(700)
        with (
            self.assertNothingWritten("o2c.promise", "o2c.contact"),
            self.assertRaisesRegex(UserError, "300.00"),
        ):
            self._take(300.01)
        self._take(300)

    def test_what_is_contested_is_promised_only_by_name(self):
        invoice = self._bill()
        with self._at(MADE):
            self._hold(invoice, "collection", amount=250.0)
        with self.assertRaisesRegex(UserError, "750.00"):
            self._take(751)
        self.assertEqual(self._take(751, lines=invoice).amount, 751.0)

    def test_too_far_for_a_collector(self):
        self._bill()
        last, beyond = date(2026, 4, 9), date(2026, 4, 10)
        with self.assertRaises(UserError):
            self._take(500, beyond)
        self.assertEqual(self._take(500, last).date, last)
        self.assertEqual(self._take(500, beyond, user=self.manager).date, beyond)

    def test_of_another_customer_or_currency(self):
        mine, other = self._bill(), self._customer(name="Other")
        foreign = self._bill(partner_id=other.id)
        euros = self._bill(currency_id=self._euro().id)
        for invoices in (foreign, mine | foreign, mine | euros):
            with (
                self.assertNothingWritten("o2c.promise"),
                self.assertRaises(UserError),
            ):
                self._take(100, lines=invoices)

    def test_only_collectors(self):
        self._bill()
        for role in ("salesperson", "accountant"):
            with (
                self.assertNothingWritten("o2c.promise"),
                self.assertRaises(AccessError),
            ):
                self._take(100, user=self._user(role))

    def test_nobody_writes_one(self):
        self._bill()
        promise = self._take()
        for call in (
            lambda p: p.write({"state": "kept"}),
            lambda p: p.unlink(),
            lambda p: p.create({"account_id": self.account.id, "amount": 1}),
            lambda p: p.line_ids.write({"remaining": 0}),
        ):
            with self.assertRaises(AccessError):
                call(promise.with_user(self.manager).sudo(False))
        with self.assertRaises(UserError):
            promise.unlink()

    def test_it_is_not_asked_for_until_its_last_day(self):
        self._bill()
        promise = self._take(600)
        for moment, claimable in ((IN_TIME, 400), (TOO_LATE, 1000)):
            with self._at(moment):
                (item,) = self.account._open_items()[self.account]
            # nobody judged it yet: its day alone decides
            self.assertEqual((promise.state, item.claimable), ("open", claimable))

    def test_what_was_promised_on_a_day_of_the_past(self):
        invoice = self._bill()
        self._take(600)
        self._pay_on(invoice, "2026-03-15", 250)
        self._judge_at(TOO_LATE)
        days = {9: 0, 10: 600, 14: 600, 15: 350, 23: 350, 24: 0}
        for day, promised in days.items():
            (item,) = self.account._open_items(date(2026, 3, day))[self.account]
            self.assertEqual((day, item.promised), (day, promised))

    def test_it_lowers_no_exposure(self):
        self._bill()
        before = self.account._facts()[self.account]
        self._take(600)
        self.assertEqual(self.account._facts()[self.account], before)

    # ------------------------------------------------------------- judging
    def test_kept_on_the_last_day(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-23")
        self.assertPromise(
            promise, state="kept", paid=1000.0, kept_on=date(2026, 3, 23)
        )
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="kept", broken_on=False)
        self.assertFalse(self._events())
        self.assertEqual(self.account.kept_rate, 100.0)

    def test_broken_the_day_after(self):
        invoice = self._bill()
        promise = self._take()
        self._judge_at(IN_TIME)
        self.assertPromise(promise, state="open")
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="broken", broken_on=date(2026, 3, 24))
        self.assertEqual(promise.line_ids.remaining, 0.0)
        event = self._events()
        self.assertEqual(
            (event.amount, event.date, event.promise_id),
            (1000.0, date(2026, 3, 24), promise),
        )
        with self._at(TOO_LATE):
            self._pay_on(invoice, "2026-03-24")
        self.assertPromise(promise, state="broken", paid=0.0)
        self._judge_at("2026-05-01 09:00:00")
        self.assertPromise(promise, state="broken")
        self.assertEqual(self._events(), event)

    def test_partly_kept(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-20", 400)
        self.assertPromise(promise, state="open", missing=600.0)
        self.assertEqual(promise.line_ids.remaining, 600.0)
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="partly", paid=400.0, missing=600.0)
        self.assertFalse(self._events())
        self.assertEqual(self.account.promises_partly, 1)

    def test_a_credit_note_is_no_payment(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._credit(invoice, amount=300, date="2026-03-20")
        self.assertPromise(promise, state="open", due=700.0, paid=0.0)
        self.assertEqual(promise.line_ids.remaining, 700.0)
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-21")
        self.assertPromise(promise, state="kept", paid=700.0)

    def test_all_credited_is_neither_kept_nor_broken(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._credit(invoice, date="2026-03-20")
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="withdrawn", end_reason="settled")
        self.assertEqual(self.account.promises_due, 0)

    def test_a_payment_undone_reopens(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-20")
            self.assertPromise(promise, state="kept")
            self._item(invoice).remove_move_reconcile()
            self.assertPromise(promise, state="open", paid=0.0, kept_on=False)
        self.assertEqual(promise.line_ids.remaining, 1000.0)

    def test_a_payment_undone_after_the_last_day_breaks(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-20")
        with self._at(TOO_LATE):
            matched = self._item(invoice).matched_credit_ids.credit_move_id
            self._item(invoice).remove_move_reconcile()
            self.assertPromise(promise, state="broken")
            event = self._events()
            self.assertFalse(event.resolved_date)
            # the same money, matched again: it had come in time
            (matched | self._item(invoice)).reconcile()
        self.assertPromise(promise, state="kept", broken_on=date(2026, 3, 24))
        self.assertEqual(str(event.resolved_date), "2026-03-24")

    def test_entered_late_but_paid_in_time(self):
        invoice = self._bill()
        promise = self._take()
        self._judge_at(TOO_LATE)
        with self._at("2026-03-26 09:00:00"):
            self._pay_on(invoice, "2026-03-23")
        self.assertPromise(promise, state="kept", broken_on=date(2026, 3, 24))
        self.assertTrue(self._events().resolved_date)

    def test_an_invoice_taken_back(self):
        invoice = self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            invoice.button_draft()
            invoice.button_cancel()
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="withdrawn", end_reason="settled")

    def test_in_another_currency(self):
        euro = self._euro()
        invoice = self._bill(currency_id=euro.id)
        promise = self._take(600, lines=invoice)
        self.assertPromise(promise, currency_id=euro, amount_company=300.0)
        with self._at(IN_TIME):
            self._pay_on(invoice, "2026-03-20", 600, currency_id=euro.id)
        self.assertPromise(promise, state="kept", paid=600.0, kept_amount=300.0)

    def test_withdrawn_by_hand(self):
        self._bill()
        promise = self._take()
        with self._at(IN_TIME):
            promise.with_user(self.collector)._withdraw("customer", "Not before May")
        self.assertPromise(promise, state="withdrawn", end_reason="customer")
        self.assertEqual(promise.line_ids.remaining, 0.0)
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="withdrawn", end_reason="customer")

    def test_a_broken_one_is_not_withdrawn(self):
        self._bill()
        promise = self._take()
        with self._at(TOO_LATE), self.assertRaises(UserError):
            promise.with_user(self.manager)._withdraw("error")
        self._judge_at(TOO_LATE)
        self.assertPromise(promise, state="broken")

    def test_promised_again_after_it_was_broken(self):
        invoice = self._bill()
        broken = self._take()
        self._judge_at(TOO_LATE)
        with self._at(TOO_LATE):
            again = self.account._promise(1000, date(2026, 3, 30))
            self._pay_on(invoice, "2026-03-25")
        self._judge_at("2026-03-26 09:00:00")
        self.assertPromise(broken, state="broken")
        self.assertPromise(again, state="kept")
        self.assertEqual(self.account.kept_rate, 50.0)

    def test_the_job_judges_and_repeats_nothing(self):
        self._bill()
        promise = self._take()
        for _time in range(2):
            with self._at(TOO_LATE), self.enter_registry_test_mode():
                self.env.ref("o2c_credit.ir_cron_promise").method_direct_trigger()
            self.env.invalidate_all()
        self.assertPromise(promise, state="broken")
        self.assertEqual(len(self._events()), 1)
