from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..domain.satisfaction import Measure, Score
from .figures_common import SCALES, FiguresCommon

# from where on an answer is good and up to where it is bad, by hand
GOOD = {"nps": 9, "csat": 4, "ces": 5, "overall": 8}
BAD = {"nps": 6, "csat": 2, "ces": 3, "overall": 2}


@tagged("post_install", "-at_install")
class TestQualityScores(FiguresCommon):
    """Every score is counted a second time, from plain facts and by a query."""

    def _expected(self, role, test=lambda fact: True):
        """(good, bad, n) of one question over the facts that pass ``test``."""
        marks = [f[role] for f in self.facts if f[role] is not None and test(f)]
        return (
            sum(mark >= GOOD[role] for mark in marks),
            sum(mark <= BAD[role] for mark in marks),
            len(marks),
        )

    def assertScore(self, found, role, expected):
        score = Score(Measure(role), *expected)
        self.assertEqual(found["n"], expected[2])
        if not expected[2]:
            return
        self.assertAlmostEqual(found["value"], score.value)
        self.assertAlmostEqual(found["low"], score.interval[0])
        self.assertAlmostEqual(found["high"], score.interval[1])
        self.assertEqual(found["enough"], expected[2] >= 30)

    def test_tiles(self):
        found = {tile["key"]: tile for tile in self._dashboard()["tiles"]}
        self.assertEqual(set(found), set(SCALES))
        for role in SCALES:
            with self.subTest(role):
                self.assertScore(found[role], role, self._expected(role))
        self.assertTrue(any(fact["nps"] == 0 for fact in self.facts))

    def test_tiles_equal_a_query_of_their_own(self):
        self.env.cr.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE a.number >= 9),
                   count(*) FILTER (WHERE a.number <= 6)
              FROM o2c_call_answer a JOIN survey_question q ON q.id = a.question_id
             WHERE q.o2c_role = 'nps' AND a.text IS NOT NULL
               AND a.company_id = %s
            """,
            [self.company.id],
        )
        n, pro, con = self.env.cr.fetchone()
        tile = self._dashboard()["tiles"][0]
        self.assertEqual(tile["n"], n)
        self.assertAlmostEqual(tile["value"], 100 * (pro - con) / n)

    def test_months(self):
        for role in SCALES:
            trend = self._dashboard(measure=role)["trend"]
            self.assertEqual([row["month"][5:7] for row in trend], ["01", "02", "03"])
            for month, row in enumerate(trend, start=1):
                expected = self._expected(role, lambda f, m=month: f["at"].month == m)
                with self.subTest(role=role, month=month):
                    self.assertScore(row, role, expected)

    def _groups(self, by, **options):
        rows = self._dashboard(by=by, measure="nps", **options)["groups"]
        return {row["key"]: row for row in rows}

    def assertGroups(self, by, keys):
        """``keys``: {what the row stands for: test of a fact}."""
        found = self._groups(by)
        for key, test in keys.items():
            expected = self._expected("nps", test)
            with self.subTest(by=by, key=key):
                if expected[2]:
                    self.assertScore(found.pop(key), "nps", expected)
        self.assertFalse(found)

    def test_by_courier(self):
        ids = {place: self.carriers[place].id for place in (0, 1)}
        keys = {id_: lambda f, p=p: f["carrier"] == p for p, id_ in ids.items()}
        self.assertGroups("courier", {**keys, False: lambda f: f["carrier"] is None})

    def test_by_goods_counts_an_answer_for_each(self):
        keys = {
            product.id: lambda f, n=n: n in f["products"]
            for n, product in enumerate(self.products)
        }
        self.assertGroups("product", keys)
        category = self.product.categ_id.id
        self.assertGroups("category", {category or False: lambda f: True})

    def test_by_people_and_places(self):
        self.assertGroups(
            "salesperson",
            {u.id: lambda f, n=n: f["seller"] == n for n, u in enumerate(self.sellers)},
        )
        self.assertGroups(
            "agent",
            {
                user.id: lambda f, u=user: f["agent"] == u
                for user in (self.agent, self.other_agent)
            },
        )
        countries = {}
        for place, buyer in enumerate(self.buyers):
            countries.setdefault(buyer.country_id.id, set()).add(place)
        self.assertGroups(
            "country",
            {c: lambda f, b=b: f["buyer"] in b for c, b in countries.items()},
        )
        self.assertGroups("warehouse", {self.orders[0].warehouse_id.id: lambda f: True})

    def test_by_script_and_campaign(self):
        scripts = {self.survey.id: False, self.variant.id: True}
        self.assertGroups(
            "script",
            {s: lambda f, k=k: f["selling"] == k for s, k in scripts.items()},
        )
        campaigns = {self.service.id: False, self.selling.id: True}
        self.assertGroups(
            "campaign",
            {c: lambda f, k=k: f["selling"] == k for c, k in campaigns.items()},
        )

    def test_one_campaign_only(self):
        found = self._dashboard(campaign=self.selling.id)["tiles"][0]
        self.assertScore(found, "nps", self._expected("nps", lambda f: f["selling"]))

    def test_a_delivered_order_counts_for_who_brought_it(self):
        order = self._delivered("2026-02-03 10:00:00", carrier_id=self.carriers[1].id)
        order.picking_ids.carrier_id = self.carriers[2]
        fact = {**self.facts[0], "selling": False, "nps": 0}
        call = self.env["o2c.call"].create(
            {**self._call_vals(fact, order), "partner_id": self.customer.id}
        )
        self.env["o2c.call.answer"].create(list(self._answer_vals(fact, call)))
        row = self._groups("courier")[self.carriers[2].id]
        self.assertEqual((row["n"], row["value"]), (1, -100.0))

    def test_a_foreign_scale_is_refused_or_said_to_be_translated(self):
        nps = self.questions[self.survey]["nps"]
        nps.scale_min = 1
        notes = self._dashboard()["notes"]
        self.assertTrue(any("Not counted" in note and "nps" in note for note in notes))
        tile = self._dashboard()["tiles"][0]
        self.assertScore(tile, "nps", self._expected("nps", lambda f: f["selling"]))
        self.questions[self.variant]["csat"].scale_min = 0
        notes = self._dashboard()["notes"]
        said = [note for note in notes if "Translated" in note and "csat" in note]
        self.assertEqual(len(said), 1)
        self.assertIn("from 4 on", said[0])

    def test_open_calls_do_not_count(self):
        before = self._dashboard()["tiles"][0]["n"]
        call = self.calls.filtered(
            lambda c: any(a.role == "nps" and a.is_given for a in c.answer_ids)
        )[0]
        call.finished_at = False
        self.assertEqual(self._dashboard()["tiles"][0]["n"], before - 1)

    # ------------------------------------------------------------- ways on
    def test_ways_on_show_what_was_counted(self):
        Row = self.env["o2c.quality.score"].with_user(self.leader)
        data = self._dashboard(by="product", measure="nps")
        action = self._open("open_scores", "nps", by="product")
        self.assertEqual(Row.search_count(action["domain"]), data["tiles"][0]["n"])
        for row in data["groups"]:
            action = self._open(
                "open_scores", "nps", row["key"], None, True, by="product"
            )
            self.assertEqual(Row.search_count(action["domain"]), row["n"])
        for row in data["trend"]:
            action = self._open("open_scores", "nps", None, row["month"])
            self.assertEqual(Row.search_count(action["domain"]), row["n"])

    def test_the_pivot_shows_the_same(self):
        Row = self.env["o2c.quality.score"].with_user(self.leader)
        domain = [("call_id", "in", self.calls.ids)]
        for measure, points, count in Row._read_group(
            domain, ["measure"], ["points:avg", "__count"]
        ):
            good, bad, n = self._expected(measure)
            self.assertEqual(count, n)
            less = bad if measure == "nps" else 0
            self.assertAlmostEqual(points, 100 * (good - less) / n)

    # ------------------------------------------------------------- who sees what
    def test_marketing_sees_what_sells_and_no_agents(self):
        data = self._dashboard(user=self.marketer)
        keys = {part["key"] for part in data["parts"]}
        self.assertEqual(keys, {"satisfaction", "operations", "words"})
        self.assertNotIn("agent", {d["key"] for d in data["dimensions"]})
        self.assertNotIn(self.service.id, {c["id"] for c in data["campaigns"]})
        selling = self._expected("nps", lambda f: f["selling"])
        self.assertScore(data["tiles"][0], "nps", selling)
        other = self._dashboard(user=self.marketer, campaign=self.service.id)
        self.assertEqual(other["tiles"][0]["n"], 0)
        for part in ("couriers", "witness", "payment"):
            with self.assertRaises(AccessError):
                self._dashboard(part, user=self.marketer)
        with self.assertRaises(AccessError):
            self._dashboard(user=self.marketer, by="agent")
        with self.assertRaises(AccessError):
            self._dashboard("operations", user=self.marketer, by="agent")
        Row = self.env["o2c.quality.score"].with_user(self.marketer)
        seen = Row.search([("call_id", "in", self.calls.ids)])
        self.assertEqual(set(seen.mapped("kind")), {"telesales"})
        with self.assertRaises(AccessError):
            seen[:1].read(["agent_id"])
        with self.assertRaises(AccessError):
            Row._read_group([], ["agent_id"], ["__count"])

    def test_others_see_nothing(self):
        for user in (self.agent, self._user("salesperson"), self._user("customer")):
            with self.assertRaises(AccessError):
                self._dashboard(user=user)
            with self.assertRaises(AccessError):
                self._open("open_scores", "nps", user=user)
            with self.assertRaises(AccessError):
                self.env["o2c.quality.score"].with_user(user).search([])

    def test_no_such_figures(self):
        for options in ({"by": "create_uid"}, {"measure": "stars"}):
            with self.assertRaises(UserError):
                self._dashboard(**options)
        with self.assertRaises(UserError):
            self._dashboard("secrets")

    def test_companies_are_apart(self):
        other = self._company()
        leader = self._user(
            "leader_2", groups="o2c_quality_check.group_call_leader", company=other
        )
        self.assertEqual(self._dashboard(user=leader)["tiles"][0]["n"], 0)
        with self.assertRaises(AccessError):
            self._dashboard(user=leader, company=self.company.id)
        rows = self.env["o2c.quality.score"].with_user(leader)
        self.assertFalse(rows.search([("call_id", "in", self.calls.ids)]))
