from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_timeline import DAY, TimelineCase


class ProcessCase(TimelineCase):
    """Orders that went different ways in March 2026, and what is measured of them."""

    def setUp(self):
        super().setUp()
        self.Process = self.env["o2c.process"]

    def _measure(self, *orders):
        orders = self.env["sale.order"].union(*orders)
        self.Process._measure(orders.ids)
        found = self.Process.search([("order_id", "in", orders.ids)])
        by_order = found.grouped("order_id")
        return [by_order.get(order, found.browse()) for order in orders]

    @classmethod
    def _by_machines(cls):
        """Whatever the bookkeeper noted so far, machines did it."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE mail_message SET create_uid = %s WHERE create_uid = %s",
            [SUPERUSER_ID, cls.env.uid],
        )
        cls.env.invalidate_all()

    def _smooth(self, start=2, **values):
        """Confirmed, shipped three days later, invoiced after four, paid after ten."""
        env = self.env
        with self._on(start):
            order = self._order(**values)
            env.flush_all()
        with self._on(start + 3):
            self.delivery = self._deliver(order)
            env.flush_all()
        with self._on(start + 4):
            self.invoice = self._invoice(order)
            env.flush_all()
        with self._on(start + 10):
            self._pay(self.invoice)
            env.flush_all()
        return order


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


@tagged("post_install", "-at_install")
class TestFigures(ProcessCase):
    """What the process screen says, on the last day of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        case.setUp = None
        cls.smooth = [ProcessCase._smooth(case, start) for start in (2, 5)]
        cls.waiting = case._order_on(20)
        with case._on(21):
            cls.held = case._order()
            case._hold(cls.held, "delivery")
        orders = cls.smooth[0] | cls.smooth[1] | cls.waiting | cls.held
        cls._by_machines()
        cls.env["o2c.process"]._measure(orders.ids)
        cls.desk = cls._user("order_desk")

    def _figures(self, user=None, **options):
        with self._on(31):
            process = self.Process.with_user(user or self.desk)
            return process.figures(**{"days": 31, **options})

    def _stages(self, figures):
        return {stage["stage"]: stage for stage in figures["stages"]}

    def test_headline(self):
        head = self._figures()["headline"]
        self.assertEqual((head["orders"], head["closed"]), (4, 2))
        self.assertAlmostEqual(head["median"], 9.5)
        self.assertAlmostEqual(head["own"], 3.5)
        self.assertEqual((head["straight"], head["untouched"]), (1.0, 1.0))
        self.assertEqual(head["touches"], 0)

    def test_period(self):
        figures = self._figures(days=12)
        self.assertEqual((figures["from"], figures["to"]), ("2026-03-20", "2026-03-31"))
        self.assertEqual(figures["headline"]["orders"], 2)
        self.assertEqual(self._figures(days=11)["headline"]["orders"], 1)
        self.assertIsNone(self._figures(days=11)["headline"]["median"])

    def test_stages(self):
        stages = self._stages(self._figures())
        processing = stages["processing"]
        self.assertEqual(processing["mean"], 3)
        self.assertEqual(processing["median"], 3)
        self.assertEqual((processing["entered"], processing["left"]), (4, 2))
        self.assertEqual(processing["waiting"], 2)
        # there since the 20th and the 21st at noon
        self.assertEqual(processing["age"], 10.5)
        self.assertEqual(len(processing["why"]), 3)
        self.assertEqual(stages["payment"]["why"], [])
        self.assertEqual(stages["payment"]["department"], "customer")

    def test_departments(self):
        departments = self._figures()["departments"]
        days = {row["department"]: row["days"] for row in departments["rows"]}
        self.assertEqual(days["warehouse"], 3)
        self.assertAlmostEqual(days["accounting"], 0.5)
        self.assertAlmostEqual(days["customer"], 6)
        self.assertAlmostEqual(sum(row["share"] for row in departments["rows"]), 1)
        shares = (3 / 9.5, 0.5 / 9.5, 6 / 9.5)
        self.assertAlmostEqual(
            departments["fragmentation"], 1 - sum(s * s for s in shares)
        )

    def test_ages(self):
        rows = {row["stage"]: row["counts"] for row in self._figures()["ages"]}
        self.assertEqual(rows["processing"], [0, 0, 2, 0, 0])
        self.assertNotIn("closed", rows)

    def test_paths(self):
        rows = self._figures()["variants"]
        self.assertEqual([row["orders"] for row in rows], [2, 1, 1])
        self.assertEqual(rows[0]["share"], 0.5)
        self.assertAlmostEqual(rows[0]["median"], 9.5)
        self.assertTrue(rows[0]["straight"])
        self.assertEqual(
            {row["name"] for row in rows[1:]}, {"Confirmed", "Confirmed → On hold"}
        )

    def test_throughput(self):
        figures = self._figures()
        days = {row["day"]: row for row in figures["throughput"]}
        self.assertEqual(len(days), 31)
        self.assertEqual(
            days["2026-03-05"],
            {"day": "2026-03-05", "confirmed": 1, "delivered": 1, "closed": 0},
        )
        self.assertEqual(days["2026-03-12"]["closed"], 1)
        self.assertEqual(days["2026-03-31"]["confirmed"], 0)
        # four orders on four days, all at noon in Rome
        self.assertEqual(figures["hours"][12], 1.0)
        self.assertEqual(sum(figures["hours"]), 1.0)

    def test_only_one(self):
        seller = self._user("salesperson")
        self.waiting.user_id = seller
        self.env.flush_all()
        self.Process._measure(self.waiting.ids)
        figures = self._figures(narrow={"user_id": seller.id})
        self.assertEqual(figures["headline"]["orders"], 1)
        self.assertEqual(self._stages(figures)["processing"]["waiting"], 1)
        self.assertIn(
            [seller.id, seller.name],
            [list(choice) for choice in figures["choices"]["user_id"]],
        )

    def test_unknown_narrowing_is_ignored(self):
        figures = self._figures(narrow={"partner_id": 1, "company_id": 1})
        self.assertEqual(figures["headline"]["orders"], 4)

    def test_other_company(self):
        stranger = self._user(
            "o2c_orders.group_order_desk", login="o2c_far", company=self._company()
        )
        figures = self._figures(user=stranger)
        self.assertEqual(figures["headline"]["orders"], 0)
        self.assertEqual(figures["ages"], [])

    def test_who_may_look(self):
        for role in ("salesperson", "accountant", "warehouse", "customer"):
            user = self._user(role)
            with self.assertRaises(AccessError):
                self.Process.with_user(user).figures()
            with self.assertRaises(AccessError):
                self.Process.with_user(user).action_measure()
        self.Process.with_user(self.desk).action_measure()

    def test_nobody_writes(self):
        process = self.Process.search([("order_id", "=", self.waiting.id)])
        for role in ("order_desk", "order_manager"):
            own = process.with_user(self._user(role))
            for action in (
                lambda own=own: own.write({"touches": 0}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"order_id": self.held.id}),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_stage_rows(self):
        rows = self.env["o2c.process.stage"].with_user(self.desk)
        found = rows.search([("order_id", "=", self.smooth[0].id)])
        days = {row.stage: round(row.days, 2) for row in found}
        self.assertEqual(
            days,
            {
                "acquisition": 0,
                "processing": 3,
                "shipment": 0,
                "delivery": 0.5,
                "payment": 6,
                "settlement": 0,
            },
        )
        open_ = rows.search([("order_id", "=", self.waiting.id), ("is_open", "=", 1)])
        self.assertEqual(open_.stage, "processing")

    def test_scheduled_job(self):
        self.env.cr.execute("DELETE FROM o2c_process")
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_measure_process").method_direct_trigger()
        found = self.Process.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(found), 4)
