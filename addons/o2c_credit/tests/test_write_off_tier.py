"""Who may approve which write-off, as a client calls it; a branch and its company."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .interest_common import ClaimCommon
from .write_off_common import WriteOffMixin


@tagged("post_install", "-at_install")
class TestWriteOffTier(WriteOffMixin, ClaimCommon):
    """The company has 900 and 1,000 as bounds, the branch nothing of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._user("credit_manager", login="o2c_head")
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch", "parent_id": cls.company.id}
        )
        cls.env.user.company_ids |= cls.branch
        cls.people = cls.collector | cls.manager | cls.head | cls.accountant
        cls.people.write({"company_ids": [Command.link(cls.branch.id)]})
        cls.line = cls._late()

    # ------------------------------------------------------------- the right
    def test_a_group_gives_no_right_without_credit_manager(self):
        group = self.env["res.groups"].create({"name": "Heads"})
        self._tier(self.env["res.users"], group_id=group.id)
        one = self._ask()
        (self.people - self.head).write({"group_ids": [Command.link(group.id)]})
        self.manager.group_ids -= self.env.ref("o2c_credit.group_credit_manager")
        for user in self.people - self.head:
            self.assertRefused(user, one)
        self.assertRefused(self.head, one, "more than you may write off")
        self.head.group_ids |= group
        self._do(self.head, "action_approve", one)
        self.assertEqual((one.state, one.decided_by_id), ("posted", self.head))

    def test_who_lost_the_right_stays_in_the_tier_in_vain(self):
        self._tier(self.manager | self.head)
        one = self._ask()
        self.manager.group_ids -= self.env.ref("o2c_credit.group_credit_manager")
        self.assertRefused(self.manager, one)
        self._do(self.head, "action_approve", one)
        self.assertEqual(one.state, "posted")

    def test_nobody_raises_his_own_tier(self):
        tier = self._tier(self.manager, 10)
        vals = {"name": "Mine", "company_id": self.company.id, "limited": False}
        for method, args in (
            ("write", ([tier.id], {"max_amount": 1e9})),
            ("unlink", ([tier.id],)),
            ("create", ([vals],)),
        ):
            for user in self.people:
                with (
                    self.subTest(method=method, user=user.login),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    self._rpc(user, tier._name, method, *args)
        mine = tier.search([("company_id", "=", self.company.id)])
        self.assertEqual((tier.max_amount, mine), (10, tier))

    def test_rejecting_needs_the_right_and_no_tier(self):
        self._tier(self.head, 1)
        one = self._ask()
        for user in (self.collector, self.accountant):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._reject(user, one)
        self.assertEqual(one.state, "requested")
        self._reject(self.manager, one)
        self.assertEqual((one.state, one.decided_by_id), ("rejected", self.manager))

    # ------------------------------------------------------------- the branch
    def test_a_branch_goes_by_the_tiers_of_its_company(self):
        self._tier(self.manager, 999.99)
        self._tier(self.head, 1000)
        one = self._ask(self._at_the_branch(), user=self.collector)
        self.assertEqual(one.company_id, self.branch)
        self.assertRefused(self.manager, one, "more than you may write off")
        self._do(self.head, "action_approve", one)
        self.assertEqual((one.state, one.entry_id.company_id), ("posted", self.branch))

    def test_above_every_tier_nobody_decides_for_the_branch(self):
        self._tier(self.manager | self.head, 999.99)
        one = self._ask(self._at_the_branch())
        for user in (self.manager, self.head):
            self.assertRefused(user, one, "No approval tier reaches")

    def test_two_people_for_the_branch_too(self):
        self._tier(self.manager | self.head, second=999.99)
        one = self._ask(self._at_the_branch())
        self._do(self.manager, "action_approve", one)
        self.assertEqual(
            (one.state, one.first_approver_id.id), ("requested", self.manager.id)
        )
        self.assertRefused(self.manager, one)
        self._do(self.head, "action_approve", one)
        self.assertEqual(one.state, "posted")

    def test_a_branch_has_no_tiers(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._tier(self.head, company_id=self.branch.id)

    def test_tiers_of_another_company_neither_bind_nor_help(self):
        other = self._company()
        stranger = self._user("credit_manager", login="o2c_far", company=other)
        self._tier(stranger, 1, company_id=other.id)
        one, two = self._ask(), self._ask(self._at_the_branch())
        for each in (one, two):
            self.assertRefused(stranger, each)
        self._do(self.manager, "action_approve", one)
        self._do(self.manager, "action_approve", two)
        self.assertEqual((one.state, two.state), ("posted", "posted"))

    # ------------------------------------------------------------- helpers
    def assertRefused(self, user, one, words=""):
        with (
            self.assertRaises(AccessError) as refused,
            self.cr.savepoint(),
        ):
            self._do(user, "action_approve", one)
        self.assertIn(words, str(refused.exception))
        self.assertEqual((one.state, one.entry_id.id), ("requested", False))
        self.assertTrue(all(not item.line_id.reconciled for item in one.line_ids))

    def _reject(self, user, one):
        vals = {"write_off_ids": one.ids, "kind": "reject", "note": "Try the lawyer"}
        wizards = "o2c.write.off.decide"
        env = self.env(user=user, su=False)
        wizard = env[wizards].create(vals)
        self._rpc(user, wizards, "action_apply", wizard.ids)

    def _at_the_branch(self):
        """What the customer owes the branch; 1,000."""
        receivable = self.company_data["default_account_receivable"]
        there = self.customer.with_company(self.branch)
        there.property_account_receivable_id = receivable
        before = self.env
        type(self).env = before(context={"allowed_company_ids": self.branch.ids})
        try:
            return self._late().with_env(before)
        finally:
            type(self).env = before
