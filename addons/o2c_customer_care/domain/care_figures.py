"""Shares with their interval, and ratios of figures of customer care."""

from dataclasses import dataclass
from math import sqrt

# 95 % of a normal distribution lies within so many standard deviations
Z = 1.959963984540054
# below so many answers the interval is shown, not the point
ENOUGH = 30


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``, both counts."""

    part: int
    whole: int

    @property
    def value(self):
        """The share, None: of nothing there is none.

        >>> Share(3, 4).value, Share(0, 0).value
        (0.75, None)
        """
        return self.part / self.whole if self.whole else None

    @property
    def is_enough(self):
        """Whether the point says something; otherwise only the interval does."""
        return self.whole >= ENOUGH

    @property
    def interval(self):
        """Where the true share is with 95 %: Wilson's interval, None: of nothing.

        >>> low, high = Share(8, 10).interval
        >>> round(low, 4), round(high, 4)
        (0.4902, 0.9433)
        """
        n = self.whole
        if not n:
            return None
        p = self.part / n
        middle = p + Z * Z / (2 * n)
        spread = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        scale = 1 + Z * Z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def ratio(part, whole):
    """``part`` for each of ``whole``; None where there is nothing to divide by.

    >>> ratio(3, 2), ratio(3, 0)
    (1.5, None)
    """
    return part / whole if whole else None


def backlog(opened, closed, reopened):
    """How many were open after each period, from the very first one on.

    >>> backlog([3, 2], [1, 3], [0, 1])
    [2, 2]
    """
    left, found = 0, []
    for came, went, back in zip(opened, closed, reopened, strict=True):
        left += came - went + back
        found.append(left)
    return found
