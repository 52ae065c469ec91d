"""The check-up: what a company's own figures suggest for its parameters.

Percentages are numbers from 0 to 100, durations whole days. Nothing is proposed from
too few orders: chance would speak.
"""

from dataclasses import dataclass
from enum import Enum

# a share of fewer orders than this says nothing
ENOUGH = 20
PERFECT_BAND = (75, 85)
ENTRY_BAND = (96, 99)
ON_TIME_GOOD = 80
MOST_DAYS_LATE = 2
LATE_INVOICE = 5
MOST_WATCHED = 30
# so much of the orders may a check hold from the first day on
HOLD_AT_MOST = 5


class Why(str, Enum):
    """Why something is proposed."""

    USUAL_BAND = "usual_band"
    STEP_BAND = "step_band"
    WINDOW = "window"
    LATE_INVOICES = "late_invoices"
    RETURNS_COME = "returns_come"
    WOULD_HOLD_FEW = "would_hold_few"
    WOULD_HOLD_MANY = "would_hold_many"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: for the parameter ``key`` these ``values``, because of ``why``."""

    key: str
    values: dict
    why: Why
    params: dict


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """An entry check and how many of the ``seen`` orders would have failed it."""

    number: int
    active: bool
    holds: bool
    seen: int
    failed: int

    @property
    def share(self):
        """Failed orders in percent."""
        return 100 * self.failed / self.seen


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the company's orders say. Shares in percent, None: not known.

    ``late_shares``: share on time when 0, 1, 2… days late are allowed.
    ``return_days``: within so many days nine of ten returns came.
    """

    orders: int
    perfect: float | None = None
    accuracy: float | None = None
    late_shares: tuple = ()
    invoice_days: float | None = None
    returns: int = 0
    return_days: float | None = None
    checks: tuple[CheckRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Present:
    """How the parameters are set now."""

    perfect: tuple
    entry: tuple
    late_days: int = 0
    invoice_in_time: bool = False
    watch_days: int = 0


def proposals(baseline, present):
    """What to change, as a tuple of :class:`Proposal`; without reason nothing.

    >>> new = Present(perfect=(75, 85), entry=(96, 99))
    >>> proposals(Baseline(orders=0), new)
    ()
    """
    if baseline.orders < ENOUGH:
        return ()
    found = (
        _band("perfect", baseline.perfect, PERFECT_BAND, present.perfect),
        _band("entry", baseline.accuracy, ENTRY_BAND, present.entry),
        _window(baseline, present),
        _invoices(baseline, present),
        _returns(baseline, present),
        *(_check(check) for check in baseline.checks),
    )
    return tuple(proposal for proposal in found if proposal)


def step_band(value, usual):
    """A band that can be reached from ``value`` on the way to the ``usual`` one.

    One more third of the way to its lower end, in whole percent, as wide as it is.

    >>> step_band(40, (75, 85)), step_band(74, (75, 85))
    ((52, 62), (75, 85))
    """
    low, high = usual
    if value >= low - 5:
        return usual
    step = round(value + (low - value) / 3)
    return step, step + high - low


def _band(name, value, usual, present):
    if value is None:
        return None
    band = step_band(value, usual)
    if tuple(present) == band:
        return None
    why = Why.USUAL_BAND if band == usual else Why.STEP_BAND
    values = {"low": band[0], "high": band[1]}
    return Proposal(name, values, why, {"value": round(value, 1), **values})


def _window(baseline, present):
    """The smallest window that the company keeps in most cases, within two days."""
    shares = baseline.late_shares
    if not shares or shares[0] >= ON_TIME_GOOD or present.late_days:
        return None
    for days, share in enumerate(shares[: MOST_DAYS_LATE + 1]):
        if share >= ON_TIME_GOOD:
            params = {"now": round(shares[0]), "then": round(share), "days": days}
            return Proposal("late_days", {"days": days}, Why.WINDOW, params)
    return None


def _invoices(baseline, present):
    days = baseline.invoice_days
    if days is None or days <= LATE_INVOICE or present.invoice_in_time:
        return None
    values = {"days": LATE_INVOICE}
    return Proposal(
        "invoice_days", values, Why.LATE_INVOICES, {"median": round(days, 1), **values}
    )


def _returns(baseline, present):
    if baseline.return_days is None or baseline.returns < ENOUGH // 4:
        return None
    days = min(round(baseline.return_days), MOST_WATCHED)
    if days <= present.watch_days:
        return None
    params = {"returns": baseline.returns, "days": days}
    return Proposal("watch_days", {"days": days}, Why.RETURNS_COME, params)


def _check(check):
    """Switch a check on: holding where few orders fail it, else looking first."""
    if check.seen < ENOUGH:
        return None
    few = check.share <= HOLD_AT_MOST
    if check.active and (check.holds or not few):
        return None
    params = {"failed": check.failed, "seen": check.seen}
    return Proposal(
        f"check-{check.number}",
        {"check": check.number, "effect": "hold" if few else "log"},
        Why.WOULD_HOLD_FEW if few else Why.WOULD_HOLD_MANY,
        params,
    )
