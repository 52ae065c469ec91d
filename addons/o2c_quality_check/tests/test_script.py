from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .script_common import ScriptCommon

KINDS = (
    {"title": "One", "question_type": "simple_choice", "choices": ["A", "B"]},
    {"title": "Many", "question_type": "multiple_choice", "choices": ["X", "Y", "Z"]},
    {"title": "Scale", "question_type": "scale", "scale_min": 0, "scale_max": 10},
    {"title": "Number", "question_type": "numerical_box"},
    {"title": "Line", "question_type": "char_box"},
    {"title": "Words", "question_type": "text_box"},
    {"title": "Day", "question_type": "date"},
    {"title": "Moment", "question_type": "datetime"},
)


@tagged("post_install", "-at_install")
class TestScript(ScriptCommon):
    """Asking: every kind of question, branches, languages, and who may."""

    def item(self, call, title):
        (found,) = [i for i in call._script() if i["title"] == title]
        return found

    def test_every_kind_of_question_is_asked_and_kept(self):
        survey = self._script(*KINDS)
        call = self._asking(survey)
        one, many = survey.question_ids[:2]
        given = {
            "One": (one.suggested_answer_ids[0].id, one.suggested_answer_ids[0].id),
            "Many": (many.suggested_answer_ids[:2].ids,) * 2,
            "Scale": (0, "0"),
            "Number": ("2,5", "2.5"),
            "Line": (" short ", "short"),
            "Words": ("<b>long</b>", "<b>long</b>"),
            "Day": ("2026-03-06", "2026-03-06"),
            "Moment": ("2026-03-06T10:30", "2026-03-06 10:30:00"),
        }
        for title, (value, kept) in given.items():
            question = survey.question_ids.filtered(lambda q, t=title: q.title == t)
            script = call._answer(question.id, value)
            (item,) = [i for i in script if i["title"] == title]
            self.assertEqual(item["answer"], kept, title)
        scale = call.answer_ids.filtered(lambda a: a.title == "Scale")
        # 0 is an answer
        self.assertEqual((scale.is_given, scale.number), (True, 0.0))
        self.assertEqual(self._given(call)["Many"], "X, Y")
        self._finish(call)
        lines = call.sudo().user_input_id.user_input_line_ids
        self.assertEqual(
            {(line.question_id.title, line.answer_type) for line in lines},
            {
                ("One", "suggestion"),
                ("Many", "suggestion"),
                ("Scale", "scale"),
                ("Number", "numerical_box"),
                ("Line", "char_box"),
                ("Words", "text_box"),
                ("Day", "date"),
                ("Moment", "datetime"),
            },
        )
        self.assertEqual(len(lines), 9)

    def test_what_is_no_answer_is_refused(self):
        survey = self._script(
            *KINDS,
            {"title": "Mail", "question_type": "char_box", "validation_email": 1},
        )
        call = self._asking(survey)
        ids = {question.title: question.id for question in survey.question_ids}
        foreign = survey.question_ids[1].suggested_answer_ids[0].id
        for title, value in (
            ("One", foreign),
            ("One", "a"),
            ("Many", [ids["One"], "b"]),
            ("Scale", 11),
            ("Scale", "many"),
            ("Number", "nan"),
            ("Day", "tomorrow"),
            ("Moment", "soon"),
            ("Mail", "nobody"),
        ):
            with (
                self.subTest(title=title, value=value),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                call._answer(ids[title], value)
        self.assertEqual(self._given(call), {})
        with self.assertRaisesRegex(UserError, "not in the script"):
            call._answer(self._ref("question_received").id, 1)

    def test_a_branch_that_is_left_is_emptied_and_asks_nothing(self):
        survey = self._script(
            {"title": "All right?", "choices": ["Yes", "No", "Partly"]},
            {"title": "What?", "choices": ["Broken", "Late"], "constr_mandatory": True},
            {"title": "How late?", "question_type": "numerical_box"},
        )
        first, second, third = survey.question_ids
        no, partly = self._choice(first, "No"), self._choice(first, "Partly")
        second.triggering_answer_ids = no | partly
        third.triggering_answer_ids = self._choice(second, "Late")
        call = self._asking(survey)
        shown = [i["shown"] for i in call._script()]
        self.assertEqual(shown, [True, False, False])
        self.assertEqual(
            [i["after"] for i in call._script()],
            [[], (no | partly).ids, self._choice(second, "Late").ids],
        )
        with self.assertRaisesRegex(UserError, "is not asked"):
            call._answer(second.id, self._choice(second, "Late").id)
        call._answer(first.id, partly.id)
        with self.assertRaisesRegex(UserError, "Not answered yet: What"):
            call.action_answered()
        call._answer(second.id, self._choice(second, "Late").id)
        call._answer(third.id, 0)
        self.assertEqual(len(self._given(call)), 3)
        script = call._answer(first.id, self._choice(first, "Yes").id)
        self.assertEqual(self._given(call), {"All right?": "Yes"})
        self.assertEqual([i["mandatory"] for i in script], [False, True, False])
        self._finish(call)
        self.assertEqual(call.state, "done")

    def test_an_answer_is_taken_back_and_remarked(self):
        survey = self._script(
            {
                "title": "One",
                "choices": ["A", "B"],
                "comments_allowed": True,
                "constr_mandatory": True,
            }
        )
        call = self._asking(survey)
        question = survey.question_ids
        choice = question.suggested_answer_ids[0]
        call._answer(question.id, choice.id, comment="on Monday")
        self.assertEqual(self._given(call), {"One": "A; on Monday"})
        script = call._answer(question.id, None)
        self.assertEqual((script[0]["answer"], script[0]["comment"]), (None, ""))
        self.assertEqual(self._given(call), {})

    def test_only_who_holds_the_call_answers(self):
        call = self._taken()
        question = self._ref("question_received")
        yes = self._ref("answer_received_yes")
        with self.assertRaises(AccessError):
            call.with_user(self.other_agent)._answer(question.id, yes.id)
        self.assertEqual(self._given(call), {})

    def test_the_customer_s_language_when_the_script_has_it(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.env["res.lang"]._activate_lang("es_ES")
        survey = self._script({"title": "Received?", "choices": ["Yes"]})
        question = survey.question_ids
        question.with_context(lang="it_IT").title = "Ricevuto?"
        question.suggested_answer_ids.with_context(lang="it_IT").value = "Sì"
        call = self._asking(survey)
        for lang, title, notice in (
            ("it_IT", "Ricevuto?", ""),
            ("en_US", "Received?", ""),
            ("es_ES", "Received?", "The customer speaks Spanish"),
        ):
            with self.subTest(lang=lang):
                self.customer.lang = lang
                self.assertEqual(call._script()[0]["title"], title)
                self.assertIn(notice, call._script_notice())
                self.assertEqual(bool(call._script_notice()), bool(notice))

    def test_a_table_is_refused_when_the_campaign_starts(self):
        survey = self._script(
            {"title": "Grid", "question_type": "matrix", "choices": ["1", "2"]}
        )
        with self.assertRaisesRegex(UserError, "“Grid” is a table"):
            self._campaign(survey_id=survey.id)
