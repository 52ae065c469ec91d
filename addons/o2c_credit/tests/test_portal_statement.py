"""What a customer does in the portal, sent over HTTP as his browser sends it."""

from datetime import timedelta

from odoo.tests import tagged

from .portal_common import PAGE, WRITTEN, StatementCase


@tagged("post_install", "-at_install")
class TestStatementReading(StatementCase):
    """His own account and nobody else's: foreign ids, forged forms, links that act."""

    def test_his_own_items(self):
        self._as()
        page = self.url_open(PAGE)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.late.name, page.text)
        self.assertIn("10 days late", page.text)
        self.assertNotIn("4,321", page.text)
        self.assertIn(PAGE, self.url_open("/my").text)

    def test_a_visitor_logs_in_first(self):
        self.authenticate(None, None)
        page = self.url_open(PAGE, allow_redirects=False)
        self.assertIn("/web/login", page.headers["Location"])

    def test_who_owes_nothing_has_no_such_page(self):
        self._visitor("o2c_idle", self._customer(name="Idle"))
        self._as("o2c_idle")
        page = self.url_open(PAGE)
        self.assertTrue(page.url.endswith("/my"), page.url)
        self.assertNotIn(PAGE, page.text)

    def test_as_a_pdf(self):
        self._as()
        answer = self.url_open(f"{self.url}/pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        # tests render the page behind the PDF
        self.assertIn(self.late.name, answer.text)
        self.assertNotIn("4,321", answer.text)

    def test_items_of_another_customer(self):
        self._as()
        day = (self.today + timedelta(days=5)).isoformat()
        mine, theirs = self._key(self.late), self._key(self.foreign)
        for path, form in (
            ("/promise", {"line": theirs, "date": day}),
            ("/promise", {"line": [mine, theirs], "date": day}),
            ("/plan", {"line": theirs, "first": day, "count": "3"}),
            ("/pay", {"line": theirs}),
            ("/pay", {"line": [mine, theirs]}),
            ("/promise", {"line": "1 OR 1=1", "date": day}),
        ):
            with self.subTest(path=path), self.assertNothingWritten(*WRITTEN):
                answer = self._send(path, **form)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("alert-danger", answer.text)
                self.assertNotIn("4,321", answer.text)

    def test_pages_about_items_of_another_customer(self):
        self._as()
        key = self._key(self.foreign)
        for path in (f"/dispute/{key}", f"/pay/{key}", "/pay/0", "/pay/x"):
            answer = self.url_open(f"{self.url}{path}")
            self.assertEqual((path, answer.status_code), (path, 404))
        with self.assertNothingWritten(*WRITTEN):
            answer = self._send(f"/dispute/{key}/send", amount="1", text="Mine now")
        self.assertEqual(answer.status_code, 404)

    def test_of_another_company(self):
        self._as()
        other = self._company()
        for path in ("/pdf", "/pay/1"):
            answer = self.url_open(f"{PAGE}/{other.id}{path}")
            self.assertEqual(answer.status_code, 404)

    def test_following_a_link_changes_nothing(self):
        self._as()
        for path in ("/promise", "/plan", "/contact", "/calendar"):
            with self.assertNothingWritten(*WRITTEN, "o2c.credit.account"):
                answer = self.url_open(f"{self.url}{path}?date=2030-01-01")
            self.assertIn(answer.status_code, (400, 404, 405))

    def test_forged_forms(self):
        self._as()
        for path in ("/promise", "/plan", "/contact", "/calendar", "/pay"):
            with self.assertNothingWritten(*WRITTEN, "o2c.credit.account"):
                answer = self.url_open(
                    f"{self.url}{path}",
                    data={"line": self._key(self.late), "date": "2030-01-01"},
                )
            self.assertEqual(answer.status_code, 400)

    def test_portal_users_read_no_model(self):
        for model in ("o2c.promise", "o2c.promise.line", "o2c.payment.plan"):
            self.assertFalse(self.env[model].with_user(self.buyer).has_access("read"))


@tagged("post_install", "-at_install")
class TestStatementActing(StatementCase):
    """Promise, instalments, contest, contact."""

    def setUp(self):
        super().setUp()
        self._as()

    def test_he_promises(self):
        day = self.today + timedelta(days=5)
        answer = self._send(
            "/promise", line=self._key(self.late), date=day.isoformat(), amount="400,50"
        )
        self.assertDone(answer, "promise")
        promise = self.Promise.search([("account_id", "=", self.account.id)])
        self.assertPromise(
            promise, amount=400.5, date=day, channel="portal", state="open"
        )
        self.assertEqual(promise.line_ids.invoice_id, self.late)
        self.assertEqual(promise.person_id, self.buyer.partner_id)
        self.assertEqual(promise.contact_id.channel, "portal")

    def test_he_promises_all_of_several(self):
        keys = [self._key(self.late), self._key(self.later)]
        day = self.today + timedelta(days=5)
        self.assertDone(
            self._send("/promise", line=keys, date=day.isoformat()), "promise"
        )
        promise = self.Promise.search([("account_id", "=", self.account.id)])
        self.assertEqual(promise.amount, 1500.0)

    def test_what_is_wrong_stands_on_the_page(self):
        line, day = self._key(self.late), self.today.isoformat()
        far = (self.today + timedelta(days=31)).isoformat()
        for form in (
            {"date": day},
            {"line": line},
            {"line": line, "date": "soon"},
            {"line": line, "date": day, "amount": "much"},
            {"line": line, "date": day, "amount": "nan"},
            {"line": line, "date": day, "amount": "-5"},
            {"line": line, "date": day, "amount": "1000.01"},
            {"line": line, "date": far},
            {"line": line, "date": (self.today - timedelta(days=1)).isoformat()},
        ):
            with self.subTest(form=form), self.assertNothingWritten(*WRITTEN):
                answer = self._send("/promise", **form)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("alert-danger", answer.text)

    def test_no_promises_where_the_company_wants_a_call(self):
        self.company.o2c_portal_promises = False
        page = self.url_open(PAGE)
        self.assertNotIn("/promise", page.text)
        with self.assertNothingWritten(*WRITTEN):
            self._send(
                "/promise", line=self._key(self.late), date=self.today.isoformat()
            )

    def test_he_asks_for_instalments(self):
        first = self.today + timedelta(days=7)
        answer = self._send(
            "/plan",
            line=self._key(self.late),
            first=first.isoformat(),
            count="4",
            every="week",
            note="The season is slow",
        )
        self.assertDone(answer, "plan")
        plan = self.env["o2c.payment.plan"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual(
            (plan.state, plan.amount, plan.count, plan.every, plan.note),
            ("asked", 1000.0, 4, "week", "The season is slow"),
        )
        # nothing is promised before somebody agrees
        self.assertFalse(plan.promise_ids)
        self.assertIn("We look at your request", self.url_open(PAGE).text)
        with self.assertNothingWritten(*WRITTEN):
            again = self._send(
                "/plan", line=self._key(self.later), first=first.isoformat(), count="2"
            )
        self.assertIn("alert-danger", again.text)
        plan.with_user(self.collector).action_refuse("Please call us")
        self.assertIn("Please call us", self.url_open(PAGE).text)

    def test_not_in_another_century(self):
        with self.assertNothingWritten(*WRITTEN):
            answer = self._send(
                "/plan", line=self._key(self.late), first="9999-12-31", count="3"
            )
        self.assertIn("alert-danger", answer.text)

    def test_he_contests_a_line(self):
        product = self.late.invoice_line_ids[0].id
        answer = self._send(
            f"/dispute/{self._key(self.late)}/send",
            amount="120.50",
            product_line=product,
            text="Two cups were broken",
        )
        self.assertDone(answer, "dispute")
        hold = self.Hold.search([("invoice_id", "=", self.late.id)])
        self.assertEqual((hold.amount, hold.is_partial), (120.5, True))
        self.assertTrue(hold.stops_collection)
        self.assertEqual(float(self.late._o2c_contestable()), 879.5)
        self.assertIn("in dispute", self.url_open(PAGE).text)

    def test_not_more_than_is_open_and_not_without_words(self):
        url = f"/dispute/{self._key(self.late)}/send"
        for form in (
            {"amount": "1000.01", "text": "All of it"},
            {"amount": "0", "text": "Nothing"},
            {"amount": "10", "text": "  "},
            {"amount": "10", "text": "x", "product_line": self._line_of(self.foreign)},
        ):
            with self.subTest(form=form), self.assertNothingWritten(*WRITTEN):
                answer = self._send(url, **form)
                self.assertIn("alert-danger", answer.text)

    def _line_of(self, invoice):
        return invoice.invoice_line_ids[0].id

    def test_whom_to_write_to(self):
        answer = self._send("/contact", name="Birgit", email="Birgit@n.example.com")
        self.assertDone(answer, "contact")
        contact = self.account.payer_contact_id
        self.assertEqual(
            (contact.name, contact.email, contact.parent_id, contact.type),
            ("Birgit", "birgit@n.example.com", self.customer, "invoice"),
        )
        # the same address again is the same person
        self._send("/contact", name="Bigi", email="birgit@n.example.com")
        self.assertEqual(self.account.payer_contact_id, contact)
        self.assertEqual(contact.name, "Birgit")

    def test_an_address_of_another_firm_is_not_taken_over(self):
        self.other.email = "office@other.example.com"
        self._send("/contact", name="Me", email="office@other.example.com")
        contact = self.account.payer_contact_id
        self.assertEqual((contact.parent_id, contact.name), (self.customer, "Me"))
        self.assertEqual(self.other.name, "Other firm")

    def test_no_name_or_no_address(self):
        for name, email in (("", "a@b.example.com"), ("Birgit", "nowhere")):
            with self.assertNothingWritten("res.partner"):
                answer = self._send("/contact", name=name, email=email)
                self.assertIn("alert-danger", answer.text)
