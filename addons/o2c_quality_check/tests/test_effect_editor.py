from datetime import timedelta

from odoo import fields
from odoo.tests import Form, HttpCase, tagged

from .script_common import ScriptCommon


@tagged("post_install", "-at_install")
class TestEffectEditor(ScriptCommon, HttpCase):
    """The editor of effects: what a leader enters happens in the next call, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._script(
            {"title": "Is the crate whole?", "choices": ["Whole", "Broken"]},
            {"title": "How many are left?", "question_type": "numerical_box"},
            title="Script of the tour",
        )
        cls.crate, cls.left = cls.survey.question_ids

    def test_from_the_editor_to_the_ticket(self):
        self.customer.name = "Crate Lovers"
        moment = fields.Datetime.now() - timedelta(days=3)
        order = self._delivered(str(moment.replace(microsecond=0)))
        self._campaign(survey_id=self.survey.id, quiet_days=0)
        self.start_tour(
            "/odoo/quality-effects", "o2c_effect_is_added", login=self.leader.login
        )
        effect = self.crate.o2c_effect_ids
        self.assertEqual(
            (effect.kind, effect.condition, effect.choice_ids.value, effect.rejects),
            ("ticket", "choice", "Broken", False),
        )
        self.start_tour(
            "/odoo/quality-my-calls", "o2c_effect_happens", login=self.agent.login
        )
        call = order.o2c_call_ids
        self.assertEqual(call.effect_ids.effect_id, effect)
        tickets = self.Ticket.search([("order_id", "=", order.id)])
        self.assertEqual(tickets.mapped("name"), [f"Crate Broken: {order.name}"])
        # the leader wrote that such an answer does not refuse the order
        self.assertEqual(call.verdict, "ok")
        self.start_tour(
            "/odoo/quality-followed", "o2c_effect_is_there", login=self.leader.login
        )

    def test_another_question_asks_for_its_own_answers(self):
        effects = self.env["o2c.answer.effect"].with_user(self.leader)
        self.assertFalse(effects.new().display_name)
        with Form(effects) as form:
            form.question_id = self.crate
            self.assertEqual(form.condition, "choice")
            self.assertEqual(form.fitting_conditions, ["choice", "given"])
            form.choice_ids.add(self._choice(self.crate, "Broken"))
            form.question_id = self.left
            self.assertEqual(form.condition, "at_most")
            self.assertFalse(form.choice_ids[:])
            form.limit = 0
        effect = self.left.o2c_effect_ids
        self.assertEqual(effect.display_name, "How many are left? ≤ 0")

    def test_questions_and_answers_are_told_apart(self):
        questions = self.env["survey.question"].with_user(self.leader)
        self.assertEqual(self.crate.display_name, "Is the crate whole?")
        found = questions.with_context(o2c_with_script=True).name_search("of the tour")
        self.assertEqual(
            found,
            [
                (self.crate.id, "Is the crate whole? (Script of the tour)"),
                (self.left.id, "How many are left? (Script of the tour)"),
            ],
        )
        self.assertFalse(questions.name_search("of the tour"))
        broken = self._choice(self.crate, "Broken")
        self.assertEqual(broken.display_name, "Is the crate whole? : Broken")
        alone = broken.with_context(o2c_value_only=True)
        self.assertEqual(alone.display_name, "Broken")
