from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_timeline import TimelineCase


@tagged("post_install", "-at_install")
class TestReopened(TimelineCase):
    """The owner of a closed order hears, once, that it is open again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Change = cls.env["o2c.stage.change"]
        cls.env["o2c.department.owner"].search(
            [("company_id", "=", cls.company.id)]
        ).unlink()
        cls.seller = cls._user("salesperson")

    def _closed(self, **values):
        order = self._order_on(2, **values)
        with self._on(5):
            self.delivery = self._deliver(order)
        with self._on(9):
            invoice = self._invoice(order)
        with self._on(12):
            self._pay(invoice)
        self.assertEqual(order.o2c_stage, "closed")
        self.env.flush_all()
        return order

    def _back(self, number, order):
        with self._on(number):
            back = self._return(self.delivery, 4, receive=False)
        self.assertEqual(order.o2c_stage, "settlement")
        self.env.flush_all()
        return back

    def _called_off(self, number, back, order):
        with self._on(number):
            back.action_cancel()
        self.assertEqual(order.o2c_stage, "closed")
        self.env.flush_all()

    def _run(self, number):
        cron = self.env["ir.cron"]
        going_on = patch.object(type(cron), "_commit_progress", lambda *a, **k: 1.0)
        with self._on(number), going_on:
            self.Change._cron_tell_reopened()

    def _told(self, order):
        return [(a.user_id, a.summary) for a in order.activity_ids.sorted("id")]

    def test_each_reopening_once(self):
        order = self._closed(user_id=self.seller.id)
        self._run(13)
        self.assertEqual(self._told(order), [])
        back = self._back(16, order)
        words = f"{order.name} is open again, missing: returns to receive"
        for _twice in range(2):
            self._run(16)
            self.assertEqual(self._told(order), [(self.seller, words)])
        self._called_off(17, back, order)
        self._run(17)
        self.assertEqual(len(self._told(order)), 1)
        self._back(18, order)
        self._run(18)
        self.assertEqual(self._told(order), [(self.seller, words)] * 2)
        changes = self.Change.search(
            [("order_id", "=", order.id), ("reopened", "=", True)], order="id"
        )
        self.assertEqual(
            [str(change.told_at) for change in changes],
            ["2026-03-16 11:00:00", "2026-03-18 11:00:00"],
        )

    def test_closed_again_before_anybody_looked(self):
        order = self._closed(user_id=self.seller.id)
        self._called_off(16, self._back(16, order), order)
        self._run(16)
        self.assertEqual(self._told(order), [])

    def test_an_order_that_fails_stops_no_other(self):
        broken, order = (self._closed(user_id=self.seller.id) for _two in range(2))
        for one in (broken, order):
            self.delivery = one.picking_ids
            self._back(16, one)
        tell = type(order)._o2c_tell_reopened

        def fails(record, codes):
            tell(record, codes)  # what was written before goes with the error
            if record == broken:
                raise ValueError("test")

        log = "odoo.addons.o2c_orders.models.o2c_stage_change_tell"
        with patch.object(type(order), "_o2c_tell_reopened", fails), mute_logger(log):
            self._run(16)
        self.assertEqual((len(self._told(broken)), len(self._told(order))), (0, 1))
        for _twice in range(2):
            self._run(16)
            self.assertEqual((len(self._told(broken)), len(self._told(order))), (1, 1))

    def test_order_without_salesperson(self):
        self._user("order_desk")
        order = self._closed(user_id=False)
        self._back(16, order)
        owner = order._o2c_reopened_owner()
        self.assertTrue(owner.has_group("o2c_orders.group_order_desk"))
        named = self._user("order_manager")
        self.env["o2c.department.owner"].create(
            {
                "company_id": self.company.id,
                "department": "sales",
                "user_id": named.id,
            }
        )
        self.assertEqual(order._o2c_reopened_owner(), named)
        named.active = False
        self._run(16)
        ((told, _words),) = self._told(order)
        self.assertTrue(told.has_group("o2c_orders.group_order_desk"))

    def test_salesperson_who_left(self):
        order = self._closed(user_id=self.seller.id)
        self._user("order_desk")
        self.seller.active = False
        self._back(16, order)
        self._run(16)
        ((told, _words),) = self._told(order)
        self.assertNotEqual(told, self.seller)
        self.assertTrue(told.active)
