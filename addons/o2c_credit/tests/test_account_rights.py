from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestAccountRights(CreditCommon):
    """Who sets a limit, who keeps the rest, who sees what."""

    # ------------------------------------------------------------- who may set it
    def test_limit_is_the_managers(self):
        account = self._account(100)
        for role in ("collector", "accountant", "salesperson", "order_manager"):
            with self.subTest(role), self.assertNothingWritten(account._name):
                for vals in ({"credit_limit": 9e9}, {"limited": False}):
                    with self.assertRaises(AccessError):
                        self._rpc(
                            self._user(role), account._name, "write", account.ids, vals
                        )
        self._rpc(
            self.manager, account._name, "write", account.ids, {"credit_limit": 200}
        )
        self.assertEqual(account.credit_limit, 200)
        self.assertEqual(self.customer.credit_limit, 200)

    def test_nor_by_way_of_odoos_field(self):
        account = self._account(100)
        for role in ("accountant", "order_desk"):
            user = self._user(
                role,
                groups="base.group_partner_manager,account.group_account_invoice",
                login=f"p_{role}",
            )
            for vals in ({"credit_limit": 9e9}, {"use_partner_credit_limit": False}):
                with self.subTest(vals), self.assertRaises(AccessError):
                    self._rpc(user, "res.partner", "write", self.customer.ids, vals)
            with self.assertRaises(AccessError):
                self._rpc(
                    user, "res.partner", "create", [{"name": "Y", "credit_limit": 5}]
                )
        self.assertEqual(account.credit_limit, 100)

    def test_writing_the_same_number_is_no_change(self):
        self._account(100)
        user = self._user(
            "accountant",
            groups="base.group_partner_manager,account.group_account_invoice",
            login="same",
        )
        self._rpc(
            user,
            "res.partner",
            "write",
            self.customer.ids,
            {"credit_limit": 100, "name": "Renamed"},
        )
        self.assertEqual(self.customer.name, "Renamed")

    def test_contacts_are_added_by_whoever_may(self):
        """Odoo copies the customer's limit to his contacts; that sets no limit."""
        self._account(100)
        user = self._user("clerk", groups="base.group_partner_manager")
        ids = self._rpc(
            user,
            "res.partner",
            "create",
            [{"name": "Contact", "parent_id": self.customer.id}],
        )
        self.assertEqual(self.env["res.partner"].browse(ids).credit_limit, 100)

    def test_collectors_keep_the_rest(self):
        account = self._account(100)
        collector = self._user("collector")
        vals = {
            "review_date": "2026-06-30",
            "collector_id": collector.id,
            "note": "<p>Calls on Mondays</p>",
        }
        self._rpc(collector, account._name, "write", account.ids, vals)
        self.assertEqual(account.review_date, date(2026, 6, 30))
        self.assertEqual(account.collector_id, collector)

    def test_nobody_deletes_or_opens_one_without_the_right(self):
        account = self._account(100)
        with self.assertRaises(AccessError):
            self._rpc(self.manager, account._name, "unlink", account.ids)
        customer = self._customer(name="Opened by hand")
        vals = [{"partner_id": customer.id, "limited": True, "credit_limit": 5}]
        with self.assertRaises(AccessError):
            self._rpc(self._user("collector"), account._name, "create", vals)
        made = self._rpc(self.manager, account._name, "create", vals)
        self.assertTrue(made)
        self.assertEqual(customer.credit_limit, 5)

    def test_changes_of_the_limit_are_in_the_chatter(self):
        """Also when the client's context switches Odoo's tracking off."""
        account = self._account(100).with_context(tracking_disable=True)
        before = account.message_ids
        account.with_user(self.manager).sudo(False).credit_limit = 250
        account.with_user(self.manager).sudo(False).limited = False
        first, second = (account.message_ids - before).sorted("id")
        self.assertIn("$&nbsp;100.00 → $&nbsp;250.00", first.body)
        self.assertIn("$&nbsp;250.00 → No limit", second.body)
        self.assertEqual(first.author_id, self.manager.partner_id)

    def test_the_hidden_limit_of_the_unlimited_is_no_change(self):
        account = self._account()
        before = account.message_ids
        account.credit_limit = 70
        self.assertEqual(account.message_ids, before)
        self.assertEqual(self.customer.credit_limit, 0)

    # ------------------------------------------------------------- who sees it
    def test_salespeople_see_their_customers_only(self):
        own = self._account(100)
        self.customer.user_id = self.seller
        foreign = self._account(100, partner=self._customer(name="Foreign"))
        both = own | foreign
        visible = self.Account.with_user(self.seller).sudo(False)
        self.assertEqual(visible.search([("id", "in", both.ids)]), own)
        for role in ("collector", "credit_manager", "accountant", "order_desk"):
            seen = self.Account.with_user(self._user(role)).sudo(False)
            self.assertEqual(seen.search([("id", "in", both.ids)]), both, role)
        for role in ("warehouse", "customer"):
            seen = self.Account.with_user(self._user(role)).sudo(False)
            with self.assertRaises(AccessError):
                seen.search([])

    def test_salespeople_see_headroom_but_not_its_parts(self):
        account = self._account(100)
        self.customer.user_id = self.seller
        seen = self._rpc(
            self.seller, account._name, "read", account.ids, ["exposure", "headroom"]
        )
        self.assertEqual((seen[0]["exposure"], seen[0]["headroom"]), (0, 100))
        for name in ("receivables", "disputed", "note", "claim_count"):
            with self.assertRaises(AccessError):
                self._rpc(self.seller, account._name, "read", account.ids, [name])

    def test_other_companies_are_out_of_sight(self):
        other = self.setup_other_company()["company"]
        there = self._account(900, company=other)
        seen = self.Account.with_user(self.manager).sudo(False)
        self.assertFalse(seen.search([("id", "=", there.id)]))
        with self.assertRaises(AccessError):
            self._rpc(
                self.manager, there._name, "write", there.ids, {"credit_limit": 1}
            )

    def test_opened_from_the_customer(self):
        self.customer.user_id = self.seller
        collector = self._user("collector")
        action = self._rpc(
            collector, "res.partner", "action_o2c_credit_account", self.customer.ids
        )
        account = self.Account.browse(action["res_id"])
        self.assertEqual(account.partner_id, self.customer)
        foreign = self._customer(name="Foreign")
        with self.assertRaises(AccessError):
            self._rpc(
                self.seller, "res.partner", "action_o2c_credit_account", foreign.ids
            )

    def test_form(self):
        account = self._account(100)
        form = Form(account.with_user(self.manager).sudo(False))
        form.credit_limit = 300
        form.save()
        self.assertEqual(account.credit_limit, 300)
