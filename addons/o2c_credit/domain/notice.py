"""What of a notice may still leave, when its facts are read again.

Between the run and the moment a notice leaves, customers pay, complain and promise. All
amounts are in the currency of the notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Reason

from .open_item import ZERO, OpenItem


class Stop(str, Enum):
    """Why an item, or all of a notice, does not leave after all."""

    PAID = "paid"
    HELD = "held"
    PROMISED = "promised"
    BLOCKED = "blocked"
    REMINDED = "pending"
    NOT_DUE = "not_yet"
    CREDIT = "covered"
    SMALL = "small_balance"
    CONTACT = "quiet"
    NEVER = "do_not_dun"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True)
class Claim:
    """An item of a notice, as it was when the notice was made."""

    key: int
    level: int
    cycle: int
    claimed: Decimal
    due_date: date


@dataclass(frozen=True)
class Terms:
    """What bounds a notice: its strategy, and what happened since it was made.

    ``contact`` is the day of the last contact about payment since then, if any.
    ``before_due`` is for courtesy notices, which leave before an item is due;
    ``blocked`` are items that somebody took out of all reminders.
    """

    today: date
    min_balance: Decimal = ZERO
    quiet_days: int = 0
    contact: date | None = None
    never: bool = False
    before_due: bool = False
    blocked: frozenset = frozenset()


@dataclass(frozen=True)
class Rest:
    """What may still leave.

    ``claims`` says for each item what is asked for now, ``stops`` why others are left
    out; ``credit`` is what the customer has to his credit, taken off the total. With
    ``reason`` nothing leaves at all.
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
    """
    if whole := _whole(terms):
        return Rest(reason=whole)
    known = {item.key: item for item in items}
    left, stops = {}, {}
    for claim in claims:
        found = known.get(claim.key)
        if stop := _stop(claim, found, terms):
            stops[claim.key] = stop
        else:
            left[claim.key] = found.claimable
    credit = _spare_credit(items, left)
    return Rest(left, stops, credit, _nothing_left(left, stops, credit, terms))


def _whole(terms):
    """What stops all of the notice, whatever is open."""
    if terms.never:
        return Reason(Stop.NEVER)
    if terms.contact and (terms.today - terms.contact).days < terms.quiet_days:
        params = {"date": terms.contact.isoformat(), "days": terms.quiet_days}
        return Reason(Stop.CONTACT, params)
    return None


def _stop(claim, item: OpenItem | None, terms):
    """Why nothing is asked for this item any more; None when something is."""
    if item is None or item.residual <= 0 or item.cycle > claim.cycle:
        return Reason(Stop.PAID)
    if claim.key in terms.blocked:
        return Reason(Stop.BLOCKED)
    if item.level >= claim.level:
        return Reason(Stop.REMINDED, {"level": item.level})
    if item.due_date > terms.today and not terms.before_due:
        return Reason(Stop.NOT_DUE, {"date": item.due_date.isoformat()})
    if item.claimable > 0:
        return None
    if item.promised > 0 and item.promised >= item.held:
        return Reason(Stop.PROMISED, {"amount": str(item.promised)})
    return Reason(Stop.HELD, {"amount": str(min(item.held, item.residual))})


def _spare_credit(items, left):
    """How much of the customer's unmatched credits falls on the items of the notice.

    They settle what may be claimed from him oldest first, as his payment would: so the
    same credit never comes off two notices.
    """
    pool = -sum((item.residual for item in items if item.residual < 0), ZERO)
    spare = ZERO
    for item in sorted(items, key=lambda item: (item.due_date, item.key)):
        taken = min(pool, item.claimable)
        pool -= taken
        if item.key in left:
            spare += taken
    return spare


def _nothing_left(left, stops, credit, terms):
    if not left:
        return _weightiest(stops)
    total = sum(left.values(), ZERO)
    if credit >= total:
        return Reason(Stop.CREDIT, {"credit": str(credit), "open": str(total)})
    if total - credit < terms.min_balance:
        params = {"open": str(total - credit), "least": str(terms.min_balance)}
        return Reason(Stop.SMALL, params)
    return None


def _weightiest(stops):
    """The reason to tell of a notice whose items are all out: paid before others."""
    order = list(Stop)
    found = sorted(stops.values(), key=lambda reason: order.index(reason.code))
    return found[0] if found else Reason(Stop.PAID)
