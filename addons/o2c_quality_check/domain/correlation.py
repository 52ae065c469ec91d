"""Whether two things go together: rank correlation with its interval."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH, Z

FEWEST = 4  # fewer pairs have no interval
# the spread of a rank correlation is a little wider than that of Pearson's
WIDER = 1.06


@dataclass(frozen=True)
class Correlation:
    """``value`` from -1 to 1, ``low`` and ``high`` its 95 % interval, over ``n`` pairs.

    None where nothing can be said: too few pairs, or one side never changes.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_enough(self):
        """Whether the number says something; otherwise only its interval does."""
        return self.value is not None and self.n >= ENOUGH

    @property
    def is_certain(self):
        """Whether the interval leaves no doubt about the sign."""
        return self.low is not None and (self.low > 0 or self.high < 0)


def correlate(pairs):
    """Spearman's rank correlation of ``(x, y)`` pairs.

    >>> found = correlate([(1, 9), (2, 7), (3, 8), (4, 3), (5, 1)])
    >>> found.n, round(found.value, 2)
    (5, -0.9)
    >>> correlate([(1, 1), (1, 2), (1, 3), (1, 4)]).value
    """
    n = len(pairs)
    if n < FEWEST:
        return Correlation(n)
    value = _pearson(ranks([x for x, _y in pairs]), ranks([y for _x, y in pairs]))
    if value is None:
        return Correlation(n)
    if abs(value) > 1 - 1e-12:
        # no spread is left to build an interval on
        return Correlation(n, float(round(value)), None, None)
    half = Z * WIDER / sqrt(n - 3)
    return Correlation(n, value, tanh(atanh(value) - half), tanh(atanh(value) + half))


def ranks(values):
    """The rank of each value, equal ones share the mean of theirs.

    >>> ranks([10, 30, 10, 20])
    [1.5, 4.0, 1.5, 3.0]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            found[place] = (start + 1 + end) / 2
        start = end
    return found


def _pearson(xs, ys):
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    of_x = sum((x - mean_x) ** 2 for x in xs)
    of_y = sum((y - mean_y) ** 2 for y in ys)
    return both / sqrt(of_x * of_y) if of_x and of_y else None


def mean_interval(values):
    """``(mean, low, high)`` of values, the ends None for fewer than two.

    >>> mean_interval([4.0])
    (4.0, None, None)
    >>> mean, low, high = mean_interval([1.0, 2.0, 3.0, 4.0])
    >>> mean, round(low, 3), round(high, 3)
    (2.5, 1.235, 3.765)
    """
    n = len(values)
    if not n:
        return None, None, None
    mean = sum(values) / n
    if n < 2:
        return mean, None, None
    spread = sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
    half = Z * spread / sqrt(n)
    return mean, mean - half, mean + half
