"""A telephone system of one's own: asked by one POST, it tells what happens."""

import hashlib
import secrets
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.o2c_orders.domain import courier as signed

from ..domain import dial_link, phone_events, web_phone
from ..domain.phone_events import Told
from ..domain.web_phone import Do, Why
from ..explain import web_phone as explain
from .o2c_dialler import WEB
from .o2c_dialler_message import new_key, send
from .web_phone_post import address_of

ADMIN = "base.group_system"
# what a body may be at the most; a hundred events are a fifth of it
LARGEST = 64 * 1024
# so many requests in a row without success, and nobody is dialled for a while
FAILURES, WHILE = 3, timedelta(minutes=2)
# how much longer than it rings at least a line may stay without a word
SILENCE = timedelta(minutes=2)
# so many events of a message are named in the log
SHOWN = 5
# of these a line is left that somebody has to close
ALIVE = (Told.RINGING, Told.ANSWERED, Told.MACHINE, Told.CONNECTED)


class Secret(fields.Char):
    """Text that leaves the database for whoever may read it, yet in no file."""

    def convert_to_export(self, value, record):
        return ""


class O2cDialler(models.Model):
    # the provider beside the record of all providers: as a connector would add its own
    _inherit = "o2c.dialler"  # pylint: disable=consider-merging-classes-inherited

    web_url = fields.Char(
        "Address of the telephone system",
        groups=ADMIN,
        help="Asked by POST with JSON; https only, unless it is this very machine.",
    )
    web_secret = Secret(
        "Secret",
        groups=ADMIN,
        copy=False,
        exportable=False,
        default=lambda self: secrets.token_urlsafe(32),
        help="Both sides sign what they send with it.",
    )
    web_private = fields.Boolean(
        "It stands in our own network",
        groups=ADMIN,
        help="Without this no request goes to an address that is not in the internet.",
    )
    web_timeout = fields.Integer("Patience (s)", default=5, groups=ADMIN)
    web_log_days = fields.Integer("Messages kept (days)", default=30, groups=ADMIN)
    web_events_url = fields.Char(
        "Address for its events", compute="_compute_web_events_url", groups=ADMIN
    )
    web_status = fields.Char(
        "Last hour",
        compute="_compute_web_status",
        groups="o2c_quality_check.group_call_leader",
    )

    _web_numbers = models.Constraint(
        "CHECK (web_timeout BETWEEN 1 AND 20 AND web_log_days BETWEEN 1 AND 3650)",
        "Patience is between 1 and 20 seconds; messages are kept for a day at least.",
    )

    @api.constrains("web_url")
    def _check_web_url(self):
        for dialler in self.filtered("web_url"):
            decision = web_phone.check(address_of(dialler.web_url))
            if not decision.ok:
                raise ValidationError(
                    "\n".join(
                        explain.address(self.env, reason) for reason in decision.reasons
                    )
                )

    @api.depends("kind")
    def _compute_web_events_url(self):
        # not everybody who sets up a dialler reads parameters of the system
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        for dialler in self:
            number = dialler._origin.id
            is_ready = dialler.kind == WEB and number
            dialler.web_events_url = is_ready and f"{base}/o2c/dialler/{number}/events"

    @api.depends("kind")
    def _compute_web_status(self):
        since = fields.Datetime.now() - timedelta(hours=1)
        # agents see diallers, not their log; the sentence holds nobody's data
        rows = (
            self.env["o2c.dialler.message"]
            .sudo()
            ._read_group(
                [("dialler_id", "in", self.ids), ("at", ">=", since)],
                ["dialler_id", "direction", "state"],
                ["times:sum"],
            )
        )
        found = {(row[0].id, *row[1:3]): row[3] for row in rows}
        for dialler in self:
            counts = [
                found.get((dialler.id, *key), 0)
                for key in (
                    ("sent", "done"),
                    ("sent", "failed"),
                    ("received", "done"),
                    ("received", "refused"),
                )
            ]
            is_web = dialler.kind == WEB
            dialler.web_status = is_web and explain.last_hour(self.env, *counts)

    # ------------------------------------------------------------- an administrator
    def action_web_test(self):
        """Ask the telephone system whether it hears, and say what came of it."""
        self.ensure_one()
        self._check_admin()
        if not self.web_url:
            raise UserError(explain.no_address(self))
        now, key = fields.Datetime.now(), f"{Do.TEST.value}:{new_key()}"
        body = f'{{"do": "{Do.TEST.value}"}}'
        answer, taken = send(self._web_request(body, key))
        verdict = web_phone.judge(answer, 1, now, now)
        coded = verdict.reason and {
            "code": verdict.reason.code.value,
            "params": dict(verdict.reason.params),
        }
        # the log is code's to write
        self.env["o2c.dialler.message"].sudo().create(
            {
                "dialler_id": self.id,
                "company_id": self.company_id.id,
                "direction": "sent",
                "kind": Do.TEST.value,
                "key": key,
                "state": "failed" if verdict.reason else "done",
                "at": now,
                "tries": 1,
                "status": answer.status or 0,
                "milliseconds": taken,
                "body": body,
                "answer": answer.text[:2000],
                "coded": coded or False,
            }
        )
        text = explain.tested(self.env, verdict.reason, answer.status, taken)
        return self._web_tell(text, "danger" if verdict.reason else "success")

    def action_web_secret(self):
        """Make a new secret and show it once; the one before ends."""
        self.ensure_one()
        self._check_admin()
        self.web_secret = secrets.token_urlsafe(32)
        return self._web_tell(self.web_secret, "warning", sticky=True)

    def _check_admin(self):
        self.check_access("write")
        if not self.env.user.has_group(ADMIN):
            text = self.env._("An administrator sets up telephone systems.")
            raise AccessError(text)

    def _web_tell(self, text, kind, sticky=False):
        params = {"title": self.name, "message": text, "type": kind, "sticky": sticky}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                **params,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------- asked
    def _can_dial(self):
        # whoever starts a dialler need not see where it is
        found = self.kind != WEB or bool(self.sudo().web_url)
        return found and super()._can_dial()

    def _web_request(self, body, key):
        """What it takes to send ``body``."""
        return {
            "url": self.web_url,
            "secret": self.web_secret,
            "private": self.web_private,
            "timeout": self.web_timeout,
            "body": body,
            "key": key,
        }

    def _web_dial(self, line):
        """Have the number dialled as soon as the line is committed."""
        line.ref = new_key()
        person = line.call_id.person_id or line.partner_id
        # of the many ways to write a number a telephone system knows one
        number = person._phone_format(number=line.phone)
        self.env["o2c.dialler.message"]._queue(
            line,
            Do.DIAL,
            line.dialled_at,
            number=number or dial_link.dialled(line.phone),
            ring_seconds=self.ring_seconds,
            answer_within=self.connect_seconds,
            message=self.message or "",
            events=self.web_events_url,
        )
        return line.ref

    def _web_connect(self, line):
        self.env["o2c.dialler.message"]._queue(
            line, Do.CONNECT, line.connected_at, **self._web_agent(line)
        )

    def _web_agent(self, line):
        agent = line.agent_id
        return {
            "agent": {
                "login": agent.login,
                "extension": agent.o2c_phone_extension or "",
            }
        }

    def _web_hang_up(self, line, message):
        if not line.gone_at:
            now = fields.Datetime.now()
            messages = self.env["o2c.dialler.message"]
            messages._queue(line, Do.HANG_UP, now, message=message or "")

    def _web_state(self):
        return self._can_dial()

    def _web_silent_after(self):
        return timedelta(seconds=self.ring_seconds) + SILENCE

    def _web_obstacle(self, now):
        """Why the last requests failed: customers are not tried one after another."""
        last = self.env["o2c.dialler.message"].search(
            [
                ("dialler_id", "=", self.id),
                ("kind", "=", Do.DIAL.value),
                ("state", "in", ("done", "failed")),
                ("at", ">=", now - WHILE),
            ],
            limit=FAILURES,
        )
        codes = [m.state == "failed" and m.coded["code"] for m in last]
        is_down = (
            len(codes) == FAILURES and all(codes) and Why.UNWANTED.value not in codes
        )
        return last[0].coded if is_down else None

    def _play_message(self, line):
        """Who is gone has heard it from the system, or not."""
        if self.kind == WEB and line.gone_at:
            return line.message_played
        return super()._play_message(line)

    # ------------------------------------------------------------- told
    def _web_refused(self, stamp, signature, body):
        """Why a message is not believed, as a code; "" for one that is."""
        decision = signed.check(
            [self.web_secret], stamp, body, signature, int(time.time())
        )
        return "" if decision.ok else decision.reasons[0].code.value

    def _web_keep_refused(self, code, body, now, **params):
        """Keep a refusal; the same again within the hour only counts."""
        self.env["o2c.dialler.message"]._keep(
            self,
            f"refused:{code}:{now:%Y-%m-%d %H}",
            body.decode("utf-8", "replace").replace("\0", ""),
            now,
            {"code": code, "params": params},
            state="refused",
        )

    def _web_take_in(self, body, signature, now):
        """Take in a believed message.

        :return: a list of results, one for each event; None: it had come before
        :raise Unreadable: it is no list of events
        """
        events = phone_events.read(body)
        good = {event.key: event for event in events if not event.fault}
        rows = [
            {
                "key": event.key,
                "ref": event.ref,
                "kind": event.kind,
                "seconds": event.seconds,
                "played": event.played,
            }
            for event in good.values()
        ]
        key = "sha256:" + hashlib.sha256(signature.encode()).hexdigest()
        messages, model = self.env["o2c.dialler.message"], self.env["o2c.dialler.event"]
        text = body.decode("utf-8", "replace").replace("\0", "")
        if not messages._keep(self, key, text, now, {}):
            return None
        fresh = model._receive(self, rows, now)
        known = model.search(
            [("dialler_id", "=", self.id), ("event_key", "in", list(good))]
        )
        if any(event.outcome == "applied" for event in fresh):
            # a step commits and opens lines: that is the job's, not this request's
            self.env.ref("o2c_quality_check.cron_dialler_step")._trigger()
        by_key = {event.event_key: event for event in known}
        results = [self._web_result(e, by_key.get(e.key), fresh, now) for e in events]
        self._web_sum_up(key, events, results, fresh.line_id)
        return results

    def _web_sum_up(self, key, events, results, lines):
        """Write beside the message what became of it."""
        told = [
            [event.kind, result.get("missing") or _became(result)]
            for event, result in zip(events[:SHOWN], results[:SHOWN], strict=True)
        ]
        params = {"told": told, "more": len(events) > SHOWN}
        message = self.env["o2c.dialler.message"].search(
            [("dialler_id", "=", self.id), ("key", "=", key)]
        )
        companies = lines.company_id
        message.write(
            {
                "coded": {"code": "events", "params": params},
                # a message about several lines belongs to none of them
                "line_id": lines.id if len(lines) == 1 else False,
                "company_id": companies.id
                if len(companies) == 1
                else self.company_id.id,
            }
        )

    def _web_result(self, told, event, fresh, now):
        if told.fault:
            return {"id": told.key, "outcome": "error", "missing": told.fault}
        result = {"id": told.key, "new": event in fresh, "outcome": event.outcome}
        return {**result, **self._web_order(event.line_id, event.kind, now)}

    def _web_order(self, line, kind, now):
        """What the system is to do with the line, as it stands now."""
        if not line or line.gone_at:
            return {}
        if line.state == "connected":
            return {"do": Do.CONNECT.value, **self._web_agent(line)}
        if line.state == "waiting":
            passed = (now - line.answered_at).total_seconds()
            left = max(self.connect_seconds - passed, 0)
            return {"do": "wait", "seconds": round(left, 1)}
        lives = phone_events.known(kind) in ALIVE
        is_over = line.state == "ended" and lives
        return {"do": Do.HANG_UP.value} if is_over else {}


def _became(result):
    return result["outcome"] if result["new"] else "known"
