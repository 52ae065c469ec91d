"""What every rule of the suite returns: a decision and the reasons for it.

A rule takes frozen facts and returns a frozen :class:`Decision`. It never words
anything: ``explain.py`` of the module turns a :class:`Reason` into a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause, as a code and the values that a sentence about it needs.

    >>> class Why(str, Enum):
    ...     LATE = "late"
    >>> Reason(Why.LATE, {"days": 3}).params["days"]
    3
    """

    code: Enum
    params: Mapping = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a rule. ``reasons`` says why not; it is empty when ``ok``.

    >>> Decision().ok
    True
    >>> Decision((Reason("late"),)).ok
    False
    """

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self):
        """Whether nothing speaks against it."""
        return not self.reasons
