from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import CareCommon


class HookCommon(CareCommon):
    @contextmanager
    def _watch(self, name):
        with patch.object(self.env.registry["o2c.ticket"], name, autospec=True) as hook:
            yield hook


@tagged("post_install", "-at_install")
class TestHooks(HookCommon):
    """Other topics go on from the hooks of a ticket, once for all."""

    def test_after_open(self):
        vals = {"name": "?", "partner_id": self.customer.id}
        with self._watch("_after_open") as hook:
            tickets = self.env["o2c.ticket"].create([vals, vals])
        hook.assert_called_once_with(tickets)
        self.assertTrue(all(tickets.mapped("number")))

    def test_after_change_only_where_something_changed(self):
        tickets = self._ticket() | self._ticket(priority="2") | self._ticket()
        with self._watch("_after_change") as hook:
            tickets.write({"priority": "2", "description": "More"})
        hook.assert_called_once_with(tickets[0] | tickets[2], {"priority"})
        for vals in ({"name": "Other"}, {"priority": "2"}, {"team_id": self.team.id}):
            with self._watch("_after_change") as hook:
                tickets.write(vals)
            hook.assert_not_called()

    def test_after_change_sees_many2one(self):
        ticket = self._ticket()
        with self._watch("_after_change") as hook:
            ticket.user_id = self.leader
        hook.assert_called_once_with(ticket, {"user_id"})

    def test_after_message_in_and_out(self):
        ticket = self._ticket()
        with self._watch("_after_message") as hook:
            asked = ticket.message_post(
                body="And the saucers?",
                author_id=self.customer.id,
                message_type="email",
            )
            answered = ticket.message_post(
                body="Too.", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            ticket.message_post(body="She is angry.", message_type="comment")
            ticket.message_post(body="Log", message_type="notification")
            ticket.message_post(
                body="We got it.",
                message_type="auto_comment",
                subtype_xmlid="mail.mt_comment",
            )
        calls = [call.args for call in hook.call_args_list]
        self.assertEqual(calls, [(ticket, asked, True), (ticket, answered, False)])

    def test_moments_of_messages(self):
        ticket = self._ticket()
        comment = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        with freeze_time("2026-03-02 08:00:00"):
            ticket.message_post(body="1", **comment)
        with freeze_time("2026-03-02 09:00:00"):
            ticket.message_post(body="2", author_id=self.customer.id, **comment)
        with freeze_time("2026-03-02 10:00:00"):
            ticket.message_post(body="3", **comment)
        moments = [ticket.first_reply_at, ticket.last_in_at, ticket.last_out_at]
        self.assertEqual([m.hour for m in moments], [8, 9, 10])
        with self.assertRaisesRegex(UserError, "kept by the system"):
            ticket.with_user(self.agent).first_reply_at = "2026-03-01"


@tagged("post_install", "-at_install")
class TestStageHistory(CareCommon):
    """Every stage of a ticket is a half-open interval, one of them open."""

    def _rows(self, ticket):
        rows = self.env["o2c.ticket.stage"].search([("ticket_id", "=", ticket.id)])
        return [
            (r.stage, r.waiting_for, r.date_from.hour, r.date_to and r.date_to.hour)
            for r in rows
        ]

    def test_intervals_without_gaps(self):
        with freeze_time("2026-03-02 08:00:00"):
            ticket = self._ticket()
        with freeze_time("2026-03-02 09:00:00"):
            ticket.stage = "assessed"
        with freeze_time("2026-03-02 10:00:00"):
            ticket.write({"stage": "waiting", "waiting_for": "supplier"})
        with freeze_time("2026-03-02 11:00:00"):
            ticket.waiting_for = "courier"
        self.assertEqual(ticket.stage_since.hour, 11)
        with freeze_time("2026-03-02 12:00:00"):
            ticket.stage = "investigation"
        self.assertEqual(
            self._rows(ticket),
            [
                ("received", False, 8, 9),
                ("assessed", False, 9, 10),
                ("waiting", "supplier", 10, 11),
                ("waiting", "courier", 11, 12),
                ("investigation", False, 12, False),
            ],
        )
        self.assertFalse(ticket.waiting_for)

    def test_what_changes_nothing_is_no_row(self):
        ticket = self._ticket()
        self._go(ticket, "acknowledged", "waiting")
        before = self._rows(ticket)
        ticket.write({"stage": "waiting", "waiting_for": "customer", "priority": "1"})
        self.assertEqual(self._rows(ticket), before)

    def test_who_waits_waits_for_the_customer_unless_he_says_more(self):
        ticket = self._go(self._ticket(), "acknowledged", "waiting")
        self.assertEqual(ticket.waiting_for, "customer")

    def test_whom_without_waiting_is_refused(self):
        ticket = self._ticket()
        with self.assertRaisesRegex(ValidationError, "while it waits"):
            ticket.waiting_for = "customer"
        waiting = self._go(self._ticket(), "acknowledged", "waiting")
        with self.assertRaisesRegex(ValidationError, "while it waits"):
            waiting.waiting_for = False

    def test_many_moves_cost_no_query_each(self):
        few, many = self._tickets(2), self._tickets(12)
        counts = []
        for tickets in (few, many):
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            tickets._enter_stages()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])

    def _tickets(self, number):
        vals = {"name": "?", "partner_id": self.customer.id}
        return self.env["o2c.ticket"].create([vals] * number)

    def test_nobody_writes_it(self):
        ticket = self._ticket()
        row = ticket.stage_ids
        for method, args in (
            ("create", [{"ticket_id": ticket.id, "stage": "closed"}]),
            ("write", [row.ids, {"date_from": "2026-01-01"}]),
            ("unlink", [row.ids]),
        ):
            model = self.env["o2c.ticket.stage"].with_user(self.leader)
            with self.assertRaises(AccessError):
                call_kw(model, method, args, {})

    def test_old_tickets_get_their_stage(self):
        ticket = self._close(self._ticket())
        self.env.flush_all()
        ticket.stage_ids.sudo().unlink()
        self.env["o2c.ticket.stage"]._fill_missing()
        self.env["o2c.ticket.stage"]._fill_missing()
        row = ticket.stage_ids
        self.assertEqual((row.stage, row.date_from), ("closed", ticket.closed_at))
        self.assertFalse(row.date_to)
