from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.calls import Result
from .common import NOW
from .script_common import ScriptCommon

YES_NO = {"title": "Well?", "choices": ["Yes", "No"]}
WORDS = {"title": "What is it?", "question_type": "char_box"}


@tagged("post_install", "-at_install")
class TestEffectKinds(ScriptCommon):
    """What each kind of effect does, that it fails without harm, who confirms it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls._script(YES_NO, WORDS)
        cls.well, cls.what = cls.survey.question_ids
        cls.no = cls._choice(cls.well, "No")

    def after_no(self, kind, **values):
        return self._effect(self.well, kind, choice_ids=self.no.ids, **values)

    def said_no(self, **values):
        call = self._asking(self.survey, **values)
        call._answer(self.well.id, self.no.id)
        return self._finish(call)

    def words_of(self, call):
        words = self.env["o2c.delivery.word"].search(
            [("order_id", "=", call.order_id.id)], order="id"
        )
        return words.mapped("word")

    # ------------------------------------------------------------- the order
    def test_not_received_is_a_fact_and_an_exception(self):
        self.after_no("not_received")
        self.well.o2c_role = "received"
        call = self.said_no()
        self.assertEqual(self.words_of(call), ["not_received", "not_accepted"])
        word = self.env["o2c.delivery.word"].search(
            [("word", "=", "not_received"), ("order_id", "=", call.order_id.id)]
        )
        self.assertEqual((word.text, word.user_id), ("No", self.agent))
        rule = self.env.ref("o2c_orders.exception_rule_not_received")
        self.env["o2c.exception"]._find(rule, self.env.company)
        found = self.env["o2c.exception"].search(
            [("rule_id", "=", rule.id), ("order_id", "=", call.order_id.id)]
        )
        self.assertEqual(found.state, "open")

    def test_accepted_by_the_customer(self):
        self.well.o2c_role = "condition"
        self.after_no("witness", word="late")
        call = self.said_no()
        # late, and yet accepted
        self.assertEqual(self.words_of(call), ["late", "accepted"])

    def test_a_script_about_something_else_says_nothing_of_the_delivery(self):
        self.well.o2c_role = "interested"
        self.assertEqual(self.words_of(self.said_no()), [])

    # ------------------------------------------------------------- people
    def test_leader_and_salesperson_get_a_task_with_a_day(self):
        self.after_no("leader", days=2)
        self.after_no("interested", days=1)
        self.customer.user_id = self._user("salesperson")
        call = self._asking(self.survey)
        call.note = "<b>ask for Nora</b>"
        call._answer(self.well.id, self.no.id)
        call = self._finish(call)
        task = call.activity_ids
        self.assertEqual(
            (task.user_id, str(task.date_deadline)), (self.leader, "2026-03-07")
        )
        self.assertIn("&lt;b&gt;ask for Nora", task.note)
        told = self.customer.activity_ids
        self.assertEqual(told.user_id, self.customer.user_id)
        self.assertEqual(told.summary, "Nordlicht is interested: No")
        self.assertEqual(str(told.date_deadline), "2026-03-06")

    def test_photos_are_asked_for_with_the_page_of_the_ticket(self):
        self.after_no("ticket", ask_photos=True)
        for email, phone, reached in (
            ("nora@example.com", "+39 02 5550 1234", "mail"),
            (False, "+39 02 5550 1234", "sms"),
        ):
            with self.subTest(reached), self.env.cr.savepoint() as savepoint:
                self.customer.write({"email": email, "phone": phone})
                call = self.said_no()
                ticket = call.effect_ids.ticket_id
                link = f"/my/ticket/{ticket.id}"
                mails = self.env["mail.mail"].search([("model", "=", "o2c.ticket")])
                texts = self.env["sms.sms"].search(
                    [("partner_id", "=", call.person_id.id)]
                )
                mails = mails.filtered(lambda m, i=ticket.id: m.res_id == i)
                mails = mails.filtered(lambda m: "photos" in m.subject)
                self.assertEqual(
                    (len(mails), len(texts)), (reached == "mail", reached == "sms")
                )
                self.assertIn(link, mails.body_html or texts.body)
                savepoint.rollback()
                self.env.invalidate_all()

    # ------------------------------------------------------------- consent
    def test_consent_with_the_call_as_its_proof(self):
        self.after_no("consent_withdrawn", consent_channel="email")
        call = self.said_no()
        entry = self.env["o2c.consent"].search(
            [("channel", "=", "email"), ("partner_id", "=", call.sudo().person_id.id)]
        )
        self.assertEqual(
            (entry.event, entry.purpose, entry.source, entry.origin, entry.proof),
            ("withdrawn", "marketing", "call", call, "Well? No"),
        )

    def test_never_call_again(self):
        self.after_no("no_calls")
        call = self.said_no()
        number = call.person_id._phone_format(number=call.phone)
        blocked = self.env["phone.blacklist"].search([("number", "=", number)])
        self.assertEqual((len(blocked), blocked.active), (1, True))
        events = self.env["o2c.consent"].search(
            [("origin", "=", f"o2c.call,{call.id}")]
        )
        self.assertEqual(set(events.mapped("event")), {"withdrawn"})
        self.assertEqual(len(events), 2)

    # ------------------------------------------------------------- contact data
    def test_new_contact_data_wait_for_a_word(self):
        self._effect(self.what, "contact_data", contact_field="phone")
        call = self._asking(self.survey)
        call._answer(self.what.id, "+39 02 5550 4321")
        call = self._finish(call)
        entry = call.effect_ids
        self.assertEqual((entry.state, entry.waits), ("to_confirm", True))
        self.assertEqual(entry.told, "Telephone: +39 02 5550 4321, to be confirmed")
        self.assertEqual(call.person_id.phone, "+39 02 5550 1234")
        stranger = entry.with_user(self.other_agent)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            stranger.action_confirm()
        entry.with_user(self.agent).action_confirm()
        self.assertEqual(call.person_id.phone, "+39 02 5550 4321")
        self.assertEqual((entry.state, entry.decided_by_id), ("done", self.agent))
        old = call.person_id.o2c_point_ids.filtered(lambda p: not p.is_current)
        self.assertEqual(old.value, "+39 02 5550 1234")
        with self.assertRaisesRegex(UserError, "nothing to confirm"):
            entry.with_user(self.agent).action_drop()

    # ------------------------------------------------------------- failures
    def test_a_failure_loses_neither_answer_nor_call(self):
        self.after_no("leader")
        kinds = type(self.env["o2c.call.effect"])
        with (
            patch.object(kinds, "_do_leader", side_effect=KeyError("x")),
            mute_logger("odoo.addons.o2c_quality_check.models.o2c_call_effect"),
        ):
            call = self.said_no()
            entry = call.effect_ids
            self.assertEqual((call.state, self._given(call)), ("done", {"Well?": "No"}))
            self.assertEqual((entry.state, entry.attempts), ("failed", 1))
            self.assertIn("unexpected error", entry.told)
            for _attempt in range(5):
                entry._carry_out(NOW)
        # five times in vain: a person has to look, and is told once
        self.assertEqual((entry.attempts, entry.next_try_at), (6, False))
        self.assertEqual(len(call.activity_ids), 1)
        self.assertIn("did not work for Nordlicht", call.activity_ids.summary)
        with self.assertRaises(AccessError):
            entry.with_user(self.agent).action_again()
        entry.with_user(self.leader).action_again()
        self.assertEqual((entry.state, entry.failure), ("done", False))
        entry.with_user(self.leader).action_again()
        self.assertEqual(len(call.activity_ids), 2)

    def test_the_job_tries_again(self):
        self.after_no("appointment_yes")
        call = self.said_no()
        entry = call.effect_ids
        self.assertIn("is not about an appointment", entry.failure)
        self.assertEqual(str(entry.next_try_at), "2026-03-05 09:05:00")
        cron = self._ref("cron_effects_again")
        logger = "odoo.addons.o2c_quality_check.models.o2c_call_effect"
        with mute_logger(logger):
            for moment, attempts in (("09:04:00", 1), ("09:05:00", 2), ("09:05:00", 2)):
                with self._at(f"2026-03-05 {moment}"), self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                self.env.invalidate_all()
                self.assertEqual(entry.attempts, attempts)

    # ------------------------------------------------------------- conditions
    def test_conditions(self):
        survey = self._script(
            {"title": "Which?", "question_type": "multiple_choice", "choices": "ABC"},
            {"title": "How many?", "question_type": "numerical_box"},
            {"title": "Say", "question_type": "text_box"},
        )
        which, many, say = survey.question_ids
        a, b, c = which.suggested_answer_ids
        both = self._effect(which, "witness", choice_ids=(a | b).ids)
        low = self._effect(many, "witness", condition="at_most", limit=2)
        high = self._effect(many, "witness", condition="at_least", limit=8)
        any_ = self._effect(say, "witness")
        self.assertEqual((low.after_text, any_.after_text), ("≤ 2", "whatever is said"))
        for answers, expected in (
            ({which: [c.id], many: 3}, []),
            ({which: [b.id, c.id], many: 2}, [both, low]),
            ({many: 0}, [low]),
            ({many: 8, say: "  "}, [high]),
            ({say: "0"}, [any_]),
        ):
            with self.subTest(expected=expected), self.env.cr.savepoint() as savepoint:
                call = self._asking(survey)
                for question, value in answers.items():
                    call._answer(question.id, value)
                happened = self._finish(call).effect_ids.effect_id
                self.assertEqual(happened.ids, [effect.id for effect in expected])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_settings_that_do_not_fit_are_refused(self):
        for values in (
            {"question_id": self.well.id, "kind": "contact_data", "condition": "given"},
            {"question_id": self.what.id, "kind": "appointment_other"},
            {"question_id": self.what.id, "kind": "leader", "condition": "at_most"},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["o2c.answer.effect"].create(values)

    def test_nobody_writes_what_followed(self):
        self.after_no("leader")
        entry = self.said_no().effect_ids
        for user in (self.agent, self.leader):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                entry.with_user(user).state = "dropped"

    def test_an_interrupted_talk_and_a_second_one_count_once(self):
        self.after_no("leader")
        call = self._asking(self.survey)
        call._answer(self.well.id, self.no.id)
        call._record(Result.REFUSED, NOW)
        self.assertEqual(len(call.effect_ids), 1)
        call.sudo()._apply_answers(Result.ANSWERED, NOW)
        self.assertEqual(len(call.effect_ids), 1)
