"""A lawsuit over rejected disputes: when it begins, what its end leaves of each.

All amounts of one call are Decimals in one currency. No clock, no words.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .dispute import State as DisputeState
from .dispute import split


class State(str, Enum):
    """Where a lawsuit is."""

    PREPARED = "prepared"
    FILED = "filed"
    ENDED = "ended"


class Outcome(str, Enum):
    """How it ended."""

    WON = "won"
    PARTLY = "partly"
    LOST = "lost"
    AGREEMENT = "agreement"
    WITHDRAWN = "withdrawn"


class Why(str, Enum):
    """Why it is not opened, filed or ended."""

    NO_RIGHT = "no_right"
    NOTHING = "nothing"
    NOT_REJECTED = "not_rejected"
    IN_COURT = "in_court"
    MIXED = "mixed"
    PAID = "paid"
    NO_SUCH_MOVE = "no_such_move"
    OUT_OF_RANGE = "out_of_range"
    NOT_THIS_AMOUNT = "not_this_amount"
    NO_NOTE = "no_note"


RIGHTS = frozenset({Why.NO_RIGHT})
# one that is not filed can be given up
TRANSITIONS = frozenset(
    {
        (State.PREPARED, State.FILED),
        (State.PREPARED, State.ENDED),
        (State.FILED, State.ENDED),
    }
)


@dataclass(frozen=True)
class Contested:
    """A dispute that is to be brought to court. ``left``: what of its amount can
    still be claimed: open on the invoice and in no other dispute."""

    state: DisputeState
    amount: Decimal
    left: Decimal
    currency: int
    company: int
    in_court: bool = False


def may_open(disputes, is_leader):
    """Whether these disputes are brought to court together; all objections.

    >>> one = Contested(DisputeState.REJECTED, Decimal(300), Decimal(300), 1, 1)
    >>> may_open([one], is_leader=True).ok
    True
    >>> may_open([], is_leader=True).reasons[0].code.value
    'nothing'
    """
    checks = (
        (Why.NO_RIGHT, is_leader),
        (Why.NOTHING, disputes),
        (Why.NOT_REJECTED, all(d.state is DisputeState.REJECTED for d in disputes)),
        (Why.IN_COURT, not any(d.in_court for d in disputes)),
        (Why.MIXED, len({(d.currency, d.company) for d in disputes}) <= 1),
        (Why.PAID, all(d.amount <= d.left for d in disputes)),
    )
    return Decision(tuple(Reason(why) for why, fine in checks if not fine))


def may_move(state, target, is_leader):
    """Whether a lawsuit goes from ``state`` to ``target``."""
    reasons = []
    if not is_leader:
        reasons.append(Reason(Why.NO_RIGHT))
    if (state, target) not in TRANSITIONS:
        reasons.append(Reason(Why.NO_SUCH_MOVE, {"state": state}))
    return Decision(tuple(reasons))


def may_end(outcome, awarded, amount, note):
    """Whether this end makes sense: what is awarded fits its name.

    >>> may_end(Outcome.PARTLY, Decimal(100), Decimal(300), "Judgment of May").ok
    True
    >>> may_end(Outcome.WON, Decimal(100), Decimal(300), "x").reasons[0].code.value
    'not_this_amount'
    """
    reasons = []
    if not 0 <= awarded <= amount:
        reasons.append(Reason(Why.OUT_OF_RANGE, {"amount": amount}))
    elif not _fits(outcome, awarded, amount):
        reasons.append(Reason(Why.NOT_THIS_AMOUNT, {"outcome": outcome}))
    if not note.strip():
        reasons.append(Reason(Why.NO_NOTE))
    return Decision(tuple(reasons))


def _fits(outcome, awarded, amount):
    return {
        Outcome.WON: awarded == amount,
        Outcome.PARTLY: 0 < awarded < amount,
        Outcome.LOST: awarded == 0,
        Outcome.AGREEMENT: True,
        # nobody decided: the rejection stands as it was
        Outcome.WITHDRAWN: awarded == amount,
    }[outcome]


def granted(amounts, awarded, unit):
    """What each dispute is granted after all, when ``awarded`` of their sum is ours.

    >>> granted([Decimal(200), Decimal(100)], Decimal(100), Decimal("0.01"))
    [Decimal('133.33'), Decimal('66.67')]
    """
    lost = sum(amounts, Decimal(0)) - awarded
    return split(lost, amounts, unit) if lost else [Decimal(0) for _amount in amounts]
