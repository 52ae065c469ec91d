from odoo import SUPERUSER_ID

from .common_timeline import TimelineCase


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
