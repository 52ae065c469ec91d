import json
import time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.o2c_orders.domain import call_out

from .service_common import Operator, ServiceCase


class CallCase(ServiceCase):
    """A task that is done by a call to a system on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = Operator()
        cls.addClassCleanup(cls.operator.close)
        cls.endpoint = cls.env["o2c.task.endpoint"].create(
            {
                "name": "Operator",
                "url": cls.operator.url,
                "secret": "between us",
                "timeout": 10,
                "max_tries": 3,
                "first_wait": 60,
                "factor": 2,
                "longest_wait": 10,
            }
        )
        cls._template(
            "Activate the SIM card",
            kind="sim",
            execution="call",
            endpoint_id=cls.endpoint.id,
            needs_reference=True,
        )

    def setUp(self):
        super().setUp()
        self.operator.plan.clear()
        self.operator.calls.clear()

    def _to_call(self, moment="2026-03-02 09:00:00"):
        with self._at(moment):
            return self._service_order().o2c_task_ids

    def _at_job(self, moment, *plan):
        self.operator.plan[:] = plan
        with self._at(moment):
            self._run("cron_call_out")


@tagged("post_install", "-at_install")
class TestCall(CallCase):
    """A call leaves, its answer is judged, and it is tried again with more patience."""

    def test_done_at_once(self):
        task = self._to_call()
        self.assertEqual(task.state, "ready")
        self._at_job("2026-03-02 09:00:00", (200, '{"reference": 8939470}'))
        self.assertEqual((task.state, task.external_ref), ("done", "8939470"))
        self.assertEqual(task.order_line_id.qty_delivered, 1)
        attempt = task.attempt_ids
        self.assertEqual((attempt.outcome, attempt.http_status), ("done", 200))

    def test_what_is_told_and_its_seal(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00")
        headers, body = self.operator.calls[0]
        told = self.operator.told(0)
        self.assertEqual(told["task"], task.uuid)
        self.assertEqual(told["order"], task.order_id.name)
        self.assertEqual((told["kind"], told["quantity"]), ("sim", 1.0))
        self.assertEqual(headers["Idempotency-Key"], task.uuid)
        seal = call_out.signature("between us", headers["X-O2C-Timestamp"], body)
        self.assertEqual(headers["X-O2C-Signature"], seal)

    def test_tried_again_with_longer_waits_then_failed(self):
        task = self._to_call()
        away = (503, "away")
        self._at_job("2026-03-02 09:00:00", away)
        self.assertEqual(task.state, "running")
        self.assertEqual(str(task.next_try_at), "2026-03-02 09:01:00")
        self._at_job("2026-03-02 09:00:59", away)
        self.assertEqual(len(self.operator.calls), 1)
        self._at_job("2026-03-02 09:01:00", away)
        self.assertEqual(str(task.next_try_at), "2026-03-02 09:03:00")
        self._at_job("2026-03-02 09:03:00", away)
        self.assertEqual((task.state, task.tries), ("failed", 3))
        self.assertFalse(task.next_try_at)
        self.assertEqual(
            task.last_error,
            "The system could not do it now (503). Given up after 3 tries.",
        )
        self.assertEqual(str(task.failed_at), "2026-03-02 09:03:00")
        self._at_job("2026-03-03 09:00:00")
        self.assertEqual(len(self.operator.calls), 3)
        keys = {headers["Idempotency-Key"] for headers, _body in self.operator.calls}
        self.assertEqual(keys, {task.uuid})
        self.assertEqual([self.operator.told(n)["try"] for n in range(3)], [1, 2, 3])

    def test_a_person_lets_it_begin_anew(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00", (400, "no"))
        self.assertEqual(task.last_error, "The system refused (400).")
        with self._at("2026-03-02 10:00:00"):
            task.action_retry()
        self.assertEqual((task.state, task.tries), ("ready", 0))
        self._at_job("2026-03-02 10:00:00")
        self.assertEqual(task.state, "done")
        numbers = task.attempt_ids.mapped("number")
        self.assertEqual(sorted(numbers), [1, 2])

    def test_refused_is_not_tried_again(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00", (422, '{"error": "unknown"}'))
        self.assertEqual(task.state, "failed")
        self.assertEqual(task.attempt_ids.response, '{"error": "unknown"}')

    def test_a_redirect_is_not_followed(self):
        task = self._to_call()
        elsewhere = {"Location": self.operator.url}
        self._at_job("2026-03-02 09:00:00", (302, "", elsewhere))
        self.assertEqual(task.state, "failed")
        self.assertEqual(len(self.operator.calls), 1)

    def test_asked_to_come_later(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00", (429, "", {"Retry-After": "300"}))
        self.assertEqual(str(task.next_try_at), "2026-03-02 09:05:00")

    def test_nobody_answers(self):
        task = self._to_call()
        self.endpoint.url = "http://127.0.0.1:9/nobody"
        self._at_job("2026-03-02 09:00:00")
        self.assertEqual(task.state, "running")
        self.assertEqual(task.attempt_ids.outcome, "retry")
        self.assertIn("gave no answer", task.last_error)

    def test_a_silent_system_is_left_alone_for_this_run(self):
        self.endpoint.url = "http://127.0.0.1:9/nobody"
        tasks = self.Task.union(*(self._to_call() for _ in range(5)))
        self._at_job("2026-03-02 09:00:00")
        self.assertEqual(sum(tasks.mapped("tries")), 3)

    def test_answered_without_the_reference(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00", (200, "fine"))
        self.assertEqual(task.state, "failed")
        self.assertEqual(task.last_error, "The system answered without a reference.")

    def test_a_broken_answer_breaks_nothing(self):
        task = self._to_call()
        self._at_job("2026-03-02 09:00:00", (500, "\x00<html>" + "x" * 9000))
        self.assertEqual(task.state, "running")
        self.assertEqual(len(task.attempt_ids.response), 2000)

    def test_killed_after_the_claim_calls_again_with_the_same_key(self):
        task = self._to_call()
        with self._at("2026-03-02 09:00:00"), self._committing():
            self.assertTrue(task._in_own(lambda t: t._claim()))
            # nothing more happened: the process is dead
            self.assertFalse(task._in_own(lambda t: t._claim()))
        self.assertEqual(task.attempt_ids.outcome, "sent")
        self._at_job("2026-03-02 09:00:39")
        self.assertEqual(self.operator.calls, [])
        self._at_job("2026-03-02 09:00:40")
        self.assertEqual(task.state, "done")
        self.assertEqual(
            task.attempt_ids.sorted("number").mapped("outcome"), ["unknown", "done"]
        )

    def test_cancelled_meanwhile_stays_cancelled(self):
        task = self._to_call()
        with self._at("2026-03-02 09:00:00"), self._committing():
            call = task._in_own(lambda t: t._claim())
        task.order_id._action_cancel()
        answer, found = call_out.Answer(200), {"text": "", "references": {}}
        task._judge(call, answer, found, 5)
        self.assertEqual(task.state, "cancelled")
        self.assertEqual(task.attempt_ids.outcome, "done")

    def test_the_job_wakes_for_the_next_call(self):
        self._to_call()
        self._at_job("2026-03-02 09:00:00", (503, "away"))
        cron = self.env.ref("o2c_orders.cron_call_out")
        moments = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(
            "2026-03-02 09:01:00", [str(m) for m in moments.mapped("call_at")]
        )

    def test_one_that_breaks_does_not_stop_the_others(self):
        broken, fine = self._to_call(), self._to_call()
        inner = self.registry["o2c.task"]._payload

        def payload(task, number):
            if task == broken:
                raise ValueError("broken")
            return inner(task, number)

        self.patch(self.registry["o2c.task"], "_payload", payload)
        with mute_logger("odoo.addons.o2c_orders.models.o2c_task_call"):
            self._at_job("2026-03-02 09:00:00")
        self.assertEqual(fine.state, "done")
        self.assertEqual((broken.state, broken.last_error), ("failed", "broken"))


@tagged("post_install", "-at_install")
class TestReport(CallCase, HttpCase):
    """A system that accepted a task reports later, sealed; anything else is refused."""

    def setUp(self):
        super().setUp()
        self.task = self._to_call()
        self.task.write({"state": "running", "next_try_at": False})

    def _report(self, report, secret="between us", stamp=None, seal=None):
        body = report if isinstance(report, bytes) else json.dumps(report).encode()
        stamp = stamp or str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-O2C-Timestamp": stamp,
            "X-O2C-Signature": seal or call_out.signature(secret, stamp, body),
        }
        answer = self.url_open("/o2c/task/report", data=body, headers=headers)
        self.task.invalidate_recordset()
        return answer.status_code

    def test_done_and_again(self):
        report = {"task": self.task.uuid, "status": "done", "reference": "SIM-7"}
        self.assertEqual(self._report(report), 200)
        self.assertEqual((self.task.state, self.task.external_ref), ("done", "SIM-7"))
        done_at = self.task.done_at
        self.assertEqual(self._report(report), 200)
        self.assertEqual(self.task.done_at, done_at)
        late = {"task": self.task.uuid, "status": "failed"}
        self.assertEqual(self._report(late), 409)
        self.assertEqual(self.task.state, "done")

    def test_failed(self):
        report = {"task": self.task.uuid, "status": "failed", "message": "No slot"}
        self.assertEqual(self._report(report), 200)
        self.assertEqual(
            self.task.last_error, "The system reports that it failed. No slot"
        )

    def test_refused(self):
        report = {"task": self.task.uuid, "status": "done"}
        old = str(int(time.time()) - 301)
        for case, status, options in (
            ("another secret", 401, {"secret": "guessed"}),
            ("too old", 401, {"stamp": old}),
            ("no seal", 401, {"seal": "00"}),
        ):
            with self.subTest(case):
                self.assertEqual(self._report(report, **options), status)
        for case, status, body in (
            ("unknown task", 401, {"task": "0" * 32, "status": "done"}),
            ("unknown status", 400, {"task": self.task.uuid, "status": "maybe"}),
            ("no JSON", 400, b"{"),
            ("a list", 400, b"[]"),
            ("too large", 413, b"x" * 65537),
        ):
            with self.subTest(case):
                self.assertEqual(self._report(body), status)
        self.assertEqual(self.task.state, "running")
        self.assertEqual(self.url_open("/o2c/task/report").status_code, 405)

    def test_done_without_the_reference_it_needs(self):
        self.assertEqual(self._report({"task": self.task.uuid, "status": "done"}), 409)
        self.assertEqual(self.task.state, "failed")
