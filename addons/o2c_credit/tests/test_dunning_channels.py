"""Letters, text messages, calls, portal messages, the legal file: each once."""

import io
import zipfile
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileWriter

from odoo.addons.o2c_credit.models.o2c_dunning_notice_legal import SUMMARY

from .dunning_send_common import SendingCase

RENDER = (
    "odoo.addons.base.models.ir_actions_report.IrActionsReport"
    "._render_qweb_pdf_prepare_streams"
)
GATEWAY = "odoo.addons.sms.tools.sms_api.SmsApi._send_sms_batch"


def page():
    """A PDF of one empty page."""
    writer, stream = PdfFileWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(stream)
    return stream


def pages(_reports, _report, _data, res_ids=None):
    ids = res_ids or [False]
    return {id_: {"stream": page(), "attachment": None} for id_ in ids}


class ChannelCase(SendingCase):
    def setUp(self):
        super().setUp()
        self.collector = self._user("collector")
        self.account.collector_id = self.collector
        self.move = self._overdue()

    def _on(self, channel, **values):
        self.step.write({"channel": channel, **values})
        notice = self._notices()
        self.assertEqual((notice.channel, notice.state), (channel, "approved"))
        return notice


@tagged("post_install", "-at_install")
class TestLetters(ChannelCase):
    def _print(self, notices, user=None):
        with patch(RENDER, pages):
            notices.with_user(user or self.collector).action_print_letters()
        return notices.print_id

    def test_letters_are_no_business_of_the_job(self):
        notice = self._on("letter")
        self.assertEqual(self._send(), [])
        self.assertEqual(notice.state, "approved")

    def test_printed_once(self):
        notice = self._on("letter")
        batch = self._print(notice)
        self.assertSent(notice, 100)
        self.assertEqual((batch.notice_count, batch.pages), (1, 1))
        self.assertEqual(batch.printed_by_id, self.collector)
        self.assertTrue(batch.attachment_id.raw.startswith(b"%PDF"))
        self.assertIn("Via Roma 1", notice.sent_to)
        self.assertEqual(notice.contact_id.channel, "letter")
        with self.assertRaises(UserError):
            self._print(notice)
        self.assertEqual(notice.print_id, batch)
        kept = [("res_model", "=", notice._name), ("res_id", "=", notice.id)]
        self.assertEqual(self.env["ir.attachment"].search_count(kept), 1)

    def test_paid_meanwhile_is_not_printed(self):
        notice = self._on("letter")
        customer = self._customer(name="Second", country_id=self.customer.country_id.id)
        customer.write({"street": "Via Po 2", "city": "Torino"})
        other = self._account(partner=customer)
        other.strategy_id = self.strategy
        self._overdue(partner_id=customer.id)
        second = self._notices(other) - notice
        self._pay_move(self.move)
        batch = self._print(notice | second)
        self.assertDropped(notice, "paid")
        self.assertSent(second, 100)
        self.assertEqual(batch.notice_ids, second)

    def test_no_street_no_letter(self):
        notice = self._on("letter")
        self.customer.write({"street": False})
        with self.assertRaises(UserError):
            self._print(notice)

    def test_registered_letters_are_a_batch_of_their_own(self):
        notice = self._on("registered")
        batch = self._print(notice)
        self.assertEqual(batch.kind, "registered")
        self._note_number(self.collector, notice, " RR123 ")
        self.assertEqual(notice.registered_number, "RR123")
        for role in ("salesperson", "accountant"):
            with self.assertRaises(AccessError):
                self._note_number(self._user(role), notice, "RR124")
        self.assertEqual(notice.registered_number, "RR123")

    def _note_number(self, user, notice, number):
        env = self.env(user=user, su=False)
        action = notice.with_env(env).action_registered_number()
        model = env[action["res_model"]].with_context(**action["context"])
        model.create({"number": number}).action_save()

    def test_only_what_has_left_has_a_number(self):
        notice = self._on("registered")
        with self.assertRaises(UserError):
            self._note_number(self.collector, notice, "RR123")
        self.assertFalse(notice.registered_number)

    def test_who_may_print(self):
        notice = self._on("letter")
        for role in ("salesperson", "accountant"):
            with self.assertRaises(AccessError):
                self._rpc(
                    self._user(role), notice._name, "action_print_letters", notice.ids
                )
        self.assertEqual(notice.state, "approved")

    def test_taken_to_the_post_once(self):
        batch = self._print(self._on("letter"))
        batch.with_user(self.collector).action_posted()
        at = batch.posted_at
        self.assertEqual(batch.posted_by_id, self.collector)
        batch.with_user(self.manager).action_posted()
        self.assertEqual((batch.posted_at, batch.posted_by_id), (at, self.collector))

    # ------------------------------------------------------------- the letter service
    def test_by_the_letter_service(self):
        self.company.o2c_letter_service = "post"
        notice = self._on("letter")
        self._send()
        self.assertEqual(notice.state, "queued")
        self.assertEqual(notice.letter_id.state, "pending")
        self.assertFalse(notice.left_at)
        notice.letter_id._o2c_still_due()
        self.assertEqual(notice.letter_id.state, "pending")
        notice.letter_id.write({"state": "sent"})
        self.assertTrue(notice.left_at)
        self._send()
        self.assertSent(notice, 100)
        self.assertEqual(notice.contact_id.channel, "letter")

    def test_paid_while_the_letter_waits(self):
        self.company.o2c_letter_service = "post"
        notice = self._on("letter")
        self._send()
        self._pay_move(self.move)
        self.assertFalse(notice.letter_id._o2c_still_due())
        self.assertEqual(notice.letter_id.state, "canceled")
        self.assertDropped(notice, "paid")

    def test_the_letter_service_refuses(self):
        self.company.o2c_letter_service = "post"
        notice = self._on("letter")
        self._send()
        notice.letter_id.write({"info_msg": "No credit", "state": "error"})
        self.assertEqual(notice.state, "failed")
        self.assertIn("No credit", notice.failure)


