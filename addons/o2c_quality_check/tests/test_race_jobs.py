"""Jobs that run in two processes at once, or while people work, do nothing twice."""

from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.calls import State
from ..models.lost_race import alone
from .race_common import RaceCase

EFFECTS = "odoo.addons.o2c_quality_check.models.o2c_call_effect"
MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestRaceLinks(RaceCase):
    """A link is sent once, by whichever way, and once the customer is reminded."""

    quiet = (*RaceCase.quiet, "odoo.addons.base.models.ir_cron")

    def _link(self, env, email, sent=False):
        call = env["o2c.call"].browse(self.call_of(env, state="exhausted"))
        call.partner_id.email = email
        link = env["o2c.call.link"].create(
            {"call_id": call.id, "partner_id": call.partner_id.id, "due_at": self.now}
        )
        if sent:
            link._send(self.now)
        return link.id

    def _make(self, email, moment, sent=False):
        def make():
            self.link = self.committed(self._link, email, sent)
            step = ("o2c.call.link", self.link, "_step_alone", moment)
            return self.job(*step), self.job(*step)

        return make

    def _told(self, env):
        """How often the customer was written to, by mail and by SMS."""
        link = env["o2c.call.link"].browse(self.link)
        mails = env["mail.mail"].search_count(
            [("model", "=", "o2c.call"), ("res_id", "=", link.call_id.id)]
        )
        messages = env["sms.sms"].search_count(
            [("partner_id", "=", link.partner_id.id)]
        )
        return link.state, mails, messages, bool(link.reminded_at), link.failure

    def _check(self, *expected):
        def check(one, other, _first):
            self.assertNoError(one, other)
            self.assertEqual(self.committed(self._told), expected)

        return check

    def test_sent_by_mail_once(self):
        check = self._check("sent", 1, 0, False, False)
        self.play(self._make("race@example.com", self.now), check, self.after)

    def test_sent_by_sms_once(self):
        check = self._check("sent", 0, 1, False, False)
        self.play(self._make(False, self.now), check, self.after)

    def test_reminded_once(self):
        later = self.now + timedelta(days=4)
        check = self._check("sent", 2, 0, True, False)
        make = self._make("race@example.com", later, sent=True)
        self.play(make, check, self.after)

    def test_the_customer_answers_as_it_ends(self):
        def make():
            self.link = self.committed(self._link, "race@example.com", True)

            def end(env):
                link = env["o2c.call.link"].browse(self.link)
                alone(link, link._end)

            def answer(env):
                entry = env["o2c.call.link"].browse(self.link).user_input_id
                entry._save_lines(env["survey.question"].browse(self.question), self.no)
                entry._mark_done()

            ending = self.request(SUPERUSER_ID, end)
            return ending, self.request(SUPERUSER_ID, answer)

        def check(ending, answer, _first):
            self.assertNoError(ending, answer)
            found = self.committed(
                lambda env: [
                    (link.state, link.taken_in, link.call_id.verdict)
                    for link in env["o2c.call.link"].browse(self.link)
                ]
            )
            self.assertEqual(found, [("answered", True, "not_ok")])

        self.play(make, check)


@tagged("post_install", "-at_install")
class TestRaceGivingBack(RaceCase):
    """A call that was abandoned goes back to the list; one at work does not."""

    def _abandoned(self, env):
        self.free(env)
        long_ago = self.now - timedelta(days=1)
        return self.call_of(env, self.agent, locked_at=long_ago, touched_at=long_ago)

    def _job(self):
        def give_back(env):
            call = env["o2c.call"].browse(self.call)
            alone(call, call._give_back_abandoned, self.now)

        return self.request(SUPERUSER_ID, give_back)

    def _standing(self, env):
        call = env["o2c.call"].browse(self.call)
        return call.state, call.agent_id.id

    def test_the_agent_comes_back(self):
        def make():
            self.call = self.committed(self._abandoned)
            note = self.rpc(self.agent, "o2c.call", [self.call], "screen_note", "Hm")
            return self._job(), note

        def check(job, agent, first):
            self.assertNoError(job)
            if first is agent:
                self.assertNoError(agent)
                self.assertEqual(
                    self.committed(self._standing), ("in_call", self.agent)
                )
            else:
                self.assertIsInstance(agent.error, UserError)
                self.assertEqual(self.committed(self._standing)[0], "to_call")

        self.play(make, check, self.after)

    def test_another_agent_took_it(self):
        def make():
            self.call = self.committed(self._abandoned)

            def take(env):
                call = env["o2c.call"].browse(self.call)
                if call.state == "in_call":
                    call._move(State.TO_CALL, locked_at=False)
                call._give_to(env["res.users"].browse(self.other_agent), self.now)

            return self._job(), self.request(SUPERUSER_ID, take)

        def check(job, agent, _first):
            self.assertNoError(job, agent)
            self.assertEqual(
                self.committed(self._standing), ("in_call", self.other_agent)
            )

        self.play(make, check, self.after)


