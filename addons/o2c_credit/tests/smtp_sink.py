"""A mail server that takes everything and remembers who got what.

It runs in a process of its own and writes a line for each message before it answers:
what it has taken is known even if whoever sent it is killed before the answer.
"""

import email
import multiprocessing
import os
import socket
import socketserver
import time

OK = b"250 ok\r\n"


class SmtpSink:
    """``port`` to send to, ``got()`` to ask, ``stop()`` at the end.

    :param path: the file of what it got
    :param delay: seconds between taking a message and saying so
    """

    def __init__(self, path, delay=0.0):
        self.path = path
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        forks = multiprocessing.get_context("fork")
        self.process = forks.Process(
            target=_serve, args=(listener, path, delay), daemon=True
        )
        self.process.start()
        listener.close()

    def got(self):
        """[(recipient, Message-ID)] in order."""
        if not os.path.exists(self.path):
            return []
        with open(self.path, encoding="utf-8") as lines:
            return [tuple(line.rstrip("\n").split("\t")) for line in lines]

    def forget(self):
        """Begin anew."""
        if os.path.exists(self.path):
            os.unlink(self.path)

    def stop(self):
        self.process.kill()
        self.process.join()


def _serve(listener, path, delay):
    class Handler(_Handler):
        def keep(self, recipients, content):
            head = email.message_from_bytes(content)
            with open(path, "a", encoding="utf-8") as lines:
                for recipient in recipients:
                    lines.write(f"{recipient}\t{head['Message-Id']}\n")
            time.sleep(delay)

    server = socketserver.ThreadingTCPServer(
        listener.getsockname(), Handler, bind_and_activate=False
    )
    server.socket.close()
    server.socket = listener
    server.daemon_threads = True
    server.serve_forever()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 sink\r\n")
        recipients = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipients.append(line.split(b"<")[1].split(b">")[0].decode())
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.keep(recipients, self._content())
                recipients = []
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(OK)

    def _content(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def keep(self, recipients, content):
        raise NotImplementedError
