import json

from odoo import Command, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ReleaseCase


@tagged("post_install", "-at_install")
class TestReview(ReleaseCase):
    """The person scored may have it looked at by somebody else, and read it all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._user("credit_manager", login="o2c_other_manager")
        cls.collector = cls._user("collector")

    def _review(self, user=None, **values):
        reviews = self.env["o2c.credit.review"].with_user(user or self.collector)
        options = {
            "account_id": self.account.id,
            "own_view": "The invoice was wrong",
            "asked_on": "2026-01-31",
        }
        return reviews.sudo(False).create({**options, **values})

    def test_due_within_a_month(self):
        for _case, asked, due in (
            ("a month", "2026-03-10", "2026-04-10"),
            ("a shorter month", "2026-01-31", "2026-02-28"),
            ("a leap year", "2028-01-31", "2028-02-29"),
        ):
            review = self._review(asked_on=asked)
            self.assertEqual(str(review.due_date), due, _case)
            activity = review.activity_ids
            self.assertEqual(str(activity.date_deadline), due)
            self.assertEqual(activity.user_id, review.reviewer_id)

    def test_asked_and_answered_stand_in_the_contact_ledger(self):
        review = self._review(channel="letter", reviewer_id=self.other.id)
        review = review.with_user(self.other)
        review.write({"outcome": "changed", "answer": "You were right."})
        review.action_answer()
        self.assertEqual(
            (review.state, review.answered_by_id), ("answered", self.other)
        )
        contacts = self.Contact.search(
            [("partner_id", "=", self.customer.id)], order="id"
        )
        self.assertEqual(contacts.mapped("direction"), ["in", "out"])
        self.assertEqual(contacts.mapped("channel"), ["letter", "letter"])
        self.assertEqual(contacts[1].details, "You were right.")
        self.assertFalse(review.activity_ids)
        with self.assertRaises(UserError):
            review.answer = "Or not"

    def test_who_decided_does_not_review(self):
        order = self._waiting()
        self._let_pass(order, self.manager)
        review = self._review(reviewer_id=self.other.id)
        self.assertEqual(review.decider_ids, self.manager)
        review.sudo().write({"outcome": "kept", "answer": "Because."})
        with self.assertRaises(AccessError):
            self._rpc(self.manager, review._name, "action_answer", review.ids)
        with self.assertRaises(ValidationError):
            review.reviewer_id = self.manager
        self.assertFalse(review.with_user(self.manager).can_answer)
        self.assertEqual(review.state, "open")
        automatic = self._review()
        self.assertNotEqual(automatic.reviewer_id, self.manager)

    def test_only_managers_answer_and_nobody_by_writing(self):
        review = self._review()
        review.write({"outcome": "kept", "answer": "Because."})
        with self.assertRaises(AccessError):
            self._rpc(self.collector, review._name, "action_answer", review.ids)
        for name in ("answered_on", "answered_by_id"):
            value = "2026-02-01" if name == "answered_on" else self.other.id
            with self.assertRaises(AccessError):
                review.write({name: value})
        with self.assertRaises(AccessError):
            review.unlink()
        self.assertEqual(review.state, "open")

    def test_an_answer_needs_outcome_and_words(self):
        review = self._review().with_user(self.other)
        for vals in (
            {"outcome": "kept"},
            {"outcome": "kept", "answer": "  "},
            {"outcome": False, "answer": "Because."},
        ):
            review.write(vals)
            with self.assertRaises(UserError):
                review.action_answer()

    def test_salespeople_see_neither_file_nor_reviews(self):
        self.customer.user_id = self.seller
        self._review()
        account = self.account.with_user(self.seller).sudo(False)
        account.check_access("read")  # his own customer's
        for call in (
            account._review_file,
            lambda: account.review_ids.mapped("own_view"),
            lambda: self._rpc(
                self.seller, "o2c.credit.review", "search_read", [], ["own_view"]
            ),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_other_company(self):
        foreign = self._user("credit_manager", login="x", company=self._company())
        review = self._review()
        self.assertFalse(self.env["o2c.credit.review"].with_user(foreign).search([]))
        with self.assertRaises(AccessError):
            review.with_user(foreign).read(["own_view"])

    def test_file_tells_what_was_decided_and_by_whom(self):
        order = self._waiting()
        self._let_pass(order, self.manager, note="Agreed by phone")
        self._review()
        file = self.account.with_user(self.collector).sudo(False)._review_file()
        self.assertEqual(json.loads(json.dumps(file)), file)
        found = [d for d in file["decisions"] if d["document"] == order.name]
        held = next(d for d in found if d["result"] == "Held")
        released = next(d for d in found if d["result"] == "Released")
        self.assertIn("Automatically", held["decided_by"])
        self.assertIn("The credit limit of", held["reason"])
        self.assertEqual(released["decided_by"], self.manager.name)
        self.assertEqual(released["note"], "Agreed by phone")
        self.assertEqual(file["person"], self.customer.display_name)
        self.assertEqual(file["exposure"]["total"].replace("\xa0", ""), "$1,500.00")
        self.assertEqual(file["reviews"][0]["own_view"], "The invoice was wrong")
        self.assertEqual(len(file["rights"]), 3)

    def test_the_portal_asks_nobody_for_what_he_contests_or_has_paid(self):
        bill = self._bill(1000, invoice_date="2026-01-05")
        bill.line_ids.date_maturity = "2026-02-05"
        for _case, step, asked in (
            ("overdue", lambda: None, "$\xa01,000.00"),
            (
                "a part is contested",
                lambda: self._hold(bill, "collection", amount=240),
                "$\xa0760.00",
            ),
            ("a payment is not matched yet", lambda: self._payment(700), "$\xa060.00"),
            ("nothing is left", lambda: self._payment(60), None),
        ):
            step()
            self.env.invalidate_all()
            sentences = self.account._portal_values()["raise"]
            found = [text for text in sentences if "overdue" in text]
            wanted = [f"Pay what is overdue: {asked}."] if asked else []
            self.assertEqual(found, wanted, _case)

    def test_file_prints(self):
        self._waiting()
        report = self.env.ref("o2c_credit.report_review_file")
        html, _kind = report.with_user(self.collector)._render_qweb_html(
            report.report_name, self.account.ids
        )
        text = html.decode()
        self.assertIn("How your credit is judged", text)
        self.assertIn("The credit limit of", text)


@tagged("post_install", "-at_install")
class TestCreditPortal(HttpCase):
    """The customer's own page, and what his agent sees; only if the company allows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write({"o2c_credit_portal": "no", "o2c_credit_agent_portal": False})
        cls.user = new_test_user(cls.env, "o2c_buyer", "base.group_portal")
        cls.stranger = new_test_user(cls.env, "o2c_stranger", "base.group_portal")
        cls.agent = new_test_user(
            cls.env, "o2c_broker", "o2c_orders.group_external_agent"
        )
        cls.customer = cls.user.partner_id
        cls.customer.o2c_agent_id = cls.agent.partner_id
        cls.account = cls._account_of(cls.customer, 4321)
        cls.foreign = cls._account_of(cls.stranger.partner_id, 8765)
        cls.account.note = "Internal: do not trust"

    @classmethod
    def _account_of(cls, partner, limit):
        pair = (partner, cls.company)
        account = cls.env["o2c.credit.account"]._of([pair])[pair]
        account.write({"limited": True, "credit_limit": limit})
        return account

    def _page(self, login, url="/my/credit", **kw):
        self.authenticate(login, login)
        return self.url_open(url, **kw)

    def test_off_by_default(self):
        new = self.env["res.company"].create({"name": "New"})
        self.assertEqual(new.o2c_credit_portal, "no")
        self.assertFalse(new.o2c_credit_agent_portal)
        page = self._page("o2c_buyer")
        self.assertNotIn("4,321", page.text)
        self.assertNotIn("o2c_portal_credit", page.text)
        self.assertNotIn("/my/credit", self.url_open("/my").text)

    def test_customer_sees_his_own_credit_and_nothing_internal(self):
        self.company.o2c_credit_portal = "limit"
        page = self._page("o2c_buyer")
        self.assertIn("4,321", page.text)
        self.assertIn("Nothing is open.", page.text)
        for other in ("8,765", "Internal", "Collector"):
            self.assertNotIn(other, page.text)
        self.assertIn("/my/credit", self.url_open("/my").text)

    def test_only_the_class(self):
        self.company.o2c_credit_portal = "class"
        page = self._page("o2c_buyer")
        self.assertIn("o2c_portal_credit", page.text)
        self.assertNotIn("4,321", page.text)

    def test_quotation_page_shows_nothing_of_it(self):
        self.company.o2c_credit_portal = "limit"
        product = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "list_price": 9999}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(order.state, "sent")
        page = self._page("o2c_buyer", order.get_portal_url())
        self.assertIn("Advice", page.text)
        for word in ("4,321", "exceeded", "exposure", "Exposure", "headroom"):
            self.assertNotIn(word, page.text)

    def test_customer_asks_for_a_review(self):
        self.company.o2c_credit_portal = "class"
        url = f"/my/credit/{self.account.id}/review"
        self.authenticate("o2c_buyer", "o2c_buyer")
        self.url_open(url, self._form(own_view="I always paid"))
        review = self.env["o2c.credit.review"].search(
            [("account_id", "=", self.account.id)]
        )
        self.assertEqual(
            (review.own_view, review.channel, review.person_id),
            ("I always paid", "portal", self.customer),
        )
        # what he adds while it is open is no second one
        self.url_open(url, self._form(own_view="And early"))
        self.assertEqual(len(self.account.review_ids), 1)
        self.assertIn("And early", review.message_ids[0].body)

    def _form(self, **values):
        return {**values, "csrf_token": http.Request.csrf_token(self)}

    def test_not_for_another_customers_account(self):
        self.company.o2c_credit_portal = "class"
        self.authenticate("o2c_buyer", "o2c_buyer")
        url = f"/my/credit/{self.foreign.id}/review"
        answer = self.url_open(url, self._form(own_view="Let me in"))
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.foreign.review_ids)

    def test_portal_users_read_no_model(self):
        for model in ("o2c.credit.account", "o2c.credit.review"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user).search([])

    def test_review_file_is_refused_to_portal_users(self):
        page = self._page("o2c_buyer", f"/o2c/credit/{self.account.id}/review.json")
        self.assertEqual(page.status_code, 403)

    def test_review_file_as_json(self):
        new_test_user(self.env, "o2c_c", "base.group_user,o2c_credit.group_credit_user")
        page = self._page("o2c_c", f"/o2c/credit/{self.account.id}/review.json")
        self.assertEqual(page.json()["person"], self.customer.display_name)

    def test_agent_sees_his_customers_if_allowed(self):
        page = self._page("o2c_broker", "/my/agent/credit")
        self.assertNotIn("4,321", page.text)
        self.company.o2c_credit_agent_portal = True
        page = self.url_open("/my/agent/credit")
        self.assertIn("4,321", page.text)
        self.assertNotIn("8,765", page.text)

    def test_who_is_no_agent_has_no_such_page(self):
        self.company.o2c_credit_agent_portal = True
        page = self._page("o2c_buyer", "/my/agent/credit")
        self.assertNotIn("4,321", page.text)
        self.assertTrue(page.url.endswith("/my"), page.url)
