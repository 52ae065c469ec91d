"""Late interest: simple interest by days and rate, and the fixed sum for recovery.

An item is late from the day after its due date. A payment stops interest with its day:
that day still counts, the next one does not. So a payment ten days after the due date
bears interest for ten days. All amounts of one call are in the currency of the
document; each line of the sheet is rounded half up, the total is their sum, so that a
reader can add it up.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from itertools import pairwise

from odoo.addons.o2c_orders.domain.decision import Reason

ZERO = Decimal()
CENT = Decimal("0.01")
DAY = timedelta(days=1)


class Debtor(str, Enum):
    """Who owes. A consumer owes neither this interest nor a fixed sum."""

    BUSINESS = "business"
    PUBLIC_HEALTH = "public_health"
    CONSUMER = "consumer"


class Why(str, Enum):
    """Why nothing, or not all, is charged."""

    CONSUMER = "consumer"
    AGREED_NONE = "agreed_none"
    NO_INVOICE = "no_invoice"
    NO_LAW = "no_law"
    NO_RATE = "no_rate"
    NO_EXCHANGE_RATE = "no_exchange_rate"
    SUM_WITH_OTHER = "sum_with_other"


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate in percent, in force from its first day to before ``date_to``."""

    date_from: date
    date_to: date | None
    percent: Decimal
    key: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """A fixed sum for claims over ``floor``, or from it on when it is included."""

    floor: Decimal
    included: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FixedSum:
    """The fixed sum of an item and how it came about.

    :param base: as the law says it, in ``currency``
    :param rate: units of the document's currency for one of ``currency``
    :param rate_date: the day for which the law wants the rate; None: no conversion
    """

    amount: Decimal
    base: Decimal
    currency: str
    rate: Decimal = Decimal(1)
    rate_date: date | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """What was contested from a day to before another; ``amount`` None: all of it."""

    date_from: date
    date_to: date | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LateItem:
    """One instalment.

    :param principal: what was owed on the due date, less what was credited since
    :param payments: (day, amount), in any order
    :param rates: of the law or the contract, in any order, without overlap
    :param fixed: the sum that is owed once the item is late; None: none can be told
    :param reasons: why nothing can be charged at all; then nothing is
    :param claimed_interest: what was claimed or waived already
    """

    key: int
    due_date: date
    principal: Decimal
    payments: tuple = ()
    disputes: tuple = ()
    rates: tuple = ()
    fixed: FixedSum | None = None
    notes: tuple = ()
    reasons: tuple = ()
    claimed_interest: Decimal = ZERO
    claimed_compensation: Decimal = ZERO
    day_base: int = 365
    quantum: Decimal = CENT


