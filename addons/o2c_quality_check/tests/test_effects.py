from datetime import timedelta

from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.calls import Result
from .common import NOW, QualityCommon


@tagged("post_install", "-at_install")
class TestEffects(QualityCommon):
    """What an answer brings about, once."""

    def said(self, result=Result.ANSWERED, **answers):
        call = self._taken()
        self._answer(call, **{"received": "yes", "overall": "9", **answers})
        call._record(result, NOW)
        return call

    def tickets(self, call):
        return self.Ticket.search(
            [("origin_model", "=", "o2c.call"), ("origin_id", "=", call.id)]
        )

    def test_damaged_opens_a_complaint(self):
        call = self.said(condition="damaged")
        ticket = self.tickets(call)
        order = call.sudo().order_id
        self.assertEqual(ticket.name, f"Arrived damaged: {order.name}")
        self.assertEqual(
            (ticket.kind, ticket.stage, ticket.priority, ticket.channel),
            ("complaint", "received", "1", "phone"),
        )
        self.assertEqual(ticket.reason_id.name, "Damaged in transit")
        self.assertEqual((ticket.order_id, ticket.partner_id), (order, self.customer))
        self.assertEqual(
            ticket.description.splitlines(),
            [
                "Did you receive the delivery? Yes",
                "In what condition did the goods arrive? Damaged",
                "All in all, from 0 to 10, how satisfied are you? 9",
            ],
        )
        self.assertEqual(call.effect_ids.ticket_id, ticket)
        self.assertEqual((call.verdict, order.o2c_customer_verdict), ("not_ok",) * 2)

    def test_good_opens_nothing(self):
        call = self.said(condition="good")
        self.assertFalse(self.tickets(call) or call.effect_ids)
        self.assertEqual(call.verdict, "ok")
        self.assertEqual(call.sudo().order_id.o2c_customer_verdict, "ok")

    def test_no_answer_says_nothing_about_the_order(self):
        call = self._taken()
        self._answer(call, condition="damaged")
        call._record(Result.NO_ANSWER, NOW)
        self.assertFalse(self.tickets(call))
        self.assertEqual(call.sudo().order_id.o2c_customer_verdict, "unknown")

    def test_low_score_asks_the_leader(self):
        for score, asked in (("4", 1), ("5", 0)):
            with self.subTest(score=score), self.env.cr.savepoint() as savepoint:
                call = self.said(overall=score)
                activity = call.sudo().activity_ids
                self.assertEqual(len(activity), asked)
                self.assertFalse(self.tickets(call))
                if asked:
                    self.assertEqual(activity.user_id, self.leader)
                    self.assertEqual(str(activity.date_deadline), "2026-03-05")
                    self.assertEqual(
                        activity.summary,
                        "Call Nordlicht back: All in all, from 0 to 10, how satisfied"
                        " are you? 4",
                    )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_complaint_in_an_interrupted_talk_counts_once(self):
        campaign = self._campaign()
        call = self._taken(campaign=campaign)
        self._answer(call, received="yes", condition="damaged")
        call.call_back_at = NOW + timedelta(hours=2)
        call._record(Result.CALL_BACK, NOW)
        ticket = self.tickets(call)
        self.assertEqual((len(ticket), call.verdict), (1, "not_ok"))
        later = NOW + timedelta(hours=2)
        self.assertEqual(
            self.Call.with_user(self.agent)._take_next(self.agent, later), call
        )
        self._answer(call, received="no", overall="2")
        call._record(Result.ANSWERED, later)
        # two more causes, the same ticket
        self.assertEqual(self.tickets(call), ticket)
        kinds = ["ticket", "ticket", "not_received", "leader"]
        self.assertEqual(call.effect_ids.mapped("kind"), kinds)
        self.assertEqual(call.effect_ids.ticket_id, ticket)
        self.assertIn("Did you receive the delivery? No", ticket.message_ids[0].body)

    def test_the_database_knows_an_effect_once(self):
        call = self.said(condition="damaged").sudo()
        # the request is repeated, and finds that it has happened
        with self.assertRaises(ConcurrencyError), mute_logger("odoo.sql_db"):
            call._apply_effect(self._ref("effect_damaged"), NOW)

    def test_effect_of_another_company_does_not_happen(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self._ref("effect_damaged").company_id = other
        call = self.said(condition="damaged")
        self.assertFalse(self.tickets(call))
        self.assertEqual(call.verdict, "ok")

    def test_last_call_decides_the_order_s_verdict(self):
        order = self.said(condition="damaged").sudo().order_id
        second = self._campaign(name="Again", quiet_days=0, complaint_scope="order")
        second._refresh(NOW)
        self.assertFalse(second.call_ids)
        ticket = self.Ticket.search([("order_id", "=", order.id)])
        ticket.stage = "answered"
        ticket.stage = "closed"
        second._refresh(NOW)
        later = NOW + timedelta(days=1)
        call = self.Call.with_user(self.agent)._take_next(self.agent, later)
        self._answer(call, received="yes", condition="good", overall="10")
        call._record(Result.ANSWERED, later)
        self.assertEqual(order.o2c_customer_verdict, "ok")

    def test_rules_of_an_effect(self):
        question = self._ref("question_condition")
        foreign = self._ref("answer_received_no")
        for values in (
            {"question_id": question.id},
            {"question_id": question.id, "choice_ids": foreign.ids},
        ):
            with self.assertRaisesRegex(ValidationError, "after which answer"):
                self.env["o2c.answer.effect"].create(values)
        with self.assertRaisesRegex(ValidationError, "not “price”"):
            self._ref("effect_damaged").title = "Damaged for $price"

    def test_answers_are_checked(self):
        call = self._taken()
        with self.assertRaisesRegex(ValidationError, "is no answer to"):
            answer = call.answer_ids.filtered(lambda a: a.title.startswith("Was it"))
            answer.suggested_answer_id = self._ref("answer_condition_good").id
        for text in ("11", "-1", "2.5", "many"):
            with self.assertRaisesRegex(ValidationError, "whole number from 0 to 10"):
                self._answer(call, overall=text)

    def test_card_of_the_customer(self):
        call = self.said(condition="damaged")
        sections = self.customer.with_user(self.leader)._o2c_card_sections()
        (card,) = [s for s in sections if s["key"] == "quality"]
        self.assertEqual(
            card["lines"],
            [
                {
                    "label": call.sudo().order_id.name,
                    "value": "Not accepted, 03/05/2026",
                    "record": ["o2c.call", call.id],
                }
            ],
        )
        nobody = self._user("warehouse")
        keys = [s["key"] for s in self.customer.with_user(nobody)._o2c_card_sections()]
        self.assertNotIn("quality", keys)
