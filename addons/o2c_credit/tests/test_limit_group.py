from odoo import Command
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestLimitGroup(CreditCommon):
    """A parent's limit for itself and the companies below it, any depth."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls._account(1000)
        cls.top.covers_subsidiaries = True
        cls.north = cls._below(cls.customer, "North")
        cls.deep = cls._below(cls.north.partner_id, "Deep")

    @classmethod
    def _below(cls, parent, name, limit=None):
        partner = cls._customer(name=name, parent_id=parent.id, is_company=True)
        return cls._account(limit, partner=partner)

    def _owes(self, account, amount):
        self._bill(amount, partner_id=account.partner_id.id)

    def test_the_sum_of_all(self):
        for account, amount in ((self.top, 100), (self.north, 20), (self.deep, 3)):
            self._owes(account, amount)
        self.assertExposure(self.top, receivables=100, subsidiaries=23)
        self.assertExposure(self.north, receivables=20)
        groups = (self.top | self.north | self.deep)._group_facts()
        self.assertIsNone(groups[self.top])
        self.assertEqual(groups[self.north], self.top._facts()[self.top])
        self.assertEqual(groups[self.deep], groups[self.north])

    def test_contacts_are_no_companies(self):
        contact = self._customer(parent_id=self.customer.id, name="Freya")
        self._bill(10, partner_id=contact.id)
        self.assertExposure(self.top, receivables=10)

    def test_a_company_below_a_contact_counts(self):
        contact = self._customer(parent_id=self.customer.id, name="Freya")
        far = self._below(contact, "Far")
        self._owes(far, 5)
        self.assertExposure(self.top, subsidiaries=5)
        self.assertEqual(far._group_facts()[far].subsidiaries, 5)

    def test_who_covers_nobody_is_no_group(self):
        self.top.covers_subsidiaries = False
        self._owes(self.north, 20)
        self.assertExposure(self.top)
        self.assertEqual(self.north._group_facts(), {self.north: None})

    def test_the_tightest_of_two_decides(self):
        self.north.write({"limited": True, "credit_limit": 50})
        self.north.covers_subsidiaries = True
        self._owes(self.deep, 10)
        group = self.deep._group_facts()[self.deep]
        self.assertEqual((group.limit, group.subsidiaries), (50, 10))
        self._owes(self.top, 970)
        group = self.deep._group_facts()[self.deep]
        self.assertEqual((group.limit, group.receivables), (1000, 970))

    def test_a_covering_account_without_limit_covers_nothing(self):
        self.top.limited = False
        self.assertEqual(self.north._group_facts(), {self.north: None})

    def test_other_companies_have_their_own_groups(self):
        other = self.setup_other_company()["company"]
        there = self._account(None, partner=self.north.partner_id, company=other)
        self.assertEqual(there._group_facts(), {there: None})

    def test_many_at_once(self):
        accounts = self.north | self.deep
        for number in range(4):
            accounts |= self._below(self.customer, f"S{number}")
        self.env.flush_all()
        accounts._group_facts()  # what is cached is cached
        with self.assertQueryCount(3):
            accounts._group_facts()

    # ------------------------------------------------------------- the race
    def _claims(self, *accounts):
        self.env.invalidate_all()
        return [account.sudo().claim_count or 0 for account in accounts]

    def test_claiming_one_below_claims_those_above(self):
        accounts = (self.top, self.north, self.deep)
        before = self._claims(*accounts)
        self.deep._claim()
        found = self._claims(*accounts)
        more = [new - old for new, old in zip(found, before, strict=True)]
        self.assertEqual(more, [1, 0, 0])  # nobody limits the two below
        self.deep.write({"limited": True, "credit_limit": 10})
        before = self._claims(*accounts)
        (self.deep | self.north)._claim()
        found = self._claims(*accounts)
        more = [new - old for new, old in zip(found, before, strict=True)]
        self.assertEqual(more, [1, 0, 1])

    def test_circles_do_not_hang(self):
        """Odoo refuses them; a restored database may hold one."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %s WHERE id = %s",
            [self.deep.partner_id.id, self.customer.id],
        )
        self.env.invalidate_all()
        self._owes(self.deep, 3)
        self.assertExposure(self.top, subsidiaries=3)
        self.assertEqual(self.deep._group_facts()[self.deep].subsidiaries, 3)

    # ------------------------------------------------------------- who sees it
    def test_subsidiaries_open_from_the_part(self):
        self._owes(self.north, 20)
        orphan = self._customer(
            name="No account", parent_id=self.customer.id, is_company=True
        )
        self._bill(7, partner_id=orphan.id)
        collector = self._user("collector")
        account = self.top.with_user(collector).sudo(False)
        action = account.action_part("subsidiaries")
        found = account.search(action["domain"])
        self.assertEqual(sum(found.mapped("exposure")), 27)
        self.assertEqual(account.subsidiaries, 27)

    def test_a_second_company_of_a_user_changes_nothing(self):
        other = self.setup_other_company()["company"]
        self.env.user.company_ids = [Command.link(other.id)]
        self._owes(self.north, 20)
        away = self.top.with_context(allowed_company_ids=other.ids)
        self.assertExposure(away, subsidiaries=20)
