"""Was an order perfect? Four components, each with its evidence.

An order is perfect when it came complete, on time, invoiced right and undamaged. A
component is yes, no, or open while it cannot be told yet. Days are dates of the
company; quantities and amounts are exact, amounts in one currency. ``today`` is given.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from .decision import Reason

ZERO = Decimal()


class Component(str, Enum):
    """What makes an order perfect."""

    COMPLETE = "complete"
    ON_TIME = "on_time"
    INVOICED_RIGHT = "invoiced_right"
    UNDAMAGED = "undamaged"


class Verdict(str, Enum):
    """What is known of a component, or of the order."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Evidence(str, Enum):
    """What a verdict rests on."""

    IN_FULL = "in_full"
    SHORT = "short"
    OVER = "over"
    IN_PARTS = "in_parts"
    UNDELIVERED = "undelivered"
    IN_WINDOW = "in_window"
    LATE = "late"
    EARLY = "early"
    NO_PLAN = "no_plan"
    WAITING = "waiting"
    MATCHES = "matches"
    PRICE_DIFFERS = "price_differs"
    QUANTITY_DIFFERS = "quantity_differs"
    CREDITED = "credited"
    CONTESTED = "contested"
    INVOICE_LATE = "invoice_late"
    NOT_INVOICED = "not_invoiced"
    NOTHING_BACK = "nothing_back"
    RETURNED = "returned"
    REFUSED = "refused"
    LOST = "lost"
    COMPLAINED = "complained"
    STILL_WATCHED = "still_watched"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a company calls complete, on time, right and undamaged.

    :param once: complete means with one delivery, not in parts
    :param short_percent: so much less than ordered still counts as complete
    :param over_percent: so much more than ordered still counts as complete
    :param late_days: so many days after the plan are still on time
    :param early_days: so many days before it are; None: any
    :param price_percent: so much may the invoiced price differ
    :param invoice_days: invoiced at most so many days after delivery; None: any
    :param watch_days: so long after delivery a return may still tell
    """

    once: bool = True
    short_percent: Decimal = ZERO
    over_percent: Decimal = ZERO
    late_days: int = 0
    early_days: int | None = None
    price_percent: Decimal = ZERO
    invoice_days: int | None = None
    watch_days: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened to one order.

    ``short_lines``, ``over_lines``: lines whose delivered quantity is off by more
    than the tolerance. ``delivered_on``: the day the basis counts as done, None
    while something is on its way. ``planned_on``: the day it was meant for.
    ``price_lines``, ``quantity_lines``: lines whose invoices differ from order or
    delivery. ``credited``: credit notes beyond what came back.
    """

    today: date
    short_lines: int = 0
    over_lines: int = 0
    deliveries: int = 1
    complete_known: bool = False
    planned_on: date | None = None
    done_on: date | None = None
    delivered_on: date | None = None
    invoiced_on: date | None = None
    price_lines: int = 0
    quantity_lines: int = 0
    credited: Decimal = ZERO
    credit_notes: int = 0
    contested: int = 0
    returned_lines: int = 0
    refused: int = 0
    lost: int = 0
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A component with its verdict and what it rests on."""

    component: Component
    verdict: Verdict
    evidence: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """The four judgements. ``again_on``: the day on which time alone changes one."""

    judgements: tuple[Judgement, ...]
    again_on: date | None = None

    @property
    def verdict(self):
        """Perfect when all four are yes; no as soon as one is no."""
        found = {judgement.verdict for judgement in self.judgements}
        for verdict in (Verdict.NO, Verdict.OPEN):
            if verdict in found:
                return verdict
        return Verdict.YES


def measure(facts, settings):
    """The judgement of an order.

    >>> day = date(2026, 3, 2)
    >>> order = Facts(
    ...     day,
    ...     complete_known=True,
    ...     planned_on=day,
    ...     done_on=day,
    ...     delivered_on=day,
    ...     invoiced_on=day,
    ... )
    >>> measure(order, Settings()).verdict.value
    'yes'
    """
    judges = (_complete, _on_time, _invoiced_right, _undamaged)
    judgements = tuple(judge(facts, settings) for judge in judges)
    return Measure(judgements, _again_on(facts, settings))


def _judged(component, wrong, right, known, waiting):
    """No when something is wrong, else yes when it is known, else open."""
    if wrong:
        return Judgement(component, Verdict.NO, tuple(wrong))
    if known:
        return Judgement(component, Verdict.YES, (right,))
    return Judgement(component, Verdict.OPEN, (waiting,))


def _complete(facts, settings):
    wrong = []
    if facts.complete_known and facts.short_lines:
        wrong.append(Reason(Evidence.SHORT, {"lines": facts.short_lines}))
    if facts.over_lines:
        wrong.append(Reason(Evidence.OVER, {"lines": facts.over_lines}))
    if settings.once and facts.deliveries > 1:
        wrong.append(Reason(Evidence.IN_PARTS, {"deliveries": facts.deliveries}))
    return _judged(
        Component.COMPLETE,
        wrong,
        Reason(Evidence.IN_FULL),
        facts.complete_known,
        Reason(Evidence.UNDELIVERED),
    )


def _on_time(facts, settings):
    plan, done = facts.planned_on, facts.done_on
    if plan is None:
        known = done is not None
        waiting = Reason(Evidence.WAITING)
        return _judged(Component.ON_TIME, (), Reason(Evidence.NO_PLAN), known, waiting)
    days = ((done or facts.today) - plan).days
    values = {"days": abs(days), "planned": plan, "actual": done}
    wrong = []
    if days > settings.late_days:
        wrong.append(Reason(Evidence.LATE, values))
    elif done and settings.early_days is not None and -days > settings.early_days:
        wrong.append(Reason(Evidence.EARLY, values))
    return _judged(
        Component.ON_TIME,
        wrong,
        Reason(Evidence.IN_WINDOW, values),
        done is not None,
        Reason(Evidence.WAITING, values),
    )


def _invoiced_right(facts, settings):
    counts = (
        (Evidence.PRICE_DIFFERS, facts.price_lines),
        (Evidence.QUANTITY_DIFFERS, facts.quantity_lines),
        (Evidence.CONTESTED, facts.contested),
    )
    wrong = [Reason(code, {"count": count}) for code, count in counts if count]
    if facts.credited > 0:
        values = {"amount": facts.credited, "count": facts.credit_notes}
        wrong.append(Reason(Evidence.CREDITED, values))
    late = _invoice_delay(facts, settings)
    if late:
        wrong.append(Reason(Evidence.INVOICE_LATE, {"days": late}))
    return _judged(
        Component.INVOICED_RIGHT,
        wrong,
        Reason(Evidence.MATCHES),
        facts.invoiced_on is not None,
        Reason(Evidence.NOT_INVOICED),
    )


def _invoice_delay(facts, settings):
    """Days from delivery to invoice beyond what is allowed, else None."""
    if settings.invoice_days is None or facts.delivered_on is None:
        return None
    days = ((facts.invoiced_on or facts.today) - facts.delivered_on).days
    return days if days > settings.invoice_days else None


def _undamaged(facts, settings):
    counts = (
        (Evidence.RETURNED, facts.returned_lines),
        (Evidence.REFUSED, facts.refused),
        (Evidence.LOST, facts.lost),
        (Evidence.COMPLAINED, facts.complaints),
    )
    wrong = [Reason(code, {"count": count}) for code, count in counts if count]
    until = _watched_until(facts, settings)
    known = until is not None and facts.today >= until
    waiting = Reason(Evidence.STILL_WATCHED, {"until": until})
    if until is None:
        waiting = Reason(Evidence.UNDELIVERED)
    right = Reason(Evidence.NOTHING_BACK)
    return _judged(Component.UNDAMAGED, wrong, right, known, waiting)


def _watched_until(facts, settings):
    if facts.delivered_on is None:
        return None
    return facts.delivered_on + timedelta(days=settings.watch_days)


def _again_on(facts, settings):
    """The next day on which nothing but time changes a verdict."""
    days = []
    if facts.planned_on and facts.done_on is None:
        days.append(facts.planned_on + timedelta(days=settings.late_days + 1))
    if until := _watched_until(facts, settings):
        days.append(until)
        if settings.invoice_days is not None and facts.invoiced_on is None:
            wait = timedelta(days=settings.invoice_days + 1)
            days.append(facts.delivered_on + wait)
    return min((day for day in days if day > facts.today), default=None)
