"""Write-offs: asked for by one, approved by another within his tier, reversible."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.o2c_credit.models.receivable_facts import receivables_sql

from .interest_common import ClaimCommon
from .write_off_common import WriteOffMixin


@tagged("post_install", "-at_install")
class TestWriteOff(WriteOffMixin, ClaimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.WriteOff = cls.env["o2c.write.off"]
        cls.line = cls._late()
        cls.head = cls._user("credit_manager", login="o2c_head")

    def _decide(self, user, kind, one, note="Because"):
        wizard = self.env["o2c.write.off.decide"].with_user(user).sudo(False)
        vals = {"write_off_ids": one.ids, "kind": kind, "note": note}
        return wizard.create(vals).action_apply()

    # ------------------------------------------------------------- the entry
    def test_approved_and_posted(self):
        one = self._ask()
        self.assertEqual((one.state, one.amount), ("requested", 1000))
        self.assertFalse(self.line.reconciled)
        self._do(self.manager, "action_approve", one)
        self.assertEqual((one.state, one.decided_by_id), ("posted", self.manager))
        self.assertTrue(self.line.reconciled)
        self.assertEqual(one.entry_id.state, "posted")
        found = {line.account_id: line.balance for line in one.entry_id.line_ids}
        self.assertEqual(found, {self.loss: 1000, self.line.account_id: -1000})
        told = self.line.move_id.message_ids[:1].body
        self.assertIn("written off", told)

    def _behaviour(self):
        query = SQL(
            "SELECT settled_date IS NOT NULL, credited FROM (%s) AS r"
            " WHERE origin_id = %s AND origin = 'ledger'",
            receivables_sql(),
            self.line.id,
        )
        self.env.flush_all()
        return self.env.execute_query(query)[0]

    def test_a_loss_is_no_payment(self):
        """It says nothing of how he pays, and is an event of its own."""
        one = self._ask()
        self._do(self.manager, "action_approve", one)
        self.assertEqual(self._behaviour(), (True, True))
        events = self.env["o2c.credit.event"].sudo()
        events = events.search([("write_off_id", "=", one.id)])
        self.assertEqual((events.kind, events.amount), ("write_off", 1000))
        self.assertEqual(events.partner_id, self.customer)
        self._decide(self.accountant, "reverse", one, "He paid after all")
        self.assertTrue(events.resolved_date)

    def test_paid_in_part_and_the_rest_lost(self):
        self._pay(self.line, 900, "2026-05-04")
        one = self._ask()
        self._do(self.manager, "action_approve", one)
        self.assertEqual(self._behaviour(), (True, False))

    def test_reversed_in_one_step(self):
        one = self._ask()
        self._do(self.manager, "action_approve", one)
        self._decide(self.accountant, "reverse", one, "He paid after all")
        self.assertEqual((one.state, one.reversal_id.state), ("reversed", "posted"))
        self.assertEqual(self.line.amount_residual, 1000)
        self.assertFalse(self.line.reconciled)
        loss = self.env["account.move.line"].search(
            [("account_id", "=", self.loss.id), ("parent_state", "=", "posted")]
        )
        self.assertEqual(sum(loss.mapped("balance")), 0)

    def test_paid_meanwhile(self):
        one = self._ask()
        self._pay(self.line, 400, "2026-04-10")
        self._do(self.manager, "action_approve", one)
        self.assertEqual(one.amount, 600)
        self.assertTrue(self.line.reconciled)

    def test_wholly_paid_meanwhile(self):
        one = self._ask()
        self._pay(self.line, 1000, "2026-04-10")
        with self.assertRaises(UserError):
            self._do(self.manager, "action_approve", one)
        self.assertFalse(one.entry_id)

    def test_other_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": usd.id,
                "name": "2026-01-01",
                "rate": 2.0,
                "company_id": self.company.id,
            }
        )
        line = self._late(300, currency_id=usd.id)
        one = self._ask(line | self.line)
        self.assertEqual(one.amount, 1150)
        self._do(self.manager, "action_approve", one)
        self.assertTrue(line.reconciled)
        self.assertTrue(self.line.reconciled)
        loss = one.entry_id.line_ids.filtered(lambda x: x.account_id == self.loss)
        self.assertEqual(sum(loss.mapped("balance")), 1150)
        self.assertEqual(line.amount_residual, 0)

    # ------------------------------------------------------------- who may
    def test_collector_asks_only(self):
        one = self._ask()
        with self.assertRaises(AccessError):
            self._do(self.collector, "action_approve", one)
        mine = one.with_user(self.collector).sudo(False)
        with self.assertRaises(AccessError):
            mine._reject("x")
        with self.assertRaises(AccessError):
            mine.write({"state": "posted"})
        with self.assertRaises(AccessError):
            mine.create({"partner_id": self.customer.id, "note": "x"})
        self.assertEqual(one.state, "requested")
        self.assertFalse(one.entry_id)
        self._do(self.collector, "action_withdraw", one)
        self.assertEqual(one.state, "withdrawn")

    def test_nobody_approves_his_own(self):
        one = self._ask(user=self.manager)
        with self.assertRaises(AccessError):
            self._do(self.manager, "action_approve", one)
        self.assertIn("nobody approves", one.with_user(self.manager).objection)
        self._do(self.head, "action_approve", one)
        self.assertEqual(one.state, "posted")

    def test_accountant_does_not_approve(self):
        one = self._ask()
        with self.assertRaises(AccessError):
            self._do(self.accountant, "action_approve", one)
        with self.assertRaises(AccessError):
            self._decide(self.manager, "reverse", one)

    def test_tier_at_its_border(self):
        self._tier(self.manager, 1000)
        self._tier(self.head)
        self._do(self.manager, "action_approve", self._ask())
        dearer = self._ask(self._late(1000.01))
        with self.assertRaises(AccessError):
            self._do(self.manager, "action_approve", dearer)
        self.assertEqual(dearer.state, "requested")
        self._do(self.head, "action_approve", dearer)
        self.assertEqual(dearer.state, "posted")

    def test_two_people(self):
        third = self._user("credit_manager", login="o2c_third")
        self._tier(self.manager | self.head | third, second=999.99)
        one = self._ask()
        self._do(self.manager, "action_approve", one)
        self.assertEqual(
            (one.state, one.first_approver_id), ("requested", self.manager)
        )
        self.assertFalse(one.entry_id)
        with self.assertRaises(AccessError):
            self._do(self.manager, "action_approve", one)
        self._do(self.head, "action_approve", one)
        self.assertEqual((one.state, one.decided_by_id), ("posted", self.head))

    def test_rejected_with_words(self):
        one = self._ask()
        with self.assertRaises(UserError):
            self._decide(self.manager, "reject", one, " ")
        self._decide(self.manager, "reject", one, "Try the lawyer first")
        self.assertEqual(one.state, "rejected")
        with self.assertRaises(UserError):
            self._do(self.head, "action_approve", one)
        self.assertFalse(self.line.reconciled)

    def test_what_cannot_be_asked_for(self):
        self._ask()
        paid = self._late(100)
        self._pay(paid, 100, "2026-04-10")
        other = self._late(partner_id=self._customer(name="Other").id)
        for lines in (self.line, paid, other | self._late(), self.line.browse()):
            with self.assertRaises(UserError):
                self.WriteOff._request(lines, "other", "Gone")
        with self.assertRaises(UserError):
            self.WriteOff._request(self._late(), "other", " ")

    def test_other_company(self):
        one = self._ask()
        stranger = self._user(
            "credit_manager", login="o2c_far", company=self._company()
        )
        with self.assertRaises(AccessError):
            self._do(stranger, "action_approve", one)
        self.assertFalse(self.WriteOff.with_user(stranger).sudo(False).search([]))


@tagged("post_install", "-at_install")
class TestNetPosition(ClaimCommon):
    def test_customer_who_is_a_supplier(self):
        account = self._account()
        self._late(1000)
        self.assertFalse(account.is_creditor_too)
        self._bill(
            300,
            move_type="in_invoice",
            invoice_date="2026-02-01",
            ref="SUP 1",
        )
        account.invalidate_recordset()
        self.assertTrue(account.is_creditor_too)
        figures = account.net_receivable, account.net_payable, account.net_position
        self.assertEqual(figures, (1000, 300, 700))
        self.assertIn("700.00", account.net_html)
        found = self.Account.search([("is_creditor_too", "=", True)])
        self.assertIn(account, found)
        other = self._account(partner=self._customer(name="Other"))
        self.assertNotIn(other, found)
        self.assertIn(other, self.Account.search([("is_creditor_too", "=", False)]))
        action = account.with_user(self.collector).action_net_items()
        items = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(sum(items.mapped("amount_residual")), 700)

    def test_sellers_do_not_see_it(self):
        account = self._account().with_user(self.seller).sudo(False)
        with self.assertRaises(AccessError):
            account.read(["net_position"])
