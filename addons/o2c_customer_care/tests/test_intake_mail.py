import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from .intake_common import ALIAS, IntakeCommon

FAILURES = "odoo.addons.o2c_customer_care.models.mail_thread_intake"


@tagged("post_install", "-at_install")
class TestIntakeMail(IntakeCommon):
    """Real messages through Odoo's gateway."""

    def test_new_tickets_in_three_languages(self):
        for case, subject, lang, words in (
            ("it_new", "La merce non è arrivata", "it_IT", "perché"),
            ("es_new", "Tazas rotas, ¡otra vez!", "es_ES", "Muñoz"),
            ("pl_new", "Przesyłka dotarła uszkodzona", "pl_PL", "możemy"),
        ):
            with self.subTest(_case=case):
                ticket = self._feed(self._raw(case))
                self.assertEqual(len(ticket), 1)
                self.assertEqual(ticket.name, subject)
                self.assertEqual(ticket.lang, lang)
                self.assertEqual(ticket.team_id, self.team)
                self.assertEqual((ticket.channel, ticket.kind), ("email", "enquiry"))
                self.assertIn(words, ticket.description)
                self.assertEqual(len(self._sent(ticket)), 1)
                self.assertEqual(ticket.stage, "acknowledged")

    def test_name_of_a_stranger_is_decoded(self):
        ticket = self._feed(self._raw("pl_new"))
        self.assertEqual(ticket.partner_id.name, "Wojciech Łódź")
        self.assertEqual(ticket.partner_id.email, "wojciech@kawiarnia.example")
        self.assertFalse(ticket.partner_id.parent_id)

    def test_html_is_harmless(self):
        ticket = self._feed(self._raw("es_new"))
        body = str(
            ticket.message_ids.filtered(lambda m: m.message_type == "email").body
        )
        self.assertIn("están rotas", body)
        for bad in ("<script", "onerror", "onload", "javascript:", "<iframe", "<form"):
            self.assertNotIn(bad, body)

    def test_files_are_kept_but_for_programs(self):
        ticket = self._feed(self._raw("pl_new"))
        message = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(message.attachment_ids.mapped("name"), ["zdjęcie szkody.pdf"])
        self.assertTrue(message.attachment_ids.raw.startswith(b"%PDF"))
        self.assertIn("rechnung.pdf.exe", str(message.body))

    def test_five_megabytes(self):
        data = base64.encodebytes(bytes(range(256)) * 20_480).decode()  # 5 MB
        raw = self._raw(
            "pl_new",
        ).replace(b"rechnung.pdf.exe", b"film.mp4")
        raw = raw.replace(base64.b64encode(b"MZ not really"), data.encode())
        ticket = self._feed(raw)
        film = ticket.message_ids.attachment_ids.filtered(
            lambda a: a.name == "film.mp4"
        )
        self.assertEqual(film.file_size, 5_242_880)

    def test_too_large_is_kept_without_its_content(self):
        raw = self._raw("spam").replace(b"X-Spam", b"X-Other")
        self.assertFalse(self._feed(raw + b"x" * (26 * 1024 * 1024)))
        entry = self._entry("<spam1@scam.example>")
        self.assertEqual((entry.outcome, entry.is_open), ("too_large", True))
        self.assertFalse(entry.original)

    def test_broken_messages_make_tickets(self):
        for case in ("broken_parts", "broken"):
            with self.subTest(_case=case), mute_logger(FAILURES):
                ticket = self._feed(self._raw(case))
                self.assertEqual(len(ticket), 1)
                self.assertEqual(ticket.email_from, "zoe@brokenbar.example")
                files = ticket.message_ids.attachment_ids
                original = files.filtered(lambda a: a.name == "message.eml")
                self.assertEqual(original.raw, self._raw(case))
                message = ticket.message_ids.filtered("attachment_ids")
                self.assertIn("broken", str(message.body))

    def test_what_cannot_be_read_is_kept_and_tried_again(self):
        Ticket = type(self.Ticket)

        def fails(*args, **kwargs):
            raise ValueError("no such thing")

        with self.subTest(_case="fails"), mute_logger(FAILURES):
            self.patch(Ticket, "_acknowledge", fails)
            self.assertFalse(self._mail())
            entry = self._entry("<plain1@known.example>")
            self.assertEqual((entry.outcome, entry.attempts), ("broken", 1))
            self.assertEqual(entry.detail, "ValueError: no such thing")
            self.assertFalse(self.Ticket.search([("name", "=", "Broken cups")]))
        self.patch(Ticket, "_acknowledge", lambda *args: None)
        with self.enter_registry_test_mode():
            self.env.ref("o2c_customer_care.cron_retry_intake").method_direct_trigger()
        ticket = self.Ticket.search([("name", "=", "Broken cups")])
        self.assertEqual(len(ticket), 1)
        self.assertEqual((entry.outcome, entry.is_open), ("ticket", False))
        self.assertEqual(entry.ticket_id, ticket)

    def test_the_same_message_twice_is_one_ticket(self):
        self.assertEqual(len(self._mail()), 1)
        self.assertFalse(self._mail())

    def test_two_addresses_of_ours_are_one_ticket(self):
        self.env["o2c.ticket.team"].create({"name": "Second", "alias_name": "second"})
        ticket = self._mail(TO=f"{ALIAS}, second@ticket.example")
        self.assertEqual(len(ticket), 1)

    def test_header_injection(self):
        ticket = self._feed(self._raw("injection"))
        self.assertEqual(ticket.name, "Hello Bcc: victim@other.example")
        mail = self._sent(ticket)
        self.assertNotIn("\n", mail.subject)
        self.assertNotIn("victim", mail.email_to or "")

    def test_known_customer(self):
        order = self._order()
        ticket = self._mail(SUBJECT=f"{order.name} never came")
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.person_id, self.rita)
        self.assertEqual(ticket.order_id, order)

    def test_order_of_somebody_else_is_not_linked(self):
        order = self._order()
        ticket = self._mail(
            FROM="x@strange.example", SUBJECT=f"{order.name} never came"
        )
        self.assertFalse(ticket.order_id)
        self.assertNotEqual(ticket.partner_id, self.customer)

    def test_company_by_domain_only_when_certain(self):
        other = self.env["res.partner"].create(
            {"name": "Other", "is_company": True, "email": "a@shared.example"}
        )
        Partner = self.env["res.partner"]
        for case, address, parent in (
            ("one company", "new@known.example", self.customer),
            ("free mail", "new@gmail.com", Partner),
            ("nobody", "new@strange.example", Partner),
            ("one other", "new@shared.example", other),
        ):
            with self.subTest(_case=case):
                sender = Partner._o2c_sender(address, self.company)
                self.assertEqual(sender.parent_id, parent)
        Partner.create(
            {"name": "Third", "is_company": True, "email": "b@shared.example"}
        )
        sender = Partner._o2c_sender("c@shared.example", self.company)
        self.assertFalse(sender.parent_id)

    def test_address_of_several_customers(self):
        self.env["res.partner"].create(
            {"name": "Second firm", "email": "rita@known.example"}
        )
        self.assertFalse(self._mail())
        entry = self._entry("<plain1@known.example>")
        self.assertEqual((entry.outcome, entry.is_open), ("several_customers", True))
        self.assertIn(b"They are broken", base64.b64decode(entry.original))

    def test_contact_ledger(self):
        ticket = self._mail()
        contacts = self.env["o2c.contact"].search(
            [("partner_id", "=", self.customer.id), ("channel", "=", "email")]
        )
        self.assertEqual(contacts.mapped("direction"), ["in"])
        self.assertEqual(contacts.document_ids.mapped("res_id"), ticket.ids)
