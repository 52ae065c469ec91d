"""Collectors who ask for their next customer at the same moment, each in a process."""

import multiprocessing
import os
import time
import traceback
from contextlib import ExitStack, suppress
from unittest.mock import patch

from odoo import api
from odoo.service.model import retrying
from odoo.tools import mute_logger

from .race_processes import CONTEXT, HASTE, PATIENCE, _connect_anew


class Collectors:
    """As many processes as there are users."""

    def __init__(self, database, users):
        forks = multiprocessing.get_context("fork")
        barrier = forks.Barrier(len(users))
        self.pipes, self.processes = [], []
        for user in users:
            ours, theirs = forks.Pipe()
            process = forks.Process(
                target=_serve, args=(theirs, barrier, database, user), daemon=True
            )
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)

    def take(self, options, claim=True):
        """All ask for their next customer at once; what each was given.

        :param claim: False takes out what keeps them apart
        :raise AssertionError: one of them failed
        """
        for pipe in self.pipes:
            pipe.send((options, claim))
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


def _serve(pipe, barrier, database, user):
    registry = _connect_anew(database)
    while (task := pipe.recv()) is not None:
        try:
            pipe.send(_take(registry, barrier, user, *task))
        except Exception:
            barrier.abort()
            pipe.send(traceback.format_exc())
            raise
    # without the clean-up of the test run that was forked
    os._exit(0)


def _take(registry, barrier, user, options, claim):
    given, tries = [], []
    with ExitStack() as stack:
        stack.enter_context(mute_logger("odoo.service.model", "odoo.sql_db"))
        pause = time.sleep
        stack.enter_context(
            patch("odoo.service.model.time.sleep", lambda s: pause(s / HASTE))
        )
        if not claim:
            model = registry["o2c.work.item"]
            stack.enter_context(patch.object(model, "_take", lambda self, now: True))
        cr = stack.enter_context(registry.cursor())
        env = api.Environment(cr, user, CONTEXT)

        def work():
            items = env["o2c.work.item"]
            items.queue(options)  # the transaction's picture is taken
            tries.append(len(tries))
            if len(tries) == 1:
                barrier.wait(PATIENCE)
            given[:] = [items.take_next(options)]

        retrying(work, env)
    return given[0]
