"""Processes that do a job of ours at once, or are killed in the middle of it.

Each is forked with the loaded registry, has connections of its own and can kill itself
with SIGKILL at a named point: nothing is cleaned up, no transaction is ended.
"""

import logging
import multiprocessing
import os
import signal

from odoo import SUPERUSER_ID, api, modules, sql_db
from odoo.modules.registry import Registry

PATIENCE = 60  # seconds


class Worker:
    """A process that calls a method without arguments, on a model or on records.

    :param point: (owner of a method, its name, "before" or "after", at which call):
        where it kills itself
    :param setup: a function of the registry, called in the process before anything
    """

    def __init__(self, database, model, name, ids=(), **options):
        forks = multiprocessing.get_context("fork")
        args = (database, model, name, list(ids), options)
        self.process = forks.Process(target=_work, args=args, daemon=True)
        self.process.start()

    def wait(self):
        """Its exit code: 0, or -9 when it was killed."""
        self.process.join(PATIENCE)
        return self.process.exitcode


def barrier(count):
    """To be given to ``count`` workers that begin at the same moment."""
    return multiprocessing.get_context("fork").Barrier(count)


def _work(database, model, name, ids, options):
    # a connection has one process: the pool of its own
    sql_db._Pool = sql_db._Pool_readonly = None
    registry = Registry(database)
    registry._db = sql_db.db_connect(database)
    registry._db_readonly = None
    modules.module.current_test = None  # things leave, other than in tests
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    if setup := options.get("setup"):
        setup(registry)
    if point := options.get("point"):
        _die_at(registry, *point)
    with registry.cursor() as cr:
        records = api.Environment(cr, SUPERUSER_ID, {})[model].browse(ids)
        if together := options.get("barrier"):
            cr.execute("SELECT count(*) FROM o2c_exception")  # the picture is taken
            together.wait(PATIENCE)
        getattr(records, name)()
    # without the clean-up of the test run that was forked
    os._exit(0)


def _die_at(registry, model, name, moment, number):
    owner = registry[model]
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
