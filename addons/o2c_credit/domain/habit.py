"""What stands out in how a customer pays."""

from dataclasses import dataclass
from enum import Enum

# fewer invoices than this say nothing of a habit
FEW = 6
# "usually on time" from this share of invoices on
USUALLY = 2 / 3
# a weekday is usual from this share of payments on, a day of the month from that
WEEKDAY_SHARE = 0.4
MONTHDAY_SHARE = 0.25
# a correlation from which an amount tells something
STRONG = 0.4
PARTIAL_SHARE = 0.2


class Trait(str, Enum):
    """Something that a collector would say of a payer."""

    NEWCOMER = "newcomer"
    NOTHING_PAID = "nothing_paid"
    ON_TIME = "on_time"
    MIXED = "mixed"
    LATE = "late"
    STEADY = "steady"
    UNSTEADY = "unsteady"
    WEEKDAY = "weekday"
    MONTHDAY = "monthday"
    LARGE_LATER = "large_later"
    LARGE_SOONER = "large_sooner"
    IN_PARTS = "in_parts"


@dataclass(frozen=True)
class Habit:
    """How a customer paid: days, shares from 0 to 1, days of week 1 to 7 (0: none).

    :param known: invoices paid, or open past their due date
    """

    known: int = 0
    paid: int = 0
    mean: float = 0.0
    median: float = 0.0
    spread: float = 0.0
    on_time: float = 0.0
    weekday: int = 0
    monthday: int = 0
    amount_effect: float = 0.0
    partial: float = 0.0


def usual(day, times, paid, share):
    """``day`` when at least ``share`` of enough payments fell on it, else 0.

    >>> usual(5, 8, 10, 0.4), usual(5, 3, 10, 0.4), usual(5, 4, 4, 0.4)
    (5, 0, 0)
    """
    return day if paid >= FEW and times >= share * paid else 0


def _punctuality(habit):
    if habit.median > 0:
        return Trait.LATE
    return Trait.ON_TIME if habit.on_time >= USUALLY else Trait.MIXED


def traits(habit):
    """What stands out, the most telling first: a list of Trait."""
    if not habit.known:
        return [Trait.NEWCOMER]
    if not habit.paid:
        return [Trait.NOTHING_PAID]
    found = [_punctuality(habit)]
    if habit.paid < FEW:
        return found
    found.append(Trait.UNSTEADY if habit.spread > 10 else Trait.STEADY)
    tests = {
        Trait.WEEKDAY: habit.weekday,
        Trait.MONTHDAY: habit.monthday,
        Trait.LARGE_LATER: habit.amount_effect >= STRONG,
        Trait.LARGE_SOONER: habit.amount_effect <= -STRONG,
        Trait.IN_PARTS: habit.partial >= PARTIAL_SHARE,
    }
    return found + [trait for trait, holds in tests.items() if holds]
