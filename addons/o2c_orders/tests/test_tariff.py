from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .service_common import MORNING, ServiceCase


@tagged("post_install", "-at_install")
class TestTariff(ServiceCase):
    """A tariff is validated against the catalogue; what does not fit waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff = cls._tariff(has_setup=True, setup_price=45.0)

    def _try(self, order, moment=MORNING):
        with self._at(moment):
            order.action_confirm()
        return order.o2c_hold_ids.filtered(lambda h: h.state == "open")

    def test_price_once_and_per_period(self):
        order = self._service_order(3, confirm=False)
        line = order.order_line
        self.assertFalse(line.o2c_tariff_id)
        line.o2c_tariff_id = self.tariff
        line._compute_price_unit()
        self.assertEqual(line.o2c_recurring_price, 30.0)
        self.assertIn("90.00", line.o2c_recurring_text)
        self.assertEqual(order.o2c_recurring_text, line.o2c_recurring_text)

    def test_price_once_comes_from_the_tariff(self):
        line = Command.create(
            {"product_id": self.fibre.id, "o2c_tariff_id": self.tariff.id}
        )
        order = self._order(line, confirm=False)
        self.assertEqual(order.order_line.price_unit, 45.0)

    def test_the_only_tariff_is_chosen_where_one_is_needed(self):
        self.fibre.o2c_tariff_required = True
        order = self._service_order(confirm=False)
        self.assertEqual(order.order_line.o2c_tariff_id, self.tariff)
        self._tariff(code="F200")
        self.assertFalse(self._service_order(confirm=False).order_line.o2c_tariff_id)

    def test_not_of_the_catalogue(self):
        other = self._service(name="Policy")
        with self.assertRaises(ValidationError):
            self._order(self._line(other, o2c_tariff_id=self.tariff.id))

    def test_another_product_loses_the_tariff(self):
        order = self._service_order(tariff=self.tariff, confirm=False)
        order.order_line.product_id = self.product
        self.assertFalse(order.order_line.o2c_tariff_id)

    def test_missing_tariff_holds_the_confirmation(self):
        self.fibre.o2c_tariff_required = True
        order = self._service_order(confirm=False)
        order.order_line.o2c_tariff_id = False
        hold = self._try(order)
        self.assertEqual(order.state, "draft")
        self.assertEqual(hold.reason_id.code, "tariff")
        self.assertEqual(hold.note, "“Fibre” needs a tariff.")
        self.assertFalse(order.o2c_task_ids or order.o2c_recurring_ids)

    def test_hold_ends_by_itself_when_it_fits(self):
        self.tariff.valid_to = "2026-03-01"
        order = self._service_order(tariff=self.tariff, confirm=False)
        order.order_line.price_unit = 45.0
        hold = self._try(order)
        self.assertIn("03/01/2026", hold.note)
        self.tariff.valid_to = "2026-03-02"
        self.assertFalse(self._try(order))
        self.assertEqual(order.state, "sale")

    def test_day_is_the_companys(self):
        # an hour before midnight in Greenwich is the next day in Rome
        self.tariff.valid_to = "2026-03-01"
        order = self._service_order(tariff=self.tariff, confirm=False)
        order.order_line.price_unit = 45.0
        self.assertTrue(self._try(order, "2026-03-01 23:00:00"))
        self.assertFalse(self._try(order, "2026-03-01 22:59:59"))

    def test_again_is_the_same_hold_until_something_else_is_wrong(self):
        order = self._service_order(tariff=self.tariff, confirm=False)
        order.order_line.price_unit = 40.0
        first = self._try(order)
        self.assertEqual(self._try(order), first)
        order.order_line.price_unit = 41.0
        second = self._try(order)
        self.assertNotEqual(second, first)
        self.assertEqual(first.state, "ended")
        self.assertIn("41.00", second.note)

    def test_quantity_limits(self):
        self.tariff.write({"min_qty": 2, "is_limited": True, "max_qty": 3})
        for qty, held in ((1, True), (2, False), (3, False), (4, True)):
            with self.subTest(quantity=qty):
                order = self._service_order(qty, tariff=self.tariff, confirm=False)
                order.order_line.price_unit = 45.0
                self.assertEqual(bool(self._try(order)), held)

    def test_price_in_the_currency_of_the_order(self):
        other = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "CHF", "currency_id": other.id}
        )
        order = self._service_order(
            tariff=self.tariff,
            confirm=False,
            pricelist_id=pricelist.id,
            date_order=MORNING,
        )
        self.assertEqual(order.order_line.o2c_recurring_price, 60.0)

    def test_agreed_price_outlives_a_change_of_the_catalogue(self):
        order = self._service_order(tariff=self.tariff, confirm=False)
        order.order_line.price_unit = 45.0
        self._try(order)
        self.tariff.price = 99.0
        order.order_line._compute_o2c_recurring_price()
        self.assertEqual(order.order_line.o2c_recurring_price, 30.0)
        self.assertEqual(order.o2c_recurring_ids.price, 30.0)

    def test_catalogue_is_checked(self):
        for values in (
            {"interval_number": 0},
            {"price": -1},
            {"is_limited": True, "min_qty": 2, "max_qty": 1},
            {"valid_from": "2026-03-02", "valid_to": "2026-03-01"},
            {"notice_days": -1},
            {"code": "F100"},
        ):
            options = {"code": "X", **values}
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._tariff(**options).flush_recordset()
