"""Whether a corrective action worked: complaints before and after it, and chance.

The test is the exact one for two Poisson rates: given all n complaints, those after the
action are binomial with the share of the exposure that lies after it (Przyborowski and
Wilenski, Biometrika 31, 1940). It stays right for small numbers.
"""

from dataclasses import dataclass
from enum import Enum
from math import comb

# the usual border: less than one in twenty by chance
RARE = 0.05


class Verdict(str, Enum):
    """What the figures say."""

    FEWER = "fewer"
    PERHAPS_FEWER = "perhaps_fewer"
    NOT_FEWER = "not_fewer"
    TOO_FEW = "too_few"
    NO_EXPOSURE = "no_exposure"


@dataclass(frozen=True)
class EffectFacts:
    """Complaints and exposure (orders, or days where there are no orders) around it."""

    before: int
    after: int
    before_exposure: int
    after_exposure: int


@dataclass(frozen=True)
class Effect:
    """What the figures say.

    ``before_rate``/``after_rate``: complaints per 100 of the exposure, ``chance``: how
    likely so few complaints after it are if nothing had changed, ``least``: the least
    chance these numbers could show at all, had there been no complaint afterwards.
    """

    verdict: Verdict
    before_rate: float | None = None
    after_rate: float | None = None
    chance: float | None = None
    least: float | None = None


def effect_of(facts):
    """Judge an action.

    >>> effect_of(EffectFacts(12, 2, 400, 400)).verdict.value
    'fewer'
    >>> effect_of(EffectFacts(3, 1, 400, 400)).verdict.value
    'too_few'
    """
    if facts.before_exposure <= 0 or facts.after_exposure <= 0:
        return Effect(Verdict.NO_EXPOSURE)
    total = facts.before + facts.after
    share = facts.after_exposure / (facts.before_exposure + facts.after_exposure)
    before = 100 * facts.before / facts.before_exposure
    after = 100 * facts.after / facts.after_exposure
    chance, least = at_most(facts.after, total, share), at_most(0, total, share)
    return Effect(_verdict(before, after, chance, least), before, after, chance, least)


def _verdict(before, after, chance, least):
    if least >= RARE:
        return Verdict.TOO_FEW  # not even none at all would prove anything
    if after >= before:
        return Verdict.NOT_FEWER
    return Verdict.FEWER if chance < RARE else Verdict.PERHAPS_FEWER


def at_most(count, total, share):
    """How likely at most ``count`` of ``total`` fall where ``share`` of them is due.

    >>> at_most(0, 2, 0.5)
    0.25
    """
    chances = (
        comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count + 1)
    )
    return min(sum(chances), 1.0)
