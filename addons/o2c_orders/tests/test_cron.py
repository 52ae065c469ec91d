from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .common import DAY_ONE, O2cCommon
from .common_timeline import DAY

TIMELINE = "odoo.addons.o2c_orders.models.sale_order_timeline"


class CronCase(O2cCommon):
    """Jobs run to their end, or stopped after the first batch."""

    def _run(self, name):
        """As the scheduler does, with commits that this test does not keep."""
        with self.enter_registry_test_mode():
            self.env.ref(f"o2c_orders.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _stopped(self, progress):
        """From now on the job is told to stop after each batch: no time is left."""

        def no_time_left(cron, processed=0, *, remaining=None, deactivate=False):
            progress.append((processed, remaining))
            return 0.0

        return patch.object(IrCron, "_commit_progress", no_time_left)


@tagged("post_install", "-at_install")
class TestExpired(CronCase):
    """Holds whose time is over are ended, those of others are not."""

    def _until(self, moment, **options):
        until = moment and datetime.fromisoformat(moment)
        order = self._order(confirm=False)
        with self._at(DAY_ONE):
            return self._hold(order, date_to=until, **options)

    def test_ends_what_is_over(self):
        holds = self.Hold.union(
            self._until("2026-03-09 08:59:59"),
            self._until("2026-03-09 09:00:00", forced=True),
            self._until("2026-03-09 09:00:01"),
            self._until(False),
        )
        with self._at("2026-03-09 09:00:00"):
            self._run("cron_end_expired")
        self.assertEqual(holds.mapped("state"), ["ended", "ended", "open", "open"])
        self.assertRecordValues(
            holds[0],
            [
                {
                    "date_to": datetime.fromisoformat("2026-03-09 08:59:59"),
                    "released_at": datetime.fromisoformat("2026-03-09 09:00:00"),
                    "release_note": "Its time was over.",
                    "released_by_rule": True,
                }
            ],
        )

    def test_twice_is_once(self):
        hold = self._until("2026-03-09 09:00:00")
        with self._at("2026-03-10 09:00:00"):
            self._run("cron_end_expired")
        messages = hold.order_id.message_ids
        with self._at("2026-03-11 09:00:00"), self.assertNothingWritten("o2c.hold"):
            self._run("cron_end_expired")
        self.assertEqual(hold.order_id.message_ids, messages)

    def test_stopped_in_the_middle_goes_on(self):
        order = self._order(confirm=False)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO o2c_hold (order_id, company_id, reason_id, placed_by_id, state,
                                  date_from, date_to, origin_model, origin_id)
            SELECT %s, %s, %s, %s, 'open', '2026-03-02', '2026-03-03', 'sale.order', n
              FROM generate_series(1, 501) n
            """,
            [
                order.id,
                self.company.id,
                self.env.ref("o2c_orders.hold_reason_manual").id,
                self.env.uid,
            ],
        )
        domain = [("order_id", "=", order.id), ("state", "=", "open")]
        others = self.Hold.search_count(
            [("state", "=", "open"), ("date_to", "<=", fields.Datetime.now())]
        ) - self.Hold.search_count(domain)
        progress = []
        with self._stopped(progress):
            self.Hold._cron_end_expired()
            self.assertEqual(progress, [(500, 1 + others)])
            self.Hold._cron_end_expired()
        self.assertEqual(self.Hold.search_count(domain), 0)

    def test_what_waited_for_the_end_is_not_stopped_any_more(self):
        hold = self._until("2026-03-09 09:00:00")
        with self._at("2026-03-09 09:00:00"):
            # also before the job has run
            self.assertIs(hold.order_id.action_confirm(), True)


@tagged("post_install", "-at_install")
class TestSeal(CronCase):
    """New contacts are sealed once, in order, whenever the job was stopped."""

    def setUp(self):
        super().setUp()
        while self.Contact._seal():
            pass
        self.entries = self.Contact.union(
            *(self.Contact._log(self.customer, summary=str(n)) for n in range(5))
        )

    def test_seals(self):
        self._run("cron_seal_contacts")
        self.assertEqual(self.entries.mapped("number"), [1, 2, 3, 4, 5])

    def test_twice_is_once(self):
        self._run("cron_seal_contacts")
        with self.assertNothingWritten("o2c.contact"):
            self._run("cron_seal_contacts")

    def test_stopped_in_the_middle_goes_on(self):
        progress = []
        inner = self.registry["o2c.contact"]._seal
        self.patch(
            self.registry["o2c.contact"], "_seal", lambda contacts: inner(contacts, 2)
        )
        with self._stopped(progress):
            self.Contact._cron_seal()
            self.assertEqual(self.entries.mapped("number"), [1, 2, 0, 0, 0])
            self.Contact._cron_seal()
            self.Contact._cron_seal()
            self.Contact._cron_seal()
        self.assertEqual(progress, [(2, 3), (2, 1), (1, 0)])
        self.assertEqual(self.entries.mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(self.Contact._verify(self.company), (5, None))


@tagged("post_install", "-at_install")
class TestRebuildJob(CronCase):
    """The rebuild heals every order of every company and goes on where it stopped."""

    def setUp(self):
        super().setUp()
        with self._at(DAY[2]):
            self.orders = self.env["sale.order"].union(
                *(self._order() for _ in range(5))
            )
        self.env.flush_all()

    def _tamper(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET o2c_stage = 'closed'")
        self.env.invalidate_all()

    def _position(self):
        parameters = self.env["ir.config_parameter"]
        return int(parameters.get_param("o2c_orders.timeline_position", 0))

    def test_heals_all(self):
        other = self._company()
        theirs = self._order(confirm=False, company_id=other.id, order_line=[])
        self._tamper()
        self._run("cron_rebuild_timeline")
        self.assertEqual(set(self.orders.mapped("o2c_stage")), {"processing"})
        self.assertEqual(theirs.o2c_stage, "generation")
        self.assertEqual(self._position(), 0)

    def test_stopped_in_the_middle_goes_on(self):
        self._tamper()
        everything = self.env["sale.order"].search([], order="id")
        ready = everything[: len(everything) - 3]
        progress = []
        with self._stopped(progress), patch(f"{TIMELINE}.BATCH", len(ready)):
            self.env["sale.order"]._cron_o2c_rebuild_timeline()
            self.assertEqual(progress, [(len(ready), 3)])
            self.assertEqual(self._position(), ready[-1].id)
            self.assertEqual(
                self.orders.mapped("o2c_stage"), ["processing"] * 2 + ["closed"] * 3
            )
        with self._stopped(progress), patch(f"{TIMELINE}.BATCH", 3):
            self.env["sale.order"]._cron_o2c_rebuild_timeline()
            self.assertEqual(progress[1:], [(3, 0)])
        self.assertEqual(set(self.orders.mapped("o2c_stage")), {"processing"})
        self.assertEqual(self._position(), 0)

    def test_only_the_manager_starts_it(self):
        trigger = self.env["ir.cron.trigger"]
        cron = self.env.ref("o2c_orders.cron_rebuild_timeline")
        domain = [("cron_id", "=", cron.id)]
        before = trigger.search_count(domain)
        for role in ("salesperson", "order_desk", "accountant", "customer"):
            orders = self.env["sale.order"].with_user(self._user(role))
            with self.assertRaises(AccessError):
                orders.action_o2c_rebuild_timeline()
        self.assertEqual(trigger.search_count(domain), before)
        manager = self.env["sale.order"].with_user(self._user("order_manager"))
        manager.action_o2c_rebuild_timeline()
        self.assertEqual(trigger.search_count(domain), before + 1)

    def test_jobs_are_scheduled(self):
        for name in ("cron_end_expired", "cron_seal_contacts", "cron_rebuild_timeline"):
            cron = self.env.ref(f"o2c_orders.{name}")
            self.assertTrue(cron.active, name)
            self.assertEqual(cron.user_id, self.env.ref("base.user_root"), name)