@tagged("post_install", "-at_install")
class TestRaceSessions(RaceCase):
    """The span of an agent who has gone ends once, and not when he is back."""

    def _silent(self, env):
        sessions = env["o2c.agent.session"]
        agent = env["res.users"].browse(self.agent)
        sessions.search([("agent_id", "=", agent.id)]).unlink()
        since = self.now - timedelta(hours=1)
        span = sessions._enter(agent, "available", since)
        span.seen_at = since + MINUTE
        return span.id

    def _job(self):
        def close(env):
            span = env["o2c.agent.session"].browse(self.span)
            alone(span, span._end_silent, self.now - MINUTE)

        return self.request(SUPERUSER_ID, close)

    def _spans(self, env):
        spans = env["o2c.agent.session"].search([("agent_id", "=", self.agent)])
        return sorted(
            (span.id != self.span, bool(span.ended_at), span.seconds) for span in spans
        )

    def test_two_jobs(self):
        def make():
            self.span = self.committed(self._silent)
            return self._job(), self._job()

        def check(one, other, _first):
            self.assertNoError(one, other)
            self.assertEqual(self.committed(self._spans), [(False, True, 60)])

        self.play(make, check, self.after)

    def test_the_agent_leaves_or_comes_back(self):
        def make():
            self.span = self.committed(self._silent)
            return self._job(), self.rpc(self.agent, "o2c.agent.session", None, "start")

        def check(job, agent, _first):
            self.assertNoError(job, agent)
            self.assertEqual(
                self.committed(self._spans), [(False, True, 60), (True, False, 0)]
            )

        self.play(make, check, self.after)

    def test_ended_by_himself(self):
        """The moment at which he ended it stays."""
        self.span = self.committed(self._silent)
        self.committed(
            lambda env: (
                env["o2c.agent.session"]
                .browse(self.span)
                .write({"ended_at": self.now - timedelta(minutes=30)})
            )
        )
        self.assertNoError(self._job().run())
        self.assertEqual(self.committed(self._spans), [(False, True, 1800)])


@tagged("post_install", "-at_install")
class TestRaceEffects(RaceCase):
    """What failed is done once, whoever tries it again and whatever is corrected."""

    def _failed(self, env):
        """A call in which the customer's answer should have opened a ticket."""
        self.free(env)
        call = env["o2c.call"].browse(self.call_of(env, self.agent))
        effects = env["o2c.call.effect"]
        with (
            patch.object(self.registry["o2c.call.effect"], "_do_ticket", _fails),
            mute_logger(EFFECTS),
        ):
            call.answer_ids.suggested_answer_id = self.no
            effects._bring_about(
                call,
                env["o2c.answer.effect"].browse(self.effect),
                call.answer_ids,
                self.now,
            )
        self.assertEqual(call.effect_ids.state, "failed")
        return call.id, call.effect_ids.id

    def _again(self):
        moment = self.now + timedelta(hours=1)
        return self.job("o2c.call.effect", self.entry, "_again_alone", moment)

    def _done(self, env):
        call = env["o2c.call"].browse(self.call)
        tickets = env["o2c.ticket"].search([("partner_id", "=", call.partner_id.id)])
        return [
            call.effect_ids.mapped("state"),
            len(tickets),
            call.effect_ids.mapped("attempts"),
        ]

    def _play(self, second):
        def make():
            self.call, self.entry = self.committed(self._failed)
            return self._again(), second()

        def check(one, other, _first):
            self.assertNoError(one, other)
            # a job that met somebody else's change tries again later
            self._again().run()
            self.assertEqual(self.committed(self._done), [["done"], 1, [1]])

        self.play(make, check, self.after)

    def test_two_jobs(self):
        self._play(self._again)

    def test_the_leader_tries_too(self):
        self._play(
            lambda: self.rpc(
                self.leader, "o2c.call.effect", [self.entry], "action_again"
            )
        )

    def test_the_agent_corrects_the_answer_and_ends_the_call(self):
        def finish(answer):
            vals = {"key": "one", "answers": [[self.question, answer, None]]}
            return self.rpc(
                self.agent, "o2c.call", [self.call], "screen_finish", "answered", vals
            )

        for answer in (self.no, self.yes):
            self._play(lambda a=answer: finish(a))

    def test_it_fails_in_one_job_and_the_other_waits_its_time(self):
        """A job with a list from before does not try it again at once."""
        self.call, self.entry = self.committed(self._failed)
        with (
            patch.object(self.registry["o2c.call.effect"], "_do_ticket", _fails),
            mute_logger(EFFECTS),
        ):
            self.after(self._again(), self._again())
        self.assertEqual(self.committed(self._done), [["failed"], 0, [2]])


def _fails(entry, now):
    raise ValueError("Race")
