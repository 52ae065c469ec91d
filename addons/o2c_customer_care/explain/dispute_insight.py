"""The words of the figures about disputes."""

from itertools import pairwise

from ..domain.dispute_ages import STEPS


def steps(env):
    """The names of the steps of age, the youngest first."""
    names = [env._("Up to %s days", STEPS[0])]
    names += [
        env._("%(first)s to %(last)s", first=first + 1, last=last)
        for first, last in pairwise(STEPS)
    ]
    return [*names, env._("Over %s days", STEPS[-1])]
