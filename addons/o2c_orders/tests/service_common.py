"""Builders for tests of services: templates, tariffs, another system to call."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from odoo import Command

from .common import O2cCommon

MORNING = "2026-03-02 09:00:00"


class Operator:
    """Another system, on this machine: answers as planned, remembers what came.

    ``plan`` is a list of (status, body[, headers]); after it everything is done.
    """

    def __init__(self):
        self.plan, self.calls = [], []
        operator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operator.calls.append((dict(self.headers), body))
                status, text, *more = operator._next()
                answer = text.encode()
                self.send_response(status)
                for name, value in more[0].items() if more else ():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/activate"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def _next(self):
        return self.plan.pop(0) if self.plan else (200, '{"reference": "REF-1"}')

    def told(self, number):
        """The JSON of call ``number``."""
        return json.loads(self.calls[number][1])

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class ServiceCase(O2cCommon):
    """A service with tasks and a tariff, and the orders that sell it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Task, cls.Recurring = cls.env["o2c.task"], cls.env["o2c.recurring"]
        cls.Template = cls.env["o2c.task.template"]
        cls.fibre = cls._service(name="Fibre", list_price=50.0)

    @classmethod
    def _template(cls, name, *needs, product=None, **values):
        product = product or cls.fibre
        options = {
            "name": name,
            "depends_ids": [Command.set([need.id for need in needs])],
            "product_tmpl_ids": [Command.link(product.product_tmpl_id.id)],
        }
        return cls.Template.create({**options, **values})

    @classmethod
    def _tariff(cls, product=None, **values):
        """30 a month, in advance, from the activation."""
        product = product or cls.fibre
        options = {
            "name": "Fibre 100",
            "code": "F100",
            "price": 30.0,
            "currency_id": cls.company.currency_id.id,
            "product_tmpl_ids": [Command.link(product.product_tmpl_id.id)],
        }
        return cls.env["o2c.tariff"].create({**options, **values})

    @classmethod
    def _service_order(cls, qty=1, tariff=None, confirm=True, **values):
        extra = {"o2c_tariff_id": tariff.id} if tariff else {}
        line = cls._line(cls.fibre, qty=qty, price=50.0, **extra)
        return cls._order(line, confirm=confirm, **values)

    def _task(self, order, name):
        return order.o2c_task_ids.filtered(lambda t: t.name == name)

    def _states(self, order):
        return {task.name: task.state for task in order.o2c_task_ids}

    @contextmanager
    def _committing(self):
        """Transactions of their own see and keep what this test writes."""
        with self.enter_registry_test_mode():
            yield
        self.env.invalidate_all()

    def _run(self, name):
        """A job runs as the scheduler runs it."""
        with self._committing():
            self.env.ref(f"o2c_orders.{name}").method_direct_trigger()
