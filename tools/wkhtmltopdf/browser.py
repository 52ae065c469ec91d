"""A headless Chromium, driven over its DevTools socket."""

import base64
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

PROGRAMS = ("chromium", "google-chrome", "chromium-browser")
START_SECONDS = 30
# for one page to load or print
PAGE_SECONDS = 60
ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    # Only files that Odoo wrote a moment ago are opened. The sandbox does not start
    # as root or in most containers, and a file:// page may not load fonts else.
    "--no-sandbox",
    "--disable-web-security",
)


class BrowserError(Exception):
    """Chromium is missing, does not start, or does not do as told."""


def find_program():
    """Return the path of Chromium: $CHROME, else the first one on the PATH."""
    named = os.environ.get("CHROME")
    for name in (named,) if named else PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise BrowserError(
        f"{named or 'Chromium'} is not here: install it (Debian: apt-get install "
        "chromium) or name it in CHROME"
    )


def _lift_memory_limit():
    """Odoo caps the address space of itself and thereby of its children; Chromium
    reserves far more than it ever uses, and would not start."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


class Browser:
    """``with Browser() as browser:`` one page to open files in and print them."""

    def __enter__(self):
        program = find_program()
        _lift_memory_limit()
        self._profile = tempfile.mkdtemp(prefix="wkhtmltopdf-")
        self._socket = None
        self._process = subprocess.Popen(
            [program, *ARGUMENTS, f"--user-data-dir={self._profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error):
        if self._socket:
            self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _connect(self):
        self._last_id = 0
        self._events = []
        try:
            url = f"http://127.0.0.1:{self._port()}/json"
            with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:
                pages = [page for page in json.load(answer) if page["type"] == "page"]
            self._socket = websocket.create_connection(
                pages[0]["webSocketDebuggerUrl"], PAGE_SECONDS, suppress_origin=True
            )
        except (OSError, IndexError, websocket.WebSocketException) as problem:
            raise BrowserError(f"Chromium does not answer: {problem}") from problem
        self.call("Page.enable")
        self.call("Network.enable")

    def _port(self):
        """Chromium writes the port that it chose into its profile."""
        file = Path(self._profile, "DevToolsActivePort")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                code = self._process.returncode
                raise BrowserError(f"Chromium ended with code {code} when started")
            if file.is_file() and "\n" in (text := file.read_text()):
                return int(text.split("\n")[0])
            time.sleep(0.02)
        raise BrowserError(f"Chromium did not start within {START_SECONDS} seconds")

    def call(self, method, **parameters):
        """Return the result of a DevTools method.

        :raises BrowserError: if it fails or takes longer than PAGE_SECONDS
        """
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while (answer := self._receive(method)).get("id") != self._last_id:
            self._events.append(answer.get("method"))
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def _receive(self, awaited):
        try:
            return json.loads(self._socket.recv())
        except websocket.WebSocketTimeoutException:
            problem = f"no answer to {awaited} within {PAGE_SECONDS} seconds"
            raise BrowserError(problem) from None
        except (OSError, websocket.WebSocketException) as problem:
            raise BrowserError(f"Chromium went away: {problem}") from problem

    def send_cookies(self, cookies):
        """Send these ("name=value") along with every request.

        As a header, because a file:// page holds SameSite cookies back.
        """
        headers = {"Cookie": "; ".join(cookies)}
        self.call("Network.setExtraHTTPHeaders", headers=headers)

    def open(self, url):
        """Open an address and wait until it is loaded, its fonts included."""
        self._events.clear()
        failure = self.call("Page.navigate", url=url).get("errorText")
        if failure:
            raise BrowserError(f"{url}: {failure}")
        while "Page.loadEventFired" not in self._events:
            self._events.append(self._receive(url).get("method"))
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script):
        """Run JavaScript on the page, wait for what it promises, return that."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    def run_first(self, script):
        """Run JavaScript in every page that is opened from now on, before its own."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def pdf(self, **options):
        """Return the page as PDF; the options are those of Page.printToPDF."""
        result = self.call("Page.printToPDF", printBackground=True, **options)
        return base64.b64decode(result["data"])
