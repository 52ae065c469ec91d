"""The right of withdrawal from distance contracts (Directive 2011/83/EU, art. 9-16).

Days are counted as Regulation 1182/71 says: the day of the event does not count, the
period ends with its last day, and a last day on which nobody works moves on to the
next working day. Days are local days; who calls turns moments into days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .decision import Decision, Reason

DAY = timedelta(days=1)
PERIOD = 14
SEND_BACK = 14
REFUND = 14
SATURDAY = 5
LONGEST_PAUSE = 60  # days: a calendar without any working day moves nothing


class Lapse(str, Enum):
    """Why there is no right of withdrawal."""

    SWITCHED_OFF = "switched_off"
    NOT_CONFIRMED = "not_confirmed"
    NOT_AT_DISTANCE = "not_at_distance"
    NO_CONSUMER = "no_consumer"
    EXCEPTED = "excepted"
    UNSEALED = "unsealed"
    PERFORMED = "performed"
    BEGUN = "begun"
    NOTHING_LEFT = "nothing_left"
    TOO_LATE = "too_late"


class Scope(str, Enum):
    """To whom a company grants the right."""

    CONSUMERS = "consumers"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


class Kind(str, Enum):
    """What a line sells, as far as the right is concerned."""

    GOODS = "goods"
    SERVICE = "service"
    DIGITAL = "digital"


# art. 16: there never was a right
NEVER = frozenset(
    {"custom", "perishable", "mixed", "market", "press", "dated", "urgent"}
)
# art. 16 (e), (i): the right ends when the seal is broken after delivery
SEALED = frozenset({"hygiene", "media"})


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract as a whole."""

    confirmed: bool
    at_distance: bool
    consumer: bool
    scope: Scope = Scope.CONSUMERS


@dataclass(frozen=True, slots=True)
class Item:
    """One line. ``left``: whether any quantity is left to withdraw from;
    ``consent``: the customer asked to begin at once and knew what he gives up."""

    name: str
    kind: Kind
    exception: str = ""
    unsealed: bool = False
    begun: bool = False
    performed: bool = False
    consent: bool = False
    left: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that matter. ``delivered_on``: when the last of the goods arrived, None
    while something is on its way; ``informed_on``: when the customer was told about
    his right, None when he never was."""

    concluded_on: date
    sells_goods: bool
    delivered_on: date | None = None
    informed_on: date | None = None


def entitled(contract):
    """Does the right exist for this contract at all?"""
    checks = (
        (Lapse.SWITCHED_OFF, contract.scope is Scope.NOBODY),
        (Lapse.NOT_CONFIRMED, not contract.confirmed),
        (Lapse.NOT_AT_DISTANCE, not contract.at_distance),
        (
            Lapse.NO_CONSUMER,
            contract.scope is Scope.CONSUMERS and not contract.consumer,
        ),
    )
    return Decision(tuple(Reason(code) for code, hit in checks if hit))


def covers(item):
    """Does the right cover this line?

    >>> covers(Item("Cake", Kind.GOODS, "perishable")).reasons[0].code.value
    'excepted'
    """
    checks = (
        (Lapse.EXCEPTED, item.exception in NEVER),
        (Lapse.UNSEALED, item.exception in SEALED and item.unsealed),
        (
            Lapse.PERFORMED,
            item.kind is Kind.SERVICE and item.performed and item.consent,
        ),
        (Lapse.BEGUN, item.kind is Kind.DIGITAL and item.begun and item.consent),
        (Lapse.NOTHING_LEFT, not item.left),
    )
    params = {"name": item.name, "exception": item.exception}
    return Decision(tuple(Reason(code, params) for code, hit in checks if hit))


def starts_on(clock):
    """The day that sets the clock going; None while goods are still to arrive.

    Goods, also with services beside them: the day the last of them arrived. Services
    alone: the day of the contract.
    """
    return clock.delivered_on if clock.sells_goods else clock.concluded_on


def last_day(clock, is_free):
    """The last day on which the customer may withdraw; None: no end yet.

    :param is_free: function of a day: nobody works on it

    >>> friday = Clock(date(2026, 2, 20), True, date(2026, 2, 20), date(2026, 2, 20))
    >>> last_day(friday, lambda day: day.weekday() >= SATURDAY)
    datetime.date(2026, 3, 6)
    """
    start = starts_on(clock)
    if start is None:
        return None
    informed = clock.informed_on
    if informed is not None and informed <= _year_later(start):
        # art. 10: told late, but within the year: fourteen days from then
        end = max(start, informed) + PERIOD * DAY
    else:
        end = _year_later(start + PERIOD * DAY)
    return next_working_day(end, is_free)


def in_time(day, end):
    """Whether a declaration sent on ``day`` keeps the period ending with ``end``."""
    if end is None or day <= end:
        return Decision()
    return Decision((Reason(Lapse.TOO_LATE, {"end": end, "days": (day - end).days}),))


def send_back_by(declared_on, is_free):
    """The last day to send the goods back."""
    return next_working_day(declared_on + SEND_BACK * DAY, is_free)


def refund_by(declared_on):
    """The last day to pay the money back. Not moved: earlier is never wrong."""
    return declared_on + REFUND * DAY


def may_wait(goods_to_come, received, proof):
    """May the refund be withheld: goods not here and no proof that they were sent."""
    return goods_to_come and not received and not proof


def next_working_day(day, is_free):
    """``day``, or the first day after it that is not free."""
    for days in range(LONGEST_PAUSE):
        found = day + days * DAY
        if not is_free(found):
            return found
    return day


def _year_later(day):
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # a month without this day ends the period with its own last day
        return day.replace(year=day.year + 1, day=28)
