import threading
from collections import Counter

from odoo import Command, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged

from .common import AGENT, NOW

AGENTS = 8


@tagged("post_install", "-at_install")
class TestTakingAtOnce(BaseCase):
    """Eight agents press the button in the same moment, on eight connections."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        self.made = {}
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self._prepare(env)

    def _prepare(self, env):
        self.others = env["o2c.campaign"].search([("state", "=", "running")]).ids
        env["o2c.campaign"].browse(self.others).write({"active": False})
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
        orders = env["sale.order"].create([{"partner_id": partner.id}] * AGENTS)
        self.made = {
            "o2c.campaign": campaign.ids,
            "sale.order": orders.ids,
            "res.partner": [*partner.ids, *users.partner_id.ids],
            "res.users": users.ids,
        }
        self._deliver(env, campaign, orders, partner)

    def _deliver(self, env, campaign, orders, partner):
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

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            calls = env["o2c.call"].search(
                [("campaign_id", "in", self.made.get("o2c.campaign", []))]
            )
            calls.unlink()
            cr.execute(
                "UPDATE o2c_campaign SET state = 'draft' WHERE id = ANY(%s)",
                [self.made.get("o2c.campaign", [])],
            )
            env.invalidate_all()
            for model in ("o2c.campaign", "sale.order", "res.users", "res.partner"):
                env[model].browse(self.made.get(model, [])).unlink()
            env["o2c.campaign"].browse(self.others).write({"active": True})

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
