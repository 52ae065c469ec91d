from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestSmallDispute(DisputeCommon):
    """Small amounts are accepted at once by a rule, within its bounds."""

    def test_up_to_the_limit_and_a_cent_more(self):
        self._allowance(25)
        for amount, state in ((25, "accepted"), (25.01, "open")):
            with self.subTest(amount):
                invoice = self._bill(1000)
                dispute = self._dispute(invoice, amount)
                self.assertEqual(dispute.state, state)
                self.assertEqual(bool(dispute.credit_note_id), state == "accepted")
                self.assertHeld(invoice, amount)

    def test_it_says_why(self):
        rule = self._allowance(25)
        accepted = self._dispute(self._bill(1000), 25)
        self.assertEqual(accepted.allowance_id, rule)
        self.assertIn("Small amounts", accepted.decision_note)
        self.assertFalse(accepted.decided_by_id)
        self.assertEqual(accepted.credit_note_id.amount_total, 25)
        waiting = self._dispute(self._bill(1000), 26)
        self.assertFalse(waiting.allowance_id)
        self.assertIn("up to", waiting.allowance_note)

    def test_without_a_rule_nothing_is_said(self):
        dispute = self._dispute(self._bill(1000), 1)
        self.assertEqual((dispute.state, dispute.allowance_note), ("open", False))

    def test_its_conditions(self):
        cases = (
            ("tier fits", {"tier": "key"}, "key", "price", "accepted"),
            ("other tier", {"tier": "key"}, "standard", "price", "open"),
            ("reason fits", {"reason": "price"}, "key", "price", "accepted"),
            ("other reason", {"reason": "price"}, "key", "quality", "open"),
            ("share fits", {"max_share": 0.02}, "key", "price", "accepted"),
            ("more than the share", {"max_share": 0.0199}, "key", "price", "open"),
        )
        for name, values, tier, reason, state in cases:
            with self.subTest(name):
                rule = self._allowance(25, **values)
                self.customer.o2c_care_tier = tier
                invoice = self._bill(1000)
                dispute = (
                    self.env["o2c.dispute"]
                    .with_user(self.agent)
                    ._open(
                        self._ticket(invoice_id=invoice.id),
                        invoice.with_user(self.agent),
                        20,
                        "Too dear",
                        reason=reason,
                    )
                )
                self.assertEqual(dispute.state, state)
                rule.active = False

    def test_so_often_in_a_year(self):
        self._allowance(25, max_times=2)
        states = [self._dispute(self._bill(1000), 10).state for _time in range(3)]
        self.assertEqual(states, ["accepted", "accepted", "open"])
        other = self._customer(name="Other Café")
        theirs = self._bill(1000, partner_id=other.id)
        ticket = self._ticket(partner_id=other.id)
        self.assertEqual(self._dispute(theirs, 10, ticket).state, "accepted")

    def test_so_much_in_a_year(self):
        self._allowance(25, max_total=30)
        amounts = (20, 10, 0.01)
        states = [self._dispute(self._bill(1000), amount).state for amount in amounts]
        self.assertEqual(states, ["accepted", "accepted", "open"])

    def test_a_year_ends(self):
        self._allowance(25, max_times=1)
        first = self._dispute(self._bill(1000), 10)
        for days, state in ((364, "open"), (366, "accepted")):
            with self.subTest(days):
                first.opened_at = fields.Datetime.now() - timedelta(days=days)
                self.env.flush_all()
                with self.cr.savepoint() as point:
                    dispute = self._dispute(self._bill(1000), 10)
                    self.assertEqual(dispute.state, state)
                    point.rollback()

    def test_the_first_rule_that_fits_decides(self):
        self._allowance(5, sequence=1, reason="quality", name="Quality")
        self._allowance(50, sequence=2, name="All")
        self.assertEqual(self._dispute(self._bill(1000), 30).allowance_id.name, "All")

    def test_another_currency_counts_in_the_companys(self):
        self._allowance(25)
        dollar = self.setup_other_currency("EUR")
        for amount, state in ((50, "accepted"), (50.02, "open")):
            invoice = self._bill(1000, currency_id=dollar.id)
            self.assertEqual(self._dispute(invoice, amount).state, state)

    def test_another_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["o2c.dispute.allowance"].create(
            {"name": "Theirs", "limit_amount": 1000, "company_id": other.id}
        )
        self.assertEqual(self._dispute(self._bill(1000), 1).state, "open")

    def test_what_a_customer_contests_himself_is_judged_too(self):
        self._allowance(25)
        dispute = self._bill(1000)._o2c_contest(25, "Too dear", channel="portal")
        self.assertEqual(dispute.state, "accepted")

    def test_only_a_leader_writes_rules(self):
        rule = self._allowance(25)
        model = self.env["o2c.dispute.allowance"]
        for user in (self.agent, self.accountant):
            with self.assertRaises(AccessError):
                call_kw(
                    model.with_user(user), "write", [rule.ids, {"limit_amount": 9}], {}
                )

    def test_a_change_of_the_limit_is_kept(self):
        context = {"tracking_disable": False, "mail_notrack": False}
        rule = self._allowance(25).with_context(**context)
        self.cr.flush()
        rule.limit_amount = 250
        self.cr.flush()
        values = rule.message_ids.sudo().tracking_value_ids
        self.assertEqual((values.old_value_float, values.new_value_float), (25, 250))
