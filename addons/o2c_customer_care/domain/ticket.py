"""The life of a ticket: stages after ISO 10002, the moves between them, closing.

No clock and no words: moments come in as facts, sentences are made in explain.py.
"""

from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Stage(str, Enum):
    """Where a ticket is, in the order of ISO 10002; waiting can come in between."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATION = "investigation"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Kind(str, Enum):
    """What the customer came with."""

    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"
    ASSISTANCE = "assistance"
    WARRANTY = "warranty"
    RETURN = "return"
    REFUSAL = "refusal"
    PRAISE = "praise"


class Waiting(str, Enum):
    """Whose turn it is while a ticket waits."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    COURIER = "courier"
    DEPARTMENT = "department"
    AUTHORITY = "authority"


class Why(str, Enum):
    """Why a ticket does not go to another stage."""

    NO_SUCH_MOVE = "no_such_move"
    OPEN_DISPUTE = "open_dispute"


# as long as one of these is open, the order it is about is not closed
KEEPS_ORDER_OPEN = frozenset({Kind.COMPLAINT, Kind.RETURN, Kind.REFUSAL})

# every allowed move; closed only after an answer, reopened only into investigation
TRANSITIONS = frozenset(
    {
        (Stage.RECEIVED, Stage.ACKNOWLEDGED),
        (Stage.RECEIVED, Stage.ASSESSED),
        (Stage.RECEIVED, Stage.ANSWERED),
        (Stage.ACKNOWLEDGED, Stage.ASSESSED),
        (Stage.ACKNOWLEDGED, Stage.WAITING),
        (Stage.ACKNOWLEDGED, Stage.ANSWERED),
        (Stage.ASSESSED, Stage.INVESTIGATION),
        (Stage.ASSESSED, Stage.WAITING),
        (Stage.ASSESSED, Stage.ANSWERED),
        (Stage.INVESTIGATION, Stage.WAITING),
        (Stage.INVESTIGATION, Stage.ANSWERED),
        (Stage.WAITING, Stage.ASSESSED),
        (Stage.WAITING, Stage.INVESTIGATION),
        (Stage.WAITING, Stage.ANSWERED),
        (Stage.ANSWERED, Stage.INVESTIGATION),
        (Stage.ANSWERED, Stage.WAITING),
        (Stage.ANSWERED, Stage.CLOSED),
        (Stage.CLOSED, Stage.INVESTIGATION),
    }
)


@dataclass(frozen=True)
class MoveFacts:
    """A ticket that is to go from ``stage`` to ``target``.

    ``open_disputes``: how many of its disputes nobody has decided yet.
    """

    stage: Stage
    target: Stage
    open_disputes: int = 0


def may_move(facts):
    """Decide a move; all objections are given.

    >>> may_move(MoveFacts(Stage.RECEIVED, Stage.ACKNOWLEDGED)).ok
    True
    >>> [
    ...     r.code.value
    ...     for r in may_move(
    ...         MoveFacts(Stage.ANSWERED, Stage.CLOSED, open_disputes=1)
    ...     ).reasons
    ... ]
    ['open_dispute']
    """
    reasons = []
    if (facts.stage, facts.target) not in TRANSITIONS:
        params = {"stage": facts.stage, "target": facts.target}
        reasons.append(Reason(Why.NO_SUCH_MOVE, params))
    if facts.target is Stage.CLOSED and facts.open_disputes:
        reasons.append(Reason(Why.OPEN_DISPUTE, {"count": facts.open_disputes}))
    return Decision(tuple(reasons))


def is_reopening(stage, target):
    """Whether the move takes a closed ticket up again.

    >>> is_reopening(Stage.CLOSED, Stage.INVESTIGATION)
    True
    """
    return stage is Stage.CLOSED and target is not Stage.CLOSED


def keeps_order_open(kind, stage):
    """Whether a ticket of this kind, at this stage, keeps its order from closing.

    >>> keeps_order_open(Kind.COMPLAINT, Stage.ANSWERED)
    True
    >>> keeps_order_open(Kind.COMPLAINT, Stage.CLOSED)
    False
    >>> keeps_order_open(Kind.PRAISE, Stage.RECEIVED)
    False
    """
    return kind in KEEPS_ORDER_OPEN and stage is not Stage.CLOSED
