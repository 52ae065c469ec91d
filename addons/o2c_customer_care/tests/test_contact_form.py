import time

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import hmac, mute_logger

from ..controllers.contact_form import STAMP
from ..domain import web_form as rules
from .intake_common import IntakeCommon

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@tagged("post_install", "-at_install")
class TestContactForm(IntakeCommon, HttpCase):
    """Anybody writes by the public page; machines and floods do not get through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.web_form = True
        cls.url = f"/care/contact/{cls.team.id}"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.serial = 0

    def _stamp(self, age=60):
        self.serial += 1
        text = f"{int(time.time()) - age}.{self.serial:016x}"
        return f"{text}.{hmac(self.env, STAMP, text)}"

    def _send(self, files=None, **form):
        options = {
            "name": "Rita Neri",
            "email": "rita@known.example",
            "subject": "Cups arrived broken",
            "text": "Four of them.",
            "consent": "1",
            "stamp": self._stamp(),
            "csrf_token": Request.csrf_token(self),
        }
        form = {k: v for k, v in {**options, **form}.items() if v is not None}
        answer = self.url_open(f"{self.url}/send", data=form, files=files)
        self.env.invalidate_all()
        return answer

    def _tickets(self):
        return self.Ticket.search([("team_id", "=", self.team.id)])

    def test_page(self):
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 200)
        for word in ('name="csrf_token"', 'name="stamp"', 'name="consent"'):
            self.assertIn(word, page.text)
        self.team.web_form = False
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_ticket(self):
        order = self._order()
        answer = self._send(order=order.name, phone="+39 02 555")
        ticket = self._tickets()
        self.assertIn(ticket.number, answer.text)
        # who knows the address of somebody else learns nothing by it
        self.assertNotIn("access_token", answer.text + answer.url)
        self.assertEqual((ticket.channel, ticket.partner_id), ("web", self.customer))
        self.assertEqual((ticket.person_id, ticket.order_id), (self.rita, order))
        self.assertEqual(len(self._sent(ticket)), 1)
        self.assertFalse(self.rita.phone)
        entry = self.Intake.search([("ticket_id", "=", ticket.id)])
        self.assertIn(self.company.name, entry.consent)
        self.assertEqual(len(ticket.o2c_contact_ids), 1)

    def test_order_of_somebody_else(self):
        order = self._order()
        self._send(email="x@strange.example", order=order.name)
        ticket = self._tickets()
        self.assertFalse(ticket.order_id)
        self.assertNotEqual(ticket.partner_id, self.customer)

    def test_sent_twice_is_one_ticket(self):
        stamp = self._stamp()
        first, second = self._send(stamp=stamp), self._send(stamp=stamp)
        ticket = self._tickets()
        self.assertEqual(len(ticket), 1)
        self.assertIn(ticket.number, first.text)
        self.assertIn(ticket.number, second.text)

    def test_machines(self):
        for case, form in (
            ("honeypot", {"website": "https://spam.example"}),
            ("too quick", {"stamp": self._stamp(age=1)}),
        ):
            with self.subTest(_case=case):
                answer = self._send(**form)
                self.assertIn("Thank you", answer.text)
                self.assertFalse(self._tickets())
        entries = self.Intake.search([("channel", "=", "web")])
        self.assertEqual(entries.mapped("outcome"), ["spam", "spam"])

    def test_what_is_wrong_is_said_and_kept(self):
        foreign = "1700000000.00.0000"
        for case, form, words in (
            ("no consent", {"consent": None}, "Please agree"),
            ("no address", {"email": "rita"}, "no e-mail address"),
            ("header", {"email": "a@b.example\nBcc: c@d.example"}, "no e-mail"),
            ("no text", {"text": " "}, "write your message"),
            ("no name", {"name": ""}, "your name"),
            ("no subject", {"subject": ""}, "what it is about"),
            ("foreign stamp", {"stamp": foreign}, "open for too long"),
            ("old", {"stamp": self._stamp(age=90_000)}, "open for too long"),
        ):
            with self.subTest(_case=case):
                answer = self._send(**form)
                self.assertIn(words, answer.text)
                self.assertFalse(self._tickets())
        answer = self._send(consent=None, text="Nobody <answers> & cares")
        self.assertIn("Nobody &lt;answers&gt; &amp; cares", answer.text)

    def test_rate_of_an_address(self):
        self.patch(rules, "MOST_OF_ADDRESS", 2)
        for number in range(2):
            self._send(subject=f"Message {number}")
        answer = self._send(subject="Message 3")
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(len(self._tickets()), 2)

    def test_rate_of_a_place(self):
        self.patch(rules, "MOST_FROM_PLACE", 2)
        for number in range(2):
            self._send(email=f"a{number}@strange.example")
        answer = self._send(email="b@strange.example")
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(len(self._tickets()), 2)

    def test_files(self):
        good = [("files", ("photo.png", PNG)), ("files", ("bill.pdf", b"%PDF-1.4\n"))]
        self._send(files=good)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "o2c.ticket"), ("res_id", "=", self._tickets().id)]
        )
        self.assertEqual(set(files.mapped("name")), {"photo.png", "bill.pdf"})

    def test_files_that_are_not_taken(self):
        for case, files in (
            ("program", [("files", ("a.exe", b"MZ"))]),
            ("page", [("files", ("a.png", b"<html><script>1</script></html>"))]),
            ("large", [("files", ("a.png", PNG + b"0" * 5_300_000))]),
            ("many", [("files", (f"{n}.png", PNG)) for n in range(6)]),
        ):
            with self.subTest(_case=case):
                answer = self._send(files=files)
                self.assertIn("at most five", answer.text)
                self.assertFalse(self._tickets())

    @mute_logger("odoo.http")
    def test_post_with_its_token_only(self):
        self.assertEqual(self._send(csrf_token="no").status_code, 400)
        answer = self.url_open(f"{self.url}/send?name=a&email=a@b.example&text=x")
        self.assertNotEqual(answer.status_code, 200)
        self.assertFalse(self._tickets())

    def test_address_of_several_customers(self):
        self.env["res.partner"].create({"name": "B", "email": "rita@known.example"})
        answer = self._send(files=[("files", ("photo.png", PNG))])
        self.assertIn("Thank you", answer.text)
        self.assertFalse(self._tickets())
        entry = self.Intake.search([("channel", "=", "web")])
        self.assertTrue(entry.is_open)
        entry.with_user(self.leader)._route(partner=self.customer)
        ticket = self._tickets()
        self.assertEqual(ticket.partner_id, self.customer)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "o2c.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(files.mapped("name"), ["photo.png"])
