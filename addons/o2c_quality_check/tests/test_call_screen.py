import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..domain.targeting import Reason, Why
from ..models.o2c_call_screen import CallLost
from .common import AGENT, NOW, QualityCommon

MODELS = ("o2c.call", "o2c.call.attempt", "o2c.call.answer", "o2c.contact")


@tagged("post_install", "-at_install")
class TestCallScreen(QualityCommon):
    """What the agent's screen asks for, through the door that a client uses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"city": "Milano", "tz": "Europe/Rome"})
        # the only rule, whatever the database has: Monday to Friday from eight to eight
        cls.env["o2c.calling.rule"].create(
            {
                "name": "Office hours",
                "source": "The company",
                "kind": "hours",
                "purpose": "all",
                "is_law": False,
                "window_ids": [
                    Command.create({"day": "weekday", "start": 8, "end": 20})
                ],
            }
        )
        cls.order = cls._delivered()
        cls.campaign = cls._campaign()
        with cls._at(str(NOW)):
            cls.campaign._refresh(NOW)
        cls.call = cls.campaign.call_ids

    def rpc(self, method, *args, user=None, call=None, at=NOW):
        """A request of the agent's screen; model methods take no call."""
        model = self.Call.with_user(user or self.agent)
        ids = [call.ids] if call is not None else []
        with self._at(str(at)):
            return call_kw(model, method, [*ids, *args], {})

    def opened(self):
        return self.rpc("screen_next")["call"]

    def question(self, name):
        return self._ref(f"question_{name}").id

    # ------------------------------------------------------------- what is shown
    def test_the_call_is_taken_and_shown(self):
        shown = self.opened()
        self.assertEqual(shown["id"], self.call.id)
        self.assertEqual((self.call.state, self.call.agent_id), ("in_call", self.agent))
        self.assertEqual(shown["who"]["name"], self.customer.name)
        self.assertEqual(shown["who"]["zone"], "Europe/Rome")
        self.assertEqual(shown["why"]["about"], self.order.name)
        self.assertFalse(shown["why"]["marketing"])
        self.assertEqual(
            [item["id"] for item in shown["script"]], self.script.question_ids.ids
        )
        self.assertEqual(shown["numbers"][0]["number"], "+39 02 5550 1234")
        codes = [result["code"] for result in shown["results"]]
        self.assertEqual(codes[:2], ["answered", "no_answer"])
        self.assertNotIn("abandoned", codes)

    def test_nothing_but_what_helps_to_talk(self):
        self.campaign.complaint_scope = "order"
        self.order.order_line[0].price_unit = 7654.25
        self.order.note = "Margin is thin"
        self.customer.comment = "Pays late"
        self._complaint(self.order, description="He shouted")
        text = json.dumps(self.opened())
        for secret in ("7654", "Margin is thin", "Pays late", "He shouted"):
            self.assertNotIn(secret, text)
        # nothing that the agent may not open is a link
        self.assertNotIn(f"/odoo/sale.order/{self.order.id}", text)

    def test_nothing_due(self):
        self.opened()
        state = self.rpc("screen_next", user=self.other_agent)
        self.assertIsNone(state["call"])
        self.assertEqual(state["waiting"]["at"], False)
        self.assertEqual(state["today"], {"calls": 0, "answered": 0, "per_hour": None})

    def test_two_windows_show_the_same_call(self):
        self.assertEqual(self.opened()["id"], self.opened()["id"])
        self.assertEqual(self.rpc("screen_resume")["call"]["id"], self.call.id)

    # ------------------------------------------------------------- answers
    def test_an_answer_is_saved_at_once(self):
        self.opened()
        yes = self._ref("answer_received_yes").id
        reply = self.rpc(
            "screen_answer", self.question("received"), yes, call=self.call
        )
        answers = {item["id"]: item["answer"] for item in reply["script"]}
        self.assertEqual(answers[self.question("received")], yes)

    def test_zero_is_an_answer(self):
        self.opened()
        self.rpc("screen_answer", self.question("overall"), 0, call=self.call)
        answer = self.call.answer_ids.filtered(lambda a: a.question_type == "scale")
        self.assertTrue(answer.is_given)
        self.assertEqual(answer.number, 0.0)

    # ------------------------------------------------------------- the result
    def finish(self, result="answered", **vals):
        yes = self._ref("answer_received_yes").id
        answers = [[self.question("received"), yes, None]]
        answers += [[self.question("overall"), "9", None]]
        return self.rpc(
            "screen_finish", result, {"answers": answers, **vals}, call=self.call
        )

    def test_a_result_brings_answers_notes_and_the_next_call(self):
        second = self._delivered(partner_id=self._buyer().id)
        with self._at(str(NOW)):
            self.campaign._refresh(NOW)
        self.opened()
        state = self.finish(note="Wants blue ones", key="k1")
        self.assertEqual((self.call.state, self.call.last_result), ("done", "answered"))
        self.assertEqual(self.call.attempt_ids.note, "Wants blue ones")
        self.assertEqual(self.call.verdict, "ok")
        self.assertEqual(state["call"]["why"]["about"], second.name)
        self.assertEqual((state["today"]["calls"], state["today"]["answered"]), (1, 1))

    def test_a_result_that_is_sent_twice_counts_once(self):
        self.opened()
        self.finish(key="k1")
        state = self.finish(key="k1")
        self.assertIsNone(state["call"])
        self.assertEqual(len(self.call.attempt_ids), 1)
        with self.assertRaises(CallLost):
            self.finish(key="k2")
        self.assertEqual(len(self.call.attempt_ids), 1)

    def test_needed_questions_stand_in_the_way_and_nothing_is_written(self):
        self.opened()
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.rpc("screen_finish", "answered", {"note": "x"}, call=self.call)

    def test_no_such_result(self):
        self.opened()
        for result in ("happy", "", None):
            with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
                self.rpc("screen_finish", result, {}, call=self.call)

    def test_a_break_after_this_call(self):
        self.opened()
        state = self.finish(pause=True)
        self.assertEqual(state["session"]["state"], "pause")
        self.assertIsNone(self.rpc("screen_open")["call"])

    def test_giving_back_keeps_the_notes(self):
        self.opened()
        state = self.rpc("screen_give_back", {"note": "Rings at noon"}, call=self.call)
        self.assertIsNone(state["call"])
        self.assertEqual(
            (self.call.state, self.call.note), ("to_call", "Rings at noon")
        )

    # ------------------------------------------------------------- calling back
    def test_moments_are_those_of_the_customer(self):
        self.customer.write({"tz": "Atlantic/Azores", "country_id": False})
        self.customer.phone = "+351 295 000 000"
        self.customer.country_id = self.env.ref("base.pt")
        self.opened()
        offers = {
            offer["key"]: offer["at"]
            for offer in self.rpc("screen_call_backs", call=self.call)
        }
        self.assertEqual(offers["tomorrow_morning"], "2026-03-06 11:00:00")

    def test_a_moment_outside_the_hours_is_refused_with_its_reason(self):
        self.opened()
        asked = self.rpc("screen_call_back_at", "2026-03-06T03:00", call=self.call)
        self.assertEqual(asked["at"], "2026-03-06 02:00:00")
        self.assertTrue(asked["refused"])
        asked = self.rpc("screen_call_back_at", "2026-03-06T10:00", call=self.call)
        self.assertEqual(asked["refused"], "")
        with self.assertRaises(UserError):
            self.rpc("screen_call_back_at", "soon", call=self.call)

    def test_the_agreed_moment_is_kept(self):
        self.opened()
        self.finish("call_back", call_back_at="2026-03-06 09:00:00")
        self.assertTrue(self.call.is_call_back)
        self.assertEqual(str(self.call.next_try_at), "2026-03-06 09:00:00")

    # ------------------------------------------------------------- dialling
    def test_dialling_begins_the_talk_and_is_logged(self):
        self.opened()
        reply = self.rpc("screen_dial", call=self.call)
        self.assertTrue(reply["allowed"])
        self.assertEqual(reply["url"], "tel:+390255501234")
        self.assertEqual(self.call.dialled_at, NOW)
        self.rpc("screen_hang_up", call=self.call)
        self.assertEqual(self.call.hung_up_at, NOW)

    def test_a_refusal_is_logged_and_nothing_is_dialled(self):
        self.opened()
        log = self.env["o2c.dial.decision"]
        before = log.search_count([("call_id", "=", self.call.id)])
        night = NOW.replace(hour=22)
        self.call.touched_at = night
        reply = self.rpc("screen_dial", call=self.call, at=night)
        self.assertFalse(reply["allowed"])
        self.assertTrue(reply["law"]["text"])
        self.assertTrue(reply["law"]["rule"])
        self.assertFalse(self.call.dialled_at)
        after = log.search([("call_id", "=", self.call.id)], order="id desc")
        self.assertEqual(len(after), before + 1)
        self.assertFalse(after[0].allowed)

    def test_another_number_is_written_as_numbers_are(self):
        self.customer.country_id = self.env.ref("base.it")
        self.opened()
        reply = self.rpc("screen_dial", "0255508888", call=self.call)
        self.assertEqual(reply["phone"], "+39 02 5550 8888")
        self.assertEqual(self.call.phone, "+39 02 5550 8888")
        self.assertTrue(reply["numbers"][0]["current"])

    # ------------------------------------------------------------- corrections
    def test_number_and_mail_are_corrected_with_their_history(self):
        self.opened()
        self.rpc("screen_correct", {"phone": "+39 02 5550 7777"}, call=self.call)
        self.assertEqual(self.customer.phone, "+39 02 5550 7777")
        points = self.customer.o2c_point_ids.filtered(lambda p: p.kind == "phone")
        known = {point.value: point.is_current for point in points}
        self.assertEqual(known, {"+39 02 5550 1234": False, "+39 02 5550 7777": True})
        self.assertEqual(self.call.phone, "+39 02 5550 7777")

    def test_an_address_is_asked_for_and_not_changed(self):
        self.opened()
        street = self.customer.street
        self.rpc("screen_correct", {"street": "Via <b>Nuova</b> 1"}, call=self.call)
        self.assertEqual(self.customer.street, street)
        task = self.customer.activity_ids[0]
        self.assertIn("Via &lt;b&gt;Nuova", task.note)

    def test_the_right_person(self):
        self.opened()
        self.rpc("screen_correct", {"new_person": "Berta"}, call=self.call)
        person = self.call.person_id
        self.assertEqual(
            (person.name, person.parent_id, person.type),
            ("Berta", self.customer.commercial_partner_id, "contact"),
        )

    def test_nobody_else_is_corrected(self):
        self.opened()
        stranger = self._buyer()
        for person in (stranger, self.leader.partner_id):
            with self.assertRaises(UserError):
                vals = {"person_id": person.id, "phone": "1"}
                self.rpc("screen_correct", vals, call=self.call)
        self.assertEqual(stranger.phone, "+39 02 5550 9999")

    def test_no_other_field_is_corrected(self):
        self.opened()
        vals = {"vat": "IT1", "credit_limit": 9.0, "user_id": self.agent.id}
        with self.assertNothingWritten("res.partner"):
            self.rpc("screen_correct", vals, call=self.call)

    # ------------------------------------------------------------- rights
    def test_only_the_holder(self):
        self.opened()
        requests = [
            ("screen_answer", self.question("overall"), "9"),
            ("screen_note", "x"),
            ("screen_dial",),
            ("screen_hang_up",),
            ("screen_call_backs",),
            ("screen_call_back_at", "2026-03-06T10:00"),
            ("screen_finish", "busy", {}),
            ("screen_finish", "busy", {"key": "k1"}),
            ("screen_give_back",),
            ("screen_correctable",),
            ("screen_correct", {"phone": "1"}),
            ("screen_refresh",),
        ]
        people = (self.other_agent, self.leader, self._user("salesperson"))
        for user in people:
            for method, *args in requests:
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertNothingWritten(*MODELS, "res.partner"),
                    self.assertRaises(UserError),
                ):
                    self.rpc(method, *args, user=user, call=self.call)

    def test_who_is_no_agent_takes_nothing(self):
        for user in (self._user("salesperson"), self._user("warehouse")):
            for method in ("screen_next", "screen_open", "screen_resume"):
                with self.assertRaises(AccessError):
                    self.rpc(method, user=user)
        self.assertEqual(self.call.state, "to_call")

    def test_the_leader_takes_the_call_away(self):
        self.opened()
        self.call._take_out(Reason(Why.BY_HAND, {"note": "Called by me"}))
        lost = self.rpc("screen_beat", self.call.id)["lost"]
        self.assertIn("Taken out by hand: Called by me", lost)
        with self.assertRaises(CallLost):
            self.rpc("screen_note", "x", call=self.call)

    def test_another_agent_has_it(self):
        self.opened()
        later = NOW.replace(hour=11)
        self.rpc("screen_next", user=self.other_agent, at=later)
        self.assertEqual(self.call.agent_id, self.other_agent)
        lost = self.rpc("screen_beat", self.call.id, at=later)["lost"]
        self.assertEqual(lost, f"{self.other_agent.name} has this call now.")
        # and at once, not as a right that he lacks, when he types on
        for method, *args in (("screen_note", "x"), ("screen_hang_up",)):
            with self.assertRaises(CallLost) as told:
                self.rpc(method, *args, call=self.call)
            self.assertEqual(str(told.exception), lost)

    def test_who_calls_for_another_company_is_not_told(self):
        self.opened()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._user("stranger", groups=AGENT, company=elsewhere)
        lost = self.rpc("screen_beat", self.call.id, user=stranger)["lost"]
        self.assertEqual(lost, "This call does not exist any more.")
