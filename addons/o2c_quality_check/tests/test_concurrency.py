import threading
from collections import Counter

from odoo import Command, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged

from .common import AGENT, NOW

AGENTS = 20


@tagged("post_install", "-at_install")
class TestTakingAtOnce(BaseCase):
    """Twenty agents press the button in the same moment, on twenty connections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.made, cls.others, cls.rules = {}, [], []
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            cls._prepare(api.Environment(cr, api.SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE o2c_call SET state = 'to_call', agent_id = NULL, priority = '0'"
                " WHERE campaign_id = ANY(%s)",
                [self.made["o2c.campaign"]],
            )

    @classmethod
    def _prepare(cls, env):
        cls.rules = env["o2c.calling.rule"].search([]).ids
        env["o2c.calling.rule"].browse(cls.rules).active = False
        cls.others = env["o2c.campaign"].search([("state", "=", "running")]).ids
        env["o2c.campaign"].browse(cls.others).write({"active": False})
        users = env["res.users"]
        for number in range(AGENTS):
            users |= new_test_user(env, f"qual_race_{number}", AGENT)
        partner = env["res.partner"].create({"name": "Race", "phone": "+39 02 5550 1"})
        campaign = env["o2c.campaign"].create(
            {
                "name": "Race",
                "survey_id": env.ref("o2c_quality_check.script_delivery").id,
                "agent_ids": [Command.set(users.ids)],
                "quiet_days": 0,
                "date_from": False,
            }
        )
        campaign.action_start()
        # who is delivered in this database is not called by this campaign
        campaign.call_ids.unlink()
        orders = env["sale.order"].create([{"partner_id": partner.id}] * AGENTS)
        cls.made = {
            "o2c.campaign": campaign.ids,
            "sale.order": orders.ids,
            "res.partner": [*partner.ids, *users.partner_id.ids],
            "res.users": users.ids,
        }
        cls._deliver(env, campaign, orders, partner)

    @classmethod
    def _deliver(cls, env, campaign, orders, partner):
        env.flush_all()
        # delivered without stock: what the campaign reads is the milestone
        env.cr.execute(
            "UPDATE o2c_milestone SET actual_at = %s WHERE kind = 'delivered'"
            " AND order_id = ANY(%s)",
            ["2026-03-03 10:00:00", orders.ids],
        )
        env["o2c.call"].create(
            [
                {
                    "campaign_id": campaign.id,
                    "company_id": order.company_id.id,
                    "order_id": order.id,
                    "partner_id": partner.id,
                    "next_try_at": NOW,
                }
                for order in orders
            ]
        )

    @classmethod
    def _clean(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            calls = env["o2c.call"].search(
                [("campaign_id", "in", cls.made.get("o2c.campaign", []))]
            )
            # the log of the law is never deleted by Odoo
            cr.execute(
                "DELETE FROM o2c_dial_decision WHERE call_id = ANY(%s)", [calls.ids]
            )
            calls.unlink()
            cr.execute(
                "UPDATE o2c_campaign SET state = 'draft' WHERE id = ANY(%s)",
                [cls.made.get("o2c.campaign", [])],
            )
            env.invalidate_all()
            for model in ("o2c.campaign", "sale.order", "res.users", "res.partner"):
                env[model].browse(cls.made.get(model, [])).unlink()
            env["o2c.campaign"].browse(cls.others).write({"active": True})
            env["o2c.calling.rule"].browse(cls.rules).write({"active": True})

    def _take(self, user_id, barrier, results):
        """One agent: Odoo repeats a request that met a newer state of the queue."""
        for attempt in range(5):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, user_id, {})
                # everybody's snapshot is older than anybody's taking
                cr.execute("SELECT count(*) FROM o2c_call")
                if not attempt:
                    barrier.wait(timeout=60)
                try:
                    results[user_id] = env["o2c.call"]._take_next(env.user, NOW).id
                    return
                except ConcurrencyError:
                    cr.rollback()

    def _race(self):
        barrier, results = threading.Barrier(AGENTS), {}
        threads = [
            threading.Thread(target=self._take, args=(user, barrier, results))
            for user in self.made["res.users"]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    def test_every_agent_gets_another_call(self):
        results = self._race()
        self.assertEqual(sorted(results), sorted(self.made["res.users"]))
        self.assertNotIn(False, results.values())
        twice = [call for call, count in Counter(results.values()).items() if count > 1]
        self.assertEqual(twice, [])
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT agent_id, id FROM o2c_call WHERE id = ANY(%s)"
                " AND state = 'in_call'",
                [list(results.values())],
            )
            self.assertEqual(dict(cr.fetchall()), results)

    def test_who_asks_twice_at_once_gets_one_call(self):
        pairs = self.made["res.users"][:5]
        barrier, results = threading.Barrier(2 * len(pairs)), [{}, {}]
        threads = [
            threading.Thread(target=self._take, args=(user, barrier, window))
            for window in results
            for user in pairs
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        first, second = results
        self.assertEqual(sorted(first), sorted(pairs))
        self.assertEqual(first, second)
        self.assertEqual(len(set(first.values())), len(pairs))

    def test_what_others_took_since_our_snapshot_is_passed_over(self):
        first, second = self.made["res.users"][:2]
        with self.registry.cursor() as cr:
            mine = api.Environment(cr, first, {})
            cr.execute("SELECT count(*) FROM o2c_call")
            with self.registry.cursor() as other_cr:
                env = api.Environment(other_cr, second, {})
                taken = env["o2c.call"]._take_next(env.user, NOW).id
            # our snapshot still shows it as free, and as the first one
            free = mine["o2c.call"].sudo()._due_ids(mine.user, NOW, None, [])
            self.assertEqual(free[0], taken)
            self.assertEqual(mine["o2c.call"]._take_next(mine.user, NOW).id, free[1])

    def test_an_old_snapshot_does_not_say_that_nobody_is_left(self):
        first, *others = self.made["res.users"]
        with self.registry.cursor() as cr:
            mine = api.Environment(cr, first, {})
            cr.execute("SELECT count(*) FROM o2c_call")
            for other in others:
                with self.registry.cursor() as other_cr:
                    env = api.Environment(other_cr, other, {})
                    env["o2c.call"]._take_next(env.user, NOW)
            with self.registry.cursor() as other_cr:
                env = api.Environment(other_cr, api.SUPERUSER_ID, {})
                left = env["o2c.call"].search(
                    [
                        ("campaign_id", "in", self.made["o2c.campaign"]),
                        ("state", "=", "to_call"),
                    ]
                )
                left.priority = "2"
            # the last one changed: Odoo repeats the request with a new snapshot
            with self.assertRaises(ConcurrencyError):
                mine["o2c.call"]._take_next(mine.user, NOW)
            cr.rollback()
            self.assertEqual(mine["o2c.call"]._take_next(mine.user, NOW).id, left.id)

    def test_somebody_else_s_lock_is_passed_over(self):
        first, second = self.made["res.users"][:2]
        with self.registry.cursor() as cr, self.registry.cursor() as other_cr:
            mine = api.Environment(cr, first, {})
            other = api.Environment(other_cr, second, {})
            # both transactions are open: the row is locked, not yet changed for us
            calls = [
                env["o2c.call"]._take_next(env.user, NOW).id for env in (mine, other)
            ]
        self.assertEqual(len(set(calls)), 2)
