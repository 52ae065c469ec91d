"""What is left of a budget of vouchers is given once."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .race_common import RaceCase


@tagged("post_install", "-at_install")
class TestRaceVoucher(RaceCase):
    """Room for one voucher of ten, and two who want to give it."""

    @classmethod
    def _prepare_more(cls, env):
        company = env.company
        known = company.o2c_voucher_program_id
        program = company._o2c_voucher_program()
        if not known:
            cls.keep(program.reward_ids.discount_line_product_id)
            cls.keep(program)

    def _fresh(self, env, wishes):
        """A call of each agent, 20 of 30 given, so many wishes to be decided."""
        self.free(env)
        limits = {"voucher_alone": 10, "voucher_most": 30, "voucher_budget": 30}
        campaign = self.keep(self._campaign(env, kind="telesales", **limits))
        self.giving = campaign.id
        # as if it had been given in calls before
        env.cr.execute(
            "UPDATE o2c_campaign SET voucher_spent = 20 WHERE id = %s", [self.giving]
        )
        self.calls = [
            self.call_of(env, agent, campaign_id=self.giving)
            for agent in (self.agent, self.other_agent)
        ]
        vouchers = env["o2c.call.voucher"]
        for call in self.calls[:wishes]:
            vouchers |= vouchers.create(
                {"call_id": call, "agent_id": self.agent, "amount": 10.0}
            )
        self.wishes = vouchers.ids

    def _give(self, place, amount=10.0):
        agent = (self.agent, self.other_agent)[place]
        return self.rpc(agent, "o2c.call", [self.calls[place]], "voucher_give", amount)

    def _decide(self, method, place=0):
        wish = self.wishes[place]
        return self.rpc(self.leader, "o2c.call.voucher", [wish], method)

    def _given(self, env):
        campaign = env["o2c.campaign"].browse(self.giving)
        given = env["o2c.call.voucher"].search(
            [("campaign_id", "=", campaign.id), ("state", "=", "given")]
        )
        customers = env["o2c.call"].browse(self.calls).partner_id
        cards = env["loyalty.card"].search([("partner_id", "in", customers.ids)])
        return len(given), sum(cards.mapped("points")), campaign.voucher_spent

    def _once(self, one, other, first):
        second = other if first is one else one
        self.assertNoError(first)
        self.assertIsInstance(second.error, UserError)
        self.assertIn("left for vouchers", str(second.error))
        self.assertEqual(self.committed(self._given), (1, 10.0, 30.0))

    def test_two_agents(self):
        def make():
            self.committed(self._fresh, 0)
            return self._give(0), self._give(1)

        self.play(make, self._once)

    def test_one_approves_while_another_gives(self):
        def make():
            self.committed(self._fresh, 1)
            return self._decide("action_approve"), self._give(1)

        self.play(make, self._once)

    def test_two_are_approved(self):
        def make():
            self.committed(self._fresh, 2)
            return [self._decide("action_approve", place) for place in (0, 1)]

        self.play(make, self._once)

    def test_approved_and_refused_at_once(self):
        def make():
            self.committed(self._fresh, 1)
            return self._decide("action_approve"), self._decide("action_refuse")

        def check(yes, no, first):
            second = no if first is yes else yes
            self.assertNoError(first)
            self.assertIsInstance(second.error, UserError)
            given = (1, 10.0, 30.0) if first is yes else (0, 0, 20.0)
            self.assertEqual(self.committed(self._given), given)

        self.play(make, check)

    def test_two_windows_of_one_call(self):
        """Both amounts fit the budget; the call gives one of them."""

        def make():
            self.committed(self._fresh, 0)
            return self._give(0, 4.0), self._give(0, 5.0)

        def check(four, five, first):
            second = five if first is four else four
            self.assertNoError(first)
            self.assertIsInstance(second.error, UserError)
            given = 4.0 if first is four else 5.0
            self.assertEqual(self.committed(self._given), (1, given, 20.0 + given))

        self.play(make, check)
