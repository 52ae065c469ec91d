"""What calling changed: those who were to be called against those left alone.

Everybody counts in the arm that the draw gave him, called or not ("intention to
treat"); otherwise the easily reached would be compared with everybody.
"""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from math import exp, lgamma, log, sqrt

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH

LEVEL = 0.95  # of all intervals


class Arm(str, Enum):
    """What the draw gave a customer."""

    CALL = "call"
    HOLDOUT = "holdout"


class Verdict(str, Enum):
    """What may be said about a difference."""

    TOO_FEW = "too_few"
    OPEN = "open"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Sample:
    """Amounts of one arm: how many customers, their mean, the variance (n - 1)."""

    count: int
    mean: float
    variance: float


def sample(values):
    """The sample that ``values`` are.

    >>> sample([1, 2, 3])
    Sample(count=3, mean=2.0, variance=1.0)
    """
    count = len(values)
    mean = sum(values) / count if count else 0.0
    squares = sum((value - mean) ** 2 for value in values)
    return Sample(count, mean, squares / (count - 1) if count > 1 else 0.0)


@dataclass(frozen=True)
class Difference:
    """First arm less second, with its 95 % interval; None: unknown."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    enough: bool = False

    @property
    def verdict(self):
        """What may be said about it.

        >>> Difference(0.1, 0.02, 0.18, True).verdict.value
        'better'
        >>> Difference(0.1, -0.02, 0.22, True).verdict.value
        'open'
        """
        if not self.enough or self.low is None:
            return Verdict.TOO_FEW
        if self.low > 0:
            return Verdict.BETTER
        return Verdict.WORSE if self.high < 0 else Verdict.OPEN


def draw(keys, share, seed):
    """Who is left alone: so many of ``keys`` as ``share`` says, the same for a seed.

    :param share: between 0 and 1; at least one of two or more, never all of them

    >>> sorted(draw(range(10), 0.2, "season")), len(draw(range(10), 0.2, "other"))
    ([1, 5], 2)
    """
    keys = sorted(set(keys))
    if share <= 0 or len(keys) < 2:
        return frozenset()
    count = min(max(round(share * len(keys)), 1), len(keys) - 1)
    return frozenset(sorted(keys, key=lambda key: _place(seed, key))[:count])


def rates(first, second):
    """The difference of two shares, with the interval of R. Newcombe (1998).

    >>> from odoo.addons.o2c_customer_care.domain.care_figures import Share
    >>> found = rates(Share(56, 70), Share(48, 80))
    >>> round(found.value, 2), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if not (first.whole and second.whole):
        return Difference()
    a, b = first.value, second.value
    (low_a, high_a), (low_b, high_b) = first.interval, second.interval
    down = sqrt((a - low_a) ** 2 + (high_b - b) ** 2)
    up = sqrt((high_a - a) ** 2 + (b - low_b) ** 2)
    return Difference(
        a - b, a - b - down, a - b + up, min(first.whole, second.whole) >= ENOUGH
    )


def means(first, second):
    """The difference of two means, with the interval of B. L. Welch (1947).

    >>> found = means(Sample(40, 120.0, 900.0), Sample(40, 100.0, 900.0))
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (20.0, 6.64, 33.36)
    """
    if min(first.count, second.count) < 2:
        return Difference()
    value = first.mean - second.mean
    a, b = first.variance / first.count, second.variance / second.count
    enough = min(first.count, second.count) >= ENOUGH
    if not a + b:
        # nobody differs from anybody: nothing can be said about chance
        return Difference(value, None, None, False)
    freedom = (a + b) ** 2 / (a * a / (first.count - 1) + b * b / (second.count - 1))
    spread = student(freedom) * sqrt(a + b)
    return Difference(value, value - spread, value + spread, enough)


def student(freedom):
    """Within so many standard errors lies Student's t with 95 %.

    >>> round(student(10), 4), round(student(1), 3), round(student(1e6), 4)
    (2.2281, 12.706, 1.96)
    """
    low, high = 0.0, 1e4
    for _step in range(80):
        middle = (low + high) / 2
        if _inside(middle, freedom) < LEVEL:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _place(seed, key):
    return sha256(f"{seed}:{key}".encode()).digest(), key


def _inside(t, freedom):
    """The probability that Student's t lies between -t and t."""
    return 1.0 - _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def _beta(x, a, b):
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1.0 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x, a, b):
    """The continued fraction of ``_beta``, after W. J. Lentz (1976)."""
    tiny = 1e-300
    c, d = 1.0, 1.0 / _nonzero(1.0 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1.0 / _nonzero(1.0 + part * d, tiny)
            c = _nonzero(1.0 + part / c, tiny)
            value *= c * d
        if abs(c * d - 1.0) < 1e-13:
            break
    return value


def _nonzero(value, tiny):
    return value if abs(value) > tiny else tiny
