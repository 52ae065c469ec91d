import random
from datetime import datetime, timedelta
from statistics import mean

from .agent_common import AgentCommon

# "today" of these tests, and a period of three months before it
TODAY = "2026-03-18 11:00:00"
START = datetime(2026, 1, 1)


class InsightCommon(AgentCommon):
    """Sixty closed and twenty open tickets with known moments, ratings and clocks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.assign = "hand"
        cls.company.partner_id.tz = "UTC"
        cls.env["o2c.clock.policy"].search(
            [("company_id", "=", cls.company.id)]
        ).active = False
        cls.dice = random.Random(5)
        cls.branches = cls.env["o2c.ticket.reason"].search(
            [("parent_id", "=", False)], limit=3
        )
        cls.facts = [cls._fact(number) for number in range(80)]
        cls._write_down()

    @classmethod
    def _fact(cls, number):
        """What is known of one ticket; plain values, no record."""
        opened = START + timedelta(minutes=cls.dice.randrange(100000))
        closed = number < 60
        hours = cls.dice.uniform(1, 200)
        return {
            "opened": opened,
            "first_reply": opened + timedelta(hours=hours / 4) if number % 3 else None,
            "closed": opened + timedelta(hours=hours) if closed else None,
            "branch": cls.dice.randrange(3),
            "channel": cls.dice.choice(["phone", "email", "portal"]),
            "first_contact": closed and number % 4 == 0,
            "reopened": closed and number % 5 == 0,
            "rating": cls.dice.randrange(1, 6) if closed and number % 2 else None,
            "cost": float(cls.dice.randrange(1, 90)) if number % 7 == 0 else 0.0,
            "late": [bool(number % 3 == 0)] if number % 2 else [],
        }

    @classmethod
    def _write_down(cls):
        tickets = cls.env["o2c.ticket"].create(
            [
                {
                    "name": f"Ticket {number}",
                    "partner_id": cls.customer.id,
                    "team_id": cls.team.id,
                    "channel": fact["channel"],
                    "reason_id": cls.branches[fact["branch"]].id,
                }
                for number, fact in enumerate(cls.facts)
            ]
        )
        cls.tickets = tickets
        cls.env.flush_all()
        cr = cls.env.cr
        cr.execute(
            "DELETE FROM o2c_ticket_stage WHERE ticket_id = ANY(%s)", [tickets.ids]
        )
        cr.execute(
            "DELETE FROM o2c_ticket_clock WHERE ticket_id = ANY(%s)", [tickets.ids]
        )
        for ticket, fact in zip(tickets, cls.facts, strict=True):
            cls._write_one(cr, ticket, fact)
        cls.env.invalidate_all()

    @classmethod
    def _write_one(cls, cr, ticket, fact):
        stage = "closed" if fact["closed"] else "received"
        cr.execute(
            "UPDATE o2c_ticket SET opened_at = %s, closed_at = %s, stage = %s,"
            " first_reply_at = %s, first_contact = %s, reopen_count = %s WHERE id = %s",
            [
                *(fact["opened"], fact["closed"], stage, fact["first_reply"]),
                *(fact["first_contact"], int(fact["reopened"]), ticket.id),
            ],
        )
        for stage, begin, end in cls._stages(fact):
            cr.execute(
                "INSERT INTO o2c_ticket_stage (ticket_id, company_id, stage, date_from,"
                " date_to) VALUES (%s, %s, %s, %s, %s)",
                [ticket.id, cls.company.id, stage, begin, end],
            )
        if fact["rating"]:
            cr.execute(
                "INSERT INTO rating_rating (res_model, res_id, rating, consumed,"
                " o2c_round, res_name, access_token)"
                " VALUES ('o2c.ticket', %s, %s, true, 1, 'x', %s)",
                [ticket.id, fact["rating"], f"insight-{ticket.id}"],
            )
        if fact["cost"]:
            cls.env["o2c.ticket.expense"].create(
                {
                    "ticket_id": ticket.id,
                    "name": "Courier",
                    "kind": "other",
                    "amount": fact["cost"],
                }
            )
        for late in fact["late"]:
            at = fact["opened"] + timedelta(hours=8)
            cr.execute(
                "INSERT INTO o2c_ticket_clock (ticket_id, company_id, measure, round,"
                " state, started_at, breached_at, met_at)"
                " VALUES (%s, %s, 'first_reply', 1, %s, %s, %s, %s)",
                [
                    *(ticket.id, cls.company.id, "missed" if late else "met"),
                    *(fact["opened"], at if late else None, None if late else at),
                ],
            )

    @classmethod
    def _stages(cls, fact):
        """The stages of a ticket; a reopened one was closed twice."""
        opened, closed = fact["opened"], fact["closed"]
        if not closed:
            return [("received", opened, None)]
        if not fact["reopened"]:
            return [("received", opened, closed), ("closed", closed, None)]
        first = opened + (closed - opened) / 2
        again = opened + (closed - opened) * 0.9
        return [
            ("received", opened, first),
            ("closed", first, again),
            ("investigation", again, closed),
            ("closed", closed, None),
        ]

    @staticmethod
    def _percentile(values, share):
        """Between the two nearest values, by distance."""
        values = sorted(values)
        if not values:
            return None
        place = (len(values) - 1) * share
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (values[high] - values[low]) * (place - low)

    @staticmethod
    def _hours(start, end):
        return (end - start).total_seconds() / 3600

    @staticmethod
    def _mean(values):
        return mean(values) if values else None
