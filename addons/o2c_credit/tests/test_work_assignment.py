"""Portfolios: rules give customers to collectors; somebody stands in for the absent."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .work_common import NOW, WorkCommon


@tagged("post_install", "-at_install")
class TestWorkAssignment(WorkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.collector_id = False
        cls.one = cls._collector(cls.collector)
        cls.two = cls._collector(cls.colleague)
        cls._overdue()
        cls.others = cls.Account
        for number in range(1, 4):
            account = cls._debtor(f"Debtor {number}", 100.0 * number)
            account.collector_id = False
            cls.others |= account

    @classmethod
    def _collector(cls, user, capacity=0):
        vals = {"user_id": user.id, "company_id": cls.company.id, "capacity": capacity}
        return cls.env["o2c.collector"].create(vals)

    @classmethod
    def _share(cls, *collectors, **values):
        return cls.env["o2c.assignment.rule"].create(
            {
                "name": "Share",
                "company_id": cls.company.id,
                "collector_ids": [c.id for c in collectors],
                **values,
            }
        )

    def _assign(self, **options):
        with self._at(NOW):
            changed = self.env["o2c.assignment.rule"]._assign(self.company, **options)
            self.Item._refresh_company(self.company)
        return changed

    def _away(self, collector, substitute=None, start="2026-03-30", end="2026-03-30"):
        with self._at(NOW):
            return self.env["o2c.collector.absence"].create(
                {
                    "collector_id": collector.id,
                    "substitute_id": substitute and substitute.id,
                    "date_from": start,
                    "date_to": end,
                }
            )

    # ------------------------------------------------------------- rules
    def test_balanced_and_the_rule_is_named(self):
        rule = self._share(self.one, self.two)
        self.assertEqual(self._assign(), 4)
        everyone = self.account | self.others
        self.assertEqual(everyone.assignment_rule_id, rule)
        self.assertEqual(
            sorted(account.collector_id.login for account in everyone),
            ["o2c_colleague"] * 2 + ["o2c_collector"] * 2,
        )
        self.assertEqual((self.one + self.two).mapped("customer_count"), [2, 2])
        self.assertEqual(self._assign(), 0, "repeated: nothing changes")

    def test_capacity_and_the_next_rule(self):
        self.one.capacity = 1
        large = self._share(self.one, sequence=1, amount_from=100)
        rest = self._share(self.two, sequence=2)
        self._assign()
        self.assertEqual(self.account.assignment_rule_id, large)
        self.assertEqual(self.others.assignment_rule_id, rest)
        self.assertEqual(self.one.free_count, 0)

    def test_who_was_chosen_by_hand_stays(self):
        self._share(self.one)
        self.account.collector_id = self.colleague
        self._assign()
        self.assertEqual(self.account.collector_id, self.colleague)
        self.assertFalse(self.account.assignment_rule_id)

    def test_shared_out_anew(self):
        (self.account | self.others).collector_id = self.collector
        self._share(self.one, self.two)
        self.assertEqual(self._assign(), 0)
        self._assign(rebalance=True)
        self.assertEqual((self.one + self.two).mapped("customer_count"), [2, 2])

    def test_without_rules_nothing_is_given(self):
        self.assertEqual(self._assign(), 0)
        self.assertFalse((self.account | self.others).collector_id)

    def test_a_person_who_chooses_takes_the_rule_s_name_away(self):
        self._share(self.one)
        self._assign()
        self.account.with_user(self.manager).sudo(False).collector_id = self.colleague
        self.assertFalse(self.account.assignment_rule_id)
        self.assertEqual(self.account.work_item_ids.user_id, self.colleague)

    # ------------------------------------------------------------- absence
    def test_who_stands_in_has_the_work_at_once(self):
        self._share(self.one)
        self._assign()
        item = self.account.work_item_ids
        absence = self._away(self.one, self.two)
        self.assertRecordValues(
            item,
            [{"user_id": self.colleague.id, "collector_id": self.collector.id}],
        )
        with self._at(NOW):
            self.assertEqual(self.one.substitute_id, self.colleague)
            absence.unlink()
        self.assertEqual(item.user_id, self.collector)

    def test_an_absence_of_another_day_changes_nothing(self):
        self._share(self.one)
        self._assign()
        self._away(self.one, self.two, "2026-03-31", "2026-04-05")
        self.assertEqual(self.account.work_item_ids.user_id, self.collector)

    def test_nobody_stands_in_everybody_may_take_them(self):
        self._share(self.one)
        self._assign()
        self._away(self.one)
        self.assertFalse(self.account.work_item_ids.user_id)
        self.assertTrue(self._next(self.colleague, scope="pool"))

    # ------------------------------------------------------------- rights
    def test_only_managers_set_it_up(self):
        rule = self._share(self.one)
        for model, record in (
            ("o2c.assignment.rule", rule),
            ("o2c.collector", self.one),
        ):
            with self.assertRaises(AccessError):
                self._rpc(self.collector, model, "write", record.ids, {"active": False})
        with self.assertRaises(AccessError):
            self._rpc(
                self.collector, "o2c.assignment.rule", "action_rebalance", rule.ids
            )
        self.assertFalse(self.account.collector_id)

    @mute_logger("odoo.sql_db")
    def test_collectors_of_another_company_are_refused(self):
        other = self._company()
        vals = {"user_id": self.collector.id, "company_id": other.id}
        foreign = self.env["o2c.collector"].create(vals)
        with self.assertRaises(ValidationError):
            self._share(self.one, foreign)