@tagged("post_install", "-at_install")
class TestOtherChannels(ChannelCase):
    # ------------------------------------------------------------- text message
    def _text(self, notice, state="success"):
        sent = []

        def take(_api, messages, delivery_reports_url=False):
            numbers = [n for message in messages for n in message["numbers"]]
            sent.extend(messages)
            return [{"uuid": n["uuid"], "state": state} for n in numbers]

        with patch(GATEWAY, take):
            self._send(notice)
        return sent

    def test_text_message(self):
        self.customer.phone = "+39 333 1234567"
        notice = self._on("sms")
        (message,) = self._text(notice)
        self.assertSent(notice, 100)
        self.assertIn(notice.reference, message["content"])
        self.assertIn("100.00", message["content"])
        entry = self.Contact.search(
            [("channel", "=", "sms"), ("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(len(entry), 1)
        self.assertEqual(self._text(notice), [])

    def test_text_message_refused(self):
        self.customer.phone = "+39 333 1234567"
        notice = self._on("sms")
        self._text(notice, state="insufficient_credit")
        self.assertEqual(notice.state, "failed")
        self.assertFalse(notice.left_at)

    # ------------------------------------------------------------- phone
    def test_a_call_is_made_by_a_person(self):
        self.customer.phone = "+39 02 1234567"
        notice = self._on("phone")
        self._send(notice)
        self.assertEqual(notice.state, "to_call")
        self.assertFalse(notice.contact_id)
        notice.with_user(self.collector)._called(outcome="Pays on Friday")
        self.assertSent(notice, 100)
        entry = notice.contact_id
        self.assertEqual((entry.channel, entry.user_id), ("phone", self.collector))
        self.assertEqual(self._item(self.move).o2c_dunning_level, 1)
        with self.assertRaises(UserError):
            notice.with_user(self.collector)._called()

    def test_who_may_note_a_call(self):
        self.customer.phone = "+39 02 1234567"
        notice = self._on("phone")
        with self.assertRaises(AccessError):
            notice.with_user(self.seller)._called()

    # ------------------------------------------------------------- portal
    def test_portal_message(self):
        self._user("customer", login="o2c_buyer", partner_id=self.customer.id)
        notice = self._on("portal")
        self._send(notice)
        self.assertSent(notice, 100)
        message = self.move.message_ids.filtered(lambda m: m.subject == notice.subject)
        self.assertEqual(len(message), 1)
        self.assertFalse(message.subtype_id.internal)
        self.assertEqual(notice.contact_id.channel, "portal")

    # ------------------------------------------------------------- legal
    def test_legal_file(self):
        # the company lets nobody be taken to court before
        item = self._item(self.move)
        item.date_maturity = self.today - timedelta(days=100)
        self.account.write(
            {
                "debtor_kind": "business",
                "late_basis": "contract",
                "contract_rate": 8,
            }
        )
        first = self._notices()
        self._send(first)
        step = self._step(name="Legal", days=9, channel="legal", tone="final")
        self.env.cr.execute("UPDATE o2c_contact SET at = at - interval '30 days'")
        notice = self._notices()
        self.assertEqual(notice.step_id, step)
        with patch(RENDER, pages):
            self._send(notice)
        self.assertSent(notice, 100)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", notice._name), ("res_id", "=", notice.id)]
        )
        names = zipfile.ZipFile(io.BytesIO(file.raw)).namelist()
        self.assertEqual(names[0], "01 Summary of the claim.pdf")
        self.assertTrue(any(self.move.name.replace("/", "_") in n for n in names))
        self.assertFalse([name for name in names if "proforma" in name])
        self.assertIn("03 Calculation of late interest.pdf", names)
        self.assertIn(f"{first.reference}.html", names[-1])
        self.assertEqual(self.account.activity_ids.user_id, self.collector)

    def test_summary_of_the_legal_file_is_drawn(self):
        """With a promise and a contact in it."""
        first = self._notices()
        self._send(first)
        mine = self.account.with_user(self.collector).sudo(False)
        mine._promise(100, self.today + timedelta(days=3))
        reports = self.env["ir.actions.report"]
        page, _kind = reports._render_qweb_html(SUMMARY, first.ids)
        text = page.decode()
        for words in (self.move.name, "Promises to pay", "Contacts about payment"):
            self.assertIn(words, text)


@tagged("post_install", "-at_install")
class TestWords(ChannelCase):
    LANGUAGES = (
        ("en_US", "Payment reminder", "Dear Sir or Madam", "To pay"),
        ("it_IT", "Promemoria di pagamento", "Gentile Cliente", "Da pagare"),
        ("es_ES", "Recordatorio de pago", "Estimados señores", "A pagar"),
        ("pl_PL", "Przypomnienie o płatności", "Szanowni Państwo", "Do zapłaty"),
    )

    def test_in_the_customers_language(self):
        notice = self._on("email")
        for lang, title, greeting, total in self.LANGUAGES:
            with self.subTest(lang):
                self.env["res.lang"]._activate_lang(lang)
                self.env["ir.module.module"].search(
                    [("name", "=", "o2c_credit")]
                )._update_translations([lang])
                notice.lang = lang
                paper = notice._paper()
                self.assertIn(title, paper["title"])
                self.assertIn(greeting, paper["text"])
                self.assertIn(total, notice._mail_body(paper))

    def test_the_language_of_the_day_it_leaves(self):
        notice = self._on("email")
        self.env["res.lang"]._activate_lang("it_IT")
        self.env["ir.module.module"].search(
            [("name", "=", "o2c_credit")]
        )._update_translations(["it_IT"])
        self.customer.lang = "it_IT"
        ((message, _to),) = self._send(notice)
        self.assertIn("Promemoria", message["Subject"])
        self.assertEqual(notice.lang, "it_IT")

    def test_a_text_of_the_step_is_no_program(self):
        """Whoever writes it may not run code by it."""
        self.step.letter = (
            "<p>{customer} owes {total}. {unknown} <t t-out='user.login'/></p>"
        )
        notice = self._on("email")
        self.customer.name = "A & B <i>"
        text = notice._wording()[1]
        self.assertIn("A &amp; B &lt;i&gt; owes", text)
        self.assertIn("{unknown}", text)
        self.assertNotIn(self.env.user.login, text)

    def test_the_qr_code_pays_this_notice(self):
        self.step.sepa_qr = True
        eur = self.env.ref("base.EUR")
        eur.active = True
        bank = self.env["res.partner.bank"].create(
            {
                "acc_number": "IT60X0542811101000000123456",
                "partner_id": self.company.partner_id.id,
            }
        )
        self.move.partner_bank_id = bank
        notice = self._on("email")
        notice.currency_id = eur
        paper = notice._paper()
        self.assertTrue(paper["qr_png"].startswith(b"\x89PNG"))
        ((message, _to),) = self._send_as_is(notice)
        parts = [part.get_content_type() for part in message.walk()]
        self.assertIn("image/png", parts)

    def _send_as_is(self, notice):
        sheet = notice._sheet_by_email(())
        return [(sheet.message, sheet.recipients)]

    def test_no_sepa_qr_in_another_currency(self):
        self.step.sepa_qr = True
        notice = self._on("email")
        notice.currency_id = self.env.ref("base.USD")
        self.assertIsNone(notice._paper()["qr"])

    def test_enclosures_go_with_the_mail(self):
        self.step.write({"attach_invoices": True, "attach_statement": True})
        notice = self._on("email")
        with patch(RENDER, pages):
            ((message, _to),) = self._send(notice)
        names = [part.get_filename() for part in message.iter_attachments()]
        self.assertEqual(len(names), 2)
        kept = [("res_model", "=", notice._name), ("res_id", "=", notice.id)]
        files = self.env["ir.attachment"].search(kept)
        self.assertEqual(set(files.mapped("name")), set(names))
        self.assertEqual(notice.kept_message_id.attachment_ids, files)
