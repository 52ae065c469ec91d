import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .figures_common import TODAY, WORDS, FiguresCommon


@tagged("post_install", "-at_install")
class TestQualityWords(FiguresCommon):
    """What customers say in their own words, by theme, and everything as a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Theme = cls.env["o2c.theme"]
        cls.Theme.search([]).active = False
        cls.rude = cls._theme("Manners", "rude, courier*")
        cls.praise = cls._theme("Thanks", "grazie", "base.lang_it")
        cls.Answer = cls.env["o2c.call.answer"]
        cls._match()

    @classmethod
    def _theme(cls, name, words, lang=None):
        lang_id = cls.env.ref(lang).id if lang else False
        return cls.Theme.create(
            {"name": name, "word_ids": [(0, 0, {"lang_id": lang_id, "words": words})]}
        )

    @classmethod
    def _match(cls):
        matcher = cls.Theme._matcher()
        waiting = cls.Answer._waiting_for_themes()
        waiting.filtered(lambda a: a.call_id in cls.calls)._match_themes(matcher)

    def _said(self, text):
        return [fact for fact in self.facts if fact["words"] == text]

    def _answer_with(self, text):
        return self.answers.filtered(lambda a: a.verbatim == text)

    def test_counts(self):
        data = self._dashboard("words")
        spoken = [fact for fact in self.facts if fact["words"]]
        self.assertEqual(data["total"], len(spoken))
        self.assertEqual(data["waiting"], 0)
        rows = {row["key"]: row for row in data["themes"]}
        # customers without Italian are not read as Italian
        self.assertEqual(set(rows), {self.rude.id})
        count = len(self._said(WORDS[0]))
        self.assertEqual(rows[self.rude.id]["count"], count)
        self.assertAlmostEqual(rows[self.rude.id]["percent"], 100 * count / len(spoken))
        self.assertEqual(data["without"], len(spoken) - count)
        self.assertEqual(len(data["latest"]), min(30, len(spoken)))

    def test_counts_equal_a_query_of_their_own(self):
        self.env.cr.execute(
            "SELECT count(*) FROM o2c_call_answer WHERE company_id = %s"
            " AND text ILIKE '%%rude%%'",
            [self.company.id],
        )
        (expected,) = self.env.cr.fetchone()
        row = self._dashboard("words")["themes"][0]
        self.assertEqual(row["count"], expected)

    def test_by_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        for buyer in self.buyers:
            buyer.lang = "it_IT"
        self.Answer._forget_themes()
        self._match()
        rows = {r["key"]: r["count"] for r in self._dashboard("words")["themes"]}
        self.assertEqual(rows[self.praise.id], len(self._said("Grazie")))

    def test_ways_on(self):
        data = self._dashboard("words")
        Answer = self.Answer.with_user(self.leader)
        for args, expected in (
            ((), data["total"]),
            (("none",), data["without"]),
            ((self.rude.id,), data["themes"][0]["count"]),
            ((None, "special"), len(self._said(WORDS[2]))),
        ):
            action = self._open("open_words", *args)
            self.assertEqual(Answer.search_count(action["domain"]), expected)
            view = self.env.ref("o2c_quality_check.o2c_call_answer_view_verbatim_list")
            self.assertEqual(action["views"][0], (view.id, "list"))

    def test_a_person_decides_for_good(self):
        answer = self._answer_with(WORDS[0])[0]
        answer.with_user(self.leader).theme_ids = self.praise
        self.assertTrue(answer.themes_by_hand)
        self.rude.word_ids.words = "driver, rude"
        self._match()
        self.assertEqual(answer.theme_ids, self.praise)
        other = self._answer_with(WORDS[0])[1]
        self.assertEqual(other.theme_ids, self.rude)

    def test_new_words_are_looked_through(self):
        self.rude.word_ids.words = "nothing special"
        waiting = self.Answer._waiting_for_themes()
        self.assertIn(self._answer_with(WORDS[0])[0], waiting)
        self._match()
        self.assertFalse(self._answer_with(WORDS[0]).theme_ids)
        self.assertEqual(self._answer_with(WORDS[2])[0].theme_ids, self.rude)

    def test_the_job_may_run_twice(self):
        with self.enter_registry_test_mode():
            self.Answer._forget_themes()
            job = self.env.ref("o2c_quality_check.cron_match_themes")
            job.method_direct_trigger()
            job.method_direct_trigger()
        self.assertFalse(self.Answer._waiting_for_themes())
        self.assertEqual(self._answer_with(WORDS[0]).theme_ids, self.rude)

    def test_only_leaders_decide(self):
        answer = self._answer_with(WORDS[0])[0]
        for user in (self.agent, self.marketer, self._user("salesperson")):
            with self.assertRaises(AccessError):
                answer.with_user(user).theme_ids = self.praise
            with self.assertRaises(AccessError):
                self.rude.with_user(user).name = "x"
        with self.assertRaises(AccessError):
            answer.with_user(self.leader).write(
                {"theme_ids": False, "themes_by_hand": False}
            )
        self.assertEqual(answer.theme_ids, self.rude)

    def test_contact_data_is_no_opinion(self):
        question = self._question(self.survey, "new_phone", question_type="char_box")
        answer = self.Answer.create(
            {"call_id": self.calls[1].id, "question_id": question.id, "text": "+39 1"}
        )
        self.assertFalse(answer.is_verbatim)

    # ------------------------------------------------------------- the workbook
    def _sheets(self, user):
        insight = self.env["o2c.quality.insight"].with_user(user)
        with freeze_time(TODAY):
            action = insight.workbook({"months": 3})
        file_id = int(action["url"].split("/")[4])
        file = self.env["o2c.quality.insight.file"].browse(file_id)
        book = load_workbook(io.BytesIO(base64.b64decode(file.data)), data_only=True)
        return {sheet.title: [list(r) for r in sheet.values] for sheet in book}, file

    def test_workbook(self):
        sheets, file = self._sheets(self.leader)
        tile = self._dashboard()["tiles"][0]
        row = sheets["Scores"][1]
        self.assertEqual(row[:2], ["NPS", tile["n"]])
        self.assertAlmostEqual(row[3], tile["low"])
        self.assertIn("By Agent", sheets)
        self.assertIn("Couriers", sheets)
        agents = {row[0] for row in sheets["By Agent"][1:]}
        self.assertEqual(agents, {self.agent.name, self.other_agent.name})
        with self.assertRaises(AccessError):
            file.with_user(self.marketer).read(["data"])

    def test_workbook_of_marketing_names_no_agent(self):
        sheets, _file = self._sheets(self.marketer)
        self.assertNotIn("By Agent", sheets)
        self.assertNotIn("Couriers", sheets)
        text = str(sheets)
        for user in (self.agent, self.other_agent):
            self.assertNotIn(user.name, text)
        self.assertNotIn(self.service.name, text)
        selling = [f for f in self.facts if f["selling"] and f["nps"] is not None]
        self.assertEqual(sheets["Scores"][1][1], len(selling))
        with self.assertRaises(AccessError):
            self._sheets(self.agent)
