"""What of a notice may still leave, when its facts are read again.

Between the run and the moment a notice leaves, customers pay, complain and promise. All
amounts are in the currency of the notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.o2c_orders.domain.decision import Reason

from .dunning import Why, capped
from .open_item import ZERO, OpenItem


@dataclass(frozen=True, slots=True)
class Claim:
    """An item of a notice: the level it reaches by it, in which cycle."""

    key: int
    level: int
    cycle: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What bounds a notice: its strategy, and what happened since it was made.

    :param step: id of the step of the notice
    :param before_due: a courtesy, which leaves before an item is due
    :param contact: day of the last contact about payment since then
    :param caps: ((number of contacts, days), …) as a Strategy has them
    :param made: days of our contacts about payment, those of the same run left out
    :param never: the customer is not reminded any more
    :param excluded: items that somebody marked as not to be followed up
    :param blocked: items whose payment somebody blocked
    """

    today: date
    step: int = 0
    before_due: bool = False
    min_balance: Decimal = ZERO
    quiet_days: int = 0
    contact: date | None = None
    caps: tuple = ()
    made: tuple = ()
    never: bool = False
    excluded: frozenset = frozenset()
    blocked: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Rest:
    """What may still leave.

    :param claims: {item: what is asked for now}
    :param stops: {item: why it is left out}
    :param credit: what is taken off the total, paid by unmatched credits
    :param reason: why nothing leaves at all; None: something does
    """

    claims: Mapping[int, Decimal] = field(default_factory=dict)
    stops: Mapping[int, Reason] = field(default_factory=dict)
    credit: Decimal = ZERO
    reason: Reason | None = None

    @property
    def total(self):
        """What is asked for: the items less the credit."""
        return sum(self.claims.values(), ZERO) - self.credit


def rest(claims, items, terms):
    """Decide what of a notice may still leave.

    :param claims: the Claims of the notice
    :param items: the OpenItems of the customer in the currency of the notice
    :param terms: the Terms
    :return: a Rest

    >>> rest((Claim(1, 1, 0),), (), Terms(date(2026, 3, 2))).reason.code.value
    'paid'
    """
    if whole := _whole(terms):
        return Rest(reason=whole)
    known, covered = {item.key: item for item in items}, _covered(items)
    left, stops, credit = {}, {}, ZERO
    for claim in claims:
        item, paid = known.get(claim.key), covered.get(claim.key, ZERO)
        if stop := _stop(claim, item, terms) or _covers(item, paid):
            stops[claim.key] = stop
        else:
            left[claim.key] = item.claimable
            credit += paid
    reason = None if left else _weightiest(stops)
    if left and (small := _small(items, left, terms)):
        reason = small
    return Rest(left, stops, credit, reason)


def _whole(terms):
    """What stops all of the notice, whatever is open."""
    if terms.never:
        return Reason(Why.DO_NOT_DUN)
    if terms.contact and (terms.today - terms.contact).days < terms.quiet_days:
        until = terms.contact + timedelta(days=terms.quiet_days)
        return Reason(Why.QUIET, {"on": terms.contact, "until": until})
    return capped(terms.caps, terms.made, terms.today)


def _stop(claim, item: OpenItem | None, terms):
    """Why nothing is asked for this item any more; None when something is."""
    if item is None or item.residual <= 0 or item.cycle > claim.cycle:
        return Reason(Why.PAID)
    if claim.key in terms.excluded:
        return Reason(Why.EXCLUDED)
    if claim.key in terms.blocked:
        return Reason(Why.BLOCKED)
    if item.level >= claim.level:
        return Reason(Why.ALREADY)
    if item.due_date > terms.today and not terms.before_due:
        return Reason(Why.NOT_YET, {"step": terms.step, "on": item.due_date})
    return None if item.claimable else _taken(item)


def _taken(item):
    """Why nothing of an open item may be claimed."""
    amounts = {"held": item.held, "promised": item.promised}
    if item.held and item.promised:
        return Reason(Why.HELD_AND_PROMISED, amounts)
    return Reason(Why.HELD if item.held else Why.PROMISED, amounts)


def _covers(item, paid):
    """Why an item is left out that credits pay altogether."""
    if paid and paid >= item.claimable:
        return Reason(Why.COVERED, {"credit": paid})
    return None


def _covered(items):
    """{item: what unmatched credits pay of it}: the oldest first.

    As the customer's own payment would; so no credit comes off two notices.
    """
    pool = -sum((item.residual for item in items if item.residual < 0), ZERO)
    found = {}
    for item in sorted(items, key=lambda item: (item.due_date, item.key)):
        found[item.key] = taken = min(pool, item.claimable)
        pool -= taken
    return found


def _small(items, left, terms):
    """Why the customer is left alone: what is due of him is too little."""
    credit = sum((item.residual for item in items if item.residual < 0), ZERO)
    due = (i for i in items if i.key in left or i.due_date < terms.today)
    balance = sum((item.claimable for item in due), ZERO) + credit
    if balance >= terms.min_balance:
        return None
    return Reason(Why.SMALL_BALANCE, {"balance": balance, "least": terms.min_balance})


# what is told of a notice whose items are all out, the first that is there
TOLD = (
    *(Why.PAID, Why.COVERED, Why.HELD_AND_PROMISED, Why.PROMISED, Why.HELD),
    *(Why.BLOCKED, Why.EXCLUDED, Why.ALREADY, Why.NOT_YET),
)


def _weightiest(stops):
    """The reason to tell of a notice whose items are all out."""
    found = sorted(stops.values(), key=lambda reason: TOLD.index(reason.code))
    return found[0] if found else Reason(Why.ALREADY)
