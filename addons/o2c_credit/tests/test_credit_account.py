from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditAccount(CreditCommon):
    """One account per customer and company, its limit and who may set it."""

    # ------------------------------------------------------------- on demand
    def test_made_once_for_customer_contacts_and_branches(self):
        contact = self._customer(parent_id=self.customer.id, name="Freya")
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        pairs = [
            (p, c) for p in (self.customer, contact) for c in (self.company, branch)
        ]
        accounts = self.Account._of(pairs)
        self.assertEqual(len(set(accounts.values())), 1)
        self.assertEqual(accounts[contact, branch].partner_id, self.customer)
        self.assertEqual(accounts[contact, branch].company_id, self.company)
        self.assertEqual(self.Account._of(pairs), accounts)

    def test_each_company_has_its_own(self):
        other = self.setup_other_company()["company"]
        here = self._account(100)
        there = self._account(900, company=other)
        self.assertNotEqual(here, there)
        self.assertEqual(self.customer.with_company(self.company).credit_limit, 100)
        self.assertEqual(self.customer.with_company(other).credit_limit, 900)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_it_single(self):
        self._account()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.Account.create(
                {"partner_id": self.customer.id, "company_id": self.company.id}
            )

    def test_only_customers_and_companies_have_one(self):
        contact = self._customer(parent_id=self.customer.id)
        with self.assertRaises(ValidationError):
            self.Account.create(
                {"partner_id": contact.id, "company_id": self.company.id}
            )
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        with self.assertRaises(ValidationError):
            self.Account.create(
                {"partner_id": self.customer.id, "company_id": branch.id}
            )

    def test_stays_with_its_customer(self):
        account = self._account(100)
        other = self._customer(name="Another")
        with self.assertRaises(UserError):
            self._rpc(
                self.manager,
                account._name,
                "write",
                account.ids,
                {"partner_id": other.id},
            )

    # ------------------------------------------------------------- defaults
    def test_new_customers_get_the_default_of_their_company(self):
        cases = [
            ("nobody limits", False, 0.0, False, 0.0),
            ("limited", True, 500.0, True, 500.0),
            ("limited to nothing", True, 0.0, True, 0.0),
        ]
        for _case, on, amount, limited, limit in cases:
            with self.subTest(_case):
                self.company.write(
                    {
                        "o2c_credit_default_limited": on,
                        "o2c_credit_default_limit": amount,
                    }
                )
                customer = self._customer(name=_case)
                pair = (customer, self.company)
                account = self.Account._of([pair])[pair]
                self.assertEqual(
                    (account.limited, account.credit_limit), (limited, limit)
                )
                self.assertEqual(customer.credit_limit, limit)

    def test_the_default_is_odoos_default_too(self):
        self.company.o2c_credit_default_limited = True
        self.company.o2c_credit_default_limit = 700
        self.assertEqual(self._customer(name="New").credit_limit, 700)
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.account_default_credit_limit, 700)
        self.company.o2c_credit_default_limited = False
        self.assertEqual(self._customer(name="Newer").credit_limit, 0)

    def test_a_limit_that_was_there_before_is_taken_over(self):
        self.env.cr.execute(
            "UPDATE res_partner SET credit_limit = jsonb_build_object(%s, 350.0)"
            " WHERE id = %s",
            [str(self.company.id), self.customer.id],
        )
        self.customer.invalidate_recordset()
        pair = (self.customer, self.company)
        account = self.Account._of([pair])[pair]
        self.assertEqual((account.limited, account.credit_limit), (True, 350))

    # ------------------------------------------------------------- Odoo's own field
    def test_odoos_field_shows_the_same_number(self):
        account = self._account(2500)
        contact = self._customer(parent_id=self.customer.id)
        self.assertEqual(self.customer.credit_limit, 2500)
        self.assertTrue(self.customer.use_partner_credit_limit)
        self.assertEqual(contact.credit_limit, 2500)
        account.limited = False
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.credit_limit, 0)
        self.assertFalse(self.customer.use_partner_credit_limit)

    def test_no_limit_beside_a_default(self):
        """Odoo's fallback must not show where nobody limits the customer."""
        self.company.o2c_credit_default_limited = True
        self.company.o2c_credit_default_limit = 700
        account = self._account(700)
        account.limited = False
        self.env.flush_all()
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.credit_limit, 0)

    def test_what_a_manager_writes_there_is_the_limit(self):
        account = self._account()
        self.customer.with_user(self._user("selling_manager")).sudo().credit_limit = 640
        self.assertEqual((account.limited, account.credit_limit), (True, 640))
        self.customer.credit_limit = 0
        self.assertFalse(account.limited)

    def test_a_limit_of_zero_is_not_undone_by_odoos_zero(self):
        account = self._account(0)
        self.customer.write({"credit_limit": 0.0})
        self.assertTrue(account.limited)

    def test_odoos_own_warning_agrees(self):
        self.company.account_use_credit_limit = True
        self._account(500)
        order = self._quotation(500.01)
        self.assertIn("500.00", order.partner_credit_warning)
        self.customer.commercial_partner_id.o2c_credit_account_id.credit_limit = 600
        order.invalidate_recordset()
        self.assertFalse(order.partner_credit_warning)

    def test_customers_of_new_limits_get_their_account_at_once(self):
        customer = self._customer(name="With limit", credit_limit=80)
        account = self.Account.search([("partner_id", "=", customer.id)])
        self.assertEqual((account.limited, account.credit_limit), (True, 80))
        self.assertFalse(
            self.Account.search([("partner_id", "=", self._customer(name="X").id)])
        )

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
