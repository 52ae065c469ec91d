from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.o2c_orders.domain.courier import sign

from .dialler_common import NOW, seconds
from .dialler_web_common import HANG, SECRET, WebDiallerCommon
from .law_common import NIGHT, LawCommon


@tagged("post_install", "-at_install")
class TestDiallerWeb(WebDiallerCommon):
    """Calls with a telephone system of one's own, over real HTTP both ways."""

    # ------------------------------------------------------------- a whole call
    def test_it_is_asked_to_dial_signed_and_with_a_key(self):
        line = self._rings()
        ((path, headers, body),) = self.phone.asked
        (asked,) = self.phone.told("dial")
        self.assertEqual((path, asked["dial"]), ("/calls", line.ref))
        self.assertEqual(asked["number"], line.phone.replace(" ", ""))
        self.assertEqual((asked["ring_seconds"], asked["answer_within"]), (20, 2.0))
        self.assertTrue(asked["message"].startswith("This is Example Ltd."))
        self.assertTrue(
            asked["events"].endswith(f"/o2c/dialler/{self.dialler.id}/events")
        )
        self.assertEqual(headers["Idempotency-Key"], f"{line.ref}:dial")
        seal = sign(SECRET, headers["X-O2C-Timestamp"], body)
        self.assertEqual(headers["X-O2C-Signature"], seal)
        message = self._messages("sent")
        self.assertEqual((message.state, message.status), ("done", 200))
        self.assertEqual((message.line_id, message.tries), (line, 1))
        self.assertEqual(line.state, "ringing")

    def test_nothing_leaves_before_the_line_is_written(self):
        self._at_work(self.agent)
        run = self._run(self.dialler)
        run._step(NOW)
        self.assertFalse(self.phone.asked)
        self.assertEqual(self._messages("sent").state, "due")
        self._leave(NOW)
        self._leave(NOW)
        self.assertEqual(len(self.phone.asked), 1)

    def test_from_ringing_to_the_end(self):
        line = self._rings()
        call = line.call_id
        self.assertEqual(self._tells(seconds(2), line, "ringing")["outcome"], "noted")
        answered = self._tells(seconds(6), line, "answered")
        agent = {"login": self.agent.login, "extension": "41"}
        self.assertEqual(
            (answered["outcome"], answered["do"], answered["agent"]),
            ("applied", "connect", agent),
        )
        self.assertEqual((line.state, line.agent_id), ("connected", self.agent))
        self.assertEqual((call.state, call.agent_id), ("in_call", self.agent))
        self._leave(seconds(6))
        self.assertEqual(
            [told["agent"] for told in self.phone.told("connect")], [agent]
        )
        self._tells(seconds(7), line, "connected")
        self._tells(seconds(100), line, "ended", seconds=60)
        self.assertEqual(line.talk_seconds, 60)
        self.assertEqual(call.hung_up_at, seconds(67))
        call.with_user(self.agent).action_refused()
        self.assertEqual((line.state, line.result), ("ended", "refused"))
        self.assertEqual(len(call.attempt_ids), 1)
        again = self._tells(seconds(101), line, "ended", seconds=60)
        self.assertEqual(again["outcome"], "noted")
        self.assertEqual(len(call.attempt_ids), 1)

    def test_an_answer_that_got_lost_is_given_again(self):
        line = self._rings()
        told = self.phone.event(line.ref, "answered")
        (first,) = self._tell(seconds(5), told)
        (second,) = self._tell(seconds(6), told)
        self.assertEqual((first.pop("new"), second.pop("new")), (True, False))
        self.assertEqual(first["do"], "connect")
        self.assertEqual(second, first)
        self.assertEqual(line.connected_at, seconds(5))

    def test_who_is_not_reached_is_recorded_once(self):
        run = self._rings().run_id
        for kind, result in (
            ("busy", "busy"),
            ("no_answer", "no_answer"),
            ("machine", "voicemail"),
            ("not_in_service", "not_in_service"),
            ("ended", "no_answer"),
        ):
            with self.subTest(_case=kind):
                line = run.line_ids.filtered(lambda x: not x.ended_at)
                told = self.phone.event(line.ref, kind, seconds=0)
                first = self._tell(seconds(5), told)
                second = self._tell(seconds(6), told)
                self.assertEqual((first[0]["new"], second[0]["new"]), (True, False))
                self.assertEqual((line.state, line.result), ("ended", result))
                self.assertEqual(line.call_id.attempt_ids.mapped("result"), [result])
                run._step(seconds(7))

    def test_it_could_not_dial(self):
        line = self._rings()
        self._tells(seconds(1), line, "failed")
        self.assertEqual((line.state, line.result), ("ended", False))
        self.assertFalse(line.call_id.attempt_ids)
        self.assertEqual(line.call_id.next_try_at, seconds(1) + timedelta(minutes=10))

    def test_an_end_wakes_the_dialler(self):
        line = self._rings()
        job = self._ref("cron_dialler_step")
        waking = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])
        self._tells(seconds(1), line, "ringing")
        self.assertEqual(waking.search([("cron_id", "=", job.id)]), waking)
        self._tells(seconds(5), line, "busy")
        woken = waking.search([("cron_id", "=", job.id)]) - waking
        self.assertEqual(len(woken), 1)
        line.run_id._step(seconds(6))
        following = line.run_id.line_ids - line
        self.assertEqual((following.state, following.number), ("ringing", 2))

    # ------------------------------------------------------------- order and time
    def test_out_of_order(self):
        line = self._rings()
        results = self._tell(
            seconds(9),
            self.phone.event(line.ref, "ended", seconds=0),
            self.phone.event(line.ref, "answered"),
            self.phone.event(line.ref, "ringing"),
        )
        self.assertEqual(
            [result["outcome"] for result in results], ["applied", "late", "noted"]
        )
        self.assertEqual(line.call_id.attempt_ids.mapped("result"), ["no_answer"])
        self.assertEqual((line.state, line.result), ("ended", "no_answer"))

    def test_answered_after_we_gave_up_is_hung_up(self):
        line = self._rings()
        line.run_id._step(seconds(140))
        self.assertEqual((line.state, line.result), ("ended", False))
        late = self._tells(seconds(141), line, "answered")
        self.assertEqual((late["outcome"], late["do"]), ("late", "hang_up"))
        self.assertFalse(line.call_id.attempt_ids)

    def test_a_line_without_a_word_ends_after_a_while(self):
        line = self._rings()
        line.run_id._step(seconds(139))
        self.assertEqual(line.state, "ringing")
        line.run_id._step(seconds(140))
        self.assertIn("did not say", line.error)

    def test_the_end_alone_says_that_somebody_spoke(self):
        line = self._rings()
        self._tells(seconds(9), line, "ended", seconds=4)
        self.assertEqual((line.result, line.wait_seconds), ("abandoned", 4.0))
        self.assertEqual(line.call_id.attempt_ids.mapped("result"), ["abandoned"])

    # ------------------------------------------------------------- no agent
    def test_who_waits_is_abandoned_once(self):
        line = self._rings()
        self.env["o2c.agent.session"]._enter(self.agent, "pause", NOW)
        waits = self._tells(seconds(5), line, "answered")
        self.assertEqual((waits["do"], waits["seconds"]), ("wait", 2.0))
        told = self.phone.event(line.ref, "abandoned", message_played=True)
        self._tell(seconds(7), told)
        self._tell(seconds(8), told, self.phone.event(line.ref, "ended", seconds=2))
        call = line.call_id
        self.assertEqual((line.result, line.message_played), ("abandoned", True))
        self.assertEqual(call.attempt_ids.mapped("result"), ["abandoned"])
        self.assertGreaterEqual(call.next_try_at, seconds(7) + timedelta(hours=72))
        # who is gone is not hung up
        self.assertEqual(set(self._messages("sent").mapped("kind")), {"dial"})

    def test_who_waited_is_connected_by_a_request(self):
        line = self._rings()
        self.env["o2c.agent.session"]._enter(self.agent, "pause", NOW)
        self._tells(seconds(5), line, "answered")
        self._at_work(self.agent, now=seconds(6))
        line.run_id._step(seconds(6))
        self._leave(seconds(6))
        (told,) = self.phone.told("connect")
        self.assertEqual((told["dial"], told["agent"]["extension"]), (line.ref, "41"))

    def test_given_to_an_agent_who_never_heard_him(self):
        line = self._rings()
        self._tells(seconds(5), line, "answered")
        self.assertEqual(line.state, "connected")
        self._tells(seconds(8), line, "abandoned")
        call = line.call_id
        self.assertEqual((line.state, line.result), ("ended", "abandoned"))
        self.assertFalse(line.agent_id)
        self.assertEqual(call.state, "to_call")
        self.assertEqual(call.attempt_ids.mapped("result"), ["abandoned"])

    def test_who_spoke_was_not_abandoned(self):
        line = self._rings()
        self._tells(seconds(5), line, "answered")
        self._tells(seconds(6), line, "connected")
        told = self._tells(seconds(8), line, "abandoned")
        self.assertEqual((told["outcome"], line.state), ("noted", "connected"))
        self.assertFalse(line.call_id.attempt_ids)

    # ------------------------------------------------------------- it is in trouble
    def test_asked_again_with_the_same_key(self):
        self.phone.plan[:] = [500]
        line = self._rings()
        message = self._messages("sent")
        self.assertEqual((message.state, message.tries), ("due", 1))
        self.assertEqual(message.detail, "The telephone system had an error (500).")
        self.assertEqual(line.state, "ringing")
        self._leave(NOW)
        self.assertEqual(len(self.phone.asked), 1)
        self._leave(seconds(4))
        keys = {
            headers["Idempotency-Key"] for _path, headers, _body in self.phone.asked
        }
        self.assertEqual((len(self.phone.asked), keys), (2, {f"{line.ref}:dial"}))
        self.assertEqual((message.state, message.tries), ("done", 2))
        self.assertFalse(message.detail)

    def test_a_system_that_hangs_may_have_heard(self):
        self.dialler.web_timeout = 1
        self.phone.plan[:] = [HANG]
        line = self._rings()
        message = self._messages("sent")
        self.assertEqual((message.state, message.maybe), ("due", True))
        self._leave(seconds(60))
        self.assertEqual(message.state, "failed")
        self.assertEqual(len(self.phone.asked), 1)
        # it may ring: the customer is not called by another meanwhile
        self.assertEqual(line.state, "ringing")
        self.assertEqual(self._tells(seconds(61), line, "answered")["do"], "connect")

    def test_who_is_refused_goes_back_to_the_list(self):
        self.phone.plan[:] = [403]
        line = self._rings()
        self.assertEqual((line.state, line.result), ("ended", False))
        self.assertEqual(line.error, "The telephone system refused (403).")
        self.assertEqual(line.call_id.state, "to_call")
        self.assertFalse(line.call_id.attempt_ids)

    def test_redirects_are_not_followed(self):
        self.phone.plan[:] = [(302, {"Location": self.phone.url + "/elsewhere"})]
        line = self._rings()
        self.assertEqual([path for path, *_rest in self.phone.asked], ["/calls"])
        self.assertEqual(line.state, "ended")

    def test_too_old_to_leave(self):
        self._at_work(self.agent)
        run = self._run(self.dialler)
        run._step(NOW)
        self._leave(seconds(31))
        self.assertFalse(self.phone.asked)
        self.assertEqual(run.line_ids.state, "ended")

    def test_taken_out_before_it_left(self):
        self._at_work(self.agent)
        run = self._run(self.dialler)
        run._step(NOW)
        run.line_ids.call_id.with_user(self.leader).action_exclude()
        self._leave(NOW)
        self.assertFalse(self.phone.asked)
        self.assertEqual(self._messages("sent").detail.split(":")[0], "Not sent")

    def test_nobody_is_dialled_while_it_is_down(self):
        self.phone.plan[:] = [403] * 3
        line = self._rings()
        run = line.run_id
        for moment in (1, 2):
            run._step(seconds(moment))
            self._leave(seconds(moment))
        self.assertEqual(len(run.line_ids), 3)
        run._step(seconds(3))
        self.assertEqual(len(run.line_ids), 3)
        self.assertIn("refused (403)", run.reason)
        run._step(seconds(150))
        self.assertEqual(len(run.line_ids), 4)


@tagged("post_install", "-at_install")
class TestDiallerWebLaw(LawCommon, WebDiallerCommon):
    """Nobody is rung whom the law refuses: nothing reaches the telephone system."""

    @classmethod
    def _customers(cls):
        return 2

    def test_at_night_nothing_is_asked(self):
        buyers = self.calls.partner_id
        buyers.write({"country_id": self.italy.id, "tz": False})
        self._at_work(self.agent, now=NIGHT)
        run = self._run(self.dialler, now=NIGHT)
        run._step(NIGHT)
        self._leave(NIGHT)
        self.assertFalse(self.phone.asked)
        self.assertFalse(run.line_ids)
        self.assertEqual(set(self.calls.mapped("state")), {"to_call"})
        self.assertTrue(all(call.next_try_at > NIGHT for call in self.calls))

    def test_by_day_it_is(self):
        self.calls.partner_id.write({"country_id": self.italy.id, "tz": False})
        line = self._rings()
        (asked,) = self.phone.told("dial")
        self.assertEqual(asked["dial"], line.ref)
        logged = self.env["o2c.dial.decision"].search(
            [("call_id", "=", line.call_id.id)]
        )
        self.assertEqual(len(logged), 1)
