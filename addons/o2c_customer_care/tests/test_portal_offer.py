from odoo.tests import new_test_user, tagged

from .portal_common import SECRET, PortalCommon


@tagged("post_install", "-at_install")
class TestOffer(PortalCommon):
    """A remedy is offered and accepted or declined; a closing is rated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_test_user(
            cls.env, "o2c_leader", "o2c_customer_care.group_care_leader"
        )
        cls.head = new_test_user(
            cls.env, "o2c_head", "o2c_customer_care.group_care_leader"
        )
        cls.env["o2c.remedy.tier"].create(
            {
                "name": "Leaders",
                "user_ids": (cls.leader | cls.head).ids,
                "alone_amount": 100,
                "max_amount": 1000,
            }
        )
        cls.remedy = (
            cls.env["o2c.remedy"]
            .with_user(cls.leader)
            ._propose(
                cls.ticket.with_user(cls.leader),
                "goodwill",
                "Half of them",
                [],
                amount=20,
                invoice_id=cls.invoice.id,
                ask_customer=True,
                customer_text="Twenty back, as a sign of goodwill",
            )
            .with_env(cls.env)
        )
        cls.other_ticket = cls.Ticket.create(
            {"name": "Elsewhere", "partner_id": cls.other.commercial_partner_id.id}
        )

    def _say(self, word, **data):
        url = f"/my/ticket/{self.ticket.id}/remedy/{self.remedy.id}/{word}"
        return self._post(url, **data)

    def test_it_is_offered(self):
        self.assertEqual(self.remedy.state, "approved")
        self._as(self.freya)
        page = self.url_open(self.ticket.get_portal_url()).text
        self.assertIn("Twenty back", page)
        self.assertIn(f"/remedy/{self.remedy.id}/accept", page)
        self.assertNotIn("Half of them", page, "our note is ours alone")
        self.assertIn("o2c_yours", self.url_open("/my/tickets").text)
        self.assertIn("We offer you something", page, "not: we will look into it")

    def test_accepted(self):
        self._as(self.freya)
        answer = self._say("accept")
        page = self.url_open(self.ticket.get_portal_url()).text
        self.assertNotIn("We offer you something", page)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.remedy.answer, "accepted")
        self.assertEqual(self.remedy.answered_by_id, self.freya.partner_id)
        page = self.url_open(self.ticket.get_portal_url()).text
        self.assertIn("What you get", page)
        self.assertNotIn("/accept", page)

    def test_declined(self):
        self._as(self.freya)
        self._say("decline")
        self.assertEqual(
            (self.remedy.answer, self.remedy.state), ("declined", "cancelled")
        )

    def test_only_once(self):
        self._as(self.freya)
        self._say("decline")
        again = self._say("accept")
        self.assertEqual(again.status_code, 200)
        self.assertIn('role="alert"', again.text)
        self.assertEqual(self.remedy.answer, "declined")

    def test_by_the_link_of_the_mail(self):
        self._as(None)
        self._say("accept", access_token=self.ticket._portal_ensure_token())
        self.assertEqual(self.remedy.answer, "accepted")

    def test_strangers_accept_nothing(self):
        for user in (self.other, None):
            self._as(user)
            self.assertRefused(self._say("accept"))
            self.assertRefused(self._say("accept", access_token=SECRET))
        self.assertFalse(self.remedy.answer)

    def test_not_through_another_ticket(self):
        self._as(self.other)
        url = f"/my/ticket/{self.other_ticket.id}/remedy/{self.remedy.id}/accept"
        self._post(url)
        self.assertFalse(self.remedy.answer)

    def test_not_by_a_link_and_not_without_our_key(self):
        self._as(self.freya)
        url = f"/my/ticket/{self.ticket.id}/remedy/{self.remedy.id}/accept"
        self.assertEqual(self.url_open(url).status_code, 405)
        forged = self.url_open(url, data={"x": "1"}, allow_redirects=False)
        self.assertEqual(forged.status_code, 400)
        self.assertFalse(self.remedy.answer)

    def test_a_closed_one_is_rated(self):
        self._as(self.freya)
        self._say("decline")
        self.ticket.stage = "answered"
        page = self.url_open(self.ticket.get_portal_url()).text
        self.assertNotIn("/care/rate/", page)
        self.ticket.stage = "closed"
        page = self.url_open(self.ticket.get_portal_url()).text
        self.assertIn(self.ticket._portal_rating_url(), page)
        self.assertIn("/care/rate/", page)
