"""What a campaign of calls is for, and when it may change its state.

Service calls belong to an order that the customer placed; marketing calls want a
new one and stand under other law. The two never share a script.
"""

from dataclasses import dataclass
from enum import Enum

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from .targeting import Source


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
# where the calls of each kind come from; the first is what is proposed
SOURCES = {
    Kind.QUALITY: (Source.DELIVERED,),
    Kind.SATISFACTION: (Source.DELIVERED, Source.CONFIRMED, Source.CUSTOMER),
    Kind.APPOINTMENT: (Source.APPOINTMENT,),
    Kind.WELCOME: (Source.CONFIRMED, Source.DELIVERED),
    Kind.THANK_YOU: (Source.DELIVERED, Source.CONFIRMED, Source.CUSTOMER),
    Kind.TELESALES: (Source.CUSTOMER, Source.DELIVERED, Source.CONFIRMED),
    Kind.RETENTION: (Source.CUSTOMER,),
    Kind.QUOTATION: (Source.QUOTATION,),
    Kind.RESEARCH: (Source.CUSTOMER, Source.DELIVERED, Source.CONFIRMED),
}


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
    WRONG_SOURCE = "wrong_source"
    NO_AGENT = "no_agent"
    NO_QUESTION = "no_question"
    QUESTION_KIND = "question_kind"
    SCRIPT_MIXED = "script_mixed"


@dataclass(frozen=True)
class Goals:
    """When a campaign has done what it was made for. 0 or False: no such goal.

    ``answers``: scripts answered. ``sales``: an amount sold. ``cells``: every cell of
    the sample has answers enough for its margin of error.
    """

    answers: int = 0
    sales: float = 0.0
    cells: bool = False


@dataclass(frozen=True)
class Figures:
    """What a campaign came to. ``cells_open``: cells that still want answers."""

    answers: int = 0
    sales: float = 0.0
    cells: int = 0
    cells_open: int = 0


@dataclass(frozen=True)
class StartFacts:
    """A campaign about to start.

    ``questions``: (title, type) of the scripts' questions. ``script_kinds``: the
    kinds of the other campaigns that use the same script.
    """

    state: State
    kind: Kind
    agents: int
    questions: tuple[tuple[str, str], ...]
    source: Source = Source.DELIVERED
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
    if facts.source not in SOURCES[facts.kind]:
        wrong = {"kind": facts.kind, "source": facts.source}
        reasons.append(Reason(Why.WRONG_SOURCE, wrong))
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


def reached(goals, figures):
    """The names of the goals that are reached; a campaign may have none.

    >>> reached(Goals(answers=3), Figures(answers=3))
    ('answers',)
    >>> reached(Goals(cells=True), Figures(cells=0))
    ()
    """
    return tuple(
        name
        for name, is_reached in (
            ("answers", goals.answers and figures.answers >= goals.answers),
            ("sales", goals.sales and figures.sales >= goals.sales),
            ("cells", goals.cells and figures.cells and not figures.cells_open),
        )
        if is_reached
    )


def is_spent(budget, used):
    """Whether a budget is used up; 0 is no budget.

    >>> is_spent(0, 500), is_spent(100, 99.5), is_spent(100, 100)
    (False, False, True)
    """
    return bool(budget) and used >= budget


def _mixed(facts):
    selling = is_marketing(facts.kind)
    other = {kind for kind in facts.script_kinds if is_marketing(kind) != selling}
    return [Reason(Why.SCRIPT_MIXED, {"kind": kind}) for kind in sorted(other)]
