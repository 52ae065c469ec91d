from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.hold import Phase

from .common import DAY_ONE, O2cCommon


def at(text):
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestPlacing(O2cCommon):
    """Placing and releasing are idempotent and leave the past readable."""

    def test_place_twice_is_one_hold(self):
        order = self._order(confirm=False)
        first = self._hold(order, note="first")
        messages = order.message_ids
        self.assertEqual(self._hold(order, note="second"), first)
        self.assertLedger(first, [("order_id", "=", order.id)])
        self.assertEqual(first.note, "first")
        self.assertEqual(order.message_ids, messages)

    def test_place_fills_everything(self):
        order = self._order(confirm=False)
        salesperson = self._user("salesperson")
        with self._at(DAY_ONE):
            hold = self._hold(order, note="why", requested_by=salesperson)
        self.assertRecordValues(
            hold,
            [
                {
                    "order_id": order.id,
                    "invoice_id": False,
                    "customer_id": False,
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "state": "open",
                    "date_from": at(DAY_ONE),
                    "date_to": False,
                    "is_partial": False,
                    "forced": False,
                    "note": "why",
                    "placed_by_id": self.env.uid,
                    "requested_by_id": salesperson.id,
                    "released_by_id": False,
                    "origin_model": False,
                }
            ],
        )
        self.assertEqual(hold.target_ref, order)
        self.assertEqual(hold.phases, "Confirmation, Delivery")

    def test_another_reason_is_another_hold(self):
        order = self._order(confirm=False)
        holds = self._hold(order) | self._hold(order, "delivery")
        self.assertEqual(len(holds), 2)
        self.assertLedger(holds, [("order_id", "=", order.id)])

    def test_another_origin_is_another_hold(self):
        order, one, other = (self._order(confirm=False) for _ in range(3))
        holds = self._hold(order, origin=one) | self._hold(order, origin=other)
        holds |= self._hold(order)
        self.assertEqual(len(holds), 3)
        self.assertEqual(self._hold(order, origin=one), holds[0])
        self.assertEqual(holds.mapped("origin_name"), [one.name, other.name, False])

    def test_another_amount_replaces_and_keeps_history(self):
        invoice = self._invoice(self._delivered())
        with self._at("2026-03-03 09:00:00"):
            first = self._hold(invoice, "collection", amount=300.0)
        with self._at("2026-03-09 09:00:00"):
            second = self._hold(invoice, "collection", amount=400.0)
        self.assertNotEqual(second, first)
        self.assertRecordValues(
            first | second,
            [
                {
                    "state": "ended",
                    "amount": 300.0,
                    "date_to": at("2026-03-09 09:00:00"),
                    "release_note": "Replaced: amount or end changed.",
                    "released_by_rule": True,
                },
                {
                    "state": "open",
                    "amount": 400.0,
                    "date_to": False,
                    "release_note": False,
                    "released_by_rule": False,
                },
            ],
        )

    def test_same_amount_but_for_rounding_is_the_same(self):
        invoice = self._invoice(self._delivered())
        hold = self._hold(invoice, "collection", amount=300.0)
        self.assertEqual(self._hold(invoice, "collection", amount=300.004), hold)
        self.assertNotEqual(self._hold(invoice, "collection", amount=300.01), hold)

    def test_everything_and_an_amount_are_not_the_same(self):
        invoice = self._invoice(self._delivered())
        part = self._hold(invoice, "collection", amount=300.0)
        whole = self._hold(invoice, "collection")
        self.assertNotEqual(whole, part)
        self.assertEqual((part.state, whole.state), ("ended", "open"))

    def test_another_end_replaces(self):
        order = self._order(confirm=False)
        with self._at(DAY_ONE):
            first = self._hold(order, date_to=at("2026-03-09 00:00:00"))
            same = self._hold(order, date_to=at("2026-03-09 00:00:00"))
            longer = self._hold(order, date_to=at("2026-03-19 00:00:00"))
        self.assertEqual(same, first)
        self.assertEqual((first.state, longer.state), ("ended", "open"))

    def test_expired_is_ended_and_placed_anew(self):
        order = self._order(confirm=False)
        with self._at(DAY_ONE):
            first = self._hold(order, date_to=at("2026-03-09 00:00:00"))
        with self._at("2026-03-09 00:00:00"):
            second = self._hold(order, date_to=at("2026-03-19 00:00:00"))
        self.assertNotEqual(second, first)
        self.assertEqual(first.state, "ended")
        self.assertEqual(first.date_to, at("2026-03-09 00:00:00"))
        self.assertEqual(second.date_from, at("2026-03-09 00:00:00"))

    def test_customer_is_the_whole_company(self):
        person = self._customer(name="Ole", parent_id=self.customer.id)
        hold = self._hold(person, "customer")
        self.assertEqual(hold.customer_id, self.customer)
        self.assertEqual(self._hold(self.customer, "customer"), hold)
        self.assertEqual(hold.company_id, self.company)

    def test_what_cannot_be_held(self):
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            self._hold(self.product)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(ValueError):
            self._hold(self._order(confirm=False) | self._order(confirm=False))

    def test_unknown_reason(self):
        order = self._order(confirm=False)
        with self.assertNothingWritten("o2c.hold"), self.assertRaises(UserError):
            self._hold(order, "no such code")

    def test_placed_and_released_are_noted_on_the_document(self):
        order = self._order(confirm=False)
        hold = self._hold(order, note="address unclear")
        self.assertIn("Waiting for clarification", order.message_ids[0].body)
        self.assertIn("address unclear", order.message_ids[0].body)
        hold._release("address found")
        self.assertIn("Hold released", order.message_ids[0].body)
        self.assertIn("address found", order.message_ids[0].body)

    def test_release_of_origin_ends_only_its_own(self):
        order, origin = self._order(confirm=False), self._order(confirm=False)
        mine = self._hold(order, origin=origin)
        forced = self._hold(order, "delivery", origin=origin, forced=True)
        other = self._hold(order, "invoicing")
        self.assertEqual(self.Hold._release_origin(origin, "gone"), mine)
        self.assertEqual(mine.state, "ended")
        self.assertTrue(mine.released_by_rule)
        self.assertEqual(set((forced | other).mapped("state")), {"open"})
        self.assertFalse(self.Hold._release_origin(origin, "gone"))

    def test_release_of_origin_for_one_reason(self):
        order, origin = self._order(confirm=False), self._order(confirm=False)
        one = self._hold(order, origin=origin)
        other = self._hold(order, "delivery", origin=origin)
        self.assertEqual(self.Hold._release_origin(origin, "x", "delivery"), other)
        self.assertEqual(one.state, "open")

    def test_release_of_one_that_begins_later_leaves_no_time(self):
        order = self._order(confirm=False)
        with self._at(DAY_ONE):
            hold = self._hold(order, date_from=at("2026-03-20 00:00:00"))
            hold._release("not needed")
        self.assertEqual(hold.date_to, hold.date_from)
        self.assertEqual(order._o2c_pauses(Phase.DELIVERY), {order: []})

    def _delivered(self):
        order = self._order()
        self._deliver(order)
        return order
