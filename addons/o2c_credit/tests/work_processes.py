"""Collectors who ask for their next customer at the same moment, each in a process."""

from .race_processes import Processes


class Collectors(Processes):
    """As many processes as there are users."""

    def __init__(self, database, users):
        unlocked = ("o2c.work.item", "_take", lambda self, now: True)
        super().__init__(database, users, _look, _take, unlocked)

    def take(self, options, claim=True):
        """All ask for their next customer at once; what each was given.

        :param claim: False takes out what keeps them apart
        :raise AssertionError: one of them failed
        """
        return [given for given, _tries in self.ask([options] * len(self.pipes), claim)]


def _look(env, options):
    env["o2c.work.item"].queue(options)


def _take(env, options):
    return env["o2c.work.item"].take_next(options)
