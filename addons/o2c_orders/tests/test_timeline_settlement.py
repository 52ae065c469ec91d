from odoo import Command
from odoo.tests import tagged

from .common import DAY_ONE
from .common_timeline import DAY, MIDNIGHT, TimelineCase


@tagged("post_install", "-at_install")
class TestSettlement(TimelineCase):
    """Returns, credit notes and holds on closing: reopened and closed again."""

    def _paid(self):
        """Confirmed on the 2nd, shipped 5th, invoiced 9th, paid 12th."""
        order = self._order_on(2)
        with self._on(5):
            self.delivery = self._deliver(order)
        with self._on(9):
            self.invoice = self._invoice(order)
        with self._on(12):
            self._pay(self.invoice)
        self.way = {
            "captured": DAY[2],
            "confirmed": DAY[2],
            "reserved": DAY[2],
            "shipped": DAY[5],
            "delivered": DAY[5],
            "invoiced": MIDNIGHT[9],
            "due": MIDNIGHT[9],
            "paid": MIDNIGHT[12],
        }
        self.assertClosed(order, MIDNIGHT[12])
        return order

    def assertClosed(self, order, at, **changes):
        way = {**self.way, **changes, "closed": at}
        self.assertTimeline(order, "closed", at, **way)

    def assertOpen(self, order, *missing):
        self.assertTimeline(order, "settlement", MIDNIGHT[12], **self.way)
        self.assertEqual(self._missing(order), list(missing))

    def test_return_with_refund(self):
        order = self._paid()
        with self._on(16):
            back = self._return(self.delivery, 4, receive=False)
        self.assertOpen(order, "Returns to receive: 1")
        with self._on(18):
            back.move_ids.picked = True
            back.button_validate()
        early = {
            k: v for k, v in self.way.items() if k not in ("invoiced", "due", "paid")
        }
        self.assertTimeline(order, "delivery", DAY[5], **early)
        self.assertEqual(self._missing(order), ["Lines to invoice or credit: 1"])
        with self._on(20):
            credit = self._credit(self.invoice, qty=4)
        # it was paid in full: the customer is owed 400
        self.assertEqual(self._missing(order), ["To be settled: $\xa0-\ufeff400.00"])
        with self._on(22):
            self._pay(credit)
        self.assertClosed(order, MIDNIGHT[22], paid=MIDNIGHT[22])

    def test_return_without_refund(self):
        order = self._paid()
        with self._on(16):
            back = self._return(self.delivery, 4, receive=False, to_refund=False)
        self.assertOpen(order, "Returns to receive: 1")
        with self._on(18):
            back.move_ids.picked = True
            back.button_validate()
        self.assertClosed(order, DAY[18])

    def test_return_that_is_called_off(self):
        order = self._paid()
        with self._on(16):
            back = self._return(self.delivery, 4, receive=False)
            back.action_cancel()
        self.assertClosed(order, MIDNIGHT[12])

    def test_credit_note_instead_of_payment(self):
        order = self._order_on(2)
        with self._on(5):
            self._deliver(order)
        with self._on(9):
            invoice = self._invoice(order)
        with self._on(11):
            draft = self._credit(invoice, post=False)
        self.assertEqual(
            self._missing(order),
            ["Draft credit notes to post: 1", "To be settled: $\xa01,000.00"],
        )
        # what was invoiced stays invoiced, whatever becomes of the draft
        self.assertStage(order, "payment", MIDNIGHT[9])
        with self._on(12):
            draft.action_post()
        # settled on the day of the later of the two documents
        self.assertStage(order, "closed", MIDNIGHT[11])

    def test_credit_note_over_a_part(self):
        order = self._order_on(2)
        with self._on(5):
            self._deliver(order)
        with self._on(9):
            invoice = self._invoice(order)
            self._credit(invoice, amount=300.0)
        self.assertEqual(self._missing(order), ["To be settled: $\xa0700.00"])
        with self._on(12):
            self._pay(invoice)
        self.assertStage(order, "closed", MIDNIGHT[12])

    def test_invoice_taken_back_and_made_anew(self):
        order = self._paid()
        with self._on(15):
            self.invoice.button_draft()
            self.invoice.button_cancel()
        self.assertStage(order, "delivery", DAY[5])
        with self._on(16):
            invoice = self._invoice(order)
        self.assertStage(order, "payment", MIDNIGHT[16])
        with self._on(17):
            self._pay(invoice)
        self.assertStage(order, "closed", MIDNIGHT[17])

    def test_payment_taken_back(self):
        order = self._paid()
        with self._on(15):
            self.invoice.line_ids.remove_move_reconcile()
        self.assertStage(order, "payment", MIDNIGHT[9])
        self.assertEqual(self._missing(order), ["To be settled: $\xa01,000.00"])

    def test_hold_on_every_target(self):
        order = self._paid()
        line = self.invoice.line_ids.filtered("date_maturity")
        reason = self.env["o2c.hold.reason"].create(
            {"name": "Complaint", "code": "test_closing", "stops_closing": True}
        )
        for number, target in enumerate(
            (order, self.invoice, line, self.customer), start=14
        ):
            with self.subTest(target._name):
                with self._on(number):
                    hold = self._hold(target, reason)
                self.assertOpen(order, "Open holds on closing: 1")
                with self._on(number + 5):
                    hold._release("settled")
                self.assertClosed(order, DAY[number + 5])

    def test_hold_on_an_amount_keeps_it_open_too(self):
        order = self._paid()
        with self._on(14):
            hold = self._hold(self.invoice, "collection", amount=300.0)
        self.assertOpen(order, "Open holds on closing: 1")
        with self._on(19):
            hold._release("settled")
        self.assertClosed(order, DAY[19])

    def test_hold_on_the_credit_note(self):
        order = self._order_on(2)
        with self._on(5):
            self._deliver(order)
        with self._on(9):
            credit = self._credit(self._invoice(order))
        self.assertStage(order, "closed", MIDNIGHT[9])
        with self._on(14):
            self._hold(credit, "closing")
        self.assertStage(order, "settlement", MIDNIGHT[9])

    def test_other_phases_do_not_keep_it_open(self):
        order = self._paid()
        for code in ("manual", "delivery", "invoicing"):
            self._hold(order, code)
        self.assertClosed(order, MIDNIGHT[12])

    def test_hold_on_another_customer_or_company(self):
        order = self._paid()
        reason = self.env["o2c.hold.reason"].create(
            {"name": "Complaint", "code": "test_closing", "stops_closing": True}
        )
        other = self._company()
        self._hold(self._customer(name="Other"), reason)
        self._hold(self.customer, reason, company=other)
        self.assertClosed(order, MIDNIGHT[12])

    def test_hold_on_the_payer(self):
        payer = self._customer(name="Payer")
        order = self._order_on(2, partner_invoice_id=payer.id)
        reason = self.env["o2c.hold.reason"].create(
            {"name": "Complaint", "code": "test_closing", "stops_closing": True}
        )
        hold = self._hold(payer, reason)
        self.assertIn("Open holds on closing: 1", self._missing(order))
        hold._release("settled")
        self.assertNotIn("Open holds on closing: 1", self._missing(order))


