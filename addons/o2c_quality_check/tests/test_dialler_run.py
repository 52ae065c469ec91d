from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_quality_check.domain.calling_law import DialDecision

from .dialler_common import NOW, DiallerCommon, seconds

MODELS = "odoo.addons.o2c_quality_check.models"


@tagged("post_install", "-at_install")
class TestDiallerRun(DiallerCommon):
    """A dialler rings the customers of the queue and gives who answers to agents."""

    def test_one_line_for_each_free_agent(self):
        run = self._run()
        run._step(NOW)
        self.assertFalse(run.line_ids)
        self.assertEqual(run.coded["code"], "no_agent")
        self._at_work(self.agent, self.other_agent)
        run._step(NOW)
        self.assertEqual(run.line_ids.mapped("state"), ["ringing"] * 2)
        self.assertEqual(run.coded["code"], "progressive")
        run._step(seconds(1))
        self.assertEqual(len(run.line_ids), 2)

    def test_who_answers_is_the_agents(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        line = run.line_ids
        run._step(seconds(20))
        call = line.call_id
        self.assertEqual((line.state, line.agent_id), ("connected", self.agent))
        self.assertEqual((call.state, call.agent_id), ("in_call", self.agent))
        self.assertEqual(call.dialled_at, NOW)
        self.assertTrue(call.answer_ids)
        given = self.Call.with_user(self.agent)._take_next(self.agent, seconds(21))
        self.assertEqual(given, call)
        call.with_user(self.agent).action_refused()
        self.assertEqual((line.state, line.result), ("ended", "refused"))
        self.assertEqual(call.attempt_ids.agent_id, self.agent)

    def test_who_does_not_answer_costs_no_agent(self):
        self._at_work(self.agent)
        run = self._run(practice_answered=0.0)
        run._step(NOW)
        line = run.line_ids
        run._step(seconds(20))
        self.assertEqual(line.state, "ended")
        self.assertIn(line.result, ("no_answer", "busy", "voicemail"))
        attempt = line.call_id.attempt_ids
        self.assertEqual(attempt.result, line.result)
        self.assertEqual(attempt.agent_id, self.env.ref("base.user_root"))
        self.assertEqual(line.call_id.state, "to_call")
        self.assertGreater(line.call_id.next_try_at, seconds(20))
        self.assertFalse(line.call_id.agent_id)
        # the next one rings already
        self.assertEqual(run.line_ids.filtered(lambda x: not x.ended_at).number, 2)

    def test_abandoned_after_two_seconds(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        line = run.line_ids
        self.env["o2c.agent.session"]._enter(self.agent, "pause", NOW)
        self._happens(line, "answered", seconds(5))
        run._step(seconds(6))
        self.assertEqual(line.state, "waiting")
        run._step(seconds(7))
        self.assertEqual((line.state, line.result), ("ended", "abandoned"))
        self.assertEqual((line.wait_seconds, line.message_played), (2.0, True))
        call = line.call_id
        self.assertEqual(call.attempt_ids.result, "abandoned")
        self.assertEqual(call.state, "to_call")
        self.assertGreaterEqual(call.next_try_at, seconds(7) + timedelta(hours=72))

    def test_who_hangs_up_waiting_was_abandoned(self):
        run = self._run()
        self._at_work(self.agent)
        run._step(NOW)
        self.env["o2c.agent.session"]._enter(self.agent, "pause", NOW)
        self._happens(run.line_ids, "answered", seconds(5))
        self._happens(run.line_ids, "hung_up", seconds(6))
        self.assertEqual(run.line_ids.result, "abandoned")

    def test_an_event_counts_once(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        line = run.line_ids
        self.assertEqual(
            self._happens(line, "no_answer", seconds(5)).outcome, "applied"
        )
        self.assertFalse(self._happens(line, "no_answer", seconds(6)))
        late = self._happens(line, "answered", seconds(6))
        self.assertEqual(late.outcome, "late")
        self.assertEqual(len(line.call_id.attempt_ids), 1)
        unknown = {"key": "x", "ref": "nobody", "kind": "busy"}
        event = self.Event._receive(run.dialler_id, [unknown, unknown], NOW)
        self.assertEqual(event.outcome, "unknown_line")

    def test_nobody_takes_a_customer_who_is_rung(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        rung = run.line_ids.call_id
        with self.assertRaises(UserError):
            rung.with_user(self.other_agent).action_take()
        given = self.Call.with_user(self.other_agent)._take_next(self.other_agent, NOW)
        self.assertTrue(given)
        self.assertNotEqual(given, rung)

    def test_agreed_call_backs_are_left_to_agents(self):
        self.calls.write({"is_call_back": True})
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        self.assertFalse(run.line_ids)
        self.assertEqual(run.coded["code"], "no_target")

    def test_taken_out_while_it_rings(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        line = run.line_ids
        line.call_id.with_user(self.leader).action_exclude()
        run._step(seconds(20))
        self.assertEqual((line.state, line.call_id.state), ("ended", "excluded"))
        self.assertFalse(line.call_id.attempt_ids)

    @mute_logger(f"{MODELS}.o2c_dialler_line")
    def test_a_number_that_fails_harms_no_other(self):
        self._at_work(self.agent, self.other_agent)
        run = self._run()
        dial = f"{MODELS}.o2c_dialler_practice.O2cDialler._practice_dial"
        with patch(dial, side_effect=[ValueError("line is dead"), "ref-2"]):
            run._step(NOW)
        failed = run.line_ids.filtered("error")
        self.assertEqual((failed.state, failed.error), ("ended", "line is dead"))
        self.assertEqual(run.error, "line is dead")
        self.assertEqual(failed.call_id.state, "to_call")
        self.assertFalse(failed.call_id.attempt_ids)
        self.assertEqual((run.line_ids - failed).state, "ringing")

    def test_stopped_opens_no_line_but_ends_those_open(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        run.with_user(self.leader).action_stop()
        run._step(seconds(20))
        self.assertEqual(run.line_ids.state, "connected")

    # ------------------------------------------------------------- the ceiling
    def test_predictive_only_when_it_is_proven(self):
        self._at_work(self.agent, self.other_agent)
        run = self._run(mode="predictive", least_agents=2)
        run._step(NOW)
        self.assertEqual(run.coded["code"], "unproven")
        self.assertEqual(len(run._open_of("ringing")), 2)

    def test_predictive_with_enough_agents_only(self):
        self._at_work(self.agent, self.other_agent)
        run = self._run(mode="predictive", least_agents=3)
        self._history(run, live=300, dialled=900)
        run._step(NOW)
        self.assertEqual(run.coded["code"], "few_agents")

    def test_thirty_days_count(self):
        run = self._run()
        self._history(run, live=12, abandoned=2, dialled=30)
        past = run._past(NOW)
        self.assertEqual((past.dialled, past.live, past.abandoned), (30, 12, 2))
        at = NOW - timedelta(days=2)
        for moment, count in ((at + timedelta(days=30), 30), (at, 30)):
            self.assertEqual(run._past(moment).dialled, count)
        later = at + timedelta(days=30, seconds=1)
        self.assertEqual(run._past(later).dialled, 0)

    def test_over_the_ceiling_it_is_one_line_each(self):
        self._at_work(self.agent, self.other_agent)
        run = self._run(mode="predictive", least_agents=0)
        self._history(run, live=300, abandoned=12, dialled=900)
        run._step(NOW)
        self.assertEqual(run.coded["code"], "near_ceiling")
        self.assertIn("3.0", run.reason)
        self.assertEqual(len(run._open_of("ringing")), 2)

    def test_predictive_dials_ahead(self):
        self._at_work(self.agent, self.other_agent)
        run = self._run(mode="predictive", least_agents=0)
        self._history(run, live=300, dialled=900)
        # three lines for each live answer, yet 35 % more at most at a time
        for minute, pace, ringing in ((0, 1.35, 2), (1, 1.8225, 3), (2, 2.460375, 4)):
            run._open_lines(NOW + timedelta(minutes=minute))
            self.assertAlmostEqual(run.pace, pace)
            self.assertEqual(len(run._open_of("ringing")), ringing)
        self.assertEqual(run.coded["code"], "pace")

    # ------------------------------------------------------------- rights
    def test_only_leaders_run_it(self):
        run = self._run()
        for user in (
            self.agent,
            self._user("seller", groups="sales_team.group_sale_salesman"),
        ):
            for method in ("action_start", "action_stop", "step"):
                with self.subTest(method), self.assertRaises(AccessError):
                    call_kw(run.with_user(user), method, [run.ids], {})
        self.assertEqual(run.state, "running")

    def test_leaders_write_no_figures(self):
        run = self._run()
        run._step(NOW)
        leader = run.with_user(self.leader)
        for vals in ({"state": "stopped"}, {"pace": 9}, {"lines_opened": 0}):
            with self.assertRaises(AccessError):
                call_kw(leader, "write", [run.ids, vals], {})
        self._at_work(self.agent)
        run._step(NOW)
        with self.assertRaises(AccessError):
            call_kw(
                self.Line.with_user(self.leader),
                "write",
                [run.line_ids.ids, {"result": "answered"}],
                {},
            )

    def test_one_dialler_for_a_campaign(self):
        self._run()
        second = self.env["o2c.dialler.run"].create(
            {"campaign_id": self.campaign.id, "dialler_id": self._dialler().id}
        )
        with (
            self.assertRaises(IntegrityError) as refused,
            self.env.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            second.with_user(self.leader).action_start()
            self.env.flush_all()
        self.assertIn("one_running", str(refused.exception))

    def test_predictive_needs_a_message(self):
        with self.assertRaises(ValidationError):
            self._dialler(mode="predictive", message=False)

    def test_what_was_dialled_is_kept(self):
        self._at_work(self.agent)
        run = self._run()
        run._step(NOW)
        with self.assertRaises(UserError):
            run.with_user(self.leader).unlink()

    def test_the_law_stops_a_dialler(self):
        self._at_work(self.agent)
        run = self._run()
        at_six = NOW + timedelta(hours=12)
        refused = DialDecision(allowed=False, rule=None, reasons=(), next_at=at_six)
        with patch(f"{MODELS}.o2c_call_law.O2cCall._may_dial", return_value=refused):
            run._step(NOW)
        self.assertFalse(run.line_ids)
        self.assertEqual(set(self.calls.mapped("next_try_at")), {at_six})
        self.assertEqual(set(self.calls.mapped("state")), {"to_call"})
