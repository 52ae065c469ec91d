"""How well a score tells bad customers from good ones, and bins with their evidence.

``scores`` are risks: the higher, the worse. ``bads`` are 1 (bad) or 0.
"""

import math
from dataclasses import dataclass

SMALL = 1e-6
# what is added to each cell of a table, so that an empty one has a weight too
SMOOTHING = 0.5


@dataclass(frozen=True)
class Bucket:
    """Customers of one range of probability: how many, expected and found bad share."""

    count: int
    expected: float
    found: float


@dataclass(frozen=True)
class WoeBin:
    """A range of values: highest value (None: no end), cases, bads, weight.

    :param weight: log odds of good in it against all; above zero is better
    """

    upper: float | None
    count: int
    bads: int
    weight: float


def auc(scores, bads):
    """The chance that a bad one scores higher than a good one; ties count half.

    None when there are only bads or only goods.

    >>> auc([1, 2, 3], [0, 0, 1])
    1.0
    """
    total = sum(bads)
    goods = len(bads) - total
    if not total or not goods:
        return None
    seen = won = 0
    for _score, good, bad in _steps(scores, bads):
        won += bad * (seen + good / 2)
        seen += good
    return won / (total * goods)


def gini(scores, bads):
    """Twice the AUC less one."""
    area = auc(scores, bads)
    return None if area is None else 2 * area - 1


def ks(scores, bads):
    """The largest gap between the cumulated shares of goods and bads."""
    total = sum(bads)
    goods = len(bads) - total
    if not total or not goods:
        return None
    best = good_seen = bad_seen = 0
    for _score, good, bad in _steps(scores, bads):
        good_seen += good
        bad_seen += bad
        best = max(best, abs(good_seen / goods - bad_seen / total))
    return best


def brier(probabilities, bads):
    """The mean squared difference between probability and outcome."""
    return sum((p - y) ** 2 for p, y in zip(probabilities, bads, strict=True)) / len(
        bads
    )


def calibration(probabilities, bads, groups=10):
    """Expected and found share of bads in groups of equal size, by rising risk."""
    pairs = sorted(zip(probabilities, bads, strict=True))
    size = len(pairs) / groups
    table = []
    for number in range(groups):
        part = pairs[round(number * size) : round((number + 1) * size)]
        if part:
            expected = sum(p for p, _y in part) / len(part)
            found = sum(y for _p, y in part) / len(part)
            table.append(Bucket(len(part), expected, found))
    return table


def calibration_error(probabilities, bads, groups=10):
    """The mean distance of expected and found, weighted by cases (ECE)."""
    table = calibration(probabilities, bads, groups)
    return sum(b.count * abs(b.expected - b.found) for b in table) / len(bads)


def log_odds(probability):
    """ln(p / (1 - p)), kept finite."""
    p = min(1 - SMALL, max(SMALL, probability))
    return math.log(p / (1 - p))


def fit_line(xs, bads, rounds=50):
    """Logistic regression on one variable: (offset, slope) of the log odds of bad.

    Newton's method with a trace of shrinkage, so that separated data have an answer.
    """
    middle = sum(xs) / len(xs)
    spread = math.sqrt(sum((x - middle) ** 2 for x in xs) / len(xs)) or 1.0
    points = [((x - middle) / spread, y) for x, y in zip(xs, bads, strict=True)]
    offset = slope = 0.0
    for _round in range(rounds):
        step = _newton(points, offset, slope)
        offset, slope = offset + step[0], slope + step[1]
        if abs(step[0]) + abs(step[1]) < SMALL:
            break
    return offset - slope * middle / spread, slope / spread


def calibration_slope(probabilities, bads):
    """1: right; below 1: the probabilities are too extreme; above: too timid."""
    return fit_line([log_odds(p) for p in probabilities], bads)[1]


def psi(expected, found):
    """Population stability between two lists of shares over the same bins.

    Below .1 nothing moved, above .25 the population is another one.
    """
    pairs = ((max(a, 1e-4), max(b, 1e-4)) for a, b in zip(expected, found, strict=True))
    return sum((b - a) * math.log(b / a) for a, b in pairs)


