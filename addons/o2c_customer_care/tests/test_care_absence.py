from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .agent_common import NOON, AgentCommon

LOGGER = "odoo.addons.o2c_customer_care.models.o2c_care_absence"


@tagged("post_install", "-at_install")
class TestAbsence(AgentCommon):
    """Who is away gets nothing, and hands over what he has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.same_agent = False
        cls.anna = cls._new_agent("anna", calendar_id=cls.day.id)
        cls.ben = cls._new_agent("ben", calendar_id=cls.day.id)
        cls.carl = cls._new_agent("carl", calendar_id=cls.day.id)

    def _away(self, agent, first="2026-03-04", last="2026-03-04", **values):
        return self.env["o2c.care.absence"].create(
            {"agent_id": agent.id, "date_from": first, "date_to": last, **values}
        )

    def test_whole_days_where_the_agent_is(self):
        absence = self._away(self.anna)
        # a day in Rome begins and ends at 23 UTC
        for moment, on in [
            ("2026-03-03 22:59:59", False),
            ("2026-03-03 23:00:00", True),
            ("2026-03-04 22:59:59", True),
            ("2026-03-04 23:00:00", False),
        ]:
            with self.subTest(moment), freeze_time(moment) as frozen:
                self.assertIs(absence._is_on(frozen()), on)

    def test_who_is_away_gets_nothing(self):
        self._away(self.anna)
        self._away(self.ben, "2026-03-03", "2026-03-05")
        with freeze_time(NOON):
            self.assertOwners(self._new(2), self.carl, self.carl)
            self.assertEqual(self.anna.presence, "away")

    def test_handed_over_to_who_stands_in_once(self):
        tickets = self._new(2, user_id=self.anna.user_id.id)
        self._go(tickets[1], "answered")
        absence = self._away(self.anna, substitute_id=self.carl.id)
        self._run_job("2026-03-03 12:00:00")
        self.assertOwners(tickets, self.anna, self.anna)
        self._run_job()
        self.assertOwners(tickets, self.carl, self.anna)
        self.assertEqual(tickets[0].assigned_why, "Stands in for Anna.")
        self.assertTrue(absence.handed_over_at)
        tickets[0].user_id = self.anna.user_id
        self._run_job()
        self.assertOwners(tickets[0], self.anna)

    def test_what_is_taken_up_again_finds_who_stands_in(self):
        with freeze_time("2026-03-03 12:00:00"):
            tickets = self._new(3, user_id=self.anna.user_id.id)
            for ticket in tickets:
                self._go(ticket, "answered")
            self._go(tickets[1], "closed")
        self._away(self.anna, substitute_id=self.carl.id)
        with freeze_time(NOON):
            for ticket in tickets[:2]:
                self._go(ticket.with_user(self.leader), "investigation")
            self._go(tickets[2], "closed")
        self.assertOwners(tickets, self.carl, self.carl, self.anna)
        with freeze_time("2026-03-05 12:00:00"):
            self._go(tickets[2], "investigation")
        self.assertOwners(tickets[2], self.anna)

    def test_who_stands_in_is_away_too(self):
        ticket = self._new(user_id=self.anna.user_id.id)
        self._away(self.ben, substitute_id=self.carl.id)
        self._away(self.anna, substitute_id=self.ben.id)
        self._run_job()
        self.assertOwners(ticket, self.carl)

    def test_nobody_stands_in(self):
        ticket = self._new(user_id=self.anna.user_id.id)
        self._away(self.anna)
        self._run_job()
        self.assertOwners(ticket, self.ben)
        bodies = " ".join(ticket.message_ids.mapped("body"))
        self.assertIn("Anna is away, and nobody stands in.", bodies)

    def test_not_handed_over(self):
        ticket = self._new(user_id=self.anna.user_id.id)
        self._away(self.anna, substitute_id=self.carl.id, hand_over=False)
        self._run_job()
        self.assertOwners(ticket, self.anna)

    def test_one_that_fails_stops_no_other(self):
        tickets = self._new(user_id=self.anna.user_id.id)
        tickets |= self._new(user_id=self.ben.user_id.id)
        first = self._away(self.anna, substitute_id=self.carl.id)
        self._away(self.ben, substitute_id=self.carl.id)
        Absence = self.env.registry["o2c.care.absence"]
        hand_over = Absence._hand_over

        def fails(self, now):
            if self.id == first.id:
                raise ValueError("broken")
            return hand_over(self, now)

        with patch.object(Absence, "_hand_over", fails), mute_logger(LOGGER):
            self._run_job()
        self.assertOwners(tickets, self.anna, self.carl)
        self.assertEqual(str(first.failed_at), NOON)
        self._run_job()
        self.assertOwners(tickets, self.carl, self.carl)
        self.assertFalse(first.failed_at)


@tagged("post_install", "-at_install")
class TestUrgency(AgentCommon):
    """Customer, contract and danger raise the priority, and say so."""

    def test_tiers(self):
        for tier, priority in [("standard", "0"), ("preferred", "1"), ("key", "2")]:
            with self.subTest(tier):
                customer = self._customer(o2c_care_tier=tier)
                ticket = self._new(partner_id=customer.id)
                self.assertEqual(ticket.priority, priority)
        self.assertEqual(
            ticket.priority_why, "The customer's service level is “Key customer”."
        )

    def test_a_person_sets_it_otherwise(self):
        customer = self._customer(o2c_care_tier="key")
        ticket = self._new(partner_id=customer.id, priority="3")
        self.assertEqual(ticket.priority, "3")
        self.assertFalse(ticket.priority_why)
        ticket.with_user(self.leader).priority = "0"
        ticket.kind = "enquiry"
        self.assertEqual(ticket.priority, "0")

    def test_danger_found_later(self):
        ticket = self._new()
        ticket.with_user(self.leader).safety = True
        self.assertEqual(ticket.priority, "3")
        self.assertEqual(ticket.priority_why, "Somebody could be hurt.")

    def test_another_customer(self):
        ticket = self._new()
        ticket.partner_id = self._customer(o2c_care_tier="preferred")
        self.assertEqual(ticket.priority, "1")

    def test_contacts_follow_their_company(self):
        customer = self._customer(is_company=True, o2c_care_tier="key")
        person = self._customer(name="Pia", parent_id=customer.id)
        self.assertEqual(person.o2c_care_tier, "key")

    def test_the_company_decides_how_much(self):
        self.company.o2c_key_priority = "3"
        customer = self._customer(o2c_care_tier="key")
        self.assertEqual(self._new(partner_id=customer.id).priority, "3")
