from random import Random
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_timeline import DAY, MIDNIGHT, TimelineCase


class UpkeepCase(TimelineCase):
    """With a picture of what is stored about orders."""

    def _stored(self, orders):
        """Stored fields and milestones of ``orders``, as the database has them."""
        self.env.flush_all()
        return self._select(
            "SELECT id, o2c_stage, o2c_stage_since, o2c_next_due, o2c_closed_at"
            " FROM sale_order WHERE id = ANY(%s) ORDER BY id",
            orders,
        ), self._select(
            "SELECT order_id, sequence, kind, planned_at, actual_at,"
            " source_model, source_id FROM o2c_milestone WHERE order_id = ANY(%s)"
            " ORDER BY order_id, sequence",
            orders,
        )

    def _select(self, query, orders):
        self.env.cr.execute(query, [orders.ids])
        return self.env.cr.fetchall()

    def _versions(self, orders):
        """Where the rows lie: another place after any update."""
        return [
            self._select(query, orders)
            for query in (
                "SELECT id, ctid FROM sale_order WHERE id = ANY(%s)",
                "SELECT id, ctid FROM o2c_milestone WHERE order_id = ANY(%s)",
            )
        ]

    def _many(self):
        """Orders of every kind, each left in another stage."""
        with self._on(2):
            orders = self.env["sale.order"].union(
                *(self._order(confirm=number > 1) for number in range(9))
            )
            service = self._order(self._line(self._service()))
        with self._on(3):
            orders[1]._action_cancel()
            orders[3]._action_cancel()
            self._deliver(orders[4], 4)
            for order in orders[5:]:
                self._deliver(order)
        with self._on(5):
            invoices = [self._invoice(order) for order in orders[6:]]
        with self._on(9):
            self._pay(invoices[1])
            self._credit(invoices[2], qty=4)
            self._pay(invoices[2])
            self._hold(orders[8], "closing")
        return orders | service


@tagged("post_install", "-at_install")
class TestRebuild(UpkeepCase):
    """The rebuild and the upkeep are one rule: they give the same, row by row."""

    def test_same_as_step_by_step(self):
        orders = self._many()
        stages = orders.mapped("o2c_stage")
        self.assertEqual(
            stages,
            [
                "generation",
                "cancelled",
                "processing",
                "cancelled",
                "shipment",
                "delivery",
                "payment",
                "closed",
                "settlement",
                "processing",
            ],
        )
        before, versions = self._stored(orders), self._versions(orders)
        self.env["sale.order"]._o2c_rebuild_timeline(orders.ids)
        self.assertEqual(self._stored(orders), before)
        # what is right already is not written
        self.assertEqual(self._versions(orders), versions)

    def test_heals_what_was_tampered_with(self):
        orders = self._many()
        before = self._stored(orders)
        for statement in (
            "UPDATE sale_order SET o2c_stage = 'closed', o2c_closed_at = now()"
            " WHERE id = ANY(%s)",
            "UPDATE sale_order SET o2c_stage_since = NULL, o2c_next_due = now()"
            " WHERE id = ANY(%s)",
            "UPDATE o2c_milestone SET actual_at = now(), source_id = 1"
            " WHERE order_id = ANY(%s)",
            "UPDATE o2c_milestone SET planned_at = NULL, actual_at = NULL"
            " WHERE order_id = ANY(%s)",
            "UPDATE o2c_milestone SET sequence = 99, owner_id = 1, department = NULL"
            " WHERE order_id = ANY(%s)",
            "DELETE FROM o2c_milestone WHERE kind = 'paid' AND order_id = ANY(%s)",
            "DELETE FROM o2c_milestone WHERE order_id = ANY(%s)",
        ):
            with self.subTest(statement):
                self.env.cr.execute(statement, [orders.ids])
                self.env.invalidate_all()
                self.assertNotEqual(self._stored(orders), before)
                self.env["sale.order"]._o2c_rebuild_timeline(orders.ids)
                self.assertEqual(self._stored(orders), before)

    def test_random_stories(self):
        """Whatever happens in whatever order: upkeep and rebuild agree."""
        for seed in range(4):
            rng = Random(seed)
            with self._on(2):
                orders = self._order() | self._order(confirm=False)
            for number in range(3, 15):
                with self._on(number):
                    self._something(rng, rng.choice(orders))
            before = self._stored(orders)
            self.env["sale.order"]._o2c_rebuild_timeline(orders.ids)
            self.assertEqual(self._stored(orders), before, f"seed {seed}")

    def _something(self, rng, order):
        """One more step of a story, if the order is ready for it."""
        invoices = order.invoice_ids.filtered(
            lambda m: m.move_type == "out_invoice" and m.state == "posted"
        )
        unpaid = invoices.filtered("amount_residual")
        done = order.picking_ids.filtered(
            lambda p: p.state == "done" and p.location_dest_id.usage == "customer"
        )
        can = {
            "confirm": order.state in ("draft", "sent"),
            "deliver": order.state == "sale",
            "invoice": any(order.order_line.mapped("qty_to_invoice")),
            "pay": unpaid,
            "hold": order.state == "sale",
            "back": done and not order.picking_ids.return_ids,
            "promise": True,
        }
        step = rng.choice([name for name, ready in can.items() if ready])
        if step == "confirm":
            order.action_confirm()
        elif step == "deliver":
            self._deliver(order, rng.randrange(1, 4))
        elif step == "invoice":
            order._create_invoices(final=True).action_post()
        elif step == "pay":
            self._pay(unpaid[0], min(150, unpaid[0].amount_residual))
        elif step == "hold":
            hold = self._hold(order, "closing")
            if rng.random() < 0.5:
                hold._release("settled")
        elif step == "back":
            self._return(done[0], 1, receive=rng.random() < 0.5)
        else:
            order.commitment_date = DAY[rng.randrange(15, 31)]

    def test_company_of_a_quotation_may_change(self):
        other = self._company()
        order = self._order_on(2, confirm=False, order_line=[])
        order.o2c_stage  # noqa: B018
        self.env.flush_all()
        order.write({"company_id": other.id, "warehouse_id": False})
        self.env.flush_all()
        self.assertEqual(order.o2c_milestone_ids.company_id, other)


