from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditAccount(CreditCommon):
    """One account per customer and company and its limit, Odoo's own."""

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
