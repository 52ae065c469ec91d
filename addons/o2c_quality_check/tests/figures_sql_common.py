"""The data on which every figure is compared with a statement of its own.

Two companies by two clocks and in two currencies; answers of 0, corrected ones and ones
taken back, calls by link, cancelled orders, calls at the first and last moment of the
period and of its months.
"""

import random
from datetime import datetime, timedelta

from odoo import Command
from odoo.tools import SQL

from ..domain.calls import Result
from .figures_common import FiguresCommon

REPORTED, LATER = datetime(2026, 1, 1, 12), datetime(2026, 6, 1)
# the period of three months before 2026-03-18 by the clocks of New York and Tokyo: its
# first and last second, those beside it, and the ends of January
NEW_YORK = (
    *("2026-01-01 04:59:59", "2026-01-01 05:00:00", "2026-02-01 04:59:59"),
    *("2026-02-01 05:00:00", "2026-03-19 03:59:59", "2026-03-19 04:00:00"),
)
TOKYO = (
    *("2025-12-31 14:59:59", "2025-12-31 15:00:00", "2026-01-31 14:59:59"),
    *("2026-01-31 15:00:00", "2026-03-18 14:59:59", "2026-03-18 15:00:00"),
)
ATTEMPTS, SPANS, CALLS_WITHOUT = 240, 60, 9
STATES = ("sale", "sale", "draft", "cancel", "sent")
VERDICTS = ("yes", "no", "yes", "open")


