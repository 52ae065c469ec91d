from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .telesales_common import TelesalesCommon

MODELS = ("o2c.call.voucher", "loyalty.card", "mail.mail")


@tagged("post_install", "-at_install")
class TestVoucher(TelesalesCommon):
    """Alone up to 10, at most 50, 100 in all, 30 an agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thanks = cls._campaign(
            start=False,
            name="Thank you",
            kind="thank_you",
            voucher_alone=10,
            voucher_most=50,
            voucher_budget=100,
            voucher_agent_budget=30,
        )
        cls.other_leader = cls._user(
            "second_leader", groups="o2c_quality_check.group_call_leader"
        )

    def setUp(self):
        super().setUp()
        self.call = self._sales_call(self.thanks)

    def give(self, amount, user=None, call=None, note="Loyal for years"):
        user, call = user or self.agent, call or self.call
        return self.rpc(user, call, "voucher_give", amount, note)

    def voucher(self, call=None):
        return (call or self.call).sudo().voucher_ids

    def test_given_at_once(self):
        state = self.give(10)
        voucher = self.voucher()
        self.assertEqual((voucher.state, voucher.amount), ("given", 10))
        card = voucher.card_id
        self.assertEqual((card.partner_id, card.points), (self.customer, 10))
        self.assertEqual(card.program_id, self.company._o2c_voucher_program())
        self.assertEqual((state["code"], state["open"]), (card.code, False))
        self.assertEqual(self.thanks.voucher_spent, 10)
        message = voucher.message_ids.filtered(
            lambda m: self.customer in m.partner_ids | m.notified_partner_ids
        )
        self.assertIn(card.code, message.body)

    def test_more_needs_a_leader(self):
        state = self.give(10.01)
        voucher = self.voucher()
        self.assertEqual((voucher.state, state["code"]), ("asked", ""))
        self.assertFalse(voucher.card_id)
        self.assertEqual(self.thanks.voucher_spent, 0)
        for user in (self.agent, self.other_agent, self._user("salesperson")):
            for method in ("action_approve", "action_refuse"):
                with self.assertNothingWritten(*MODELS), self.assertRaises(AccessError):
                    self.rpc(user, voucher, method)
        self.rpc(self.leader, voucher, "action_approve")
        self.assertEqual((voucher.state, voucher.decided_by_id), ("given", self.leader))
        self.assertEqual(voucher.card_id.points, 10.01)
        with self.assertRaises(UserError):
            self.rpc(self.leader, voucher, "action_refuse")

    def test_nobody_approves_his_own(self):
        call = self._sales_call(self.thanks, self._buyer(), self.leader)
        self.give(40, self.leader, call)
        voucher = self.voucher(call)
        with self.assertNothingWritten(*MODELS), self.assertRaises(AccessError):
            self.rpc(self.leader, voucher, "action_approve")
        self.rpc(self.other_leader, voucher, "action_approve")
        self.assertEqual(voucher.state, "given")

    def test_refused(self):
        self.give(40)
        self.rpc(self.leader, self.voucher(), "action_refuse")
        self.assertEqual(self.voucher().state, "refused")
        self.assertFalse(self.voucher().card_id)

    def test_limits(self):
        for amount in (0, -5, 50.01, None, "10", True, float("nan"), float("inf")):
            with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
                self.give(amount)
        self.thanks.voucher_spent = 91
        with self.assertRaisesRegex(UserError, "left for vouchers"):
            self.give(10)
        self.thanks.voucher_most = 0
        self.assertFalse(self.rpc(self.agent, self.call, "voucher_state"))
        with self.assertRaisesRegex(UserError, "No vouchers"):
            self.give(5)

    def test_budget_is_looked_at_again(self):
        self.give(40)
        self.thanks.voucher_spent = 61
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.rpc(self.leader, self.voucher(), "action_approve")

    def test_an_agent_s_own_budget(self):
        for number, state in enumerate(("given", "given", "given", "asked")):
            call = self._sales_call(self.thanks, self._buyer(name=f"Bar {number}"))
            self.give(10, call=call)
            self.assertEqual(self.voucher(call).state, state)

    def test_once_a_call(self):
        self.give(5)
        with self.assertNothingWritten(*MODELS), self.assertRaises(UserError):
            self.give(5)
        values = {"call_id": self.call.id, "agent_id": self.agent.id, "amount": 5}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["o2c.call.voucher"].create(values)

    def test_only_the_holder(self):
        for user in (self.other_agent, self.leader, self.seller):
            with self.assertNothingWritten(*MODELS), self.assertRaises(AccessError):
                self.give(5, user)
        self.give(5)
        vouchers = self.env["o2c.call.voucher"].with_user(self.other_agent)
        self.assertFalse(vouchers.search([]))
        for method, args in (("write", [{"amount": 1}]), ("unlink", [])):
            with self.assertRaises(UserError):
                self.rpc(self.leader, self.voucher(), method, *args)
        values = {"call_id": self.call.id, "agent_id": self.agent.id, "amount": 5}
        with self.assertRaises(AccessError):
            self.env["o2c.call.voucher"].with_user(self.leader).create(values)
        for user in (self.leader, self.agent):
            with self.assertRaises(UserError):
                self.rpc(user, self.thanks, "write", {"voucher_spent": 0})

    def test_the_code_pays(self):
        self.give(10)
        code = self.voucher().code
        self.customer.email = False
        sale = self._sales_call()
        self.rpc(self.agent, sale, "basket_set", self.beans.id, 3)
        state = self.rpc(self.agent, sale, "basket_code", code)
        self.assertEqual(state["totals"]["total"], 50)
