"""How many of a population are called, and which: the same whenever it is asked.

Who is drawn depends on a seed and on what the call is about, never on a clock or on
the order of rows. So a list that is brought up to date does not draw anew, and
anybody can repeat the draw with the seed.
"""

import hashlib
import math
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

# the share that needs the largest sample, taken when nothing is known
WORST = 0.5
_SPAN = 1 << 64


class Method(str, Enum):
    """How a sample is drawn."""

    ALL = "all"
    SHARE = "share"
    COUNT = "count"
    CELLS = "cells"


@dataclass(frozen=True)
class Plan:
    """How to sample.

    ``share``: 0 to 1, for SHARE. ``count``: for COUNT. ``margin``: half the width of
    the confidence interval, 0.05 is five points, and ``confidence``: 0 to 1, for CELLS.
    ``answer_rate``: the share of those called who answer; so many more are drawn.
    """

    method: Method = Method.ALL
    seed: int = 0
    share: float = 1.0
    count: int = 0
    margin: float = 0.1
    confidence: float = 0.95
    answer_rate: float = 1.0


@dataclass(frozen=True)
class Unit:
    """One that could be drawn.

    ``cell``: what the population is divided by, such as (courier, area).
    ``kept``: it was called already; it counts and is never dropped. ``listed``: it is
    on the list; it stays before somebody new is drawn.
    """

    key: str
    cell: tuple = ()
    kept: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Cell:
    """What was drawn of one cell.

    ``wanted``: answers for the stated margin. ``margin``: what is reached when all who
    were drawn answer, None where there is no sample.
    """

    population: int
    wanted: int
    sample: int
    margin: float | None


def point(seed, key):
    """Where ``key`` falls between 0 and 1 under ``seed``; spread evenly, always same.

    >>> point(1, "order:7") == point(1, "order:7") != point(2, "order:7")
    True
    >>> 0 <= point(1, "order:7") < 1
    True
    """
    digest = hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / _SPAN


def critical(confidence):
    """The two-sided quantile of the normal distribution.

    >>> round(critical(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def needed(population, margin, confidence=0.95, share=WORST):
    """How many of ``population`` must answer for a stated margin of error.

    n0 = z² p (1 - p) / e² for a population without end, corrected for a finite one:
    n = n0 / (1 + (n0 - 1) / N). Cochran, Sampling Techniques, 3rd edition, 1977,
    sections 4.4 and 4.5. Rounded up, so that the margin is kept.

    :param population: N
    :param margin: e, half the width of the interval: 0.05 is five points
    :param share: p, the share expected

    >>> needed(10_000_000, 0.05), needed(1000, 0.05), needed(1, 0.05), needed(0, 0.05)
    (385, 278, 1, 0)
    """
    if not population:
        return 0
    endless = critical(confidence) ** 2 * share * (1 - share) / margin**2
    finite = endless / (1 + (endless - 1) / population)
    return min(population, math.ceil(round(finite, 9)))


def reached(population, sample, confidence=0.95, share=WORST):
    """The margin of error that ``sample`` of ``population`` reaches; None without one.

    The inverse of :func:`needed`: e = z √(p (1 - p) / n · (N - n) / (N - 1)).

    >>> round(reached(1000, 278), 3), reached(50, 50), reached(50, 0)
    (0.05, 0.0, None)
    """
    if not sample:
        return None
    if sample >= population:
        return 0.0
    rest = (population - sample) / (population - 1)
    return critical(confidence) * math.sqrt(share * (1 - share) / sample * rest)


def draw(units, plan, full=frozenset()):
    """The keys that are in the sample.

    :param full: cells that have answers enough: nobody new is drawn of them

    >>> units = [Unit(str(n)) for n in range(10)]
    >>> len(draw(units, Plan(Method.COUNT, seed=1, count=3)))
    3
    """
    units = list(units)
    if plan.method is Method.ALL:
        return {unit.key for unit in units}
    if plan.method is Method.SHARE:
        return {
            unit.key
            for unit in units
            if unit.kept or point(plan.seed, unit.key) < plan.share
        }
    taken = set()
    for cell, members in _by_cell(units, plan).items():
        members.sort(key=lambda u: _turn(u, plan.seed))
        size = 0 if cell in full else _size(len(members), plan)
        size = max(size, sum(unit.kept for unit in members))
        taken.update(unit.key for unit in members[:size])
    return taken


def cells(units, drawn, plan):
    """What was drawn of each cell.

    :param drawn: what :func:`draw` returned
    :return: {cell: Cell}

    >>> units = [Unit(str(n), ("A",)) for n in range(1000)]
    >>> plan = Plan(Method.CELLS, margin=0.05)
    >>> cells(units, draw(units, plan), plan)[("A",)].sample
    278
    """
    found = {}
    for cell, members in _by_cell(units, plan).items():
        sample = sum(unit.key in drawn for unit in members)
        population = len(members)
        found[cell] = Cell(
            population,
            needed(population, plan.margin, plan.confidence),
            sample,
            reached(population, sample, plan.confidence),
        )
    return found


def variant(seed, key, share_b):
    """Which of two scripts a call gets, ``"a"`` or ``"b"``; never another one later.

    :param share_b: 0 to 1

    >>> variant(3, "order:7", 0), variant(3, "order:7", 1)
    ('a', 'b')
    """
    return "b" if point(seed, f"script {key}") < share_b else "a"


def _by_cell(units, plan):
    found = {}
    for unit in units:
        cell = unit.cell if plan.method is Method.CELLS else ()
        found.setdefault(cell, []).append(unit)
    return found


def _size(population, plan):
    if plan.method is Method.CELLS:
        answers = needed(population, plan.margin, plan.confidence)
        return min(population, math.ceil(round(answers / plan.answer_rate, 9)))
    return plan.count


def _turn(unit, seed):
    return not unit.kept, not unit.listed, point(seed, unit.key), unit.key
