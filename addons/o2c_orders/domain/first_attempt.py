"""What agreed appointments change: first attempts that succeed, empty runs avoided."""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # of the normal distribution, for an interval that covers 95 %


@dataclass(frozen=True, slots=True)
class Attempts:
    """First attempts: how many there were and how many of them succeeded."""

    count: int
    successful: int

    @property
    def rate(self):
        """Share of successes between 0 and 1, None without an attempt."""
        return self.successful / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Effect:
    """With appointment against without. ``avoided`` counts runs, may be negative.

    ``difference``: of the two rates, with its 95 % interval ``low`` to ``high``;
    None where one side has no attempt.
    """

    difference: float | None = None
    low: float | None = None
    high: float | None = None
    avoided: float | None = None


def interval(attempts):
    """The 95 % interval of a rate (E. B. Wilson, 1927), None without an attempt.

    >>> low, high = interval(Attempts(10, 9))
    >>> round(low, 3), round(high, 3)
    (0.596, 0.982)
    """
    n = attempts.count
    if not n:
        return None
    centre = (attempts.rate + Z * Z / (2 * n)) / (1 + Z * Z / n)
    spread = attempts.rate * (1 - attempts.rate) / n + Z * Z / (4 * n * n)
    half = Z * sqrt(spread) / (1 + Z * Z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def effect(with_, without):
    """How appointments changed the first attempt (difference after R. Newcombe, 1998).

    Avoided runs: the attempts with appointment that would have failed at the rate of
    those without, less those that failed.

    >>> effect(Attempts(200, 190), Attempts(400, 340)).avoided
    20.0
    """
    if not with_.count or not without.count:
        return Effect()
    gain = with_.rate - without.rate
    low_with, high_with = interval(with_)
    low_without, high_without = interval(without)
    down = sqrt((with_.rate - low_with) ** 2 + (high_without - without.rate) ** 2)
    up = sqrt((high_with - with_.rate) ** 2 + (without.rate - low_without) ** 2)
    return Effect(gain, gain - down, gain + up, round(gain * with_.count, 6))
