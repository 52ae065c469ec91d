from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .policy_common import PolicyCommon

RULE = {"name": "Mine", "kind": "order_amount", "amount": 1}


@tagged("post_install", "-at_install")
class TestRights(PolicyCommon):
    """Who may change the policy, enter events, and that documents stand."""

    def test_only_credit_managers_write_rules(self):
        rule = self._rule("order_amount", amount=1)
        for role in ("salesperson", "order_desk", "accountant", "collector"):
            user = self._user(role)
            for method, ids, args in (
                ("create", [], [[RULE]]),
                ("write", rule.ids, [{"amount": 9}]),
                ("unlink", rule.ids, []),
            ):
                with self.subTest(role, method=method), self.assertRaises(AccessError):
                    records = self.env(user=user, su=False)["o2c.credit.rule"]
                    getattr(records.browse(ids), method)(*args)
        rules = self.env(user=self.manager, su=False)["o2c.credit.rule"]
        rules.create(RULE).write({"amount": 5})

    def test_the_rules_of_another_company(self):
        other = self.setup_other_company()["company"]
        rule = self._rule("order_amount", amount=1, company_id=other.id)
        for_all = self._rule("order_amount", amount=1)
        seen = self.env(user=self.manager, su=False)["o2c.credit.rule"].search([])
        self.assertIn(for_all.id, seen.ids)
        self.assertNotIn(rule.id, seen.ids)

    def test_not_while_his_own_order_waits(self):
        rule = self._rule("order_amount", amount=5)
        both = self._user("selling_manager")
        order = self._quotation(10.0, user_id=both.id)
        self._confirm(order, both)
        self.assertHeld(order)
        for vals in ({"active": False}, {"amount": 99}):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._rpc(both, "o2c.credit.rule", "write", rule.ids, vals)
        exempt = {"name": "x", "kind": "small_order", "amount": 99, "every_rule": True}
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env(user=both, su=False)["o2c.credit.exemption"].create(exempt)
        self._rpc(self.manager, "o2c.credit.rule", "write", rule.ids, {"amount": 99})

    def test_rules_that_make_no_sense(self):
        cases = [
            ("segment of nothing", {"scope": "group"}, ValidationError),
            ("quantity of nothing", {"kind": "quantity"}, ValidationError),
            ("no phase", {"at_confirmation": False}, CheckViolation),
            ("less than zero", {"amount": -1}, CheckViolation),
            ("customer not named", {"scope": "customer"}, CheckViolation),
        ]
        for case, values, error in cases:
            with (
                self.subTest(case),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self.Rule.create({**RULE, **values})
        for kind in ("whitelisted", "payment_term"):
            with self.subTest(kind), self.assertRaises(ValidationError):
                self._exemption(kind)

    def test_events(self):
        event = self._event("returned_payment", "2026-03-01", amount=10)
        seller = self.env(user=self.seller, su=False)["o2c.credit.event"]
        with self.assertRaises(AccessError):
            seller.browse(event.id).read(["note"])
        with self.assertRaises(AccessError):
            seller.create({"account_id": event.account_id.id, "kind": "other"})
        collector = self._user("collector")
        mine = self.env(user=collector, su=False)["o2c.credit.event"]
        forged = {"resolved_date": "2026-03-01", "entered_by_id": self.manager.id}
        entered = mine.create({"account_id": event.account_id.id, **forged})
        self.assertEqual(entered.entered_by_id, collector)
        self.assertFalse(entered.resolved_date)
        for vals in ({"amount": 1}, {"resolved_date": "2026-03-01"}):
            with self.assertRaises(UserError):
                entered.write(vals)
            with self.assertRaises(UserError):
                event.sudo().write(vals)
        with self.assertRaises(UserError):
            event.sudo().unlink()
        entered.action_resolve()
        self.assertEqual(entered.resolved_by_id, collector)
        with self.assertRaises(AccessError):
            self._rpc(self.seller, "o2c.credit.event", "action_resolve", event.ids)

    def test_documents_stand(self):
        order = self._quotation(10.0)
        self._confirm(order)
        document = self._documents(order)
        for records in (document.sudo(), document.with_user(self.manager).sudo(False)):
            with self.assertRaises(UserError):
                records.write({"note": "better"})
            with self.assertRaises(UserError):
                records.unlink()
        with self.assertRaises(AccessError):
            self.env(user=self.manager, su=False)["o2c.credit.decision"].create({})
        with self.assertRaises(AccessError):
            document.with_user(self.seller).sudo(False).read(["facts"])
        collector = self._user("collector")
        self.assertTrue(document.with_user(collector).sudo(False).is_intact)

    def test_a_document_that_was_changed_behind_our_back(self):
        order = self._quotation(10.0)
        self._confirm(order)
        document = self._documents(order)
        self.assertTrue(document.is_intact)
        self.cr.execute("UPDATE o2c_credit_decision SET order_amount = '1'")
        self.env.invalidate_all()
        self.assertFalse(document.is_intact)

    def test_of_another_company(self):
        order = self._quotation(10.0)
        self._confirm(order)
        other = self.setup_other_company()["company"]
        foreign = self._user("collector", login="foreign", company=other)
        with self.assertRaises(AccessError):
            self._documents(order).with_user(foreign).sudo(False).read(["facts"])
