from odoo.tests import tagged

from odoo.addons.o2c_credit.domain import exposure

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestExposureScope(CreditCommon):
    """Whose documents count, for one account and for many at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._account(5000)

    # ------------------------------------------------------------- companies
    def test_companies_apart_and_branches_together(self):
        other = self.setup_other_company()["company"]
        there = self._account(70, company=other)
        self._bill(10)
        self.assertExposure(self.account, receivables=10)
        self.assertExposure(there)
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        self.env = self.env(context={"allowed_company_ids": branch.ids})
        receivable = self.company_data["default_account_receivable"]
        self.customer.with_env(self.env).property_account_receivable_id = receivable
        self._bill(5)
        self.assertExposure(self.account, receivables=15)
        self.assertExposure(there)

    def test_it_does_not_depend_on_the_switcher(self):
        self._bill(10)
        other = self.setup_other_company()["company"]
        away = self.account.with_company(other).with_context(
            allowed_company_ids=other.ids
        )
        self.assertExposure(away, receivables=10)

    # ------------------------------------------------------------- many at once
    def test_many_accounts_in_one_query(self):
        customers = [self._customer(name=f"C{i}") for i in range(5)]
        accounts = self.account
        for number, customer in enumerate(customers):
            self._bill(number + 1, partner_id=customer.id)
            accounts |= self._account(3, partner=customer)
        self.env.flush_all()
        accounts.mapped("currency_id.name")
        with self.assertQueryCount(1):
            facts = accounts._facts()
        owed = [facts[a].receivables for a in accounts]
        self.assertEqual(owed, [0, 1, 2, 3, 4, 5])
        over = self.Account.search(
            [("standing", "in", ["over"]), ("id", "in", accounts.ids)]
        )
        self.assertEqual(over.mapped("partner_id.name"), ["C3", "C4"])

    def test_drill_down_adds_up(self):
        self._bill(1000)
        self._payment(80)
        self._bill(120, post=False)
        self._order()
        account = self.account.with_user(self._user("collector")).sudo(False)
        for method, field, amount in (
            ("action_receivables", "amount_residual", 1000),
            ("action_credits", "amount_residual", -80),
            ("action_draft_invoices", "amount_total_signed", 120),
            ("action_orders", "amount_total", 1000),
        ):
            with self.subTest(method):
                action = getattr(account, method)()
                found = account.env[action["res_model"]].search(action["domain"])
                self.assertEqual(sum(found.mapped(field)), amount)

    def test_new_account_in_a_form(self):
        facts = self.Account.new({})._facts()
        self.assertEqual([*facts.values()], [exposure.ExposureFacts()])
