"""Kinds and states of a campaign."""

import itertools

import pytest

from odoo.addons.o2c_quality_check.domain.campaign import (
    ASKED,
    MARKETING,
    SERVICE,
    SOURCES,
    TRANSITIONS,
    Figures,
    Goals,
    Kind,
    StartFacts,
    State,
    Why,
    is_marketing,
    may_change,
    may_start,
    reached,
)
from odoo.addons.o2c_quality_check.domain.targeting import Source

QUESTIONS = (("Received?", "simple_choice"), ("Overall?", "scale"))


def facts(**values):
    defaults = {
        "state": State.DRAFT,
        "kind": Kind.QUALITY,
        "agents": 1,
        "questions": QUESTIONS,
    }
    return StartFacts(**{**defaults, **values})


def test_a_kind_serves_or_sells():
    assert set(Kind) == SERVICE | MARKETING
    assert not SERVICE & MARKETING
    assert set(SOURCES) == set(Kind)
    assert all(SOURCES.values())
    assert [is_marketing(kind) for kind in (Kind.THANK_YOU, Kind.RESEARCH)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_only_the_listed_changes(old, new):
    decision = may_change(old, new)
    assert decision.ok == ((old, new) in TRANSITIONS)
    if not decision.ok:
        assert decision.reasons[0].params == {"old": old, "new": new}


CASES = [
    # _case, facts, reasons
    ("ready", facts(), []),
    ("paused", facts(state=State.PAUSED), []),
    ("running already", facts(state=State.RUNNING), [Why.TRANSITION]),
    ("over", facts(state=State.DONE), [Why.TRANSITION]),
    ("nobody to call", facts(agents=0), [Why.NO_AGENT]),
    ("nothing to ask", facts(questions=()), [Why.NO_QUESTION]),
    (
        "a question no agent can ask",
        facts(questions=(*QUESTIONS, ("Grid", "matrix"))),
        [Why.QUESTION_KIND],
    ),
    (
        "a source of another kind",
        facts(kind=Kind.QUALITY, source=Source.CUSTOMER),
        [Why.WRONG_SOURCE],
    ),
    ("to sell to customers", facts(kind=Kind.TELESALES, source=Source.CUSTOMER), []),
    (
        "script shared with another service",
        facts(script_kinds=frozenset({Kind.SATISFACTION})),
        [],
    ),
    (
        "script that sells elsewhere",
        facts(script_kinds=frozenset({Kind.TELESALES, Kind.QUALITY})),
        [Why.SCRIPT_MIXED],
    ),
    (
        "everything at once",
        facts(agents=0, questions=()),
        [Why.NO_AGENT, Why.NO_QUESTION],
    ),
]


@pytest.mark.parametrize(
    ("case", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_may_start(case, expected):
    assert [reason.code for reason in may_start(case).reasons] == expected


@pytest.mark.parametrize("question", sorted(ASKED))
def test_kinds_of_question_that_are_asked(question):
    assert may_start(facts(questions=(("Q", question),))).ok


GOALS = [
    # _case, goals, figures, names of those reached
    ("no goal", Goals(), Figures(answers=9, sales=9.0), ()),
    ("one answer short", Goals(answers=10), Figures(answers=9), ()),
    ("enough answers", Goals(answers=10), Figures(answers=10), ("answers",)),
    ("a cent short", Goals(sales=100), Figures(sales=99.99), ()),
    ("sold enough", Goals(sales=100), Figures(sales=100), ("sales",)),
    ("a cell is open", Goals(cells=True), Figures(cells=4, cells_open=1), ()),
    ("no cells yet", Goals(cells=True), Figures(), ()),
    ("cells full", Goals(cells=True), Figures(cells=4), ("cells",)),
    (
        "two at once",
        Goals(answers=1, sales=5),
        Figures(answers=1, sales=5),
        ("answers", "sales"),
    ),
]


@pytest.mark.parametrize(
    ("goals", "figures", "expected"), [c[1:] for c in GOALS], ids=[c[0] for c in GOALS]
)
def test_goals(goals, figures, expected):
    assert reached(goals, figures) == expected
