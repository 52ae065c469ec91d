"""Calls to other systems for tasks: written down, sent, judged, tried again.

A call is claimed in a transaction of its own before it leaves and judged in another
after the answer, so that no row is locked while another system thinks. Killed in
between, the task is called again when its claim is over, with the same key: the other
system knows it is the same task.
"""

import json
import logging
import time
from datetime import timedelta

import requests
from psycopg2 import errors

from odoo import api, fields, models

from .. import explain
from ..domain import call_out
from ..domain.call_out import Answer, Outcome

_logger = logging.getLogger(__name__)
BUSY = (errors.SerializationFailure, errors.LockNotAvailable, errors.DeadlockDetected)
KEPT = 2000  # characters of an answer
LONGEST_ANSWER = 65536  # bytes that are read of it
MARGIN = timedelta(seconds=30)  # a claim lasts so much longer than the patience
GIVE_UP = 3  # a system that cannot be reached so often is left alone for this run
STATES = ("ready", "running")


class O2cTask(models.Model):
    _name = "o2c.task"
    _inherit = "o2c.task"

    @api.model
    def _cron_call_out(self):
        """Make the calls that are due, each committed on its own. May run twice."""
        due = self._due_calls()
        remaining, silent = len(due), {}
        for task_id in due.ids:
            remaining -= 1
            self.browse(task_id)._call_once(silent)
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break
        self._wake_for_next()

    @api.model
    def _due_calls(self):
        domain = [
            ("state", "in", STATES),
            ("next_try_at", "<=", fields.Datetime.now()),
        ]
        return self.search(domain, order="next_try_at, id")

    @api.model
    def _wake_for_next(self):
        """Have the job run again when the next call is due, not only on its rounds."""
        domain = [("state", "in", STATES), ("next_try_at", "!=", False)]
        following = self.search(domain, order="next_try_at", limit=1)
        if following:
            cron = self.env.ref("o2c_orders.cron_call_out")
            cron._trigger(max(following.next_try_at, fields.Datetime.now()))

    def _call_once(self, silent):
        """Claim, call and judge one task.

        :param dict silent: how often each system could not be reached in this run
        """
        endpoint = self.template_id.endpoint_id
        if silent.get(endpoint.id, 0) >= GIVE_UP:
            return
        call = self._alone(lambda task: task._claim())
        if not call:
            return
        answer, found, taken = _send(call)
        silent[endpoint.id] = (
            0 if answer.status is not None else silent.get(endpoint.id, 0) + 1
        )
        self._alone(lambda task: task._judge(call, answer, found, taken))

    def _alone(self, work):
        """Do ``work``; what goes wrong is this task's affair and nobody else's."""
        try:
            return self._in_own(work)
        except BUSY:
            # another process calls for it; otherwise its claim will be over
            _logger.info("task %s is at work elsewhere", self.id)
        except Exception as error:
            _logger.exception("task %s cannot be called for", self.id)
            text = str(error) or type(error).__name__
            self._in_own(lambda task: task._fail(text))
        return None

    def _in_own(self, work):
        """Do ``work`` with this task in a transaction of its own."""
        with self.env.registry.cursor() as cr:
            # the job writes what nobody writes by hand
            return work(self.with_env(self.env(cr=cr)).sudo())

    # ------------------------------------------------------------- before it leaves
    def _claim(self):
        """Write down that a call leaves now: everything it needs, or None.

        Until the claim is over nobody else calls for this task.
        """
        task = self.try_lock_for_update()
        now = fields.Datetime.now()
        if not task or task.state not in STATES or not task.next_try_at:
            return None
        if task.next_try_at > now:
            return None
        endpoint = task.template_id.endpoint_id
        task.attempt_ids.filtered(lambda a: a.outcome == "sent").write(
            {"outcome": "unknown"}
        )
        task.write(
            {
                "state": "running",
                "started_at": task.started_at or now,
                "tries": task.tries + 1,
                "next_try_at": now + timedelta(seconds=endpoint.timeout) + MARGIN,
            }
        )
        # numbers go on after a person let it begin anew
        number = max(task.attempt_ids.mapped("number"), default=0) + 1
        attempt = task.attempt_ids.create(
            {
                "task_id": task.id,
                "endpoint_id": endpoint.id,
                "number": number,
                "at": now,
            }
        )
        return task._call(endpoint, attempt)

    def _call(self, endpoint, attempt):
        return {
            "attempt_id": attempt.id,
            "url": endpoint.url,
            "secret": endpoint.secret,
            "timeout": endpoint.timeout,
            "key": self.uuid,
            "body": json.dumps(self._payload(attempt.number)).encode(),
        }

    def _payload(self, number):
        """What the other system is told. Extend it for systems that need more."""
        line, partner = self.order_line_id, self.order_id.partner_shipping_id
        return {
            "task": self.uuid,
            "try": number,
            "kind": self.kind,
            "name": self.name,
            "order": self.order_id.name,
            "customer_reference": self.order_id.client_order_ref or None,
            "product": line.product_id.default_code or line.product_id.name,
            "quantity": line.product_uom_qty,
            "tariff": line.o2c_tariff_id.code or None,
            "references": {
                need.kind: need.external_ref
                for need in self.need_ids
                if need.external_ref
            },
            "customer": {
                "name": partner.name,
                "street": partner.street or None,
                "zip": partner.zip or None,
                "city": partner.city or None,
                "country": partner.country_id.code or None,
                "phone": partner.phone or None,
                "email": partner.email or None,
            },
        }

    # ------------------------------------------------------------- after the answer
    def _judge(self, call, answer, found, taken):
        """Write down what the answer means and do what follows from it."""
        endpoint = self.template_id.endpoint_id
        now = fields.Datetime.now()
        verdict = call_out.judge(answer, self.tries, endpoint._policy(), now)
        error = explain.service.call_error(self.env, verdict.reasons)
        self.attempt_ids.browse(call["attempt_id"]).write(
            {
                "outcome": verdict.outcome.value,
                "http_status": answer.status or 0,
                "duration": taken,
                "response": found["text"],
                "error": error,
                "next_try_at": verdict.again_at,
            }
        )
        task = self.try_lock_for_update()
        if task and task.state == "running":  # a person may have ended it meanwhile
            task._apply_verdict(verdict, found["references"], error)

    def _apply_verdict(self, verdict, references, error):
        reference = references.get(self.template_id.endpoint_id.reference_key or "")
        reference = str(reference)[:200] if reference else None
        if verdict.outcome is Outcome.DONE:
            if self.template_id.needs_reference and not (
                reference or self.external_ref
            ):
                self._fail(explain.service.no_reference(self.env))
            else:
                self._finish(reference)
        elif verdict.outcome is Outcome.ACCEPTED:
            # the other system reports when it is done
            values = {"next_try_at": False, "last_error": False}
            self._write_step(
                values | ({"external_ref": reference} if reference else {})
            )
        elif verdict.outcome is Outcome.RETRY:
            self._write_step({"next_try_at": verdict.again_at, "last_error": error})
        else:
            self._fail(error)

    # ------------------------------------------------------------- its report
    def _report(self, done, reference=None, message=None):
        """The other system says how it ended. The same report again changes nothing.

        :return: whether the task is (now) as reported
        """
        self.ensure_one()
        if self.state in ("done", "cancelled"):
            return done and self.state == "done"
        reference = reference and str(reference)[:200]
        nameless = not (reference or self.external_ref)
        if done and nameless and self.template_id.needs_reference:
            self._fail(explain.service.no_reference(self.env))
            return False
        if done:
            self._finish(reference)
        elif self.state != "failed":
            text = explain.service.reported_failure(self.env, str(message or "")[:500])
            self._fail(text)
        return True


