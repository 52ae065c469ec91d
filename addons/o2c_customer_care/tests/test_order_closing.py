from odoo.tests import tagged

from .common import CareCommon


@tagged("post_install", "-at_install")
class TestOrderClosing(CareCommon):
    """An open complaint keeps its order open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order()
        cls._deliver(cls.order)
        cls._pay(cls._invoice(cls.order))

    def _holds(self, order=None):
        order = order or self.order
        domain = [("order_id", "=", order.id), ("state", "=", "open")]
        return self.Hold.search(domain)

    def test_settlement_until_the_complaint_is_closed(self):
        self.assertStage(self.order, "closed")
        ticket = self._ticket(order_id=self.order.id)
        self.assertStage(self.order, "settlement")
        hold = self._holds()
        self.assertEqual(hold.reason_id.code, "complaint")
        self.assertFalse(hold.is_partial or hold.forced)
        self.assertEqual(hold._origin_record(), ticket)
        self._close(ticket)
        self.assertStage(self.order, "closed")
        self.assertTrue(hold.released_by_rule)

    def test_reopening_reopens_the_order(self):
        ticket = self._close(self._ticket(order_id=self.order.id))
        ticket.action_reopen()
        self.assertStage(self.order, "settlement")
        self.assertEqual(len(self._holds()), 1)
        self._close(ticket)
        self.assertStage(self.order, "closed")
        holds = self.Hold.search([("order_id", "=", self.order.id)])
        self.assertEqual(len(holds), 2, "each time is an entry of its own")

    def test_two_complaints_both_count(self):
        first = self._ticket(order_id=self.order.id)
        second = self._ticket(order_id=self.order.id, kind="return")
        self._close(first)
        self.assertStage(self.order, "settlement")
        self._close(second)
        self.assertStage(self.order, "closed")

    def test_which_kinds_hold(self):
        for kind, count in (
            ("complaint", 1),
            ("return", 1),
            ("refusal", 1),
            ("enquiry", 0),
            ("assistance", 0),
            ("warranty", 0),
            ("praise", 0),
        ):
            with self.subTest(kind=kind):
                ticket = self._ticket(order_id=self.order.id, kind=kind)
                self.assertEqual(len(ticket._order_holds()), count)

    def test_an_enquiry_that_turns_out_a_complaint(self):
        ticket = self._ticket(order_id=self.order.id, kind="enquiry")
        self.assertStage(self.order, "closed")
        ticket.kind = "complaint"
        self.assertStage(self.order, "settlement")
        ticket.kind = "praise"
        self.assertStage(self.order, "closed")

    def test_another_order(self):
        other = self._order()
        ticket = self._ticket(order_id=self.order.id)
        ticket.order_id = other
        self.assertFalse(self._holds())
        self.assertEqual(self._holds(other).reason_id.code, "complaint")
        ticket.order_id = False
        self.assertFalse(self._holds(other))

    def test_released_by_the_leader_it_does_not_come_back_by_itself(self):
        ticket = self._ticket(order_id=self.order.id)
        self._holds().with_user(self.leader)._release("Agreed with the customer")
        self._go(ticket, "acknowledged", "assessed")
        self.assertStage(self.order, "closed")

    def test_it_stops_nothing_but_closing(self):
        order = self._order(confirm=False)
        self._ticket(order_id=order.id)
        order.action_confirm()
        self._deliver(order)
        self.assertEqual(self._invoice(order).state, "posted")
        self.assertStage(order, "payment")
