from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestFollow(PortalCommon):
    """The list and the page say where a ticket is, in the customer's words."""

    def _page(self, url=None):
        page = self.url_open(url or f"/my/ticket/{self.ticket.id}")
        self.assertEqual(page.status_code, 200)
        return page.text

    def test_stages_in_plain_words(self):
        self._as(self.freya)
        for values, code, words in (
            ({}, "received", "Somebody will look into it"),
            ({"stage": "assessed"}, "work", "We are looking into it"),
            (
                {"stage": "waiting", "waiting_for": "supplier"},
                "others",
                "somebody else",
            ),
            ({"waiting_for": "customer"}, "yours", "We need something from you"),
            ({"stage": "answered"}, "answered", "We have answered"),
            ({"stage": "closed"}, "closed", "This is settled"),
        ):
            with self.subTest(code):
                if values:
                    self.ticket.write(values)
                self.assertEqual(self.ticket._portal_state()["code"], code)
                self.assertIn(words, self._page())

    def test_what_was_promised(self):
        now = fields.Datetime.now()
        for delta, late in ((timedelta(days=2), False), (timedelta(days=-2), True)):
            self.ticket.sudo().next_due_at = now + delta
            state = self.ticket._portal_state()
            self.assertEqual(state["is_late"], late)
            self.assertTrue(state["expected"])
        self.ticket.stage = "answered"
        self.ticket.sudo().next_due_at = now
        self.assertFalse(self.ticket._portal_state()["expected"], "it is his turn")

    def test_notes_are_ours_alone(self):
        said = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        note = {**said, "subtype_xmlid": "mail.mt_note"}
        self.ticket.message_post(body="He always complains", **note)
        internal = self.ticket.message_post(body="Between us", **said)
        internal.is_internal = True
        self.ticket.message_post(body="Dear Freya", **said)
        self._as(self.freya)
        page = self._page()
        self.assertIn("Dear Freya", page)
        self.assertNotIn("He always complains", page)
        self.assertNotIn("Between us", page)

    def test_parts_for_departments_are_ours_alone(self):
        part = self.Ticket.create(
            {"name": "Ask the plant", "partner_id": self.ticket.partner_id.id}
        )
        part.sudo().parent_id = self.ticket
        self._as(self.freya)
        self.assertNotIn("Ask the plant", self._page("/my/tickets"))
        for token in ("", part._portal_ensure_token()):
            url = f"/my/ticket/{part.id}?access_token={token}"
            self.assertRefused(self.url_open(url, allow_redirects=False))

    def test_filters(self):
        closed = self.Ticket.create(
            {"name": "Long over", "partner_id": self.ticket.partner_id.id}
        )
        closed.stage = "answered"
        closed.stage = "closed"
        self._as(self.freya)
        for address, sees, hides in (
            ("", ("Broken cups", "Long over"), ()),
            ("?filterby=open", ("Broken cups",), ("Long over",)),
            ("?filterby=closed", ("Long over",), ("Broken cups",)),
            ("?filterby=yours", (), ("Broken cups", "Long over")),
            ("?filterby=evil&sortby=evil", ("Broken cups", "Long over"), ()),
            ("?search=broken", ("Broken cups",), ("Long over",)),
            (f"?search={self.order.name}&search_in=document", ("Broken",), ("Long",)),
            (f"?search={closed.number}&search_in=number", ("Long over",), ("Broken",)),
            ("?search=zzz&search_in=number", (), ("Broken cups",)),
        ):
            with self.subTest(address):
                page = self._page(f"/my/tickets{address}")
                for text in sees:
                    self.assertIn(text, page)
                for text in hides:
                    self.assertNotIn(text, page)

    def test_sorted(self):
        self.Ticket.create(
            {"name": "Another one", "partner_id": self.ticket.partner_id.id}
        )
        self._as(self.freya)
        page = self._page("/my/tickets?sortby=subject")
        self.assertLess(page.index("Another one"), page.index("Broken cups"))

    def test_what_waits_for_him_stands_first(self):
        self.assertNotIn("o2c_yours", self._list())
        self.ticket.stage = "answered"
        self.assertIn("o2c_yours", self._list())

    def _list(self):
        self._as(self.freya)
        return self._page("/my/tickets")

    def test_of_others_nothing_is_found(self):
        self._as(self.other)
        page = self._page("/my/tickets?search=broken")
        self.assertNotIn("Broken cups", page)

    def test_of_a_merged_one_the_way_goes_on(self):
        into = self.Ticket.create(
            {"name": "The other one", "partner_id": self.ticket.partner_id.id}
        )
        self.ticket.stage = "answered"
        self.ticket.stage = "closed"
        self.ticket.sudo().merged_into_id = into
        self._as(self.freya)
        self.assertIn(into.number, self._page())


@tagged("post_install", "-at_install")
class TestWord(PortalCommon):
    """A word of the customer takes up what waits for it."""

    def _answer(self, text="It is still broken"):
        self._as(self.freya)
        self._post(f"/my/ticket/{self.ticket.id}/answer", text=text)

    def test_what_waits_for_him(self):
        self.ticket.stage = "acknowledged"
        self.ticket.write({"stage": "waiting", "waiting_for": "customer"})
        self._answer()
        self.assertEqual(
            (self.ticket.stage, self.ticket.waiting_for), ("investigation", False)
        )

    def test_what_waits_for_others_waits_on(self):
        self.ticket.stage = "acknowledged"
        self.ticket.write({"stage": "waiting", "waiting_for": "courier"})
        self._answer()
        self.assertEqual(self.ticket.waiting_for, "courier")

    def test_an_answer_that_does_not_settle_it(self):
        self.ticket.stage = "answered"
        self._answer()
        self.assertEqual(self.ticket.stage, "investigation")
        self.assertEqual(self.ticket.reopen_count, 0, "it was not closed")

    def test_our_own_word_moves_nothing(self):
        self.ticket.stage = "answered"
        agent = new_test_user(self.env, "o2c_a", "o2c_customer_care.group_care_agent")
        self.ticket.user_id = agent
        self.ticket.with_user(agent).message_post(
            body="One more thing",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(self.ticket.stage, "answered")

    def test_reopened_with_a_reason(self):
        self.ticket.stage = "answered"
        self.ticket.stage = "closed"
        self._as(self.freya)
        self._post(f"/my/ticket/{self.ticket.id}/reopen", text="Broken again")
        self.assertEqual(self.ticket.stage, "investigation")
        self.assertIn("Broken again", self.ticket.message_ids[0].body)
