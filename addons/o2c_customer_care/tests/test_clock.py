from datetime import datetime

from odoo.tests import tagged

from .clock_common import ClockCommon


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

    def test_warning_and_breach_are_marked_once(self):
        self._policy(
            ("first_reply", 4, "hour"),
            steps=[
                {"event": "warning", "who": "owner"},
                {"event": "breach", "who": "leader", "raise_priority": True},
            ],
        )
        with self._at("2026-03-02 08:00:00"):
            ticket = self._ticket(user_id=self.agent.id)
        self._run_clocks("2026-03-02 11:00:00")
        clock = self._clock(ticket, "first_reply")
        self.assertEqual(ticket.clock_state, "at_risk")
        self.assertEqual(clock.warned_at, datetime(2026, 3, 2, 11))
        self.assertFalse(clock.failure)
        self.assertEqual(len(clock.notice_ids), 1)
        self._run_clocks("2026-03-02 12:00:01")
        self._run_clocks("2026-03-02 12:05:00")
        self.assertEqual(ticket.clock_state, "breached")
        self.assertEqual(clock.breached_at, datetime(2026, 3, 2, 12))
        self.assertEqual(ticket.priority, "1")
        self.assertEqual(len(clock.notice_ids), 3)
