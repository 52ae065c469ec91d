from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .agent_common import NIGHT, NOON, AgentCommon


@tagged("post_install", "-at_install")
class TestShifts(AgentCommon):
    """Who is not on shift gets nothing; what waits is given when a shift begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._new_agent("anna", calendar_id=cls.day.id)
        cls.team.same_agent = False

    def _at(self, moment):
        return freeze_time(moment)

    def test_both_ends_of_a_shift(self):
        # 8 to 18 in Rome is 7 to 17 UTC in winter
        for moment, owner in [
            ("2026-03-04 06:59:59", None),
            ("2026-03-04 07:00:00", self.anna),
            ("2026-03-04 16:59:59", self.anna),
            ("2026-03-04 17:00:00", None),
        ]:
            with self.subTest(moment), self._at(moment):
                self.assertOwners(self._new(), owner)

    def test_summer_time(self):
        # since 29 March 8 o'clock is 6 UTC
        for moment, owner in [
            ("2026-03-27 06:30:00", None),
            ("2026-03-30 06:30:00", self.anna),
        ]:
            with self.subTest(moment), self._at(moment):
                self.assertOwners(self._new(), owner)

    def test_the_next_shift_is_told(self):
        with self._at("2026-03-06 20:00:00"):  # Friday night
            ticket = self._new()
        self.assertOwners(ticket, None)
        why = ticket.with_user(self.leader).assigned_why
        self.assertIn("Nobody of the team is on shift. The next shift begins", why)
        self.assertIn("3/9/26", why)

    def test_given_when_the_shift_begins_once(self):
        with self._at(NIGHT):
            ticket = self._new()
        self._run_job(NIGHT)
        self.assertOwners(ticket, None)
        self._run_job("2026-03-05 07:00:00")
        self.assertOwners(ticket, self.anna)
        self.assertEqual(ticket.assigned_at.isoformat(), "2026-03-05T07:00:00")
        turn = self.anna.turn
        self._run_job("2026-03-05 07:05:00")
        self.assertEqual(ticket.assigned_at.isoformat(), "2026-03-05T07:00:00")
        self.assertEqual(self.anna.turn, turn)

    def test_a_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.day.id,
                "company_id": self.company.id,
                "date_from": "2026-03-03 23:00:00",
                "date_to": "2026-03-04 22:59:59",
            }
        )
        with self._at(NOON):
            self.assertOwners(self._new(), None)

    def test_a_night_shift_over_midnight(self):
        self.anna.calendar_id = self._calendar("Night", 0, 6, 22, 24, days=range(7))
        for moment, owner in [
            ("2026-03-04 20:59:00", None),
            ("2026-03-04 21:00:00", self.anna),
            ("2026-03-04 23:30:00", self.anna),
            ("2026-03-05 04:59:00", self.anna),
            ("2026-03-05 05:00:00", None),
        ]:
            with self.subTest(moment), self._at(moment):
                self.assertOwners(self._new(), owner)

    def test_the_night_team(self):
        night = self.env["o2c.ticket.team"].create(
            {"name": "Night", "assign": "balanced"}
        )
        self.team.night_team_id = night
        with self._at(NIGHT):
            self.assertOwners(self._new(), None)
            nina = self._new_agent("nina", night)
            ticket = self._new()
            self.assertOwners(ticket, nina)
            self.assertEqual(ticket.team_id, night)
            self.assertEqual(self._codes(ticket), ["night_team", "least_busy"])
        with self._at(NOON):
            ticket = self._new()
            self.assertOwners(ticket, self.anna)
            self.assertEqual(ticket.team_id, self.team)
            # outside the hours of the team, even who is on shift gets none of it
            self.team.calendar_id = self._calendar("Morning", 8, 11)
            self.assertOwners(self._new(), nina)

    def test_paused(self):
        with self._at(NOON):
            self.anna.with_user(self.anna.user_id).action_pause()
            ticket = self._new()
            self.assertOwners(ticket, None)
            self.assertEqual(self.anna.presence, "paused")
            self.anna.with_user(self.leader).action_resume()
        self._run_job()
        self.assertOwners(ticket, self.anna)

    def test_presence(self):
        self.anna.capacity = 1
        for moment, presence in [(NOON, "there"), (NIGHT, "off")]:
            with self._at(moment):
                self.anna.invalidate_recordset()
                self.assertEqual(self.anna.presence, presence)
        self._new(user_id=self.anna.user_id.id)
        with self._at(NOON):
            self.anna.invalidate_recordset()
            self.assertEqual(self.anna.presence, "full")
        with self._at(NIGHT):
            self.anna.invalidate_recordset()
            again = self.anna.next_shift_at
            self.assertEqual(again.isoformat(), "2026-03-05T07:00:00")


@tagged("post_install", "-at_install")
class TestAgentRights(AgentCommon):
    """Leaders keep the agents; an agent says only whether he takes tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._new_agent("anna")
        cls.ben = cls._new_agent("ben")

    def test_an_agent_pauses_himself_only(self):
        with self.assertRaises(AccessError):
            self.anna.with_user(self.ben.user_id).action_pause()
        self.assertFalse(self.anna.paused)

    def test_an_agent_writes_nothing_by_hand(self):
        as_anna = self.anna.with_user(self.anna.user_id)
        for vals in ({"paused": True}, {"capacity": 1}, {"turn": 0}):
            with self.subTest(vals), self.assertRaises(AccessError):
                as_anna.write(vals)
        with self.assertRaises(AccessError):
            self.env["o2c.care.absence"].with_user(self.anna.user_id).create(
                {"agent_id": self.anna.id, "date_to": "2026-03-05"}
            )

    def test_a_salesperson_sees_no_agents(self):
        with self.assertRaises(AccessError):
            self.anna.with_user(self._user("salesperson")).read(["capacity"])

    def test_nobody_writes_the_reasons(self):
        ticket = self._new()
        for vals in (
            {"assigned_reasons": False},
            {"given_back_ids": [Command.clear()]},
            {"priority_reasons": [{"code": "tier"}]},
            {"assigned_at": "2026-03-05 07:00:00"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                ticket.with_user(self.leader).write(vals)
        with self.subTest("create"):
            ticket = self._ticket(assigned_reasons=[{"code": "failed"}])
            self.assertEqual(self._codes(ticket), ["next_in_turn"])

    def test_accounting_reads_why(self):
        skill = self.env["o2c.care.skill"].create(
            {"name": "Machines", "kind": "warranty", "agent_ids": self.ben.ids}
        )
        customer = self._customer(o2c_care_tier="key")
        ticket = self._new(kind="warranty", partner_id=customer.id)
        shown = ticket.with_user(self.accountant).read(
            ["assigned_why", "priority_why", "tier"]
        )[0]
        self.assertIn(skill.name, shown["assigned_why"])
        self.assertIn("Key customer", shown["priority_why"])
        self.assertEqual(shown["tier"], "key")

    def test_the_customer_does_not_read_why(self):
        portal = self._user("customer")
        ticket = self._new(partner_id=portal.partner_id.commercial_partner_id.id)
        with self.assertRaises(AccessError):
            ticket.with_user(portal).read(["assigned_why"])

    def test_another_company(self):
        other = self._company()
        agent = self.Agent.create(
            {
                "user_id": self._user(
                    "care_else", groups="base.group_user", company=other
                ).id,
                "company_id": other.id,
            }
        )
        with self.assertRaises(AccessError):
            agent.with_user(self.leader).read(["capacity"])
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            self.Agent.create({"user_id": self.anna.user_id.id, "company_id": other.id})

    def test_members_become_agents(self):
        team = self.team.with_user(self.leader)
        self.assertEqual(team.outsider_ids, self.agent)
        team.action_make_agents()
        self.assertFalse(team.outsider_ids)
        self.assertIn(self.agent, team.agent_ids.user_id)

    def test_teams_of_an_agent(self):
        other = self.env["o2c.ticket.team"].create({"name": "Others"})
        self.assertEqual(self.anna.team_ids, self.team)
        self.anna.with_user(self.leader).team_ids = other
        self.assertIn(self.anna.user_id, other.member_ids)
        self.assertNotIn(self.anna.user_id, self.team.member_ids)
