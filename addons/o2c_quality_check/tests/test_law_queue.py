from datetime import datetime

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .law_common import NIGHT, NOW, LawCommon


@tagged("post_install", "-at_install")
class TestLawQueue(LawCommon):
    """Through the door that a client uses nobody dials around the law."""

    def rpc(self, call, method, *args, at=NIGHT):
        model = self.Call.with_user(self.agent)
        with self._at(str(at)):
            return call_kw(model, method, [call.ids, *args], {})

    def logged(self, call):
        log = self.env["o2c.dial.decision"].search([("call_id", "=", call.id)])
        return log.sorted("id").mapped("result")

    def test_closed_now(self):
        call = self._listed()
        self.rpc(call, "action_take")
        self.assertEqual(
            (call.state, call.next_try_at, self.logged(call)),
            ("to_call", datetime(2026, 3, 6, 7), ["later"]),
        )
        self.assertIn("There it is Thursday, 23:30", call.waits_text)
        for method in ("action_answered", "action_busy", "action_refused"):
            with self.assertRaises(UserError, msg=method):
                self.rpc(call, method)
        for values in ({"state": "in_call"}, {"next_try_at": str(NOW)}):
            with self.assertRaises(UserError):
                self.rpc(call, "write", values)
        with self.assertRaises(UserError):
            self.rpc(call, "_take", self.agent.id, str(NOW))
        self.assertFalse(call.attempt_ids)
        self.rpc(call, "action_take", at=datetime(2026, 3, 6, 7))
        self.assertEqual((call.state, call.agent_id), ("in_call", self.agent))
        self.assertEqual(self.logged(call), ["later", "allowed"])

    def test_said_no(self):
        call = self._listed()
        person = call.person_id or call.partner_id
        self._withdraws(person, purpose="service")
        self.rpc(call, "action_take", at=NOW)
        self.assertEqual((call.state, self.logged(call)), ("excluded", ["never"]))
        self.assertIn("took back his consent", call.exclusion_text)
        self.assertFalse(call.attempt_ids)

    def test_next_call_passes_over_who_may_not_be_called(self):
        first = self._listed(self._campaign(quiet_days=0))
        other = self._listed(
            first.campaign_id, partner_id=self._buyer(name="Zeitgeist").id
        )
        self._withdraws(first.person_id or first.partner_id, purpose="service")
        taken = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self.assertEqual(taken, other)
        self.assertEqual(self.logged(first), ["never"])
        self.assertEqual(self.logged(other), ["allowed"])

    def test_one_refused_has_the_next_ones_judged_together(self):
        first = self._listed(self._campaign(quiet_days=0))
        yeti = self._buyer(name="Yeti")
        yeti.phone = "+39 02 5550 7777"
        second = self._listed(first.campaign_id, partner_id=yeti.id)
        other = self._listed(
            first.campaign_id, partner_id=self._buyer(name="Zeitgeist").id
        )
        for call in first | second:
            self._withdraws(call.person_id or call.partner_id, purpose="service")
        taken = self.Call.with_user(self.agent)._take_next(self.agent, NOW)
        self.assertEqual(taken, other)
        self.assertEqual((first.state, second.state), ("excluded", "excluded"))
        self.assertIn("took back his consent", second.exclusion_text)
        # nobody was about to dial the second one
        self.assertEqual((self.logged(first), self.logged(second)), (["never"], []))
