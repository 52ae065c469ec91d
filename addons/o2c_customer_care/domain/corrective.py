"""Corrective and preventive actions: their life and who may say that one worked."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class State(str, Enum):
    """Where an action is."""

    OPEN = "open"
    DONE = "done"
    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"
    CANCELLED = "cancelled"


class Why(str, Enum):
    """Why an action does not go on."""

    NO_SUCH_MOVE = "no_such_move"
    NO_ROOT_CAUSE = "no_root_cause"
    NO_ACTION = "no_action"
    OWN_ACTION = "own_action"
    NO_LEADER = "no_leader"
    TOO_EARLY = "too_early"
    NO_NOTE = "no_note"


# every allowed move; what did not work is followed by another action
TRANSITIONS = frozenset(
    {
        (State.OPEN, State.DONE),
        (State.OPEN, State.CANCELLED),
        (State.DONE, State.OPEN),
        (State.DONE, State.EFFECTIVE),
        (State.DONE, State.INEFFECTIVE),
        (State.CANCELLED, State.OPEN),
    }
)
JUDGED = frozenset({State.EFFECTIVE, State.INEFFECTIVE})


@dataclass(frozen=True)
class MoveFacts:
    """An action that is to go from ``state`` to ``target`` today.

    ``is_leader``: a care leader asks. ``is_owner``: who asks carried it out.
    ``check_date``: when its effect can be judged. ``has_note``: a reason is given.
    """

    state: State
    target: State
    today: date
    has_root_cause: bool = True
    has_action: bool = True
    is_leader: bool = False
    is_owner: bool = False
    check_date: date | None = None
    has_note: bool = False


def may_move(facts):
    """Decide a move; all objections are given.

    >>> may_move(MoveFacts(State.OPEN, State.DONE, date(2026, 3, 2), is_owner=True)).ok
    True
    """
    move = (facts.state, facts.target)
    if move not in TRANSITIONS:
        params = {"state": facts.state, "target": facts.target}
        return Decision((Reason(Why.NO_SUCH_MOVE, params),))
    if facts.target is State.DONE:
        return Decision(tuple(_against_done(facts)))
    if facts.target in JUDGED:
        return Decision(tuple(_against_judging(facts)))
    return Decision(() if facts.is_leader else (Reason(Why.NO_LEADER),))


def _against_done(facts):
    if not facts.has_root_cause:
        yield Reason(Why.NO_ROOT_CAUSE)
    if not facts.has_action:
        yield Reason(Why.NO_ACTION)


def _against_judging(facts):
    if not facts.is_leader:
        yield Reason(Why.NO_LEADER)
    if facts.is_owner:
        yield Reason(Why.OWN_ACTION)
    if not facts.has_note:
        yield Reason(Why.NO_NOTE)
    # that it failed can be plain at once; that it worked cannot
    early = facts.check_date and facts.today < facts.check_date
    if early and facts.target is State.EFFECTIVE:
        yield Reason(Why.TOO_EARLY, {"date": facts.check_date})
