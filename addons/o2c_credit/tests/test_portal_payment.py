"""Paying in the portal, and the calendar of due dates, over HTTP."""

from datetime import timedelta

import lxml.html

from odoo import Command
from odoo.tests import JsonRpcException, tagged

from .portal_common import PAGE, StatementCase


@tagged("post_install", "-at_install")
class TestDueCalendar(StatementCase):
    """The feed of due dates behind a secret address."""

    def _feed(self, token, account=None):
        account = account or self.account
        self.authenticate(None, None)
        return self.url_open(f"/o2c/due/{account.id}/{token}.ics")

    def test_nobody_has_one_unasked(self):
        self.assertFalse(self.account.calendar_token)
        for token in ("False", "None", "0", "x" * 32, "é"):
            self.assertEqual(self._feed(token).status_code, 404)
        answer = self.url_open(f"/o2c/due/{10**20}/x.ics")
        self.assertEqual(answer.status_code, 404)

    def test_due_dates_and_promises(self):
        self._as()
        self.assertDone(self._send("/calendar"), "calendar")
        self.account._promise(250, self.today + timedelta(days=4), self.late)
        feed = self._feed(self.account.calendar_token)
        self.assertEqual(feed.headers["Content-Type"], "text/calendar; charset=utf-8")
        lines = feed.text.split("\r\n")
        self.assertEqual(lines[0], "BEGIN:VCALENDAR")
        days = [line for line in lines if line.startswith("DTSTART")]
        due = [self.late.invoice_date_due, self.later.invoice_date_due]
        promised = self.today + timedelta(days=4)
        self.assertEqual(
            days, [f"DTSTART;VALUE=DATE:{day:%Y%m%d}" for day in (*due, promised)]
        )
        self.assertNotIn("4\\,321", feed.text)

    def test_a_new_address_closes_the_old_one(self):
        self.account._renew_calendar_token()
        old = self.account.calendar_token
        self.assertEqual(self._feed(old).status_code, 200)
        self._as()
        self._send("/calendar")
        self.assertEqual(self._feed(old).status_code, 404)
        self.assertEqual(self._feed(self.account.calendar_token).status_code, 200)

    def test_the_secret_of_another(self):
        other = self._account(partner=self.other)
        other._renew_calendar_token()
        self.account._renew_calendar_token()
        self.assertEqual(self._feed(other.calendar_token).status_code, 404)

    def test_the_secret_is_read_by_nobody(self):
        self.account._renew_calendar_token()
        for role in ("collector", "credit_manager", "accountant"):
            account = self.account.with_user(self._user(role)).sudo(False)
            self.assertFalse(
                account._has_field_access(account._fields["calendar_token"], "read")
            )