@tagged("post_install", "-at_install")
class TestCost(UpkeepCase):
    """No query per order: fifty cost as many queries as ten."""

    def _quotes(self, count):
        vals = {"partner_id": self.customer.id, "order_line": [self._line()]}
        return self.env["sale.order"].create([dict(vals) for _ in range(count)])

    def _queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _facts_read(self, action):
        """The sizes of the batches in which facts were read during ``action``."""
        sizes = []
        model = self.registry["sale.order"]
        inner = model._o2c_timeline_facts

        def counted(orders):
            sizes.append(len(orders))
            return inner(orders)

        with patch.object(model, "_o2c_timeline_facts", counted):
            action()
            self.env.flush_all()
        return sizes

    def test_deciding(self):
        ten, fifty = self._quotes(10), self._quotes(50)
        ten._o2c_touch_timeline()
        self.env.flush_all()
        costs = [self._queries(orders._o2c_touch_timeline) for orders in (ten, fifty)]
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], 10)

    def test_one_change_of_many(self):
        ten, fifty = self._quotes(10), self._quotes(50)
        self.env.flush_all()
        for orders in (ten, fifty):
            sizes = self._facts_read(
                lambda orders=orders: orders.write({"validity_date": "2026-03-31"})
            )
            self.assertEqual(sizes, [len(orders)])

    def test_making_many(self):
        sizes = [self._facts_read(lambda n=n: self._quotes(n)) for n in (10, 50)]
        self.assertEqual(sizes, [[10], [50]])

    def test_confirming_many(self):
        for count in (10, 50):
            quotes = self._quotes(count)
            sizes = self._facts_read(quotes.action_confirm)
            self.assertLessEqual(len(sizes), 3, sizes)
            self.assertEqual(set(sizes), {count})

    def test_reading_holds_of_many(self):
        ten, fifty = self._quotes(10), self._quotes(50)
        for order in (ten | fifty)[::5]:
            self._hold(order)
        self._hold(self.customer, "customer")
        for read in (
            lambda orders: orders._o2c_holds(),
            lambda orders: orders.mapped("o2c_is_held"),
        ):
            # the first time brings what is cached for everybody
            _first, *costs = [
                self._queries(lambda orders=orders, read=read: read(orders))
                for orders in (ten, ten, fifty)
            ]
            self.assertEqual(costs[0], costs[1])

    def test_ribbons_of_many(self):
        ten, fifty = self._quotes(10), self._quotes(50)
        _first, *costs = [
            self._queries(lambda orders=orders: orders.mapped("o2c_timeline"))
            for orders in (ten, ten, fifty)
        ]
        self.assertEqual(costs[0], costs[1])

    def test_rebuilding_many(self):
        ten, fifty = self._quotes(10), self._quotes(50)
        rebuild = self.env["sale.order"]._o2c_rebuild_timeline
        costs = [
            self._queries(lambda orders=orders: rebuild(orders.ids))
            for orders in (ten, fifty)
        ]
        self.assertEqual(costs[0], costs[1])


