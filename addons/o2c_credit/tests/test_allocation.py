"""Money settles costs, then interest, then principal; the claim outlives its item."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .interest_common import ClaimCommon, D


@tagged("post_install", "-at_install")
class TestAllocation(ClaimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._late()

    def _register(self, line, amount, user=None, **values):
        """Register a payment the way the button of the invoice does."""
        context = {"active_model": "account.move.line", "active_ids": line.ids}
        wizard = (
            self.env["account.payment.register"]
            .with_user(user or self.accountant)
            .sudo(False)
            .with_context(**context)
        )
        wizard = wizard.create({"payment_date": "2026-04-20", **values})
        wizard.amount = amount
        wizard.action_create_payments()
        return wizard

    def _open(self, payment, **values):
        """The proposal for ``payment``, as the accountant sees it."""
        mine = payment.with_user(self.accountant).sudo(False)
        action = mine.action_o2c_allocate()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(self.accountant).sudo(False)
        wizard.write(values)
        return wizard

    @staticmethod
    def _rows(wizard):
        return [(i.part.name, i.open, amount) for i, amount in wizard._proposal()]

    # ------------------------------------------------------------- at payment
    def test_payment_settles_costs_and_interest_first(self):
        claim = self._posted(self.line)
        wizard = self._register(self.line, 1000)
        self.assertEqual(wizard.o2c_claims_open, 42.78)
        self.assertEqual(self._parts(claim), {"costs": 0, "interest": 0})
        self.assertEqual(self.line.amount_residual, 42.78)
        # the rest of the principal goes on bearing interest: 42.78 for ten days
        self.assertEqual(
            self._sheet(self.line, "2026-04-30").interest, D("2.78") + D("0.12")
        )

    def test_less_than_the_costs(self):
        claim = self._posted(self.line)
        self._register(self.line, 39)
        self.assertEqual(self._parts(claim), {"costs": 1, "interest": 2.78})
        self.assertEqual(self.line.amount_residual, 1000)

    def test_principal_first_when_the_creditor_agrees(self):
        claim = self._posted(self.line)
        self._register(self.line, 1000, o2c_costs_first=False)
        self.assertTrue(self.line.reconciled)
        self.assertEqual(claim.residual, 42.78)
        self.assertEqual(claim.state, "posted")

    def test_setting(self):
        self.company.o2c_late_costs_first = False
        claim = self._posted(self.line)
        self._register(self.line, 1000)
        self.assertTrue(self.line.reconciled)
        self.assertEqual(claim.residual, 42.78)

    def test_without_claim_nothing_changes(self):
        wizard = self._register(self.line, 1000)
        self.assertFalse(wizard.o2c_costs_first)
        self.assertTrue(self.line.reconciled)

    def test_other_items_claims_are_left_alone(self):
        other = self._late(500, "2026-03-01")
        claim = self._posted(other)
        self._register(self.line, 1000)
        self.assertTrue(self.line.reconciled)
        self.assertGreater(claim.residual, 40)

    # ------------------------------------------------------------- by proposal
    def test_proposal_claims_what_accrued(self):
        payment = self._payment(1000, date="2026-04-10")
        wizard = self._open(payment)
        self.assertTrue(wizard.costs_first)
        rows = [("COSTS", 40, 40), ("INTEREST", D("2.78"), D("2.78"))]
        rows += [("PRINCIPAL", 1000, D("957.22"))]
        self.assertEqual(self._rows(wizard), rows)
        self.assertEqual(wizard.proposal.count("(to be posted)"), 2)
        self.assertIn("957.22", wizard.proposal)
        self.assertEqual(wizard.left, 0)
        wizard.action_apply()
        claim = self.Claim.search([("line_id", "=", self.line.id)])
        self.assertEqual((claim.state, claim.residual), ("posted", 0))
        self.assertEqual(self.line.amount_residual, 42.78)

    def test_proposal_without_new_claims(self):
        claim = self._posted(self._late(100, "2026-03-01"))
        payment = self._payment(50, date="2026-04-10")
        wizard = self._open(payment, post_claims=False)
        rows = [("COSTS", 40, 40), ("INTEREST", D("1.11"), D("1.11"))]
        rows += [("PRINCIPAL", 100, D("8.89"))]
        self.assertEqual(self._rows(wizard), rows)
        self.assertNotIn("(to be posted)", wizard.proposal)
        wizard.action_apply()
        self.assertEqual(claim.residual, 0)
        self.assertEqual(claim.line_id.amount_residual, 91.11)
        self.assertFalse(self.Claim.search([("line_id", "=", self.line.id)]))

    def test_proposal_principal_first(self):
        payment = self._payment(1010, date="2026-04-10")
        wizard = self._open(payment, costs_first=False)
        wizard.action_apply()
        self.assertTrue(self.line.reconciled)
        claim = self.Claim.search([("line_id", "=", self.line.id)])
        self.assertEqual(self._parts(claim), {"costs": 32.78, "interest": 0})

    def test_rest_stays_a_credit(self):
        payment = self._payment(2000, date="2026-04-10")
        wizard = self._open(payment)
        self.assertEqual(wizard.left, 957.22)
        wizard.action_apply()
        credit = self._receivable(payment.move_id)
        self.assertEqual(credit.amount_residual, -957.22)
        with self.assertRaises(UserError):
            self._open(payment).action_apply()

    def test_rights(self):
        payment = self._payment(1000, date="2026-04-10")
        wizards = self.env["o2c.allocation"]
        for user in (self.collector, self.manager):
            with self.assertRaises(AccessError):
                wizards.with_user(user).sudo(False).create({})
        self.assertFalse(self._receivable(payment.move_id).reconciled)
