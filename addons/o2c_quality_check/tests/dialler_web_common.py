"""A telephone system on this machine, and a dialler that asks it over real HTTP."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Thread
from unittest.mock import patch

from odoo.tests import HttpCase

from odoo.addons.o2c_orders.domain.courier import sign

from .dialler_common import NOW, DiallerCommon

CONTROLLER = "odoo.addons.o2c_quality_check.controllers.dialler.O2cDiallerEvents"
SECRET = "between the two of us"
# answers of the double that are no status
HANG = "hang"


class TelephoneSystem:
    """Takes requests, answers as planned, keeps what it was asked.

    ``plan``: statuses, HANG, or (status, headers); after it all is well.
    """

    def __init__(self):
        self.plan, self.asked, self.numbers = [], [], 0
        self.over = Event()
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                system.asked.append((self.path, dict(self.headers), body))
                planned = system.plan.pop(0) if system.plan else 200
                if planned == HANG:
                    # until the test is over: whoever asks does not wait so long
                    system.over.wait(60)
                    return
                status, more = planned if isinstance(planned, tuple) else (planned, {})
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args):
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/calls"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def forget(self):
        """A new test begins."""
        self.plan.clear()
        self.asked.clear()

    def told(self, do):
        """The bodies of the requests to ``do`` something, in the order they came."""
        bodies = [json.loads(body) for _path, _headers, body in self.asked]
        return [body for body in bodies if body["do"] == do]

    def event(self, dial, kind, **more):
        """What it tells about a dial, with a key of its own."""
        self.numbers += 1
        return {"id": f"e{self.numbers}", "dial": dial, "event": kind, **more}

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


class WebDiallerCommon(DiallerCommon, HttpCase):
    """A dialler with a telephone system of its own, one agent at work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = TelephoneSystem()
        cls.addClassCleanup(cls.phone.close)
        cls.Message = cls.env["o2c.dialler.message"]
        cls.agent.o2c_phone_extension = "41"
        cls.dialler = cls._dialler(
            name="Cellar",
            kind="web",
            web_url=cls.phone.url,
            web_secret=SECRET,
            web_private=True,
            web_timeout=20,
        )

    def setUp(self):
        super().setUp()
        self.phone.forget()
        # each message is signed at another second, however fast they come
        self.stamps = count(int(time.time()), -1)

    # ------------------------------------------------------------- we ask
    def _rings(self, *agents, now=NOW):
        """A step of a run for ``agents``, and its requests have left: the line."""
        self._at_work(*(agents or [self.agent]), now=now)
        run = self._run(self.dialler, now=now)
        run._step(now)
        self._leave(now)
        return run.line_ids

    def _leave(self, now):
        """The job sends what is due."""
        self.env.flush_all()
        due = self._messages("sent").filtered(
            lambda m: m.state == "due" and m.next_try_at <= now
        )
        for message in due.sorted("id"):
            message._send_once(now, {})
        self.env.invalidate_all()

    def _messages(self, direction):
        domain = [("dialler_id", "=", self.dialler.id), ("direction", "=", direction)]
        return self.Message.search(domain)

    # ------------------------------------------------------------- it tells
    def _post(self, body, secret=SECRET, late=0, number=None, **headers):
        """A message arrives; ``late``: signed so many seconds ago."""
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(next(self.stamps) - late)
        known = {
            "Content-Type": "application/json",
            "X-O2C-Timestamp": stamp,
            "X-O2C-Signature": sign(secret, stamp, body),
        }
        url = f"/o2c/dialler/{number or self.dialler.id}/events"
        answer = self.url_open(url, data=body, headers={**known, **headers})
        self.env.invalidate_all()
        return answer

    def _tell(self, now, *events):
        """The system tells events, and it is ``now`` for us: its answers."""
        with patch(f"{CONTROLLER}._now", return_value=now):
            answer = self._post({"events": list(events)})
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["results"]

    def _tells(self, now, line, kind, **more):
        """One event about a line: its answer."""
        (result,) = self._tell(now, self.phone.event(line.ref, kind, **more))
        return result