@tagged("post_install", "-at_install")
class TestPlans(TimelineCase):
    """Planned moments: promised date, payment term, validity of a quotation."""

    def _planned(self, order):
        return {
            step.kind: str(step.planned_at)
            for step in order.o2c_milestone_ids.filtered("planned_at")
        }

    def test_quotation_is_valid_until_a_day(self):
        order = self._order_on(2, confirm=False, validity_date="2026-03-31")
        self.assertEqual(self._planned(order)["confirmed"], MIDNIGHT[31])
        self.assertEqual(str(order.o2c_next_due), MIDNIGHT[31])

    def test_promised_date(self):
        order = self._order_on(2, commitment_date="2026-03-20 08:00:00")
        planned = self._planned(order)
        self.assertEqual(planned["delivered"], "2026-03-20 08:00:00")
        self.assertEqual(planned["invoiced"], "2026-03-20 08:00:00")
        order.commitment_date = "2026-03-25 08:00:00"
        self.assertEqual(self._planned(order)["delivered"], "2026-03-25 08:00:00")

    def test_payment_term_counts_days_of_the_company(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "10 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 10}
                    )
                ],
            }
        )
        order = self._order_on(
            2,
            payment_term_id=term.id,
            # half past midnight of the 21st in Rome
            commitment_date="2026-03-20 23:30:00",
        )
        self.assertEqual(self._planned(order)["due"], MIDNIGHT[31])
        self.assertEqual(self._planned(order)["paid"], MIDNIGHT[31])

    def test_late_from_the_next_day_on(self):
        order = self._order_on(
            2, confirm=False, validity_date="2026-03-20", user_id=self.env.uid
        )
        self.env.user.tz = "Europe/Rome"
        late = [("id", "=", order.id), ("o2c_is_late", "=", True)]
        for moment, expected in (
            ("2026-03-19 23:00:00", False),
            ("2026-03-20 22:59:59", False),
            ("2026-03-20 23:00:00", True),
        ):
            with self._at(moment):
                order = order.with_context(tz="Europe/Rome")
                order.invalidate_recordset()
                self.assertEqual(order.o2c_is_late, expected, moment)
                self.assertEqual(bool(order.search_count(late)), expected, moment)

    def test_days_in_stage(self):
        order = self._order_on(2)
        for moment, days in (
            ("2026-03-03 10:59:59", 0),
            ("2026-03-03 11:00:00", 1),
            ("2026-03-12 11:00:00", 10),
        ):
            with self._at(moment):
                order.invalidate_recordset()
                self.assertEqual(order.o2c_stage_age, days, moment)

    def test_new_order_without_a_record(self):
        draft = self.env["sale.order"].new({"partner_id": self.customer.id})
        self.assertEqual(draft.o2c_stage, "generation")
        self.assertFalse(draft.o2c_timeline)
        with self._at(DAY_ONE):
            order = self._order(confirm=False)
        shown = self.env["sale.order"].new(origin=order)
        self.assertEqual(shown.o2c_stage, "generation")
