"""Eight tickets come in at the same moment, each on a connection of its own."""

import threading
from collections import Counter
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_customer_care.models.assignment_facts import Pool

from .common import GROUPS

COUNT = 8
PATIENCE = 60  # seconds
QUIET = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}


@tagged("post_install", "-at_install")
class TestAssignmentRace(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.made = {}
        cls.addClassCleanup(cls._committed, cls._remove)
        cls._committed(cls._make)

    @classmethod
    def _committed(cls, work, *args):
        with cls.registry.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, QUIET), *args)

    @classmethod
    def _make(cls, env):
        users = env["res.users"]
        for number in range(COUNT):
            users |= new_test_user(env, f"care_race_{number}", GROUPS["care_agent"])
        cls.made["res.users"] = users.ids
        team = env["o2c.ticket.team"].create(
            {
                "name": "Race",
                "sequence": 999,
                "assign": "round_robin",
                "member_ids": [Command.set(users.ids)],
            }
        )
        cls.made["o2c.ticket.team"] = team.ids
        agents = env["o2c.care.agent"].create([{"user_id": u.id} for u in users])
        cls.made["o2c.care.agent"] = agents.ids
        customers = env["res.partner"].create(
            [{"name": f"Race {number}"} for number in range(COUNT)]
        )
        cls.made["customers"] = customers.ids
        cls.made["res.partner"] = customers.ids + users.partner_id.ids

    @classmethod
    def _remove(cls, env):
        for model in ("o2c.care.agent", "o2c.ticket.team", "res.users", "res.partner"):
            env[model].browse(cls.made.get(model, [])).unlink()

    def setUp(self):
        super().setUp()
        self.addCleanup(self._committed, self._forget_tickets)

    def _forget_tickets(self, env):
        tickets = env["o2c.ticket"].search(
            [("team_id", "in", self.made["o2c.ticket.team"])]
        )
        env.cr.execute(
            "DELETE FROM o2c_ticket_stage WHERE ticket_id = ANY(%s)", [tickets.ids]
        )
        tickets.invalidate_recordset()
        tickets.unlink()
        agents = env["o2c.care.agent"].browse(self.made["o2c.care.agent"])
        agents.write({"turn": 0, "paused": False})

    def _open(self, customer, barrier, results):
        """A ticket of ``customer``, with a snapshot older than all the others'."""
        try:
            with self.registry.cursor() as cr:
                cr.execute("SELECT count(*) FROM o2c_care_agent")
                barrier.wait(PATIENCE)
                ticket = api.Environment(cr, SUPERUSER_ID, QUIET)["o2c.ticket"].create(
                    {
                        "name": "Race",
                        "partner_id": customer,
                        "channel": "email",
                        "team_id": self.made["o2c.ticket.team"][0],
                    }
                )
                owner = ticket.user_id.id
            results[customer] = owner
        except SerializationFailure:
            results[customer] = "refused"

    def _race(self):
        barrier, results = threading.Barrier(COUNT), {}
        threads = [
            threading.Thread(target=self._open, args=(customer, barrier, results))
            for customer in self.made["customers"]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual(len(results), COUNT)
        return results

    def _stay(self, env, count):
        """Only the first ``count`` agents are there."""
        agents = env["o2c.care.agent"].browse(self.made["o2c.care.agent"])
        agents[count:].paused = True

    def _owners(self, env):
        tickets = env["o2c.ticket"].search(
            [("team_id", "in", self.made["o2c.ticket.team"])]
        )
        owners = [ticket.user_id.id for ticket in tickets if ticket.user_id]
        return Counter(owners), len(tickets)

    def _give_the_rest(self, env):
        team = env["o2c.ticket.team"].browse(self.made["o2c.ticket.team"])
        tickets = env["o2c.ticket"]
        tickets.browse(tickets._queued(team))._share_out()

    def test_eight_tickets_go_to_eight_people(self):
        for number in range(3):
            with self.subTest(round=number):
                results = self._race()
                self.assertEqual(
                    sorted(results.values()), sorted(self.made["res.users"])
                )
            self._committed(self._forget_tickets)

    def test_with_fewer_agents_none_is_lost_and_none_given_twice(self):
        self._committed(self._stay, 3)
        results = self._race()
        self.assertNotIn("refused", results.values())
        owners, count = self._committed(self._owners)
        self.assertEqual((count, owners.total()), (COUNT, 3))
        self.assertEqual(set(owners.values()), {1})
        self._committed(self._give_the_rest)
        owners, count = self._committed(self._owners)
        self.assertEqual((count, sorted(owners.values())), (COUNT, [2, 3, 3]))

    def test_without_the_lock_they_would_be_refused(self):
        with (
            patch.object(Pool, "_lock", lambda pool, key: True),
            mute_logger("odoo.sql_db", "odoo.addons.o2c_customer_care"),
            mute_logger("odoo.addons.o2c_customer_care.models.o2c_ticket_assign"),
        ):
            results = self._race()
        self.assertLess(len(set(results.values()) - {False, "refused"}), COUNT)
