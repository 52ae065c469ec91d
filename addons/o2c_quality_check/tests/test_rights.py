import re

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import LEADER, NOW, QualityCommon

MODELS = (
    "o2c.call",
    "o2c.call.attempt",
    "o2c.call.answer",
    "o2c.call.effect",
)


@tagged("post_install", "-at_install")
class TestRights(QualityCommon):
    """Everything through the door that a client uses."""

    def rpc(self, user, records, method, *args, **kwargs):
        model = self.env[records._name].with_user(user)
        return call_kw(model, method, [records.ids, *args], kwargs)

    def refused(self, user, records, method, *args):
        with self.assertNothingWritten(*MODELS, "o2c.contact"):
            try:
                self.rpc(user, records, method, *args)
            except (AccessError, UserError):
                return
            self.fail(f"{method} went through for {user.login}")

    def test_result_on_somebody_else_s_call(self):
        call = self._taken()
        for user in (self.other_agent, self.leader, self._user("salesperson")):
            for method in ("action_answered", "action_busy", "action_give_back"):
                self.refused(user, call, method)
            self.refused(user, call, "write", {"note": "x"})
            self.refused(user, call.answer_ids[0], "write", {"text": "x"})
        self.rpc(self.agent, call, "action_busy")
        self.assertEqual((call.last_result, call.agent_id), ("busy", self.agent))

    def test_leader_is_told_who_is_calling(self):
        call = self._taken()
        with self.assertRaisesRegex(
            AccessError, f"is being called by {re.escape(self.agent.name)}"
        ):
            call.with_user(self.leader).action_busy()

    def test_call_that_nobody_took(self):
        call = self._listed()
        self.refused(self.agent, call, "action_answered")
        self.refused(self.agent, call, "write", {"note": "x"})

    def test_an_agent_writes_answers_and_notes_only(self):
        call = self._taken()
        for values in (
            {"state": "done"},
            {"agent_id": self.other_agent.id},
            {"verdict": "ok"},
            {"attempt_count": 0},
            {"priority": "2"},
            {"note": "x", "last_result": "answered"},
        ):
            self.refused(self.agent, call, "write", values)
        self.refused(self.agent, call.answer_ids[0], "write", {"is_given": True})
        self.refused(self.agent, call.answer_ids[0], "write", {"question_id": 1})
        self.rpc(self.agent, call, "write", {"note": "x", "talk_minutes": 2})
        self.assertEqual((call.note, call.talk_minutes), ("x", 2))

    def test_nobody_creates_or_deletes(self):
        call = self._taken()
        for user in (self.agent, self.leader):
            for record in (call, call.answer_ids[0]):
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    record.with_user(user).create({})

    def test_attempts_stand(self):
        call = self._taken()
        call.action_busy()
        attempt = call.sudo().attempt_ids
        with self.assertRaisesRegex(UserError, "stands as it was recorded"):
            attempt.note = "other"
        with self.assertRaisesRegex(UserError, "never deleted"):
            attempt.unlink()
        with self.assertRaises(UserError):
            self.rpc(self.leader, attempt, "write", {"note": "other"})

    def test_agents_see_free_calls_and_their_own(self):
        stranger = self._user(
            "call_agent_3", groups="o2c_quality_check.group_call_agent"
        )
        call = self._listed()
        seen = {
            user: bool(self.Call.with_user(user).search([("id", "=", call.id)]))
            for user in (self.agent, self.other_agent, self.leader, stranger)
        }
        self.assertEqual(list(seen.values()), [True, True, True, False])
        taken = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self.assertEqual(taken, call)
        for model in ("o2c.call", "o2c.call.answer"):
            Model = self.env[model]
            counts = [
                bool(Model.with_user(user).search_count([]))
                for user in (self.agent, self.other_agent, self.leader, stranger)
            ]
            self.assertEqual(counts, [True, False, True, False], model)
        campaigns = self.env["o2c.campaign"].with_user(stranger).search([])
        self.assertFalse(campaigns)

    def test_salespeople_see_the_calls_of_their_customers(self):
        seller = self._user("salesperson")
        call = self._listed(user_id=seller.id)
        other = self._listed(
            self._campaign(name="Other"), partner_id=self._buyer().id, user_id=False
        )
        found = self.Call.with_user(seller).search([])
        self.assertEqual(found, call)
        self.assertEqual(call.order_id.with_user(seller).o2c_call_count, 1)
        self.assertEqual(other.order_id.sudo().o2c_call_count, 1)
        with self.assertRaises(AccessError):
            call.with_user(seller).write({"note": "x"})

    def test_companies_are_apart(self):
        call = self._listed()
        other = self.env["res.company"].create({"name": "Second company"})
        leader = self._user(
            "leader_2",
            groups=LEADER,
            company=other,
        )
        for model in ("o2c.campaign", *MODELS):
            self.assertFalse(self.env[model].with_user(leader).search([]), model)
        self.refused(leader, call, "action_exclude")
        self.assertFalse(self.Call.with_user(leader)._take_next(leader, NOW))

    def test_agents_do_not_lead(self):
        call = self._listed()
        campaign = call.campaign_id
        for method in (
            "action_pause",
            "action_end",
            "action_refresh",
            "action_preview",
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, campaign, method)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, campaign, "write", {"max_days": 30})
        self.refused(self.agent, call, "action_exclude")
        with self.assertRaises(AccessError):
            self.env["o2c.answer.effect"].with_user(self.agent).search([])

    def test_the_queue_is_closed_to_others(self):
        self._listed()
        for role in ("salesperson", "warehouse", "accountant"):
            with self.assertRaises(AccessError):
                self.Call.with_user(self._user(role)).action_next_call()

    def test_private_methods_are_not_reachable(self):
        call = self._taken()
        for method in ("_record", "_move", "_take_out", "_apply_effect"):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, call, method)

    def test_briefing_shows_what_helps_and_no_more_rights(self):
        call = self._taken()
        order = call.sudo().order_id
        self.assertFalse(order.with_user(self.agent).has_access("read"))
        sections = {s["key"]: s["lines"] for s in call.briefing}
        self.assertEqual(sections["order"][0]["label"], order.name)
        self.assertEqual(
            sections["goods"], [{"label": "Espresso machine", "value": "10 Units"}]
        )
        seller = self._user("salesperson")
        order.user_id = seller
        self.assertTrue(call.with_user(seller).has_access("read"))
        self.assertFalse(call.with_user(seller).briefing)
