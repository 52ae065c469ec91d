from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .learning_common import LearningCommon

LATER = timedelta(hours=3)


@tagged("post_install", "-at_install")
class TestAftercare(LearningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Aftercare = cls.env["o2c.ticket.aftercare"]

    def _send_due(self, after=LATER):
        """The job as it runs some hours later, without its commits."""
        with freeze_time(fields.Datetime.now() + after):
            for message in self.Aftercare.search([("state", "=", "waiting")]):
                if message.due_at <= fields.Datetime.now():
                    message._send_alone()

    def _mails(self, ticket):
        return self.env["mail.mail"].search(
            [("model", "=", "o2c.ticket"), ("res_id", "=", ticket.id)]
        )

    # ------------------------------------------------------------- asking
    def test_a_closing_asks_once_and_later(self):
        ticket = self._closed()
        message = ticket.sudo().aftercare_ids
        self.assertEqual(message.matter, "rating")
        self.assertEqual(message.state, "waiting")
        self.assertEqual(message.due_at, ticket.closed_at + timedelta(hours=2))
        self._send_due(after=timedelta(hours=1))
        self.assertFalse(self._mails(ticket))
        self._send_due()
        self._send_due()
        self.assertEqual(message.state, "sent")
        mail = self._mails(ticket)
        self.assertEqual(len(mail), 1)
        self.assertIn(f"/care/rate/{self._rating_of(ticket).access_token}", mail.body)
        self.assertEqual(mail.recipient_ids, self.customer)

    def test_who_is_asked(self):
        for case, values, expected in (
            ("complaint", {"kind": "complaint"}, "rating"),
            ("enquiry", {"kind": "enquiry"}, "rating"),
            ("praise", {"kind": "praise"}, "thanks"),
        ):
            with self.subTest(_case=case):
                ticket = self._closed(**values)
                self.assertEqual(ticket.sudo().aftercare_ids.matter, expected)

    def test_a_part_asks_nobody(self):
        whole = self._ticket()
        part = self._ticket(department="warehouse")
        part.sudo().parent_id = whole
        self._close(part)
        self.assertFalse(part.sudo().aftercare_ids)

    def test_a_company_that_does_not_ask_still_thanks(self):
        self.company.o2c_ask_rating = False
        self.assertFalse(self._closed().sudo().aftercare_ids)
        self.assertEqual(
            self._closed(kind="praise").sudo().aftercare_ids.matter, "thanks"
        )

    def test_each_closing_asks_anew(self):
        ticket = self._closed()
        first = self._rating_of(ticket)
        ticket.action_reopen()
        self._send_due()
        self.assertEqual(ticket.sudo().aftercare_ids.state, "over")
        self.assertFalse(self._mails(ticket))
        self._close(ticket)
        self.assertEqual(sorted(ticket.sudo().aftercare_ids.mapped("round")), [1, 2])
        self.assertNotEqual(self._rating_of(ticket), first)
        self.assertNotEqual(self._rating_of(ticket).access_token, first.access_token)

    def test_one_message_for_each_closing(self):
        ticket = self._closed()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            ticket.sudo().aftercare_ids.copy()

    def test_without_address_it_says_so(self):
        self.customer.email = False
        ticket = self._closed()
        self._send_due()
        self.assertEqual(ticket.sudo().aftercare_ids.state, "no_address")
        self.assertFalse(self._mails(ticket))

    def test_one_that_fails_does_not_stop_the_others(self):
        broken, fine = self._closed(), self._closed()
        send = type(self.env["mail.template"]).send_mail

        def fail(template, res_id, **options):
            if res_id == broken.id:
                raise ValueError("No template")
            return send(template, res_id, **options)

        logger = "odoo.addons.o2c_customer_care.models.o2c_ticket_aftercare"
        with (
            patch.object(type(self.env["mail.template"]), "send_mail", fail),
            mute_logger(logger),
        ):
            self._send_due()
            self.assertEqual(fine.sudo().aftercare_ids.state, "sent")
            message = broken.sudo().aftercare_ids
            self.assertEqual(message.state, "waiting")
            self.assertEqual(message.failure, "No template")
            self._send_due(after=timedelta(hours=10))
            self._send_due(after=timedelta(hours=20))
        self.assertEqual(message.state, "failed")
        self.assertEqual(message.attempts, 3)
        self.assertIn("No template", broken.message_ids[0].body)
        message.with_user(self.leader).action_retry()
        self.assertEqual(message.state, "waiting")

    def test_an_agent_does_not_have_it_sent_again(self):
        message = self._closed().sudo().aftercare_ids
        message.state = "failed"
        with self.assertRaises(AccessError):
            message.with_user(self.agent).action_retry()
        self.assertEqual(message.state, "failed")

    def test_the_mail_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("it_IT")
        template = self.env.ref("o2c_customer_care.mail_template_rating")
        template.with_context(
            lang="it_IT"
        ).subject = "Com'è andata? {{ object.number }}"
        ticket = self._closed(lang="it_IT")
        self._send_due()
        self.assertEqual(self._mails(ticket).subject, f"Com'è andata? {ticket.number}")

    # ------------------------------------------------------------- rating
    def test_a_rating_is_kept_told_and_logged(self):
        ticket = self._closed()
        rating = ticket.sudo().rating_apply(4, rating=self._rating_of(ticket))
        self.assertTrue(rating.consumed)
        self.assertEqual(rating.rating, 4)
        self.assertEqual(rating.o2c_company_id, self.company)
        self.assertEqual(ticket.rating_last_value, 4)
        self.assertIn("Rated 4 of 5", ticket.message_ids[0].body)
        entry = self.env["o2c.contact"].search(
            [("source_key", "=", f"rating:{rating.id}")]
        )
        self.assertEqual(entry.summary, "Rated 4 of 5")
        self.assertEqual(entry.direction, "in")
        self.assertEqual(entry.document_ids.mapped("res_id"), ticket.ids)
        self.assertEqual(ticket.stage, "closed")
        self.assertFalse(ticket.activity_ids)

    def test_a_rating_counts_once_for_each_closing(self):
        ticket = self._closed()
        rating = ticket.sudo().rating_apply(5, rating=self._rating_of(ticket))
        for value in (1, 5):
            with self.assertRaises(UserError):
                ticket.sudo().rating_apply(value, rating=rating)
        self.assertEqual(rating.rating, 5)
        ticket.action_reopen()
        self._close(ticket)
        ticket.sudo().rating_apply(3, rating=self._rating_of(ticket))
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", "o2c.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(sorted(ratings.mapped("rating")), [3, 5])

    def test_what_is_refused(self):
        for case, value, days, reopen in (
            ("zero", 0, 0, False),
            ("six", 6, 0, False),
            ("after thirty days", 5, 30, False),
            ("taken up again", 5, 0, True),
        ):
            with self.subTest(_case=case):
                ticket = self._closed()
                rating = self._rating_of(ticket)
                if reopen:
                    ticket.action_reopen()
                moment = fields.Datetime.now() + timedelta(days=days)
                with freeze_time(moment), self.assertRaises(UserError):
                    ticket.sudo().rating_apply(value, rating=rating)
                self.assertFalse(rating.consumed)

    def test_until_the_last_moment(self):
        ticket = self._closed()
        end = ticket.closed_at + timedelta(days=30) - timedelta(seconds=1)
        with freeze_time(end):
            ticket.sudo().rating_apply(5, rating=self._rating_of(ticket))
        self.assertTrue(self._rating_of(ticket).consumed)

    # ------------------------------------------------------------- low ratings
    def test_a_low_rating_has_somebody_call(self):
        for value, calls in ((1, 1), (2, 1), (3, 0)):
            with self.subTest(_case=value):
                ticket = self._closed(user_id=self.agent.id)
                ticket.sudo().rating_apply(
                    value, rating=self._rating_of(ticket), feedback="Too slow"
                )
                found = ticket.sudo().activity_ids
                self.assertEqual(len(found), calls)
                self.assertEqual(ticket.stage, "closed")
                if calls:
                    self.assertEqual(found.user_id, self.agent)
                    self.assertIn("Too slow", found.note)
                    free = self.company._o2c_free_days()
                    self.assertFalse(free(found.date_deadline))
                    self.assertGreater(found.date_deadline, fields.Date.today())

    def test_a_low_rating_may_take_it_up_again(self):
        self.company.o2c_rating_answer = "reopen"
        ticket = self._closed(user_id=self.agent.id)
        ticket.sudo().rating_apply(1, rating=self._rating_of(ticket))
        self.assertEqual(ticket.stage, "investigation")
        self.assertEqual(ticket.reopen_count, 1)
        self.assertEqual(len(ticket.sudo().activity_ids), 1)

    def test_a_low_rating_may_set_off_nothing(self):
        self.company.o2c_rating_answer = "nothing"
        ticket = self._closed(user_id=self.agent.id)
        ticket.sudo().rating_apply(1, rating=self._rating_of(ticket))
        self.assertEqual(ticket.stage, "closed")
        self.assertFalse(ticket.sudo().activity_ids)

    # ------------------------------------------------------------- rights
    def test_nobody_of_us_makes_or_mends_a_rating(self):
        ticket = self._closed()
        rating = self._rating_of(ticket)
        ratings = self.env["rating.rating"].with_user(self.leader)
        with self.assertRaises(AccessError):
            call_kw(ratings, "write", [rating.ids, {"rating": 5, "consumed": True}], {})
        vals = {
            "res_model_id": self.env["ir.model"]._get_id("o2c.ticket"),
            "res_id": ticket.id,
            "rating": 5,
            "consumed": True,
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            call_kw(ratings, "create", [vals], {})
        self.assertFalse(rating.consumed)
        self.assertEqual(len(ticket.sudo().rating_ids), 1)

    def test_a_message_of_the_customer_brings_no_rating(self):
        ticket = self._closed()
        ticket.sudo().message_post(body="Five stars", rating_value=5)
        self.assertEqual(len(ticket.sudo().rating_ids), 1)
        self.assertFalse(self._rating_of(ticket).consumed)

    def test_aftercare_is_written_by_nobody(self):
        message = self._closed().sudo().aftercare_ids
        for user in (self.agent, self.leader):
            with self.subTest(_case=user.name), self.assertRaises(AccessError):
                call_kw(
                    self.Aftercare.with_user(user),
                    "write",
                    [message.ids, {"state": "sent"}],
                    {},
                )
        self.assertEqual(message.state, "waiting")

    def test_ratings_of_another_company_are_not_read(self):
        other = self.env["res.company"].create({"name": "Another"})
        rating = self._rating_of(self._closed())
        rating.write({"o2c_company_id": other.id})
        found = self.env["rating.rating"].with_user(self.agent)
        self.assertFalse(found.search([("id", "=", rating.id)]))

    def test_ratings_are_for_customer_care(self):
        rating = self._rating_of(self._closed())
        for user, count in ((self._user("warehouse"), 0), (self.agent, 1)):
            with self.subTest(_case=user.login):
                found = self.env["rating.rating"].with_user(user)
                self.assertEqual(found.search_count([("id", "=", rating.id)]), count)

    def test_closing_many_asks_set_based(self):
        tickets = self.env["o2c.ticket"].union(*[self._ticket() for _n in range(6)])
        self._go(tickets, "answered")
        one, many = tickets[0], tickets[1:]
        one.stage = "closed"
        self.env.flush_all()
        start = self.cr.sql_log_count
        many._ask_how_it_went()
        self.env.flush_all()
        queries = self.cr.sql_log_count - start
        self.assertEqual(len(many.sudo().aftercare_ids), 5)
        self.assertLessEqual(queries, 20)
