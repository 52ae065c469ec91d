"""Returns: how much may come back, who decides about it, and how far it has come.

Quantities are in the unit of the order line. The goods (disposition) and what the
customer gets for them (remedy) are two questions: a wrong article may be restocked
and replaced, a broken one scrapped and credited.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .decision import Decision, Reason

ZERO = Decimal(0)


class Disposition(str, Enum):
    """What happens to the goods that came back."""

    RESTOCK = "restock"
    REPAIR = "repair"
    SCRAP = "scrap"


class Remedy(str, Enum):
    """What the customer gets for the goods that came back."""

    CREDIT = "credit"
    REPLACE = "replace"
    SEND_BACK = "send_back"
    NOTHING = "nothing"


class Fault(str, Enum):
    """Why a request for a return cannot stand."""

    EMPTY = "empty"
    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    WITHOUT_REPAIR = "without_repair"


class Policy(str, Enum):
    """What takes a request out of the usual terms."""

    TOO_LATE = "too_late"
    TOO_DEAR = "too_dear"


class Level(str, Enum):
    """Who decides about a request."""

    RULE = "rule"
    DESK = "desk"
    MANAGER = "manager"


class Stage(str, Enum):
    """How far an authorised return has come."""

    AUTHORISED = "authorised"
    RECEIVED = "received"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class LineStock:
    """One order line. ``delivered``: ever shipped to the customer; ``back``: came or
    is coming back; ``promised``: asked for, without a transfer of its own yet."""

    delivered: Decimal
    back: Decimal = ZERO
    promised: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a request: its ``name``, the quantity and what is left to return."""

    name: str
    quantity: Decimal
    free: Decimal
    disposition: Disposition | None = None
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms for returns of a reason. None: without a limit."""

    automatic: bool = False
    days: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts over an authorised return.

    ``moves_open``: transfers still to arrive; ``received``: pieces that came;
    ``undecided``: lines whose goods still wait; ``unsettled``: credit notes not
    posted, replacements and repaired goods not shipped.
    """

    moves_open: int
    received: Decimal
    undecided: int = 0
    unsettled: int = 0


def returnable(stock):
    """What may still come back of one order line, never less than zero.

    >>> returnable(LineStock(Decimal(10), Decimal(3), Decimal(2)))
    Decimal('5')
    >>> returnable(LineStock(Decimal(2), Decimal(3)))
    Decimal('0')
    """
    return max(stock.delivered - stock.back - stock.promised, ZERO)


def check(wanted):
    """May these lines be asked for? The reasons name every line that does not fit.

    >>> check([Wanted("cup", Decimal(3), Decimal(2))]).reasons[0].code.value
    'too_much'
    """
    if not wanted:
        return Decision((Reason(Fault.EMPTY),))
    reasons = [reason for line in wanted for reason in _faults(line)]
    return Decision(tuple(reasons))


def _faults(line):
    params = {"name": line.name, "quantity": line.quantity, "free": line.free}
    if line.quantity <= 0:
        yield Reason(Fault.NOT_POSITIVE, params)
    elif line.quantity > line.free:
        yield Reason(Fault.TOO_MUCH, params)
    goods_repaired = line.disposition in (Disposition.REPAIR, None)
    if line.remedy == Remedy.SEND_BACK and not goods_repaired:
        yield Reason(Fault.WITHOUT_REPAIR, params)


def outside_terms(terms, days, amount):
    """What takes a request out of ``terms``.

    :param days: whole days since the last delivery of what comes back
    :param amount: worth of the goods
    :return: Decision; without reasons the request is within the terms

    >>> outside_terms(Terms(days=30), 30, Decimal(5)).ok
    True
    >>> outside_terms(Terms(days=30), 31, Decimal(5)).reasons[0].code.value
    'too_late'
    """
    reasons = []
    if terms.days is not None and days > terms.days:
        reasons.append(Reason(Policy.TOO_LATE, {"days": days, "limit": terms.days}))
    if terms.amount is not None and amount > terms.amount:
        reasons.append(
            Reason(Policy.TOO_DEAR, {"amount": amount, "limit": terms.amount})
        )
    return Decision(tuple(reasons))


def level(terms, judged):
    """Who decides about a request that was ``judged`` by :func:`outside_terms`."""
    if not judged.ok:
        return Level.MANAGER
    return Level.RULE if terms.automatic else Level.DESK


def stage(progress):
    """How far an authorised return is.

    >>> stage(Progress(moves_open=1, received=Decimal(1))).value
    'authorised'
    >>> stage(Progress(moves_open=0, received=Decimal(1), undecided=1)).value
    'received'
    """
    if progress.moves_open or not progress.received:
        return Stage.AUTHORISED
    if progress.undecided or progress.unsettled:
        return Stage.RECEIVED
    return Stage.SETTLED


def share_out(quantity, sources):
    """Take ``quantity`` from ``sources`` one after the other.

    :param sources: pairs (key, what it has left)
    :return: (list of (key, taken), what could not be taken)

    >>> share_out(Decimal(5), [("a", Decimal(2)), ("b", Decimal(0)), ("c", Decimal(9))])
    ([('a', Decimal('2')), ('c', Decimal('3'))], Decimal('0'))
    """
    taken, rest = [], quantity
    for key, left in sources:
        part = min(rest, left)
        if part > 0:
            taken.append((key, part))
            rest -= part
    return taken, rest
