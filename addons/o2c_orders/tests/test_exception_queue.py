from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .exception_common import FRIDAY, MONDAY, NEXT_MONDAY, ExceptionCase


@tagged("post_install", "-at_install")
class TestQueue(ExceptionCase):
    """An exception is in the queue once, has an owner, and leaves by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._user("salesperson", login="o2c_other_seller")
        cls.desk = cls._user("order_desk")
        cls.keeper = cls._user("warehouse")
        with cls._at(MONDAY):
            cls.order = cls._order(user_id=cls.seller.id)
            cls.nobodys = cls._order(user_id=False)

    def _stuck(self, **values):
        return self._rule("stage_stuck", stage="processing", **values)

    # ------------------------------------------------------------- once
    def test_twice_is_once(self):
        rule = self._stuck()
        found = self._look(rule, FRIDAY)
        self.assertEqual(self.counts, (2, 0, 0))
        with self.assertNothingWritten("o2c.exception"):
            self.assertEqual(self._look(rule, NEXT_MONDAY), found)
        self.assertEqual(self.counts, (0, 0, 0))

    def test_comes_back_as_a_new_one(self):
        rule = self._stuck()
        first = self._look(rule, FRIDAY)
        with self._at(FRIDAY):
            picking = self._deliver(self.order, qty=10)
        self._look(rule, FRIDAY)
        self.assertEqual(self.counts, (0, 0, 1))
        closed = first.filtered(lambda e: e.state == "closed")
        self.assertEqual(closed.order_id, self.order)
        self.assertEqual(str(closed.closed_at), FRIDAY)
        self.assertEqual(closed.hours_open, 0)
        self.env["sale.order"].flush_model()
        self.env.cr.execute(
            "UPDATE sale_order SET o2c_stage = 'processing' WHERE id = %s",
            self.order.ids,
        )
        again = self._look(rule, NEXT_MONDAY)
        self.assertEqual(self.counts, (1, 0, 0))
        self.assertNotIn(closed, again)
        self.assertTrue(picking)

    def test_changed_numbers_are_written(self):
        rule = self._stuck()
        found = self._look(rule, FRIDAY)
        rule.severity = "3"
        self._look(rule, FRIDAY)
        self.assertEqual(self.counts, (0, 2, 0))
        self.assertEqual(set(found.mapped("severity")), {"3"})

    def test_rule_switched_off(self):
        rule = self._stuck()
        found = self._look(rule, FRIDAY)
        rule.active = False
        with self.enter_registry_test_mode():
            self.env.ref("o2c_orders.cron_find_exceptions").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(found.mapped("state")), {"closed"})

    def test_other_company(self):
        rule = self._stuck(company_id=False)
        other = self._company()
        self.assertFalse(self._look(rule, FRIDAY, company=other))
        self._look(rule, FRIDAY)
        # a search for another company leaves them alone
        self._look(rule, FRIDAY, company=other)
        self.assertEqual(self.counts, (0, 0, 0))

    # ------------------------------------------------------------- owner, due
    def test_owner(self):
        cases = [
            ("the record's", {"assign": "record"}, self.seller, None),
            ("salesperson", {"assign": "salesperson"}, self.seller, None),
            ("nobody's to a person", {"user_id": self.desk.id}, self.seller, self.desk),
            (
                "always the same",
                {"assign": "user", "user_id": self.desk.id},
                self.desk,
                self.desk,
            ),
        ]
        for case, values, owner, without in cases:
            with self.subTest(case):
                found = self._look(self._stuck(**values), FRIDAY)
                owners = {e.order_id: e.owner_id for e in found}
                nobody = without or self.desk.browse()
                self.assertEqual(owners, {self.order: owner, self.nobodys: nobody})

    def test_gone_user_owns_nothing(self):
        self.seller.active = False
        found = self._look(self._stuck(user_id=self.desk.id), FRIDAY)
        self.assertEqual(found.owner_id, self.desk)

    def test_due_by_working_hours(self):
        # Friday noon in Rome: an hour until lunch ends is none, Monday follows
        rule = self._stuck(due_hours=8)
        found = self._look(rule, FRIDAY)[0]
        calendar = self.company.resource_calendar_id
        due = calendar.plan_hours(8, datetime.fromisoformat(FRIDAY))
        self.assertEqual(found.due_at, due)
        self.assertEqual(found.due_at.date().isoformat(), "2026-03-09")

    def test_working_days_leave_out_the_weekend(self):
        # captured on Monday 2 at noon: five working days are over on Monday 9 at noon
        rule = self._stuck(age=5, unit="work_days")
        self.assertFound(rule, "2026-03-08 23:00:00")
        self.assertFound(rule, "2026-03-09 10:00:00")
        self.assertFound(rule, "2026-03-09 11:30:00", self.order, self.nobodys)

    # ------------------------------------------------------------- people
    def test_take(self):
        found = self._look(self._stuck(), FRIDAY)
        found.with_user(self.desk).action_take()
        self.assertEqual(found.owner_id, self.desk)

    def test_put_aside_stays_aside(self):
        rule = self._stuck()
        found = self._look(rule, FRIDAY)
        mine = found.filtered(lambda e: e.order_id == self.order)
        wizard = self.env["o2c.exception.aside"].with_user(self.seller)
        wizard.create(
            {"exception_ids": mine.ids, "reason": "Agreed"}
        ).action_put_aside()
        self.assertRecordValues(
            mine,
            [
                {
                    "state": "aside",
                    "aside_reason": "Agreed",
                    "aside_by_id": self.seller.id,
                }
            ],
        )
        self.assertEqual(self._look(rule, NEXT_MONDAY), found - mine)
        with self._at(NEXT_MONDAY):
            self._deliver(self.order)
        self._look(rule, NEXT_MONDAY)
        self.assertEqual(mine.state, "closed")

    def test_who_may_put_aside(self):
        found = self._look(self._stuck(), FRIDAY)
        nobodys = found.filtered(lambda e: e.order_id == self.nobodys)
        with self.assertNothingWritten("o2c.exception"):
            with self.assertRaisesRegex(UserError, "somebody else"):
                nobodys.with_user(self.keeper)._put_aside("because")
            with self.assertRaisesRegex(UserError, "Say why"):
                nobodys.with_user(self.desk)._put_aside(" ")
        nobodys.with_user(self.desk)._put_aside("because")
        with self.assertRaisesRegex(UserError, "not open"):
            nobodys.with_user(self.desk)._put_aside("again")

    def test_only_the_job_writes(self):
        found = self._look(self._stuck(), FRIDAY)
        mine = found.filtered(lambda e: e.order_id == self.order)
        Exceptions = self.env["o2c.exception"].with_user(self.desk)
        refused = [
            ("write", [mine.ids, {"state": "closed"}]),
            ("write", [mine.ids, {"severity": "0", "owner_id": self.desk.id}]),
            ("create", [{"rule_id": mine.rule_id.id}]),
            ("unlink", [mine.ids]),
        ]
        with self.assertNothingWritten("o2c.exception"):
            for name, args in refused:
                with self.subTest(name), self.assertRaises(AccessError):
                    call_kw(Exceptions, name, args, {})
        call_kw(Exceptions, "write", [mine.ids, {"next_action": "Call"}], {})
        self.assertEqual(mine.next_action, "Call")

    def test_who_sees_what(self):
        found = self._look(self._stuck(), FRIDAY)
        mine = found.filtered(lambda e: e.order_id == self.order)
        cases = [
            (self.seller, mine),
            (self.other, found.browse()),
            (self.desk, found),
            (self.keeper, found),
            (self._user("accountant"), found),
        ]
        for user, seen in cases:
            domain = [("id", "in", found.ids)]
            self.assertEqual(self.Exception.with_user(user).search(domain), seen)
        for role in ("agent", "customer"):
            with self.assertRaises(AccessError):
                self.Exception.with_user(self._user(role)).search([])

    def test_only_the_manager_rules(self):
        rule = self._stuck()
        with self.assertRaises(AccessError):
            call_kw(self.Rule.with_user(self.desk), "write", [rule.ids, {"age": 9}], {})
        manager = self._user("order_manager")
        call_kw(self.Rule.with_user(manager), "write", [rule.ids, {"age": 9}], {})
        self.assertEqual(rule.age, 9)

    # ------------------------------------------------------------- telling
    def _messages(self, user):
        domain = [("partner_ids", "in", user.partner_id.ids)]
        return self.env["mail.message"].search(domain)

    def _tell(self, moment):
        """As the job does, with commits that this test does not keep."""
        going_on = patch.object(IrCron, "_commit_progress", lambda *a, **k: 1.0)
        with self._at(moment), going_on:
            self.Exception._tell_owners()

    def test_owner_is_told_once(self):
        self._look(self._stuck(user_id=self.desk.id), FRIDAY)
        self._look(self._stuck(name="Quiet", notice=False), FRIDAY)
        self._tell(FRIDAY)
        self._tell(FRIDAY)
        message = self._messages(self.seller)
        self.assertEqual(message.subject, "New exceptions for you: 1")
        self.assertIn(self.order.name, message.body)
        self.assertEqual(len(self._messages(self.desk)), 1)

    def test_overdue_is_told_once(self):
        rule = self._stuck(notice=False, escalate_to_id=self.desk.id, due_hours=1)
        self._look(rule, MONDAY)
        self._tell(MONDAY)
        self.assertFalse(self._messages(self.desk))
        self._tell(NEXT_MONDAY)
        self._tell(NEXT_MONDAY)
        self.assertEqual(self._messages(self.desk).subject, "Exceptions overdue: 2")

    def test_one_failing_rule_does_not_stop_the_others(self):
        broken, rule = self._stuck(sequence=1), self._stuck(sequence=2)
        find = self.registry["o2c.exception"]._find

        def failing(model, rule, company):
            if rule == broken:
                raise ValueError("broken")
            return find(model, rule, company)

        name = "odoo.addons.o2c_orders.models.o2c_exception_find"
        with (
            patch.object(self.registry["o2c.exception"], "_find", failing),
            self.enter_registry_test_mode(),
            self.assertLogs(name, "ERROR"),
        ):
            self.env.ref("o2c_orders.cron_find_exceptions").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(broken.exception_ids)
        self.assertEqual(len(rule.exception_ids), 2)

    def test_customer_told(self):
        found = self._look(self._stuck(), FRIDAY)
        mine = found.filtered(lambda e: e.order_id == self.order)
        told = {"direction": "out", "summary": "Late", "channel": "phone"}
        self.Contact._log(self.customer, [self.order], at=MONDAY, **told)
        self.assertFalse(mine.customer_told_at)
        self.Contact._log(self.customer, [self.order], at=NEXT_MONDAY, **told)
        mine.invalidate_recordset()
        self.assertEqual(str(mine.customer_told_at), NEXT_MONDAY)
        untold = self.Exception.search(
            [("id", "in", found.ids), ("customer_told_at", "=", False)]
        )
        self.assertEqual(untold, found - mine)

    def test_count_on_the_order(self):
        self._look(self._stuck(), FRIDAY)
        self.assertEqual(self.order.o2c_open_exception_count, 1)
        self.assertEqual(self.order.with_user(self.seller).o2c_open_exception_count, 1)
