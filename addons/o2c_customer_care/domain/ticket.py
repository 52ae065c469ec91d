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
    OPEN_PARTS = "open_parts"
    WAS_MERGED = "was_merged"


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

# what was merged into another ticket closes wherever it is, and stays closed
MERGING = frozenset(
    {
        (Stage.RECEIVED, Stage.CLOSED),
        (Stage.ACKNOWLEDGED, Stage.CLOSED),
        (Stage.ASSESSED, Stage.CLOSED),
        (Stage.INVESTIGATION, Stage.CLOSED),
        (Stage.WAITING, Stage.CLOSED),
        (Stage.ANSWERED, Stage.CLOSED),
    }
)
# a part of a ticket in one of these is done: the department has given its answer
DONE = frozenset({Stage.ANSWERED, Stage.CLOSED})


@dataclass(frozen=True)
class MoveFacts:
    """A ticket that is to go from ``stage`` to ``target``.

    ``open_disputes``: how many of its disputes nobody has decided yet.
    ``open_parts``: how many of its parts no department has answered yet.
    ``excused``: a leader has said why it may close before its parts.
    ``merged``: it goes on in another ticket.
    """

    stage: Stage
    target: Stage
    open_disputes: int = 0
    open_parts: int = 0
    excused: bool = False
    merged: bool = False


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
    if facts.merged and facts.stage is Stage.CLOSED:
        return Decision((Reason(Why.WAS_MERGED),))
    reasons = []
    allowed = MERGING if facts.merged else TRANSITIONS
    if (facts.stage, facts.target) not in allowed:
        params = {"stage": facts.stage, "target": facts.target}
        reasons.append(Reason(Why.NO_SUCH_MOVE, params))
    if facts.target is Stage.CLOSED:
        reasons += _left_behind(facts)
    return Decision(tuple(reasons))


def _left_behind(facts):
    reasons = []
    if facts.open_disputes:
        reasons.append(Reason(Why.OPEN_DISPUTE, {"count": facts.open_disputes}))
    if facts.open_parts and not facts.excused:
        reasons.append(Reason(Why.OPEN_PARTS, {"count": facts.open_parts}))
    return reasons


def after_incoming(stage, waiting_for, by_mail):
    """Where a ticket goes when its customer writes; None: it stays.

    A customer who answers ends our waiting for him, and one who comes back on an
    answer was not content with it. A closed ticket is taken up again by a mail; on
    the portal the customer has a button for that.

    >>> after_incoming(Stage.WAITING, Waiting.CUSTOMER, True)
    <Stage.INVESTIGATION: 'investigation'>
    >>> after_incoming(Stage.WAITING, Waiting.SUPPLIER, True) is None
    True
    """
    back = (
        (stage is Stage.WAITING and waiting_for is Waiting.CUSTOMER)
        or stage is Stage.ANSWERED
        or (stage is Stage.CLOSED and by_mail)
    )
    return Stage.INVESTIGATION if back else None


@dataclass(frozen=True)
class FirstContactFacts:
    """A ticket that is being closed.

    ``came``: how often the customer came with it, by whatever channel.
    ``replies``: how often we wrote to him; two or more count alike.
    ``waited``: it waited for somebody. ``parts``: departments had to help.
    ``reopened``: how often it was taken up again.
    """

    came: int
    replies: int = 0
    waited: bool = False
    parts: int = 0
    reopened: int = 0


def at_first_contact(facts):
    """Whether a ticket was resolved at first contact.

    >>> at_first_contact(FirstContactFacts(came=1, replies=1))
    True
    >>> at_first_contact(FirstContactFacts(came=2, replies=1))
    False
    """
    again = facts.came > 1 or facts.replies > 1 or facts.reopened
    return not (again or facts.waited or facts.parts)


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