def shares(values, edges):
    """The share of ``values`` in the bins that rising ``edges`` make."""
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[sum(value > edge for edge in edges)] += 1
    return [count / max(1, len(values)) for count in counts]


def woe_bins(values, bads, smallest, most=10, rising=None):
    """Monotone bins with their weight of evidence, by rising value.

    :param smallest: the least number of cases in a bin
    :param most: the highest number of bins to begin with
    :param rising: whether the bad share must rise with the value, None: either way
    """
    pairs = sorted(zip(values, bads, strict=True))
    if not pairs:
        return []
    step = max(smallest, math.ceil(len(pairs) / most))
    cells = _monotone(_merge_small(_cells(pairs, step), smallest), rising)
    total = len(pairs), sum(bads)
    bins = [WoeBin(upper, n, bad, weight(n, bad, *total)) for upper, n, bad in cells]
    last = bins[-1]
    return [*bins[:-1], WoeBin(None, last.count, last.bads, last.weight)]


def weight(count, bad, all_count, all_bad):
    """The weight of evidence of a bin: ln of its good share over its bad share.

    >>> weight(10, 5, 20, 10)
    0.0
    """
    good, all_good = count - bad, all_count - all_bad
    good_share = (good + SMOOTHING) / (all_good + 2 * SMOOTHING)
    bad_share = (bad + SMOOTHING) / (all_bad + 2 * SMOOTHING)
    return math.log(good_share / bad_share)


def information(bins, all_count, all_bad):
    """The information value of bins: 0 tells nothing, above .3 tells much."""
    all_good = max(1, all_count - all_bad)
    return sum(
        ((b.count - b.bads) / all_good - b.bads / max(1, all_bad)) * b.weight
        for b in bins
    )


def _steps(scores, bads):
    """(score, goods, bads) by rising score, equal scores together."""
    outcomes_of = {}
    for value, bad in zip(scores, bads, strict=True):
        outcomes_of.setdefault(value, []).append(bad)
    for value, outcomes in sorted(outcomes_of.items()):
        yield value, len(outcomes) - sum(outcomes), sum(outcomes)


def _cells(pairs, step):
    """[upper, cases, bads] of about ``step`` cases; equal values stay together."""
    cells = [[pairs[0][0], 0, 0]]
    for value, bad in pairs:
        if cells[-1][1] >= step and value != cells[-1][0]:
            cells.append([value, 0, 0])
        cells[-1][0] = value
        cells[-1][1] += 1
        cells[-1][2] += bad
    return cells


def _merge_small(cells, smallest):
    while len(cells) > 1 and cells[-1][1] < smallest:
        cells[-2:] = [_join(cells[-2], cells[-1])]
    return cells


def _monotone(cells, rising):
    """Join neighbours until the bad share rises (or falls) from bin to bin."""
    ways = {True: [1], False: [-1], None: [1, -1]}[rising]
    return max((_pooled(cells, sign) for sign in ways), key=len)


def _pooled(cells, sign):
    pooled = []
    for cell in cells:
        pooled.append(cell)
        while len(pooled) > 1 and (
            sign * _share(pooled[-2]) >= sign * _share(pooled[-1])
        ):
            pooled[-2:] = [_join(pooled[-2], pooled[-1])]
    return pooled


def _join(left, right):
    return [right[0], left[1] + right[1], left[2] + right[2]]


def _share(cell):
    return cell[2] / cell[1]


def _newton(points, offset, slope, shrinkage=1e-3):
    """One step: solve the two equations of the gradient."""
    g0 = g1 = h00 = h01 = h11 = 0.0
    for x, y in points:
        p = 1 / (1 + math.exp(-max(-30.0, min(30.0, offset + slope * x))))
        w = p * (1 - p)
        g0, g1 = g0 + y - p, g1 + (y - p) * x
        h00, h01, h11 = h00 + w, h01 + w * x, h11 + w * x * x
    g1, h00, h11 = g1 - shrinkage * slope, h00 + SMALL, h11 + shrinkage
    det = h00 * h11 - h01 * h01
    return (h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det
