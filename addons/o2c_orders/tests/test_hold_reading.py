from datetime import datetime
from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import O2cCommon


def at(text):
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestReading(O2cCommon):
    """What stops a document now, in the past, and for how much."""

    def test_in_force_is_half_open(self):
        order = self._order(confirm=False)
        hold = self._hold(
            order,
            date_from=at("2026-03-03 09:00:00"),
            date_to=at("2026-03-09 09:00:00"),
        )
        none = self.Hold
        for moment, expected in (
            ("2026-03-03 08:59:59", none),
            ("2026-03-03 09:00:00", hold),
            ("2026-03-09 08:59:59", hold),
            ("2026-03-09 09:00:00", none),
        ):
            with self.subTest(moment):
                found = order._o2c_holds(Phase.DELIVERY, at(moment))
                self.assertEqual(found, {order: expected})

    def test_only_the_phases_of_the_reason(self):
        order = self._order(confirm=False)
        hold = self._hold(order, "delivery")
        for phase in Phase:
            expected = hold if phase is Phase.DELIVERY else self.Hold
            self.assertEqual(order._o2c_holds(phase)[order], expected, phase)
        self.assertEqual(order._o2c_holds()[order], hold)

    def test_every_document_is_a_key(self):
        orders = self._order(confirm=False) | self._order(confirm=False)
        hold = self._hold(orders[0])
        holds = orders._o2c_holds()
        self.assertEqual(holds, {orders[0]: hold, orders[1]: self.Hold})
        self.assertEqual(orders.browse()._o2c_holds(), {})

    def test_pauses_are_read_from_the_past(self):
        order = self._order(confirm=False)
        with self._at("2026-03-03 09:00:00"):
            hold = self._hold(order)
        with self._at("2026-03-05 09:00:00"):
            hold._release("clear")
        with self._at("2026-03-07 09:00:00"):
            self._hold(order, "delivery")
        march = [datetime(2026, 3, day, 9) for day in (3, 5, 7)]
        self.assertEqual(
            order._o2c_pauses(Phase.DELIVERY)[order],
            [(march[0], march[1]), (march[2], None)],
        )
        self.assertEqual(
            order._o2c_pauses(Phase.CONFIRMATION)[order], [(march[0], march[1])]
        )
        self.assertEqual(order._o2c_pauses(Phase.COLLECTION)[order], [])

    def test_held_amount_adds_up_and_stops_at_the_total(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        total = {invoice: Decimal(1000)}
        self.assertEqual(invoice._o2c_held_amount(Phase.COLLECTION, total)[invoice], 0)
        self._hold(invoice, "collection", amount=300.0)
        held = invoice._o2c_held_amount(Phase.COLLECTION, total)
        self.assertEqual(held, {invoice: Decimal("300.0")})
        self._hold(invoice, "collection", origin=order, amount=800.0)
        held = invoice._o2c_held_amount(Phase.COLLECTION, total)
        self.assertEqual(held, total)

    def test_invoice_is_held_by_what_stands_above(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        line = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        holds = [
            self._hold(target, "collection")
            for target in (order, invoice, line, self.customer)
        ]
        everything = self.Hold.union(*holds)
        self.assertEqual(invoice._o2c_holds(Phase.COLLECTION)[invoice], everything)
        self.assertEqual(line._o2c_holds(Phase.COLLECTION)[line], everything)
        # the order stands above its invoice, not the other way round
        self.assertEqual(order._o2c_holds(Phase.COLLECTION)[order], holds[0] | holds[3])

    def test_receivable_line_is_not_held_by_its_sibling(self):
        half = self.env["account.payment.term"].create(
            {
                "name": "in two parts",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 10}),
                    (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 40}),
                ],
            }
        )
        order = self._order(payment_term_id=half.id)
        self._deliver(order)
        first, second = self._invoice(order).line_ids.filtered("date_maturity")
        hold = self._hold(first, "collection")
        lines = (first | second)._o2c_holds(Phase.COLLECTION)
        self.assertEqual(lines, {first: hold, second: self.Hold})
        self.assertEqual(first.move_id._o2c_holds()[first.move_id], hold)

    def test_customer_and_the_one_who_is_invoiced_both_stop_an_order(self):
        payer = self._customer(name="Payer")
        order = self._order(confirm=False, partner_invoice_id=payer.id)
        stranger = self._order(confirm=False, partner_id=self._customer().id)
        for customer in (self.customer, payer):
            hold = self._hold(customer, "customer")
            found = (order | stranger)._o2c_holds(Phase.CONFIRMATION)
            self.assertEqual(found, {order: hold, stranger: self.Hold})
            both = [("id", "in", (order | stranger).ids)]
            held = order.search([*both, ("o2c_is_held", "=", True)])
            self.assertEqual(held, order)
            hold._release("done")

    def test_customer_of_another_company_is_free(self):
        other = self._company()
        hold = self._hold(self.customer, "customer", company=other)
        here = self._order(confirm=False)
        there = self._order(
            confirm=False,
            company_id=other.id,
            order_line=[],
        )
        found = (here | there)._o2c_holds(Phase.CONFIRMATION)
        self.assertEqual(found, {here: self.Hold, there: hold})

    def test_documents_show_what_holds_them(self):
        order = self._order(confirm=False)
        self.assertFalse(order.o2c_is_held)
        hold = self._hold(order, note="address unclear")
        self.assertTrue(order.o2c_is_held)
        self.assertEqual(order.o2c_open_hold_count, 1)
        self.assertEqual(order.o2c_hold_ids, hold)
        self.assertIn("Waiting for clarification", order.o2c_hold_text)
        hold._release("found")
        self.assertFalse(order.o2c_is_held)
        self.assertEqual(order.o2c_open_hold_count, 0)
        self.assertEqual(order.o2c_hold_ids, hold)  # the past stays in sight
        self.assertFalse(order.o2c_hold_text)

    def test_search_finds_every_held_document(self):
        held, free = self._order(), self._order()
        for order in (held, free):
            self._deliver(order, 4)
            self._invoice(order)
        self._hold(held, "delivery")
        for name in ("id", "picking_ids", "invoice_ids"):
            mine = held if name == "id" else held[name]
            others = free if name == "id" else free[name]
            both = [("id", "in", (mine | others).ids)]
            search = mine.search
            self.assertEqual(search([*both, ("o2c_is_held", "=", True)]), mine)
            self.assertEqual(search([*both, ("o2c_is_held", "!=", True)]), others)
            self.assertEqual(search([*both, ("o2c_is_held", "=", False)]), others)

    def test_search_finds_held_customers(self):
        branch = self._customer(name="Branch", parent_id=self.customer.id)
        branch.is_company = True  # pays for itself
        person = self._customer(name="Ole", parent_id=self.customer.id)
        people = [("id", "in", (self.customer | branch | person).ids)]
        search = self.customer.search
        self.assertFalse(search([*people, ("o2c_is_held", "=", True)]))
        self._hold(self.customer, "customer")
        held = search([*people, ("o2c_is_held", "=", True)])
        self.assertEqual(held, (self.customer | person).sorted())
        self.assertEqual(
            held, (self.customer | branch | person).filtered("o2c_is_held").sorted()
        )

    def test_search_follows_the_time(self):
        order = self._order(confirm=False)
        held = [("id", "=", order.id), ("o2c_is_held", "=", True)]
        self._hold(
            order,
            date_from=at("2026-03-03 09:00:00"),
            date_to=at("2026-03-09 09:00:00"),
        )
        for moment, expected in (
            ("2026-03-03 08:59:59", 0),
            ("2026-03-03 09:00:00", 1),
            ("2026-03-09 08:59:59", 1),
            ("2026-03-09 09:00:00", 0),
        ):
            with self._at(moment):
                order.invalidate_recordset()
                self.assertEqual(order.search_count(held), expected, moment)
                self.assertEqual(order.o2c_is_held, bool(expected), moment)
