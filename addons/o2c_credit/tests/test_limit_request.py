from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReleaseCase

REQUEST = "o2c.credit.limit.request"


@tagged("post_install", "-at_install")
class TestLimitRequest(ReleaseCase):
    """A limit asked for by one and given by another, over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.seller
        cls.Request = cls.env[REQUEST]

    def _ask(self, user=None, **values):
        vals = {"account_id": self.account.id, "amount": 5000, "reason": "Big order"}
        ids = self._rpc(user or self.seller, REQUEST, "create", [{**vals, **values}])
        return self.Request.browse(ids)

    def _call(self, user, request, method, *args):
        return self._rpc(user, REQUEST, method, request.ids, *args)

    # ------------------------------------------------------------- asking
    def test_whoever_sees_the_account_may_ask(self):
        for role in ("salesperson", "accountant", "collector", "credit_manager"):
            request = self._ask(self._user(role))
            self.assertEqual(request.state, "requested")
            self.assertEqual(request.requested_by_id, self._user(role))
        self.assertEqual(self.account.credit_limit, 1000)
        self.assertEqual(self.account.open_request_count, 4)

    def test_who_does_not_see_it_may_not(self):
        foreign = self._account(100, partner=self._customer(name="Foreign"))
        with self.assertRaises(AccessError):
            self._ask(account_id=foreign.id)
        for role in ("warehouse", "customer"):
            with self.assertRaises(AccessError):
                self._ask(self._user(role))
        other = self.setup_other_company()["company"]
        there = self._account(900, company=other)
        with self.assertRaises(AccessError):
            self._ask(self.manager, account_id=there.id)
        self.assertFalse(self.Request.search([("account_id", "=", foreign.id)]))

    def test_nobody_asks_in_another_name_or_decides_while_asking(self):
        request = self._ask(
            state="approved",
            requested_by_id=self.manager.id,
            decided_by_id=self.manager.id,
            limit_before="0",
        )
        self.assertEqual(request.state, "requested")
        self.assertEqual(request.requested_by_id, self.seller)
        self.assertFalse(request.decided_by_id)
        self.assertIn("1,000.00", request.limit_before)

    # ------------------------------------------------------------- deciding
    def test_approval_sets_the_limit_and_frees_the_order(self):
        order = self._waiting(1500)
        request = self._ask(expires="2026-12-31")
        self._call(self.manager, request, "action_approve")
        self.assertEqual(self.account.credit_limit, 5000)
        self.assertEqual(self.account.limit_expires, date(2026, 12, 31))
        self.assertEqual(self.customer.credit_limit, 5000)
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.decided_by_id, self.manager)
        self.assertConfirmed(order)

    def test_the_three_kinds(self):
        today = self.company._o2c_credit_today()
        start, end = today.replace(day=1), today.replace(year=today.year + 1)
        request = self._ask(kind="temporary", date_from=start, date_to=end)
        self._call(self.manager, request, "action_approve")
        self.assertEqual(self.account.credit_limit, 1000)
        self.assertEqual(self.account.effective_limit, 5000)
        request = self._ask(kind="unlimited")
        self._call(self.manager, request, "action_approve")
        self.assertFalse(self.account.limited)
        request = self._ask(amount=0)
        self._call(self.manager, request, "action_approve")
        self.assertEqual((self.account.limited, self.account.credit_limit), (True, 0))

    def test_only_managers_decide(self):
        request = self._ask()
        for role in ("salesperson", "collector", "accountant", "order_manager"):
            for method, args in (("action_approve", ()), ("action_reject", ("no",))):
                with self.subTest(f"{role} {method}"), self.assertRaises(AccessError):
                    self._call(self._user(role), request, method, *args)
        self.assertEqual(request.state, "requested")
        self.assertEqual(self.account.credit_limit, 1000)

    def test_nobody_approves_his_own(self):
        request = self._ask(self.manager)
        with (
            self.assertNothingWritten(REQUEST, self.account._name),
            self.assertRaises(AccessError),
        ):
            self._call(self.manager, request, "action_approve")
        self.assertFalse(request.with_user(self.manager).sudo(False).can_decide)

    def test_nor_the_one_his_own_order_waits_for(self):
        boss = self._user("selling_manager")
        order = self._quotation(1500)
        self._confirm(order, boss)
        request = self._ask()
        with (
            self.assertNothingWritten(REQUEST, self.account._name, "o2c.hold"),
            self.assertRaises(UserError),
        ):
            self._call(boss, request, "action_approve")
        self._call(self.manager, request, "action_approve")
        self.assertConfirmed(order)

    def test_decided_once(self):
        request = self._ask()
        with self.assertRaises(UserError):
            self._call(self.manager, request, "action_reject", " ")
        self._call(self.manager, request, "action_reject", "Pays too late")
        self.assertEqual(request.state, "rejected")
        self.assertIn("Pays too late", request.message_ids[:1].body)
        for method, args in (("action_approve", ()), ("action_reject", ("no",))):
            with self.assertRaises(UserError):
                self._call(self.manager, request, method, *args)
        self.assertEqual(self.account.credit_limit, 1000)

    def test_withdrawn_by_the_one_who_asked(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            self._call(self.manager, request, "action_withdraw")
        self._call(self.seller, request, "action_withdraw")
        self.assertEqual(request.state, "withdrawn")
        with self.assertRaises(UserError):
            self._call(self.manager, request, "action_approve")

    def test_rejected_with_the_wizard(self):
        request = self._ask()
        action = self._call(self.manager, request, "action_open_reject")
        wizard = self.env[action["res_model"]].with_user(self.manager).sudo(False)
        wizard.create({"request_ids": request.ids, "note": "No"}).action_reject()
        self.assertEqual(request.decision_note, "No")

    def test_it_works_where_two_people_are_needed(self):
        self.company.o2c_credit_second_person = True
        request = self._ask(self._user("credit_manager", login="first"))
        self._call(self.manager, request, "action_approve")
        self.assertEqual(self.account.credit_limit, 5000)

    def test_kept_for_ever(self):
        request = self._ask()
        for user in (self.seller, self.manager):
            for method, args in (("write", ({"amount": 9},)), ("unlink", ())):
                with self.assertRaises(AccessError):
                    self._call(user, request, method, *args)
        self.assertEqual(request.amount, 5000)

    def test_salespeople_see_their_customers_requests(self):
        own = self._ask()
        foreign = self._account(100, partner=self._customer(name="Foreign"))
        other = self._ask(self.manager, account_id=foreign.id)
        seen = self.Request.with_user(self.seller).sudo(False)
        self.assertEqual(seen.search([("id", "in", (own | other).ids)]), own)