@tagged("post_install", "-at_install")
class TestZonesAndCurrencies(UpkeepCase):
    """Days begin where the company is; amounts are in its currency."""

    def _closed(self, **values):
        """Invoiced on the 10th and paid on the 12th, whatever the clock says."""
        order = self._order(**values)
        self._deliver(order)
        invoice = self._invoice(order, invoice_date="2026-03-10")
        self._pay(invoice, payment_date="2026-03-12")
        return order

    def test_days_of_the_company(self):
        for zone, invoiced, paid in (
            ("Europe/Rome", "2026-03-09 23:00:00", "2026-03-11 23:00:00"),
            ("America/New_York", "2026-03-10 04:00:00", "2026-03-12 04:00:00"),
            ("Pacific/Auckland", "2026-03-09 11:00:00", "2026-03-11 11:00:00"),
            (False, "2026-03-10 00:00:00", "2026-03-12 00:00:00"),
        ):
            with self.subTest(zone):
                self.company.partner_id.tz = zone
                with self._at(DAY[2]):
                    order = self._closed()
                reached = {s.kind: str(s.actual_at) for s in order.o2c_milestone_ids}
                self.assertEqual(reached["invoiced"], invoiced)
                self.assertEqual(reached["paid"], paid)
                self.assertStage(order, "closed", paid)

    def test_zone_of_the_user_changes_nothing(self):
        with self._at(DAY[2]):
            here = self._closed()
            there = self._closed().with_context(tz="Asia/Tokyo")
        for order in (here, there):
            self.assertStage(order, "closed", MIDNIGHT[12])

    def test_two_companies_in_one_rebuild(self):
        other = self._company()
        other.partner_id.tz = "America/New_York"
        with self._at(DAY[2]):
            here = self._order(confirm=False, validity_date="2026-03-31")
            there = self._order(
                confirm=False,
                company_id=other.id,
                order_line=[],
                validity_date="2026-03-31",
            )
        self.env["sale.order"]._o2c_rebuild_timeline((here | there).ids)
        self.assertEqual(str(here.o2c_next_due), MIDNIGHT[31])
        self.assertEqual(str(there.o2c_next_due), "2026-03-31 04:00:00")
        self.assertEqual(there.o2c_milestone_ids.company_id, other)

    def test_foreign_currency(self):
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-03-01", 0.5), ("2026-03-11", 0.25)]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        order = self._order_on(2, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, euro)
        with self._on(5):
            self._deliver(order)
        with self._on(9):
            invoice = self._invoice(order)
        # 1,000 euro at 0.5 are 2,000 dollars
        self.assertEqual(self._missing(order), ["To be settled: $\xa02,000.00"])
        with self._on(10):
            self._pay(invoice, 400)
        self.assertEqual(self._missing(order), ["To be settled: $\xa01,200.00"])
        with self._on(12):
            self._pay(invoice)
        # settled in euro, with a difference of exchange in dollars
        self.assertEqual(invoice.amount_residual, 0)
        self.assertStage(order, "closed", MIDNIGHT[12])


@tagged("post_install", "-at_install")
class TestRights(UpkeepCase):
    """Milestones are derived: everybody's work keeps them, nobody writes them."""

    def test_nobody_writes_milestones(self):
        order = self._order()
        step = order.o2c_milestone_ids[0]
        for role in ("salesperson", "order_manager", "accountant", "warehouse"):
            own = step.with_user(self._user(role))
            for action in (
                lambda own=own: own.write({"actual_at": False}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"order_id": order.id, "kind": "paid"}),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_work_of_people_without_rights_to_orders_keeps_the_timeline(self):
        order = self._order(user_id=self._user("salesperson").id)
        warehouse = self._user("warehouse")
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 10, "picked": True})
        picking.with_user(warehouse).with_context(skip_sms=True).button_validate()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.o2c_stage, "delivery")

    def test_two_companies(self):
        other = self._company()
        here = self._order()
        there = self._order(confirm=False, company_id=other.id, order_line=[])
        steps = self.env["o2c.milestone"]
        domain = [("order_id", "in", (here | there).ids)]
        groups = steps._read_group(domain, ["company_id"], ["__count"])
        self.assertEqual(dict(groups), {self.company: 9, other: 7})
        seen = steps.with_user(self._user("order_desk")).search(domain)
        self.assertEqual(seen.order_id, here)

    def test_salesperson_sees_milestones_of_his_orders(self):
        mine, other = self._user("salesperson"), self._user("order_desk")
        own = self._order(user_id=mine.id)
        foreign = self._order(user_id=other.id)
        steps = self.env["o2c.milestone"].with_user(mine)
        domain = [("order_id", "in", (own | foreign).ids)]
        self.assertEqual(steps.search(domain).order_id, own)
        self.assertEqual(len(own.with_user(mine).o2c_milestone_ids), 9)
