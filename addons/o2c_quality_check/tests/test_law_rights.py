import base64
import io
from datetime import datetime

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .law_common import NIGHT, NOW, LawCommon

OWN = {"name": "Ours", "kind": "frequency", "most": 1, "source": "We decided"}


@tagged("post_install", "-at_install")
class TestLawRights(LawCommon):
    """Who keeps the rules, and who reads the log."""

    def refused(self, user, records, method, *args):
        model = self.env[records._name].with_user(user)
        with self.assertRaises(UserError, msg=f"{method} by {user.login}"):
            call_kw(model, method, [records.ids, *args], {})

    def test_a_leader_adds_and_changes_nothing_of_the_law(self):
        law = self._ref("rule_it_hours")
        anywhere = self._ref("rule_any_hours")
        for rule in (law, anywhere):
            self.refused(self.leader, rule, "write", {"active": False})
            self.refused(self.leader, rule, "unlink")
            self.refused(self.leader, rule.window_ids[:1], "write", {"end": 24.0})
            self.refused(self.leader, rule.window_ids[:1], "unlink")
            self.refused(
                self.leader,
                rule,
                "write",
                {"window_ids": [Command.create({"day": "sunday"})]},
            )
        Rule = self.Rule.with_user(self.leader)
        mine = Rule.create(OWN)
        self.assertEqual(mine.company_id, self.env.company)
        mine.most = 2
        self.refused(self.leader, mine, "write", {"is_law": True})
        self.refused(self.leader, mine, "write", {"is_fallback": True})
        for values in ({"is_law": True}, {"is_fallback": True}):
            with self.assertRaises(AccessError):
                call_kw(Rule, "create", [{**OWN, "company_id": False, **values}], {})
        for user in (self.agent, self.marketing):
            self.refused(user, mine, "write", {"most": 9})
        Rule.browse(mine.id).unlink()

    def test_verified_by_a_leader(self):
        rule = self._ref("rule_fr_hours")
        self.assertFalse(rule.active)
        self.refused(self.marketing, rule, "action_verify")
        call_kw(self.Rule.with_user(self.leader), "action_verify", [rule.ids], {})
        self.assertEqual(
            (rule.active, rule.to_verify, rule.verified_by_id),
            (True, False, self.leader),
        )
        # what is law is not touched by saying so again
        law = self._ref("rule_it_hours")
        law.with_user(self.leader).action_verify()
        self.assertFalse(law.verified_by_id)

    def test_a_day_out_of_the_calendar(self):
        Holiday = self.env["o2c.holiday"].with_user(self.leader)
        day = Holiday.create({"name": "Ours", "date": "2026-03-06"})
        self.refused(self.leader, day, "write", {"effect": "open"})
        day.name = "Still ours"
        self.refused(self.agent, day, "write", {"name": "x"})

    def test_rules_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second company"})
        stranger = self._user(
            "leader_2", groups="o2c_quality_check.group_call_leader", company=other
        )
        mine = self.Rule.with_user(self.leader).create(OWN)
        seen = self.Rule.with_user(stranger).search([])
        self.assertIn(self._ref("rule_it_hours"), seen)
        self.assertNotIn(mine, seen)
        _campaign, call = self._selling()
        call._may_dial(NOW)
        Log = self.env["o2c.dial.decision"]
        self.assertTrue(Log.with_user(self.leader).search([("call_id", "=", call.id)]))
        self.assertFalse(Log.with_user(stranger).search([]))

    def test_log_for_leader_and_marketing(self):
        _campaign, sells = self._selling()
        serves = self._listed()
        for call in (sells, serves):
            call._may_dial(NOW)
        Log = self.env["o2c.dial.decision"]
        here = [("call_id", "in", (sells | serves).ids)]
        self.assertEqual(Log.with_user(self.leader).search_count(here), 2)
        seen = Log.with_user(self.marketing).search(here)
        self.assertEqual(seen.purpose, "marketing")
        self.assertTrue(seen.why)
        with self.assertRaises(AccessError):
            Log.with_user(self.agent).search(here)
        for user in (self.leader, self.marketing):
            self.refused(user, seen, "write", {"result": "allowed"})
            self.refused(user, seen, "unlink")
        for method in ("_log", "_may_dial", "_judge"):
            self.refused(self.leader, sells, method, NOW)

    def test_workbook(self):
        _campaign, call = self._selling()
        call._may_dial(NIGHT)
        self._listed()._may_dial(NOW)
        Export = self.env["o2c.dial.export"]
        period = {"date_from": "2026-03-05", "date_to": "2026-03-05"}
        export = Export.with_user(self.marketing).create(period)
        self.assertEqual(export.action_export()["res_id"], export.id)
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(export.file)))
        head, row = book.active.iter_rows(values_only=True)
        line = dict(zip(head, row, strict=True))
        self.assertEqual(line["When (UTC)"], datetime(2026, 3, 5, 22, 30))
        self.assertEqual(
            (line["Result"], line["Number"], line["Person called"]),
            ("Not allowed", "+393331234567", "Tullio Tester"),
        )
        self.assertEqual(line["Rule"], "Italy: consent to calls that sell")
        both = Export.with_user(self.leader).create(period)
        both.action_export()
        self.assertEqual((export.count, both.count), (1, 2))
        before = Export.create({**period, "date_to": "2026-03-04"})
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            before.action_export()
        self.refused(self.agent, both, "action_export")

    def test_may_i_call(self):
        Question = self.env["o2c.dial.question"].with_user(self.agent)
        question = Question.new({"phone": "+39 333 1234567", "at": NIGHT})
        question._onchange_phone()
        self.assertEqual(question.partner_id._origin, self.person)
        self.assertEqual(question.verdict, "never")
        self.assertEqual(question.answer, "No. Do not call.")
        self.assertEqual(question.rule_id, self._ref("rule_it_consent"))
        question.purpose = "service"
        self.assertEqual(question.verdict, "later")
        self.assertEqual(question.next_at, datetime(2026, 3, 6, 7))
        question.at = NOW
        self.assertEqual(question.verdict, "allowed")
        unknown = Question.new({"phone": "+34 915 550 123", "at": NOW})
        self.assertEqual(unknown.rule_id, self._ref("rule_es_consent"))
        self.assertIn("law of Spain", unknown.known)
        self.assertEqual(Question.new({}).verdict, "ask")
        self.assertFalse(self.env["o2c.dial.decision"].search([("at", "=", NIGHT)]))
