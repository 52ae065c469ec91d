from odoo import Command
from odoo.tests import JsonRpcException, new_test_user, tagged

from .portal_common import SECRET, PortalCommon


@tagged("post_install", "-at_install")
class TestPortalReading(PortalCommon):
    """A customer sees his own tickets and no others."""

    def _page(self, url=None):
        url = url or f"/my/ticket/{self.ticket.id}"
        return self.url_open(url, allow_redirects=False)

    def test_list(self):
        for user, sees in (
            (self.freya, True),
            (self.colleague, True),
            (self.other, False),
        ):
            with self.subTest(user.login):
                self._as(user)
                page = self._page("/my/tickets")
                self.assertEqual(page.status_code, 200)
                self.assertEqual(self.ticket.number in page.text, sees)

    def test_counter_of_the_start_page(self):
        self._as(self.freya)
        answer = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["o2c_ticket_count"]}
        )
        self.assertEqual(answer["o2c_ticket_count"], 1)

    def test_page(self):
        self._as(self.freya)
        page = self._page()
        self.assertEqual(page.status_code, 200)
        self.assertIn("Broken cups", page.text)
        self.assertIn(self.order.name, page.text)

    def test_a_foreign_ticket_is_refused(self):
        self._as(self.other)
        self.assertRefused(self._page())

    def test_a_ticket_that_does_not_exist_answers_the_same(self):
        self._as(self.other)
        self.assertRefused(self._page(f"/my/ticket/{self.ticket.id + 1000}"))

    def test_nobody_without_a_token(self):
        self._as(None)
        self.assertRefused(self._page())

    def test_the_token_opens(self):
        self._as(None)
        self.assertEqual(self._page(self.ticket.get_portal_url()).status_code, 200)

    def test_a_guessed_token_does_not(self):
        self.ticket._portal_ensure_token()
        self._as(None)
        token = self.ticket.access_token
        other = self.ticket.copy({"name": "Mine"})
        for guess in (
            SECRET,
            "",
            token[:-1],
            token.upper(),
            other._portal_ensure_token(),
        ):
            with self.subTest(guess):
                url = f"/my/ticket/{self.ticket.id}?access_token={guess}"
                self.assertRefused(self._page(url))

    def test_no_token_yet_is_no_open_door(self):
        self.ticket.access_token = False
        self._as(None)
        for guess in ("", "False", "None"):
            url = f"/my/ticket/{self.ticket.id}?access_token={guess}"
            self.assertRefused(self._page(url))

    def test_contested_amounts_are_shown(self):
        leader = new_test_user(
            self.env, "o2c_leader", "o2c_customer_care.group_care_leader"
        )
        self.env["o2c.dispute"].with_user(leader)._open(
            self.ticket, self.invoice, 30, "Broken"
        )
        self._as(self.freya)
        page = self._page()
        self.assertIn("Contested amounts", page.text)
        self.assertIn(self.invoice.name, page.text)