@tagged("post_install", "-at_install")
class TestStatementPaying(StatementCase):
    """Pay one, several or everything overdue through Odoo's own payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("account_payment.enable_portal_payment", "True")
        method = cls.env["payment.method"].create({"name": "Test", "code": "o2c_test"})
        method.active = True
        cls.provider = cls.env["payment.provider"].create(
            {
                "name": "Test",
                "code": "none",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        bank = cls.company_data["default_journal_bank"]
        cls._create_dummy_payment_method_for_provider(cls.provider, bank)
        line = bank.inbound_payment_method_line_ids.filtered("payment_provider_id")
        line.payment_account_id = cls.inbound_payment_method_line.payment_account_id
        cls.method = method

    def _chosen(self, **form):
        self._as()
        answer = self._send("/pay", **form)
        self.assertEqual(answer.status_code, 303, answer.text[:300])
        return answer.headers["Location"].rsplit("/", 1)[-1]

    def _begin(self, chosen, **values):
        """The transaction that the browser begins with these values."""
        params = {
            "provider_id": self.provider.id,
            "payment_method_id": self.method.id,
            "token_id": None,
            "amount": 1.0,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "https://elsewhere.example.com",
            **values,
        }
        self.make_jsonrpc_request(f"{self.url}/transaction/{chosen}", params)
        return self.env["payment.transaction"].search([], order="id desc", limit=1)

    def test_one(self):
        chosen = self._chosen(line=self._key(self.later))
        self.assertEqual(chosen, str(self._key(self.later)))
        page = self.url_open(f"{self.url}/pay/{chosen}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("500.00", page.text)
        payment = self._begin(chosen)
        # what is open, not what the browser said
        self.assertEqual((payment.amount, payment.invoice_ids), (500.0, self.later))
        self.assertEqual(payment.landing_route, f"{PAGE}?done=paid")

    def test_several(self):
        keys = [self._key(self.late), self._key(self.later)]
        payment = self._begin(self._chosen(line=keys))
        self.assertEqual(payment.amount, 1500.0)
        self.assertEqual(payment.invoice_ids, self.late | self.later)

    def test_everything_overdue_in_a_currency(self):
        self._due(300, -4, currency_id=self._euro().id)
        chosen = self._chosen(overdue=self.company.currency_id.id)
        payment = self._begin(chosen)
        self.assertEqual((payment.amount, payment.invoice_ids), (1000.0, self.late))

    def _credit(self, amount):
        """A credit note that is matched with nothing."""
        return self._due(amount, 0, move_type="out_refund")

    def test_credits_come_off_everything_overdue(self):
        self._credit(30)
        payment = self._begin(self._chosen(overdue=self.company.currency_id.id))
        self.assertEqual((payment.amount, payment.invoice_ids), (970.0, self.late))
        page = self.url_open(f"{self.url}/pay/{self._key(self.late)}")
        self.assertIn("Your credits are taken off", page.text)
        self.assertIn("30.00", page.text)

    def test_credits_do_not_come_off_one_invoice(self):
        self._credit(30)
        self._due(50, -4)
        payment = self._begin(self._chosen(line=self._key(self.late)))
        self.assertEqual(payment.amount, 1000.0)

    def test_credits_cover_all(self):
        self._credit(1000)
        self._as()
        answer = self._send("/pay", overdue=self.company.currency_id.id)
        self.assertIn("Nothing is to be paid", answer.text)

    def test_enter_presses_no_button(self):
        """Browsers press the first button of a form: it is one that does nothing."""
        self._as()
        page = lxml.html.fromstring(self.url_open(PAGE).text)
        forms = page.xpath("//form[contains(@action, '/pay')]")
        self.assertTrue(forms)
        for form in forms:
            self.assertIn("disabled", form.xpath(".//button[@type='submit']")[0].attrib)

    def test_what_is_contested_is_not_asked_for(self):
        self._hold(self.late, "collection", amount=400.0)
        payment = self._begin(self._chosen(line=self._key(self.late)))
        self.assertEqual(payment.amount, 600.0)

    def test_a_promise_is_kept_by_paying_here(self):
        promise = self.account._promise(1000, self.today, self.late)
        payment = self._begin(self._chosen(line=self._key(self.late)))
        payment._set_done()
        payment._post_process()
        self.assertPromise(promise, state="kept", paid=1000.0)

    def test_nothing_is_overdue_in_a_currency_of_nowhere(self):
        self._as()
        answer = self._send("/pay", overdue=10**20)
        self.assertIn("alert-danger", answer.text)

    def test_two_currencies_are_two_payments(self):
        euros = self._due(300, -4, currency_id=self._euro().id)
        self._as()
        keys = [self._key(self.late), self._key(euros)]
        answer = self._send("/pay", line=keys)
        self.assertIn("alert-danger", answer.text)

    def test_a_payment_of_another_customers_invoice(self):
        self._as()
        with self.assertNothingWritten("payment.transaction"):
            for chosen in (self._key(self.foreign), "0", "x"):
                with self.assertRaises(JsonRpcException):
                    self._begin(chosen)
