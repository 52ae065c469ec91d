"""A contested amount: who may open and decide it, what stays held, what is credited.

All amounts of one call are in one currency and are Decimals. No clock, no words.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class State(str, Enum):
    """Where a dispute is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class Why(str, Enum):
    """Why a dispute is not opened or not decided."""

    NOT_CUSTOMER_INVOICE = "not_customer_invoice"
    NOT_POSTED = "not_posted"
    OTHER_CUSTOMER = "other_customer"
    FOREIGN_LINES = "foreign_lines"
    ABOVE_LINES = "above_lines"
    TICKET_CLOSED = "ticket_closed"
    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    NO_SUCH_MOVE = "no_such_move"
    OUT_OF_RANGE = "out_of_range"
    NO_NOTE = "no_note"
    NO_RIGHT = "no_right"
    NEEDS_LEADER = "needs_leader"
    OWN_REQUEST = "own_request"
    OTHER_DISPUTES = "other_disputes"
    IN_COURT = "in_court"


# objections to the person, not to what is asked
RIGHTS = frozenset({Why.NO_RIGHT, Why.NEEDS_LEADER, Why.OWN_REQUEST})
# an amount is still at stake
LIVE = frozenset({State.OPEN, State.ACCEPTED, State.PARTIAL})
# somebody granted money, a credit note follows
GRANTED = frozenset({State.ACCEPTED, State.PARTIAL})

# every allowed move; settled goes back when the payment or credit note is undone,
# rejected and withdrawn ones can be taken up again
TRANSITIONS = frozenset(
    {
        (State.OPEN, State.ACCEPTED),
        (State.OPEN, State.PARTIAL),
        (State.OPEN, State.REJECTED),
        (State.OPEN, State.CANCELLED),
        (State.OPEN, State.SETTLED),
        (State.ACCEPTED, State.SETTLED),
        (State.PARTIAL, State.SETTLED),
        (State.SETTLED, State.OPEN),
        (State.SETTLED, State.ACCEPTED),
        (State.SETTLED, State.PARTIAL),
        (State.REJECTED, State.OPEN),
        (State.CANCELLED, State.OPEN),
    }
)
# what only the end of a lawsuit does: a judgment or an agreement grants something
COURT = frozenset({(State.REJECTED, State.ACCEPTED), (State.REJECTED, State.PARTIAL)})


@dataclass(frozen=True)
class OpenFacts:
    """An amount somebody contests. ``residual``: what the invoice still asks for;
    ``at_stake``: what other disputes of the invoice take of it already;
    ``lines_total``: what the chosen lines come to, None when none were chosen."""

    amount: Decimal
    residual: Decimal
    at_stake: Decimal = Decimal(0)
    lines_total: Decimal | None = None
    customer_invoice: bool = True
    posted: bool = True
    same_customer: bool = True
    own_lines: bool = True
    ticket_open: bool = True


@dataclass(frozen=True)
class DecideFacts:
    """A decision somebody wants to take: ``accepted`` out of ``amount``.

    ``value`` is the contested amount and ``threshold`` the limit of the company,
    both in company currency; up to the threshold any agent decides.
    """

    state: State
    amount: Decimal
    accepted: Decimal
    value: Decimal
    threshold: Decimal
    is_agent: bool
    is_leader: bool
    is_requester: bool
    note: str


@dataclass(frozen=True)
class SettleFacts:
    """What became of a dispute's invoice and credit note.

    ``decided``: the state it has as long as nothing is paid. ``credited``: how much
    of the invoice its posted credit note has settled.
    """

    decided: State
    accepted: Decimal
    credited: Decimal
    invoice_settled: bool


def may_open(facts):
    """Whether an amount may be contested; all objections are given.

    >>> may_open(OpenFacts(Decimal(300), Decimal(1000), Decimal(700))).ok
    True
    >>> reasons = may_open(OpenFacts(Decimal(301), Decimal(1000), Decimal(700))).reasons
    >>> reasons[0].code.value, reasons[0].params["left"]
    ('too_much', Decimal('300'))
    """
    checks = (
        (Why.NOT_CUSTOMER_INVOICE, facts.customer_invoice),
        (Why.NOT_POSTED, facts.posted),
        (Why.OTHER_CUSTOMER, facts.same_customer),
        (Why.FOREIGN_LINES, facts.own_lines),
        (Why.TICKET_CLOSED, facts.ticket_open),
        (Why.NOT_POSITIVE, facts.amount > 0),
    )
    reasons = [Reason(why) for why, fine in checks if not fine]
    if facts.lines_total is not None and facts.amount > facts.lines_total:
        reasons.append(Reason(Why.ABOVE_LINES, {"left": facts.lines_total}))
    left = contestable(facts.residual, facts.at_stake)
    if facts.amount > left:
        reasons.append(Reason(Why.TOO_MUCH, {"left": left}))
    return Decision(tuple(reasons))