@tagged("post_install", "-at_install")
class TestPortalWriting(PortalCommon):
    """What a customer may do: open, answer, close, reopen; by POST only."""

    def _open(self, about="order", document=None, **data):
        document = document or {"order": self.order, "invoice": self.invoice}[about]
        form = {
            "about": about,
            "document_id": document.id,
            "subject": "Cup missing",
            "description": "One of twenty-four",
            "kind": "complaint",
        }
        return self._post("/my/ticket/open", **{**form, **data})

    def _opened(self):
        return self.Ticket.search([("name", "=", "Cup missing")])

    def test_open_about_an_order(self):
        self._as(self.freya)
        answer = self._open()
        ticket = self._opened()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"/my/ticket/{ticket.id}", answer.headers["Location"])
        self.assertEqual(ticket.order_id, self.order)
        self.assertEqual(ticket.partner_id, self.freya.commercial_partner_id)
        self.assertEqual(ticket.person_id, self.freya.partner_id)
        self.assertEqual((ticket.channel, ticket.kind), ("portal", "complaint"))
        self.assertEqual(ticket.create_uid, self.freya)
        self.assertEqual(ticket.o2c_contact_ids.channel, "portal")
        self.assertTrue(self.order.o2c_is_held)

    def test_open_about_an_invoice(self):
        self._as(self.freya)
        self._open("invoice", kind="enquiry")
        ticket = self._opened()
        self.assertEqual((ticket.invoice_id, ticket.kind), (self.invoice, "enquiry"))
        self.assertEqual(ticket.order_id, self.order)

    def test_the_form_is_on_both_pages(self):
        self._as(self.freya)
        for document in (self.order, self.invoice):
            page = self.url_open(document.get_portal_url())
            self.assertIn("/my/ticket/new?about=", page.text)
            self.assertIn("Report a problem", page.text)

    def test_a_foreign_document_is_refused(self):
        self._as(self.other)
        self.assertRefused(self._open())
        self.assertRefused(self._open("invoice"))
        self.assertRefused(self._open(access_token=SECRET))
        self.assertFalse(self._opened())

    def test_only_orders_and_customer_invoices(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.freya.partner_id.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 9})],
            }
        )
        self._as(self.freya)
        self.assertRefused(self._open("invoice", bill))
        self.assertRefused(self._open("partner", self.freya.partner_id))
        self.assertRefused(self._open(document_id="1 OR 1=1"))
        self.assertFalse(self._opened())

    def test_the_form_decides_nothing_else(self):
        self._as(self.freya)
        self._open(
            stage="closed",
            partner_id=self.other.partner_id.id,
            user_id=self.other.id,
            priority="3",
            kind="praise",
            subject="Cup missing",
        )
        ticket = self._opened()
        self.assertEqual((ticket.stage, ticket.priority), ("acknowledged", "0"))
        self.assertEqual(ticket.partner_id, self.freya.commercial_partner_id)
        self.assertEqual(ticket.kind, "complaint", "praise is not offered")
        self.assertNotEqual(ticket.user_id, self.other)

    def test_text_stays_text(self):
        self._as(self.freya)
        answer = self._open(description="<script>alert(1)</script>")
        page = self.url_open(answer.headers["Location"])
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)

    def test_long_texts_are_cut(self):
        self._as(self.freya)
        self._open(subject="Cup missing", description="x" * 20_000)
        self.assertEqual(len(self._opened().description), 10_000)

    def test_by_the_link_in_a_mail(self):
        self._as(None)
        self.order._portal_ensure_token()
        self._open(access_token=self.order.access_token)
        ticket = self._opened()
        self.assertEqual(ticket.person_id, self.freya.partner_id)

    def test_without_a_token_of_ours_nothing_is_opened(self):
        self._as(self.freya)
        data = {"about": "order", "document_id": self.order.id, "subject": "Forged"}
        answer = self.url_open("/my/ticket/open", data=data, allow_redirects=False)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.Ticket.search([("name", "=", "Forged")]))

    def test_close_and_take_up_again(self):
        self.ticket.stage = "answered"
        self._as(self.freya)
        self._post(f"/my/ticket/{self.ticket.id}/close")
        self.assertEqual(self.ticket.stage, "closed")
        self.assertFalse(self.order.o2c_is_held)
        self._post(f"/my/ticket/{self.ticket.id}/reopen")
        self.assertEqual(self.ticket.stage, "investigation")
        self.assertEqual(self.ticket.reopen_count, 1)
        self.assertTrue(self.order.o2c_is_held)
        authors = self.ticket.message_ids.filtered(
            lambda message: message.message_type == "comment"
        ).author_id
        self.assertEqual(authors, self.freya.partner_id)

    def test_not_before_there_is_an_answer(self):
        self._as(self.freya)
        answer = self._post(f"/my/ticket/{self.ticket.id}/close")
        self.assertEqual(answer.status_code, 200)
        self.assertIn('role="alert"', answer.text)
        self.assertEqual(self.ticket.stage, "received")

    def test_no_stage_changes_by_a_link(self):
        self.ticket.stage = "answered"
        self._as(self.freya)
        for move in ("close", "reopen"):
            url = f"/my/ticket/{self.ticket.id}/{move}"
            self.assertEqual(self.url_open(url).status_code, 405)
        self.assertEqual(self.ticket.stage, "answered")

    def test_strangers_move_nothing(self):
        self.ticket.stage = "answered"
        for user in (self.other, None):
            self._as(user)
            url = f"/my/ticket/{self.ticket.id}/close"
            self.assertRefused(self._post(url))
            self.assertRefused(self._post(url, access_token=SECRET))
        self.assertEqual(self.ticket.stage, "answered")

    def test_an_answer_in_the_portal(self):
        self._as(self.freya)
        answer = self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "o2c.ticket",
                "thread_id": self.ticket.id,
                "post_data": {"body": "The saucers too"},
            },
        )
        self.assertTrue(answer)
        message = self.ticket.message_ids[0]
        self.assertEqual(message.author_id, self.freya.partner_id)
        self.assertIn("The saucers too", message.body)
        self.assertIn("portal", self.ticket.o2c_contact_ids.mapped("channel"))

    def test_a_stranger_does_not_answer(self):
        self._as(self.other)
        before = self.ticket.message_ids
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    "thread_model": "o2c.ticket",
                    "thread_id": self.ticket.id,
                    "post_data": {"body": "Me too"},
                },
            )
        self.assertEqual(self.ticket.message_ids, before)
