"""What opens behind each figure, for who looks at it: as many records as it says."""

from odoo.tests import freeze_time

from .figures_common import SCALES, TODAY

COUNTS = ("dials", "contacts", "right", "results", "promises", "kept")
CELLS = ("both", "only_system", "only_customer", "neither")
TELESALES = {"campaign": "campaign_id", "script": "survey_id", "agent": "agent_id"}


class FiguresOpen:
    """Part of the test of the figures: the same data, the ways on."""

    def _behind(self, method, *args, user=None, **options):
        """The records that a figure opens, as this user may see them."""
        user = user or self.leader
        companies = (self.company | self.away) & user.company_ids
        env = self.env(user=user, su=False, context={"tz": "UTC"})
        env = env(context={"allowed_company_ids": companies.ids, **env.context})
        with freeze_time(TODAY):
            insight = env["o2c.quality.insight"]
            action = getattr(insight, method)({"months": 3, **options}, *args)
            self.assertFalse(action["context"])
            return env[action["res_model"]].search(action["domain"])

    def assertBehind(self, count, method, *args, **options):
        with self.subTest(method, args=args):
            self.assertEqual(len(self._behind(method, *args, **options)), count)

    # ------------------------------------------------------------- satisfaction
    def test_behind_scores(self):
        for user in (self.leader, self.marketer):
            data = self._ask("satisfaction", {"measure": "nps"}, user=user)
            for tile in data["tiles"]:
                self.assertBehind(tile["n"], "open_scores", tile["key"], user=user)
            for row in data["trend"]:
                args = ("nps", None, row["month"])
                self.assertBehind(row["n"], "open_scores", *args, user=user)
            for by in (d["key"] for d in data["dimensions"]):
                options = {"measure": "nps", "by": by}
                for row in self._ask("satisfaction", options, user=user)["groups"]:
                    args = ("nps", row["key"], None, True)
                    self.assertBehind(
                        row["n"], "open_scores", *args, user=user, **options
                    )
        self.assertEqual(set(SCALES), {tile["key"] for tile in data["tiles"]})

    # ------------------------------------------------------------- calling
    def test_behind_calling(self):
        data = self._ask("operations", {})
        whole = dict.fromkeys((*COUNTS, "called", "sold"), 0)
        for by in ("campaign", "agent", "day"):
            rows = self._ask("operations", {"by": by})["groups"]
            for row in rows:
                for which in whole:
                    args = (which, row["key"])
                    self.assertBehind(row[which], "open_attempts", *args, by=by)
        for row in self._ask("operations", {"by": "campaign"})["groups"]:
            whole = {which: count + row[which] for which, count in whole.items()}
        for tile in data["tiles"]:
            if tile["share"]:
                count = tile["share"]["part"]
                self.assertEqual(count, whole[tile["opens"]], tile["key"])
                self.assertBehind(count, "open_attempts", tile["opens"])

    def test_behind_the_time_of_agents(self):
        spans = self._behind("open_attempts", "sessions").sudo()
        seconds = dict.fromkeys(("available", "in_call", "wrap_up"), 0)
        for span in spans:
            end = span.ended_at or span.seen_at
            seconds[span.state] += (end - span.started_at).total_seconds()
        worked = seconds["in_call"] + seconds["wrap_up"]
        tiles = {t["key"]: t for t in self._ask("operations", {})["tiles"]}
        self.assertEqual(tiles["occupancy"]["opens"], "sessions")
        self.assertAlmostEqual(
            tiles["occupancy"]["value"], 100 * worked / sum(seconds.values())
        )

    def test_behind_late_call_backs(self):
        late, other = self.calls.filtered(lambda c: c.company_id == self.company)[:2]
        self._sql(
            "UPDATE o2c_campaign SET state = 'running' WHERE id = ANY(%s)", self._ids()
        )
        for call, moment in ((late, "2026-03-18 10:59:59"), (other, TODAY)):
            self._sql(
                "UPDATE o2c_call SET state = 'to_call', is_call_back = true,"
                " next_try_at = %s WHERE id = %s",
                *(moment, call.id),
            )
        self.assertEqual(self._ask("operations", {})["waiting"], 1)
        self.assertEqual(self._behind("open_attempts", "waiting").ids, late.ids)

    def _ids(self):
        return self.calls.campaign_id.ids

    # ------------------------------------------------------------- word against word
    def test_behind_word_against_word(self):
        data = self._ask("couriers", {})
        self.assertBehind(data["whole"]["part"], "open_cases")
        for group in data["groups"]:
            self.assertBehind(group["part"], "open_cases", group["key"])
        for kind in data["kinds"]:
            self.assertBehind(kind["count"], "open_cases", None, kind["key"])
        data = self._ask("witness", {})
        for key, which in (
            ("system",) * 2,
            ("customer",) * 2,
            ("disagreement", "differ"),
        ):
            self.assertBehind(data[key]["part"], "open_orders", which)
        self.assertBehind(data["orders"], "open_orders", "asked")
        for cell in CELLS:
            self.assertBehind(data[cell], "open_orders", cell)

    def test_behind_words(self):
        for user in (self.leader, self.marketer):
            data = self._ask("words", {}, user=user)
            self.assertBehind(data["total"], "open_words", user=user)
            self.assertBehind(data["without"], "open_words", "none", user=user)
            for theme in data["themes"]:
                self.assertBehind(theme["count"], "open_words", theme["key"], user=user)

    # ------------------------------------------------------------- telesales
    def test_behind_telesales(self):
        for user, dimensions in (
            (self.leader, TELESALES),
            (self.marketer, ("campaign", "script")),
            (self.agent, ("campaign",)),
        ):
            for by in dimensions:
                self._behind_telesales(user, by)

    def _behind_telesales(self, user, by):
        env = self.env(user=user, su=False)
        env = env(context={"allowed_company_ids": self.company.ids})
        with freeze_time(TODAY):
            data = env["o2c.telesales.insight"].dashboard(3, by)
        report = env["o2c.telesales.report"]
        self.assertTrue(data["groups"])
        mine = [([(TELESALES[by], "=", row["key"])], row) for row in data["groups"]]
        for domain, row in [*mine, ([], data["total"])]:
            for which in ("calls", "reached", "quoted", "sold"):
                more = [] if which == "calls" else [(which, "=", 1)]
                with self.subTest(which, by=by, user=user.login):
                    found = report.search_count([*data["domain"], *domain, *more])
                    self.assertEqual(found, row[which])