@dataclass(frozen=True, slots=True)
class Segment:
    """A line of the sheet: one principal at one rate; both days are counted."""

    date_from: date
    date_to: date
    principal: Decimal
    percent: Decimal
    interest: Decimal
    rate_key: int = 0

    @property
    def days(self):
        """How many days bear interest."""
        return (self.date_to - self.date_from).days + 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Days for which no rate is in force: they are late and nothing is charged."""

    date_from: date
    date_to: date
    principal: Decimal

    @property
    def days(self):
        """How many days bear nothing."""
        return (self.date_to - self.date_from).days + 1


@dataclass(frozen=True, slots=True)
class InterestSheet:
    """What an item owes beside its principal, as of the end of a day.

    ``interest`` and ``compensation`` are what can be claimed now; what was claimed or
    waived before is taken off ``accrued`` and ``fixed``.
    """

    key: int
    due_date: date
    as_of: date
    principal: Decimal
    segments: tuple = ()
    gaps: tuple = ()
    fixed: FixedSum | None = None
    reasons: tuple = ()
    claimed_interest: Decimal = ZERO
    claimed_compensation: Decimal = ZERO
    day_base: int = 365

    @property
    def accrued(self):
        """All interest since the due date."""
        return sum((s.interest for s in self.segments), ZERO)

    @property
    def interest(self):
        """Interest that was not claimed yet."""
        return max(ZERO, self.accrued - self.claimed_interest)

    @property
    def compensation(self):
        """The fixed sum, when it was not claimed yet."""
        fixed = self.fixed.amount if self.fixed else ZERO
        return max(ZERO, fixed - self.claimed_compensation)

    @property
    def total(self):
        """All that can be claimed now."""
        return self.interest + self.compensation

    @property
    def is_late(self):
        """Whether there was a day on which something uncontested was late."""
        return bool(self.segments or self.gaps)


def sheet(item, as_of):
    """The sheet of ``item`` for all days until ``as_of``, that day included.

    >>> rates = (Rate(date(2026, 1, 1), date(2026, 7, 1), Decimal("10.15")),)
    >>> item = LateItem(1, date(2026, 3, 31), Decimal(1000), rates=rates)
    >>> sheet(item, date(2026, 4, 10)).interest  # 1000 x 10.15 % x 10 / 365
    Decimal('2.78')
    >>> sheet(item, date(2026, 3, 31)).is_late
    False
    """
    if item.reasons:
        return _result(item, as_of, reasons=item.reasons)
    segments, gaps = [], []
    for start, end, principal in _open_spans(item, as_of + DAY):
        for first, stop, rate in _split_by_rate(start, end, item.rates):
            last = stop - DAY
            if rate is None:
                gaps.append(Gap(first, last, principal))
            else:
                amount = _interest(item, principal, rate, (stop - first).days)
                args = (first, last, principal, rate.percent, amount, rate.key)
                segments.append(Segment(*args))
    late = bool(segments or gaps)
    return _result(
        item,
        as_of,
        segments=tuple(segments),
        gaps=tuple(gaps),
        fixed=item.fixed if late else None,
        reasons=(*_missing(gaps), *(item.notes if late else ())),
    )


def one_sum(sheets):
    """Leave the fixed sum of an invoice to its first instalment that was late.

    :param sheets: those of one invoice, in the order of their due dates
    """
    result, taken = [], False
    for one in sheets:
        if taken and one.fixed:
            reasons = (*one.reasons, Reason(Why.SUM_WITH_OTHER))
            result.append(replace(one, fixed=None, reasons=reasons))
        else:
            result.append(one)
        taken = taken or one.fixed is not None
    return result


def fixed_sum(tiers, value):
    """The amount of the highest tier that ``value`` reaches; None when none is.

    >>> tiers = [Tier(Decimal(0), False, Decimal(40))]
    >>> tiers += [Tier(Decimal(5000), False, Decimal(70))]
    >>> fixed_sum(tiers, Decimal(5000)), fixed_sum(tiers, Decimal("5000.01"))
    (Decimal('40'), Decimal('70'))
    """
    reached = [t for t in tiers if value > t.floor or (t.included and value == t.floor)]
    best = max(reached, key=lambda t: (t.floor, not t.included), default=None)
    return best.amount if best else None


def converted(base, currency, rate, rate_date, quantum=CENT):
    """The fixed sum ``base`` in the currency of the document."""
    return FixedSum(_round(base * rate, quantum), base, currency, rate, rate_date)


def spread(amount, opens):
    """Lay a contested amount on instalments, the oldest first.

    :param opens: what was open of each when the dispute began, by due date
    :return: how much of each is contested

    >>> [str(part) for part in spread(Decimal(300), [Decimal(200), Decimal(500)])]
    ['200', '100']
    """
    parts = []
    for still in opens:
        part = min(amount, max(ZERO, still))
        parts.append(part)
        amount -= part
    return parts


def open_on(item, day):
    """What was open of ``item`` at the end of ``day``."""
    paid = sum((amount for when, amount in item.payments if when <= day), ZERO)
    return max(ZERO, item.principal - paid)


# ----------------------------------------------------------------- parts
def _open_spans(item, end):
    """(first day, day after the last, open and uncontested principal) in order."""
    start = item.due_date + DAY
    marks = {start, end}
    marks.update(when + DAY for when, _amount in item.payments)
    for dispute in item.disputes:
        marks.add(dispute.date_from)
        marks.add(dispute.date_to or end)
    days = sorted(day for day in marks if start <= day <= end)
    for first, stop in pairwise(days):
        principal = _claimable(item, first)
        if principal > 0:
            yield first, stop, principal


def _claimable(item, day):
    # a payment counts from the day after it
    still = open_on(item, day - DAY)
    for dispute in item.disputes:
        if dispute.date_from <= day and (not dispute.date_to or day < dispute.date_to):
            if dispute.amount is None:
                return ZERO
            still -= dispute.amount
    return max(ZERO, still)


def _split_by_rate(start, end, rates):
    """(first day, day after the last, rate or None) without holes, in order."""
    near = [
        rate
        for rate in rates
        if rate.date_from < end and (not rate.date_to or start < rate.date_to)
    ]
    for rate in sorted(near, key=lambda r: r.date_from):
        first = max(start, rate.date_from)
        stop = min(end, rate.date_to) if rate.date_to else end
        if start < first:
            yield start, first, None
        yield first, stop, rate
        start = stop
    if start < end:
        yield start, end, None


def _interest(item, principal, rate, days):
    yearly = principal * rate.percent * days
    return _round(yearly / (100 * item.day_base), item.quantum)


def _round(amount, quantum):
    return amount.quantize(quantum, rounding=ROUND_HALF_UP)


def _missing(gaps):
    if not gaps:
        return ()
    days = sum(gap.days for gap in gaps)
    params = {"date_from": gaps[0].date_from, "date_to": gaps[-1].date_to}
    return (Reason(Why.NO_RATE, {**params, "days": days}),)


def _result(item, as_of, **values):
    return InterestSheet(
        key=item.key,
        due_date=item.due_date,
        as_of=as_of,
        principal=item.principal,
        claimed_interest=item.claimed_interest,
        claimed_compensation=item.claimed_compensation,
        day_base=item.day_base,
        **values,
    )
