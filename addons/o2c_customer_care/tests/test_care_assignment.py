from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .agent_common import AgentCommon

LOGGER = "odoo.addons.o2c_customer_care.models.o2c_ticket_assign"


@tagged("post_install", "-at_install")
class TestAssignment(AgentCommon):
    """New tickets go to the agents of their team, each with its reasons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._new_agent("anna")
        cls.ben = cls._new_agent("ben")
        cls.carl = cls._new_agent("carl")

    def test_in_turn(self):
        tickets = self._new(4)
        self.assertOwners(tickets, self.anna, self.ben, self.carl, self.anna)
        self.assertOwners(self._new(2), self.ben, self.carl)
        self.assertEqual(self._codes(tickets[0]), ["next_in_turn"])
        self.assertEqual(tickets[0].assigned_why, "Was next in turn.")
        self.assertTrue(self.anna.last_assigned_at)

    def test_one_of_the_team_only(self):
        other = self.env["o2c.ticket.team"].create(
            {"name": "Others", "assign": "round_robin"}
        )
        dora = self._new_agent("dora", other)
        self.assertOwners(self._new(2, team_id=other.id), dora, dora)

    def test_by_hand_nobody_gets_it(self):
        self.team.assign = "hand"
        ticket = self._new()
        self.assertFalse(ticket.user_id)
        self.assertFalse(ticket.assigned_why)

    def test_whoever_is_named_keeps_it(self):
        ticket = self._new(user_id=self.carl.user_id.id)
        self.assertOwners(ticket, self.carl)
        self.assertFalse(ticket.assigned_why)
        self.assertTrue(ticket.assigned_at)

    def test_balanced(self):
        self.team.assign = "balanced"
        self.anna.capacity, self.ben.capacity, self.carl.capacity = 10, 4, 2
        tickets = self._new(5)
        # 0/10 0/4 0/2 | 1/10 1/4 1/2 | the emptiest by share
        self.assertOwners(tickets, self.anna, self.ben, self.carl, self.anna, self.anna)
        self.assertEqual(
            tickets[4].assigned_why, "Had the most room: 2 of at most 10 tickets."
        )

    def test_a_limit_is_kept_also_within_one_batch(self):
        for agent in (self.anna, self.ben, self.carl):
            agent.capacity = 1
        tickets = self._new(4)
        self.assertOwners(tickets, self.anna, self.ben, self.carl, None)
        self.assertEqual(
            tickets[3].assigned_why,
            "All who are there have as many tickets as they can take.",
        )
        self._close(tickets[0])
        self._run_job()
        self.assertOwners(tickets[3], self.anna)

    def test_answered_tickets_are_no_load(self):
        self.anna.capacity = 1
        ticket = self._new(user_id=self.anna.user_id.id)
        self.assertEqual(self.anna.open_ticket_count, 1)
        self._go(ticket, "answered")
        self.anna.invalidate_recordset()
        self.assertEqual(self.anna.open_ticket_count, 0)

    def test_the_most_urgent_of_a_batch_first(self):
        (self.ben | self.carl).paused = True
        self.anna.capacity = 1
        low, high = self.env["o2c.ticket"].create(
            [
                {
                    "name": "x",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "priority": priority,
                }
                for priority in ("0", "2")
            ]
        )
        self.assertOwners(low | high, None, self.anna)

    def test_who_opens_it_keeps_it(self):
        options = {"partner_id": self.customer.id, "team_id": self.team.id}
        Ticket = self.env["o2c.ticket"].with_user(self.ben.user_id)
        ticket = Ticket.create({"name": "On the phone", **options})
        self.assertOwners(ticket, self.ben)
        self.assertEqual(ticket.assigned_why, "Entered it, and so keeps it.")
        self.team.opener_keeps = self.team.same_agent = False
        ticket = Ticket.create({"name": "On the phone", **options})
        self.assertOwners(ticket, self.anna)

    def test_skill_language_customer(self):
        skill = self.env["o2c.care.skill"].create(
            {"name": "Machines", "kind": "warranty", "agent_ids": self.carl.ids}
        )
        italian = self.env["res.lang"]._activate_lang("it_IT")
        self.ben.lang_ids = italian
        self.anna.lang_ids = self.carl.lang_ids = self.env.ref("base.lang_en")
        warranty = self._new(kind="warranty")
        self.assertOwners(warranty, self.carl)
        self.assertIn("Has what it asks for: Machines.", warranty.assigned_why)
        written = self._new(lang="it_IT")
        self.assertOwners(written, self.ben)
        self.assertIn("Speaks the customer's language: Italian", written.assigned_why)
        again = self._new(partner_id=warranty.partner_id.id)
        self.assertOwners(again, self.carl)
        self.assertEqual(self._codes(again)[-2:], ["knows_customer", "next_in_turn"])
        skill.strict = True
        self.carl.paused = True
        waiting = self._new(kind="warranty")
        self.assertOwners(waiting, None)
        self.assertEqual(waiting.assigned_why, "Waits for somebody who has: Machines.")

    def test_skill_by_reason_and_product(self):
        reason = self.env["o2c.ticket.reason"].create({"name": "Above"})
        below = reason.create({"name": "Below", "parent_id": reason.id})
        category = self.env["product.category"].create({"name": "Grinders"})
        self.product.categ_id = category
        self.env["o2c.care.skill"].create(
            [
                {
                    "name": "By reason",
                    "reason_ids": [Command.set(reason.ids)],
                    "agent_ids": [Command.set(self.carl.ids)],
                },
                {
                    "name": "By product",
                    "category_ids": [Command.set(category.ids)],
                    "agent_ids": [Command.set(self.ben.ids)],
                },
            ]
        )
        self.assertOwners(self._new(reason_id=below.id), self.carl)
        self.assertOwners(self._new(product_id=self.product.id), self.ben)

    def test_one_that_fails_stops_no_other(self):
        tickets = self._new(3, user_id=self.anna.user_id.id)
        broken = tickets[1]
        Ticket = self.env.registry["o2c.ticket"]
        choose = Ticket._choose

        def fails(self, pool, team, need):
            if self.id == broken.id:
                raise ValueError("broken")
            return choose(self, pool, team, need)

        self.team.same_agent = False
        with patch.object(Ticket, "_choose", fails), mute_logger(LOGGER):
            tickets.user_id = False
            tickets._share_out()
        self.assertOwners(tickets, self.anna, None, self.ben)
        self.assertIn("It is tried again in a few minutes", broken.assigned_why)
        self._run_job()
        self.assertOwners(broken, self.carl)

    def test_another_owner_has_other_reasons(self):
        ticket = self._new()
        ticket.with_user(self.ben.user_id).user_id = self.ben.user_id
        self.assertFalse(ticket.assigned_why)
        self.assertFalse(ticket.assigned_reasons)

    def test_another_team(self):
        other = self.env["o2c.ticket.team"].create(
            {"name": "Others", "assign": "balanced"}
        )
        dora = self._new_agent("dora", other)
        ticket = self._new()
        ticket.team_id = other
        self.assertOwners(ticket, dora)
        # who belongs to both teams keeps it
        self.team.member_ids = [Command.link(dora.user_id.id)]
        ticket.team_id = self.team
        self.assertOwners(ticket, dora)

    def test_parts_have_their_own_owner(self):
        ticket = self._new()
        part = self._new(parent_id=ticket.id)
        self.assertFalse(part.user_id)

    def test_given_back(self):
        ticket = self._new()
        self.assertOwners(ticket, self.anna)
        with self.assertRaisesRegex(UserError, "only its owner"):
            ticket.with_user(self.ben.user_id).action_give_back()
        ticket.with_user(self.anna.user_id).action_give_back()
        self.assertOwners(ticket, self.ben)
        ticket.with_user(self.ben.user_id).action_give_back()
        ticket.with_user(self.carl.user_id).action_give_back()
        self.assertOwners(ticket, None)
        self.assertEqual(ticket.assigned_why, "All agents of the team gave it back.")

    def test_who_left_has_none(self):
        tickets = self._new(3)
        self._close(tickets[0])
        self.anna.active = False
        self.anna.user_id.active = False
        self._go(tickets[0], "investigation")
        self.assertOwners(tickets[0], self.ben)
        self.carl.active = False
        self.assertOwners(tickets[1:], self.ben, self.ben)

    def test_queries_do_not_grow_with_the_tickets(self):
        def cost(count):
            self.team.assign = "hand"
            tickets = self._new(count)
            self.team.assign = "round_robin"
            self.env.flush_all()
            self.env.invalidate_all()
            pool = self.env.cr.sql_log_count
            with patch.object(
                self.env.registry["o2c.ticket"], "_give_to", lambda *args: None
            ):
                tickets._share_out()
            self.env.flush_all()
            return self.env.cr.sql_log_count - pool

        cost(1)
        self.assertLessEqual(cost(30), cost(3) + 1)
