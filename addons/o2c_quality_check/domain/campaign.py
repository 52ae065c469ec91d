"""What a campaign of calls is for, and when it may change its state.

Service calls belong to an order that the customer placed; marketing calls want a
new one and stand under other law. The two never share a script.
"""

from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason


class Kind(str, Enum):
    """What the calls of a campaign are for."""

    QUALITY = "quality"
    SATISFACTION = "satisfaction"
    APPOINTMENT = "appointment"
    WELCOME = "welcome"
    THANK_YOU = "thank_you"
    TELESALES = "telesales"
    RETENTION = "retention"
    QUOTATION = "quotation"
    RESEARCH = "research"


MARKETING = frozenset({Kind.TELESALES, Kind.RETENTION, Kind.QUOTATION, Kind.RESEARCH})
SERVICE = frozenset(Kind) - MARKETING
# whose targets are orders delivered lately; the others have no target rule yet
AFTER_DELIVERY = frozenset({Kind.QUALITY, Kind.SATISFACTION, Kind.THANK_YOU})


class State(str, Enum):
    """Where a campaign is."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


TRANSITIONS = frozenset(
    {
        (State.DRAFT, State.RUNNING),
        (State.RUNNING, State.PAUSED),
        (State.PAUSED, State.RUNNING),
        (State.RUNNING, State.DONE),
        (State.PAUSED, State.DONE),
    }
)
# the kinds of question that an agent can ask and the call can record
ASKED = frozenset(
    {
        "simple_choice",
        "multiple_choice",
        "scale",
        "numerical_box",
        "char_box",
        "text_box",
        "date",
        "datetime",
    }
)


class Why(str, Enum):
    """Why a campaign does not change its state."""

    TRANSITION = "transition"
    NO_RULE = "no_rule"
    NO_AGENT = "no_agent"
    NO_QUESTION = "no_question"
    QUESTION_KIND = "question_kind"
    SCRIPT_MIXED = "script_mixed"


@dataclass(frozen=True)
class StartFacts:
    """A campaign about to start.

    ``questions``: (title, type) of the script's questions. ``script_kinds``: the
    kinds of the other campaigns that use the same script.
    """

    state: State
    kind: Kind
    agents: int
    questions: tuple[tuple[str, str], ...]
    script_kinds: frozenset[Kind] = frozenset()


def is_marketing(kind):
    """Whether calls of this kind want to sell or to learn for selling.

    >>> is_marketing(Kind.QUALITY), is_marketing(Kind.TELESALES)
    (False, True)
    """
    return kind in MARKETING


def may_change(old, new):
    """Decide whether a campaign may go from ``old`` to ``new``.

    >>> may_change(State.DONE, State.RUNNING).ok
    False
    """
    if (old, new) in TRANSITIONS:
        return Decision()
    return Decision((Reason(Why.TRANSITION, {"old": old, "new": new}),))


def may_start(facts):
    """Decide whether a campaign may call, with everything that is missing."""
    reasons = list(may_change(facts.state, State.RUNNING).reasons)
    if facts.kind not in AFTER_DELIVERY:
        reasons.append(Reason(Why.NO_RULE, {"kind": facts.kind}))
    if not facts.agents:
        reasons.append(Reason(Why.NO_AGENT))
    if not facts.questions:
        reasons.append(Reason(Why.NO_QUESTION))
    reasons += [
        Reason(Why.QUESTION_KIND, {"title": title})
        for title, kind in facts.questions
        if kind not in ASKED
    ]
    reasons += _mixed(facts)
    return Decision(tuple(reasons))


def _mixed(facts):
    selling = is_marketing(facts.kind)
    other = {kind for kind in facts.script_kinds if is_marketing(kind) != selling}
    return [Reason(Why.SCRIPT_MIXED, {"kind": kind}) for kind in sorted(other)]
