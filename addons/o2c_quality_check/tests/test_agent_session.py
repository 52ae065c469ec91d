from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..domain.calls import Result
from .common import NOW
from .queue_common import QueueCommon


@tagged("post_install", "-at_install")
class TestAgentSession(QueueCommon):
    """What agents do, as the queue and their screens say."""

    def spans(self, agent=None):
        found = self.Session.search(
            [("agent_id", "=", (agent or self.agent).id)], order="id"
        )
        return [(s.state, s.seconds, bool(s.ended_at)) for s in found]

    def rpc(self, user, method, *args):
        return call_kw(self.Session.with_user(user), method, [*args], {})

    def test_a_call_and_what_comes_after_it(self):
        call = self._one()
        self.assertEqual(self.spans(), [("in_call", 0, False)])
        self.assertEqual(self.Session._open_of(self.agent).call_id, call)
        now = NOW + timedelta(seconds=90)
        call._record(Result.REFUSED, now)
        self.assertEqual(self.spans(), [("in_call", 90, True), ("available", 0, False)])

    def test_hanging_up_begins_the_writing_up(self):
        call = self._one()
        call.sudo()._hung_up(NOW + timedelta(seconds=60))
        call._record(Result.REFUSED, NOW + timedelta(seconds=75))
        self.assertEqual(
            self.spans(),
            [("in_call", 60, True), ("wrap_up", 15, True), ("available", 0, False)],
        )

    def test_pause_and_back(self):
        with self._at(str(NOW)):
            self.assertEqual(self.rpc(self.agent, "start")["state"], "available")
        with self._at(str(NOW + timedelta(seconds=60))):
            told = self.rpc(self.agent, "pause", "Lunch")
        self.assertEqual((told["state"], told["reason"]), ("pause", "Lunch"))
        with self._at(str(NOW + timedelta(seconds=100))):
            self.rpc(self.agent, "start")
        self.assertEqual(
            self.spans(),
            [("available", 60, True), ("pause", 40, True), ("available", 0, False)],
        )

    def test_silence_counts_until_the_last_sign(self):
        self._at_work(self.agent, NOW)
        with self._at(str(NOW + timedelta(minutes=3))):
            self.assertEqual(self.rpc(self.agent, "beat")["state"], "available")
        with self._at(str(NOW + timedelta(minutes=7))):
            self.assertEqual(self.rpc(self.agent, "beat")["state"], "off")
            self.rpc(self.agent, "start")
        # an hour before, and three minutes until the last sign
        self.assertEqual(self.spans()[0], ("available", 3780, True))
        cron = self._ref("cron_close_sessions")
        with (
            self._at(str(NOW + timedelta(minutes=12))),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual([done for *_, done in self.spans()], [True, True])

    def test_who_leaves_gives_his_call_back(self):
        call = self._one()
        with self._at(str(NOW + timedelta(minutes=1))):
            self.assertEqual(self.rpc(self.agent, "leave")["state"], "off")
        self.assertEqual(call.sudo().state, "to_call")
        self.assertFalse(self.Session._open_of(self.agent))

    def test_a_long_call_stays_with_who_works_on_it(self):
        call = self._one()
        for minutes in (2, 4):
            with self._at(str(NOW + timedelta(minutes=minutes))):
                self.rpc(self.agent, "beat", True)
        self.assertEqual(call.sudo().touched_at, NOW + timedelta(minutes=4))
        late = NOW + timedelta(minutes=30)
        self.assertFalse(self.next(self.other_agent, late))
        self.assertEqual(self.next(self.other_agent, late + timedelta(minutes=4)), call)

    def test_an_idle_screen_does_not_keep_a_call(self):
        call = self._one()
        with self._at(str(NOW + timedelta(minutes=2))):
            self.rpc(self.agent, "beat", False)
        self.assertEqual(call.sudo().touched_at, NOW)

    def test_the_board(self):
        call = self._one()
        self._at_work(self.other_agent, NOW)
        with self._at(str(NOW)):
            board = self.rpc(self.leader, "board", self.campaign.ids)
        agents = {row["id"]: row for row in board["agents"]}
        mine, other = agents[self.agent.id], agents[self.other_agent.id]
        self.assertEqual((mine["state"], mine["call"]["id"]), ("in_call", call.id))
        self.assertEqual((other["state"], other["call"]), ("available", None))
        # an hour at work without a call
        self.assertEqual((other["per_hour"], other["occupancy"]), (0.0, 0))
        self.assertEqual(board["totals"]["in_call"], 1)
        (row,) = board["campaigns"]
        self.assertEqual((row["id"], row["in_call"]), (self.campaign.id, 1))

    def test_call_backs_on_the_board(self):
        call = self._one()
        call.call_back_at = NOW + timedelta(hours=1)
        call._record(Result.CALL_BACK, NOW)
        for minutes, due, late in ((59, 0, False), (75, 1, False), (76, 1, True)):
            with self._at(str(NOW + timedelta(minutes=minutes))):
                board = self.rpc(self.leader, "board", self.campaign.ids)
            (promise,) = board["call_backs"]
            self.assertEqual((promise["id"], promise["late"]), (call.id, late))
            self.assertEqual(board["totals"]["call_backs"], due)

    def test_the_leader_takes_a_call_back(self):
        call = self._one()
        with self.assertRaises(AccessError):
            call.with_user(self.other_agent).action_release()
        call.with_user(self.leader).action_release()
        self.assertEqual(call.sudo().state, "to_call")

    def test_who_may_see_and_write_what(self):
        self._at_work(self.agent, NOW)
        self._at_work(self.other_agent, NOW)
        seen = self.Session.with_user(self.agent).search([]).agent_id
        self.assertEqual(seen, self.agent)
        for user, method, args in (
            (self.agent, "board", []),
            (self._user("salesperson"), "beat", []),
            (self._user("salesperson"), "status", []),
            (self.leader, "write", [self.Session.search([]).ids, {"state": "pause"}]),
            (self.agent, "create", [{"agent_id": self.agent.id}]),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.rpc(user, method, *args)
