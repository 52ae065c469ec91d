"""Processes that confirm orders at the same moment, each with its own connections.

They are forked once and kept for all rounds: what they inherit is the loaded registry,
not the connections. The pauses of Odoo's retry are shortened, its tries are its own.
"""

import multiprocessing
import os
import time
import traceback
from contextlib import ExitStack, suppress
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import mute_logger

WORKERS = 8
PATIENCE = 60  # seconds
HASTE = 10  # pauses between two tries are shorter by this factor
CONTEXT = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}


class Racers:
    """As many processes as there are batches to confirm at once."""

    def __init__(self, database):
        forks = multiprocessing.get_context("fork")
        barrier = forks.Barrier(WORKERS)
        self.pipes, self.processes = [], []
        for _number in range(WORKERS):
            ours, theirs = forks.Pipe()
            process = forks.Process(
                target=_serve, args=(theirs, barrier, database), daemon=True
            )
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)

    def confirm(self, batches, claim=True):
        """Confirm every batch of order ids in a process of its own, all at once.

        :param claim: False takes out what keeps them apart
        :return: the number of tries of each
        :raise AssertionError: one of them failed
        """
        for pipe, ids in zip(self.pipes, batches, strict=True):
            pipe.send((ids, claim))
        results = []
        for pipe in self.pipes:
            assert pipe.poll(PATIENCE), "a process does not answer"
            results.append(pipe.recv())
        failures = [result for result in results if isinstance(result, str)]
        assert not failures, failures[0]
        return results

    def stop(self):
        for pipe in self.pipes:
            with suppress(OSError):  # it ended with an error that was reported
                pipe.send(None)
        for process in self.processes:
            process.join(PATIENCE)


def _serve(pipe, barrier, database):
    """What a process does until it is told to end."""
    registry = _connect_anew(database)
    while (task := pipe.recv()) is not None:
        try:
            pipe.send(_confirm(registry, barrier, *task))
        except Exception:
            barrier.abort()
            pipe.send(traceback.format_exc())
            raise
    # without the clean-up of the test run that was forked
    os._exit(0)


def _connect_anew(database):
    """The registry with a pool of its own: a connection has one process."""
    sql_db._Pool = sql_db._Pool_readonly = None
    registry = Registry(database)
    registry._db = sql_db.db_connect(database)
    registry._db_readonly = None
    return registry


def _confirm(registry, barrier, ids, claim):
    tries = []
    with ExitStack() as stack:
        stack.enter_context(mute_logger("odoo.service.model", "odoo.sql_db"))
        pause = time.sleep
        stack.enter_context(
            patch("odoo.service.model.time.sleep", lambda s: pause(s / HASTE))
        )
        if not claim:
            model = registry["o2c.credit.account"]
            stack.enter_context(
                patch.object(model, "_claim", lambda self, always=(): None)
            )
        cr = stack.enter_context(registry.cursor())
        env = api.Environment(cr, SUPERUSER_ID, CONTEXT)

        def work():
            orders = env["sale.order"].browse(ids)
            orders.mapped("amount_total")  # the transaction's picture is taken
            tries.append(len(tries))
            if len(tries) == 1:
                barrier.wait(PATIENCE)
            orders.action_confirm()

        retrying(work, env)
    return len(tries)
