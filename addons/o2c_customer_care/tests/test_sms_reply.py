import json
import time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain.courier import sign

from .intake_common import IntakeCommon

LOG = "odoo.addons.o2c_customer_care.controllers.sms"


@tagged("post_install", "-at_install")
class TestSmsReply(IntakeCommon, HttpCase):
    """A gateway hands on text messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.env["o2c.sms.line"].create(
            {"name": "+39 320 111", "team_id": cls.team.id}
        )
        cls.rita.phone = "+39 333 1234567"

    def _send(self, body, seconds=0, secret=None, token=None, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(time.time()) + seconds)
        known = {
            "Content-Type": "application/json",
            "X-O2C-Timestamp": stamp,
            "X-O2C-Signature": sign(secret or self.line.secret, stamp, body),
        }
        url = f"/o2c/care/sms/{token or self.line.token}"
        answer = self.url_open(url, data=body, headers={**known, **headers})
        self.env.invalidate_all()
        return answer

    def _text(self, text, key="1", sender="+393331234567"):
        message = {"id": key, "from": sender, "text": text}
        answer = self._send({"messages": [message]})
        self.assertEqual(answer.status_code, 200)
        return answer.json()["results"][0]

    def _tickets(self):
        return self.Ticket.search([("team_id", "=", self.team.id)])

    def test_new_ticket_of_a_known_number(self):
        result = self._text("Where is my order?")
        ticket = self._tickets()
        self.assertEqual(result["ticket"], ticket.number)
        self.assertEqual((ticket.channel, ticket.person_id), ("sms", self.rita))
        self.assertEqual(ticket.description, "Where is my order?")
        self.assertTrue(ticket.last_in_at)
        contacts = ticket.o2c_contact_ids
        self.assertEqual([(c.channel, c.direction) for c in contacts], [("sms", "in")])

    def test_the_same_message_once(self):
        self.assertTrue(self._text("Hello there")["new"])
        self.assertFalse(self._text("Hello there")["new"])
        self.assertEqual(len(self._tickets()), 1)

    def test_answers_find_their_ticket(self):
        self._text("Where is my order?")
        first = self._tickets()
        for case, key, text in (
            ("by the thread", "2", "And the invoice?"),
            ("by number", "3", f"About {first.number}: thanks"),
        ):
            with self.subTest(_case=case):
                result = self._text(text, key)
                self.assertEqual(result["outcome"], "reply")
                self.assertEqual(result["ticket"], first.number)

    def test_number_of_a_ticket_is_no_key_for_strangers(self):
        first = self._ticket()
        result = self._text(f"About {first.number}", sender="+39 347 7654321")
        self.assertEqual(result["outcome"], "ticket")
        self.assertNotEqual(result["ticket"], first.number)
        self.assertEqual(self._tickets().partner_id.phone, "+39 347 7654321")

    def test_stop(self):
        result = self._text("STOP")
        self.assertEqual(result["outcome"], "opt_out")
        self.assertFalse(self._tickets())
        listed = self.env["phone.blacklist"].search([])
        self.assertIn("+393331234567", listed.mapped("number"))

    def test_number_of_several_customers(self):
        self.env["res.partner"].create({"name": "B", "phone": "0039 333 1234567"})
        self.assertEqual(self._text("Hello there")["outcome"], "several_customers")
        self.assertFalse(self._tickets())

    def test_what_lacks_something(self):
        messages = [
            {"id": "1", "from": "12", "text": "x"},
            {"id": "", "from": "+39 333 1234567", "text": "x"},
            {"id": "3", "from": "+39 333 1234567", "text": "  "},
            5,
        ]
        results = self._send(messages).json()["results"]
        missing = [row["missing"] for row in results]
        self.assertEqual(missing, ["from", "id", "text", "object"])
        self.assertFalse(self._tickets())

    @mute_logger(LOG)
    def test_not_believed(self):
        body = {"messages": [{"id": "1", "from": "+39333123456", "text": "x"}]}
        for case, options, status in (
            ("wrong secret", {"secret": "no"}, 401),
            ("old", {"seconds": -400}, 401),
            ("unknown address", {"token": "no"}, 404),
            ("form", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ):
            with self.subTest(_case=case):
                self.assertEqual(self._send(body, **options).status_code, status)
        for case, raw in (("no json", b"{"), ("no list", b"5")):
            with self.subTest(_case=case):
                self.assertEqual(self._send(raw).status_code, 400)
        self.assertFalse(self._tickets())
        self.assertEqual(
            self.url_open(f"/o2c/care/sms/{self.line.token}").status_code, 405
        )

    def test_leader_makes_a_number(self):
        self.team.member_ids += self.leader
        lines = self.env["o2c.sms.line"].with_user(self.leader)
        line = lines.create({"name": "+39 320 222", "team_id": self.team.id})
        self.assertTrue(line.sudo().secret)
        self.assertTrue(line.url.endswith(line.token))

    def test_secret(self):
        old = self.line.secret
        action = self.line.with_user(self.leader).action_new_secret()
        self.assertEqual(action["params"]["message"], self.line.secret)
        self.assertNotEqual(self.line.secret, old)
        with self.assertRaises(AccessError):
            self.line.with_user(self.leader).read(["secret"])
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            self.line.with_user(self.agent).action_new_secret()
