"""Processes that do the same at the same moment, each with its own connections.

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


class Processes:
    """One process for each of ``users``, an id each.

    :param prepare: called with an environment and the task before all start at once
    :param work: called with an environment and the task; what it gives is the answer
    :param unlocked: (model, method, function in its place) that keeps them apart
    """

    def __init__(self, database, users, prepare, work, unlocked):
        forks = multiprocessing.get_context("fork")
        self.job = (database, forks.Barrier(len(users)), prepare, work, unlocked)
        self.pipes, self.processes = [], []
        for user in users:
            ours, theirs = forks.Pipe()
            process = forks.Process(
                target=_serve, args=(theirs, user, *self.job), daemon=True
            )
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)

    def ask(self, tasks, claim=True):
        """All do their task at once; [(answer, number of tries)].

        :param claim: False takes out what keeps them apart
        :raise AssertionError: one of them failed
        """
        for pipe, task in zip(self.pipes, tasks, strict=True):
            pipe.send((task, claim))
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


class Racers(Processes):
    """As many processes as there are batches of orders to confirm at once."""

    def __init__(self, database):
        unlocked = ("o2c.credit.account", "_claim", lambda self, always=(): None)
        users = [SUPERUSER_ID] * WORKERS
        super().__init__(database, users, _look, _confirm, unlocked)

    def confirm(self, batches, claim=True):
        """Confirm every batch of order ids, all at once; the number of tries of each.

        :raise AssertionError: one of them failed
        """
        return [tries for _answer, tries in self.ask(batches, claim)]


def _look(env, ids):
    env["sale.order"].browse(ids).mapped("amount_total")


def _confirm(env, ids):
    env["sale.order"].browse(ids).action_confirm()


# ------------------------------------------------------------------ in the process
def _serve(pipe, user, database, barrier, *job):
    """What a process does until it is told to end."""
    registry = _connect_anew(database)
    while (task := pipe.recv()) is not None:
        try:
            pipe.send(_do(registry, user, barrier, *job, *task))
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


def _do(registry, user, barrier, prepare, work, unlocked, task, claim):
    answers, tries = [], []
    with ExitStack() as stack:
        stack.enter_context(mute_logger("odoo.service.model", "odoo.sql_db"))
        pause = time.sleep
        stack.enter_context(
            patch("odoo.service.model.time.sleep", lambda s: pause(s / HASTE))
        )
        if not claim:
            model, name, instead = unlocked
            stack.enter_context(patch.object(registry[model], name, instead))
        cr = stack.enter_context(registry.cursor())
        env = api.Environment(cr, user, CONTEXT)

        def attempt():
            prepare(env, task)  # the transaction's picture is taken
            tries.append(len(tries))
            if len(tries) == 1:
                barrier.wait(PATIENCE)
            answers[:] = [work(env, task)]

        retrying(attempt, env)
    return answers[0], len(tries)
