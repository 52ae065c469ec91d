from odoo import fields, models

from .. import explain


class O2cClockEscalation(models.Model):
    """Whom a step of a chain leads to, and how they are told."""

    _name = "o2c.clock.escalation"
    _inherit = "o2c.clock.escalation"

    def _whom(self, ticket):
        """Who is told: the one named, else the leader, else all care leaders."""
        leader = ticket.team_id.leader_id
        named = {"owner": ticket.user_id, "leader": leader, "user": self.user_id}
        for users in (named[self.who], leader):
            if active := users.filtered("active"):
                return active
        return ticket._care_leaders()

    def _tell(self, clock, users):
        """Tell ``users`` of ``clock``, each in his language."""
        ticket = clock.ticket_id
        for user in users:
            worded = clock.with_context(lang=user.lang, tz=user.tz)
            text = explain.clock.step(worded, self.event)
            if self.how in ("activity", "both"):
                ticket._clock_activity(user, text)
            if self.how in ("message", "both"):
                ticket.message_notify(
                    partner_ids=user.partner_id.ids, subject=text, body=text
                )
        if self.raise_priority and self._is_first_raise(ticket):
            self._raise_priority(clock)

    def _is_first_raise(self, ticket):
        """Whether no other step has raised the priority of this ticket.

        Each late clock would raise it once more, until the ticket is critical only
        because it has many clocks.
        """
        told = self.env["o2c.clock.notice"].search_count(
            [
                ("ticket_id", "=", ticket.id),
                ("escalation_id.raise_priority", "=", True),
            ],
            limit=2,
        )
        return told == 1  # the notice of this step

    def _raise_priority(self, clock):
        if clock.ticket_id._clock_raise_priority():
            clock.ticket_id._message_log(body=explain.clock.priority_raised(clock))


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _care_leaders(self):
        """The care leaders of the ticket's company who are people."""
        leaders = self.env.ref("o2c_customer_care.group_care_leader").all_user_ids
        return leaders.filtered(
            lambda user: (
                user.active
                and user.id != self.env.ref("base.user_root").id
                and self.company_id in user.company_ids
            )
        )

    def _clock_activity(self, user, text):
        """A to-do for ``user``, due today where he is."""
        now = fields.Datetime.now()
        return self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Datetime.context_timestamp(
                self.with_context(tz=user.tz), now
            ).date(),
            summary=text,
            user_id=user.id,
        )
