from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .exception_common import FRIDAY, MONDAY, NEXT_MONDAY, ExceptionCase
from .returns_common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturn(ExceptionCase, ReturnsCommon):
    """Goods that should come back, money that should, and nobody who decides."""

    def test_refusal_undecided(self):
        rule = self._rule("refusal_open", age=1)
        with self._at(MONDAY):
            order = self._delivered()
            shipment = self.env["o2c.shipment"].search([("order_id", "=", order.id)])
            shipment._report(
                "refused", datetime.fromisoformat(MONDAY), "person", "refused"
            )
        refusal = self.env["o2c.refusal"].search([("order_id", "=", order.id)])
        self.assertFound(rule, "2026-03-03 10:59:59")
        found = self.assertFound(rule, "2026-03-03 11:00:00", refusal)
        self.assertIn("nothing decided", found.text)
        with self._at(FRIDAY):
            refusal.action_back_to_stock()
        self.assertFound(rule, FRIDAY)

    def test_return_not_received(self):
        rule = self._rule("return_missing")
        with self._at(MONDAY):
            order = self._delivered(partner_id=self.consumer.id)
            back = self._ask(order, 2)
            back.action_authorise()
        expected = datetime.combine(back.expected_on, datetime.min.time())
        self.assertFound(rule, str(expected + timedelta(hours=23, minutes=59)))
        after = str(expected + timedelta(days=1))
        found = self.assertFound(rule, after, back)
        self.assertEqual(found.order_id, order)
        with self._at(after):
            self._receive(back)
        self.assertFound(rule, after)

    def test_refund_of_a_withdrawal(self):
        rule = self._rule("refund_late")
        with self._at(MONDAY):
            order = self._delivered(partner_id=self.consumer.id)
            self._invoice(order)
            line = order.order_line
            withdrawal = self.Withdrawal._declare(
                order, {line: 1}, person_name="Freya", channel="phone"
            )
        withdrawal.sudo().write(
            {"refund_due_on": date(2026, 3, 16), "refunded_at": False}
        )
        # the goods are not here: the refund may wait
        self.assertFound(rule, "2026-03-20 11:00:00")
        withdrawal.sudo().sent_proof_at = datetime(2026, 3, 6)
        self.assertFound(rule, "2026-03-12 23:59:59")
        found = self.assertFound(rule, "2026-03-13 00:00:00", withdrawal)
        self.assertEqual(found.text, "Withdrawn: to be refunded by 03/16/2026")
        withdrawal.sudo().refunded_at = datetime(2026, 3, 14)
        self.assertFound(rule, "2026-03-20 11:00:00")

    def test_appointment_without_an_answer(self):
        rule = self._rule("appointment_open", age=1)
        with self._at(MONDAY):
            picking = self._order().picking_ids
            slots = [{"warehouse_id": self.warehouse.id, "weekday": d} for d in "34"]
            self.env["o2c.appointment.slot"].create(
                [
                    {**slot, "hour_from": 8, "hour_to": 12, "capacity": 2}
                    for slot in slots
                ]
            )
            asked = self.env["o2c.appointment"]._propose(picking)
        self.assertFound(rule, "2026-03-03 10:59:59")
        self.assertFound(rule, "2026-03-03 11:00:00", asked)
        with self._at("2026-03-03 11:00:00"):
            asked._decline("desk")
            again = self.env["o2c.appointment"]._propose(picking)
        self.assertFound(rule, "2026-03-04 10:59:59")
        self.assertFound(rule, "2026-03-04 11:00:00", again)
        with self._at("2026-03-04 11:00:00"):
            again._confirm("desk")
        self.assertFound(rule, NEXT_MONDAY)
