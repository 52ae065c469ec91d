"""How good a call was: a weighted form, the same call by several, before and after.

Scores are from 0 to 100. 0 is a mark like any other; a criterion that did not arise in
a call counts neither for nor against it.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import sha256
from statistics import mean, variance

from .uplift import Difference, Sample, Verdict, means

# with fewer evaluations on either side nothing is said about a difference
FEW = 5


@dataclass(frozen=True)
class Mark:
    """One criterion of a form as it was marked.

    ``highest``: the best mark. ``value``: None: it did not arise. ``knock_out``: with
    0 the whole call has failed, whatever else was good.
    """

    criterion: Hashable
    weight: int
    highest: int
    value: int | None
    knock_out: bool = False
    section: str = ""

    @property
    def share(self):
        """How good, from 0 to 1; None: it did not arise."""
        return None if self.value is None else self.value / self.highest


@dataclass(frozen=True)
class Score:
    """``total`` counts; ``earned`` is what it would be without a knock-out.

    ``failed``: the criteria that knocked it out. ``sections``: their own scores, None
    where nothing arose. ``total`` None: nothing arose at all.
    """

    total: float | None
    earned: float | None
    failed: tuple[Hashable, ...]
    sections: dict[str, float | None]


def score(marks):
    """The score of a marked form.

    >>> marks = [
    ...     Mark("greeting", 1, 5, 5),
    ...     Mark("tone", 3, 5, 3),
    ...     Mark("offer", 9, 1, None),
    ... ]
    >>> score(marks).total
    70.0
    >>> found = score([*marks, Mark("identity", 1, 1, 0, knock_out=True)])
    >>> found.total, found.earned, found.failed
    (0.0, 56.0, ('identity',))
    """
    marks = list(marks)
    failed = tuple(m.criterion for m in marks if m.knock_out and m.value == 0)
    sections = {}
    for mark in marks:
        sections.setdefault(mark.section, []).append(mark)
    earned = _weighted(marks)
    return Score(
        total=0.0 if failed else earned,
        earned=earned,
        failed=failed,
        sections={name: _weighted(own) for name, own in sections.items()},
    )


def _weighted(marks):
    counted = [m for m in marks if m.value is not None and m.weight]
    weight = sum(m.weight for m in counted)
    if not weight:
        return None
    return 100 * sum(m.weight * m.share for m in counted) / weight


def read_mark(text, highest):
    """What an evaluator entered: (whether it is marked, the value or None).

    :raise ValueError: it is neither a whole number up to ``highest`` nor "-"

    >>> read_mark("0", 5), read_mark("-", 5), read_mark("", 5)
    ((True, 0), (True, None), (False, None))
    """
    text = (text or "").strip()
    if text in {"", "-"}:
        return bool(text), None
    # isdigit alone takes signs that int does not
    if not (text.isascii() and text.isdigit()) or int(text) > highest:
        raise ValueError(text)
    return True, int(text)


@dataclass(frozen=True)
class Spread:
    """How far evaluators of the same call are apart.

    ``deviations``: each one's distance from the mean. ``width``: between the highest
    and the lowest.
    """

    mean: float
    deviations: dict[Hashable, float]
    width: float


def spread(values):
    """Compare what several said of the same; None: fewer than two said anything.

    :param values: ``{evaluator: value or None}``

    >>> found = spread({"Ann": 80.0, "Ben": 60.0, "Cid": None})
    >>> found.mean, found.deviations, found.width
    (70.0, {'Ann': 10.0, 'Ben': -10.0}, 20.0)
    """
    given = {name: value for name, value in values.items() if value is not None}
    if len(given) < 2:
        return None
    middle = mean(given.values())
    return Spread(
        middle,
        {name: value - middle for name, value in given.items()},
        max(given.values()) - min(given.values()),
    )


def sample(calls, per_agent, seed):
    """Which calls to evaluate: so many of each agent, the same for the same seed.

    One more call does not change the order of the others, only perhaps joins them.

    :param calls: ``{agent: keys of his calls}``

    >>> drawn = sample({"Ann": range(50), "Ben": [7]}, 2, "May")
    >>> (
    ...     len(drawn["Ann"]),
    ...     drawn["Ben"],
    ...     drawn == sample({"Ann": range(50), "Ben": [7]}, 2, "May"),
    ... )
    (2, [7], True)
    """
    return {
        agent: sorted(sorted(set(keys), key=lambda k: _place(seed, k))[:per_agent])
        for agent, keys in calls.items()
    }


def _place(seed, key):
    return sha256(f"{seed}:{key}".encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """Scores before and after: how many, their means, the difference as it is known."""

    before: int
    after: int
    mean_before: float | None
    mean_after: float | None
    difference: Difference

    @property
    def verdict(self):
        """What may be said; with fewer than five on either side nothing.

        >>> change([60, 62, 58, 61, 59], [75, 80, 78, 77, 79]).verdict.value
        'better'
        >>> change([60, 62], [90, 95]).verdict.value
        'too_few'
        """
        low, high = self.difference.low, self.difference.high
        if min(self.before, self.after) < FEW or low is None:
            return Verdict.TOO_FEW
        if low > 0:
            return Verdict.BETTER
        return Verdict.WORSE if high < 0 else Verdict.OPEN


def change(before, after):
    """What became of scores, with an interval that small numbers make wide.

    >>> found = change([60.0, 70.0], [80.0])
    >>> found.mean_before, found.mean_after, found.difference.value
    (65.0, 80.0, None)
    """
    return Change(
        before=len(before),
        after=len(after),
        mean_before=mean(before) if before else None,
        mean_after=mean(after) if after else None,
        difference=means(_sample(after), _sample(before)),
    )


def _sample(values):
    if len(values) < 2:
        return Sample(len(values), values[0] if values else 0.0, 0.0)
    return Sample(len(values), mean(values), variance(values))
