import random
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..domain.calls import ALIVE
from .figures_common import FiguresCommon

RESULTS = ("answered", "no_answer", "busy", "third_party", "refused", "wrong_number")
LIVE = {result.value for result in ALIVE}


@tagged("post_install", "-at_install")
class TestQualityOperations(FiguresCommon):
    """The figures of calling, counted a second time from plain attempts and spans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(11)
        cls.attempts = [cls._attempt(number) for number in range(150)]
        cls.env["o2c.call.attempt"].create([cls._vals(a) for a in cls.attempts])
        cls.spans = [cls._span(number) for number in range(40)]
        cls.env["o2c.agent.session"].create(cls.spans)
        sold = [call for call in cls.calls if call.campaign_id == cls.selling][:4]
        for call, state in zip(sold, ("sale", "sale", "draft", "cancel"), strict=True):
            order = cls._order(confirm=state == "sale")
            order.sudo().o2c_call_id = call
            if state == "cancel":
                order.action_cancel()
        cls.sold = {call.id for call in sold[:2]}
        cls.env.flush_all()

    @classmethod
    def _attempt(cls, number):
        place = cls.dice.randrange(len(cls.calls))
        result = cls.dice.choice(RESULTS)
        alive = result in LIVE
        return {
            "place": place,
            "at": cls.facts[place]["at"] - timedelta(minutes=number),
            "agent": cls.dice.choice([cls.agent, cls.other_agent]),
            "result": result,
            "right": result in ("answered", "refused"),
            "talk": cls.dice.randrange(300) if alive else 0,
            "wrap": cls.dice.randrange(60),
            "handle": cls.dice.randrange(60, 600),
            "promise": cls.dice.choice([False, False, "kept", "late"]),
        }

    @classmethod
    def _vals(cls, fact):
        return {
            "call_id": cls.calls[fact["place"]].id,
            "at": fact["at"],
            "agent_id": fact["agent"].id,
            "result": fact["result"],
            "right_party": fact["right"],
            "talk_seconds": fact["talk"],
            "wrap_seconds": fact["wrap"],
            "handle_seconds": fact["handle"],
            "promise": fact["promise"],
        }

    @classmethod
    def _span(cls, number):
        start = datetime(2026, 2, 2, 8) + timedelta(hours=number)
        end = start + timedelta(seconds=cls.dice.randrange(100, 3000))
        return {
            "agent_id": cls.dice.choice([cls.agent, cls.other_agent]).id,
            "company_id": cls.company.id,
            "state": ("available", "in_call", "wrap_up", "pause")[number % 4],
            "started_at": start,
            "ended_at": end,
            "seen_at": end,
        }

    def _selling(self, fact):
        return self.facts[fact["place"]]["selling"]

    def _expected(self, test=lambda a: True):
        mine = [a for a in self.attempts if test(a)]
        live = [a for a in mine if a["result"] in LIVE]
        right = [a for a in mine if a["right"]]
        selling = {self.calls[a["place"]].id for a in right if self._selling(a)}
        results = sum(a["result"] == "answered" for a in mine)
        promises = [a["promise"] for a in mine if a["promise"]]
        handle = sum(a["handle"] for a in mine)
        return {
            "dials": len(mine),
            "contacts": len(live),
            "contact_rate": _percent(len(live), len(mine)),
            "right": len(right),
            "right_rate": _percent(len(right), len(live)),
            "attempts": len(mine) / len(live) if live else None,
            "handling": sum(a["talk"] + a["wrap"] for a in live) / len(live)
            if live
            else None,
            "results": results,
            "per_hour": 3600 * results / handle if handle else None,
            "promises": len(promises),
            "kept": promises.count("kept"),
            "kept_rate": _percent(promises.count("kept"), len(promises)),
            "called": len(selling),
            "sold": len(selling & self.sold),
            "conversion": _percent(len(selling & self.sold), len(selling)),
        }

    def _occupancy(self, agent=None):
        seconds = {}
        for span in self.spans:
            if agent in (None, span["agent_id"]):
                took = (span["ended_at"] - span["started_at"]).total_seconds()
                seconds[span["state"]] = seconds.get(span["state"], 0) + took
        worked = seconds["in_call"] + seconds["wrap_up"]
        return 100 * worked / (worked + seconds["available"])

    def assertFigures(self, found, expected):
        for name, value in expected.items():
            with self.subTest(name):
                if isinstance(value, float):
                    self.assertAlmostEqual(found[name], value)
                else:
                    self.assertEqual(found[name], value)

    def test_tiles(self):
        data = self._dashboard("operations")
        tiles = {tile["key"]: tile["value"] for tile in data["tiles"]}
        expected = self._expected()
        expected["occupancy"] = self._occupancy()
        self.assertFigures(tiles, {k: v for k, v in expected.items() if k in tiles})
        self.assertEqual(len(tiles), 8)

    def test_handling_equals_a_query_of_its_own(self):
        self.env.cr.execute(
            "SELECT sum(talk_seconds + wrap_seconds)::float8 / count(*)"
            "  FROM o2c_call_attempt WHERE company_id = %s AND result = ANY(%s)",
            [self.company.id, list(LIVE)],
        )
        (expected,) = self.env.cr.fetchone()
        data = self._dashboard("operations")
        tile = next(t for t in data["tiles"] if t["key"] == "handling")
        self.assertAlmostEqual(tile["value"], expected)

    def test_by_campaign(self):
        rows = {r["key"]: r for r in self._dashboard("operations")["groups"]}
        for campaign, selling in ((self.service, False), (self.selling, True)):
            expected = self._expected(lambda a, s=selling: self._selling(a) == s)
            self.assertFigures(rows[campaign.id], expected)
            self.assertIsNone(rows[campaign.id]["occupancy"])

    def test_by_agent(self):
        data = self._dashboard("operations", by="agent")
        rows = {r["key"]: r for r in data["groups"]}
        for agent in (self.agent, self.other_agent):
            expected = self._expected(lambda a, u=agent: a["agent"] == u)
            expected["occupancy"] = self._occupancy(agent.id)
            self.assertFigures(rows[agent.id], expected)

    def test_by_day(self):
        data = self._dashboard("operations", by="day")
        days = {str(a["at"].date()) for a in self.attempts}
        self.assertEqual({row["key"] for row in data["groups"]}, days)
        row = data["groups"][0]
        expected = self._expected(lambda a: str(a["at"].date()) == row["key"])
        self.assertFigures(row, expected)
        action = self._open("open_attempts", "dials", row["key"], by="day")
        found = self.env["o2c.call.attempt"].search_count(action["domain"])
        self.assertEqual(found, row["dials"])

    def test_by_weeks_over_a_long_time(self):
        data = self._dashboard("operations")
        self.assertEqual(data["step"], "week")
        self.assertEqual(sum(row["dials"] for row in data["days"]), 150)
        self.assertEqual(self._dashboard("operations", months=2)["step"], "day")

    def test_ways_on(self):
        data = self._dashboard("operations")
        expected = self._expected()
        Attempt = self.env["o2c.call.attempt"].with_user(self.leader)
        for which in ("dials", "contacts", "right", "results", "promises"):
            action = self._open("open_attempts", which)
            count = Attempt.search_count(action["domain"])
            self.assertEqual(count, expected[which])
        for row in data["groups"]:
            action = self._open("open_attempts", "dials", row["key"])
            self.assertEqual(Attempt.search_count(action["domain"]), row["dials"])

    def test_promises_that_are_late(self):
        call = self.calls[0]
        self.env.cr.execute(
            "UPDATE o2c_campaign SET state = 'running' WHERE id = %s",
            call.campaign_id.ids,
        )
        self.env.invalidate_all()
        self.assertEqual(self._dashboard("operations")["waiting"], 0)
        call.write(
            {
                "state": "to_call",
                "is_call_back": True,
                "next_try_at": "2026-03-18 10:59:00",
                "finished_at": False,
            }
        )
        self.assertEqual(self._dashboard("operations")["waiting"], 1)
        call.next_try_at = "2026-03-18 11:00:00"
        self.assertEqual(self._dashboard("operations")["waiting"], 0)

    def test_marketing_sees_calls_that_sell_only(self):
        data = self._dashboard("operations", user=self.marketer)
        expected = self._expected(self._selling)
        self.assertFigures(data["groups"][0], expected)
        self.assertEqual(len(data["groups"]), 1)
        self.assertNotIn("occupancy", {tile["key"] for tile in data["tiles"]})
        with self.assertRaises(AccessError):
            self._open("open_attempts", user=self.marketer)


def _percent(part, whole):
    return 100 * part / whole if whole else None
