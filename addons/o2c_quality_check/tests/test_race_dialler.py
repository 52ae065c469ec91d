"""A dialler stepped by two at once, or killed: nobody is rung twice."""

from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from ..domain.web_phone import Answer, Do
from ..models.o2c_dialler_line import LEASE, LEFT_BEHIND
from .race_common import RaceCase

HOURS = 72
SEND = "odoo.addons.o2c_quality_check.models.o2c_dialler_message.send"


class KilledError(BaseException):
    """The process ends here: nothing catches it, and nothing more is committed."""


@tagged("post_install", "-at_install")
class TestRaceDialler(RaceCase):
    """Two customers, two agents at work, and a telephone system that counts."""

    @classmethod
    def _prepare_more(cls, env):
        cls.dialler = cls.keep(
            env["o2c.dialler"].create(
                {
                    "name": "Race",
                    "kind": "practice",
                    "mode": "progressive",
                    "practice_answered": 100.0,
                    "retry_hours": HOURS,
                }
            )
        ).id

    def setUp(self):
        super().setUp()
        self.rung, self.meanwhile = [], {}
        # what is raced for here is not whether they may be called
        self._replace("o2c.call", "_may_be_rung", lambda call, now: True)
        self._replace(
            "o2c.dialler", "_practice_dial", lambda _dialler, line: self._dial(line)
        )
        # and nobody answers while the test runs
        self._replace("o2c.dialler", "_practice_events", lambda *_given: [])
        self.committed(self._fresh)

    def _replace(self, model, name, instead):
        patcher = patch.object(self.registry[model], name, instead)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _dial(self, line):
        """What the telephone system does: rings, and remembers whom."""
        self.rung.append(line.call_id.id)
        self._happens(len(self.rung))
        return f"race-{line.id}"

    def _happens(self, place):
        """What was arranged to happen while the ``place``-th phone rings."""
        if place in self.meanwhile:
            self.meanwhile.pop(place)()

    def _fresh(self, env):
        self.free(env)
        campaign = self.keep(self._campaign(env))
        self.calls = [
            self.call_of(env, campaign_id=campaign.id, next_try_at=self.now)
            for _number in range(2)
        ]
        run = env["o2c.dialler.run"].create(
            {"campaign_id": campaign.id, "dialler_id": self.dialler}
        )
        run.write({"state": "running", "started_at": self.now})
        self.run_id = run.id
        sessions = env["o2c.agent.session"]
        for agent in (self.agent, self.other_agent):
            sessions._enter(env["res.users"].browse(agent), "available", self.now)

    def worker(self, after=timedelta(0)):
        """A job that steps the run ``after`` its start."""

        def step(env):
            env["o2c.dialler.run"].browse(self.run_id)._step_safely(self.now + after)

        return self.request(SUPERUSER_ID, step)

    def tell(self, what):
        return self.committed(lambda env: what(self._records(env)))

    def _records(self, env):
        return env["o2c.dialler.run"].browse(self.run_id)

    def lines(self):
        return self.tell(
            lambda run: {
                line.call_id.id: (line.state, bool(line.ref), line.error or "")
                for line in run.line_ids
            }
        )

    def assertEachOnce(self):
        self.assertEqual(sorted(self.rung), sorted(self.calls))
        ringing = ("ringing", True, "")
        self.assertEqual(self.lines(), dict.fromkeys(self.calls, ringing))
        self.assertFalse(self.tell(lambda run: run.error))

    # ------------------------------------------------------------- two workers
    def test_the_other_worker_was_faster(self):
        first, second = self.worker(), self.worker()
        self.overtaken(first, second)
        self.assertNoError(first, second)
        self.assertEachOnce()

    def test_the_other_worker_comes_before_the_lines_are_kept(self):
        first, second = self.worker(), self.worker()
        keep = self.registry["o2c.dialler.run"]._keep
        self.meanwhile["keep"] = second.run

        def kept(run):
            self._happens("keep")
            keep(run)

        self._replace("o2c.dialler.run", "_keep", kept)
        first.run()
        self.assertNoError(first, second)
        self.assertEachOnce()

    def test_the_other_worker_comes_while_it_rings(self):
        first, second = self.worker(), self.worker()
        self.meanwhile[1] = second.run
        first.run()
        self.assertNoError(first, second)
        self.assertEachOnce()

    # ------------------------------------------------------------- killed
    def _kill(self):
        raise KilledError

    def test_killed_while_it_rings(self):
        self.meanwhile[2] = self._kill
        with self.assertRaises(KilledError):
            self.worker().run()
        rung, unknown = self.rung
        moments = [timedelta(0), LEFT_BEHIND, LEFT_BEHIND + LEASE]
        for after in moments:
            self.assertNoError(self.worker(after).run())
        self.assertEqual(self.rung, [rung, unknown])
        found = self.lines()
        self.assertEqual(found[rung][:2], ("ringing", True))
        self.assertEqual(found[unknown][:2], ("ended", False))
        self.assertIn("Not known whether it rang", found[unknown][2])
        again = self.tell(
            lambda run: (
                run.line_ids.filtered(
                    lambda line: line.call_id.id == unknown
                ).call_id.next_try_at
            )
        )
        self.assertEqual(again, self.now + LEFT_BEHIND + timedelta(hours=HOURS))

    def test_killed_before_it_rings(self):
        keep = self.registry["o2c.dialler.run"]._keep
        self.meanwhile["kept"] = self._kill

        def killed(run):
            keep(run)
            self._happens("kept")

        self._replace("o2c.dialler.run", "_keep", killed)
        with self.assertRaises(KilledError):
            self.worker().run()
        self.assertEqual(self.rung, [])
        waits = ("ringing", False, "")
        self.assertEqual(self.lines(), dict.fromkeys(self.calls, waits))
        self.worker(LEFT_BEHIND - timedelta(seconds=1)).run()
        self.assertEqual(self.rung, [])
        self.worker(LEFT_BEHIND).run()
        states = {line[0] for line in self.lines().values()}
        self.assertEqual((self.rung, states), ([], {"ended"}))
        self.committed(self._signs, LEFT_BEHIND + LEASE)
        self.worker(LEFT_BEHIND + LEASE).run()
        self.assertEqual(sorted(self.rung), sorted(self.calls))

    def _signs(self, env, after):
        """Both agents are there still."""
        for agent in (self.agent, self.other_agent):
            user = env["res.users"].browse(agent)
            env["o2c.agent.session"]._enter(user, "available", self.now + after)

    # ------------------------------------------------------------- lost races
    def test_who_took_another_call_is_passed_over(self):
        """The customer goes to the other agent, and the run has no error."""
        self.worker().run()
        taken = self.committed(self._waiting_with_a_call)
        worker = self.worker(timedelta(seconds=1))

        def take(env):
            call = env["o2c.call"].browse(taken)
            call._give_to(env["res.users"].browse(self.agent), self.now)

        agent = self.request(SUPERUSER_ID, take)
        self.overtaken(worker, agent)
        self.assertNoError(worker, agent)
        self.assertFalse(self.tell(lambda run: run.error))
        line = self.tell(
            lambda run: [
                (line.state, line.agent_id.id)
                for line in run.line_ids
                if line.state != "ringing"
            ]
        )
        self.assertEqual(line, [("connected", self.other_agent)])

    def _waiting_with_a_call(self, env):
        """One customer has answered and waits; another call lies ready."""
        line = env["o2c.dialler.run"].browse(self.run_id).line_ids[0]
        line.write({"state": "waiting", "answered_at": self.now})
        return self.call_of(env)

    def test_a_call_taken_out_in_the_same_moment_is_passed_over(self):
        out, left = self.calls
        worker = self.worker()
        leader = self.rpc(self.leader, "o2c.call", [out], "action_exclude")
        self.overtaken(worker, leader)
        self.assertNoError(worker, leader)
        self.assertEqual(self.rung, [left])
        self.assertFalse(self.tell(lambda run: run.error))

    def test_taken_out_between_the_line_and_the_dialling(self):
        worker = self.worker()
        self.meanwhile[1] = lambda: self.committed(self._exclude_the_other)
        worker.run()
        self.assertNoError(worker)
        self.assertEqual(len(self.rung), 1)
        self.assertEqual(
            sorted(line[0] for line in self.lines().values()), ["ended", "ringing"]
        )

    def _exclude_the_other(self, env):
        (other,) = set(self.calls) - set(self.rung)
        env["o2c.call"].browse(other).action_exclude("Race")

    def test_stopped_between_the_line_and_the_dialling(self):
        worker = self.worker()
        stop = self.rpc(self.leader, "o2c.dialler.run", [self.run_id], "action_stop")
        self.meanwhile[1] = stop.run
        worker.run()
        self.assertNoError(worker, stop)
        self.assertEqual(len(self.rung), 1)


