from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.calls import Result
from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestResult(QualityCommon):
    """What follows on each result."""

    def test_retry_rules(self):
        for result, state, waits in (
            ("no_answer", "to_call", timedelta(hours=3)),
            ("busy", "to_call", timedelta(minutes=20)),
            ("voicemail", "to_call", timedelta(hours=24)),
            ("wrong_number", "exhausted", None),
            ("refused", "done", None),
        ):
            with self.subTest(result=result):
                campaign = self._campaign(quiet_days=0)
                call = self._taken(campaign=campaign)
                call._record(Result(result), NOW)
                self.assertEqual((call.state, call.last_result), (state, result))
                if waits:
                    self.assertEqual(call.next_try_at, NOW + waits)
                else:
                    self.assertEqual(call.finished_at, NOW)
                campaign.action_end()

    def test_at_most_three_attempts(self):
        call, now = self._taken(), NOW
        for attempt in (1, 2, 3):
            call._record(Result.BUSY, now)
            self.assertEqual(call.attempt_count, attempt)
            now = now + timedelta(minutes=20)
            again = self.Call.with_user(self.agent)._take_next(self.agent, now)
            self.assertEqual(bool(again), attempt < 3)
        self.assertEqual(call.state, "exhausted")
        self.assertEqual(len(call.attempt_ids), 3)

    def test_call_back_needs_a_later_moment_within_the_campaign(self):
        call = self._taken()
        call.sudo().campaign_id.date_to = "2026-03-06"
        for moment, refusal in (
            (False, "Say when"),
            (NOW, "is over: choose a later"),
            (NOW.fromisoformat("2026-03-06 23:00:00"), "The campaign is over by"),
        ):
            call.call_back_at = moment
            with self.assertRaisesRegex(UserError, refusal):
                call._record(Result.CALL_BACK, NOW)
        # 23:59 in Rome
        call.call_back_at = "2026-03-06 22:59:00"
        call._record(Result.CALL_BACK, NOW)
        self.assertEqual((call.state, call.is_call_back), ("to_call", True))
        self.assertEqual(str(call.next_try_at), "2026-03-06 22:59:00")

    def test_minutes_are_measured_unless_typed(self):
        for typed, now, minutes in (
            (0, NOW + timedelta(seconds=61), 2),
            (7, NOW + timedelta(seconds=61), 7),
        ):
            with self.subTest(typed=typed):
                campaign = self._campaign(quiet_days=0)
                call = self._taken(campaign=campaign)
                call.talk_minutes = typed
                call._record(Result.REFUSED, now)
                self.assertEqual(call.attempt_ids.minutes, minutes)
                campaign.action_end()

    def test_nobody_answered_takes_no_time(self):
        call = self._taken()
        call._record(Result.NO_ANSWER, NOW + timedelta(minutes=5))
        self.assertEqual(call.attempt_ids.minutes, 0)

    def test_answered_needs_the_mandatory_answers(self):
        call = self._taken()
        self._answer(call, condition="good")
        with (
            self.assertRaises(UserError) as caught,
            self.assertNothingWritten("o2c.call.attempt", "o2c.contact"),
        ):
            call._record(Result.ANSWERED, NOW)
        self.assertEqual(
            str(caught.exception),
            "Not answered yet: Did you receive the delivery?,"
            " All in all, from 0 to 10, how satisfied are you?",
        )
        self.assertEqual(call.state, "in_call")

    def test_zero_is_an_answer(self):
        call = self._taken()
        self._answer(call, received="yes", overall="0")
        call._record(Result.ANSWERED, NOW)
        self.assertEqual((call.state, call.verdict), ("done", "not_ok"))

    def test_every_attempt_enters_the_ledger_once(self):
        call = self._taken()
        call.note = "Only mornings"
        call._record(Result.NO_ANSWER, NOW)
        key = f"call:{call.sudo().attempt_ids.id}"
        entry = self.Contact.search([("source_key", "=", key)])
        order = call.sudo().order_id
        self.assertEqual(
            (entry.partner_id, entry.user_id, entry.direction, entry.channel),
            (self.customer, self.agent, "out", "phone"),
        )
        self.assertEqual((entry.purpose, entry.at), ("quality", NOW))
        self.assertEqual(entry.summary, f"Quality check after delivery: {order.name}")
        self.assertEqual((entry.outcome, entry.details), ("No answer", "Only mornings"))
        self.assertEqual(str(entry.next_date), "2026-03-05")
        about = [(d.res_model, d.res_id) for d in entry.document_ids]
        self.assertEqual(about, [("sale.order", order.id), ("o2c.call", call.id)])
        self.assertEqual(order.o2c_contact_ids, entry)
        with self.assertNothingWritten("o2c.contact"):
            call.sudo()._log_contact(call.sudo().attempt_ids)

    def test_answers_end_in_odoo_s_survey(self):
        call = self._taken()
        self._answer(
            call, received="yes", condition="damaged", overall="0", words="Two broken"
        )
        call._record(Result.ANSWERED, NOW + timedelta(minutes=3))
        entry = call.sudo().user_input_id
        self.assertEqual((entry.state, entry.partner_id), ("done", self.customer))
        self.assertEqual(entry.start_datetime, NOW)
        given = {
            line.question_id: line.suggested_answer_id.value
            or line.value_text_box
            or line.value_scale
            for line in entry.user_input_line_ids
        }
        self.assertEqual(
            given,
            {
                self._ref("question_received"): "Yes",
                self._ref("question_condition"): "Damaged",
                self._ref("question_overall"): 0,
                self._ref("question_words"): "Two broken",
            },
        )
        self.assertFalse(any(entry.user_input_line_ids.mapped("skipped")))
        (statistics,) = self._ref("question_condition")._prepare_statistics(
            entry.user_input_line_ids
        )
        counts = {row["value"]: row["count"] for row in statistics["table_data"]}
        self.assertEqual(counts, {"Good": 0, "Damaged": 1, "Incomplete": 0})
