"""The driver's page in a real browser whose network is cut on the way."""

import select
import socket
import threading
from contextlib import suppress

from odoo.tests import HttpCase, tagged
from odoo.tests.common import HOST, ChromeBrowser

from .driver_common import DriverCommon

WAIT = 45  # seconds: the page itself tries again after twenty


class Cable:
    """A network cable between browser and server that can be pulled."""

    def __init__(self, port):
        self.server = (HOST, port)
        self.open = set()
        self.listener = None
        self.port = 0
        self.plug()

    def plug(self):
        self.listener = socket.create_server((HOST, self.port), reuse_port=False)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def pull(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in list(self.open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener):
        with suppress(OSError):  # pulled
            while True:
                phone, _address = listener.accept()
                threading.Thread(target=self._carry, args=[phone], daemon=True).start()

    def _carry(self, phone):
        with suppress(OSError), phone, socket.create_connection(self.server) as server:
            ends = {phone: server, server: phone}
            self.open |= set(ends)
            while True:
                for one in select.select(list(ends), [], [])[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    ends[one].sendall(data)


@tagged("post_install", "-at_install")
class TestDriverOffline(DriverCommon, HttpCase):
    """A dead spot: reports wait on the phone, the page opens again, all arrive once."""

    browser_size = "390x844"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        self.cable = Cable(self.http_port())
        self.addCleanup(self.cable.pull)
        self.browser = ChromeBrowser(self)
        self.addCleanup(self.browser.stop)
        self.url = f"http://{HOST}:{self.cable.port}{self.path}"

    def _open(self):
        self.browser.navigate_to(self.url)
        self._until("document.body?.dataset.ready === '1'")

    def _js(self, code):
        found = self.browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": code, "awaitPromise": True, "returnByValue": True},
        )
        self.assertNotIn("exceptionDetails", found, code)
        return found["result"].get("value")

    def _until(self, condition):
        self.assertTrue(
            self.browser._wait_ready(f"Boolean({condition})", timeout=WAIT),
            f"{condition}: {self._js('document.body.innerText')}",
        )

    def _report(self, place, outcome):
        self._js(f"document.querySelectorAll('.stop .report')[{place}].click()")
        self._js(f"document.querySelector('input[value={outcome}]').click()")
        self._js("document.querySelector('#report textarea').value = 'by phone'")
        self._js("document.querySelector('#report .save').click()")
        self._until("!document.querySelector('#report').open")

    def _shown(self, place):
        return f"document.querySelectorAll('.stop .outcome')[{place}]?.textContent"

    def test_dead_spot(self):
        self.env.cr.flush()
        self.env.cr.clear()
        with self.allow_requests(browser=self.browser):
            self._open()
            self._until("document.querySelectorAll('.stop').length === 3")
            self._until("document.body.dataset.kept === '1'")
            self._report(0, "delivered")
            self._until(f"{self._shown(0)} === 'Delivered'")

            self.cable.pull()
            self._report(1, "absent")
            self._until(f"{self._shown(1)} === 'Nobody there (not sent yet)'")
            # the page opens again without network, with everything on it
            self._open()
            self._until(f"{self._shown(0)} === 'Delivered'")
            self._until(f"{self._shown(1)} === 'Nobody there (not sent yet)'")
            self._report(2, "delivered")
            self._until("document.querySelector('#network').textContent.endsWith(' 2')")
            self.assertEqual(len(self._events(self.stops[1])), 0)

            self.cable.plug()
            self._js("document.querySelector('#send').click()")
            self._until("document.querySelector('#network').className === 'good'")
            self._until(f"{self._shown(1)} === 'Nobody there'")
            # a page that sends again what has arrived already enters nothing twice
            self._open()
            self._until("document.querySelector('#network').className === 'good'")
        self.env.invalidate_all()
        self.assertEqual(
            [self._events(stop).mapped("status") for stop in self.stops],
            [["delivered"], ["failed_absent"], ["delivered"]],
        )
