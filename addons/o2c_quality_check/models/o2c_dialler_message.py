"""What went to a telephone system of one's own and what came from it.

A request is written down together with what it is about and leaves afterwards, in a
transaction of its own: nobody is rung for a line that nobody knows of. Killed on the
way, it leaves again with the same key.
"""

import json
import logging
import time
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.courier import sign

from ..domain import web_phone
from ..domain.calls import State
from ..domain.web_phone import Do, Outcome, Why
from ..explain import web_phone as explain
from ..explain.call import label
from .lost_race import LOST
from .web_phone_post import post

_logger = logging.getLogger(__name__)
KEPT = 2000  # characters of a body
# what is due again so soon is waited for, so often
ROUNDS, NEAR = 3, timedelta(seconds=5)
GIVE_UP = 2  # a system that does not answer so often is left alone for this run
MARGIN = timedelta(seconds=10)  # a claim lasts so much longer than the patience
GC_LIMIT = 10000
KINDS = [
    (Do.DIAL.value, "Dial"),
    (Do.CONNECT.value, "Connect with an agent"),
    (Do.HANG_UP.value, "Hang up"),
    (Do.TEST.value, "Test"),
    ("events", "Events"),
]
STATES = [
    ("due", "To be sent"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("refused", "Rejected"),
]
KEEP = """
INSERT INTO o2c_dialler_message
       (dialler_id, company_id, direction, kind, state, key, at, body, coded, times)
VALUES %s
ON CONFLICT (dialler_id, direction, key) WHERE key IS NOT NULL
"""
ONCE = KEEP + "DO NOTHING"
# the same refusal again within an hour only counts: nobody fills the log from outside
COUNTED = KEEP + "DO UPDATE SET times = o2c_dialler_message.times + 1"


class O2cDiallerMessage(models.Model):
    """A request to a telephone system, or a message of it. Written by code alone."""

    _name = "o2c.dialler.message"
    _description = "Message of a telephone system"
    _order = "id desc"
    _rec_name = "kind"

    dialler_id = fields.Many2one(
        "o2c.dialler", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True)
    direction = fields.Selection(
        [("sent", "Sent"), ("received", "Received")], required=True
    )
    kind = fields.Selection(KINDS, required=True)
    line_id = fields.Many2one(
        "o2c.dialler.line", index="btree_not_null", ondelete="restrict"
    )
    key = fields.Char()
    state = fields.Selection(STATES, required=True)
    at = fields.Datetime("When", required=True)
    until = fields.Datetime("Not later than")
    next_try_at = fields.Datetime()
    tries = fields.Integer()
    maybe = fields.Boolean("May have been heard")
    status = fields.Integer("HTTP status")
    milliseconds = fields.Integer("Took (ms)", aggregator="avg")
    times = fields.Integer(default=1)
    body = fields.Text("What was said")
    answer = fields.Text()
    coded = fields.Json()
    detail = fields.Char("What became of it", compute="_compute_detail")

    _once = models.UniqueIndex(
        "(dialler_id, direction, key) WHERE key IS NOT NULL",
        "This message is there already.",
    )
    _due = models.Index("(next_try_at) WHERE state = 'due'")
    _by_time = models.Index("(dialler_id, at)")

    @api.depends("coded")
    @api.depends_context("lang")
    def _compute_detail(self):
        for message in self:
            coded = message.coded
            message.detail = explain.message(self.env, coded) if coded else False

    @api.depends("kind", "dialler_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for message in self:
            what = label(message, "kind", message.kind)
            message.display_name = f"{message.dialler_id.name}: {what}"

    # ------------------------------------------------------------- to be sent
    @api.model
    def _queue(self, line, do, now, **told):
        """Have the system asked to do something with ``line``, once."""
        dialler = line.dialler_id
        key = f"{line.ref}:{do.value}"
        domain = [("dialler_id", "=", dialler.id), ("direction", "=", "sent")]
        if self.search_count([*domain, ("key", "=", key)], limit=1):
            return self.browse()
        until = now + web_phone.LIVES[do]
        self._wake(now)
        return self.create(
            {
                "dialler_id": dialler.id,
                "company_id": line.company_id.id,
                "direction": "sent",
                "kind": do.value,
                "line_id": line.id,
                "key": key,
                "state": "due",
                "at": now,
                "until": until,
                "next_try_at": now,
                "body": json.dumps({"do": do.value, "dial": line.ref, **told}),
            }
        )

    def _wake(self, at):
        """Have the job run at that moment, not only on its rounds."""
        cron = self.env.ref("o2c_quality_check.cron_dialler_message", False)
        if cron:
            cron._trigger(at)

    @api.model
    def _cron_send(self):
        """Send what is due, each committed on its own. May run twice or be killed."""
        for _round in range(ROUNDS):
            self._send_due({})
            self.env["ir.cron"]._commit_progress()
            following = self.search(
                [("state", "=", "due")], order="next_try_at", limit=1
            ).next_try_at
            wait = following and following - fields.Datetime.now()
            if not wait or wait > NEAR:
                break
            # nobody wakes the job sooner than in a minute: a customer hears a silence
            time.sleep(max(wait.total_seconds(), 0))

    def _send_due(self, silent):
        due = self._due_now(fields.Datetime.now())
        for remaining, message in zip(range(len(due) - 1, -1, -1), due, strict=True):
            message._send_once(fields.Datetime.now(), silent)
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _due_now(self, now):
        domain = [("state", "=", "due"), ("next_try_at", "<=", now)]
        return self.search(domain, order="id")

    def _send_once(self, now, silent):
        """Claim, send and judge one request.

        :param dict silent: how often each dialler did not answer in this run
        """
        dialler_id = self.dialler_id.id
        if silent.get(dialler_id, 0) >= GIVE_UP:
            return
        request = self._alone(lambda message: message._claim(now))
        if not request:
            return
        answer, taken = send(request)
        heard = answer.status is not None
        silent[dialler_id] = 0 if heard else silent.get(dialler_id, 0) + 1
        later = now + timedelta(milliseconds=taken)
        self._alone(lambda message: message._judge(answer, taken, later))

    def _alone(self, work):
        """Do ``work`` in a transaction of its own; its failure harms no other."""
        try:
            with self.env.registry.cursor() as cr:
                # the job writes what nobody writes by hand
                return work(self.with_env(self.env(cr=cr)).sudo())
        except LOST:
            _logger.info("message %s is at work elsewhere", self.id)
        except Exception:
            # the claim ends by itself, then it is tried again until it is too old
            _logger.exception("message %s was not handled", self.id)
        return None

    def _claim(self, now):
        """Write down that it leaves now: what is needed for it, or None."""
        message = self.try_lock_for_update()
        if not message or message.state != "due" or message.next_try_at > now:
            return None
        against = message._against(now)
        if against:
            message._fail(against, {}, True, now)
            return None
        dialler = message.dialler_id
        claim = timedelta(seconds=dialler.web_timeout) + MARGIN
        message.write({"tries": message.tries + 1, "next_try_at": now + claim})
        return dialler._web_request(message.body, message.key)

    def _against(self, now):
        """Why it does not leave any more, or None."""
        if now > self.until:
            return Why.EXPIRED
        line = self.line_id
        wanted = line.call_id.state == State.TO_CALL.value and not line.ended_at
        is_dial = self.kind == Do.DIAL.value
        return Why.UNWANTED if is_dial and not wanted else None

    # ------------------------------------------------------------- afterwards
    def _judge(self, answer, taken, now):
        verdict = web_phone.judge(answer, self.tries, now, self.until)
        self.write(
            {
                "status": answer.status or 0,
                "milliseconds": taken,
                "answer": answer.text[:KEPT] or False,
                "maybe": self.maybe or not verdict.certain,
            }
        )
        if verdict.outcome is Outcome.DONE:
            self.write({"state": "done", "next_try_at": False, "coded": False})
        elif verdict.outcome is Outcome.AGAIN:
            self.write({"next_try_at": verdict.again_at, "coded": _code(verdict)})
        else:
            why = verdict.reason
            self._fail(why.code, why.params, verdict.certain, now)

    def _fail(self, why, params, certain, now):
        """It is not tried again; a line that certainly does not ring is over."""
        coded = {"code": why.value, "params": dict(params)}
        self.write({"state": "failed", "next_try_at": False, "coded": coded})
        if self.kind == Do.DIAL.value and certain and not self.maybe:
            self.line_id._not_dialled(self.detail, now)

    # ------------------------------------------------------------- received
    @api.model
    def _keep(self, dialler, key, body, now, coded, state="done"):
        """Keep a message of the system.

        :return: whether it had not come before
        """
        row = (
            dialler.id,
            dialler.company_id.id or None,
            "received",
            "events",
            state,
            key,
            now,
            body[:KEPT],
            json.dumps(coded),
            1,
        )
        query = SQL(COUNTED if state == "refused" else ONCE, row)
        # the same at once: the request is tried again, that is no error
        self.env.cr.execute(query, log_exceptions=False)
        return bool(self.env.cr.rowcount)

    @api.autovacuum
    def _gc_old(self):
        """Forget what is older than the dialler keeps; numbers are in it."""
        now, gone = fields.Datetime.now(), 0
        # also those of diallers that are not in use any more
        diallers = self.env["o2c.dialler"].with_context(active_test=False)
        for dialler in diallers.search([("kind", "=", "web")]):
            before = now - timedelta(days=dialler.web_log_days)
            domain = [("dialler_id", "=", dialler.id), ("at", "<", before)]
            old = self.search(domain, limit=GC_LIMIT, order="id")
            gone += len(old)
            old.unlink()
        return gone, gone >= GC_LIMIT


def send(request):
    """Sign and send a request: (Answer, milliseconds)."""
    stamp, body = str(int(time.time())), request["body"].encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": request["key"],
        "X-O2C-Timestamp": stamp,
        "X-O2C-Signature": sign(request["secret"], stamp, body),
    }
    begun = time.monotonic()
    answer = post(request["url"], body, headers, request["timeout"], request["private"])
    return answer, int((time.monotonic() - begun) * 1000)


def new_key():
    """A key that is given once."""
    return str(uuid.uuid4())


def _code(verdict):
    return {"code": verdict.reason.code.value, "params": dict(verdict.reason.params)}
