"""One POST to a telephone system: to a checked address, without redirects."""

import http.client
import socket
import ssl
from threading import Timer
from urllib.parse import urlsplit

from ..domain.web_phone import Address, Answer, Why, is_public

LONGEST_ANSWER = 65536  # bytes that are read of it


class Pinned(http.client.HTTPConnection):
    """A connection to addresses that were checked.

    The name is not looked up again: the second answer could be another one.
    """

    def __init__(self, parts, addresses, timeout):
        is_secure = parts.scheme == "https"
        usual = 443 if is_secure else 80
        super().__init__(parts.hostname, parts.port or usual, timeout=timeout)
        # the name of the host is sent without the port that goes without saying
        self.default_port = usual
        self.addresses = addresses
        self.context = ssl.create_default_context() if is_secure else None

    def connect(self):
        self.sock = self._reach()
        if self.context:
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)

    def _reach(self):
        *others, last = self.addresses
        for address in others:
            try:
                return socket.create_connection((address, self.port), self.timeout)
            except OSError:
                continue
        return socket.create_connection((last, self.port), self.timeout)


def address_of(url):
    """The parts of an address, for the rule; None: it is none."""
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname if port != 0 else ""
    return Address(parts.scheme, host or "", "@" in parts.netloc)


def post(url, body, headers, timeout, private=False):
    """Send ``body`` and wait for the answer, ``timeout`` seconds at the most.

    :param private: whether the address may stand in a network of one's own
    :return: an :class:`Answer`; never raises for what the network does
    """
    parts = urlsplit(url)
    try:
        addresses = resolve(parts.hostname, parts.port)
    except (OSError, UnicodeError):
        return Answer(error=Why.NO_HOST)
    if not private and not all(is_public(address) for address in addresses):
        return Answer(error=Why.PRIVATE)
    connection = Pinned(parts, addresses, timeout)
    try:
        connection.connect()
    except OSError:  # those of TLS are among them
        connection.close()
        return Answer(error=Why.UNREACHED)
    return _exchange(connection, _target(parts), body, headers, timeout)


def resolve(host, port):
    """The addresses that a name stands for, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(row[4][0] for row in found))


def _target(parts):
    query = f"?{parts.query}" if parts.query else ""
    return (parts.path or "/") + query


def _exchange(connection, target, body, headers, timeout):
    # who sends a byte now and then would keep the connection for ever
    guard = Timer(timeout, _cut, [connection.sock])
    guard.daemon = True
    guard.start()
    try:
        connection.request("POST", target, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read(LONGEST_ANSWER).decode("utf-8", "replace")
        return Answer(status=response.status, text=text.replace("\0", ""))
    except (OSError, http.client.HTTPException):
        return Answer(error=Why.SILENT)
    finally:
        guard.cancel()
        connection.close()


def _cut(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was over already
