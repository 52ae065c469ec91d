from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .queue_common import QueueCase


@tagged("post_install", "-at_install")
class TestTier(QueueCase):
    """Who lets how much pass, and when two people must agree."""

    def test_up_to_the_excess_both_sides(self):
        self._tier(self.manager, 500)
        self._tier(self.boss)
        at, above = self._held(1500.0), self._held(1500.01)
        self._decide(at, resume=False)
        self.assertEqual(at.state, "ended")
        for way in (self._decide, self._by_the_ledger):
            with (
                self.assertNothingWritten("o2c.hold"),
                self.assertRaises(AccessError) as refused,
                self.cr.savepoint(),
            ):
                way(above, self.manager)
            self.assertIn("above your tier", str(refused.exception))
        self._decide(above, self.boss)
        self.assertEqual(above.released_by_id, self.boss)

    def test_up_to_the_order_both_sides(self):
        self._tier(self.manager, None, 1500)
        self._tier(self.boss)
        self._decide(self._held(1500.0), resume=False)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._decide(self._held(1500.01), self.manager)

    def test_what_is_owed_by_now_counts(self):
        self._tier(self.manager, 500)
        self._tier(self.boss)
        hold = self._held(1500.0)
        self._bill(0.01)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._decide(hold)
        self._decide(hold, self.boss)

    def test_nobody_covers_it(self):
        self._tier(self.manager, 100)
        with self.assertRaises(AccessError) as refused, self.cr.savepoint():
            self._decide(self._held())
        self.assertIn("no approval tier", str(refused.exception))

    def test_tiers_of_another_company_do_not_count(self):
        other = self._company()
        foreign = self._user("credit_manager", login="o2c_foreign", company=other)
        self._tier(foreign, 1, company_id=other.id)
        self._decide(self._held())

    def test_a_group_and_its_members_who_manage_credit(self):
        group = self.env["res.groups"].create({"name": "Heads"})
        self._tier(self.env["res.users"], 500, group_id=group.id)
        hold = self._held()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._decide(hold)
        self.collector.group_ids |= group
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._decide(hold, self.collector)
        self.manager.group_ids |= group
        self._decide(hold)
        self.assertEqual(hold.state, "ended")

    def test_people_of_a_tier_are_credit_managers(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._tier(self.seller)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._tier(self.env["res.users"])

    def test_a_manager_does_not_raise_his_own_tier(self):
        tier = self._tier(self.manager, 10)
        for method, args in (
            ("write", [{"max_excess": 1e9}]),
            ("unlink", []),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._rpc(self.manager, "o2c.credit.tier", method, tier.ids, *args)

    def test_the_tier_needed_is_seen_and_follows_the_tiers(self):
        low = self._tier(self.manager, 500)
        small, large = self._held(1500.0), self._held(1600.0)
        self.assertEqual((small.credit_tier_id, bool(large.credit_tier_id)), (low, 0))
        high = self._tier(self.boss)
        self.assertEqual(large.credit_tier_id, high)
        mine = self._mine(self.manager) & (small | large)
        self.assertEqual(mine, small)
        self.assertEqual(self._mine(self.boss) & (small | large), small | large)
        low.max_excess = 600
        self.assertEqual(large.credit_tier_id, low)

    def test_rejecting_needs_no_tier(self):
        self._tier(self.boss)
        hold = self._held()
        self._decide(hold, outcome="reject")
        self.assertEqual(hold.credit_state, "rejected")

    # ------------------------------------------------------------- two people
    def test_two_different_people(self):
        self._tier(self.manager | self.boss, None, second=500)
        alone, hold = self._held(1500.0), self._held(1500.01)
        self._decide(alone, resume=False)
        self.assertEqual(alone.state, "ended")
        action = self._decide(hold)
        self.assertIn("second person", action["params"]["title"])
        self.assertEqual((hold.state, hold.credit_state), ("open", "second"))
        self.assertEqual(hold.order_id.state, "draft")
        for way in (self._decide, self._by_the_ledger):
            with self.assertRaises(AccessError), self.cr.savepoint():
                way(hold, self.manager)
        self._decide(hold, self.boss)
        self.assertConfirmed(hold.order_id)
        self.assertEqual(hold.released_by_id, self.boss)

    def test_the_second_agrees_to_the_same(self):
        self._tier(self.manager | self.boss, None, second=0)
        hold = self._held()
        self._decide(hold, outcome="condition", up_to=1600)
        self._decide(hold, self.boss, "condition", up_to=9000)
        self.assertEqual((hold.state, hold.credit_decided_by_id), ("open", self.boss))
        self._decide(hold, outcome="condition", up_to=9000)
        self.assertEqual((hold.state, hold.credit_up_to), ("ended", 9000))

    def test_the_first_does_not_count_when_the_order_grew(self):
        self._tier(self.manager | self.boss, None, second=0)
        hold = self._held()
        self._decide(hold)
        hold.order_id.order_line.price_unit = 1500.01
        self._confirm(hold.order_id)
        again = self._credit_holds(hold.order_id)[-1:]
        self.assertEqual((hold.state, again.credit_state), ("ended", "waiting"))
        self._decide(again)
        self.assertEqual(again.state, "open")

    def test_the_first_counts_when_only_the_customer_owes_more(self):
        self._tier(self.manager | self.boss, None, second=0)
        hold = self._held()
        self._decide(hold)
        self._bill(50)
        self._confirm(hold.order_id)
        self._decide(hold, self.boss)
        self.assertConfirmed(hold.order_id)

    # ------------------------------------------------------------- helpers
    def _mine(self, user):
        holds = self.Hold.with_user(user).sudo(False)
        return holds.search([("credit_in_my_tier", "=", True)]).sudo()

    def _by_the_ledger(self, hold, user):
        vals = {"hold_ids": hold.ids, "note": "It is fine"}
        (wizard,) = self._rpc(user, "o2c.hold.release", "create", [vals])
        self._rpc(user, "o2c.hold.release", "action_release", [wizard])
