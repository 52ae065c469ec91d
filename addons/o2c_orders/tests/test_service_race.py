from contextlib import contextmanager

from odoo import SUPERUSER_ID, Command, api
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestServiceRace(TransactionCase):
    """Two processes at once, with connections that really commit."""

    def setUp(self):
        super().setUp()
        self.one, self.other = self._environment(), self._environment()
        self.made = []
        self.addCleanup(self._forget)
        self.service = self._active_service()
        self.one.cr.commit()

    def _environment(self):
        cursor = self.registry.cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _make(self, model, values):
        record = self.one[model].create(values)
        self.made.append(record)
        return record

    def _active_service(self):
        partner = self._make("res.partner", {"name": "Race of services"})
        product = self._make(
            "product.product", {"name": "Race", "type": "service", "list_price": 1}
        )
        products = [Command.link(product.product_tmpl_id.id)]
        tariff = self._make(
            "o2c.tariff",
            {"name": "Race", "code": "RACE", "price": 9, "product_tmpl_ids": products},
        )
        line = {"product_id": product.id, "o2c_tariff_id": tariff.id}
        order = self._make(
            "sale.order",
            {"partner_id": partner.id, "order_line": [Command.create(line)]},
        )
        self.order = order
        order.state = "sale"
        order.order_line._o2c_plan_services()
        service = order.o2c_recurring_ids
        service._activate(service._today())
        return service

    def _forget(self):
        self.other.cr.rollback()
        cursor = self.one.cr
        cursor.rollback()
        self.one.invalidate_all()
        services = self.one["o2c.recurring"].search([("order_id", "=", self.order.id)])
        moves = services.period_ids.move_id
        services.period_ids.unlink()
        moves.unlink()
        services.unlink()
        cursor.execute(
            "DELETE FROM o2c_contact WHERE partner_id = %s", [self.order.partner_id.id]
        )
        self.order.state = "cancel"
        for record in reversed(self.made):
            record.unlink()
        cursor.commit()

    @contextmanager
    def _second_look(self):
        """The other process has taken its picture before the first commits."""
        self.other.cr.execute("SELECT 1")
        yield self.other["o2c.recurring"]

    def test_two_processes_bill_once(self):
        if not self.one["account.journal"].search_count(
            [("type", "=", "sale"), ("company_id", "=", self.order.company_id.id)]
        ):
            self.skipTest("no accounts in this company")
        with self._second_look() as second:
            self.one["o2c.recurring"]._bill_orders(self.order.ids)
            self.one.cr.commit()
            with mute_logger("odoo.sql_db"):
                second._bill_orders(self.order.ids)
        self.other.cr.rollback()
        self.other.invalidate_all()
        second = self.other["o2c.recurring"]
        second._bill_orders(self.order.ids)
        periods = second.browse(self.service.id).period_ids
        self.assertEqual(len(periods), 1)
        self.assertEqual(len(periods.move_id), 1)

    def test_one_at_work_the_other_takes_nothing(self):
        self.one["o2c.recurring"].browse(self.service.id).lock_for_update()
        self.other["o2c.recurring"]._bill_orders(self.order.ids)
        self.assertFalse(self.other["o2c.recurring"].browse(self.service.id).period_ids)
        self.one.cr.rollback()