@tagged("post_install", "-at_install")
class TestRaceMessages(RaceCase):
    """A telephone system is asked once to dial, however many jobs send."""

    @classmethod
    def _prepare_more(cls, env):
        cls.dialler = cls.keep(
            env["o2c.dialler"].create(
                {
                    "name": "Race",
                    "kind": "web",
                    "mode": "progressive",
                    "web_url": "https://phone.example.com/calls",
                    "web_secret": "between the two of us",
                }
            )
        ).id

    def _due(self, env):
        """A request that is due, for a line that waits to be dialled."""
        call = self.call_of(env)
        vals = {"campaign_id": self.campaign, "dialler_id": self.dialler}
        line = env["o2c.dialler.line"].create(
            {
                **vals,
                "run_id": env["o2c.dialler.run"].create(vals).id,
                "company_id": env.company.id,
                "call_id": call,
                "number": 1,
                "phone": "+39 02 5550 77",
                "ref": f"race-{call}",
                "dialled_at": self.now,
                "handed_at": self.now,
            }
        )
        messages = env["o2c.dialler.message"]
        with patch.object(self.registry[messages._name], "_wake", lambda *_given: None):
            return messages._queue(line, Do.DIAL, self.now).id

    def test_asked_once(self):
        for meet in (self.after, self.overtaken, self._while_it_is_sent):
            with self.subTest(meet.__name__):
                self.sent = []
                message = self.committed(self._due)
                step = ("o2c.dialler.message", message, "_send_once", self.now, {})
                jobs = [self.job(*step), self.job(*step)]
                self.meanwhile = []
                with patch(SEND, self._send):
                    meet(*jobs)
                self.assertNoError(*jobs)
                self.assertEqual(len(self.sent), 1)
                state = self.committed(
                    lambda env, key: env["o2c.dialler.message"].browse(key).state,
                    message,
                )
                self.assertEqual(state, "done")

    def _while_it_is_sent(self, first, second):
        self.meanwhile.append(second.run)
        first.run()

    def _send(self, request):
        self.sent.append(request["key"])
        while self.meanwhile:
            self.meanwhile.pop()()
        return Answer(200, text="{}"), 5
