"""A scorecard fitted on a firm's own past: bins by evidence, weights by regression.

Needs numpy, which is an extra: see config/requirements-statistics.txt.
"""

import random
from dataclasses import dataclass, replace

from ..domain import score as rules
from ..domain import statistics
from ..domain.score import Bin, Card, Contribution, Factor, Feature

try:
    import numpy
except ImportError:
    numpy = None

# what is worth fewer points the higher it is; the others the other way round
FALLING = {Feature.RATING, Feature.RELATION_DAYS, Feature.PROMISES_KEPT}
SMALLEST_SHARE = 0.04
SMALLEST_BIN = 30
RIDGE = 4.0
ROUNDS = 50
POINTS_TO_DOUBLE = 100.0
DRAWS, MOST_ROWS = 200, 4_000_000
ENOUGH_BADS = 100
LOG_2 = 0.6931471805599453


@dataclass(frozen=True)
class Case:
    """A customer on a day: features, ranks, and whether he turned bad."""

    customer: int
    values: dict
    ranks: dict
    bad: int


@dataclass(frozen=True)
class FittedFactor:
    """Bins of a factor as fitted: ((upper, missing, cases, bads, weight), …)."""

    feature: Feature
    ranked: bool
    bins: tuple
    information: float
    coefficient: float = 0.0


def is_available():
    """Whether the extra for statistics is installed."""
    return numpy is not None


def fitted(cases, factors):
    """The factors with evidence and weights: a list of FittedFactor.

    A factor is left out when the cases say nothing about it or the opposite of what
    it stands for.

    :param factors: ((Feature, ranked), …)
    """
    bads = [case.bad for case in cases]
    found = [_binned(cases, bads, feature, ranked) for feature, ranked in factors]
    found = [factor for factor in found if len(factor.bins) > 1]
    while found:
        table = numpy.array([[_weight(f, c) for f in found] for c in cases])
        weights = -logistic(table, numpy.array(bads, dtype=float))[1:]
        wrong = weights.argmin()
        if weights[wrong] > 0:
            pairs = zip(found, weights, strict=True)
            return [replace(f, coefficient=float(w)) for f, w in pairs]
        found.pop(int(wrong))
    return []


def logistic(table, outcomes):
    """Logistic regression with a little shrinkage: [offset, weight, …] of log odds."""
    design = numpy.column_stack([numpy.ones(len(table)), table])
    weights = numpy.zeros(design.shape[1])
    ridge = numpy.full(design.shape[1], RIDGE)
    ridge[0] = 0.0
    for _round in range(ROUNDS):
        chance = 1 / (1 + numpy.exp(-numpy.clip(design @ weights, -30, 30)))
        gradient = design.T @ (outcomes - chance) - ridge * weights
        spread = numpy.maximum(chance * (1 - chance), 1e-9)
        hessian = (design * spread[:, None]).T @ design + numpy.diag(ridge)
        step = numpy.linalg.solve(hessian, gradient)
        weights += step
        if numpy.abs(step).max() < 1e-8:
            break
    return weights


def as_card(factors, floors):
    """The fitted factors as a card, numbered by their places; not calibrated yet."""
    return Card(
        rules.HIGHEST,
        tuple(_as_factor(n, factor) for n, factor in enumerate(factors)),
        floors,
        odds=1.0,
        odds_at=rules.HIGHEST,
        double=POINTS_TO_DOUBLE,
    )


def calibrated(card, cases):
    """The card with its odds fitted to the cases."""
    points = [scored(card, case).points for case in cases]
    offset, slope = statistics.fit_line(points, [case.bad for case in cases])
    return rules.calibrated(card, -offset, -slope)


def scored(card, case):
    """Score a case by the ranks it had on its day."""
    total, lines = card.base, []
    for factor in card.factors:
        source = case.ranks if factor.ranked else case.values
        value = source.get(factor.feature)
        found = rules.find_bin(factor, value)
        points = found.points if found else 0
        total += points
        lines.append(Contribution(factor.id, factor.feature, value, None, None, points))
    points = max(rules.LOWEST, min(rules.HIGHEST, total))
    return rules.ScoreResult(
        points,
        rules.risk_class(card, points),
        rules.probability(card, points),
        tuple(lines),
    )


def measured(card, cases):
    """How well a card does on cases it has not seen: a dict of figures."""
    results = [scored(card, case) for case in cases]
    risks = [-result.points for result in results]
    chances = [result.probability for result in results]
    bads = [case.bad for case in cases]
    low, high = interval([case.customer for case in cases], risks, bads)
    table = statistics.calibration(chances, bads)
    return {
        "cases": len(cases),
        "bads": sum(bads),
        "auc": statistics.auc(risks, bads),
        "auc_low": low,
        "auc_high": high,
        "ks": statistics.ks(risks, bads),
        "gini": statistics.gini(risks, bads),
        "brier": statistics.brier(chances, bads),
        "slope": statistics.calibration_slope(chances, bads),
        "error": statistics.calibration_error(chances, bads),
        "table": [(b.count, b.expected, b.found) for b in table],
        "points": [result.points for result in results],
    }


def interval(customers, risks, bads):
    """The 95 % interval of the AUC: customers are drawn, not their single cases."""
    groups = {}
    for customer, risk, bad in zip(customers, risks, bads, strict=True):
        groups.setdefault(customer, []).append((risk, bad))
    draw, names = random.Random(7), sorted(groups)
    found = []
    for _n in range(max(20, min(DRAWS, MOST_ROWS // max(1, len(risks))))):
        names_drawn = draw.choices(names, k=len(names))
        rows = [row for name in names_drawn for row in groups[name]]
        area = statistics.auc([r for r, _b in rows], [b for _r, b in rows])
        if area is not None:
            found.append(area)
    found.sort()
    if not found:
        return None, None
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]


def _binned(cases, bads, feature, ranked):
    """The bins of one factor; customers without a value are a bin of their own."""
    pairs, unknown = [], []
    for case in cases:
        value = (case.ranks if ranked else case.values).get(feature)
        if value is None:
            unknown.append(case.bad)
        else:
            pairs.append((value, case.bad))
    smallest = max(SMALLEST_BIN, round(SMALLEST_SHARE * len(cases)))
    known = statistics.woe_bins(
        [value for value, _bad in pairs],
        [bad for _value, bad in pairs],
        smallest,
        rising=feature not in FALLING,
    )
    total = len(cases), sum(bads)
    bins = [
        (b.upper, False, b.count, b.bads, statistics.weight(b.count, b.bads, *total))
        for b in known
    ]
    if len(unknown) >= SMALLEST_BIN:
        weight = statistics.weight(len(unknown), sum(unknown), *total)
    else:
        weight = 0.0
    bins.append((None, True, len(unknown), sum(unknown), weight))
    value = statistics.information(known, *total)
    return FittedFactor(feature, ranked, tuple(bins) if len(known) > 1 else (), value)


def _weight(factor, case):
    value = (case.ranks if factor.ranked else case.values).get(factor.feature)
    for upper, missing, _count, _bads, weight in factor.bins:
        if missing:
            if value is None:
                return weight
        elif value is not None and (upper is None or value <= upper):
            return weight
    return 0.0


def _as_factor(number, factor):
    best = max(weight for *_rest, weight in factor.bins)
    scale = POINTS_TO_DOUBLE / LOG_2 * factor.coefficient
    bins = tuple(
        Bin(place, round(scale * (weight - best)), upper, missing)
        for place, (upper, missing, _count, _bads, weight) in enumerate(factor.bins)
    )
    return Factor(number, factor.feature, bins, factor.ranked)
