from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_common import ClockCommon

MONDAY = "2026-03-02 08:00:00"  # nine o'clock in Rome


@tagged("post_install", "-at_install")
class TestClock(ClockCommon):
    def test_a_new_ticket_has_its_clocks(self):
        self._policy(("first_reply", 4, "hour"), ("resolution", 3, "day"))
        with self._at("2026-03-06 15:00:00"):  # Friday, an hour before the end
            ticket = self._ticket()
        self.assertEqual(
            self._clock(ticket, "first_reply").due_at, datetime(2026, 3, 9, 11)
        )
        self.assertEqual(
            self._clock(ticket, "resolution").due_at, datetime(2026, 3, 11, 16)
        )
        self.assertEqual(ticket.next_due_at, datetime(2026, 3, 9, 11))
        self.assertEqual(ticket.clock_state, "ok")

    def test_without_policy_no_clock(self):
        ticket = self._ticket()
        self.assertFalse(ticket.clock_ids)
        self.assertEqual((ticket.clock_state, ticket.next_due_at), ("none", False))

    def test_an_answer_meets_the_first_reply(self):
        self._policy(("first_reply", 4, "hour"), ("next_reply", 2, "hour"))
        with self._at(MONDAY):
            ticket = self._ticket()
        with self._at("2026-03-02 09:00:00"):
            self._answer(ticket)
        first = self._clock(ticket, "first_reply")
        self.assertEqual((first.state, first.is_open), ("met", False))
        self.assertEqual(first.met_at, datetime(2026, 3, 2, 9))
        self.assertEqual(ticket.clock_state, "none")
        with self._at("2026-03-02 10:00:00"):
            self._customer_writes(ticket)
        self.assertEqual(
            self._clock(ticket, "next_reply").due_at, datetime(2026, 3, 2, 12)
        )
        with self._at("2026-03-02 13:00:00"):
            self._answer(ticket)
        late = self._clock(ticket, "next_reply")
        self.assertEqual((late.state, late.remaining), ("missed", -60))
        self.assertEqual(late.breached_at, datetime(2026, 3, 2, 12))

    def test_a_note_is_no_answer(self):
        self._policy(("first_reply", 4, "hour"))
        ticket = self._ticket()
        ticket.with_user(self.agent).message_post(
            body="Asked the warehouse", subtype_xmlid="mail.mt_note"
        )
        self.assertTrue(self._clock(ticket, "first_reply").is_open)

    def test_waiting_pauses_and_keeps_what_is_left(self):
        self._policy(("resolution", 8, "hour"))
        with self._at(MONDAY):
            ticket = self._go(self._ticket(), "acknowledged")
        with self._at("2026-03-02 11:00:00"):
            ticket.write({"stage": "waiting", "waiting_for": "customer"})
        clock = self._clock(ticket, "resolution")
        self.assertEqual((clock.state, clock.due_at), ("paused", False))
        self.assertEqual((clock.remaining, ticket.clock_state), (300, "paused"))
        self.assertFalse(ticket.next_due_at)
        self._run_clocks("2026-03-20 11:00:00")  # weeks later
        self.assertEqual(clock.state, "paused")
        with self._at("2026-03-03 09:00:00"):
            ticket.stage = "investigation"
        self.assertEqual(
            (clock.state, clock.due_at), ("running", datetime(2026, 3, 3, 14))
        )
        self.assertEqual(clock.paused_minutes, 22 * 60)

    def test_another_wait_runs_on(self):
        self._policy(("resolution", 8, "hour"))
        with self._at(MONDAY):
            ticket = self._go(self._ticket(), "acknowledged")
            ticket.write({"stage": "waiting", "waiting_for": "supplier"})
            self.assertEqual(ticket.clock_state, "ok")
            ticket.waiting_for = "customer"
            self.assertEqual(ticket.clock_state, "paused")

    def test_reopened_is_a_new_round(self):
        self._policy(("resolution", 8, "hour"))
        with self._at(MONDAY):
            ticket = self._close(self._ticket())
        self.assertEqual(self._clock(ticket, "resolution").state, "met")
        with self._at("2026-03-04 08:00:00"):
            ticket.stage = "investigation"
        self.assertEqual(self._clock(ticket, "resolution").state, "met")
        again = self._clock(ticket, "resolution", 2)
        self.assertEqual(
            (again.state, again.due_at), ("running", datetime(2026, 3, 4, 16))
        )

    # ------------------------------------------------------------- chosen anew
    def test_a_higher_priority_chooses_anew_and_keeps_the_time(self):
        self._policy(("resolution", 8, "hour"), sequence=20)
        urgent = self._policy(("resolution", 4, "hour"), sequence=10, priority="2")
        with self._at(MONDAY):
            ticket = self._ticket()
        clock = self._clock(ticket, "resolution")
        self.assertEqual(clock.due_at, datetime(2026, 3, 2, 16))
        with self._at("2026-03-02 11:00:00"):
            ticket.priority = "2"
        self.assertEqual(clock.policy_id, urgent)
        self.assertEqual(clock.due_at, datetime(2026, 3, 2, 12))
        self.assertEqual(ticket.clock_ids, clock)

    def test_what_selects_it(self):
        """Each of them alone brings the ticket under the policy, and out again."""
        reason = self.env["o2c.ticket.reason"].create({"name": "Cold"})
        below = reason.create({"name": "Ice cold", "parent_id": reason.id})
        team = self.env["o2c.ticket.team"].create({"name": "Night"})
        cases = [
            ("kind", {"kind": "warranty"}, {"kind": "warranty"}, {"kind": "complaint"}),
            (
                "reason below",
                {"reason_id": reason.id},
                {"reason_id": below.id},
                {"reason_id": False},
            ),
            ("priority", {"priority": "2"}, {"priority": "3"}, {"priority": "1"}),
            (
                "team",
                {"team_id": team.id},
                {"team_id": team.id},
                {"team_id": self.team.id},
            ),
            (
                "category",
                {"product_categ_id": self.product.categ_id.id},
                {"product_id": self.product.id},
                {"product_id": False},
            ),
        ]
        for case, conditions, inside, outside in cases:
            with self.subTest(case=case):
                policy = self._policy(
                    ("first_reply", 1, "hour"),
                    company_id=self.env.company.id,
                    **conditions,
                )
                ticket = self._ticket(team_id=self.team.id).sudo()
                self.assertEqual(ticket.clock_state, "none")
                ticket.write(inside)
                self.assertEqual(ticket.clock_ids.policy_id, policy)
                self.assertTrue(ticket.clock_ids.is_open)
                ticket.write(outside)
                self.assertEqual(ticket.clock_ids.state, "void")
                self.assertEqual(ticket.clock_state, "none")
                ticket.write(inside)
                self.assertEqual(ticket.clock_ids.state, "running")
                policy.active = False

    def test_a_customers_level_and_contract_reach_open_tickets(self):
        key = self._policy(("first_reply", 1, "hour"), tier="key")
        ticket = self._ticket()
        self.assertFalse(ticket.clock_ids)
        self.customer.o2c_care_tier = "key"
        self._refresh_outdated()
        self.assertEqual(ticket.clock_ids.policy_id, key)

    def test_a_changed_time_reaches_open_tickets_only(self):
        policy = self._policy(("resolution", 8, "hour"))
        with self._at(MONDAY):
            ticket, done = self._ticket(), self._close(self._ticket())
        with self._at("2026-03-02 09:00:00"):
            policy.target_ids.duration = 2
            self._refresh_outdated()
        clock = self._clock(ticket, "resolution")
        self.assertEqual(clock.due_at, datetime(2026, 3, 2, 10))
        self.assertEqual(
            self._clock(done, "resolution").due_at, datetime(2026, 3, 2, 16)
        )

    def test_a_holiday_moves_the_due_moment(self):
        self._policy(("resolution", 1, "day"))
        with self._at(MONDAY):
            ticket = self._ticket()
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": self.calendar.id,
                    "company_id": self.env.company.id,
                    "resource_id": False,
                    "date_from": "2026-03-02 23:00:00",
                    "date_to": "2026-03-03 22:59:59",
                }
            )
            self._refresh_outdated()
        self.assertEqual(ticket.next_due_at, datetime(2026, 3, 4, 16))

    def test_a_closed_ticket_is_not_chosen_anew(self):
        self._policy(("resolution", 8, "hour"), sequence=20)
        self._policy(("resolution", 1, "hour"), sequence=10, priority="2")
        ticket = self._close(self._ticket())
        before = ticket.clock_ids.read()
        ticket.priority = "3"
        self.assertEqual(ticket.clock_ids.read(), before)

    # ------------------------------------------------------------- calendars
    def test_a_team_without_calendar(self):
        """The company's hours count; without those all hours, and it is said."""
        self._policy(("first_reply", 4, "hour", {"calendar_id": False}))
        self.team.calendar_id = False
        self.env.company.resource_calendar_id = self.calendar
        with self._at("2026-03-06 15:00:00"):
            with_hours = self._ticket()
            self.env.company.resource_calendar_id = False
            without = self._ticket()
        self.assertEqual(with_hours.next_due_at, datetime(2026, 3, 9, 11))
        self.assertEqual(without.next_due_at, datetime(2026, 3, 6, 19))
        self.assertEqual(without.clock_ids.problem, "no_calendar")
        self.assertIn("has working hours: all hours are", without.clock_ids.text)

    def test_the_calendar_of_the_team(self):
        self._policy(("first_reply", 4, "hour", {"calendar_id": False}))
        self.team.calendar_id = self._calendar([(d, 0, 24) for d in range(7)])
        with self._at("2026-03-06 15:00:00"):
            ticket = self._ticket(team_id=self.team.id)
        self.assertEqual(ticket.next_due_at, datetime(2026, 3, 6, 19))

    def test_a_calendar_without_working_time(self):
        empty = self._calendar([])
        self._policy(("first_reply", 4, "hour", {"calendar_id": empty.id}))
        with self._at("2026-03-06 15:00:00"):
            ticket = self._ticket()
        self.assertEqual(ticket.next_due_at, datetime(2026, 3, 6, 19))
        self.assertEqual(ticket.clock_ids.problem, "empty_calendar")

    def test_night_and_day_over_both_changes(self):
        """A calendar of Odoo's own without a gap at midnight."""
        always = self._calendar([(d, 0, 24) for d in range(7)])
        self._policy(("first_reply", 48, "hour", {"calendar_id": always.id}))
        for start, due in (
            ("2026-03-28 12:00:00", datetime(2026, 3, 30, 12)),
            ("2026-10-24 12:00:00", datetime(2026, 10, 26, 12)),
        ):
            with self.subTest(start=start), self._at(start):
                self.assertEqual(self._ticket().next_due_at, due)

    # ------------------------------------------------------------- cost and rights
    def test_many_tickets_cost_no_query_each(self):
        self._policy(("first_reply", 4, "hour"), ("resolution", 3, "day"))
        vals = {"name": "Cups", "partner_id": self.customer.id}

        def refresh(count):
            tickets = self.env["o2c.ticket"].create([dict(vals)] * count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tickets._refresh_clocks()
            return self.env.cr.sql_log_count - before

        few = refresh(2)
        self.assertEqual(refresh(40), few)

    def test_nobody_writes_a_clock_by_hand(self):
        self._policy(("first_reply", 4, "hour"))
        ticket = self._ticket()
        clock = ticket.clock_ids
        for user in (self.agent, self.leader, self.accountant):
            for model, ids, values in (
                ("o2c.ticket.clock", clock.ids, {"state": "met"}),
                ("o2c.ticket.clock", clock.ids, {"due_at": "2030-01-01 00:00:00"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call_kw(self.env(user=user.id)[model], "write", [ids, values], {})
        self.assertEqual(clock.state, "running")

    def test_one_ticket_that_fails_keeps_no_other(self):
        policy = self._policy(("first_reply", 4, "hour"))
        broken, whole = self._ticket(), self._ticket()
        policy.target_ids.duration = 6
        Ticket = type(broken)
        facts = Ticket._clock_facts

        def fail(ticket, clocks):
            if ticket.id == broken.id:
                raise ValueError("no such moment")
            return facts(ticket, clocks)

        due = whole.next_due_at
        with (
            patch.object(Ticket, "_clock_facts", fail),
            mute_logger("odoo.addons.o2c_customer_care.models.o2c_clock_run"),
        ):
            self._refresh_outdated()
        self.assertGreater(whole.next_due_at, due)
        self.assertEqual(broken.next_due_at, due)
