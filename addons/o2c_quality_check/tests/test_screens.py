from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..domain.calls import Result
from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestScreens(QualityCommon):
    """What buttons open and what they count."""

    def found(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_calls_of_order_and_customer(self):
        call = self._listed()
        elsewhere = self._campaign(name="Second", quiet_days=0)
        elsewhere._refresh(NOW)
        order = call.order_id
        both = call | elsewhere.call_ids
        self.assertEqual((order.o2c_call_count, self.customer.o2c_call_count), (2, 2))
        self.assertEqual(self.found(order.action_o2c_calls()), both)
        person = self._customer(name="Freya", parent_id=self.customer.id)
        self.assertEqual(person.o2c_call_count, 2)
        self.assertEqual(self.found(person.action_o2c_calls()), both)
        self.assertEqual(self.found(elsewhere.action_open_calls()), elsewhere.call_ids)
        stranger = self._user("warehouse")
        self.assertEqual(self.customer.with_user(stranger).o2c_call_count, 0)

    def test_preview_opens_what_one_may_read(self):
        order = self._delivered()
        campaign = self._campaign(start=False).with_user(self.leader)
        with self._at(str(NOW)):
            line = self.found(campaign.action_preview()).with_user(self.leader)
        self.assertEqual(line.order_id.sudo(), order)
        self.assertEqual(line.action_open()["res_id"], self.customer.id)
        self.assertEqual(line.sudo().action_open()["res_id"], order.id)

    def test_refresh_says_what_changed(self):
        campaign = self._campaign()
        self._delivered()
        with self._at(str(NOW)):
            action = campaign.with_user(self.leader).action_refresh()
        self.assertEqual(
            action["params"]["message"], "1 added, 0 taken out, 0 back on the list."
        )

    def test_results_are_odoo_s_own(self):
        action = self._campaign().with_user(self.leader).action_open_results()
        self.assertIn(f"/survey/results/{self.script.id}", action["url"])

    def test_every_kind_of_question(self):
        script = self.env["survey.survey"].create(
            {
                "title": "Short",
                "user_id": False,
                "question_and_page_ids": [
                    Command.create({"title": "How many?", "question_type": kind})
                    for kind in ("numerical_box", "char_box", "scale")
                ],
            }
        )
        self._delivered()
        self._campaign(survey_id=script.id)._refresh(NOW)
        call = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        number, words, scale = call.answer_ids
        with self.assertRaisesRegex(ValidationError, "a number, please"):
            number.text = "three"
        number.text, words.text = "3,5", " so so "
        self.assertEqual((number.number, number.is_given), (3.5, True))
        self.assertEqual((words.is_given, scale.is_given), (True, False))
        call._record(Result.ANSWERED, NOW)
        lines = call.sudo().user_input_id.user_input_line_ids
        self.assertEqual(lines.mapped("value_numerical_box"), [3.5, 0.0])
        self.assertEqual(lines.mapped("value_char_box"), [False, "so so"])
