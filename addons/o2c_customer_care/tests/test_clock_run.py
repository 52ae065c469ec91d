from datetime import datetime
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .clock_common import ClockCommon

MONDAY = "2026-03-02 08:00:00"
CHAIN = [
    {"event": "warning", "who": "owner", "how": "activity"},
    {"event": "breach", "who": "owner", "how": "activity", "raise_priority": True},
    {"event": "breach", "after_hours": 2, "who": "leader", "how": "both"},
]


@tagged("post_install", "-at_install")
class TestClockRun(ClockCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.leader_id = cls.leader
        cls.policy = cls._policy(("first_reply", 4, "hour"), steps=CHAIN)
        with cls._at(MONDAY):
            cls.ticket = cls._ticket(user_id=cls.agent.id, team_id=cls.team.id)
        cls.clock = cls.ticket.clock_ids

    def _told(self):
        return sorted(self.clock.notice_ids.mapped("step_key"))

    def _activities(self, user):
        return self.ticket.activity_ids.filtered(lambda a: a.user_id == user)

    def test_nothing_before_it_is_at_risk(self):
        self._run_clocks("2026-03-02 10:59:59")
        self.assertEqual(self._told(), [])
        self.assertEqual(self.ticket.clock_state, "ok")

    def test_at_risk_exactly_once(self):
        for _run in range(3):
            self._run_clocks("2026-03-02 11:00:00")
        self.assertEqual(self._told(), ["warning:0:owner"])
        self.assertEqual(self.ticket.clock_state, "at_risk")
        self.assertEqual(self.clock.warned_at, datetime(2026, 3, 2, 11))
        self.assertEqual(len(self._activities(self.agent)), 1)

    def test_due_at_the_last_second_is_not_late(self):
        self._run_clocks("2026-03-02 12:00:00")
        self.assertEqual(self.clock.state, "running")
        self._run_clocks("2026-03-02 12:00:01")
        self.assertEqual(self.clock.state, "missed")

    def test_late_exactly_once(self):
        self._run_clocks("2026-03-02 11:30:00")
        for _run in range(3):
            self._run_clocks("2026-03-02 12:05:00")
        self.assertEqual(self._told(), ["breach", "breach:0:owner", "warning:0:owner"])
        self.assertEqual(self.ticket.clock_state, "breached")
        self.assertEqual(self.ticket.next_due_at, datetime(2026, 3, 2, 12))
        self.assertEqual(self.clock.breached_at, datetime(2026, 3, 2, 12))
        self.assertEqual(self.ticket.priority, "1")
        notes = [m for m in self.ticket.message_ids if "is late: it was due" in m.body]
        self.assertEqual(len(notes), 1)
        self.assertEqual(notes[0].message_type, "notification")
        self.assertEqual(len(self._activities(self.agent)), 2)

    def test_the_chain_goes_on_until_it_is_done(self):
        self._run_clocks("2026-03-02 12:05:00")
        self.assertFalse(self._activities(self.leader))
        with self.mock_mail_gateway():
            self._run_clocks("2026-03-02 14:00:00")
        self.assertIn("breach:120:leader", self._told())
        self.assertEqual(len(self._activities(self.leader)), 1)

    def test_an_answer_ends_the_chain(self):
        self._run_clocks("2026-03-02 12:05:00")
        with self._at("2026-03-02 12:10:00"):
            self._answer(self.ticket)
        self._run_clocks("2026-03-02 18:00:00")
        self.assertNotIn("breach:120:leader", self._told())
        self.assertEqual(self.ticket.clock_state, "none")

    def test_a_missed_night_tells_everything_once(self):
        """The run was down: no warning any more, but what is late in its order."""
        self._run_clocks("2026-03-05 08:00:00")
        self.assertEqual(
            self._told(), ["breach", "breach:0:owner", "breach:120:leader"]
        )
        self.assertEqual(self.clock.breached_at, datetime(2026, 3, 2, 12))

    def test_a_like_step_of_another_policy_is_not_told_again(self):
        self._policy(("first_reply", 3, "hour"), steps=CHAIN, sequence=1, priority="1")
        self._run_clocks("2026-03-02 12:05:00")  # raises the priority
        self.assertNotEqual(self.clock.policy_id, self.policy)
        self._run_clocks("2026-03-02 12:10:00")
        self.assertEqual(self._told(), ["breach", "breach:0:owner"])

    def test_many_late_clocks_raise_the_priority_once(self):
        self._policy(("resolution", 3, "hour"), steps=CHAIN)
        self.ticket._refresh_clocks()
        self._run_clocks("2026-03-02 12:05:00")
        self.assertEqual(set(self.ticket.clock_ids.mapped("state")), {"missed"})
        self.assertEqual(len(self.ticket.clock_ids), 2)
        self.assertEqual(self.ticket.priority, "1")

    def test_nobody_to_tell_is_recorded_and_tried_again(self):
        Leaders = type(self.ticket)
        nobody = self.env["res.users"]
        self.team.leader_id = False
        with patch.object(Leaders, "_care_leaders", lambda ticket: nobody):
            self._run_clocks("2026-03-02 14:00:00")
        self.assertIn("Nobody to tell", self.clock.failure)
        self.assertNotIn("breach:120:leader", self._told())
        self._run_clocks("2026-03-02 14:30:00")  # not before an hour is over
        self.assertTrue(self.clock.failure)
        self.team.leader_id = self.leader
        self._run_clocks("2026-03-02 15:00:01")
        self.assertIn("breach:120:leader", self._told())
        self.assertFalse(self.clock.failure)

    def test_one_that_fails_keeps_no_other(self):
        with self._at(MONDAY):
            other = self._ticket(user_id=self.agent.id, team_id=self.team.id)
        Notice = type(self.env["o2c.ticket.clock"])
        note = Notice._note_breach

        def fail(clock):
            if clock == self.clock:
                raise ValueError("broken")
            return note(clock)

        with (
            patch.object(Notice, "_note_breach", fail),
            mute_logger("odoo.addons.o2c_customer_care.models.o2c_clock_run"),
        ):
            self._run_clocks("2026-03-02 12:05:00")
        self.assertIn("the log of the server", self.clock.failure)
        self.assertNotIn("breach", self._told())
        self.assertIn("breach", other.clock_ids.notice_ids.mapped("step_key"))
        self._run_clocks("2026-03-02 13:05:01")
        self.assertIn("breach", self._told())

    def test_the_steps_cost_no_query_each_to_find(self):
        with self._at(MONDAY):
            self.env["o2c.ticket"].create(
                [
                    {"name": "Cups", "partner_id": self.customer.id}
                    for _number in range(30)
                ]
            )
        self.env.flush_all()
        Clock, now = self.env["o2c.ticket.clock"], datetime(2026, 3, 2, 13)
        with self.assertQueryCount(3):  # at risk, late, what the tickets show
            Clock._mark(now)
        with self.assertQueryCount(1):
            steps = Clock._due_steps(now, 100)
        self.assertEqual(len(steps), 2 * 31)

    # ------------------------------------------------------------- the law
    def _term(self, **values):
        return self.env["o2c.statutory.term"].create(
            {
                "name": "Poland, 14 days",
                "country_id": self.env.ref("base.pl").id,
                "days": 14,
                "source": "Act",
                "consequence": "deemed_accepted",
                **values,
            }
        )

    def _polish(self, **values):
        self.customer.country_id = self.env.ref("base.pl")
        invoice = self._bill()
        with self._at(MONDAY):
            return self._ticket(invoice_id=invoice.id, team_id=self.team.id, **values)

    def test_a_term_runs_beside_the_promises(self):
        self._term()
        ticket = self._polish()
        clock = self._clock(ticket, "statutory")
        zone_end = datetime(2026, 3, 16, 22, 59, 59)  # midnight in Rome
        self.assertEqual(clock.due_at, zone_end)
        self.assertEqual(len(ticket.clock_ids), 2)

    def test_no_wait_stops_the_law(self):
        self._term()
        ticket = self._polish()
        with self._at("2026-03-03 08:00:00"):
            self._go(ticket, "acknowledged", "waiting")
        self.assertEqual(self._clock(ticket, "statutory").state, "running")

    def test_an_answer_meets_the_law(self):
        self._term()
        ticket = self._polish()
        with self._at("2026-03-16 22:00:00"):
            self._go(ticket, "answered")
        self.assertEqual(self._clock(ticket, "statutory").state, "met")
        self._run_clocks("2026-03-20 08:00:00")
        self.assertFalse(ticket.deemed_accepted_at)

    def test_the_end_of_a_term_is_proposed(self):
        self._term()
        ticket = self._polish()
        dispute = self._dispute(ticket.invoice_id, ticket=ticket)
        for _run in range(2):
            self._run_clocks("2026-03-17 08:00:00")
        self.assertEqual(ticket.deemed_accepted_at, datetime(2026, 3, 16, 22, 59, 59))
        self.assertEqual((dispute.state, dispute.proposed_amount), ("open", 300))
        self.assertIn("counts as accepted", dispute.proposal)
        todo = ticket.activity_ids.filtered(lambda a: a.user_id == self.leader)
        self.assertEqual(len(todo.filtered(lambda a: "accepted" in a.summary)), 1)

    def test_the_end_of_a_term_is_carried_out_by_rule(self):
        self._term(carry_out="decide")
        ticket = self._polish()
        dispute = self._dispute(ticket.invoice_id, ticket=ticket)
        self._run_clocks("2026-03-17 08:00:00")
        self.assertEqual((dispute.state, dispute.accepted_amount), ("accepted", 300))
        self.assertTrue(dispute.credit_note_id)
        self.assertIn("Poland, 14 days", dispute.decision_note)

    def test_the_customer_of_another_country_has_no_term(self):
        self._term()
        self.customer.country_id = self.env.ref("base.de")
        self.assertFalse(self._clock(self._ticket(), "statutory"))

    def test_a_term_of_the_past_and_of_the_future(self):
        self._term(date_to="2026-03-01")
        self._term(date_from="2026-03-03", sequence=20)
        self.assertFalse(self._clock(self._polish(), "statutory"))

    def test_working_days_of_the_company(self):
        self.env.company.resource_calendar_id = self.calendar
        self._term(days=15, day_kind="working", consequence="notice")
        clock = self._clock(self._polish(), "statutory")
        self.assertEqual(clock.due_at, datetime(2026, 3, 23, 16))

    def test_merged_complaints_count_from_the_first(self):
        self._term()
        first = self._polish()
        with self._at("2026-03-10 08:00:00"):
            later = self._ticket(invoice_id=first.invoice_id.id)
            first.with_user(self.leader)._merge_into(later.with_user(self.leader))
        self.assertEqual(
            self._clock(later, "statutory").due_at, datetime(2026, 3, 16, 22, 59, 59)
        )
        self.assertEqual(set(first.clock_ids.mapped("state")), {"void"})
        self.assertEqual(first.clock_state, "none")

    def test_ready_terms_to_verify_are_not_in_use(self):
        Terms = self.env["o2c.statutory.term"].with_context(active_test=False)
        doubtful = Terms.search([("to_verify", "=", True)])
        self.assertFalse(doubtful.filtered("active"))

    # ------------------------------------------------------------- the report
    def test_attainment(self):
        with self._at(MONDAY):
            kept, late = (self._ticket(team_id=self.team.id) for _n in range(2))
        with self._at("2026-03-02 09:00:00"):
            self._answer(kept)
        with self._at("2026-03-02 14:00:00"):
            self._answer(late)
        self.env.flush_all()
        Report = self.env["o2c.clock.attainment"].with_user(self.leader)
        domain = [("ticket_id", "in", (kept | late | self.ticket).ids)]
        (row,) = Report._read_group(
            domain,
            [],
            ["attainment:avg", "met:sum", "missed:sum", "open:sum", "hours_taken:avg"],
        )
        self.assertEqual(row, (50.0, 1, 1, 1, 3.5))

    def test_an_agent_of_another_team_sees_nothing(self):
        stranger = self._person("care_agent", login="stranger_clock")
        for model, domain in (
            ("o2c.ticket.clock", [("id", "=", self.clock.id)]),
            ("o2c.clock.attainment", [("clock_id", "=", self.clock.id)]),
        ):
            records = self.env[model].with_user(stranger)
            self.assertFalse(records.search(domain))
            self.team.member_ids = [Command.link(stranger.id)]
            self.assertEqual(len(records.search(domain)), 1)
            self.team.member_ids = [Command.unlink(stranger.id)]