def _send(call):
    """Make the call: (Answer, {"text", "references"}, milliseconds)."""
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": call["key"],
        "X-O2C-Timestamp": stamp,
        "X-O2C-Signature": call_out.signature(call["secret"], stamp, call["body"]),
    }
    begun = time.monotonic()
    answer, text = _ask(call, headers)
    taken = int((time.monotonic() - begun) * 1000)
    return answer, {"text": text[:KEPT], "references": _references(text)}, taken


def _ask(call, headers):
    try:
        with requests.post(
            call["url"],
            data=call["body"],
            headers=headers,
            timeout=call["timeout"],
            allow_redirects=False,  # a redirect could lead anywhere
            stream=True,
        ) as response:
            raw = response.raw.read(LONGEST_ANSWER, decode_content=True)
            text = raw.decode("utf-8", "replace").replace("\x00", "")
            later = _retry_after(response.headers.get("Retry-After"))
            return Answer(status=response.status_code, retry_after=later), text
    except (requests.RequestException, OSError, ValueError) as error:
        return Answer(error=type(error).__name__), str(error)


def _retry_after(text):
    """The wait that the other system asks for; None when it says nothing useful."""
    if not text or not text.strip().isdecimal():
        return None
    return timedelta(seconds=min(int(text), 86400))


def _references(text):
    try:
        found = json.loads(text or "null")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
