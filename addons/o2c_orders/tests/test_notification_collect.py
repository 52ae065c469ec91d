from datetime import datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .notification_common import LATER, NEXT_DAY, NOON, NotificationCase


@tagged("post_install", "-at_install")
class TestCollect(NotificationCase):
    """What happened after a rule began is noted, once; history never is."""

    def _collect(self, rule, moment=LATER):
        with self._at(moment):
            return self.Notice._collect(rule)

    def _events(self, rule, state="waiting"):
        notices = rule.notification_ids.filtered(lambda n: n.state == state)
        return [(n.order_id, n.event) for n in notices.sorted("id")]

    def test_milestone(self):
        rule = self._rule()
        order = self._delivered()
        self.assertEqual(self._collect(rule), 1)
        self.assertEqual(self._events(rule), [(order, "milestone:delivered")])
        with self.assertNothingWritten("o2c.notification"):
            self.assertEqual(self._collect(rule, NEXT_DAY), 0)

    def test_history_is_never_told(self):
        before = self._delivered("2026-03-01 11:00:00")
        same_day = self._delivered("2026-03-02 09:00:00")
        rule = self._rule()
        self.assertEqual(self._events(rule), [])
        self.assertEqual(
            self._events(rule, "skipped"), [(same_day, "milestone:delivered")]
        )
        self.assertEqual(rule.notification_ids.reason, "history")
        self.assertEqual(self._collect(rule), 0)
        self.assertFalse(self._notices(before))

    def test_day_without_an_hour(self):
        """An invoice of today is news after the rule began, not before."""
        early, late = self._delivered(), self._delivered()
        with self._at("2026-03-02 10:00:00"):
            self._invoice(early)
        rule = self._rule(milestone="invoiced")
        with self._at(LATER):
            self._invoice(late)
        self._collect(rule)
        self.assertEqual(self._events(rule), [(late, "milestone:invoiced")])

    def test_due_is_told_on_the_day(self):
        rule = self._rule(milestone="due")
        order = self._delivered()
        with self._at(LATER):
            self._invoice(order, invoice_date_due="2026-03-10")
        self.assertEqual(self._collect(rule, "2026-03-09 22:59:59"), 0)
        self.assertEqual(self._collect(rule, "2026-03-09 23:00:00"), 1)

    def test_known_too_late(self):
        rule = self._rule(max_age=24)
        self._delivered(LATER)
        self.assertEqual(self._collect(rule, "2026-03-03 11:05:01"), 0)
        self._delivered("2026-03-02 11:06:00")
        self.assertEqual(self._collect(rule, "2026-03-03 11:05:01"), 1)

    def test_parcel(self):
        rule = self._rule(
            trigger="shipment", milestone=False, shipment_status="failed_absent"
        )
        order = self._delivered()
        shipment = self.env["o2c.shipment"].search([("order_id", "=", order.id)])

        def report(day, hour, status="failed_absent"):
            at = datetime(2026, 3, day, hour)
            with self._at(str(at)):
                shipment._report(status, at, "webhook", f"{at}{status}")

        report(2, 10)  # before the rule
        report(3, 10)
        report(3, 12)  # scanned twice
        report(4, 10)
        report(4, 11, "in_transit")
        self._collect(rule, "2026-03-04 12:00:00")
        head = f"shipment:{shipment.id}:failed_absent"
        self.assertEqual(
            self._events(rule),
            [(order, f"{head}:2026-03-03"), (order, f"{head}:2026-03-04")],
        )

    def test_exception(self):
        found_by = self.env["o2c.exception.rule"].create(
            {"name": "Stuck", "kind": "stage_stuck", "age": 0, "unit": "days"}
        )
        with self._at(NOON):
            old = self._order()
            self.env["o2c.exception"]._find(found_by, self.company)
        rule = self._rule(
            "2026-03-02 11:01:00",
            trigger="exception",
            milestone=False,
            exception_rule_id=found_by.id,
        )
        with self._at(LATER):
            order = self._order()
            self.env["o2c.exception"]._find(found_by, self.company)
        self._collect(rule)
        self.assertEqual(rule.notification_ids.order_id, order)
        self.assertFalse(self._notices(old))

    def test_other_company(self):
        rule = self._rule(company_id=self._company().id)
        every = self._rule(company_id=False)
        self._delivered()
        self.assertEqual((self._collect(rule), self._collect(every)), (0, 1))

    def test_switched_on_again(self):
        rule = self._rule()
        with self._at(NOON):
            rule.active = False
        self._delivered(LATER)
        with self._at("2026-03-02 11:10:00"):
            rule.active = True
        self.assertEqual(self._collect(rule, "2026-03-02 11:20:00"), 0)

    def test_rule_must_wait_for_something(self):
        for values in (
            {"milestone": False},
            {"trigger": "shipment"},
            {"trigger": "exception"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._rule(**values)
        other = self.env["mail.template"].create(
            {"name": "x", "model_id": self.env["ir.model"]._get_id("sale.order")}
        )
        with self.assertRaises(ValidationError):
            self._rule(template_id=other.id)

    def test_nobody_chooses_the_moment_or_writes(self):
        rule = self._rule()
        self._delivered()
        self._collect(rule)
        notice = rule.notification_ids
        manager = self._user("order_manager")
        rules = self.NoticeRule.with_user(manager)
        with self.assertRaises(AccessError):
            call_kw(rules, "write", [rule.ids, {"since": "2020-01-01"}], {})
        for user in (manager, self._user("order_desk"), self.seller):
            notices = self.Notice.with_user(user)
            with self.assertRaises(AccessError):
                call_kw(notices, "write", [notice.ids, {"state": "sent"}], {})
            with self.assertRaises(AccessError):
                call_kw(notices, "unlink", [notice.ids], {})
        with self.assertRaises(AccessError):
            call_kw(
                self.NoticeRule.with_user(self._user("order_desk")),
                "write",
                [rule.ids, {"active": False}],
                {},
            )
        with self.assertRaises(AccessError):
            self.Notice.with_user(self._user("customer")).search([])

    def test_ready_rules_are_off(self):
        for name in ("confirmed", "shipped", "delivered", "late", "invoiced"):
            rule = self.env.ref(f"o2c_orders.notification_rule_{name}")
            self.assertFalse(rule.active, name)
