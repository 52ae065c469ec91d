from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged

from .common_timeline import DAY
from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestMeasure(ProcessCase):
    """One order's stages, path, touches and interventions."""

    def test_days_of_each_stage(self):
        order = self._smooth()
        [process] = self._measure(order)
        self.assertEqual(process.acquisition_days, 0)
        self.assertEqual(process.processing_days, 3)
        self.assertEqual(process.shipment_days, 0)
        # invoices count from midnight in Rome, twelve hours before noon
        self.assertAlmostEqual(process.delivery_days, 0.5)
        self.assertAlmostEqual(process.payment_days, 6)
        self.assertEqual(process.settlement_days, 0)
        self.assertAlmostEqual(process.total_days, 9.5)
        self.assertAlmostEqual(process.own_days, 3.5)
        self.assertEqual(process.stage, "closed")

    def test_stages_that_are_not_over_have_no_days(self):
        order = self._order_on(2)
        [process] = self._measure(order)
        self.assertFalse(process.processed_at)
        self.env.cr.execute(
            "SELECT processing_days, total_days, own_days FROM o2c_process"
            " WHERE id = %s",
            [process.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None, None))

    def test_smooth_path(self):
        order = self._smooth()
        self._by_machines()
        [process] = self._measure(order)
        self.assertEqual(
            process.variant_id.path, "confirmed>shipped>delivered>invoiced>paid>closed"
        )
        self.assertEqual(
            process.variant_id.display_name,
            "Confirmed → Shipped → Delivered → Invoiced → Paid → Closed",
        )
        self.assertEqual(process.interventions, 0)
        self.assertTrue(process.straight_through)
        self.assertTrue(process.untouched)

    def test_same_path_is_one_variant(self):
        first, second = self._measure(self._smooth(), self._smooth(start=5))
        self.assertEqual(first.variant_id, second.variant_id)
        action = first.variant_id.action_open_orders()
        found = self.Process.search(action["domain"])
        self.assertLessEqual(first | second, found)
        self.assertEqual(first.variant_id.order_count, len(found))

    def test_prepaid_goes_another_way(self):
        product = self._product(invoice_policy="order")
        order = self._order_on(2, self._line(product))
        with self._on(3):
            self._pay(self._invoice(order))
        with self._on(9):
            self._deliver(order)
        [process] = self._measure(order)
        self.assertEqual(
            process.variant_id.path, "confirmed>invoiced>paid>shipped>delivered>closed"
        )
        self.assertEqual(process.processing_days, 7)
        self.assertEqual((process.delivery_days, process.payment_days), (0, 0))

    def test_service(self):
        order = self._order_on(2, self._line(self._service()))
        order.order_line.qty_delivered = 10
        [process] = self._measure(order)
        self.assertEqual(process.variant_id.path, "confirmed>delivered")
        self.assertEqual(process.processing_days, 0)

    def test_detours_are_interventions(self):
        order = self._order_on(2)
        with self._on(3):
            hold = self._hold(order, "delivery")
        with self._on(5):
            hold._release("sorted out")
        with self._on(6):
            self._deliver(order, 4)
        with self._on(7):
            delivery = self._deliver(order)
        parcel = delivery.o2c_shipment_ids
        with self._on(8):
            parcel._report("failed_absent", DAY[8], "person", "bell")
        with self._on(9):
            parcel._report("delivered", DAY[9], "person", "door")
            invoice = self._invoice(order)
        with self._on(10):
            self._return(delivery, 1)
        with self._on(11):
            self._credit(invoice, qty=1)
        [process] = self._measure(order)
        self.assertEqual(
            process.variant_id.path.replace("invoiced>return>credit_note", "…"),
            "confirmed>hold>shipped>split>failed>delivered>…",
        )
        self.assertEqual(process.holds, 1)
        self.assertEqual(process.held_days, 2)
        self.assertEqual(process.deliveries, 2)
        self.assertEqual(process.failures, 1)
        self.assertEqual(process.returns, 1)
        self.assertEqual(process.credit_notes, 1)
        # the hold, the second part, the attempt, the return, the credit note
        self.assertEqual(process.interventions, 5)
        self.assertFalse(process.straight_through)

    def test_hold_that_a_rule_ended_is_no_intervention(self):
        order = self._order_on(2)
        with self._on(3):
            hold = self._hold(order, "delivery")
        with self._on(5):
            hold._release("its cause is gone", automatic=True)
        [process] = self._measure(order)
        self.assertEqual((process.holds, process.interventions), (1, 0))

    def test_two_holds_at_a_time_count_their_days_once(self):
        order = self._order_on(2)
        with self._on(3):
            holds = self._hold(order, "delivery") | self._hold(order, "invoicing")
        with self._on(6):
            holds._release("sorted out")
        [process] = self._measure(order)
        self.assertEqual(process.held_days, 3)

    def test_opened_again(self):
        order = self._smooth()
        with self._on(15):
            hold = self._hold(order, "closing")
            self.env.flush_all()
        with self._on(17):
            hold._release("settled")
            self.env.flush_all()
        [process] = self._measure(order)
        self.assertEqual(process.reopenings, 1)
        self.assertIn("reopened", process.variant_id.path)
        self.assertGreater(process.settlement_days, 0)

    def test_touches_of_people(self):
        order = self._order_on(2)
        [process] = self._measure(order)
        self.assertEqual(process.touches, 1)  # the bookkeeper entered it
        self._by_machines()
        [process] = self._measure(order)
        self.assertEqual(process.touches, 0)
        desk = self._user("order_desk")
        posted = order.with_user(desk).message_post
        with self._on(4):
            posted(body="called")
            posted(body="called again, in the same minute")
        with self._at("2026-03-04 11:05:00"):
            posted(body="five minutes later")
        with self._on(5):
            # machines and customers are nobody's work
            order.with_user(SUPERUSER_ID).message_post(body="by the system")
            order.with_user(self._user("customer")).sudo().message_post(body="hello")
        self.env.flush_all()
        [process] = self._measure(order)
        self.assertEqual(process.touches, 2)
        self.assertFalse(process.untouched)
        self.assertEqual(process.interventions, 0)

    def test_a_change_of_the_confirmed_order_is_an_intervention(self):
        order = self._order_on(2)
        self._by_machines()
        with self._on(4):
            note = order.with_user(self._user("order_desk")).message_post(body="")
        field = self.env["ir.model.fields"]._get("sale.order", "user_id")
        # as Odoo notes that the salesperson was changed
        self.env["mail.tracking.value"].create(
            {"mail_message_id": note.id, "field_id": field.id}
        )
        [process] = self._measure(order)
        self.assertEqual((process.touches, process.interventions), (1, 1))

    def test_a_call_is_a_touch_and_an_intervention(self):
        order = self._order_on(2)
        self.Contact.with_user(self._user("order_desk"))._log(
            self.customer,
            order,
            direction="in",
            channel="phone",
            purpose="order",
            summary="Where is it?",
        )
        self._by_machines()
        [process] = self._measure(order)
        self.assertEqual((process.touches, process.interventions), (1, 1))

    def test_cancelled_order_is_forgotten(self):
        order = self._order_on(2)
        [process] = self._measure(order)
        self.assertTrue(process)
        order._action_cancel()
        self.env.flush_all()
        self.assertIn(order.id, self.Process._pending_orders())
        [process] = self._measure(order)
        self.assertFalse(process)

    def test_quotations_are_not_measured(self):
        order = self._order_on(2, confirm=False)
        self.assertNotIn(order.id, self.Process._pending_orders())
        self.assertEqual(self._measure(order), [self.Process])

    def test_measured_again_gives_the_same(self):
        orders = [self._smooth(), self._order_on(3)]
        first = self._measure(*orders)
        before = [process.read() for process in first]
        for values in before:
            del values[0]["measured_at"]
        again = self._measure(*orders)
        after = [process.read() for process in again]
        for values in after:
            del values[0]["measured_at"]
        self.assertEqual(after, before)

    def test_what_is_pending(self):
        with self._on(2):
            open_, old, new = (self._order() for _ in range(3))
        for order, days in ((old, 31), (new, 29)):
            self._deliver(order)
            self._pay(self._invoice(order))
            self.assertStage(order, "closed")
            self.env.flush_all()
            closed = fields.Datetime.now() - timedelta(days=days)
            self.env.cr.execute(
                "UPDATE sale_order SET o2c_closed_at = %s WHERE id = %s",
                [closed, order.id],
            )
        self.env.invalidate_all()
        pending = self.Process._pending_orders
        everything = {open_.id, old.id, new.id}
        self.assertLessEqual(everything, set(pending()))
        self._measure(open_, old, new)
        self.assertEqual(everything & set(pending()), {open_.id, new.id})
        self.assertEqual(everything & set(pending(after=open_.id)), {new.id})

    def test_no_statement_per_order(self):
        with self._on(2):
            orders = self.env["sale.order"].union(*(self._order() for _ in range(6)))
        self.env.flush_all()
        costs = []
        for some in (orders[:2], orders):
            before = self.env.cr.sql_log_count
            self.Process._measure(some.ids)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
