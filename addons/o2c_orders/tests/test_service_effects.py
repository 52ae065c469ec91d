from datetime import datetime

from odoo.tests import tagged

from .service_common import ServiceCase
from .shipment_common import ShipmentCommon


@tagged("post_install", "-at_install")
class TestServiceEffects(ServiceCase, ShipmentCommon):
    """What a withdrawal, a carrier and a failed task mean for services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consumer = cls._customer(name="Freya Private", is_company=False)
        cls.tariff = cls._tariff()

    def _used(self, qty=1, **values):
        """A service that is active since the 2nd of March, its bill posted."""
        with self._at("2026-03-02 11:00:00"):
            order = self._service_order(
                qty, tariff=self.tariff, partner_id=self.consumer.id, **values
            )
            order.o2c_recurring_ids.action_activate()
        with self._at("2026-03-02 12:00:00"):
            self._run("cron_bill")
        order.o2c_recurring_ids.period_ids.move_id.action_post()
        return order

    def _withdraw(self, order, quantity=1, moment="2026-03-12 21:00:00"):
        with self._at(moment):
            return self.env["o2c.withdrawal"]._declare(
                order,
                {order.order_line: quantity},
                person_name="Freya",
                email="freya@home.example.com",
            )

    def test_withdrawn_nobody_pays(self):
        order = self._used()
        withdrawal = self._withdraw(order)
        self.assertEqual(withdrawal.state in ("accepted", "settled"), True)
        service = order.o2c_recurring_ids
        self.assertEqual((service.state, service.stop_reason), ("ended", "withdrawal"))
        self.assertEqual(service.period_ids.given_back, 30.0)

    def test_who_asked_to_begin_pays_what_he_used(self):
        order = self._used(o2c_begin_at_once=True)
        self._withdraw(order)
        period = order.o2c_recurring_ids.period_ids
        # ten days of 31; the 12th itself is free
        self.assertEqual(period.given_back, 20.32)

    def test_withdrawn_from_a_part(self):
        order = self._used(3)
        self._withdraw(order, 1)
        service = order.o2c_recurring_ids
        self.assertEqual((service.state, service.quantity), ("active", 2.0))

    def test_tasks_and_contract_end_too(self):
        self._template("Activate")
        text = self.env["o2c.contract.template"].create(
            {"name": "Agreement", "body": "<p>x</p>"}
        )
        self.fibre.o2c_contract_template_id = text
        with self._at("2026-03-02 11:00:00"):
            order = self._service_order(tariff=self.tariff, partner_id=self.consumer.id)
        self._withdraw(order)
        self.assertEqual(order.o2c_task_ids.state, "cancelled")
        self.assertEqual(order.o2c_contract_ids.state, "void")
        self.assertEqual(order.o2c_recurring_ids.state, "ended")

    def test_covered_from_the_day_the_carrier_says(self):
        self.product.o2c_warranty_months = 24
        with self._at("2026-03-02 11:00:00"):
            shipment = self._shipped()
        warranty = shipment.order_id.o2c_warranty_ids
        self.assertEqual(str(warranty.date_start), "2026-03-02")
        late = datetime(2026, 3, 4, 23, 30)  # past midnight in Rome
        shipment._report("delivered", late, "webhook", "k1")
        self.assertEqual(str(warranty.date_start), "2026-03-05")
        self.assertEqual(str(warranty.date_end), "2028-03-04")

    def test_a_carrier_that_says_nothing(self):
        self.product.o2c_warranty_months = 24
        silent = self._carrier(o2c_reports_delivery=False)
        with self._at("2026-03-02 11:00:00"):
            shipment = self._shipped(carrier=silent)
        shipment._report("delivered", datetime(2026, 3, 4, 9), "person", "k1")
        warranty = shipment.order_id.o2c_warranty_ids
        self.assertEqual(str(warranty.date_start), "2026-03-02")

    def test_a_failed_task_is_an_exception(self):
        self._template("Activate")
        order = self._service_order(tariff=self.tariff)
        with self._at("2026-03-02 11:00:00"):
            order.o2c_task_ids._fail("No line")
        rule = self.env["o2c.exception.rule"].search(
            [("kind", "=", "activation_failed")], limit=1
        )
        self.assertTrue(rule)
        self._run("cron_find_exceptions")
        found = self.env["o2c.exception"].search(
            [("order_id", "=", order.id), ("rule_id", "=", rule.id)]
        )
        self.assertEqual(found.state, "open")
        order.o2c_task_ids.action_retry()
        order.o2c_task_ids._finish()
        self._run("cron_find_exceptions")
        self.assertEqual(found.state, "closed")
