from odoo import fields
from odoo.tests import tagged

from .common import NOW
from .script_common import ScriptCommon

FEW, MANY = 2, 9


@tagged("post_install", "-at_install")
class TestListQueries(ScriptCommon):
    """A list of many lines asks the database no more often than one of few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        questions = [
            {"title": f"Question {n}", "choices": ["Yes", "No"]} for n in range(MANY)
        ]
        cls.survey = cls._script(*questions)
        cls.call = cls._asking(cls.survey).sudo()

    def assertSameQueries(self, records, names):
        """``names`` of few ``records`` are read by as many queries as of all."""

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            return self.env.cr.sql_log_count - before

        self.assertEqual(len(records), MANY)
        # as the client asks for them: by their ids
        seen = self.env[records._name].with_user(self.leader).browse(records.ids)
        queries(seen)  # what is kept for the registry is read once
        self.assertEqual(queries(seen[:FEW]), queries(seen))

    def test_what_followed(self):
        effects = self.env["o2c.answer.effect"].create(
            [
                {"question_id": question.id, "kind": "leader", "condition": "given"}
                for question in self.survey.question_ids
            ]
        )
        made = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(MANY)])
        entries = self.env["o2c.call.effect"].create(
            [
                {
                    "call_id": self.call.id,
                    "effect_id": effect.id,
                    "kind": effect.kind,
                    "at": fields.Datetime.to_string(NOW),
                    "result_model": partner._name,
                    "result_id": partner.id,
                }
                for effect, partner in zip(effects, made, strict=True)
            ]
        )
        self.assertSameQueries(entries, ["told", "partner_id", "kind", "state"])
        self.assertEqual(entries.mapped("told"), made.mapped("display_name"))
        made[0].unlink()
        self.env.invalidate_all()
        self.assertEqual(entries[0].told, "Done")

    def test_answers(self):
        for answer in self.call.answer_ids:
            answer.suggested_answer_id = answer.question_id.suggested_answer_ids[0]
        self.assertSameQueries(
            self.call.answer_ids, ["title", "answer_text", "is_given"]
        )
        self.assertEqual(set(self.call.answer_ids.mapped("answer_text")), {"Yes"})
