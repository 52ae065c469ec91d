from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from ..domain import intake as rules
from .intake_common import IntakeCommon


@tagged("post_install", "-at_install")
class TestIntakeLoop(IntakeCommon):
    """Machines: what they write makes no ticket, and nobody answers them twice."""

    def _acknowledgement(self, ticket):
        return self.env["o2c.acknowledgement"].search([("ticket_id", "=", ticket.id)])

    def test_acknowledgement(self):
        ticket = self._mail()
        mail = self._sent(ticket)
        self.assertEqual(len(mail), 1)
        self.assertIn(f"[{ticket.number}]", mail.subject)
        self.assertIn("rita@known.example", mail.email_to)
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertIn("care@ticket.example", mail.reply_to)
        self.assertEqual(mail.references, "<plain1@known.example>")
        self.assertIn(ticket.access_token, str(mail.body_html))
        self.assertEqual(ticket.stage, "acknowledged")
        self.assertTrue(self._acknowledgement(ticket).is_sent)
        # an automatic mail is no answer
        self.assertFalse(ticket.first_reply_at)

    def test_expected_moment_is_where_the_customer_is(self):
        self.rita.tz = "Europe/Warsaw"
        at = datetime(2026, 3, 27, 15, 0)
        ticket = self._ticket(person_id=self.rita.id, lang="it_IT")
        self.patch(type(ticket), "_expected_at", lambda ticket: at)
        ticket.invalidate_recordset(["expected_text"])
        self.assertEqual(ticket.expected_text, "27 marzo 2026, 16:00")

    def test_acknowledgement_is_sent_once(self):
        ticket = self._mail()
        ticket._acknowledge()
        ticket.with_user(self.agent)._acknowledge()
        self.assertEqual(len(self._sent(ticket)), 1)
        self.assertEqual(len(self._acknowledgement(ticket)), 1)

    def test_no_acknowledgement(self):
        known = "rita@known.example"
        for number, (case, sender, headers, reason) in enumerate(
            (
                ("no-reply", "no-reply@strange.example", "", "no_reply"),
                ("list", known, "List-Id: <a.b.example>", "mailing_list"),
                ("bulk", known, "Precedence: bulk", "mailing_list"),
                ("generated", known, "Auto-Submitted: auto-generated", "machine"),
                ("asked", known, "X-Auto-Response-Suppress: OOF", "machine"),
                ("null path", known, "Return-Path: <>", "machine"),
            )
        ):
            with self.subTest(_case=case):
                ticket = self._mail(
                    FROM=sender, HEADERS=f"{headers}\n", ID=f"<none{number}@k.example>"
                )
                self.assertEqual(len(ticket), 1)
                self.assertFalse(self._sent(ticket))
                self.assertEqual(self._acknowledgement(ticket).reason, reason)
                self.assertEqual(ticket.stage, "received")

    def test_team_that_acknowledges_nothing(self):
        self.team.acknowledges = False
        ticket = self._mail()
        self.assertFalse(self._sent(ticket))
        self.assertEqual(self._acknowledgement(ticket).reason, "switched_off")

    def test_two_systems_stop_after_the_first(self):
        """The other side answers everything as if it were a person."""
        first = self._mail(FROM="desk@robot.example", ID="<r0@robot.example>")
        self.assertEqual(len(self._sent(first)), 1)
        for turn in range(1, 6):
            answer = self._mail(
                FROM="desk@robot.example",
                SUBJECT=f"We have received your request {turn}",
                ID=f"<r{turn}@robot.example>",
            )
            self.assertEqual(len(answer), 1)
            self.assertFalse(self._sent(answer))
        self.assertEqual(self._acknowledgement(answer).reason, "too_soon")

    def test_machine_that_answers_late_is_not_heard_for_ever(self):
        self.patch(rules, "MOST_MESSAGES", 3)
        for turn in range(3):
            new = self._mail(FROM="desk@robot.example", ID=f"<r{turn}@robot.example>")
            self.assertEqual(len(new), 1)
        self.assertFalse(self._mail(FROM="desk@robot.example", ID="<r3@robot.example>"))
        entry = self._entry("<r3@robot.example>")
        self.assertEqual((entry.outcome, entry.is_open), ("too_many", True))

    def test_few_acknowledgements_in_an_hour(self):
        sent = []
        for turn in range(5):
            ticket = self._mail(FROM="a@b.example", ID=f"<h{turn}@b.example>")
            sent.append(len(self._sent(ticket)))
            entry = self._acknowledgement(ticket)
            entry.at = fields.Datetime.now() - timedelta(minutes=6 + turn)
            self.env.flush_all()
        self.assertEqual(sent, [1, 1, 1, 0, 0])
        self.assertEqual(entry.reason, "too_often")

    def test_own_mail_that_came_back(self):
        uuid = self.env["ir.config_parameter"].get_param("database.uuid")
        self.assertFalse(self._mail(HEADERS=f"X-O2C-Loop: {uuid}\n"))
        self.assertEqual(self._entry("<plain1@known.example>").outcome, "loop")

    def test_machines_make_no_ticket(self):
        for case, message_id, outcome, is_open in (
            ("newsletter", "<news1@offers.example>", "mailing_list", True),
            ("spam", "<spam1@scam.example>", "spam", False),
            ("no_sender", "<nosender@nowhere.example>", "no_sender", True),
            ("out_of_office_words", "<ooo2@kawiarnia.example>", "auto_reply", False),
        ):
            with self.subTest(_case=case):
                self.assertFalse(self._feed(self._raw(case)))
                entry = self._entry(message_id)
                self.assertEqual((entry.outcome, entry.is_open), (outcome, is_open))
                self.assertTrue(entry.original)

    def test_our_own_addresses(self):
        for number, sender in enumerate(("care@ticket.example", self.agent.email)):
            with self.subTest(_case=sender):
                message_id = f"<own{number}@ticket.example>"
                self.assertFalse(self._mail(FROM=sender, ID=message_id))
                outcome = self._entry(message_id).outcome
                self.assertIn(outcome, ("own_address", "colleague"))

    def test_out_of_office_on_a_ticket(self):
        ticket = self._mail()
        mail = self._sent(ticket)
        before = ticket.last_in_at
        self._feed(
            self._raw("out_of_office", MESSAGE_ID=mail.message_id, SUBJECT=mail.subject)
        )
        entry = self._entry("<ooo1@known.example>")
        self.assertEqual((entry.outcome, entry.ticket_id), ("auto_reply", ticket))
        self.assertIn("Sono in ferie", str(ticket.message_ids[0].body))
        self.assertEqual(ticket.last_in_at, before)
        self.assertEqual(len(self._sent(ticket)), 1)

    def test_bounce(self):
        ticket = self._mail()
        ticket.user_id = self.agent
        answer = ticket.with_user(self.agent).message_post(
            body="We have looked into it.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.rita.ids,
        )
        self._feed(
            self._raw(
                "bounce",
                MESSAGE_ID=answer.message_id,
                BOUNCE=self.domain.bounce_email,
            )
        )
        entry = self._entry("<dsn1@mx.known.example>")
        self.assertEqual((entry.outcome, entry.ticket_id), ("bounce", ticket))
        self.assertEqual(entry.bounced_address, "rita@known.example")
        self.assertEqual(entry.partner_id, self.rita)
        self.assertEqual(self.rita.message_bounce, 1)
        self.assertEqual(len(ticket.activity_ids), 1)
        self.assertEqual(ticket.activity_ids.user_id, self.agent)

    def test_bounce_to_the_team_makes_no_ticket(self):
        self.assertFalse(
            self._feed(
                self._raw(
                    "bounce", MESSAGE_ID="<x@y.example>", BOUNCE="care@ticket.example"
                )
            )
        )
        self.assertEqual(self._entry("<dsn1@mx.known.example>").outcome, "bounce")
