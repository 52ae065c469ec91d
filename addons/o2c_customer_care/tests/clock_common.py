from datetime import datetime

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command

from .common import CareCommon

OFFICE = [(day, 9, 17) for day in range(5)]  # Monday to Friday, nine to five


class ClockCommon(CareCommon):
    """A policy, a calendar in Rome without holidays, moments that are said in UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # only what a test sets up selects a clock
        cls.env["o2c.clock.policy"].search([("active", "=", True)]).active = False
        cls.env["o2c.statutory.term"].search([("active", "=", True)]).active = False
        cls.calendar = cls._calendar(OFFICE)

    @classmethod
    def _calendar(cls, hours, tz="Europe/Rome", **values):
        lines = [
            Command.create(
                {
                    "name": "Work",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "morning",
                }
            )
            for day, start, end in hours
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Care",
                "tz": tz,
                "company_id": cls.env.company.id,
                "attendance_ids": [Command.clear(), *lines],
                **values,
            }
        )

    @classmethod
    def _policy(cls, *targets, steps=(), **values):
        """A policy; a target is a tuple of measure, duration, unit and other values."""
        lines = []
        for measure, duration, unit, *more in targets:
            vals = {"measure": measure, "duration": duration, "unit": unit}
            vals |= {"calendar_id": cls.calendar.id}
            lines.append(Command.create(vals | (more[0] if more else {})))
        return cls.env["o2c.clock.policy"].create(
            {
                "name": "Times",
                "target_ids": lines,
                "escalation_ids": [Command.create(step) for step in steps],
                **values,
            }
        )

    @classmethod
    def _at(cls, text):
        """The clock of the test stands at ``text`` (UTC)."""
        return freeze_time(text)

    def _clock(self, ticket, measure, number=1):
        return ticket.clock_ids.filtered(
            lambda c: c.measure == measure and c.round == number
        )

    def _run_clocks(self, text):
        """Let the run look after clocks at ``text`` (UTC), without its commits."""
        now = datetime.fromisoformat(text)
        clocks = self.env(user=SUPERUSER_ID)["o2c.ticket.clock"]
        with freeze_time(now):
            clocks._mark(now)
            while steps := clocks._due_steps(now, 50):
                clocks._tell_steps(steps)
        self.env.invalidate_all()

    def _answer(self, ticket):
        """A mail to the customer."""
        return ticket.with_user(self.agent).message_post(
            body="We look into it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _customer_writes(self, ticket):
        return ticket.message_post(
            body="And now?",
            author_id=self.customer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )

    def _refresh_outdated(self):
        self.env["o2c.ticket.clock"]._refresh_outdated(1000)