class FiguresSqlCommon(FiguresCommon):
    """Ninety calls in two companies; ids say nothing, places do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(23)
        cls.company.partner_id.tz = "America/New_York"
        cls.away = cls._company(
            name="Away", currency_id=cls.env["res.currency"].create(cls._yen()).id
        )
        cls.away.partner_id.tz = "Asia/Tokyo"
        (cls.leader | cls.marketer).company_ids = cls.company | cls.away
        cls._move_away()
        cls._correct()
        cls._at_the_edges()
        cls._sell()
        cls._attempts()
        cls._spans()
        cls._deliveries()
        cls._themes()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _yen(cls):
        return {"name": "QYN", "symbol": "Q"}

    @classmethod
    def _sql(cls, statement, *values):
        cls.env.flush_all()
        cls.env.cr.execute(SQL(statement, *values))
        cls.env.invalidate_all()

    @classmethod
    def _rows(cls, table, columns, rows):
        """Rows of a table that only code writes."""
        names = SQL(", ").join(map(SQL.identifier, columns.split()))
        values = SQL(", ").join(SQL("%s", tuple(row)) for row in rows)
        table = SQL.identifier(table)
        cls._sql("INSERT INTO %s (%s) VALUES %s", table, names, values)

    # ------------------------------------------------------------- two companies
    @classmethod
    def _move_away(cls):
        """Every third call is one of the other company, with its order."""
        there = {
            campaign: campaign.copy({"name": f"{campaign.name} away"})
            for campaign in (cls.service, cls.selling)
        }
        cls.away_service, cls.away_selling = there.values()
        moved = cls.calls[::3]
        for campaign, other in there.items():
            cls._sql(
                "UPDATE o2c_campaign SET company_id = %s WHERE id = %s",
                *(cls.away.id, other.id),
            )
            mine = moved.filtered(lambda c, k=campaign: c.campaign_id == k)
            for table, column in (("o2c_call", "id"), ("o2c_call_answer", "call_id")):
                cls._sql(
                    "UPDATE %s SET company_id = %s, campaign_id = %s"
                    " WHERE %s = ANY(%s)",
                    *(SQL.identifier(table), cls.away.id, other.id),
                    *(SQL.identifier(column), mine.ids),
                )
        cls._sql(
            "UPDATE sale_order SET company_id = %s, currency_id = %s, currency_rate = 1"
            " WHERE id = ANY(%s)",
            *(cls.away.id, cls.away.currency_id.id, moved.order_id.ids),
        )

    # ------------------------------------------------------------- what was said
    @classmethod
    def _correct(cls):
        """Marks corrected to 0, marks and choices taken back, calls by link."""
        nps = cls.answers.filtered(lambda a: a.role == "nps" and a.is_given)
        nps[:3].text = "0"
        nps[3:5].text = False
        received = cls.answers.filtered(lambda a: a.role == "received" and a.is_given)
        bad = received[0].question_id.suggested_answer_ids[1]
        received[0].suggested_answer_id = bad
        received[1].suggested_answer_id = False
        cls.calls[5::7].by_link = True
        cls._sql(
            "UPDATE sale_order SET state = 'cancel' WHERE id = ANY(%s)",
            cls.calls[4::9].order_id.ids,
        )
        cls.calls[7::40].finished_at = False

    @classmethod
    def _at_the_edges(cls):
        for company, moments in ((cls.company, NEW_YORK), (cls.away, TOKYO)):
            calls = cls.calls.filtered(lambda c, k=company: c.company_id == k)
            for call, moment in zip(calls, moments, strict=False):
                call.finished_at = moment

    # ------------------------------------------------------------- what was sold
    @classmethod
    def _sell(cls):
        """Orders from two calls in three that sell, and one from a service call."""
        selling = cls.calls.filtered("sells")
        for place, call in enumerate(selling):
            if place % 3 < 2:
                cls._from_call(call, STATES[place % 5], 1 + place % 2, 100 + place)
        # entered by hand in the database: it is no telesales
        service = cls.calls.filtered(lambda c: not c.sells)
        cls._from_call(service[0], "sale", 1, 5000)

    @classmethod
    def _from_call(cls, call, state, rate, amount):
        cls._sql(
            "UPDATE sale_order SET o2c_call_id = %s, state = %s, currency_rate = %s,"
            " amount_untaxed = %s WHERE id = %s",
            *(call.id, state, rate, amount, call.order_id.id),
        )

    # ------------------------------------------------------------- what was done
    @classmethod
    def _attempts(cls):
        selling = cls.calls.filtered("sells")
        # of a few calls nothing was tried
        tried = (cls.calls - selling[-3:])[CALLS_WITHOUT:]
        vals = [cls._attempt(cls.dice.choice(tried)) for _n in range(ATTEMPTS)]
        for company, moments in ((cls.company, NEW_YORK), (cls.away, TOKYO)):
            mine = selling.filtered(lambda c, k=company: c.company_id == k)
            vals += [
                {**cls._attempt(call), "at": moment, "result": "answered"}
                | {"right_party": True}
                for call, moment in zip(mine, moments, strict=False)
            ]
        cls.env["o2c.call.attempt"].create(vals)

    @classmethod
    def _attempt(cls, call):
        result = cls.dice.choice(list(Result))
        right = result.value in ("answered", "refused", "call_back", "do_not_call")
        moment = datetime(2025, 12, 28) + timedelta(minutes=cls.dice.randrange(110_000))
        return {
            "call_id": call.id,
            "at": moment,
            "agent_id": cls.dice.choice([cls.agent, cls.other_agent]).id,
            "result": result.value,
            "right_party": right,
            "talk_seconds": cls.dice.choice([False, 0, 30, 95, 400, 1800]),
            "wrap_seconds": cls.dice.randrange(60),
            "handle_seconds": cls.dice.randrange(60, 600),
            "promise": cls.dice.choice([False, False, "kept", "late"]),
        }

    @classmethod
    def _spans(cls):
        spans = cls.env["o2c.agent.session"].create(
            [cls._span(n) for n in range(SPANS)]
        )
        # somebody is at work right now, and gave a sign ten minutes after he came
        spans[:1].write({"state": "in_call", "ended_at": False})

    @classmethod
    def _span(cls, number):
        moments = [*NEW_YORK, *TOKYO]
        start = datetime(2026, 2, 2, 8) + timedelta(hours=number)
        if 0 < number <= len(moments):
            start = datetime.fromisoformat(moments[number - 1])
        end = start + timedelta(seconds=cls.dice.randrange(100, 3000))
        return {
            "agent_id": (cls.agent, cls.other_agent)[number % 2].id,
            "company_id": (cls.company, cls.away)[number % 3 == 0].id,
            "state": ("available", "in_call", "wrap_up", "pause")[number % 4],
            "started_at": start,
            "ended_at": end,
            "seen_at": end,
        }

    # ------------------------------------------------------------- what was delivered
    @classmethod
    def _deliveries(cls):
        """Couriers' reports, what our records say, and who brought it in the end."""
        picking = cls._deliver(cls._order())
        picking.carrier_id = cls.carriers[2]
        cls._rows(
            "o2c_shipment",
            "picking_id order_id company_id carrier_id delivered_at"
            " status tracking_ref",
            [
                (
                    *(picking.id, order.id, order.company_id.id, order.carrier_id.id),
                    # a few were reported after the call: nobody contradicted them
                    *(REPORTED if place % 11 else LATER, "delivered", f"S{order.id}"),
                )
                for place, order in enumerate(cls.orders)
                if order.carrier_id
            ],
        )
        brought = cls.orders[::6].ids
        cls._sql(
            "DELETE FROM o2c_milestone WHERE kind = 'delivered' AND order_id = ANY(%s)",
            brought,
        )
        cls._rows(
            *("o2c_milestone", "order_id sequence kind source_model source_id"),
            [(id_, 1, "delivered", "stock.picking", picking.id) for id_ in brought],
        )
        cls._measured()

    @classmethod
    def _measured(cls):
        """What our records say of three orders in four, and the customer of them."""
        cls._sql(
            "DELETE FROM o2c_perfect_order WHERE order_id = ANY(%s)", cls.orders.ids
        )
        columns = (
            "order_id company_id perfect complete on_time invoiced_right undamaged"
            " customer_perfect disagreement"
        )
        rows = [
            (
                *(order.id, order.company_id.id),
                *(VERDICTS[(place + n) % 4] for n in range(5)),
                (None, "yes", "no")[place % 3] if place % 5 else "open",
                place % 2 == 0,
            )
            for place, order in enumerate(cls.orders)
            if place % 4
        ]
        cls._rows("o2c_perfect_order", columns, rows)

    # ------------------------------------------------------------- their own words
    @classmethod
    def _themes(cls):
        Theme = cls.env["o2c.theme"]
        Theme.search([]).active = False
        cls.rude, cls.thanks = Theme.create(
            [
                {"name": name, "word_ids": [Command.create({"words": words})]}
                for name, words in (("Manners", "rude"), ("Thanks", "grazie"))
            ]
        )
        spoken = cls.answers.filtered("is_verbatim")
        # the last ones wait to be looked through
        spoken[:-4]._match_themes(Theme._matcher())
