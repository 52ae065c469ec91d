"""Processes that send notices and are killed in the middle of it.

Each is forked with the loaded registry, has connections of its own and kills itself
with SIGKILL at a named point: nothing is cleaned up, no transaction is ended.
"""

import logging
import multiprocessing
import os
import signal

from odoo import SUPERUSER_ID, api, modules
from odoo.tools import config

from ..models.o2c_dunning_outbox import Outbox
from .race_processes import PATIENCE, _connect_anew

NOTICE = "o2c.dunning.notice"
# where: (what is called, whether before or after it, at which call)
POINTS = {
    "before anything": ("_make_ready", "before", 1),
    "the facts are read": ("_leaving_facts", "after", 1),
    "what changed is written, not committed": ("_make_ready", "after", 1),
    "the first is about to leave": ("_leave", "before", 1),
    "in the middle, its facts not read": ("_lock_approved", "before", 4),
    "everything is written, the mail not handed over": ("_left", "after", 3),
    "the mail server is being asked": ("send", "before", 2),
    "the mail server has it, nothing is committed": ("send", "after", 3),
    "one is committed, the next not begun": ("_leave_alone", "after", 2),
    "all have left, nothing is finished": ("_finish", "before", 1),
    "the chatter is written, the ledger not": ("_keep_messages", "after", 1),
    "finished, not committed": ("_finish", "after", 1),
}


class Sender:
    """A process that sends these notices; it ends, or is killed at ``point``."""

    def __init__(self, database, port, ids, point=None, barrier=None):
        forks = multiprocessing.get_context("fork")
        self.process = forks.Process(
            target=_send, args=(database, port, ids, point, barrier), daemon=True
        )
        self.process.start()

    def wait(self):
        """Its exit code: 0, or -9 when it was killed."""
        self.process.join(PATIENCE)
        return self.process.exitcode


def _send(database, port, ids, point, barrier):
    registry = _connect_anew(database)
    modules.module.current_test = None  # mails leave, other than in tests
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    config["smtp_server"], config["smtp_port"] = "127.0.0.1", port
    servers = registry["ir.mail_server"]
    servers._find_mail_server = lambda self, sender, mail_servers=None: (None, sender)
    if point:
        _die_at(registry, *POINTS[point])
    with registry.cursor() as cr:
        notices = api.Environment(cr, SUPERUSER_ID, {})[NOTICE].browse(ids)
        if barrier:
            notices.mapped("state")  # the transaction's picture is taken
            barrier.wait(PATIENCE)
        notices._send()
    # without the clean-up of the test run that was forked
    os._exit(0)


def _die_at(registry, name, moment, number):
    owner = Outbox if hasattr(Outbox, name) else registry[NOTICE]
    original, calls = getattr(owner, name), []

    def method(self, *args, **kwargs):
        calls.append(name)
        if moment == "before" and len(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(self, *args, **kwargs)
        if moment == "after" and len(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, method)