def contestable(residual, at_stake):
    """What of an invoice can still be contested.

    >>> contestable(Decimal(100), Decimal(130))
    Decimal('0')
    """
    return max(residual - at_stake, Decimal(0))


def outcome(amount, accepted):
    """The state that granting ``accepted`` of ``amount`` leads to.

    >>> [outcome(Decimal(9), Decimal(a)).value for a in (0, 4, 9)]
    ['rejected', 'partial', 'accepted']
    """
    if accepted <= 0:
        return State.REJECTED
    return State.ACCEPTED if accepted >= amount else State.PARTIAL


def may_decide(facts):
    """Whether this person may decide so; all objections are given.

    Above the threshold it takes a leader who did not open the dispute.
    """
    reasons = []
    target = outcome(facts.amount, facts.accepted)
    if (facts.state, target) not in TRANSITIONS:
        reasons.append(Reason(Why.NO_SUCH_MOVE, {"state": facts.state}))
    if not 0 <= facts.accepted <= facts.amount:
        reasons.append(Reason(Why.OUT_OF_RANGE, {"amount": facts.amount}))
    if not facts.note.strip():
        reasons.append(Reason(Why.NO_NOTE))
    return Decision((*reasons, *_person(facts)))


def _person(facts):
    if not facts.is_agent:
        return [Reason(Why.NO_RIGHT)]
    if facts.value <= facts.threshold:
        return []
    params = {"threshold": facts.threshold}
    checks = (
        (Why.NEEDS_LEADER, facts.is_leader),
        (Why.OWN_REQUEST, not facts.is_requester),
    )
    return [Reason(why, params) for why, fine in checks if not fine]


def held(state, amount, accepted, replaced=None, in_court=False):
    """The amount that stays held: everything until decided, then what was granted.

    :param replaced: what was open of an invoice that another one replaces, or None
    :param in_court: the dispute is before a court: all of it is, though rejected

    >>> held(State.PARTIAL, Decimal(300), Decimal(120))
    Decimal('120')
    >>> held(State.REJECTED, Decimal(300), Decimal(0))
    Decimal('0')
    >>> held(State.REJECTED, Decimal(300), Decimal(0), in_court=True)
    Decimal('300')
    """
    if state is State.OPEN or (state is State.REJECTED and in_court):
        return amount
    if state not in GRANTED:
        return Decimal(0)
    return accepted if replaced is None else replaced


def after_payment(facts):
    """The state after a payment, a credit note, or the undoing of one.

    >>> paid = SettleFacts(State.OPEN, Decimal(0), Decimal(0), invoice_settled=True)
    >>> after_payment(paid).value
    'settled'
    """
    granted = facts.decided in GRANTED and facts.credited >= facts.accepted
    if facts.decided in LIVE and (facts.invoice_settled or granted):
        return State.SETTLED
    return facts.decided


def converted(total, part, whole, unit):
    """``part`` of ``whole`` in the currency in which ``whole`` is ``total``.

    >>> converted(Decimal("90.91"), Decimal(50), Decimal(100), Decimal("0.01"))
    Decimal('45.46')
    """
    if part == whole:
        return total
    units = (total * part / whole / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return units * unit


def split(amount, weights, unit):
    """``amount`` over several lines in proportion to ``weights``, to the cent.

    What rounding leaves goes, one ``unit`` each, to the lines that lost most.

    :param weights: Decimals (a discount line is negative) with a sum above zero
    :param unit: the smallest amount, such as ``Decimal("0.01")``
    :return: list of Decimals whose sum is ``amount``

    >>> split(Decimal(100), [Decimal(1)] * 3, Decimal("0.01"))
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    total = sum(weights, Decimal(0))
    if total <= 0:
        raise ValueError("the weights must add up to more than zero")
    exact = [amount * weight / total for weight in weights]
    shares = [_floor(value, unit) for value in exact]
    missing = int((amount - sum(shares, Decimal(0))) / unit)
    by_loss = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_loss[:missing]:
        shares[index] += unit
    return shares


def _floor(value, unit):
    return (value / unit).quantize(Decimal(1), rounding=ROUND_FLOOR) * unit
