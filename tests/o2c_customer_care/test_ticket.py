"""The life of a ticket: the moves that exist, closing, what keeps an order open."""

import itertools

import pytest

from odoo.addons.o2c_customer_care.domain import ticket as rules
from odoo.addons.o2c_customer_care.domain.ticket import Kind, MoveFacts, Stage, Why

# from each stage (row) to each other stage (column): x may, . may not
COLUMNS = "received acknowledged assessed investigation waiting answered closed".split()
MOVES = {
    "received": ".xx..x.",
    "acknowledged": "..x.xx.",
    "assessed": "...xxx.",
    "investigation": "....xx.",
    "waiting": "..xx.x.",
    "answered": "...xx.x",
    "closed": "...x...",
}


def cases(table):
    """Table rows ``(_case, …)`` as pytest parameters named by their label."""
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@pytest.mark.parametrize(("stage", "target"), list(itertools.product(COLUMNS, COLUMNS)))
def test_moves(stage, target):
    facts = MoveFacts(Stage(stage), Stage(target))
    expected = MOVES[stage][COLUMNS.index(target)] == "x"
    assert rules.may_move(facts).ok is expected


def test_every_stage_can_be_reached_and_left():
    reached = {target for _stage, target in rules.TRANSITIONS}
    left = {stage for stage, _target in rules.TRANSITIONS}
    assert reached == set(Stage) - {Stage.RECEIVED}
    assert left == set(Stage)


def test_a_ticket_is_closed_only_after_an_answer():
    sources = {s for s, target in rules.TRANSITIONS if target is Stage.CLOSED}
    assert sources == {Stage.ANSWERED}


def test_refusal_names_both_stages():
    decision = rules.may_move(MoveFacts(Stage.RECEIVED, Stage.CLOSED))
    (reason,) = decision.reasons
    assert reason.code is Why.NO_SUCH_MOVE
    assert reason.params == {"stage": Stage.RECEIVED, "target": Stage.CLOSED}


CLOSING = [
    ("nothing in dispute", Stage.ANSWERED, 0, []),
    ("one undecided dispute", Stage.ANSWERED, 1, [Why.OPEN_DISPUTE]),
    (
        "not answered and undecided: both are said",
        Stage.WAITING,
        2,
        [Why.NO_SUCH_MOVE, Why.OPEN_DISPUTE],
    ),
]


@pytest.mark.parametrize(("stage", "disputes", "codes"), cases(CLOSING))
def test_closing(stage, disputes, codes):
    decision = rules.may_move(MoveFacts(stage, Stage.CLOSED, disputes))
    assert [reason.code for reason in decision.reasons] == codes


def test_a_dispute_stops_only_the_closing():
    facts = MoveFacts(Stage.INVESTIGATION, Stage.ANSWERED, open_disputes=3)
    assert rules.may_move(facts).ok


def test_reopening():
    reopening = {
        (stage, target)
        for stage, target in itertools.product(Stage, Stage)
        if rules.is_reopening(stage, target)
    }
    assert reopening == {(Stage.CLOSED, s) for s in Stage if s is not Stage.CLOSED}


KEEPS = [
    ("complaint", True),
    ("enquiry", False),
    ("assistance", False),
    ("warranty", False),
    ("return", True),
    ("refusal", True),
    ("praise", False),
]


@pytest.mark.parametrize(("kind", "keeps"), cases([(k, k, v) for k, v in KEEPS]))
def test_what_keeps_an_order_open(kind, keeps):
    for stage in Stage:
        expected = keeps and stage is not Stage.CLOSED
        assert rules.keeps_order_open(Kind(kind), stage) is expected


def test_every_kind_is_in_the_table():
    assert {kind for kind, _keeps in KEEPS} == {kind.value for kind in Kind}
