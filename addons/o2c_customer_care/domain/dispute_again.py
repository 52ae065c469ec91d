"""A dispute that is taken up again, and an invoice that is replaced by a right one."""

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .dispute import TRANSITIONS, State, Why, may_decide


@dataclass(frozen=True)
class ReopenFacts:
    """A decided or withdrawn dispute over ``amount`` that is to be decided again.

    ``left``: what of the invoice can still be contested, in the same currency.
    """

    state: State
    amount: Decimal
    left: Decimal
    note: str
    is_agent: bool
    ticket_open: bool = True
    in_court: bool = False


def may_reopen(facts):
    """Whether it is taken up again; all objections are given.

    >>> facts = ReopenFacts(State.REJECTED, Decimal(30), Decimal(30), "New", True)
    >>> may_reopen(facts).ok
    True
    """
    checks = (
        (Why.NO_RIGHT, facts.is_agent),
        (Why.NO_SUCH_MOVE, (facts.state, State.OPEN) in TRANSITIONS - _UNDONE),
        (Why.NO_NOTE, facts.note.strip()),
        (Why.TICKET_CLOSED, facts.ticket_open),
        (Why.IN_COURT, not facts.in_court),
        (Why.TOO_MUCH, facts.amount <= facts.left),
    )
    params = {"state": facts.state, "left": facts.left}
    return Decision(tuple(Reason(why, params) for why, fine in checks if not fine))


def may_replace(facts, others):
    """Whether the whole invoice is credited and billed anew, right this time.

    :param facts: DecideFacts, everything contested accepted
    :param others: how many other disputes of the invoice are not settled: a new
        invoice would leave them without theirs
    """
    reasons = may_decide(facts).reasons
    if others:
        reasons = (*reasons, Reason(Why.OTHER_DISPUTES, {"count": others}))
    return Decision(reasons)


# a payment that is undone opens a settled dispute by itself, nobody does
_UNDONE = frozenset({(State.SETTLED, State.OPEN)})
