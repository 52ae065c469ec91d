"""Claims of late interest: proposed, posted, waived, reversed, and who may."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .interest_common import ClaimCommon, D


@tagged("post_install", "-at_install")
class TestLateClaim(ClaimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._late()

    def _decide(self, user, claims, kind="waive", reason="Agreed by phone", **values):
        wizard = self.env["o2c.late.decide"].with_user(user).sudo(False)
        options = {"claim_ids": claims.ids, "kind": kind, "reason": reason}
        return wizard.create({**options, **values}).action_apply()

    # ------------------------------------------------------------- proposals
    def test_proposal_follows_the_ledger(self):
        claim = self._claim(self.line)
        self.assertEqual((claim.interest, claim.compensation), (2.78, 40))
        self.assertEqual((claim.state, claim.days), ("open", 10))
        again = self._claim(self.line, "2026-04-20")
        self.assertEqual(again, claim)
        self.assertEqual(claim.interest, 5.56)
        note = self._bill(1000, move_type="out_refund", invoice_date="2026-04-15")
        (self._receivable(note) | self.line).reconcile()
        self.assertFalse(self._claim(self.line, "2026-04-20"))
        self.assertFalse(claim.exists())

    def test_minimum(self):
        self.assertFalse(self.Claim._propose(self.line, date(2026, 4, 10), 42.79))
        self.assertTrue(self.Claim._propose(self.line, date(2026, 4, 10), 42.78))

    def test_wizard_finds_open_and_paid_late(self):
        paid = self._late(500, "2026-03-01")
        self._pay(paid, 500, "2026-03-11")
        in_time = self._late(500, "2026-03-01")
        self._pay(in_time, 500, "2026-03-01")
        not_due = self._late(500, "2026-04-10")
        wizard = self.env["o2c.late.propose"].with_user(self.collector).sudo(False)
        vals = {"as_of": "2026-04-10", "since": "2026-01-01", "paid_late": True}
        action = wizard.create(vals).action_propose()
        claims = self.Claim.browse(action["domain"][0][2])
        self.assertEqual(claims.line_id, self.line | paid)
        self.assertNotIn(not_due, claims.line_id)
        vals["paid_late"] = False
        action = wizard.create(vals).action_propose()
        claims = self.Claim.browse(action["domain"][0][2])
        self.assertEqual(claims.line_id, self.line)

    def test_warning_of_the_half_year(self):
        wizard = self.env["o2c.late.propose"].with_user(self.collector).sudo(False)
        late = wizard.create({"as_of": "2026-07-01"})
        self.assertIn("No rate for half-year 2 of 2026", late.warning)
        self.assertFalse(wizard.create({"as_of": "2026-06-30"}).warning)
        claim = self._claim(self.line, "2026-07-10")
        self.assertEqual((claim.days, claim.missing_days), (91, 10))
        self.assertIn("10 days", claim.warning)

    # ------------------------------------------------------------- posting
    def test_post(self):
        with freeze_time("2026-04-15 09:00:00"):
            claim = self._posted(self.line)
        entry = claim.entry_id
        self.assertEqual((claim.state, entry.state), ("posted", "posted"))
        self.assertEqual(entry.move_type, "entry")
        self.assertEqual(entry.date, date(2026, 4, 15))
        self.assertEqual(self._parts(claim), {"costs": 40, "interest": 2.78})
        found = {line.account_id: line.balance for line in entry.line_ids}
        self.assertEqual(found[self.income], -2.78)
        self.assertEqual(found[self.costs], -40)
        owed = claim.entry_line_ids
        self.assertEqual(owed.account_id, self.line.account_id)
        self.assertFalse(any(owed.mapped("no_followup")))
        self.assertEqual(claim.residual, 42.78)
        # nothing is claimed twice, and interest bears none
        self.assertEqual(self._sheet(self.line, "2026-04-10").total, 0)
        self.assertEqual(self._sheet(self.line, "2026-04-20").total, D("2.78"))
        self.assertFalse(self._claim(owed, "2026-06-30"))

    def test_post_computes_anew(self):
        claim = self._claim(self.line)
        self._pay(self.line, 1000, "2026-04-05")
        claim.with_user(self.accountant).sudo(False).action_post()
        # five days: 1.3904
        self.assertEqual(claim.interest, 1.39)

    def test_nothing_left_to_post(self):
        claim = self._claim(self.line)
        note = self._bill(1000, move_type="out_refund", invoice_date="2026-04-15")
        (self._receivable(note) | self.line).reconcile()
        with self.assertRaises(UserError):
            claim.with_user(self.accountant).sudo(False).action_post()
        entries = [("company_id", "=", self.company.id), ("move_type", "=", "entry")]
        self.assertFalse(self.env["account.move"].search(entries))

    def test_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        values = {"currency_id": usd.id, "company_id": self.company.id}
        today = self.company._o2c_credit_today()
        rates = [
            {**values, "name": day, "rate": rate}
            for day, rate in (("2026-04-01", 1.25), (today, 2.0))
        ]
        self.env["res.currency.rate"].create(rates)
        claim = self._posted(self._late(currency_id=usd.id))
        self.assertEqual(self._parts(claim), {"costs": 50, "interest": 2.78})
        costs = claim.entry_line_ids.filtered(
            lambda line: line.o2c_late_part == "costs"
        )
        self.assertEqual((costs.currency_id, costs.balance), (usd, 25))

    def test_settings_are_asked_for(self):
        self.company.o2c_late_interest_account_id = False
        claim = self._claim(self.line)
        with self.assertRaisesRegex(UserError, "Account of late interest"):
            claim.with_user(self.accountant).sudo(False).action_post()
        self.assertEqual(claim.state, "open")

    # ------------------------------------------------------------- the principal
    def test_paid_principal_leaves_the_claim_open(self):
        claim = self._posted(self.line)
        self._pay(self.line, 1000, "2026-04-20")
        self.assertTrue(self.line.reconciled)
        self.assertEqual(claim.residual, 42.78)
        self.assertEqual(claim.state, "posted")
        # and what ran until the payment can be claimed too
        self.assertEqual(self._claim(self.line, "2026-06-01").total, 2.78)

    # ------------------------------------------------------------- giving up
    def test_waive_open(self):
        claim = self._claim(self.line)
        self._decide(self.manager, claim)
        self.assertEqual((claim.state, claim.reason), ("waived", "Agreed by phone"))
        self.assertEqual(claim.decided_by_id, self.manager)
        self.assertEqual(self._sheet(self.line, "2026-04-10").total, 0)

    def test_waive_a_part(self):
        claim = self._claim(self.line)
        self._decide(self.manager, claim, interest=False)
        self.assertEqual((claim.state, claim.total), ("open", 2.78))
        self.assertEqual(claim.sheet["total"], "2.78")
        domain = [("line_id", "=", self.line.id), ("state", "=", "waived")]
        waived = self.Claim.search(domain)
        self.assertEqual((waived.interest, waived.compensation), (0, 40))
        self.assertEqual(self._claim(self.line, "2026-04-20").total, 5.56)

    def test_waive_posted_in_one_step(self):
        claim = self._posted(self.line)
        self._decide(self.manager, claim)
        self.assertEqual((claim.state, claim.residual), ("waived", 0))
        self.assertEqual(claim.reversal_id.state, "posted")
        self.assertTrue(all(claim.entry_line_ids.mapped("reconciled")))
        self.assertEqual(self._sheet(self.line, "2026-04-10").total, 0)

    def test_reverse_in_one_step(self):
        claim = self._posted(self.line)
        owed = claim.entry_line_ids.filtered(lambda line: line.o2c_late_part == "costs")
        payment = self._pay(owed, 40, "2026-04-12")
        self._decide(self.accountant, claim, "reverse", "Entered twice")
        self.assertEqual((claim.state, claim.reason), ("reversed", "Entered twice"))
        self.assertTrue(all(claim.entry_line_ids.mapped("reconciled")))
        # the money is the customer's again, and the item can be claimed anew
        credit = self._receivable(payment.move_id)
        self.assertEqual(credit.amount_residual, -40)
        self.assertEqual(self._sheet(self.line, "2026-04-10").total, D("42.78"))

    def test_reversed_in_the_ledger(self):
        claim = self._posted(self.line)
        claim.entry_id._reverse_moves(cancel=True)
        self.assertEqual(claim.state, "reversed")
        self.assertTrue(claim.reversal_id)

    def test_entry_cannot_go_back_to_draft(self):
        claim = self._posted(self.line)
        with self.assertRaisesRegex(UserError, "Reverse the claim"):
            claim.entry_id.button_draft()

    def test_a_reason_is_needed(self):
        claim = self._claim(self.line)
        with self.assertRaises(UserError):
            self._decide(self.manager, claim, reason=" ")
        self.assertEqual(claim.state, "open")

    def test_only_posted_is_reversed(self):
        claim = self._claim(self.line)
        with self.assertRaises(UserError):
            self._decide(self.accountant, claim, "reverse")

    # ------------------------------------------------------------- paper
    def test_sheet_on_paper(self):
        claim = self._claim(self.line, "2026-07-10")
        report = self.env["ir.actions.report"].with_user(self.collector).sudo(False)
        args = ("o2c_credit.interest_sheet", claim.ids)
        html = str(report._render_qweb_html(*args)[0])
        for text in (
            "Calculation of late interest",
            self.line.move_id.name,
            "25.31",  # 1000 x 10.15 % x 91 / 365 = 25.3055
            "65.31",
            "not charged",
            "Official journal",
            "D.Lgs. 9-10-2002",
        ):
            self.assertIn(text, html)

    def test_sheet_of_lines(self):
        later = self._late(500, "2026-04-10")
        lines = self.line | later
        data = {"o2c_line_ids": lines.ids, "o2c_as_of": "2026-04-10", "o2c_lang": None}
        report = self.env["ir.actions.report"]
        html = str(report._render_qweb_html("o2c_credit.interest_sheet", [], data)[0])
        self.assertIn(self.line.move_id.name, html)
        self.assertNotIn(later.move_id.name, html)


@tagged("post_install", "-at_install")
class TestLateClaimRights(ClaimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._late()
        cls.claim = cls._claim(cls.line)

    def _call(self, user, method):
        return self._rpc(user, "o2c.late.claim", method, self.claim.ids)

    def test_collector_neither_posts_nor_waives(self):
        with self.assertRaises(AccessError):
            self._call(self.collector, "action_post")
        wizards = self.env["o2c.late.decide"].with_user(self.collector).sudo(False)
        with self.assertRaises(AccessError):
            wizards.create({"claim_ids": self.claim.ids, "reason": "x"})
        mine = self.claim.with_user(self.collector).sudo(False)
        for method in (mine._waive, mine._reverse):
            with self.assertRaises(AccessError):
                method("x")
        self.assertEqual(self.claim.state, "open")
        self.assertFalse(self.claim.entry_id)
        self._call(self.collector, "action_refresh")

    def test_manager_waives_and_does_not_post(self):
        with self.assertRaises(AccessError):
            self._call(self.manager, "action_post")
        with self.assertRaises(AccessError):
            self.claim.with_user(self.manager).sudo(False)._reverse("x")

    def test_accountant_posts_and_does_not_waive(self):
        with self.assertRaises(AccessError):
            self.claim.with_user(self.accountant).sudo(False)._waive("x")
        self._call(self.accountant, "action_post")
        self.assertEqual(self.claim.state, "posted")

    def test_nobody_writes(self):
        for user in (self.collector, self.manager, self.accountant):
            mine = self.claim.with_user(user).sudo(False)
            with self.assertRaises(AccessError):
                mine.write({"interest": 1})
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create({"line_id": self.line.id, "as_of": "2026-04-10"})

    def test_sellers_see_nothing(self):
        with self.assertRaises(AccessError):
            self.claim.with_user(self.seller).sudo(False).read(["interest"])

    def test_other_company(self):
        other = self._company()
        stranger = self._user("collector", login="o2c_far", company=other)
        found = self.Claim.with_user(stranger).sudo(False).search([])
        self.assertFalse(found)
        wizard = self.env["o2c.late.propose"].with_user(stranger).sudo(False)
        made = wizard.create({"company_id": self.company.id, "as_of": "2026-05-10"})
        self.assertEqual(made.action_propose()["domain"][0][2], [])
        self.assertEqual(self.claim.as_of, date(2026, 4, 10))

    def test_terms_are_the_managers(self):
        account = self._account()
        vals = {"debtor_kind": "consumer"}
        for user in (self.collector, self.accountant):
            with self.assertRaises(AccessError):
                self._rpc(user, "o2c.credit.account", "write", account.ids, vals)
        self._rpc(self.manager, "o2c.credit.account", "write", account.ids, vals)
        self.assertTrue(account.is_consumer)
