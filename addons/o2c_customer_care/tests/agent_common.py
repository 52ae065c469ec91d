from odoo import Command
from odoo.tests import freeze_time

from .common import GROUPS, CareCommon

# a Wednesday in winter; Rome is an hour ahead
NOON = "2026-03-04 11:00:00"
NIGHT = "2026-03-04 23:30:00"


class AgentCommon(CareCommon):
    """A team that shares its tickets, and builders of agents and shifts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Agent = cls.env["o2c.care.agent"]
        cls.team.assign = "round_robin"
        cls.day = cls._calendar("Day", 8, 18)

    @classmethod
    def _calendar(cls, name, *hours, days=range(5), tz="Europe/Rome", **values):
        """A calendar that works on ``days`` between pairs of ``hours``."""
        attendances = [
            Command.create(
                {
                    "name": f"{day} {start}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "morning",
                }
            )
            for day in days
            for start, end in zip(hours[::2], hours[1::2], strict=True)
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear(), *attendances],
                **values,
            }
        )

    @classmethod
    def _new_agent(cls, login, team=None, **values):
        """An agent of ``team``, at any hour and without limit."""
        user = cls._user(f"care_{login}", groups=GROUPS["care_agent"])
        user.name = login.capitalize()
        (team or cls.team).member_ids = [Command.link(user.id)]
        return cls.Agent.create({"user_id": user.id, **values})

    @classmethod
    def _new(cls, count=1, **values):
        """Tickets that came in by themselves, of a customer each."""
        customers = [cls._customer(name=f"Café {n}") for n in range(count)]
        options = {"name": "Cups arrived broken", "team_id": cls.team.id}
        return cls.env["o2c.ticket"].create(
            [{**options, "partner_id": c.id, **values} for c in customers]
        )

    def _run_job(self, moment=None):
        """The job that gives out what waits, at ``moment``."""
        cron = self.env.ref("o2c_customer_care.cron_assign")
        with self.enter_registry_test_mode(), freeze_time(moment or NOON):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def assertOwners(self, tickets, *agents):
        """The tickets have exactly these agents, in this order; None: nobody."""
        expected = [agent.user_id.name if agent else False for agent in agents]
        self.assertEqual([ticket.user_id.name for ticket in tickets], expected)

    def _codes(self, ticket):
        return [reason["code"] for reason in ticket.assigned_reasons or []]
