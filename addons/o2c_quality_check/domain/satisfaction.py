"""Scores of satisfaction, each with how many answers it rests on and its interval.

NPS runs from -100 to 100, the others are shares in per cent. A 0 is an answer.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor, sqrt

from odoo.addons.o2c_customer_care.domain.care_figures import ENOUGH, Share, Z


class Measure(str, Enum):
    """What is measured; the value is the role of the question that asks for it."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    OVERALL = "overall"


# what each was made for; an overall question may have any scale
STANDARD = {Measure.NPS: (0, 10), Measure.CSAT: (1, 5), Measure.CES: (1, 7)}
# from where to where of its scale an answer counts as good, up to where as bad
GOOD = {
    Measure.CSAT: Fraction(3, 4),
    Measure.CES: Fraction(2, 3),
    Measure.OVERALL: Fraction(3, 4),
}
BAD = {
    Measure.CSAT: Fraction(1, 4),
    Measure.CES: Fraction(1, 3),
    Measure.OVERALL: Fraction(1, 4),
}
FEWEST_STEPS = 4  # a scale of fewer than five marks is not translated


@dataclass(frozen=True)
class Cut:
    """From which mark on an answer is good, up to which it is bad.

    ``mapped``: the scale is not the one that the measure was made for.
    """

    good_from: int
    bad_to: int
    mapped: bool = False


def cut(measure, low, high):
    """Where the scale ``low`` to ``high`` is cut for ``measure``; None: it is refused.

    NPS exists only from 0 to 10. The others are translated in proportion, which is
    said wherever they are shown.

    >>> cut(Measure.NPS, 0, 10), cut(Measure.NPS, 1, 10)
    (Cut(good_from=9, bad_to=6, mapped=False), None)
    >>> cut(Measure.CSAT, 1, 5), cut(Measure.CSAT, 0, 10)
    (Cut(good_from=4, bad_to=2, mapped=False), Cut(good_from=8, bad_to=2, mapped=True))
    >>> cut(Measure.CES, 1, 7)
    Cut(good_from=5, bad_to=3, mapped=False)
    """
    if measure is Measure.NPS:
        return Cut(9, 6) if (low, high) == STANDARD[measure] else None
    steps = high - low
    if steps < FEWEST_STEPS:
        return None
    return Cut(
        low + ceil(GOOD[measure] * steps),
        low + floor(BAD[measure] * steps),
        mapped=(low, high) != STANDARD.get(measure, (low, high)),
    )


@dataclass(frozen=True)
class Score:
    """``good`` and ``bad`` of ``n`` answers, counts."""

    measure: Measure
    good: int
    bad: int
    n: int

    @property
    def value(self):
        """The score; None: of no answer there is none.

        >>> Score(Measure.NPS, good=5, bad=2, n=10).value
        30.0
        >>> Score(Measure.CSAT, good=5, bad=2, n=10).value
        50.0
        """
        if not self.n:
            return None
        less = self.bad if self.measure is Measure.NPS else 0
        return 100.0 * (self.good - less) / self.n

    @property
    def is_enough(self):
        """Whether the score says something; otherwise only its interval does."""
        return self.n >= ENOUGH

    @property
    def interval(self):
        """Where the true score is with 95 %; None: of no answer.

        >>> low, high = Score(Measure.NPS, good=50, bad=20, n=100).interval
        >>> round(low, 2), round(high, 2)
        (14.69, 45.31)
        """
        if not self.n:
            return None
        if self.measure is Measure.NPS:
            return self._nps_interval()
        low, high = Share(self.good, self.n).interval
        return 100 * low, 100 * high

    def _nps_interval(self):
        n, good, bad = self.n, self.good / self.n, self.bad / self.n
        spread = good + bad - (good - bad) ** 2
        if self.n in (self.good, self.bad, self.n - self.good - self.bad):
            return self._unanimous()
        half = Z * sqrt(spread / n)
        return max(-100.0, 100 * (good - bad - half)), min(
            100.0, 100 * (good - bad + half)
        )

    def _unanimous(self):
        """All said the same: the variance is nothing, the uncertainty is not.

        >>> low, high = Score(Measure.NPS, good=3, bad=0, n=3).interval
        >>> round(low, 1), round(high, 1)
        (-12.3, 100.0)
        """
        least = Share(self.n, self.n).interval[0]
        if self.good == self.n:
            return 100 * (2 * least - 1), 100.0
        if self.bad == self.n:
            return -100.0, 100 * (1 - 2 * least)
        return -100 * (1 - least), 100 * (1 - least)
