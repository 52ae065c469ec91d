from datetime import datetime, timedelta
from itertools import pairwise

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .insight_common import TODAY, InsightCommon

TODAY_ENDS = datetime(2026, 3, 19)


@tagged("post_install", "-at_install")
class TestCareInsight(InsightCommon):
    """Every figure is counted a second time, from the plain facts."""

    def _dashboard(self, user=None, **options):
        insight = self.env["o2c.care.insight"].with_user(user or self.leader)
        with freeze_time(TODAY):
            return insight.dashboard(**{"months": 3, **options})

    def _expected(self, start, end, test=lambda fact: True):
        """The figures of a period over the facts that pass ``test``."""
        facts = [fact for fact in self.facts if test(fact)]
        came = [f for f in facts if start <= f["opened"] < end]
        gone = [f for f in facts if f["closed"] and start <= f["closed"] < end]
        replies = [
            self._hours(f["opened"], f["first_reply"]) for f in came if f["first_reply"]
        ]
        spans = [self._hours(f["opened"], f["closed"]) for f in gone]
        ratings = [f["rating"] for f in gone if f["rating"]]
        moves = [move for f in facts for move in self._stages(f) if move[0] == "closed"]
        ends = [
            late
            for f in facts
            for late in f["late"]
            if start <= f["opened"] + timedelta(hours=8) < end
        ]
        closings = sum(start <= begin < end for _stage, begin, _end in moves)
        back = sum(bool(stop) and start <= stop < end for _s, _b, stop in moves)
        return {
            "opened": len(came),
            "replied": len(replies),
            "first_reply_median": self._percentile(replies, 0.5),
            "first_reply_p90": self._percentile(replies, 0.9),
            "closed": len(gone),
            "resolution_median": self._percentile(spans, 0.5),
            "resolution_p90": self._percentile(spans, 0.9),
            "first_contact": _percent(sum(f["first_contact"] for f in gone), len(gone)),
            "cost": self._mean([f["cost"] for f in gone]),
            "rated": len(ratings),
            "satisfaction": _percent(sum(r >= 4 for r in ratings), len(ratings)),
            "closings": closings,
            "reopenings": back,
            "reopen_rate": _percent(back, closings),
            "decided": len(ends),
            "attainment": _percent(ends.count(False), len(ends)),
        }

    def assertFigures(self, found, expected):
        for name, value in expected.items():
            with self.subTest(name):
                if isinstance(value, float):
                    self.assertAlmostEqual(found[name], value, places=3)
                else:
                    self.assertEqual(found[name], value)

    def test_months(self):
        found = self._dashboard()
        months = [datetime(2026, month, 1) for month in (1, 2, 3)] + [
            datetime(2026, 3, 19)
        ]
        self.assertEqual(
            [row["month"] for row in found["months"]],
            ["2026-01-01", "2026-02-01", "2026-03-01"],
        )
        for row, start, end in zip(found["months"], months, months[1:], strict=False):
            with self.subTest(month=row["month"]):
                self.assertFigures(row, self._expected(start, end))
                self.assertEqual(row["backlog"], self._left(end))

    def _left(self, end):
        """How many were open then."""
        return sum(
            f["opened"] < end
            and not any(
                stage == "closed" and begin < end and (not stop or stop >= end)
                for stage, begin, stop in self._stages(f)
            )
            for f in self.facts
        )

    def test_what_was_open_before_the_period_and_the_time_before(self):
        month = self._dashboard(months=1)["months"]
        self.assertEqual([row["backlog"] for row in month], [self._left(TODAY_ENDS)])
        with freeze_time("2026-06-10 11:00:00"):
            months = self.env["o2c.care.insight"].with_user(self.leader).dashboard(1)
        self.assertEqual([row["opened"] for row in months["months"]], [0])
        open_now = self._left(datetime(2026, 6, 11))
        self.assertEqual([row["backlog"] for row in months["months"]], [open_now])

    def test_by_what_the_clocks_measure(self):
        self.env.cr.execute(
            "UPDATE o2c_ticket_clock SET measure = 'resolution'"
            " WHERE ticket_id = ANY(%s)",
            [self.tickets[:20].ids],
        )
        names = dict(self.env["o2c.ticket.clock"]._fields["measure"].selection)
        start, end = datetime(2026, 1, 1), TODAY_ENDS
        first = {id(fact) for fact in self.facts[:20]}
        expected = []
        for measure, among in (("first_reply", False), ("resolution", True)):
            found = self._expected(
                start, end, lambda f, among=among: (id(f) in first) == among
            )
            expected.append((names[measure], found["decided"], found["attainment"]))
        rows = self._dashboard()["measures"]
        found = [(row["label"], row["decided"], row["attainment"]) for row in rows]
        self.assertEqual(found, expected)

    def test_by_group(self):
        start, end = datetime(2026, 1, 1), datetime(2026, 3, 19)
        found = {row["key"]: row for row in self._dashboard(by="reason")["groups"]}
        self.assertEqual(set(found), set(self.branches.ids))
        for place, branch in enumerate(self.branches):
            expected = self._expected(start, end, lambda f, n=place: f["branch"] == n)
            with self.subTest(branch=branch.name):
                self.assertFigures(found[branch.id], expected)
                self.assertEqual(found[branch.id]["label"], branch.complete_name)
        found = {row["key"]: row for row in self._dashboard(by="channel")["groups"]}
        expected = self._expected(start, end, lambda f: f["channel"] == "portal")
        self.assertFigures(found["portal"], expected)

    def test_narrowed(self):
        narrow = {"field": "channel", "value": "email"}
        found = self._dashboard(narrow=narrow)
        tiles = {tile["key"]: tile for tile in found["tiles"]}
        self.assertNotIn("contacts_per_order", tiles)
        expected = self._expected(
            datetime(2026, 1, 1),
            datetime(2026, 3, 19),
            lambda f: f["channel"] == "email",
        )
        self.assertEqual(tiles["opened"]["opened"], expected["opened"])
        self.assertAlmostEqual(
            tiles["resolution_median"]["resolution_median"],
            expected["resolution_median"],
            places=3,
        )
        nothing = self._dashboard(narrow={"field": "team", "value": False})
        self.assertEqual(sum(row["opened"] for row in nothing["months"]), 0)

    def test_the_period_before(self):
        found = self._dashboard(months=1)
        expected = self._expected(datetime(2026, 2, 1), datetime(2026, 3, 1))
        self.assertFigures(found["before"], expected)

    def test_open_by_age(self):
        now = datetime.fromisoformat(TODAY)
        ages = [(now - f["opened"]).total_seconds() / 86400 for f in self.facts[60:]]
        limits = [0, 1, 3, 7, 14, 30, 10**6]
        expected = [
            sum(low <= age < high for age in ages) for low, high in pairwise(limits)
        ]
        found = self._dashboard()
        self.assertEqual([age["count"] for age in found["ages"]], expected)
        insight = self.env["o2c.care.insight"].with_user(self.leader)
        for place, count in enumerate(expected):
            with freeze_time(TODAY):
                action = insight.open(f"age:{place}")
            self.assertEqual(
                self.env["o2c.ticket"].search_count(action["domain"]), count
            )

    def test_ways_on_show_what_was_counted(self):
        found = self._dashboard()
        insight = self.env["o2c.care.insight"].with_user(self.leader)
        Ticket = self.env["o2c.ticket"]
        with freeze_time(TODAY):
            for what, key in (("opened", "opened"), ("closed", "closed")):
                action = insight.open(what, 3)
                tile = next(t for t in found["tiles"] if t["key"] == key)
                self.assertEqual(Ticket.search_count(action["domain"]), tile[key])
            for row in found["months"]:
                action = insight.open(f"month:{row['month']}", 3)
                self.assertEqual(Ticket.search_count(action["domain"]), row["opened"])
            for row in found["groups"]:
                action = insight.open("group", 3, "reason", row["key"])
                self.assertEqual(Ticket.search_count(action["domain"]), row["opened"])

    def test_parts_and_merged_tickets_do_not_count(self):
        before = self._dashboard()["tiles"][0]["opened"]
        self.tickets[70].sudo().parent_id = self.tickets[71]
        self.tickets[72].sudo().merged_into_id = self.tickets[71]
        self.assertEqual(self._dashboard()["tiles"][0]["opened"], before - 2)

    def test_few_ratings_show_the_interval(self):
        tile = next(t for t in self._dashboard()["tiles"] if t["key"] == "satisfaction")
        self.assertEqual(tile["rated"], 30)
        self.assertTrue(tile["satisfaction_enough"])
        narrow = {"field": "channel", "value": "email"}
        found = self._dashboard(narrow=narrow)["tiles"]
        tile = next(t for t in found if t["key"] == "satisfaction")
        self.assertFalse(tile["satisfaction_enough"])
        self.assertLess(tile["satisfaction_low"], tile["satisfaction"])
        self.assertLess(tile["satisfaction"], tile["satisfaction_high"])

    def test_contacts_and_salespeople(self):
        seller = self._user("salesperson")
        owned = self._customer(user_id=seller.id)
        Contact = self.env["o2c.contact"]
        for partner, user, count in (
            (owned, self.agent, 3),
            (owned, seller, 1),
            (self.customer, self.agent, 2),
        ):
            for _number in range(count):
                Contact.with_user(user).sudo()._log(
                    partner,
                    [],
                    direction="in",
                    user_id=user.id,
                    summary="Asks",
                    at=datetime(2026, 2, 10),
                )
        for _number in range(4):
            order = self._order()
            order.date_order = datetime(2026, 2, 11)
        february = self._dashboard()["months"][1]
        self.assertEqual((february["contacts"], february["orders"]), (6, 4))
        self.assertEqual(february["contacts_per_order"], 1.5)
        self.assertEqual((february["kept_off"], february["kept_off_percent"]), (3, 75))

    def test_who_sees_what(self):
        for user in (self._user("customer"), self._user("salesperson")):
            with self.assertRaises(AccessError):
                self._dashboard(user)
        with self.assertRaises(AccessError):
            self._dashboard(self.agent, by="agent")
        with self.assertRaises(AccessError):
            self._dashboard(self.agent, narrow={"field": "agent", "value": 1})
        with self.assertRaises(UserError):
            self._dashboard(by="create_uid")
        keys = [d["key"] for d in self._dashboard(self.agent)["dimensions"]]
        self.assertNotIn("agent", keys)
        other = self.env["o2c.ticket.team"].create({"name": "Others"})
        self.tickets[:10].write({"team_id": other.id, "user_id": self.leader.id})
        mine = self._dashboard(self.agent)["months"]
        all_ = self._dashboard()["months"]
        self.assertEqual(
            sum(r["opened"] for r in mine), sum(r["opened"] for r in all_) - 10
        )
        rows = self.env["o2c.ticket.analysis"].with_user(self.agent)
        self.assertFalse(rows.search([("id", "in", self.tickets[:10].ids)]))

    def test_another_company_counts_for_itself(self):
        other = self._company()
        self.leader.company_ids = self.leader.company_ids | other
        insight = self.env["o2c.care.insight"].with_user(self.leader)
        with freeze_time(TODAY):
            found = insight.with_company(other).dashboard(3)
        self.assertEqual(sum(row["opened"] for row in found["months"]), 0)

    def test_pivot_shows_the_same(self):
        rows = self.env["o2c.ticket.analysis"].with_user(self.leader)
        groups = rows._read_group(
            [("ticket_id", "in", self.tickets.ids)],
            ["branch_id"],
            ["__count", "cost:sum", "resolution_hours:avg"],
        )
        for branch, count, cost, hours in groups:
            place = self.branches.ids.index(branch.id)
            facts = [f for f in self.facts if f["branch"] == place]
            self.assertEqual(count, len(facts))
            self.assertAlmostEqual(cost, sum(f["cost"] for f in facts), places=2)
            spans = [
                self._hours(f["opened"], f["closed"]) for f in facts if f["closed"]
            ]
            self.assertAlmostEqual(hours, self._mean(spans), places=3)


def _percent(part, whole):
    return part / whole * 100 if whole else None
