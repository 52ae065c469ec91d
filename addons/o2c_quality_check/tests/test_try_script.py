from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .script_common import ScriptCommon

TABLES = (
    "o2c.call",
    "o2c.call.attempt",
    "o2c.call.answer",
    "o2c.call.effect",
    "o2c.ticket",
    "o2c.delivery.word",
    "survey.user_input",
    "survey.user_input.line",
    "mail.activity",
)


@tagged("post_install", "-at_install")
class TestTryScript(ScriptCommon):
    """A leader plays a script; nothing of it is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._script(
            {"title": "Well?", "choices": ["Yes", "No"], "constr_mandatory": True},
            {"title": "Score", "question_type": "scale", "scale_max": 10},
            {"title": "Why?", "question_type": "multiple_choice", "choices": "ABC"},
        )
        cls.well, cls.score, cls.why = cls.survey.question_ids
        cls.yes, cls.no = cls.well.suggested_answer_ids
        cls.why.triggering_answer_ids = cls.no
        cls.ticket = cls._effect(cls.well, "ticket", choice_ids=cls.no.ids)
        cls.low = cls._effect(cls.score, "leader", condition="at_most", limit=6)
        letter = cls.why.suggested_answer_ids[0]
        cls.inner = cls._effect(cls.why, "witness", choice_ids=letter.ids)
        cls.campaign = cls._campaign(survey_id=cls.survey.id)

    def rpc(self, method, *args, user=None):
        model = self.env["survey.survey"].with_user(user or self.leader)
        return call_kw(model, method, [self.survey.ids, *args], {})

    def tried(self, **answers):
        """What would follow; answers by the name of the question."""
        values = {str(getattr(self, name).id): v for name, v in answers.items()}
        with self.assertNothingWritten(*TABLES):
            return self.rpc("o2c_try_answers", values)

    def test_what_would_follow_in_words_and_nothing_is_written(self):
        inner = self.why.suggested_answer_ids[0].id
        no, fine = "did not accept", "accepted the order"
        for case, answers, effects, verdict in (
            ("nothing said", {}, [], "Not known yet"),
            ("yes", {"well": self.yes.id}, [], fine),
            ("no", {"well": self.no.id}, self.ticket, no),
            ("the limit", {"well": self.yes.id, "score": 6}, self.low, fine),
            ("above it", {"well": self.yes.id, "score": "7"}, [], fine),
            ("nought", {"score": 0}, self.low, "Not known yet"),
            (
                "in the branch",
                {"well": self.no.id, "why": [inner]},
                self.ticket | self.inner,
                no,
            ),
            ("branch left", {"well": self.yes.id, "why": [inner]}, [], fine),
        ):
            with self.subTest(case):
                told = self.tried(**answers)
                ids = [effect["id"] for effect in told["effects"]]
                self.assertEqual(ids, [effect.id for effect in effects])
                self.assertIn(verdict, told["verdict"])
                self.assertEqual(told["errors"], {})
                needed = [] if "well" in answers else ["Well?"]
                self.assertEqual(told["needed"], needed)
        (effect,) = self.tried(well=self.no.id)["effects"]
        self.assertEqual(
            (effect["after"], effect["what"]),
            ("Well? No", "Open a complaint ticket (No: sample order)"),
        )

    def test_what_is_no_answer_is_said(self):
        for answers in ({"score": "11"}, {"score": "x"}, {"well": self.why.id + 9999}):
            told = self.tried(**answers)
            (name,) = answers
            self.assertEqual(list(told["errors"]), [getattr(self, name).id])
            self.assertEqual(told["effects"], [])

    def test_played_in_a_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.well.with_context(lang="it_IT").title = "Bene?"
        with self.assertNothingWritten(*TABLES):
            script = self.rpc("o2c_try_script", "it_IT")
        self.assertEqual(
            [item["title"] for item in script["items"]], ["Bene?", "Score", "Why?"]
        )
        self.assertEqual(
            [item["shown"] for item in script["items"]], [True, True, False]
        )
        self.assertIn("Italian", script["notice"])
        self.assertEqual(self.rpc("o2c_try_script", "en_US")["notice"], "")
        self.assertEqual(self.rpc("o2c_try_script", "xx_XX")["lang"], "en_US")

    def test_the_button_is_the_leader_s(self):
        campaign = self.env["o2c.campaign"].with_user(self.leader)
        action = call_kw(campaign, "action_try_script", [self.campaign.ids], {})
        first = {"id": self.survey.id, "name": "Our script"}
        self.assertEqual(action["params"], {"scripts": [first]})
        other = self._script({"title": "Other?"}, title="Script B")
        both = {"survey_id": self.survey.id, "survey_b_id": other.id}
        two = self._campaign(start=False, **both)
        action = call_kw(campaign, "action_try_script", [two.ids], {})
        second = {"id": other.id, "name": "Script B"}
        self.assertEqual(action["params"], {"scripts": [first, second]})
        marketing = self._user(
            "marketing", groups="o2c_quality_check.group_call_marketing"
        )
        for user in (self.agent, marketing, self._user("salesperson")):
            for method, args in (
                ("action_o2c_try", ()),
                ("o2c_try_script", ()),
                ("o2c_try_answers", ({},)),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.rpc(method, *args, user=user)
        mine = self.env["o2c.campaign"].with_user(self.agent)
        with self.assertRaises(AccessError):
            call_kw(mine, "action_try_script", [self.campaign.ids], {})

    def test_effects_of_other_companies_are_not_told(self):
        self.ticket.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.tried(well=self.no.id)["effects"], [])
