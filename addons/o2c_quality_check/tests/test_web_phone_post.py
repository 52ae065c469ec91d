import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from odoo.tests import BaseCase, tagged

from ..domain.web_phone import Why
from ..models import web_phone_post
from ..models.web_phone_post import post

NAME = "pbx.example.com"


def certificate():
    """A certificate of its own for NAME, and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        # clocks and zones differ by less than a day
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.PEM) + pem


class Handler(BaseHTTPRequestHandler):
    hosts = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.hosts.append(self.headers["Host"])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Nobody reads it."""


@tagged("post_install", "-at_install")
class TestWebPhonePost(BaseCase):
    """The name is checked by its certificate, though an address is what is reached."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pem = cls.enterClassContext(tempfile.NamedTemporaryFile(suffix=".pem"))
        cls.pem.write(certificate())
        cls.pem.flush()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cls.pem.name)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        # shutting a connection before its handshake is no news
        server.handle_error = lambda *args: None
        Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.port = server.server_port

    def _post(self, name=NAME, trusted=True, private=True):
        """A request to the server, for which any name stands."""
        found = patch.object(web_phone_post, "resolve", lambda *args: ["127.0.0.1"])
        known = ssl.create_default_context(cafile=self.pem.name if trusted else None)
        trust = patch.object(ssl, "create_default_context", lambda: known)
        Handler.hosts.clear()
        with found, trust:
            return post(f"https://{name}:{self.port}/", b"{}", {}, 10, private)

    def test_the_right_name(self):
        self.assertEqual(self._post().status, 200)
        self.assertEqual(Handler.hosts, [f"{NAME}:{self.port}"])

    def test_another_name_or_nobodys_certificate(self):
        for case, options in (
            ("another name", {"name": "other.example.com"}),
            ("not trusted", {"trusted": False}),
        ):
            with self.subTest(_case=case):
                self.assertIs(self._post(**options).error, Why.UNREACHED)
                self.assertFalse(Handler.hosts)

    def test_a_name_that_stands_for_this_machine(self):
        self.assertIs(self._post(private=False).error, Why.PRIVATE)
        self.assertFalse(Handler.hosts)
