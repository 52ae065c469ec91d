"""Which tasks may begin, when a line is fulfilled, and circles of needs."""

import pytest

from odoo.addons.o2c_orders.domain.fulfilment import (
    State,
    TaskFacts,
    beginning,
    circle,
    fulfilled,
)

W, R, U, D, F, C = (
    State.WAITING,
    State.READY,
    State.RUNNING,
    State.DONE,
    State.FAILED,
    State.CANCELLED,
)


@pytest.mark.parametrize(
    ("_case", "tasks", "expected"),
    [
        ("no task", {}, set()),
        ("free", {1: (W, ())}, {1}),
        ("side by side", {1: (W, ()), 2: (W, ())}, {1, 2}),
        ("needs one under way", {1: (U, ()), 2: (W, (1,))}, set()),
        ("needs one that is ready", {1: (R, ()), 2: (W, (1,))}, set()),
        ("needs one done", {1: (D, ()), 2: (W, (1,))}, {2}),
        ("needs one cancelled", {1: (C, ()), 2: (W, (1,))}, {2}),
        ("needs one failed", {1: (F, ()), 2: (W, (1,))}, set()),
        ("needs two, one is done", {1: (D, ()), 2: (R, ()), 3: (W, (1, 2))}, set()),
        ("needs two, both done", {1: (D, ()), 2: (D, ()), 3: (W, (1, 2))}, {3}),
        ("a chain begins one by one", {1: (W, ()), 2: (W, (1,)), 3: (W, (2,))}, {1}),
        ("needs one of elsewhere", {1: (W, (99,))}, {1}),
        ("what has begun stays", {1: (R, ()), 2: (U, ()), 3: (D, ())}, set()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_beginning(_case, tasks, expected):
    facts = {key: TaskFacts(state, frozenset(n)) for key, (state, n) in tasks.items()}
    assert beginning(facts) == expected


def test_a_gate_keeps_it_waiting():
    assert beginning({1: TaskFacts(W, gated=True), 2: TaskFacts(W)}) == {2}


@pytest.mark.parametrize(
    ("_case", "states", "expected"),
    [
        ("no task, no answer", [], False),
        ("all done", [D, D], True),
        ("one is not needed", [D, C], True),
        ("none is needed", [C, C], False),
        ("one is open", [D, R], False),
        ("one failed", [D, F], False),
        ("one waits", [D, W], False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fulfilled(_case, states, expected):
    assert fulfilled(states) is expected


@pytest.mark.parametrize(
    ("_case", "needs", "expected"),
    [
        ("none", {}, None),
        ("a line", {1: {2}, 2: {3}, 3: set()}, None),
        ("a diamond is no circle", {1: {2, 3}, 2: {4}, 3: {4}, 4: set()}, None),
        ("itself", {1: {1}}, (1,)),
        ("two", {1: {2}, 2: {1}}, (1, 2)),
        ("behind a tail", {1: {2}, 2: {3}, 3: {2}}, (2, 3)),
        ("needs somebody unknown", {1: {9}}, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_circle(_case, needs, expected):
    assert circle(needs) == expected
