from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CreditCommon


class StatementMailCase(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Statement = cls.env["o2c.statement"]
        # paper takes a second each; one test makes it
        cls.Account_ = type(cls.env["o2c.credit.account"])
        cls.make_paper = cls.Account_._statement_pdf
        cls.startClassPatcher(
            patch.object(cls.Account_, "_statement_pdf", lambda *_args: b"%PDF-1.4")
        )
        cls.company.o2c_statement_every = "monthly"
        cls.company.o2c_statement_start = "2026-01-01"
        cls.other = cls._customer(name="Another", email="post@another.example.com")

    def _due(self, amount, **values):
        options = {"invoice_payment_term_id": False, "invoice_date_due": "2026-04-01"}
        return self._bill(amount, **{**options, **values})

    def _run(self, day="2026-04-02"):
        with (
            freeze_time(f"{day} 06:00:00"),
            self.enter_registry_test_mode(),
            # other companies of the database have statements of their own
            patch.object(
                type(self.Statement), "_companies", lambda model: self.company
            ),
        ):
            self.env.flush_all()
            self.env.ref("o2c_credit.ir_cron_statements").method_direct_trigger()
        self.env.invalidate_all()
        return self._made()

    def _made(self):
        return self.Statement.search([("company_id", "=", self.company.id)], order="id")


@tagged("post_install", "-at_install")
class TestStatementMail(StatementMailCase):
    """Statements that go out by themselves."""

    def test_once_for_each_period(self):
        self._due(100)
        for day in ("2026-04-01", "2026-04-02", "2026-04-30"):
            made = self._run(day)
            self.assertEqual(made.mapped("period"), ["2026-03"])
        self.assertEqual(made.state, "sent")
        self.assertEqual(str(made.as_of), "2026-03-31")
        self.assertEqual(len(made.mail_id), 1)
        self.assertEqual(made.mail_id.email_to, "kontor@nordlicht.example.com")
        self.assertEqual(made.mail_id.attachment_ids, made.attachment_id)
        self.assertIn("100.00", made.mail_id.body_html)
        made = self._run("2026-05-01")
        self.assertEqual(made.mapped("period"), ["2026-03", "2026-04"])

    def test_the_database_refuses_a_second_one(self):
        """Another process that read before this one wrote queues nothing twice."""
        self._due(100)
        account = self._account()
        with freeze_time("2026-04-02 06:00:00"):
            today = self.company._o2c_credit_today()
            with patch.object(type(self.Statement), "_wanting", lambda *_args: account):
                self.Statement._queue(self.company, today)
                before = len(self._made())
                self.Statement._queue(self.company, today)
        self.assertEqual(len(self._made()), before)
        self.assertEqual(len(set(self._made().mapped("period"))), before)

    def test_killed_after_the_queue(self):
        """What was queued and not sent goes out with the next run, once."""
        self._due(100)
        with freeze_time("2026-04-02 06:00:00"):
            self.Statement._queue(self.company, self.company._o2c_credit_today())
        self.assertEqual(self._made().mapped("state"), ["queued"])
        self.assertEqual(self._run().mapped("state"), ["sent"])

    def test_who_wants_none_and_who_wants_more(self):
        self._due(100)
        self._due(50, partner_id=self.other.id)
        self._account().statement_every = "never"
        self._account(partner=self.other).statement_every = "quarterly"
        made = self._run("2026-04-02")
        self.assertEqual(made.partner_id, self.other)
        self.assertEqual(made.period, "2026-Q1")

    def test_nothing_open_nothing_sent(self):
        bill = self._due(100)
        self._pay(bill, payment_date="2026-03-20")
        self.assertFalse(self._run())
        # by somebody's wish although the company sends none
        self.company.o2c_statement_every = "never"
        self._due(40, partner_id=self.other.id)
        self.assertFalse(self._run())
        self._account(partner=self.other).statement_every = "monthly"
        self.assertEqual(self._run().partner_id, self.other)

    def test_periods_before_the_start_get_none(self):
        self._due(100)
        self.company.o2c_statement_start = "2026-04-01"
        self.assertFalse(self._run("2026-04-20"))
        self.assertEqual(self._run("2026-05-01").period, "2026-04")

    def test_one_without_address_stops_no_other(self):
        self._due(100)
        self._due(50, partner_id=self.other.id)
        for address in (False, "no address at all"):
            self.customer.email = address
            made = self._run()
            states = {s.partner_id: s.state for s in made}
            self.assertEqual(states, {self.customer: "failed", self.other: "sent"})
            failed = made.filtered(lambda s: s.state == "failed")
            self.assertIn("Nordlicht", failed.reason)
            self.assertFalse(failed.mail_id)
        # mended, tried again: sent, and the other not once more
        self.customer.email = "neu@nordlicht.example.com"
        failed.with_user(self._user("collector")).action_retry()
        self.assertEqual(failed.mail_id.email_to, "neu@nordlicht.example.com")
        self.assertEqual(len(self._run()), 2)

    def test_a_broken_page_stops_no_other(self):
        self._due(100)
        self._due(50, partner_id=self.other.id)

        def broken(account, *args):
            if account.partner_id == self.customer:
                raise ValueError("no paper")
            return b"%PDF-1.4"

        logger = "odoo.addons.o2c_credit.models.o2c_statement"
        with patch.object(self.Account_, "_statement_pdf", broken), mute_logger(logger):
            made = self._run()
        states = {s.partner_id: s.state for s in made}
        self.assertEqual(states, {self.customer: "failed", self.other: "sent"})
        failed = made.filtered(lambda s: s.state == "failed")
        self.assertIn("no paper", failed.reason)
        self.assertFalse(failed.attachment_id or failed.mail_id)

    def test_a_queued_one_that_was_paid_is_not_sent(self):
        bill = self._due(100)
        with freeze_time("2026-04-02 06:00:00"):
            self.Statement._queue(self.company, self.company._o2c_credit_today())
        bill.button_draft()
        self.env.flush_all()
        self.assertEqual(self._run().mapped("state"), ["skipped"])

    def test_what_left_is_a_contact(self):
        self._due(100)
        statement = self._run()
        statement.mail_id._postprocess_sent_message(
            success_pids=[], success_emails=[statement.email]
        )
        contact = self.Contact.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(contact.channel, "email")
        self.assertEqual(contact.document_ids.res_model, "o2c.statement")


@tagged("post_install", "-at_install")
class TestStatementByHand(StatementMailCase):
    """The statement on the screen, as a file, and sent by a person."""

    def _preview(self, role="collector", **values):
        account = self._account()
        wizard = self.env["o2c.statement.preview"].with_user(self._user(role))
        wizard = wizard.with_context(active_id=account.id).sudo(False)
        return wizard.create({"as_of": "2026-03-31", **values})

    def test_it_shows_what_goes_out(self):
        self._due(512.5)
        preview = self._preview(activity=True, date_from="2026-03-01")
        self.assertEqual(preview.account_id.partner_id, self.customer)
        self.assertIn("512.50", preview.body)
        self.assertIn("Opening balance", preview.body)
        preview.activity = False
        self.assertNotIn("Opening balance", preview.body)
        preview.as_of = "2026-03-01"
        self.assertIn("nothing open", preview.body)

    def test_who_may_send(self):
        self._due(100)
        for role in ("collector", "accountant", "credit_manager"):
            self._preview(role).action_send()
        self.assertEqual(self._made().mapped("state"), ["sent"] * 3)
        self.assertFalse(any(self._made().mapped("period")))
        with self.assertRaises(AccessError):
            self._preview("account.group_account_readonly").action_send()
        with self.assertRaises(AccessError):
            self._preview("customer")
        self.assertEqual(len(self._made()), 3)

    def test_without_address_the_person_is_told(self):
        self._due(100)
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "no valid e-mail"):
            self._preview().action_send()

    def test_nobody_writes_statements(self):
        user = self._user("credit_manager")
        values = {"account_id": self._account().id, "as_of": "2026-03-31"}
        with self.assertRaises(AccessError):
            self.Statement.with_user(user).sudo(False).create(values)

    def test_customers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self._due(1234.5)
        account = self._account()
        self.customer.lang = "it_IT"
        self.assertEqual(account._statement_lang(), "it_IT")
        day = account._statement_date("2026-03-31")
        section = account._statement_values(day)["sections"][0]
        self.assertIn("1.234,50", section["closing"])
        account.payer_lang = "en_US"
        section = account._statement_values(day)["sections"][0]
        self.assertIn("1,234.50", section["closing"])
        paper = type(self).make_paper(account, day, "it_IT")
        self.assertTrue(paper.startswith((b"%PDF", b"<!DOCTYPE")))

    def test_contact_for_payments(self):
        clerk = self._customer(
            name="Till", parent_id=self.customer.id, email="till@nordlicht.example.com"
        )
        account = self._account()
        self.assertEqual(account._statement_contact(), self.customer)
        account.payer_contact_id = clerk
        self._due(100)
        self._preview().action_send()
        self.assertEqual(self._made().email, "till@nordlicht.example.com")
