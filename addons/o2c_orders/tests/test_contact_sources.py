from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.mail.tests.common import MailCase
from odoo.addons.sms.tests.common import SMSCase

from .common import O2cCommon

REPLY = """Return-Path: <{email_from}>
To: {to}
From: {email_from}
Subject: {subject}
Message-Id: {msg_id}
Date: Mon, 02 Mar 2026 10:00:00 +0100
References: {references}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

The box was empty.
"""


class ContactCase(O2cCommon, MailCase):
    """With mail as in production, and the entries a test brought about."""

    @classmethod
    def default_env_context(cls):
        return {"no_reset_password": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order(confirm=False)
        cls.desk = cls._user("order_desk", notification_type="email")

    def setUp(self):
        super().setUp()
        self.before = self.Contact.search([])

    @property
    def entered(self):
        return (self.Contact.search([], order="id")) - self.before

    def _post(self, record, partners=(), **values):
        """A mail about ``record`` to ``partners`` that leaves at once."""
        record = record.with_user(self.desk).sudo()
        with self.mock_mail_gateway():
            return record.message_post(
                body="It is on its way.",
                subject="News",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=[partner.id for partner in partners],
                mail_auto_delete=False,
                **values,
            )

    def assertEntered(self, *expected):
        self.assertEqual(len(self.entered), len(expected))
        if expected:
            self.assertRecordValues(self.entered, list(expected))


@tagged("post_install", "-at_install")
class TestMailOut(ContactCase):
    """A mail that left enters once per customer; one that did not leave does not."""

    def test_about_an_order(self):
        message = self._post(self.order, [self.customer])
        self.assertEntered(
            {
                "partner_id": self.customer.id,
                "person_id": False,
                "company_id": self.company.id,
                "user_id": self.desk.id,
                "direction": "out",
                "channel": "email",
                "purpose": "order",
                "summary": "News",
                "source_key": f"message:{message.id}:{self.customer.id}",
            }
        )
        self.assertEqual(self.entered.document_ids.mapped("name"), [self.order.name])
        self.assertEqual(self.order.o2c_contact_ids, self.entered)

    def test_about_an_invoice_and_a_delivery(self):
        order = self._order()
        self._deliver(order)
        invoice = self._invoice(order)
        self.before = self.Contact.search([])
        self._post(invoice, [self.customer])
        self._post(order.picking_ids, [self.customer])
        self.assertEqual(self.entered.mapped("purpose"), ["invoicing", "delivery"])
        self.assertEqual(
            [set(entry.document_ids.mapped("res_model")) for entry in self.entered],
            [{"account.move", "sale.order"}, {"stock.picking", "sale.order"}],
        )

    def test_two_people_of_one_customer_are_one_contact(self):
        people = [
            self._customer(name=name, parent_id=self.customer.id, email=mail)
            for name, mail in (("Ole", "ole@n.example.com"), ("Ida", "i@n.example.com"))
        ]
        self._post(self.order, people)
        self.assertEqual(len(self.entered), 1)
        self.assertEqual(self.entered.partner_id, self.customer)
        self.assertIn(self.entered.person_id, people)

    def test_two_customers_are_two_contacts(self):
        other = self._customer(name="Haulier", email="haulier@example.com")
        self._post(self.order, [self.customer, other])
        self.assertEqual(self.entered.partner_id, self.customer | other)
        self.assertEqual(len(self.entered), 2)

    def test_colleagues_are_no_contact(self):
        colleague = self._user("accountant", notification_type="email")
        self._post(self.order, [colleague.partner_id])
        self.assertEntered()

    def test_internal_notes_are_no_contact(self):
        with self.mock_mail_gateway():
            self.order.message_post(body="note", subtype_xmlid="mail.mt_note")
        self.assertEntered()

    def test_other_documents_are_no_contact(self):
        with self.mock_mail_gateway():
            self.product.product_tmpl_id.message_post(
                body="x", partner_ids=self.customer.ids, mail_auto_delete=False
            )
        self.assertEntered()

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_failed_does_not_enter_retried_enters_once(self):
        def refuse(*args, **kwargs):
            raise ConnectionError("no route")

        with self.mock_mail_gateway():
            mail = self._mail(recipient_ids=self.customer.ids)
            with patch.object(IrMail_Server, "send_email", refuse):
                mail.send()
            self.assertEqual(mail.state, "exception")
            self.assertEntered()
            mail.mark_outgoing()
            mail.send()
            self.assertEqual(mail.state, "sent")
            self.assertEqual(len(self.entered), 1)
            mail.mark_outgoing()
            mail.send()
        self.assertEqual(len(self.entered), 1)

    def test_one_of_two_addresses_fails(self):
        other = self._customer(name="No address", email=False)
        with self.mock_mail_gateway():
            self._mail(recipient_ids=(self.customer | other).ids).send()
        self.assertEqual(self.entered.partner_id, self.customer)

    def test_address_of_a_partner(self):
        other = self._customer(name="Other", email="someone@example.com")
        with self.mock_mail_gateway():
            self._mail(email_to="Some One <someone@example.com>").send()
        self.assertEntered({"partner_id": other.id, "channel": "email"})

    def test_address_that_nobody_knows_went_to_the_customer(self):
        with self.mock_mail_gateway():
            self._mail(email_to="new@example.com").send()
        self.assertEntered({"partner_id": self.customer.id, "channel": "email"})

    def test_address_shared_with_a_stranger_went_to_the_customer(self):
        self._customer(name="Same address")
        with self.mock_mail_gateway():
            self._mail(email_to=self.customer.email).send()
        self.assertEntered({"partner_id": self.customer.id})

    def test_address_of_a_colleague(self):
        with self.mock_mail_gateway():
            self._mail(email_to=self.desk.email).send()
        self.assertEntered()

    def test_mail_about_a_deleted_document(self):
        order = self._order(confirm=False)
        with self.mock_mail_gateway():
            mail = self._mail(recipient_ids=self.customer.ids, res_id=order.id)
            order.unlink()
            mail.send()
        self.assertEntered()

    def test_order_and_confirmation_of_the_screen(self):
        """The wizard of the order form: one contact per mail."""
        action = self.order.with_user(self.desk).sudo().action_quotation_send()
        composer = self.env["mail.compose.message"].with_user(self.desk).sudo()
        with self.mock_mail_gateway():
            composer = composer.with_context(**action["context"]).create({})
            composer.action_send_mail()
        self.assertEqual(self.order.state, "sent")
        self.assertEntered({"partner_id": self.customer.id, "purpose": "order"})
        with self.mock_mail_gateway():
            self.order.with_context(send_email=True).action_confirm()
        self.assertEqual(self.entered.partner_id, self.customer)
        self.assertEqual(len(self.entered), 2)

    def _mail(self, **values):
        options = {
            "model": "sale.order",
            "res_id": self.order.id,
            "subject": "Direct",
            "body_html": "<p>x</p>",
            "email_from": self.desk.email,
            "author_id": self.desk.partner_id.id,
            "auto_delete": False,
        }
        return self.env["mail.mail"].create({**options, **values})


@tagged("post_install", "-at_install")
class TestMailIn(ContactCase):
    """What a customer writes enters once, whichever way it came."""

    def setUp(self):
        super().setUp()
        self.message = self._post(self.order, [self.customer])
        self.before = self.Contact.search([])

    def _reply(self, email_from, msg_id="<reply-1@example.com>"):
        mail = REPLY.format(
            email_from=email_from,
            to="catchall@example.com",
            subject="Re: News",
            msg_id=msg_id,
            references=self.message.message_id,
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process("sale.order", mail)

    def test_reply_of_the_customer(self):
        self._reply(self.customer.email)
        self.assertEntered(
            {
                "partner_id": self.customer.id,
                "direction": "in",
                "channel": "email",
                "purpose": "order",
                "summary": "Re: News",
            }
        )
        self.assertEqual(self.entered.document_ids.mapped("name"), [self.order.name])

    def test_reply_of_one_of_his_people(self):
        person = self._customer(
            name="Ole", parent_id=self.customer.id, email="ole@n.example.com"
        )
        self._reply(person.email)
        self.assertEntered({"partner_id": self.customer.id, "person_id": person.id})

    def test_the_same_mail_twice_is_one_contact(self):
        self._reply(self.customer.email)
        self._reply(self.customer.email)
        self.assertEqual(len(self.entered), 1)
        self._reply(self.customer.email, msg_id="<reply-2@example.com>")
        self.assertEqual(len(self.entered), 2)

    def test_reply_from_an_address_that_nobody_knows(self):
        self._reply("private@example.com")
        self.assertEntered(
            {"partner_id": self.customer.id, "direction": "in", "channel": "email"}
        )

    def test_reply_of_a_colleague(self):
        self._reply(self.desk.email)
        self.assertFalse(self.entered.filtered(lambda e: e.direction == "in"))


@tagged("post_install", "-at_install")
class TestPortalMessage(ContactCase, HttpCase):
    """A comment in the portal is a contact of the one who wrote it."""

    def test_comment(self):
        user = self._user("customer", partner_id=self.customer.id)
        self.authenticate(user.login, user.login + "x" * (8 - len(user.login)))
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "sale.order",
                "thread_id": self.order.id,
                "post_data": {
                    "body": "Where is it?",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
                "token": self.order._portal_ensure_token(),
            },
        )
        self.env.invalidate_all()
        self.assertEntered(
            {
                "partner_id": self.customer.id,
                "direction": "in",
                "channel": "portal",
                "purpose": "order",
                "summary": "Where is it?",
            }
        )


@tagged("post_install", "-at_install")
class TestSms(ContactCase, SMSCase):
    """A text message that the provider took enters once."""

    def setUp(self):
        super().setUp()
        self.customer.phone = "+491701234567"

    def _send(self, partner=None, **gateway):
        with self.mockSMSGateway(**gateway):
            return (
                self.order.with_user(self.desk)
                .sudo()
                ._message_sms("On its way", partner_ids=(partner or self.customer).ids)
            )

    def test_sent(self):
        self._send()
        self.assertEntered(
            {
                "partner_id": self.customer.id,
                "direction": "out",
                "channel": "sms",
                "purpose": "order",
                "summary": "On its way",
                "user_id": self.desk.id,
            }
        )

    def test_refused(self):
        self._send(sim_error="wrong_number_format")
        self.assertEntered()

    def test_no_connection(self):
        self._send(sim_error="jsonrpc_exception")
        self.assertEntered()

    def test_sent_again_after_a_failure(self):
        self._send(sim_error="credit")
        sms = self.env["sms.sms"].search([("partner_id", "=", self.customer.id)])
        self.assertEntered()
        with self.mockSMSGateway():
            sms.resend_failed()
        self.assertEqual(len(self.entered), 1)
        sms.invalidate_recordset()
        sms._handle_call_result_hook([{"uuid": sms.uuid, "state": "success"}])
        self.assertEqual(len(self.entered), 1)

    def test_colleagues_are_no_contact(self):
        self.desk.partner_id.phone = "+491707654321"
        self._send(self.desk.partner_id)
        self.assertEntered()
